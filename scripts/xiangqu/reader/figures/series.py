"""Claims that could stand in one row of a table: an indicator over the years, targets beside outcomes."""

from __future__ import annotations

import statistics
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import pyarrow as pa

from ...annotation.repo import Repo
from ...annotation.vocabulary import places
from ...tabular import tables
from . import columns, points
from .figure import Figure, Row, figure, named
from .words import Label, Words

PANELS = 12
"""The most indicators on one figure."""
SPAN, AHEAD = 25, 5
"""The most years of medians, and how many of them at most come after the last outcome."""
OUTCOMES = ("actual", "estimate")
_NEEDED = (
    *(
        "id",
        "document",
        "indicator_id",
        "place",
        "measure",
        "unit",
        "basis",
        "status",
        "value",
        "bound",
    ),
    *("direction", "period", "period_start", "period_end", "period_type"),
)
Key = tuple[Any, ...]


def claims(repo: Repo, measures: Sequence[str]) -> Iterator[Row]:
    """The claims with one value, a period and an indicator that report or promise one of ``measures``."""
    import pyarrow.compute as pc

    where = (
        pc.field("value").is_valid()
        & pc.field("period_end").is_valid()
        & pc.field("indicator_id").is_valid()
        & pc.field("status").isin(pa.array([*OUTCOMES, "target"]))
        & pc.field("measure").isin(pa.array(measures))
    )
    return columns.rows(columns.batches(repo.data, "claims", _NEEDED), where)


def _months(claim: Row) -> int:
    """How long the period is that a claim adds up; 0 for the state at its end, 12 for a yearly mean."""
    if claim["period_type"] in ("instant", "average"):
        return 0 if claim["period_type"] == "instant" else 12
    start, end = claim["period_start"], claim["period_end"]
    return int(12 * (end.year - start.year) + end.month - start.month + 1)


def _key(claim: Row) -> Key:
    """What is equal of two claims whose values can be compared."""
    told = ("indicator_id", "measure", "unit", "basis")
    return (*(claim[name] for name in told), _months(claim))


def signed(claim: Row) -> float:
    """The value, below zero for what fell."""
    fell = claim["measure"] == "growth" and claim["direction"] == "down"
    return -claim["value"] if fell else float(claim["value"])


def targets(repo: Repo, words: Words) -> Figure | None:
    """Targets beside outcomes, claim by claim; None if no target has an outcome to compare with."""
    found, paired = _comparable(repo)
    both = {key: rows for key, rows in found.items() if _has_both(row["status"] for row in rows)}
    ranked = sorted(both, key=lambda key: _weight(both[key]))
    shown = ranked[:PANELS]
    if not shown:
        return None
    names, known = words.labels("indicators"), places(repo)
    rows = [
        _point(claim, names[claim["indicator_id"]], known)
        for key in shown
        for claim in sorted(both[key], key=lambda c: (c["period_end"], c["status"], c["id"]))
    ]
    facts = {
        "shown": len(shown),
        "found": len(ranked),
        "targets": sum(row["status"] == "target" for row in rows),
        "outcomes": sum(row["status"] != "target" for row in rows),
        "first": min(row["year"] for row in rows),
        "last": max(row["year"] for row in rows),
        "example": names[rows[0]["indicator"]],
        "paired": words.label(paired),
    }
    return figure(words, "targets-and-outcomes", rows, points.panels, **facts)


def _comparable(repo: Repo) -> tuple[dict[Key, list[Row]], str]:
    """The claims that could stand in one panel, by what is equal of them; and how they are paired.

    If the corpus has relations, claims are left out that none of them sets beside another of their panel.
    """
    known = {claim["id"]: claim for claim in claims(repo, ("level", "share", "growth"))}
    keys = {name: (*_key(claim), claim["place"]) for name, claim in known.items()}
    has_relations = tables.is_there(repo.data, "relations")
    pairs = _related(repo) if has_relations else [[name] for name in keys]
    shown = {name for pair in pairs if len({keys.get(name) for name in pair}) == 1 for name in pair}
    found: dict[Key, list[Row]] = defaultdict(list)
    for name in keys:
        if name in shown:
            found[keys[name]].append(known[name])
    return found, "paired_by_relations" if has_relations else "paired_by_rule"


