"""What a published id names: it must go on naming the same place from one release to the next."""

from __future__ import annotations

from typing import Any

Row = dict[str, Any]

PLACE = ("first_paragraph", "start", "source_spans", "source_start", "source_end")
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
    """Whether two rows with the same id name the same place: sections begin in the same paragraph, and
    share a character of it if both are inside it; paragraphs and claims share one of the seed.

    Rows of a table without places, or from before it had them, cannot be told apart: they do.
    """
    if _is_inside(one) and _is_inside(other):
        overlap = one["start"] < other["end"] and other["start"] < one["end"]
        return bool(overlap and place(one) == place(other))
    here, there = place(one), place(other)
    if here == there or here is None or there is None:
        return True
    return "first_paragraph" not in one and here[0] < there[1] and there[0] < here[1]


def _is_inside(row: Row) -> bool:
    """Whether ``row`` is of a section that lies in one paragraph."""
    return "first_paragraph" in row and row["first_paragraph"] == row.get("last_paragraph")
