"""Rules of relations: what each computes, its verdict, and what it refuses."""

from __future__ import annotations

from typing import Any

import pytest

from xiangqu.annotation.repo import Repo
from xiangqu.annotation.vocabulary import vocabulary
from xiangqu.tabular import relations, tables
from xiangqu.tabular.arithmetic import Computed, compute, fault, number
from xiangqu.tabular.formulas import RULES

Row = dict[str, Any]


def claim(text: str, value: float | None, unit: str = "CNY", **more: Any) -> Row:
    row = dict.fromkeys(("low", "high", "parts", "direction", "classifier"))
    return (
        row
        | {"text": text, "value": value, "unit": unit, "bound": "exact", "measure": "level"}
        | more
    )


def rate(text: str, value: float, **more: Any) -> Row:
    return claim(text, value, "%", **({"measure": "growth", "direction": "up"} | more))


def ratio(text: str, *parts: float) -> Row:
    return claim(text, None, "ratio", parts=[*parts], measure="ratio")


YI = 1e8
STRUCTURE = ratio("1∶19∶80", 1, 19, 80)


@pytest.fixture
def of(repo: Repo) -> Any:
    units = vocabulary(repo, "units")

    def computed(rule: str, *claims: Row, given: tuple[int, ...] = ()) -> Computed:
        return compute(rule, claims, given, units)

    return computed


def count(value: float, text: str = "") -> Row:
    return claim(text or f"{value:.0f}个", value, "count", classifier="个")


A, B = claim("528亿元", 528 * YI), claim("735亿元", 735 * YI)


@pytest.mark.parametrize(
    ("rule", "claims", "given", "line", "verdict"),
    [
        ("equal", [count(5), count(5)], (), "5个; 5个", "consistent"),
        ("equal", [count(5), count(4)], (), "5个; 4个", "inconsistent"),
        ("equal", [rate("50.8%", 50.8), rate("51%", 51)], (), "50.8%; 51%", "within_rounding"),
        ("met", [count(204), count(222)], (), "target 204个, outcome 222个", "consistent"),
        ("met", [count(222), count(204)], (), "target 222个, outcome 204个", "inconsistent"),
        ("change", [A, B], (), "735亿元 − 528亿元 = 207亿元", "consistent"),
        ("change", [count(150), count(49)], (5, 1), "49个 − 150个 ÷ 5 = 19个", "consistent"),
        ("change", [count(23), count(2), count(68)], (), "2个 + 68个 − 23个 = 47个", "consistent"),
        (
            "ratio_change",
            [ratio("1∶22.6∶76.4", 1, 22.6, 76.4), STRUCTURE],
            (3,),
            None,
            "consistent",
        ),
        ("contains", [B, A], (), "528亿元 of 735亿元", "consistent"),
        ("contains", [A, B], (), "735亿元 of 528亿元", "inconsistent"),
        ("contains", [count(10), count(45)], (5,), "45个 of 10个 × 5", "consistent"),
        ("other_years", [rate("8.1%", 8.1), rate("6.5%", 6.5)], (5,), None, "consistent"),
        ("sum", [count(222), count(18), count(204)], (), None, "consistent"),
        ("sum", [count(223), count(18), count(204)], (), None, "inconsistent"),
        ("items", [count(3)], (3,), "3 listed, stated 3个", "consistent"),
        ("items", [count(3)], (4,), "4 listed, stated 3个", "inconsistent"),
        ("items", [count(3), count(1), count(2)], (), "3 listed, stated 3个", "consistent"),
        ("shares_sum", [STRUCTURE], (), "1∶19∶80 = 100%, the whole is 100%", "consistent"),
        ("growth", [A, B, rate("39.2%", 39.2)], (), None, "within_rounding"),
        ("growth", [A, B, rate("38%", 38)], (), None, "inconsistent"),
        (
            "average_growth",
            [A, B, rate("8.1%", 8.1)],
            (5,),
            "528亿元 × (1 + 8.1%)^5 = 779.404亿元, stated 735亿元",
            "inconsistent",
        ),
        (
            "part_growth",
            [A, STRUCTURE, claim("553.87亿元", 553.87 * YI), rate("8.6%", 8.6)],
            (3, 5),
            None,
            "inconsistent",
        ),
        ("base", [B, rate("10.7%", 10.7, direction="down")], (), None, "consistent"),
        ("base_of_multiple", [count(28), claim("翻番", 2, "times")], (), None, "consistent"),
        (
            "base_of_change",
            [rate("10%", 10), claim("3900万元", 3.9e7, measure="difference")],
            (),
            "3900万元 ÷ 10% = 3.9亿元",
            "consistent",
        ),
        (
            "portion",
            [rate("98%", 98, measure="share"), count(343), count(936)],
            (),
            "98% of (343个 + 936个) = 1253.42个",
            "consistent",
        ),
        ("difference", [A, B, claim("207亿元", 207 * YI)], (), None, "consistent"),
        (
            "increment",
            [
                claim("298.12万吨", 2981200, "t"),
                claim("0.74万吨", 7400, "t", measure="difference", direction="down"),
                rate("0.3%", 0.3, direction="down"),
            ],
            (),
            "−0.74万吨 ÷ (298.12万吨 less −0.74万吨) = −0.247608%, stated −0.3%",
            "inconsistent",
        ),
        ("share", [A, B, rate("71.8%", 71.8, measure="share")], (), None, "within_rounding"),
        ("ratio", [STRUCTURE, claim("80%", 80, "%")], (3,), "80%, part 3 of 1∶19∶80", "consistent"),
        ("ratio", [STRUCTURE, A, B], (3,), None, "inconsistent"),
        ("per_unit", [B, count(7), claim("105亿元", 105 * YI)], (), None, "consistent"),
        ("mean", [claim("5亿元", 5 * YI), claim("1亿元", YI)], (5,), None, "consistent"),
        ("multiple", [count(2), count(4), claim("翻番", 2, "times")], (), None, "consistent"),
        ("duration", [claim("连续五年", 5, "year")], (5,), None, "consistent"),
        ("duration", [claim("连续五年", 5, "year")], (4,), None, "inconsistent"),
        ("rank_count", [count(2), claim("第一", 1, "rank")], (), "2个: 第一", "consistent"),
        ("remainder", [count(622), count(0, "清零")], (), "622个 done, 清零 left", "consistent"),
    ],
)
def test_rule(
    of: Any, rule: str, claims: list[Row], given: tuple[int, ...], line: str | None, verdict: str
) -> None:
    found = of(rule, *claims, given=given)
    assert found.verdict == verdict, found
    if line is not None:
        assert found.arithmetic == line


