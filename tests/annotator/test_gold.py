"""How much of texts that people annotated is drafted as they did: no attribute may fall below `reached.json`.

The gold is that of `tests/reports` (written from the codebook without a look at the rules) and the curated
corpus. A rule that mends one thing must not break another. Where numbers rise, raise them: in ``tests/``,
``python -c "from annotator.test_gold import write; write()"``. Where one has to fall, say why in the commit.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from conftest import ROOT, annotator
from xiangqu.annotator.output import curated

REPORTS = ROOT / "tests" / "reports"
FILE = Path(__file__).with_name("reached.json")
REACHED: dict[str, dict[str, int]] = json.loads(FILE.read_text(encoding="utf-8"))
KEYS = {
    "claims": ("paragraph", "start", "end"),
    "numerals": ("paragraph", "start", "end"),
    "themes": ("paragraph", "start", "end"),
    "paragraphs": ("id",),
    "sections": ("first_paragraph", "last_paragraph", "start", "end"),
    "document": (),
}
"""What tells records of a layer apart, so that those of gold and draft can be compared field by field."""
FOLLOWING = frozenset(["id", "text", "heading", "claim", "parent", "seed_file", "seed_sha256"])
"""Fields that say nothing new where the key is the same."""

Row = dict[str, Any]


def gold(document: str) -> tuple[str, dict[str, list[Row]]]:
    """The raw text of a document, and its rows by layer."""
    folder = ROOT / "corpus" / "curated" / document
    if folder.is_dir():
        layers = {layer: list(_rows(folder / f"{layer}.jsonl")) for layer in KEYS}
        seed = ROOT / "seeds" / layers["document"][0]["seed_file"]
        return seed.read_bytes().decode(), layers
    layers = {
        layer: [row for row in _rows(REPORTS / f"{layer}.jsonl") if _document(row) == document]
        for layer in ("claims", "numerals", "themes", "paragraphs")
    }
    layers["document"] = [
        row for row in _rows(REPORTS / "documents.jsonl") if row["document"] == document
    ]
    return (REPORTS / "texts" / f"{document}.txt").read_text(encoding="utf-8"), layers


def _rows(file: Path) -> Iterator[Row]:
    return map(json.loads, file.read_text(encoding="utf-8").splitlines())


def _document(row: Row) -> str:
    return str(row.get("paragraph", row.get("id"))).partition(".")[0]


def reached(document: str) -> dict[str, int]:
    """How many values of each field of each layer the draft of a document has as gold has them."""
    raw, layers = gold(document)
    drafts = curated(annotator().annotate(raw, document))
    found = Counter[str]()
    for layer, rows in layers.items():
        drafted = map(json.loads, drafts[f"{layer}.jsonl"].decode().splitlines())
        by_key = {_key(layer, row): row for row in drafted}
        for row in rows:
            found.update(_same(layer, by_key.get(_key(layer, row), {}), row))
    return dict(sorted(found.items()))


def _key(layer: str, row: Row) -> tuple[Any, ...]:
    return tuple(row[name] for name in KEYS[layer])


def _same(layer: str, draft: Row, row: Row) -> Iterator[str]:
    """The fields that a draft has as gold."""
    for field in row.keys() & draft.keys() - FOLLOWING - set(KEYS[layer]):
        if draft[field] == row[field]:
            yield f"{layer}.{field}"


def write() -> None:
    """Write ``reached.json`` anew, a document a line."""
    lines = (f' "{name}": {json.dumps(reached(name))}' for name in REACHED)
    FILE.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


@pytest.mark.parametrize("document", REACHED)
def test_what_was_drafted_right_is_drafted_right(document: str) -> None:
    found = reached(document)
    fallen = {f: (found.get(f, 0), n) for f, n in REACHED[document].items() if found.get(f, 0) < n}
    assert fallen == {}
