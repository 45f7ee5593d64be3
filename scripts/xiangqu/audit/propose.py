"""Proposes relations for any corpus in this schema, by the words of ``schema/rules/relations.json``."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from typing import Any

from ..annotation import settings
from ..annotation.repo import Repo
from ..annotation.vocabulary import vocabulary
from . import definitions, growth, nouns, passages, series
from .proposal import Proposal, Row

Rules = Mapping[str, Any]

_OPENING = 20
"""How many characters of a paragraph may say of which part of the place all of it is."""


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
    alone = _alone(documents)
    for group in _groups(ordered, "period", alone):
        keep(definitions.of_place_and_time(group, scopes, rules))
    for group in _groups(ordered, "indicator_id", alone):
        keep(series.of_indicator(group, scopes))
        keep(growth.of_indicator(group, scopes, rules))
    for group in _groups(ordered, "unit", alone):
        keep(nouns.of_place(group))
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


def _groups(claims: Iterable[Row], name: str, alone: Set[str]) -> Iterator[list[Row]]:
    """Claims of one place with the same value of a field, which have a listed indicator.

    Without a place, and in documents that stand ``alone``, they are of one document.
    """
    groups: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for claim in claims:
        document, place = claim["document"], claim["place"]
        if claim["indicator_id"] and claim[name]:
            where = document if document in alone or not place else place
            groups[claim[name], where].append(claim)
    return iter(groups.values())


def _scopes(paragraph: Row, claims: Sequence[Row], rules: Rules) -> Iterator[tuple[str, str]]:
    """By claim, of which part of the place and of which stage it is true; empty if of the whole."""
    places = _last_words(paragraph, claims, [*rules["whole"], *rules["scopes"]])
    stages = _last_words(paragraph, claims, rules["stages"])
    for claim, place, stage in zip(claims, places, stages, strict=True):
        yield claim["id"], f"{'' if place in rules['whole'] else place} {stage}".strip()


def _last_words(paragraph: Row, claims: Sequence[Row], listed: Sequence[str]) -> Iterator[str]:
    """For each claim the last of the words before it in its sentence, else one that its paragraph begins
    with, else one of the heading above.
    """
    pattern = re.compile("|".join(map(re.escape, listed)))
    heading = (paragraph["section_path"] or [""])[-1] or ""
    above = ["", *pattern.findall(heading), *pattern.findall(paragraph["text"][:_OPENING])][-1]
    found = [(match.start(), match[0]) for match in pattern.finditer(paragraph["text"])]
    for claim in claims:
        start = paragraph["sentences"][claim["sentence"]]["start"]
        at = bisect_left(found, (claim["start"], ""))
        yield found[at - 1][1] if at and found[at - 1][0] >= start else above
