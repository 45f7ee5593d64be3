"""Growth figures by the year that they end in."""

from __future__ import annotations

from ...annotation.repo import Repo
from ...annotation.vocabulary import places
from . import columns, points
from .figure import Figure, Row, figure, named
from .series import signed
from .words import Label, Words

MOST = 40
"""The most rows on one figure."""
_NEEDED = (
    *(
        "id",
        "document",
        "indicator_id",
        "indicator",
        "place",
        "measure",
        "basis",
        "status",
        "value",
    ),
    *("bound", "direction", "period", "period_end"),
)


def by_year(repo: Repo, words: Words) -> Figure | None:
    """A row a claim of growth, with its year; None if there are none, or too many to show each."""
    import pyarrow.compute as pc

    where = pc.field("measure") == "growth"
    found: list[Row] = []
    left = 0
    for claim in columns.rows(columns.batches(repo.data, "claims", _NEEDED), where):
        if claim["period_end"] is None or claim["value"] is None:
            left += 1
        else:
            found.append(claim)
        if len(found) > MOST:
            return None
    if not found:
        return None
    names, known = words.labels("indicators"), places(repo)
    rows = [_row(claim, _name(claim, names), known) for claim in sorted(found, key=_order)]
    facts = {
        "claims": len(rows),
        "left": left,
        "first": rows[0]["year"],
        "last": rows[-1]["year"],
        "down": sum(row["value"] < 0 for row in rows),
        "target": sum(row["status"] == "target" for row in rows),
    }
    return figure(words, "growth-by-year", rows, points.dots, **facts)


def _order(claim: Row) -> tuple[int, float, str]:
    return claim["period_end"].year, -signed(claim), claim["id"]


def _name(claim: Row, names: dict[str, Label]) -> Label:
    """The name of the indicator, or the words of the text if it has no id."""
    written = (claim["indicator"] or {}).get("text") or claim["id"]
    return names.get(claim["indicator_id"], Label(written, written))


def _row(claim: Row, name: Label, known: dict[str, str]) -> Row:
    return {
        "year": claim["period_end"].year,
        **named("indicator", claim["indicator_id"] or "", name),
        "place": claim["place"],
        "place_name": known.get(claim["place"]),
        "period": claim["period"],
        "basis": claim["basis"],
        "status": claim["status"],
        "bound": claim["bound"],
        "value": signed(claim),
        "document": claim["document"],
        "claim": claim["id"],
    }
