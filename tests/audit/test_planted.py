"""The audit on planted texts: every contradiction is found, no innocent is accused."""

from __future__ import annotations

import pytest
from audit_scores import Found, audited, is_accused, scores

from xiangqu.annotation.repo import Repo
from xiangqu.release import saved


@pytest.fixture(scope="module")
def found(repo: Repo) -> Found:
    return audited(repo)


def test_precision_and_recall(found: Found) -> None:
    accused = {p for p, of in found if is_accused(of)}
    faults = {p for p, _ in found if p.is_fault}
    assert {p.name for p in accused - faults} == set(), "innocents that are accused"
    assert {p.name for p in faults - accused} == set(), "contradictions that are not found"


def test_each_is_judged_by_its_rule(found: Found) -> None:
    assert {p.name for p, of in found if p.rule not in {one.rule for one in of}} == set()


def test_a_real_rate_is_no_fault(found: Found) -> None:
    reasons = {
        one.reason
        for p, of in found
        for one in of
        if p.name == "growth real rate" and one.rule == "average_growth"
    }
    assert reasons == {"current_prices_real_rate"}


def test_the_scores_that_are_shown_are_those_of_today(repo: Repo, found: Found) -> None:
    assert saved.read(repo, saved.AUDIT_SCORES) == scores(repo, found)
