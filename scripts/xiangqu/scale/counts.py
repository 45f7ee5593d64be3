"""The counts of a folder of drafts, part by part."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path

from ..tabular import stats, tables

NEEDED = ("documents", "paragraphs", "claims", "numerals")


def totals(folder: Path) -> stats.Counts:
    """As `xiangqu.tabular.stats.count`, but for all documents together."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for parts in zip(*(tables.files(folder, config) for config in NEEDED), strict=True):
        rows = {
            config: tables.read_file(file, tables.SCHEMAS[config]).to_pylist()
            for config, file in zip(NEEDED, parts, strict=True)
        }
        for name, table in stats.count(rows).items() if rows["documents"] else ():
            found[name].update({label: of["total"] for label, of in table.items()})
    return {
        name: {label: {"total": n} for label, n in _ordered(name, counter)}
        for name, counter in found.items()
    }


def _ordered(name: str, counter: Counter[str]) -> list[tuple[str, int]]:
    """Labels by frequency; the layers as they come."""
    layers = [*counter.items()]
    return layers if name == "layers" else sorted(layers, key=lambda item: (-item[1], item[0]))
