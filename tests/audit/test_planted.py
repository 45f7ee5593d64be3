"""The audit on planted texts: every contradiction is found, no innocent is accused."""

from __future__ import annotations

import pytest
from planted import Planted, corpus

import xiangqu
from xiangqu.annotation.repo import Repo
from xiangqu.audit import audit
from xiangqu.audit.audit import Audited

PLANTED = corpus(seed=17, times=5)


def audited(repo: Repo, planted: Planted) -> list[Audited]:
    """What the audit proposes for a planted text."""
    drafted = xiangqu.annotate(planted.text, date="2024-01", place="430600", review_period="2023")
    rows = drafted.rows
    return audit.proposals(repo, rows["documents"], rows["paragraphs"], rows["claims"])


@pytest.fixture(scope="module")
def found(repo: Repo) -> list[tuple[Planted, list[Audited]]]:
    return [(planted, audited(repo, planted)) for planted in PLANTED]


def test_precision_and_recall(found: list[tuple[Planted, list[Audited]]]) -> None:
    accused = {p for p, of in found if any(one.verdict == "inconsistent" for one in of)}
    faults = {p for p, _ in found if p.is_fault}
    assert {p.name for p in accused - faults} == set(), "innocents that are accused"
    assert {p.name for p in faults - accused} == set(), "contradictions that are not found"


def test_each_is_judged_by_its_rule(found: list[tuple[Planted, list[Audited]]]) -> None:
    assert {p.name for p, of in found if p.rule not in {one.rule for one in of}} == set()


def test_a_real_rate_is_no_fault(found: list[tuple[Planted, list[Audited]]]) -> None:
    reasons = {
        one.reason
        for p, of in found
        for one in of
        if p.name == "growth real rate" and one.rule == "average_growth"
    }
    assert reasons == {"current_prices_real_rate"}
