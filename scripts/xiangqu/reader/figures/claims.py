"""What the texts report and what they promise: claims by status, and by theme, year or place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from . import charts
from .figure import Figure, figure, named
from .words import Label, Words


def by_status(
    words: Words, by: str, counts: Counter[tuple[Any, ...]], labels: Mapping[str, Label]
) -> Figure:
    """A row a label and status: its claims, their share of the label's; ``counts`` is by label and status."""
    statuses = words.labels("statuses") | {"": words.label("unknown")}
    totals, of_key, promised = Counter[str](), Counter[str](), Counter[str]()
    for (key, status), number in counts.items():
        totals[status] += number
        of_key[key] += number
        promised[key] += number if status == "target" else 0
    rows = [
        named(by, key, label)
        | named("status", status, name)
        | {"claims": counts[key, status], "share": round(counts[key, status] / of_key[key], 4)}
        for key, label in labels.items()
        if of_key[key]
        for status, name in statuses.items()
        if totals[status]
    ]
    most, number = promised.most_common(1)[0]
    facts = {
        "claims": f"{counts.total():,}",
        "groups": len(labels),
        "actual": f"{totals['actual']:,}",
        "target": f"{totals['target']:,}",
        "percent": f"{100 * totals['target'] / counts.total():.0f}",
        "most": labels[most],
        "number": f"{number:,}",
    }
    return figure(words, f"claims-by-{by}", rows, charts.bars(by), **facts)


def ordered(counts: Counter[tuple[Any, ...]], labels: Mapping[str, Label]) -> dict[str, Label]:
    """Those of ``labels`` that are counted, the most frequent first."""
    often = Counter[str]()
    for (key, _), number in counts.items():
        often[key] += number
    return {key: labels[key] for key, _ in often.most_common()}
