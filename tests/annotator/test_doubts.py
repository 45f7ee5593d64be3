"""What speaks against a draft, and the order in which drafts are to be read."""

from __future__ import annotations

import inspect
import re
from dataclasses import replace

import pytest

from conftest import ROOT
from xiangqu.annotation.repo import Repo
from xiangqu.annotation.unread import listed
from xiangqu.annotation.vocabulary import vocabulary
from xiangqu.annotator import Annotator, doubts
from xiangqu.annotator.doubts import DoubtRules
from xiangqu.annotator.given import Given
from xiangqu.annotator.reviewing import left

REPO = Repo(ROOT)
REPORT = "一、2021年工作回顾\n{}\n二、2022年工作安排\n{}"


@pytest.mark.parametrize(
    ("reviewed", "planned", "expected"),
    [
        ("全区新建小学教学楼3栋。", "", []),
        ("全区新建小学教学楼约3栋。", "", ["hedged"]),
        ("全区新建学校3所。", "", ["odd_indicator"]),
        ("全区发电机组装机容量50兆瓦。", "", ["rare_unit"]),
        ("力争新建小学教学楼3栋。", "", ["period_of_document", "target_outside_plan"]),
        ("", "已新建小学教学楼3栋。", ["period_of_document", "reached_in_plan"]),
        ("新建10亿元以上工业项目。", "", ["hedged", "standard"]),
        ("全区新建小学教学楼3绺。", "", ["unlisted_unit"]),
    ],
)
def test_doubts(reviewed: str, planned: str, expected: list[str]) -> None:
    drafted = Annotator(REPO).annotate(REPORT.format(reviewed, planned))
    found = DoubtRules(REPO).of(drafted)
    assert [list(found.get(claim.id, ())) for claim in drafted.claims] == [expected]


def test_no_period_is_a_doubt() -> None:
    drafted = Annotator(REPO).annotate("全区新建小学教学楼3栋。")
    assert "no_period" in DoubtRules(REPO).of(drafted)[drafted.claims[0].id]
    dated = Annotator(REPO).annotate("全区新建小学教学楼3栋。", given=Given(review_period="2021"))
    assert "no_period" not in DoubtRules(REPO).of(dated)[dated.claims[0].id]


def test_claims_in_doubt_come_first() -> None:
    text = REPORT.format(
        "全区新建小学教学楼3栋。力争新建小学教学楼约4栋。新建小学教学楼约5栋。", ""
    )
    drafted = Annotator(REPO).annotate(text)
    found = DoubtRules(REPO).of(drafted)
    unread = replace(drafted, drafts=tuple(listed(drafted)))
    claims = [line.claim for line in left(unread, found) if line.claim]
    assert claims == ["text-0001.p002.c02", "text-0001.p002.c03", "text-0001.p002.c01"]


def test_every_doubt_is_explained() -> None:
    named = set(re.findall('yield "([a-z_]+)"', inspect.getsource(doubts)))
    assert named == set(vocabulary(REPO, "doubts").terms)
