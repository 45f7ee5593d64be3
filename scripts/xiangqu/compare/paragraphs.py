"""Which paragraphs of two annotations are the same, whatever their ids."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any


@dataclass(frozen=True)
class Passage:
    """A paragraph of ``document`` (its id, or whatever names it), and its text."""

    id: str
    document: str
    text: str


def passages(paragraphs: Iterable[Mapping[str, Any]]) -> list[Passage]:
    """The texts of published rows of config ``paragraphs``."""
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
    """What two paragraphs must share to be the same, the surest key first."""
    yield [(p.id, p.text) for p in passages]
    yield [
        ("\n".join(texts), index)
        for _, group in groupby(passages, key=lambda p: p.document)
        for texts in [[p.text for p in group]]
        for index in range(len(texts))
    ]
    yield [(p.text,) for p in passages]
