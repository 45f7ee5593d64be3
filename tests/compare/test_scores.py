"""The measures on small tables: worked examples of those who defined them, and cases done by hand."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangqu.annotation.pairing import Pair
from xiangqu.annotation.spans import Unit
from xiangqu.compare.agreement import field_scores
from xiangqu.compare.fields import Kind, equal, kind
from xiangqu.compare.scores import (
    Labels,
    Score,
    alpha,
    b_cubed,
    bootstrap,
    cumulative,
    kappa,
    label_scores,
    pairwise,
    score,
    span_f1,
)


def unit(start: int, end: int, label: str = "level", layer: str = "claims", **more: Any) -> Unit:
    return Unit(layer, "p", start, end, "", label, more)


def said(one: str, other: str) -> Labels:
    """Labels of one letter each."""
    return list(zip(one.replace(" ", ""), other.replace(" ", ""), strict=True))


def test_precision_recall_and_f1() -> None:
    assert score(3, 4, 6) == Score(4, 6, 3, 0.5, 0.75, 0.6)
    assert score(0, 0, 2) == Score(0, 2, 0, 0.0, None, 0.0)
    assert score(0, 0, 0) == Score(0, 0, 0, None, None, None)


def test_f1_of_spans() -> None:
    """Of 2 and 3 spans one is the same; (4, 6) overlaps (5, 8); (8, 9) only touches."""
    one, other = [unit(0, 2), unit(4, 6)], [unit(0, 2), unit(5, 8), unit(8, 9)]
    assert span_f1(one, other) == pytest.approx(2 / 5)
    assert span_f1(one, other, overlap=True) == pytest.approx(4 / 5)
    assert span_f1([unit(0, 2)], [unit(2, 4)], overlap=True) == 0
    assert span_f1([], [unit(0, 1)]) == 0 and span_f1([], []) is None


def test_an_overlap_counts_once() -> None:
    """One long span over two short ones is one hit, not three."""
    assert span_f1([unit(0, 9)], [unit(0, 3), unit(4, 9)], overlap=True) == pytest.approx(2 / 3)


def test_cumulative() -> None:
    gold = [unit(0, 2, value=1, unit="m"), unit(4, 6, value=2, unit="m")]
    found = cumulative(
        gold,
        [unit(0, 2, value=1, unit="km"), unit(4, 6, value=3, unit="m")],
        ("span", "value", "unit"),
        exact=True,
    )
    assert [found[level].hits for level in found] == [2, 1, 0]


def test_accuracy_and_macro_f1() -> None:
    """Gold a a b b, predicted a c b and nothing. F1: a 2·1/(2+1), b 2·1/(2+1), c 0 and not in gold.

    Macro-F1 is over a and b alone: with c it would be 4/9.
    """
    gold = [unit(n, n + 1, label, "themes") for n, label in enumerate("aabb")]
    predicted = [unit(n, n + 1, label, "themes") for n, label in enumerate("acb")]
    found = label_scores(gold, predicted)
    assert found and (found.gold, found.accuracy) == (4, 0.5)
    assert found.macro_f1 == pytest.approx(2 / 3)
    assert found.labels["c"] == Score(0, 1, 0, 0.0, None, 0.0)
    assert label_scores([], predicted) is None


def test_kappa_as_cohen_has_it() -> None:
    """Cohen 1960, table 1: shares .25 .13 .12 / .12 .02 .16 / .03 .15 .02; kappa -.09."""
    shares = [[25, 13, 12], [12, 2, 16], [3, 15, 2]]
    table = [(a, b) for a, row in enumerate(shares) for b, n in enumerate(row) for _ in range(n)]
    observed, chance = 0.29, 0.40 * 0.50 + 0.30 * 0.30 + 0.30 * 0.20
    assert kappa(table) == pytest.approx((observed - chance) / (1 - chance))
    assert kappa(table) == pytest.approx(-0.09, abs=0.005)


@pytest.mark.parametrize(
    ("one", "other", "value"),
    [
        ("0100000010", "1110010000", 0.095),
        ("aabbdcccedda", "babbbcccedd d", 0.692),
    ],
)
def test_alpha_as_krippendorff_has_it(one: str, other: str, value: float) -> None:
    """Krippendorff 2011, Computing Krippendorff's Alpha-Reliability, examples A and B."""
    assert alpha(said(one, other)) == pytest.approx(value, abs=0.0005)


@pytest.mark.parametrize("coefficient", [kappa, alpha])
def test_no_coefficient_of_one_label(coefficient: Any) -> None:
    assert coefficient(said("aaa", "aaa")) is None and coefficient([]) is None
    assert coefficient(said("ab", "ab")) == 1


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), max_size=12))
def test_coefficients_do_not_exceed_1(labels: Labels) -> None:
    for coefficient in (kappa, alpha):
        value = coefficient(labels)
        assert value is None or value <= 1
        assert value == pytest.approx(coefficient([(b, a) for a, b in labels]))


def share(labels: Labels) -> float:
    return sum(a == b for a, b in labels) / len(labels)


