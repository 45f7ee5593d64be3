"""The data of the pages: what all of them need, and what a page needs of each text it shows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .. import __version__
from ..annotation.repo import sha256
from ..citation import cite, styles
from . import labels
from .amounts import amount
from .library import Library, Row, Text
from .runs import cut
from .source import Source

DOCUMENT = (
    *("id", "title", "subtitle", "authors", "publisher", "genre", "place_name", "date"),
    *("date_certainty", "review_period", "plan_period", "seed_file", "rights", "counts"),
)
"""The columns of a document that the pages have."""
SECTION = ("id", "level", "heading", "function", "first_paragraph", "start")
CLAIM = (
    *("id", "paragraph", "start", "end", "text", "value", "low", "high", "unit", "classifier"),
    *("bound", "measure", "direction", "change", "basis", "basis_period", "status", "indicator_id"),
    *("period", "period_source", "period_type", "place", "theme", "source_start", "source_end"),
)
"""The columns of a claim that the pages have as they are."""
RELATION = (
    *("kind", "rule", "claims", "arithmetic", "computed_low", "computed_high", "stated_low"),
    *("stated_high", "slack", "smallest_error", "verdict", "reason", "outcome", "explanation"),
)
"""The columns of a relation that the pages have."""
QUOTED = ("indicator", "predicate", "reference", "status_cue")
"""The columns of which they have the words."""
CITED = {"words": "\ue000", "quotation": "\ue001", "piece": "\ue002"}
"""What stands in the citation of a document for that of one of its claims."""


def catalogue(library: Library) -> Row:
    """What every page needs: the documents, all claims as a table, and what their labels mean."""
    claims = [claim for text in library.texts for claim in text.rows["claims"]]
    return {
        "version": __version__,
        "documents": [_document(text) for text in library.texts],
        "claims": {
            "columns": ["document", "amount", *CLAIM, *QUOTED, "draft", "doubts"],
            "rows": [row for n, text in enumerate(library.texts) for row in _claims(n, text)],
        },
        "labels": labels.labels(library.repo, claims),
        "units": labels.units(library.repo, claims),
        "places": labels.places(library.repo, claims),
        "relations": [{name: row.get(name) for name in RELATION} for row in library.relations],
        "latex": styles.LATEX,
    }


def _document(text: Text) -> Row:
    document = text.document
    sections = [[section[name] for name in SECTION] for section in text.rows["sections"]]
    return {name: document[name] for name in DOCUMENT} | {
        "sections": sections,
        "sha256": sha256(document["text"].encode()),
        "drafts": len(text.unread),
    }


def _claims(number: int, text: Text) -> Iterator[list[Any]]:
    """The claims of document number ``number``, a list a claim."""
    for claim in text.rows["claims"]:
        yield [
            number,
            amount(claim),
            *(claim[name] for name in CLAIM),
            *(claim[name] and claim[name]["text"] for name in QUOTED),
            text.unread.get(claim["id"]),
            text.doubts.get(claim["id"], ()),
        ]


def source_data(library: Library, text: Text) -> Row:
    """Of each claim of a text, its place in the seed and the words that a citation quotes."""
    source = Source(text.raw, text.rows["edits"])
    words = {row["id"]: row["text"] for row in text.rows["paragraphs"]}
    return {
        "sources": [source.around(c["source_start"], c["source_end"]) for c in text.rows["claims"]],
        "quotations": [
            cite.claim_quotation(words[c["paragraph"]], c) if text.is_published else None
            for c in text.rows["claims"]
        ],
        "citations": _citations(library, text) if text.is_published else {},
    }


def paragraphs(text: Text) -> Iterator[list[Any]]:
    """The paragraphs of a text: id, kind, runs and bands."""
    number = 0
    for row in text.rows["paragraphs"]:
        yield [row["id"], row["kind"], *cut(row, number)]
        number += len(row["claims"])


def _citations(library: Library, text: Text) -> dict[str, str]:
    """By style, the citation of a claim of the text, with `CITED` where one differs from the next."""
    document = text.document
    kind = cite.claim_kind(CITED["words"])
    identity = f"{document['id']}.{CITED['piece']}"
    item = cite.piece(library.repo, document, identity, CITED["quotation"], kind)
    return {style: styles.render(item, style) for style in styles.STYLES}
