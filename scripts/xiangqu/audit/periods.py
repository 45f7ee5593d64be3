"""Periods of claims as years: 2020, 2016/2020."""

from __future__ import annotations

from .proposal import Row


def window(claim: Row) -> tuple[int, int] | None:
    """The first and the last year of the period of a claim, None if it is not of whole years."""
    first, _, last = (claim["period"] or "").partition("/")
    last = last or first
    if len(first) != 4 or len(last) != 4:
        return None
    return int(first), int(last)


def years(claim: Row, basis: str | None) -> int | None:
    """How many yearly steps a growth spans, by its period: the base year of 年均 is the first of it."""
    found = window(claim)
    if found is None or basis != "annual_average":
        return None
    first, last = found
    return last - first if last > first else None
