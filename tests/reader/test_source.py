"""The seed around a claim."""

from __future__ import annotations

from typing import Any

from xiangqu.reader.source import AROUND, Source

Row = dict[str, Any]


def edit(start: int, before: str, after: str = "", reason: str = "why") -> Row:
    end = start + len(before)
    return {
        "source_start": start,
        "source_end": end,
        "before": before,
        "after": after,
        "reason": reason,
    }


def test_the_pieces_before_in_and_after_a_claim() -> None:
    assert Source("小区三个。", []).around(2, 4) == (1, [["小区"], ["三个"], ["。"]])


def test_edits_stand_in_their_places() -> None:
    source = Source("小 区3 个\n。", [edit(1, " "), edit(4, " "), edit(6, "\n", "", "blank-line")])
    line, parts = source.around(3, 6)
    assert line == 1
    assert parts == [
        ["小", [" ", "", "why"], "区"],
        ["3", [" ", "", "why"], "个"],
        [["\n", "", "blank-line"], "。"],
    ]


def test_an_insertion_at_the_end_of_a_claim_stands_after_it() -> None:
    assert Source("三个好", [edit(2, "", "，")]).around(0, 2)[1] == [
        [],
        ["三个"],
        [["", "，", "why"], "好"],
    ]


def test_an_edit_over_the_end_of_a_claim_is_whole() -> None:
    assert Source("三XX好", [edit(1, "XX", "个")]).around(0, 2)[1] == [
        [],
        ["三", ["XX", "个", "why"]],
        ["好"],
    ]


def test_no_more_is_shown_than_needed() -> None:
    _, (before, inside, after) = Source("前" * 500 + "三个" + "后" * 500, []).around(500, 502)
    assert (before, inside, after) == (["前" * AROUND], ["三个"], ["后" * AROUND])


def test_lines_count_from_one() -> None:
    assert [Source("甲\n乙\n丙", []).around(at, at + 1)[0] for at in (0, 2, 4)] == [1, 2, 3]
