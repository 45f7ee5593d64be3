"""Which paragraphs and which spans of two annotations stand for the same, and what is equal in them.

A row is a published one or as much of it as is needed: a dict with ``paragraph``, ``start``, ``end``.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from math import isclose
from typing import Any

Row = dict[str, Any]
Pair = tuple[Row, Row]


@dataclass(frozen=True)
class Passage:
    """A paragraph of ``document`` (its id, or whatever names it), and its text."""

    id: str
    document: str
    text: str


def passages(paragraphs: Iterable[Row]) -> list[Passage]:
    """Those of published rows of config ``paragraphs``."""
    return [Passage(p["id"], p["document"], p["text"]) for p in paragraphs]


def same_paragraphs(gold: Sequence[Passage], predicted: Sequence[Passage]) -> dict[str, str]:
    """The id in ``gold`` of each paragraph of ``predicted`` that has one with the very same text.

    First those with the same id, then those at the same place of documents with the same text, then,
    each in text order, what is left.
    """
    found: dict[str, str] = {}
    for ours, theirs in zip(_keys(gold), _keys(predicted), strict=True):
        taken = set(found.values())
        waiting: dict[Any, deque[str]] = defaultdict(deque)
        for key, passage in zip(ours, gold, strict=True):
            if passage.id not in taken:
                waiting[key].append(passage.id)
        for key, passage in zip(theirs, predicted, strict=True):
            if passage.id not in found and waiting[key]:
                found[passage.id] = waiting[key].popleft()
    return found


def _keys(passages: Sequence[Passage]) -> Iterator[list[tuple[Any, ...]]]:
    """What two paragraphs must share to be the same, by how sure that makes it."""
    yield [(p.id, p.text) for p in passages]
    yield [
        ("\n".join(texts), index)
        for _, group in groupby(passages, key=lambda p: p.document)
        for texts in [[p.text for p in group]]
        for index in range(len(texts))
    ]
    yield [(p.text,) for p in passages]


def pairs(gold: Iterable[Row], predicted: Iterable[Row], *, exact: bool) -> list[Pair]:
    """One-to-one pairs of spans: the same ones, or else (not ``exact``) the most alike ones first.

    Likeness is the share of the characters of both that both have. Ties go to the first in the text.
    """
    theirs = _by_paragraph(predicted)
    found: list[Pair] = []
    for paragraph, ours in _by_paragraph(gold).items():
        found += _greedy(ours, theirs.get(paragraph, []), exact)
    return found


def _greedy(gold: list[Row], predicted: list[Row], exact: bool) -> Iterator[Pair]:
    alike = ((likeness(g, p), i, j) for i, g in enumerate(gold) for j, p in enumerate(predicted))
    wanted = [(-share, i, j) for share, i, j in alike if share == 1 or (share and not exact)]
    used_gold, used_predicted = set[int](), set[int]()
    for _, i, j in sorted(wanted):
        if i not in used_gold and j not in used_predicted:
            used_gold.add(i)
            used_predicted.add(j)
            yield gold[i], predicted[j]


def likeness(one: Row, other: Row) -> float:
    """Characters that both spans have, by those that either has: 1 if they are the same."""
    both = min(one["end"], other["end"]) - max(one["start"], other["start"])
    either = max(one["end"], other["end"]) - min(one["start"], other["start"])
    return max(both, 0) / either if either else 1.0


def place(row: Row) -> tuple[str, int, int]:
    return row["paragraph"], row["start"], row["end"]


def _by_paragraph(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """In an order that does not depend on theirs, though two have the same span."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in sorted(rows, key=lambda r: (place(r), repr(sorted(r.items())))):
        groups[row["paragraph"]].append(row)
    return groups


def equal(pair: Pair, field: str, *, exact: bool) -> bool:
    """Whether matched spans have the same ``field``; ``span`` itself they have.

    Values are compared as numbers; indicators that overlap are the same unless ``exact``.
    """
    gold, predicted = pair
    if field == "span":
        return True
    if field == "value":
        return _same_numbers(number(gold), number(predicted))
    if field == "indicator":
        return _same_spans(gold["indicator"], predicted["indicator"], exact)
    return bool(gold[field] == predicted[field])


def number(claim: Row) -> list[float | None]:
    """What a claim says in numbers: its value, the terms of a ratio, or both ends of a range."""
    if claim["parts"] is not None:
        return list(claim["parts"])
    return [claim["low"], claim["high"]] if claim["value"] is None else [claim["value"]]


def _same_numbers(one: list[float | None], other: list[float | None]) -> bool:
    return len(one) == len(other) and all(map(_same_number, one, other))


def _same_number(one: float | None, other: float | None) -> bool:
    """Equal, or to two decimals where one of them is a recurring fraction (33.333333)."""
    if one is None or other is None:
        return one is other
    recurring = min(one, other) > 1 and max(_decimals(one), _decimals(other)) > 4
    return isclose(one, other, rel_tol=1e-9) or (recurring and round(one, 2) == round(other, 2))


def _decimals(value: float) -> int:
    return -int(Decimal(str(value)).normalize().as_tuple().exponent)


def _same_spans(one: Row | None, other: Row | None, exact: bool) -> bool:
    if one is None or other is None:
        return one is other
    alike = likeness(one, other)
    return alike == 1 if exact else alike > 0
