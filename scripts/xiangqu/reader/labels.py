"""The labels, units, indicators and places of texts, with their names in both languages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from ..annotation import vocabulary as words
from ..annotation.repo import Repo
from ..annotation.vocabulary import Term, vocabulary
from ..tabular import codebook

Row = dict[str, Any]
Named = dict[str, list[str | None]]
"""By id, the name in Chinese and in English, and the definition in both."""

_LAYERS = ("document", "paragraphs", "sections", "themes", "claims", "numerals")
_SIGNS = ("%", "‰")
_BARE = ("count", "ratio", "rank", "1")
"""Units that are not said after a number."""


def labels(repo: Repo, claims: Iterable[Row]) -> dict[str, Named]:
    """The labels by the name of their column, in the order of their vocabulary; of units and indicators
    only those that ``claims`` have; the reasons to doubt a draft as ``doubt``, and what is said of relations
    by the name of its vocabulary.
    """
    known = {
        column.partition(".")[2]: found for column, found in codebook.vocabularies(repo, _LAYERS)
    }
    named = {column: _named(found.terms.items()) for column, found in known.items()}
    others = {"doubt": "doubts"} | {
        file.stem: file.stem for file in sorted(repo.vocabularies.glob("relation-*.json"))
    }
    named |= {key: _named(vocabulary(repo, name).terms.items()) for key, name in others.items()}
    for column in ("unit", "indicator_id"):
        used = {claim[column] for claim in claims}
        named[column] = {key: label for key, label in named[column].items() if key in used}
    return named


def _named(terms: Iterable[tuple[str, Term]]) -> Named:
    fields = ("zh", "en", "definition_zh", "definition_en")
    return {key: [term.get(field) for field in fields] for key, term in terms}


def units(repo: Repo, claims: Iterable[Row]) -> dict[str, list[str]]:
    """How each unit of ``claims`` is said after a number, in Chinese and in English."""
    terms = vocabulary(repo, "units").terms
    return {unit: [*_said(unit, terms.get(unit))] for unit in _used(claims, "unit")}


def _said(unit: str, term: Term | None) -> Iterator[str]:
    for language in ("zh", "en"):
        if unit in _BARE:
            yield ""
        else:
            name = unit if unit in _SIGNS or term is None else term[language]
            yield name.partition(",")[0]  # Jin, half a kilogram


def places(repo: Repo, claims: Iterable[Row]) -> dict[str, str]:
    """The name of each place of ``claims`` by its code; one that the list lacks is its code."""
    names = words.places(repo)
    return {code: names.get(code, code) for code in _used(claims, "place")}


def _used(claims: Iterable[Row], column: str) -> list[str]:
    return sorted({claim[column] for claim in claims if claim[column]})
