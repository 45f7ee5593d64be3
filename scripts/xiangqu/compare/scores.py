"""The measures by which two annotations are compared; None where one is not defined."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from math import comb

import numpy as np

from ..annotation.pairing import Pair, pairs
from ..annotation.spans import Unit
from .fields import equal

SAMPLES = 1000
INTERVAL = (2.5, 97.5)
"""The percentiles between which 95 % of the bootstrap samples lie."""

Labels = Sequence[tuple[Hashable, Hashable]]
"""What two annotators say of the same things, one pair a thing."""


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
    """Labels of given spans; ``macro_f1`` is the mean F1 of the labels that occur in gold."""

    gold: int
    accuracy: float
    macro_f1: float
    labels: dict[str, Score]


@dataclass(frozen=True)
class Coefficient:
    """A chance-corrected coefficient with its 95 % bootstrap interval; None where it is undefined."""

    value: float | None
    low: float | None = None
    high: float | None = None


def three_decimals(value: float | None) -> str:
    """A score to read, with three decimals; a dash where there is none."""
    return "–" if value is None else f"{value:.3f}"


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


def span_f1(one: Sequence[Unit], other: Sequence[Unit], *, overlap: bool = False) -> float | None:
    """F1 of the spans themselves, paired one to one; None if neither has any."""
    return score(len(pairs(one, other, overlap=overlap)), len(one), len(other)).f1


def cumulative(
    gold: Sequence[Unit], predicted: Sequence[Unit], levels: Sequence[str], *, exact: bool
) -> dict[str, Score]:
    """The spans that are paired (level ``span``), then those equal in each field and all before it."""
    left = pairs(gold, predicted, overlap=not exact)
    scores = {}
    for level in levels:
        left = [pair for pair in left if level == "span" or equal(pair, level, exact=exact)]
        scores[level] = score(len(left), len(gold), len(predicted))
    return scores


def label_scores(gold: Sequence[Unit], predicted: Sequence[Unit]) -> LabelScores | None:
    """Accuracy over the spans of gold (one that is not predicted is wrong); None if there are none."""
    if not gold:
        return None
    hits = Counter(g.label for g, p in pairs(gold, predicted) if g.label == p.label)
    ours, theirs = (Counter(unit.label for unit in units) for units in (gold, predicted))
    labels = {
        label: score(hits[label], ours[label], theirs[label]) for label in sorted({*ours, *theirs})
    }
    macro = sum(labels[label].f1 or 0 for label in ours) / len(ours)
    return LabelScores(len(gold), hits.total() / len(gold), macro, labels)


def kappa(labels: Labels) -> float | None:
    """Cohen's kappa (1960); None where it is not defined: one label only, or nothing to compare."""
    ours, theirs = Counter(a for a, _ in labels), Counter(b for _, b in labels)
    chance = len(labels) ** 2 - sum(ours[label] * theirs[label] for label in ours)
    differing = sum(a != b for a, b in labels)
    return 1 - differing * len(labels) / chance if chance else None


def alpha(labels: Labels) -> float | None:
    """Krippendorff's alpha for nominal labels of two annotators (2011); None as for `kappa`."""
    counts = Counter(label for pair in labels for label in pair)
    total = counts.total()
    chance = total**2 - sum(count**2 for count in counts.values())
    differing = sum(a != b for a, b in labels)
    return 1 - 2 * differing * (total - 1) / chance if chance else None


def bootstrap(
    groups: Sequence[Labels], coefficient: Callable[[Labels], float | None]
) -> Coefficient:
    """The coefficient, and its interval over whole ``groups`` drawn again with replacement.

    What depends on each other, like the labels of one paragraph, stands in one group.
    """
    value = coefficient([labels for group in groups for labels in group])
    if value is None:
        return Coefficient(None)
    random = np.random.default_rng(0)
    drawn = []
    for _ in range(SAMPLES):
        sample = random.integers(len(groups), size=len(groups))
        found = coefficient([labels for i in sample for labels in groups[i]])
        drawn += [] if found is None else [found]
    low, high = np.percentile(drawn, INTERVAL) if drawn else (value, value)
    return Coefficient(value, float(low), float(high))


def by_paragraph(shared: Iterable[Pair]) -> list[list[Pair]]:
    """Pairs of units, those of one paragraph together."""
    groups: dict[str, list[Pair]] = defaultdict(list)
    for pair in shared:
        groups[pair[0].paragraph].append(pair)
    return list(groups.values())


def pairwise(clusters: Labels) -> Score:
    """Two clusterings of the same things, scored by the pairs of things that each puts together."""
    both, ours, theirs = (
        sum(comb(count, 2) for count in Counter(names).values())
        for names in (clusters, [a for a, _ in clusters], [b for _, b in clusters])
    )
    return score(both, ours, theirs)


def b_cubed(clusters: Labels) -> tuple[float, float, float] | None:
    """Precision, recall and F1 of two clusterings of the same things (Bagga and Baldwin 1998).

    The first clustering is the gold one. Precision is the mean over the things of the share of their
    predicted cluster that is in their gold cluster too, recall the other way round. None if there
    is nothing to compare.
    """
    if not clusters:
        return None
    both, ours, theirs = (
        Counter(clusters),
        Counter(a for a, _ in clusters),
        Counter(b for _, b in clusters),
    )
    precision, recall = (
        sum(both[pair] / sizes[pair[side]] for pair in clusters) / len(clusters)
        for side, sizes in ((1, theirs), (0, ours))
    )
    return precision, recall, 2 * precision * recall / (precision + recall)