def test_every_rule_is_defined_and_tested(repo: Repo) -> None:
    assert set(RULES) == set(vocabulary(repo, "relation-rules").terms)
    tested = {case[0] for mark in test_rule.pytestmark for case in mark.args[1]}  # type: ignore[attr-defined]
    assert set(RULES) == tested


@pytest.mark.parametrize(
    ("rule", "claims", "given", "said"),
    [
        ("growth", [A, B], (), "growth takes 3 claims, not 2"),
        ("sum", [A, B], (), "sum takes 3 claims or more, not 2"),
        ("ratio", [STRUCTURE], (3,), "ratio takes 2 or 3 claims, not 1"),
        ("mean", [A, B], (), "mean needs the numbers that the words give"),
        ("change", [A, B], (5,), "change needs the numbers that the words give"),
        ("equal", [A, count(5)], (), "equal of CNY and count"),
        ("portion", [rate("92%", 92), A, count(5)], (), "portion of CNY and count"),
        ("contains", [STRUCTURE, STRUCTURE], (), "contains of a ratio"),
        ("ratio", [A, B], (1,), "ratio of no ratio"),
        ("ratio", [STRUCTURE, rate("80%", 80)], (4,), "no part 4 of 1∶19∶80"),
    ],
)
def test_what_cannot_be_computed(
    of: Any, rule: str, claims: list[Row], given: tuple[int, ...], said: str
) -> None:
    assert fault(rule, claims, given) == said
    with pytest.raises(ValueError, match=said):
        of(rule, *claims, given=given)


def test_targets_that_are_a_most_or_fall(of: Any) -> None:
    most = claim("3.5%以内", 3.5, "%", bound="at_most", measure="share")
    assert of("met", most, rate("3.2%", 3.2, measure="share")).outcome == "met"
    assert of("met", most, rate("3.8%", 3.8, measure="share")).outcome == "missed"
    fall = rate("15%", 15, direction="down")
    assert of("met", fall, rate("20%", 20, direction="down")).outcome == "met"
    assert of("met", fall, rate("10%", 10, direction="down")).outcome == "missed"


def test_slack_and_the_smallest_error(of: Any) -> None:
    found = of("average_growth", A, B, rate("8.1%", 8.1), given=(5,))
    assert found.slack == pytest.approx(-41.37 * YI, rel=1e-3)
    assert found.smallest_error == pytest.approx(3.04 * YI, rel=1e-2)
    unbounded = of("equal", count(80), claim("80个以上", 80, "count", bound="at_least"))
    assert (unbounded.slack, unbounded.smallest_error) == (0, None)


def test_numbers_are_short() -> None:
    assert [number(n) for n in (0, 99999, 100000, -386, 77940400000)] == [
        "0",
        "99999",
        "10万",
        "−386",
        "779.404亿",
    ]


def test_published_relations_are_what_the_claims_give(repo: Repo) -> None:
    claims = tables.read(repo.data, "claims")
    made = relations.rows(relations.read(repo), claims, vocabulary(repo, "units"))
    assert made == tables.read(repo.data, "relations")
    assert {row["kind"] for row in made} == set(vocabulary(repo, "relation-kinds").terms)
    inconsistent = {
        row["id"]: row["arithmetic"] for row in made if row["verdict"] == "inconsistent"
    }
    assert inconsistent == {
        "r020": "150条; 86条",
        "r021": "5处; 4处",
        "r133": "2个 + 2个 + 1个 = 5个, stated 6个",
    }
    # nothing to hold kilometres against a number of roads
    ends = ("computed_low", "computed_high", "stated_low", "stated_high")
    assert [r["id"] for r in made if all(r[end] is None for end in ends)] == ["r033"]


def test_agreement_of_the_passes(repo: Repo) -> None:
    *_, whole = relations.agreement(repo)
    assert (whole["one"], whole["two"], whole["shared"], whole["same"]) == (135, 163, 130, 120)
