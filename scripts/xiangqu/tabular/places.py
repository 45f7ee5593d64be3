"""What a published id names: it must go on naming the same place from one release to the next."""

from __future__ import annotations

from typing import Any

Row = dict[str, Any]

PLACE = ("first_paragraph", "source_spans", "source_start", "source_end")
"""The columns that say what the id of a section, a paragraph or a claim names."""


def place(row: Row) -> Any:
    """The paragraph that a section begins in, or where a paragraph or a claim stands in the raw seed, as
    ``(start, end)``; None for a row that has neither.
    """
    if "first_paragraph" in row:
        return row["first_paragraph"]
    if spans := row.get("source_spans"):
        return spans[0]["start"], spans[-1]["end"]
    return (row["source_start"], row["source_end"]) if "source_start" in row else None


def same_place(one: Row, other: Row) -> bool:
    """Whether two rows with the same id name the same place: sections begin in the same paragraph,
    paragraphs and claims have a character of the seed in common.

    Rows of a table without places, or from before it had them, cannot be told apart: they do.
    """
    here, there = place(one), place(other)
    if here == there or here is None or there is None:
        return True
    return "first_paragraph" not in one and here[0] < there[1] and there[0] < here[1]
