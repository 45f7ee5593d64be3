"""How well predicted labels are those of a gold annotation: claims, section heads, themes, census."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .matching import Pair, Passage, Row, equal, number, pairs, place, same_paragraphs
from .scores import HEAD_LEVELS, LEVELS, LabelScores, Score, claim_scores, cumulative, label_scores

FIELDS = {
    "claims": LEVELS[1:],
    "heads": HEAD_LEVELS[1:],
    "themes": ("theme",),
    "census": ("label",),
}
"""Each layer, and what is compared of two spans of it."""

Rows = dict[str, list[Row]]


@dataclass(frozen=True)
class Layers:
    """An annotation: its paragraphs in text order, and the rows of each layer that it has.

    ``claims`` and ``census`` (the numerals) as published; ``heads``: paragraph, start, end, text,
    level; ``themes``: paragraph, start, end, text, theme, a sentence each.
    """

    name: str
    passages: list[Passage]
    claims: list[Row]
    heads: list[Row]
    themes: list[Row]
    census: list[Row]


@dataclass(frozen=True)
class Scores:
    """``claims`` by level and view, ``heads`` by level; None for a layer that gold does not have."""

    claims: dict[str, dict[str, Score]] | None
    heads: dict[str, Score] | None
    themes: LabelScores | None
    census: LabelScores | None


@dataclass(frozen=True)
class Error:
    """A span that is missed, spurious, or wrong in ``field``; spans are given as their text."""

    layer: str
    kind: str
    document: str
    paragraph: str
    start: int
    end: int
    text: str
    field: str
    gold: Any
    predicted: Any


@dataclass(frozen=True)
class Evaluation:
    """``not_found`` paragraphs of gold are not in the prediction: what they hold is missed.
    ``left_out`` paragraphs of the prediction are not in gold: what they hold is not scored.
    """

    gold: str
    predicted: str
    paragraphs: int
    not_found: int
    left_out: int
    scores: Scores
    documents: dict[str, Scores]
    errors: list[Error]


def evaluate(gold: Layers, predicted: Layers) -> Evaluation:
    """Score ``predicted`` against ``gold``, in all and by document of gold, with every error.

    A layer without a row in gold is not scored, and its rows in the prediction are no errors.
    """
    same = same_paragraphs(gold.passages, predicted.passages)
    ours: Rows = {name: getattr(gold, name) for name in FIELDS}
    theirs = {name: _moved(getattr(predicted, name), same) for name in FIELDS if ours[name]}
    documents = {p.id: p.document for p in gold.passages}
    order = {p.id: number for number, p in enumerate(gold.passages)}
    found = [e for name in theirs for e in errors(name, ours[name], theirs[name], documents)]
    return Evaluation(
        gold.name,
        predicted.name,
        len(gold.passages),
        len(gold.passages) - len(same),
        len(predicted.passages) - len(same),
        _scores(ours, theirs),
        {
            name: _scores(_of(ours, documents, name), _of(theirs, documents, name))
            for name in dict.fromkeys(documents.values())
        },
        sorted(found, key=lambda e: (order[e.paragraph], e.start, e.end)),
    )


def _moved(rows: list[Row], same: dict[str, str]) -> list[Row]:
    """The rows in paragraphs that gold has, with gold's ids of these."""
    return [row | {"paragraph": same[row["paragraph"]]} for row in rows if row["paragraph"] in same]


def _of(rows: Rows, documents: dict[str, str], document: str) -> Rows:
    return {
        name: [row for row in layer if documents[row["paragraph"]] == document]
        for name, layer in rows.items()
    }


def _scores(gold: Rows, predicted: Rows) -> Scores:
    claims, heads = ((gold[name], predicted.get(name, [])) for name in ("claims", "heads"))
    return Scores(
        claim_scores(*claims) if any(claims) else None,
        cumulative(*heads, HEAD_LEVELS, exact=True) if any(heads) else None,
        label_scores(gold["themes"], predicted.get("themes", []), "theme"),
        label_scores(gold["census"], predicted.get("census", []), "label"),
    )


def errors(
    layer: str, gold: list[Row], predicted: list[Row], documents: dict[str, str]
) -> Iterator[Error]:
    """Every difference: of claims matched by overlap, of the other layers matched exactly."""
    matched = pairs(gold, predicted, exact=layer != "claims")
    known = {id(row) for pair in matched for row in pair}
    for pair in matched:
        for field, one, other in _differences(layer, pair):
            yield _error(layer, "wrong", pair[0], documents, field, one, other)
    for row in gold:
        if id(row) not in known:
            yield _error(layer, "missed", row, documents, "span", row["text"], None)
    for row in predicted:
        if id(row) not in known:
            yield _error(layer, "spurious", row, documents, "span", None, row["text"])


def _differences(layer: str, pair: Pair) -> Iterator[tuple[str, Any, Any]]:
    gold, predicted = pair
    if place(gold) != place(predicted):
        yield "span", gold["text"], predicted["text"]
    for field in FIELDS[layer]:
        if not equal(pair, field, exact=True):
            yield field, _shown(gold, field), _shown(predicted, field)


def _shown(row: Row, field: str) -> Any:
    value = number(row) if field == "value" else row[field]
    if isinstance(value, list):
        return value[0] if len(value) == 1 else value
    return value["text"] if isinstance(value, dict) else value


def _error(
    layer: str, kind: str, row: Row, documents: dict[str, str], field: str, one: Any, other: Any
) -> Error:
    where = documents[row["paragraph"]], *place(row)
    return Error(layer, kind, *where, row["text"], field, one, other)
