"""What period each text covers: the years that its claims end in, beside its review and its plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from ...annotation.repo import Repo
from . import charts, columns
from .figure import Figure, Row, figure, named
from .groups import Groups, year
from .words import Words

SPAN, AHEAD = 25, 5
"""The most years that are shown, and how many of them at most come after the last text was written."""


def ends(repo: Repo, groups_of: Mapping[str, tuple[str, ...]]) -> Counter[tuple[Any, ...]]:
    """How many claims there are by groups, the last year of their period, and how that is known.

    Year and source are None without a period.
    """
    import pyarrow.compute as pc

    claims = (
        table.append_column("year", pc.year(table["period_end"]))
        for table in columns.batches(
            repo.data, "claims", ("document", "period_end", "period_source")
        )
    )
    return columns.count(claims, ("document", "year", "period_source"), groups_of)


def by_group(
    words: Words, found: Counter[tuple[Any, ...]], groups: Groups, texts: Sequence[Row]
) -> Figure:
    """A row a group and year: its claims, those of them whose year only the period of the document tells,
    and whether the year is in a review or plan, or of a text.
    """
    by, inferred = Counter[tuple[str, int | None]](), Counter[tuple[str, int | None]]()
    for (group, ends_in, source), number in found.items():
        by[group, ends_in] += number
        inferred[group, ends_in] += number if source == "document" else 0
    marks = _marks(groups, texts)
    first, last = _span([y for _, y in [*by, *marks] if y is not None], texts)
    rows = [
        named(groups.by, group, label)
        | {"period_year": y, "claims": by[group, y], "from_document": inferred[group, y]}
        | {kind: kind in marks.get((group, y), ()) for kind in ("review", "plan", "written")}
        for group, label in groups.labels.items()
        for y in range(first, last + 1)
    ]
    often = Counter[int]()
    for row in rows:
        often[row["period_year"]] += row["claims"]
    facts = {
        "claims": f"{often.total():,}",
        "inferred": f"{sum(row['from_document'] for row in rows):,}",
        "groups": len(groups.labels),
        "undated": f"{sum(n for (_, y), n in by.items() if y is None):,}",
        "outside": f"{sum(n for (_, y), n in by.items() if y and not first <= y <= last):,}",
        "first": first,
        "last": last,
        "most": often.most_common(1)[0][0],
        "number": f"{often.most_common(1)[0][1]:,}",
    }
    return figure(words, f"periods-by-{groups.by}", rows, charts.histograms(groups.by), **facts)


def _span(years: Sequence[int], texts: Sequence[Row]) -> tuple[int, int]:
    """The first and the last year that are shown."""
    written = [found for text in texts if (found := year(text))]
    last = min(max(years, default=0), max(written, default=9999) + AHEAD)
    return max(min(years, default=0), last - SPAN + 1), last


def _marks(groups: Groups, texts: Sequence[Row]) -> dict[tuple[str, int | None], set[str]]:
    """By group and year: whether a text was written in it, and reviews or plans it (texts by themselves)."""
    marks: dict[tuple[str, int | None], set[str]] = {}
    for text in texts:
        group = groups.of[text["id"]]
        spans = {"written": [year(text)]}
        if groups.by == "document":
            spans |= {kind: _years(text[f"{kind}_period"]) for kind in ("review", "plan")}
        for kind, years in spans.items():
            for found in years:
                marks.setdefault((group, found), set()).add(kind)
    return marks


def _years(period: str | None) -> list[int | None]:
    """The years of an ISO 8601 interval: 2016/2020 has five."""
    if not period:
        return []
    start, _, end = period.partition("/")
    return [*range(int(start[:4]), int((end or start)[:4]) + 1)]
