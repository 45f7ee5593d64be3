"""Edits replay, and can be undone, whatever they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangqu.annotation.errors import DataError
from xiangqu.annotation.records import Edit, Move
from xiangqu.text import align


def replace(start: int, before: str, after: str) -> Edit:
    return Edit(start, start + len(before), before, after, "slip", "test", False)


def move(start: int, end: int, target: int) -> Edit:
    return Edit(target, target, "", "", "reading-order", "test", False, Move(start, end))


@st.composite
def edited(draw: st.DrawFn) -> tuple[str, list[Edit]]:
    """A seed with some replacements and insertions, and perhaps a stretch moved elsewhere."""
    raw = draw(st.text(alphabet="甲乙丙1,\n", min_size=1, max_size=30))
    places = st.integers(0, len(raw)) | st.just(len(raw))
    cuts = sorted(draw(st.lists(places, max_size=9)))
    pairs = list(zip(cuts[::2], cuts[1::2], strict=False))
    edits = [
        replace(s, raw[s:e], draw(st.text(alphabet="子丑，", min_size=s == e, max_size=3)))
        for s, e in pairs
    ]
    if len(cuts) % 2 and pairs and draw(st.booleans()):
        start, end = pairs[0]
        if start < end < cuts[-1]:
            edits.append(move(start, end, cuts[-1]))
    return raw, edits


def replayed(raw: str, edits: list[Edit]) -> str:
    """``raw`` with ``edits`` that move nothing, the last one made first."""
    for edit in reversed(edits):
        raw = raw[: edit.source_start] + edit.after + raw[edit.source_end :]
    return raw


@given(edited())
def test_replay_and_undo(case: tuple[str, list[Edit]]) -> None:
    raw, edits = case
    alignment = align.apply(raw, edits)
    assert align.restore(alignment.text, edits) == raw
    assert len(alignment.text) == len(alignment.first) == len(alignment.last)
    if not any(edit.moved for edit in edits):
        assert alignment.text == replayed(raw, edits)


@given(edited(), st.data())
def test_source_holds_what_a_stretch_came_from(
    case: tuple[str, list[Edit]], data: st.DataObject
) -> None:
    alignment = align.apply(*case)
    if not alignment.text:
        return
    start = data.draw(st.integers(0, len(alignment.text) - 1))
    end = data.draw(st.integers(start + 1, len(alignment.text)))
    first, last = alignment.source(start, end)
    spans = alignment.source_spans(start, end)
    assert first == min(s for s, _ in spans) and last == max(e for _, e in spans)


@given(edited())
def test_every_raw_character_is_in_the_text_or_in_an_edit(case: tuple[str, list[Edit]]) -> None:
    raw, edits = case
    alignment = align.apply(raw, edits)
    edited_away = {i for e in edits for i in range(e.source_start, e.source_end)}
    for i, c in enumerate(raw):
        clean = alignment.clean_offsets().get(i)
        assert i in edited_away or (clean is not None and alignment.text[clean] == c)


@given(edited())
def test_kept_characters_know_their_place(case: tuple[str, list[Edit]]) -> None:
    raw, edits = case
    alignment = align.apply(raw, edits)
    edited_away = {i for e in edits for i in range(e.source_start, e.source_end)}
    for clean, (first, last) in enumerate(zip(alignment.first, alignment.last, strict=True)):
        assert 0 <= first <= last <= len(raw)
        if last == first + 1 and first not in edited_away:
            assert raw[first] == alignment.text[clean]


def test_move_and_join() -> None:
    raw = "甲乙\n丙丁\n戊己"
    edits = [replace(2, "\n", ""), move(6, 8, 3)]
    alignment = align.apply(raw, edits)
    assert alignment.text == "甲乙戊己丙丁\n"
    assert alignment.source_spans(0, 4) == [(0, 2), (6, 8)]
    assert alignment.source(0, 4) == (0, 8)
    assert alignment.source(2, 6) == (3, 8), "戊己丙丁: what comes first in the text came last"
    assert align.restore(alignment.text, edits) == raw


def test_insertion_at_the_end_of_a_seed() -> None:
    alignment = align.apply("甲乙", [replace(2, "", "丙")])
    assert alignment.text == "甲乙丙" and alignment.source(2, 3) == (2, 2)
    assert align.restore(alignment.text, [replace(2, "", "丙")]) == "甲乙"


@pytest.mark.parametrize(
    ("edits", "said"),
    [
        ([replace(0, "乙", "")], "expects '乙'"),
        ([replace(0, "甲乙", ""), replace(1, "乙", "")], "overlaps"),
        ([move(0, 2, 1)], "inside moved text"),
        ([move(0, 2, 3), move(1, 3, 3)], "another edit moves"),
        ([replace(1, "乙丙", ""), move(2, 3, 0)], "crosses"),
        ([replace(9, "甲", "")], "outside"),
    ],
)
def test_edits_that_do_not_fit(edits: list[Edit], said: str) -> None:
    with pytest.raises(DataError, match=said):
        align.apply("甲乙丙丁", edits)


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (move(1, 1, 3), "moves nothing, or to where it stands"),
        (move(0, 2, 0), "moves nothing, or to where it stands"),
        (move(0, 2, 2), "moves nothing, or to where it stands"),
        (move(1, 5, 0), "lies outside the seed"),
        (move(0, 1, 5), "lies outside the seed"),
        (move(0, 3, 2), "goes to a place inside moved text"),
    ],
)
def test_moves_that_do_not_fit(edit: Edit, said: str) -> None:
    with pytest.raises(align.EditError, match=f"^the edit at {edit.source_start} {said}$"):
        align.apply("甲乙丙丁", [edit])


def test_stretches_that_touch_are_moved_each() -> None:
    assert align.apply("甲乙丙丁", [move(1, 2, 0), move(2, 3, 4)]).text == "乙甲丁丙"


def test_characters_exchanged_one_for_one_keep_their_places() -> None:
    alignment = align.apply("甲乙丙丁", [replace(1, "乙丙", "子丑")])
    assert (alignment.first, alignment.last) == ((0, 1, 2, 3), (1, 2, 3, 4))
    alignment = align.apply("甲乙丙丁", [replace(1, "乙丙", "子")])
    assert (alignment.first, alignment.last) == ((0, 1, 3), (1, 3, 4))


def test_characters_that_come_from_one_stretch_have_it_once() -> None:
    alignment = align.apply("甲乙丙丁", [replace(1, "乙丙", "子丑寅")])
    assert alignment.source_spans(0, 5) == [(0, 4)]
    assert alignment.source_spans(2, 4) == [(1, 3)] and alignment.source(2, 3) == (1, 3)


def test_an_insertion_between_two_pieces_belongs_to_the_one_that_begins_there() -> None:
    edits = [move(2, 4, 0), replace(2, "", "子")]
    alignment = align.apply("甲乙丙丁", edits)
    assert alignment.text == "子丙丁甲乙" and alignment.first == (2, 2, 3, 0, 1)
    assert align.restore(alignment.text, edits) == "甲乙丙丁"


def test_an_insertion_at_the_end_of_a_seed_comes_before_what_is_moved_there() -> None:
    edits = [move(0, 1, 2), replace(2, "", "子")]
    alignment = align.apply("甲乙", edits)
    assert alignment.text == "乙子甲" and alignment.first == (1, 2, 0)
    assert align.restore(alignment.text, edits) == "甲乙"
