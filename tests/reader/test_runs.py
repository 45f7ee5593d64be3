"""Paragraphs cut at the ends of spans."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from xiangqu.reader.runs import cut

Row = dict[str, Any]
SPANS = ("indicator", "predicate", "reference", "status_cue")


def span(start: int, end: int, **more: Any) -> Row:
    return {"start": start, "end": end, **more}


def claim(start: int, end: int, **spans: Row) -> Row:
    return span(start, end) | dict.fromkeys(SPANS) | spans


def paragraph(text: str, claims: Sequence[Row] = (), themes: Sequence[Row] = ()) -> Row:
    return {"text": text, "claims": claims, "theme_spans": themes}


def test_a_paragraph_without_spans_is_one_run() -> None:
    assert cut(paragraph("城区"), 0) == (["城区"], [(None, 1, 2)])


def test_a_claim_and_its_indicator_are_marked_by_its_number() -> None:
    claims = [claim(2, 4, indicator=span(0, 2))]
    runs, _ = cut(paragraph("小区三个。", claims), 7)
    assert runs == [["小区", "7i"], ["三个", "7"], "。"]


def test_overlapping_spans_are_cut_where_each_begins_and_ends() -> None:
    runs, _ = cut(paragraph("abcdef", [claim(0, 4), claim(2, 6)]), 0)
    assert runs == [["ab", "0"], ["cd", "0", "1"], ["ef", "1"]]


def test_nested_and_equal_spans() -> None:
    runs, _ = cut(paragraph("abcd", [claim(0, 4), claim(1, 3), claim(1, 3)]), 0)
    assert runs == [["a", "0"], ["bc", "0", "1", "2"], ["d", "0"]]


def test_offsets_count_code_points() -> None:
    runs, _ = cut(paragraph("𠀀𠀁三个", [claim(2, 4)]), 0)
    assert runs == ["𠀀𠀁", ["三个", "0"]]


def test_bands_cover_the_paragraph_with_what_has_no_theme() -> None:
    themes = [span(1, 3, theme="economy"), span(3, 4, theme="health")]
    runs, bands = cut(paragraph("abcdef", [claim(2, 5)], themes), 0)
    assert bands == [(None, 1, 1), ("economy", 2, 2), ("health", 1, 1), (None, 2, 2)]
    assert len(runs) == sum(size for _, size, _ in bands)


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(1, 6)), max_size=6))
def test_the_runs_are_the_text_and_each_claim_has_its_words(places: list[tuple[int, int]]) -> None:
    text = "全区新建学校三所，改造小区两个，增长5%"
    claims = [claim(start, start + size) for start, size in places]
    runs, _ = cut(paragraph(text, claims), 0)
    words = [(run, []) if isinstance(run, str) else (run[0], run[1:]) for run in runs]
    assert "".join(run for run, _ in words) == text
    for number, made in enumerate(claims):
        found = "".join(run for run, marks in words if str(number) in marks)
        assert found == text[made["start"] : made["end"]]