def test_the_interval_is_of_95_percent() -> None:
    """100 things, half of them equal: 0.5 ± 1.96 · 0.05, as the normal distribution has it.

    At 90 % it would be 0.5 ± 0.082.
    """
    groups = [[("a", "a")], [("a", "b")]] * 50
    found = bootstrap(groups, share)
    assert found.value == 0.5
    assert (found.low, found.high) == (
        pytest.approx(0.402, abs=8e-3),
        pytest.approx(0.598, abs=8e-3),
    )


def test_groups_are_drawn_whole() -> None:
    """Ten times the same group says no more than once; drawn one by one, its labels would differ."""
    found = bootstrap([said("ab", "aa")] * 10, share)
    assert (found.value, found.low, found.high) == (0.5, 0.5, 0.5)


def test_no_interval_of_what_is_not_defined() -> None:
    found = bootstrap([said("a", "a")], kappa)
    assert (found.value, found.low, found.high) == (None, None, None)


TRUTH = "11111 22 33333"


@pytest.mark.parametrize(
    ("response", "precision", "pairs"),
    [
        ("11111 22 22222", 16 / 21, 31),
        ("11111 22 11111", 7 / 12, 46),
    ],
)
def test_clusterings_as_bagga_and_baldwin_have_them(
    response: str, precision: float, pairs: int
) -> None:
    """Bagga and Baldwin 1998, their two responses to one truth: B-cubed 76 % and 58 %, recall 100 %.

    The truth puts 10 + 1 + 10 pairs together, the responses 10 + 21 and 45 + 1.
    """
    clusters = said(TRUTH, response)
    found = b_cubed(clusters)
    assert found == pytest.approx((precision, 1, 2 * precision / (precision + 1)))
    assert pairwise(clusters) == score(21, 21, pairs)
    turned = b_cubed([(b, a) for a, b in clusters])
    assert turned and turned[:2] == pytest.approx((1, precision))


def test_the_names_of_clusters_do_not_matter() -> None:
    assert b_cubed(said("aab", "xxy")) == (1, 1, 1) and pairwise(said("aab", "xxy")).f1 == 1
    assert b_cubed([]) is None and pairwise(said("ab", "cd")).f1 is None


@pytest.mark.parametrize(
    ("layer", "field", "wanted"),
    [
        ("claims", "indicator", Kind.SPAN),
        ("claims", "status_cue", Kind.SPAN),
        ("claims", "value", Kind.NUMBER),
        ("claims", "parts", Kind.NUMBER),
        ("claims", "unit", Kind.LABEL),
        ("claims", "direction", Kind.LABEL),
        ("claims", "indicator_id", Kind.CLUSTER),
        ("sections", "level", Kind.LABEL),
        ("themes", "theme", Kind.LABEL),
    ],
)
def test_the_kind_of_a_field_is_that_of_its_declaration(
    layer: str, field: str, wanted: Kind
) -> None:
    assert kind(layer, field) is wanted


def quote(start: int, end: int) -> dict[str, Any]:
    return {"start": start, "end": end, "text": "字" * (end - start)}


def claims(field: str, *values: tuple[Any, Any]) -> list[Pair]:
    return [
        (unit(n, n + 1, **{field: a}), unit(n, n + 1, **{field: b}))
        for n, (a, b) in enumerate(values)
    ]


def test_a_span_field_by_f1() -> None:
    """3 and 2 spans: one the same, one longer, one only touches what nobody has."""
    shared = claims(
        "indicator", (quote(0, 2), quote(0, 2)), (quote(0, 2), quote(1, 3)), (quote(4, 5), None)
    )
    assert field_scores(shared, "indicator") == {"exact": 2 / 5, "overlap": 4 / 5}
    touching = claims("indicator", (quote(0, 2), quote(2, 4)))
    assert field_scores(touching, "indicator") == {"exact": 0, "overlap": 0}
    assert field_scores(claims("indicator", (None, None)), "indicator") == dict.fromkeys(
        ("exact", "overlap")
    )


def test_a_label_field_by_kappa_and_alpha() -> None:
    """No label is a label: a differs from it, and two times none is the same."""
    shared = claims("direction", ("a", "a"), ("a", None), (None, None), (None, None))
    assert field_scores(shared, "direction") == {
        "kappa": pytest.approx(1 - 1 * 4 / (16 - (2 * 1 + 2 * 3))),
        "alpha": pytest.approx(1 - 2 * 1 * 7 / (64 - (9 + 25))),
    }


def test_a_clustering_field_by_what_both_have_put_somewhere() -> None:
    shared = claims("indicator_id", ("a", "x"), ("a", "x"), ("b", "x"), ("b", None), (None, None))
    precision, recall = (2 / 3 + 2 / 3 + 1 / 3) / 3, 1
    assert field_scores(shared, "indicator_id") == {
        "pairwise": 2 * 1 / (1 + 3),
        "b_cubed": pytest.approx(2 * precision * recall / (precision + recall)),
    }
    alone = claims("indicator_id", ("a", None))
    assert field_scores(alone, "indicator_id") == {"pairwise": None, "b_cubed": None}


def test_spans_that_touch_are_not_equal_even_if_overlap_is_enough() -> None:
    (pair,) = claims("indicator", (quote(0, 2), quote(2, 4)))
    assert not equal(pair, "indicator", exact=False)
    (pair,) = claims("indicator", (quote(0, 3), quote(2, 4)))
    assert equal(pair, "indicator", exact=False) and not equal(pair, "indicator")