def _related(repo: Repo) -> list[list[str]]:
    """The claims that a relation compares: a target and its outcome, or values over time."""
    return [
        relation["claims"]
        for relation in tables.read(repo.data, "relations")
        if relation["kind"] in ("target_of", "baseline_of")
        and relation["verdict"] != "not_comparable"
    ]


def _has_both(statuses: Iterable[str]) -> bool:
    found = {*statuses}
    return "target" in found and bool(found & {*OUTCOMES})


def _weight(rows: list[Row]) -> tuple[bool, int, int, str]:
    """Sorts first what most texts speak of, then what has most values; last what is always zero."""
    texts = {row["document"] for row in rows}
    values = {(row["period"], row["status"], row["value"]) for row in rows}
    return not any(row["value"] for row in rows), -len(texts), -len(values), rows[0]["id"]


def _point(claim: Row, name: Label, known: Mapping[str, str]) -> Row:
    return named("indicator", claim["indicator_id"], name) | {
        "measure": claim["measure"],
        "unit": claim["unit"],
        "basis": claim["basis"],
        "place": claim["place"],
        "place_name": known.get(claim["place"]),
        "year": claim["period_end"].year,
        "period": claim["period"],
        "status": claim["status"],
        "bound": claim["bound"],
        "value": signed(claim),
        "claim": claim["id"],
    }


Rates = dict[tuple[Key, int, str], "array[float]"]
"""The values of an indicator, by its key, the year, and whether they are targets."""


def rates(repo: Repo) -> Rates:
    """The shares and growth that hold for a whole year: amounts depend on how large a place is."""
    values: Rates = defaultdict(lambda: array("d"))
    for claim in claims(repo, ("share", "growth")):
        if _months(claim) == 12 and claim["basis"] in (None, "year_on_year"):
            kind = "target" if claim["status"] == "target" else "actual"
            values[_key(claim)[:4], claim["period_end"].year, kind].append(signed(claim))
    return values


def targets_over_years(words: Words, values: Rates) -> Figure | None:
    """The median target and outcome of each year; None if no indicator has both."""
    return _medians(words, "targets-over-years", values, _with_both(values))


def growth_over_years(words: Words, values: Rates) -> Figure | None:
    """The median growth of each year, targets left out; None if there is none."""
    growth = {k: v for k, v in values.items() if k[0][1] == "growth" and k[2] != "target"}
    return _medians(words, "growth-over-years", growth, {key for key, _, _ in growth})


def _with_both(values: Rates) -> set[Key]:
    kinds: dict[Key, set[str]] = defaultdict(set)
    for key, _, kind in values:
        kinds[key].add(kind)
    return {key for key, found in kinds.items() if _has_both(found)}


def _medians(words: Words, name: str, values: Rates, keys: set[Key]) -> Figure | None:
    """The figure of the indicators among ``keys`` with the most claims; None if there are none."""
    last = max((year for _, year, kind in values if kind != "target"), default=0) + AHEAD
    often: Counter[Key] = Counter()
    series: dict[Key, list[Row]] = defaultdict(list)
    for (key, year, kind), found in sorted(values.items(), key=lambda item: item[0][1:]):
        if key in keys and last - SPAN < year <= last:
            often[key] += len(found)
            series[key].append({"year": year, "status": kind, **_quartiles(found)})
    shown = sorted(often, key=lambda key: (-often[key], str(key)))[:PANELS]
    if not shown:
        return None
    names = words.labels("indicators")
    rows = [
        named("indicator", key[0], names[key[0]]) | {"measure": key[1], "unit": key[2]} | point
        for key in shown
        for point in series[key]
    ]
    facts = {
        "shown": len(shown),
        "found": len(often),
        "claims": f"{sum(row['claims'] for row in rows):,}",
        "first": min(row["year"] for row in rows),
        "last": max(row["year"] for row in rows),
        "example": names[shown[0][0]],
    }
    return figure(words, name, rows, points.panels, **facts)


def _quartiles(values: Sequence[float]) -> Row:
    low, middle, high = (
        statistics.quantiles(values, n=4, method="inclusive") if len(values) > 1 else [*values] * 3
    )
    numbers = {"value": middle, "low": low, "high": high}
    return {name: round(n, 4) for name, n in numbers.items()} | {"claims": len(values)}
