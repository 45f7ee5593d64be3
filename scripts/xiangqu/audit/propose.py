"""Proposes relations for any corpus in this schema, by the words of ``schema/rules/relations.json``."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from itertools import groupby
from typing import Any

from ..annotation import settings
from ..annotation.repo import Repo
from ..annotation.vocabulary import vocabulary
from . import definitions, passages, series
from .proposal import Proposal, Row

Rules = Mapping[str, Any]


def load(repo: Repo) -> Rules:
    """The lists of the rules, and the indicator of each spelling. Raises DataError if they are broken."""
    file = repo.schema / "rules" / "relations.json"
    lists = settings.load(file, repo.settings / "rules-relations.schema.json")
    terms = vocabulary(repo, "indicators").terms
    names = {word: name for name, term in terms.items() for word in term["spellings"]}
    return {k: e["values"] for k, e in lists.items() if k != "description"} | {"names": names}


def propose(
    documents: Sequence[Row], paragraphs: Sequence[Row], claims: Sequence[Row], rules: Rules
) -> list[Proposal]:
    """The relations that rules see between published ``claims``, each once.

    What should be equal is listed by the date of its document.
    """
    dates = {document["id"]: document["date"] or "" for document in documents}
    ordered = sorted(claims, key=lambda c: (dates[c["document"]], c["document"]))
    of_paragraph = _by(ordered, "paragraph")
    scopes: dict[str, str] = {}
    found: dict[Any, Proposal] = {}

    def keep(proposals: Iterable[Proposal]) -> None:
        for one in proposals:
            found.setdefault(one.key, one)

    for paragraph in paragraphs:
        inside = of_paragraph.get(paragraph["id"], [])
        scopes |= dict(_scopes(paragraph, inside, rules))
        keep(passages.of_paragraph(paragraph, inside, rules))
    for _, group in groupby(ordered, key=lambda c: c["document"]):
        keep(definitions.of_document([*group], scopes, rules))
    for told in _one_indicator(ordered, _alone(documents)):
        keep(series.of_indicator(told, scopes, rules))
    return list(found.values())


def _by(claims: Iterable[Row], name: str) -> dict[Any, list[Row]]:
    groups: dict[Any, list[Row]] = defaultdict(list)
    for claim in claims:
        groups[claim[name]].append(claim)
    return groups


def _alone(documents: Sequence[Row]) -> set[str]:
    """Documents that stand alone: two texts of one genre on one place and time are of two places, one of
    which was misread, or one text twice.
    """

    def of(document: Row) -> tuple[Any, ...]:
        return document["genre"], document["place"], document["review_period"]

    seen = Counter(of(document) for document in documents)
    return {document["id"] for document in documents if seen[of(document)] > 1}


def _one_indicator(claims: Iterable[Row], alone: Set[str]) -> Iterator[list[Row]]:
    """Claims of one listed indicator and place; without a place, or ``alone``, of one document."""
    groups: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for claim in claims:
        document, place = claim["document"], claim["place"]
        if claim["indicator_id"]:
            where = document if document in alone or not place else place
            groups[claim["indicator_id"], where].append(claim)
    return (group for group in groups.values() if len(group) > 1)


def _scopes(paragraph: Row, claims: Sequence[Row], rules: Rules) -> Iterator[tuple[str, str]]:
    """By claim, the last word before it that says of whom or where it is true: of its paragraph, else of
    the heading above; empty if there is none.
    """
    heading = (paragraph["section_path"] or [""])[-1] or ""
    pattern = re.compile("|".join(map(re.escape, rules["scopes"])))
    above = pattern.findall(heading)
    found = [(m.start(), m[0]) for m in pattern.finditer(paragraph["text"])]
    for claim in claims:
        at = bisect_left(found, (claim["start"], ""))
        yield claim["id"], found[at - 1][1] if at else above[-1] if above else ""
