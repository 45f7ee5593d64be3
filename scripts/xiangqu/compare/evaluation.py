"""How well predicted labels are those of a gold annotation: claims, section heads, themes, census."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ..annotation.pairing import Pair, pairs, unpaired
from ..annotation.spans import ATTRIBUTES, Unit
from .annotations import Annotation, moved
from .fields import Kind, equal, kind, numbers
from .paragraphs import same_paragraphs
from .scores import LabelScores, Score, cumulative, label_scores, three_decimals

LEVELS = (
    "span",
    "value",
    "unit",
    "bound",
    "measure",
    "status",
    "direction",
    "basis",
    "indicator",
    "period",
)
HEAD_LEVELS = ("span", "level")
VIEWS = ("exact", "overlap")
"""How spans are paired: the very same, or one to one by what they have in common."""

FIELDS = {
    "claims": LEVELS[1:],
    "heads": HEAD_LEVELS[1:],
    "themes": ("theme",),
    "census": ("label",),
}
"""Each part of an evaluation, and what is compared of two spans of it."""

CLAIM_FIELDS = ("measure", *ATTRIBUTES["claims"])
"""The fields of claims, each of which is scored by itself too."""

LAYER_OF = {"claims": "claims", "heads": "sections", "themes": "themes", "census": "numerals"}
"""The layer that each part scores; of the sections, those that have a heading."""

NOT_ACTUAL = "status, of those not actual"
"""The part of the statuses that is hard: most claims are actual, whatever a rule says."""

Parts = dict[str, list[Unit]]


@dataclass(frozen=True)
class FieldScore:
    """Of the ``shared`` claims, whose spans are the same, how many have a field ``equal``, and how many
    have spans in it that at least ``overlap``; None for a field that is no span.
    """

    shared: int
    equal: int
    overlap: int | None = None


@dataclass(frozen=True)
class Scores:
    """``claims`` by level and view, ``fields`` of claims by name, ``heads`` by level; None for a layer
    that gold does not have.
    """

    claims: dict[str, dict[str, Score]] | None
    fields: dict[str, FieldScore] | None
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


def evaluate(gold: Annotation, predicted: Annotation) -> Evaluation:
    """Score ``predicted`` against ``gold``, in all and by document of gold, with every error.

    A layer without a unit in gold is not scored, and its units in the prediction are no errors.
    """
    same = same_paragraphs(gold.passages, predicted.passages)
    ours, found = _parts(gold.units), _parts(moved(predicted.units, same))
    theirs = {name: found[name] if ours[name] else [] for name in FIELDS}
    documents = {p.id: p.document for p in gold.passages}
    order = {p.id: number for number, p in enumerate(gold.passages)}
    wrong = [e for name in FIELDS for e in errors(name, ours[name], theirs[name], documents)]
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
        sorted(wrong, key=lambda e: (order[e.paragraph], e.start, e.end)),
    )


def _parts(units: Sequence[Unit]) -> Parts:
    return {
        name: [u for u in units if u.layer == layer and u.text] for name, layer in LAYER_OF.items()
    }


def _of(parts: Parts, documents: dict[str, str], document: str) -> Parts:
    return {
        name: [u for u in units if documents[u.paragraph] == document]
        for name, units in parts.items()
    }


def _scores(gold: Parts, predicted: Parts) -> Scores:
    claims, heads = ((gold[name], predicted[name]) for name in ("claims", "heads"))
    return Scores(
        claim_scores(*claims) if any(claims) else None,
        field_scores(*claims) if any(claims) else None,
        cumulative(*heads, HEAD_LEVELS, exact=True) if any(heads) else None,
        label_scores(gold["themes"], predicted["themes"]),
        label_scores(gold["census"], predicted["census"]),
    )


def claim_scores(gold: Sequence[Unit], predicted: Sequence[Unit]) -> dict[str, dict[str, Score]]:
    """By level, then view: at a level counts what is equal in it and in all before it."""
    views = {view: cumulative(gold, predicted, LEVELS, exact=view == "exact") for view in VIEWS}
    return {level: {view: views[view][level] for view in VIEWS} for level in LEVELS}


def field_scores(gold: Sequence[Unit], predicted: Sequence[Unit]) -> dict[str, FieldScore]:
    """How well each field is read where the quantity is found; fields that gold never has are left out."""
    shared = pairs(gold, predicted)
    planned = [pair for pair in shared if pair[0].get("status") != "actual"]
    names = [name for name in CLAIM_FIELDS if any(u.get(name) is not None for u in gold)]
    found = {name: _field_score(name, shared) for name in names}
    return found | ({NOT_ACTUAL: _field_score("status", planned)} if planned else {})


def _field_score(name: str, shared: Sequence[Pair]) -> FieldScore:
    is_span = kind("claims", name) is Kind.SPAN
    hits, overlaps = (
        sum(equal(pair, name, exact=exact) for pair in shared) for exact in (True, False)
    )
    return FieldScore(len(shared), hits, overlaps if is_span else None)


def errors(
    part: str, gold: Sequence[Unit], predicted: Sequence[Unit], documents: dict[str, str]
) -> Iterator[Error]:
    """Every difference. Claims are paired by overlap, spans of the other parts only with the very same."""
    matched = pairs(gold, predicted, overlap=part == "claims")
    for pair in matched:
        for field, one, other in _differences(part, pair):
            yield _error(part, "wrong", pair[0], documents, field, one, other)
    for unit in unpaired(gold, (g for g, _ in matched)):
        yield _error(part, "missed", unit, documents, "span", unit.text, None)
    for unit in unpaired(predicted, (p for _, p in matched)):
        yield _error(part, "spurious", unit, documents, "span", None, unit.text)


def _differences(part: str, pair: Pair) -> Iterator[tuple[str, Any, Any]]:
    gold, predicted = pair
    if gold.place != predicted.place:
        yield "span", gold.text, predicted.text
    for field in FIELDS[part]:
        if not equal(pair, field):
            yield field, _shown(gold, field), _shown(predicted, field)


def _shown(unit: Unit, field: str) -> Any:
    value = numbers(unit) if field == "value" else unit.get(field)
    if isinstance(value, list):
        return value[0] if len(value) == 1 else value
    return value["text"] if isinstance(value, dict) else value


def _error(
    part: str, kind: str, unit: Unit, documents: dict[str, str], field: str, one: Any, other: Any
) -> Error:
    where = documents[unit.paragraph], *unit.place
    return Error(part, kind, *where, unit.text, field, one, other)


Table = tuple[str, list[str], list[list[str]]]
"""A title, the heads of the columns, and the rows."""

_PRF = ["P", "R", "F1"]
_COUNTS = ["gold", "predicted"]


def tables(found: Evaluation) -> Iterator[Table]:
    """The tables of an evaluation: claims by level, then heads, themes and census where gold has any, then
    all of them by document.
    """
    scores = found.scores
    if scores.claims:
        heads = ["claims, up to", *(f"{view} {name}" for view in VIEWS for name in _PRF)]
        rows = [
            [level, *(cell for view in VIEWS for cell in _prf(views[view]))]
            for level, views in scores.claims.items()
        ]
        span = scores.claims["span"]["exact"]
        yield f"Claims: {span.gold} in gold, {span.predicted} predicted", heads, rows
    if scores.fields:
        heads = ["field", "claims", "equal", "share", "overlap"]
        title = "Fields of claims whose spans are the same"
        yield title, heads, [_field(name, score) for name, score in scores.fields.items()]
    if scores.heads:
        rows = [[level, *_prf(score)] for level, score in scores.heads.items()]
        span = scores.heads["span"]
        title = f"Section heads: {span.gold} in gold, {span.predicted} predicted"
        yield title, ["heads, up to", *_PRF], rows
    if scores.themes:
        title = f"Themes: {scores.themes.gold} sentences, accuracy {three_decimals(scores.themes.accuracy)}"
        title += f", macro-F1 {three_decimals(scores.themes.macro_f1)}"
        yield title, ["theme", *_COUNTS, *_PRF], _labels(scores.themes)
    if scores.census:
        title = f"Census: {scores.census.gold} numerals, accuracy {three_decimals(scores.census.accuracy)}"
        yield title, ["label", *_COUNTS, *_PRF], _labels(scores.census)
    heads = ["document", "claims", "span", "all", "overlap", "heads", "themes", "census"]
    rows = [[name, *_document(scores)] for name, scores in found.documents.items()]
    title = "By document: F1 of claims (span; all levels; all, with overlap) and heads, accuracy of labels"
    yield title, heads, rows


def _document(scores: Scores) -> list[str]:
    claims = scores.claims
    ends = [claims["span"]["exact"], *claims[LEVELS[-1]].values()] if claims else []
    return [
        str(ends[0].gold) if ends else "0",
        *([three_decimals(end.f1) for end in ends] or ["–"] * 3),
        three_decimals(scores.heads["level"].f1 if scores.heads else None),
        three_decimals(scores.themes.accuracy if scores.themes else None),
        three_decimals(scores.census.accuracy if scores.census else None),
    ]


def _field(name: str, score: FieldScore) -> list[str]:
    shares = (
        None if hits is None or not score.shared else hits / score.shared
        for hits in (score.equal, score.overlap)
    )
    return [name, str(score.shared), str(score.equal), *map(three_decimals, shares)]


def _labels(scores: LabelScores) -> list[list[str]]:
    return [
        [label, str(score.gold), str(score.predicted), *_prf(score)]
        for label, score in scores.labels.items()
    ]


def _prf(score: Score) -> list[str]:
    return [three_decimals(value) for value in (score.precision, score.recall, score.f1)]
