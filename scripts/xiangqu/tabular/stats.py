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
    sentences = [
        (row["document"], s["theme"]) for row in rows["paragraphs"] for s in row["sentences"]
    ]
    claims = rows["claims"]
    return {
        "layers": {layer: row | {"total": sum(row.values())} for layer, row in layers.items()},
        "sentences by theme": _cross([(d, t) for d, t in sentences if t], names),
        "claims by theme": _cross(
            [(c["document"], c["theme"]) for c in claims if c["theme"]], names
        ),
        "claims by measure": _cross([(c["document"], c["measure"]) for c in claims], names),
        "claims by status": _cross([(c["document"], c["status"]) for c in claims], names),
        "claims by unit": _cross([(c["document"], c["unit"]) for c in claims], names),
        "numerals by label": _cross([(n["document"], n["label"]) for n in rows["numerals"]], names),
    }


def _cross(pairs: list[tuple[str, str]], documents: list[str]) -> dict[str, dict[str, int]]:
    """Counts by label (most frequent first) and document, with a total."""
    cells = Counter(pairs)
    totals = Counter(label for _, label in pairs)
    return {
        label: {d: cells[d, label] for d in documents} | {"total": total}
        for label, total in sorted(totals.items(), key=lambda item: (-item[1], item[0]))
    }
