"""Pairing: which spans of two annotations stand for each other."""

from __future__ import annotations

import random
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangqu.annotation.pairing import likeness, pairs, unpaired
from xiangqu.annotation.records import Span
from xiangqu.annotation.spans import Unit

Ends = list[tuple[int, int]]


def units(*ends: tuple[int, int], paragraph: str = "p") -> list[Unit]:
    return [
        Unit("claims", paragraph, start, end, "", f"{number}", {})
        for number, (start, end) in enumerate(ends)
    ]


def overlapping(one: Ends, other: Ends) -> Ends:
    """The indices of the pairs, of one paragraph."""
    found = pairs(units(*one), units(*other), overlap=True)
    return sorted((int(a.label), int(b.label)) for a, b in found)


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ((0, 4), (0, 4), 1.0),
        ((0, 4), (2, 6), 2 / 6),
        ((0, 4), (1, 3), 0.5),
        ((0, 4), (3, 4), 0.25),
        ((0, 2), (2, 4), 0.0),
        ((0, 2), (5, 7), 0.0),
        ((3, 3), (3, 3), 1.0),
        ((3, 3), (0, 6), 0.0),
        ((3, 3), (5, 5), 0.0),
    ],
)
def test_likeness(one: tuple[int, int], other: tuple[int, int], alike: float) -> None:
    """Spans that touch have no character in common, and an empty one has none at all."""
    a, b = Span(*one, ""), Span(*other, "")
    assert likeness(a, b) == likeness(b, a) == alike


def test_spans_that_touch_do_not_overlap() -> None:
    assert overlapping([(0, 2), (4, 6)], [(2, 4)]) == []
    assert overlapping([(0, 2), (4, 6)], [(1, 4)]) == [(0, 0)]


def test_the_same_spans_are_paired_in_the_order_of_the_first() -> None:
    one, other = units((4, 6), (0, 2), (8, 9)), units((0, 2), (4, 6), (8, 10))
    assert [(a.label, b.label) for a, b in pairs(one, other)] == [("0", "1"), ("1", "0")]


def test_another_paragraph_is_another_place() -> None:
    assert pairs(units((0, 2)), units((0, 2), paragraph="q"), overlap=True) == []


def test_each_unit_is_in_one_pair() -> None:
    """Of two with one span the other has one: the second is left over."""
    one, other = units((0, 2), (0, 2)), units((0, 2))
    found = pairs(one, other, overlap=True)
    assert len(found) == 1 and found[0][1] is other[0]
    assert unpaired(one, [found[0][0]]) == [u for u in one if u is not found[0][0]]
    assert overlapping([(0, 9)], [(0, 3), (4, 8)]) == [(0, 1)]


def test_the_most_alike_are_paired_first() -> None:
    assert overlapping([(0, 4), (4, 10)], [(0, 10)]) == [(1, 0)]
    assert overlapping([(0, 4)], [(0, 2), (1, 4)]) == [(0, 1)]


def test_as_many_as_possible_are_paired() -> None:
    """(4, 10) is most like (0, 9), which is all that (0, 4) could have; (9, 12) is left for it."""
    assert overlapping([(0, 4), (4, 10)], [(0, 9), (9, 12)]) == [(0, 0), (1, 1)]


def test_a_chain_of_changes_lets_one_more_in() -> None:
    """Each span lies more over the one before its own: three change so that the first has one."""
    shifted = [(10 * n + 6, 10 * n + 16) for n in range(4)]
    assert overlapping([(10 * n, 10 * n + 10) for n in range(4)], shifted) == [
        (0, 0),
        (1, 1),
        (2, 2),
        (3, 3),
    ]


def test_the_same_span_is_kept_whatever_could_be_paired_more() -> None:
    assert overlapping([(0, 10), (0, 3)], [(0, 10), (8, 10)]) == [(0, 0)]


ENDS = st.lists(
    st.tuples(st.integers(0, 8), st.integers(0, 4)).map(lambda t: (t[0], t[0] + t[1])), max_size=5
)


@given(ENDS, ENDS, st.randoms())
def test_pairs_do_not_depend_on_order(one: Ends, other: Ends, chance: random.Random) -> None:
    ours, theirs = units(*one), units(*other)
    found = pairs(ours, theirs, overlap=True)
    mixed = pairs(chance.sample(ours, len(ours)), chance.sample(theirs, len(theirs)), overlap=True)
    assert sorted(map(repr, found)) == sorted(map(repr, mixed))
    assert len({id(a) for a, _ in found}) == len({id(b) for _, b in found}) == len(found)
    assert all(likeness(a, b) for a, b in found)


@given(ENDS, ENDS)
def test_no_matching_of_what_is_left_is_larger(one: Ends, other: Ends) -> None:
    """Against every set of pairs of the spans that are not the same as another."""
    ours, theirs = units(*one), units(*other)
    same = pairs(ours, theirs)
    left = unpaired(ours, (a for a, _ in same)), unpaired(theirs, (b for _, b in same))
    edges = [(a.label, b.label) for a in left[0] for b in left[1] if likeness(a, b)]
    found = len(pairs(ours, theirs, overlap=True)) - len(same)
    for more in combinations(edges, found + 1):
        sides = list(zip(*more, strict=True))
        assert any(len({*side}) < len(side) for side in sides)
