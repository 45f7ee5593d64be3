"""Counts over the published tables: by document, theme, status, measure and numeral label."""

from __future__ import annotations

from collections import Counter
from typing import Any

Row = dict[str, Any]
Counts = dict[str, dict[str, dict[str, int]]]


def count(rows: dict[str, list[Row]]) -> Counts:
    """Cross tables, each ``{label: {document: count, ..., "total": count}}``.

    ``layers`` says what each document holds; the others count its labels, most frequent first.
    """
    documents = {row["id"]: row["counts"] for row in rows["documents"]}
    names = list(documents)
    layers = {layer: {d: documents[d][layer] for d in names} for layer in documents[names[0]]}
    labels = {
        "sentences by theme": [
            (row["document"], s["theme"]) for row in rows["paragraphs"] for s in row["sentences"]
        ],
        **{
            f"claims by {column}": [(c["document"], c[column]) for c in rows["claims"]]
            for column in ("theme", "measure", "status", "unit")
        },
        "numerals by label": [(n["document"], n["label"]) for n in rows["numerals"]],
    }
    return {
        "layers": {layer: row | {"total": sum(row.values())} for layer, row in layers.items()},
        **{name: _cross(pairs, names) for name, pairs in labels.items()},
    }


def _cross(pairs: list[tuple[str, str | None]], documents: list[str]) -> dict[str, dict[str, int]]:
    """Counts by label (most frequent first) and document, with a total; no label is not counted."""
    cells = Counter(pairs)
    totals = Counter(label for _, label in pairs if label is not None)
    return {
        label: {d: cells[d, label] for d in documents} | {"total": total}
        for label, total in sorted(totals.items(), key=lambda item: (-item[1], item[0]))
    }
