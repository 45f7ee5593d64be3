"""The codebook as tables: the list of indicators, and every label with its definition."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from ..annotation.repo import BETWEEN, SCHEMA_OF, Repo
from ..annotation.vocabulary import Term, Vocabulary, schema, vocabulary

Row = dict[str, Any]

_LABELLED = ("document", "paragraphs", "sections", "themes", "claims", "numerals", "relations")
"""The layers whose published columns have labels; the table of layer ``document`` is ``documents``."""

CAP = "CAP, nearest major topic"
"""Comparative Agendas Project, https://www.comparativeagendas.net."""


def indicators(repo: Repo, claims: Iterable[Row]) -> list[Row]:
    """A row an indicator that ``claims`` have, with how many do and in how many documents.

    The vocabulary lists more: indicators that other texts have, and other ways to write these. The
    ``spellings`` of a row are those of the claims.
    """
    found: dict[str, list[str]] = defaultdict(list)
    written: dict[str, set[str]] = defaultdict(set)
    for claim in claims:
        found[claim["indicator_id"]].append(claim["document"])
        if claim["indicator"]:
            written[claim["indicator_id"]].add(claim["indicator"]["text"])
    return [
        {
            "id": key,
            "zh": term["zh"],
            "en": term["en"],
            "definition": term["definition_en"],
            "unit": term["unit"],
            "theme": term["theme"],
            "spellings": [name for name in term["spellings"] if name in written[key]],
            "claims": len(found[key]),
            "documents": len(set(found[key])),
        }
        for key, term in vocabulary(repo, "indicators").terms.items()
        if key in found
    ]


def vocabularies(repo: Repo, layers: Iterable[str]) -> Iterator[tuple[str, Vocabulary]]:
    """By column, as ``claims.measure``, the vocabulary that the labels of ``layers`` are from."""
    for layer in layers:
        table = "documents" if layer == "document" else layer
        for field, definition in schema(repo, (SCHEMA_OF | BETWEEN)[layer])["properties"].items():
            if "x-vocabulary" in definition:
                yield f"{table}.{field}", vocabulary(repo, definition["x-vocabulary"])


def labels(repo: Repo) -> list[Row]:
    """A row a label of each column that has a vocabulary, but for the indicators, a table of their own."""
    return [
        _label(column, key, term, known.name)
        for column, known in vocabularies(repo, _LABELLED)
        if known.name != "indicators"
        for key, term in known.terms.items()
    ]


def _label(column: str, key: str, term: Term, name: str) -> Row:
    standard, code = term.get("system"), term.get("code")
    meaning = term.get("definition_en")
    if name == "themes":
        standard, code, meaning = _topic(term)
    return {
        "column": column,
        "id": key,
        "zh": term["zh"],
        "en": term["en"],
        "definition": meaning,
        "standard": standard if code else None,
        "code": code,
    }


def _topic(theme: Row) -> tuple[str, str | None, str]:
    """The nearest topic of the Comparative Agendas Project, and the definition with what does not fit it."""
    if theme["nearest_cap"] is None:
        return CAP, None, theme["definition_en"]
    fit = f"Nearest CAP topic: {theme['cap_title']}. What does not fit: {theme['does_not_fit']}"
    return CAP, str(theme["nearest_cap"]), f"{theme['definition_en']}. {fit}"
