"""Cite the dataset, or a document, section, paragraph or claim of it, so that it can be found again.

A piece is cited as a chapter of the dataset, the one type with a container that every program knows:
by its author, with the words quoted, its id and the version. The quotation marks are 「」, since the
texts themselves use “”, and the quoted words are left as they are.
"""

from __future__ import annotations

import re
from typing import Any

from ..annotation.errors import DataError, UsageError
from ..annotation.repo import Repo
from ..annotation.vocabulary import vocabulary
from ..tabular import tables
from . import cff, styles
from .styles import Item

Row = dict[str, Any]

LONGEST = 80
"""The most code points of a quotation; a claim's own clause is quoted whole even if it is longer."""

_CONFIGS = {"s": "sections", "p": "paragraphs", "c": "claims"}
_CLAUSE_END = re.compile(r"[。！？；，：\n][”’』」）》]*")
_SENTENCE_END = re.compile(r"[。！？；\n]")


def cite(repo: Repo, identity: str | None, style: str) -> str:
    """The citation of a piece, or without ``identity`` of the dataset, in `styles.STYLES`.

    Raises UsageError if there is no such id, DataError if CITATION.cff cannot be used.
    """
    return styles.render(item(repo, identity), style)


def is_released(repo: Repo) -> bool:
    """Whether CITATION.cff gives a date of release. Raises DataError if it cannot be used."""
    return "issued" in cff.dataset(repo)


def item(repo: Repo, identity: str | None = None) -> Item:
    """The CSL item of a piece, or of the dataset; raises as `cite` does."""
    if identity is None:
        return cff.dataset(repo)
    config, row = _find(repo, identity)
    document = _row(repo, "documents", row.get("document", identity))
    kind = {"documents": None, "sections": "Section", "paragraphs": "Paragraph"}.get(
        config, claim_kind(row.get("text", ""))
    )
    return piece(repo, document, identity, _quotation(repo, config, row), kind)


def claim_kind(words: str) -> str:
    """What `piece` says that a claim with these words is."""
    return f"Numeric claim 「{words}」"


def piece(
    repo: Repo, document: Row, identity: str, quotation: str, kind: str | None = None
) -> Item:
    """The CSL item of the piece ``identity`` of the row ``document``, by the words that are quoted of it and
    by what it is: without ``kind`` the document itself. Raises DataError as `item` does.
    """
    dataset = cff.dataset(repo)
    genre = vocabulary(repo, "genres").terms.get(document["genre"])
    if genre is None:
        said = f"genres.json has no {document['genre']!r}, the genre of {document['id']}"
        raise DataError(f"{repo.vocabularies}: {said}; run: xiangqu validate")
    title, kind = _title(document, genre["zh"]), kind or genre["en"]
    return {
        "id": identity,
        "type": "chapter",
        "title": f"{title}: {quotation}" if quotation else title,
        "author": [{"literal": name} for name in document["authors"]],
        **_issued(document),
        "container-title": dataset["title"],
        "editor": dataset["author"],
        **({"available-date": dataset["issued"]} if "issued" in dataset else {}),
        "version": dataset["version"],
        "genre": kind,
        "number": identity,
        **{key: dataset[key] for key in ("DOI", "URL") if key in dataset},
        "note": _note(document, f"{kind}, {identity}, version {dataset['version']}."),
    }


def _find(repo: Repo, identity: str) -> tuple[str, Row]:
    """The config of a piece, which the last part of its id tells, and its row. Raises UsageError."""
    document, _, part = identity.rpartition(".")
    config = _CONFIGS.get(part[:1], "documents") if document else "documents"
    if row := tables.one(repo.data, config, identity):
        return config, row
    known = {kind: tables.read(repo.data, f"{kind}s") for kind in ("document", "section", "claim")}
    kinds = ", ".join(f"{rows[0]['id']} (a {kind})" for kind, rows in known.items() if rows)
    raise UsageError(f"no id {identity!r}; ids look like {kinds}")


def _row(repo: Repo, config: str, identity: str) -> Row:
    """The row that another row names. Raises DataError if it is not there."""
    if row := tables.one(repo.data, config, identity):
        return row
    said = f"the published tables do not fit each other: {config} has no {identity}"
    raise DataError(f"{repo.data}: {said}; run: xiangqu validate")


def _title(document: Row, genre: str) -> str:
    """The title; of a text without one, a description in brackets, as both APA and GB/T 7714 ask."""
    if document["title"] is None:
        return f"[{document['place_name'] or ''}{genre}]"
    return ": ".join(filter(None, (document["title"], document["subtitle"])))


def _issued(document: Row) -> Item:
    """``issued``, marked ``circa`` if the date is inferred; empty if there is no date."""
    if document["date"] is None:
        return {}
    parts = [[int(part) for part in end.split("-")] for end in document["date"].split("/")]
    inferred = document["date_certainty"] != "stated"
    return {"issued": {"date-parts": parts} | ({"circa": True} if inferred else {})}


def _note(document: Row, what: str) -> str:
    """The facts for which a citation has no field: who published the text, and that its date is inferred."""
    parts = [what]
    if document["publisher"]:
        parts.append(f"Text published by {document['publisher']}.")
    if document["date"] and document["date_certainty"] != "stated":
        parts.append("The date of the text is inferred.")
    return " ".join(parts)


def _quotation(repo: Repo, config: str, row: Row) -> str:
    """The words by which a reader finds the piece; empty for a document."""
    if config == "documents":
        return ""
    if config == "paragraphs":
        return f"「{_opening(row['text'])}」"
    if config == "sections":
        text = _row(repo, "paragraphs", row["first_paragraph"])["text"]
        return f"「{row['heading'] or _opening(text[row['start'] :])}」"
    return claim_quotation(_row(repo, "paragraphs", row["paragraph"])["text"], row)


def _opening(text: str) -> str:
    """As many clauses from the start as fit in LONGEST; ``…`` marks that the text goes on."""
    if len(text) <= LONGEST:
        return text
    ends = [match.start() for match in _CLAUSE_END.finditer(text[:LONGEST])]
    return text[: ends[-1] if ends else LONGEST] + "…"


def claim_quotation(text: str, claim: Row) -> str:
    """The words of the paragraph ``text`` that are quoted of a claim, in their marks."""
    return f"「{_clauses(text, claim)}」"


def _clauses(text: str, claim: Row) -> str:
    """The clauses from the claim to its indicator, or the claim's own clause alone if the indicator is
    in another sentence or too far away to quote both.
    """
    indicator = claim["indicator"] or claim
    start, end = min(claim["start"], indicator["start"]), max(claim["end"], indicator["end"])
    wide = _widened(text, start, end)
    if len(wide) > LONGEST or _SENTENCE_END.search(text, start, end):
        return _widened(text, claim["start"], claim["end"])
    return wide


def _widened(text: str, start: int, end: int) -> str:
    """``text[start:end]``, widened to whole clauses on both sides."""
    before = [match.end() for match in _CLAUSE_END.finditer(text, 0, start)]
    after = _CLAUSE_END.search(text, end)
    return text[before[-1] if before else 0 : after.start() if after else len(text)]
