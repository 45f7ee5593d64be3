"""Precision, recall and F1 of matched spans, cumulatively by attribute, and of labels of given spans."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from .matching import Row, equal, pairs

LEVELS = ("span", "value", "unit", "bound", "measure", "status", "indicator", "period")
HEAD_LEVELS = ("span", "level")
VIEWS = ("exact", "overlap")
"""How spans are matched: the very same, or one to one by what they have in common."""


@dataclass(frozen=True)
class Score:
    """Counts, and precision, recall and F1; None where there is nothing to divide by."""

    gold: int
    predicted: int
    hits: int
    precision: float | None
    recall: float | None
    f1: float | None


@dataclass(frozen=True)
class LabelScores:
    """Labels of given spans; ``macro_f1`` is over the labels that occur in gold."""

    gold: int
    accuracy: float
    macro_f1: float
    labels: dict[str, Score]


def score(hits: int, gold: int, predicted: int) -> Score:
    """The score of ``hits`` among so many spans of gold and so many predicted ones."""
    return Score(
        gold,
        predicted,
        hits,
        hits / predicted if predicted else None,
        hits / gold if gold else None,
        2 * hits / (gold + predicted) if gold + predicted else None,
    )


def claim_scores(gold: Sequence[Row], predicted: Sequence[Row]) -> dict[str, dict[str, Score]]:
    """By level, then view: at a level counts what is equal in it and in all before it."""
    views = {view: cumulative(gold, predicted, LEVELS, view == "exact") for view in VIEWS}
    return {level: {view: views[view][level] for view in VIEWS} for level in LEVELS}


def cumulative(
    gold: Sequence[Row], predicted: Sequence[Row], levels: Sequence[str], exact: bool
) -> dict[str, Score]:
    """How many spans are matched and equal in each level and all before it."""
    left = pairs(gold, predicted, exact=exact)
    scores = {}
    for level in levels:
        left = [pair for pair in left if equal(pair, level, exact=exact)]
        scores[level] = score(len(left), len(gold), len(predicted))
    return scores


def label_scores(gold: Sequence[Row], predicted: Sequence[Row], field: str) -> LabelScores | None:
    """Accuracy over the spans of gold (one that is not predicted is wrong); None if there are none."""
    if not gold:
        return None
    same = pairs(gold, predicted, exact=True)
    hits = Counter[str](g[field] for g, p in same if g[field] == p[field])
    ours, theirs = (Counter[str](row[field] for row in rows) for rows in (gold, predicted))
    labels = {
        label: score(hits[label], ours[label], theirs[label]) for label in sorted({*ours, *theirs})
    }
    macro = sum(labels[label].f1 or 0 for label in ours) / len(ours)
    return LabelScores(len(gold), hits.total() / len(gold), macro, labels)
