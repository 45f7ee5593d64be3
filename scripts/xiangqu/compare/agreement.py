"""How far two annotations of the same text agree, layer by layer.

Coefficients come from libraries: Cohen's kappa from scikit-learn, Krippendorff's alpha from
``krippendorff``, and the unitizing coefficient gamma (Mathet, Widlöcher and Métivier 2015) from
``pygamma-agreement``. They are the optional extra ``xiangqu[agree]``.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

import numpy as np

from ..annotation.disagreement import Pairs, shared
from ..annotation.errors import UsageError
from ..annotation.repo import LABEL_LAYERS
from ..annotation.spans import Unit

SAMPLES = 1000
UNITIZED = ("sections", "claims")
"""Layers whose spans are found by the annotator; those of the others are given by the text."""


@dataclass(frozen=True)
class Coefficient:
    """A chance-corrected coefficient with its 95 % bootstrap interval; None where it is undefined."""

    value: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class LayerAgreement:
    """Agreement on one layer. Span scores are F1; ``attributes`` are shares of equal values."""

    layer: str
    one: int
    other: int
    shared: int
    exact: float | None
    overlap: float | None
    gamma: float | None
    kappa: Coefficient
    alpha: Coefficient
    attributes: dict[str, float]


def compare(
    one: Sequence[Unit], other: Sequence[Unit], texts: Mapping[str, str]
) -> Iterator[LayerAgreement]:
    """Agreement on each layer of ``texts`` (paragraph id → text, in text order).

    A layer that both leave empty has no scores (None), one that only one of them has scores 0 on
    spans. A paragraph that one leaves out counts as its units missing. Labels and attributes are
    compared on the spans that both have.
    """
    for layer in LABEL_LAYERS:
        ours, theirs = ([u for u in units if u.layer == layer] for units in (one, other))
        yield _layer(layer, ours, theirs, texts)


def _layer(
    layer: str, one: list[Unit], other: list[Unit], texts: Mapping[str, str]
) -> LayerAgreement:
    pairs = shared(one, other)
    names = list(pairs[0][0].attributes) if pairs else []
    return LayerAgreement(
        layer,
        len(one),
        len(other),
        len(pairs),
        _f1(len(pairs), len(one), len(pairs), len(other)),
        _f1(_touching(one, other), len(one), _touching(other, one), len(other)),
        _gamma(one, other, texts) if layer in UNITIZED else None,
        _bootstrap(pairs, _kappa),
        _bootstrap(pairs, _alpha),
        {name: _share_equal(pairs, name) for name in names},
    )


def _touching(units: list[Unit], others: list[Unit]) -> int:
    """How many of ``units`` overlap one of ``others`` in at least a character."""
    spans: dict[str, list[Unit]] = defaultdict(list)
    for other in others:
        spans[other.paragraph].append(other)
    return sum(any(_touch(u, o) for o in spans[u.paragraph]) for u in units)


def _touch(unit: Unit, other: Unit) -> bool:
    empty = unit.start == unit.end or other.start == other.end
    return unit.place == other.place if empty else unit.start < other.end and other.start < unit.end


def _f1(hits: int, one: int, other_hits: int, other: int) -> float | None:
    if not one and not other:
        return None
    precision, recall = hits / one if one else 0.0, other_hits / other if other else 0.0
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _share_equal(pairs: Pairs, name: str) -> float:
    equal: int = sum(a.attributes[name] == b.attributes[name] for a, b in pairs)
    return equal / len(pairs)


def _labels(pairs: Pairs) -> tuple[list[str], list[str]]:
    return [a.label for a, _ in pairs], [b.label for _, b in pairs]


def _kappa(pairs: Pairs) -> float | None:
    """Cohen's kappa; None where it is not defined: one label only, or nothing shared."""
    one, other = _labels(pairs)
    if len({*one, *other}) < 2:
        return None
    metrics = _library("sklearn.metrics")
    return float(metrics.cohen_kappa_score(one, other))


def _alpha(pairs: Pairs) -> float | None:
    """Krippendorff's alpha for nominal labels; None where it is not defined."""
    one, other = _labels(pairs)
    labels = sorted({*one, *other})
    if len(labels) < 2:
        return None
    index = {label: number for number, label in enumerate(labels)}
    counts = np.zeros((len(pairs), len(labels)), dtype=int)
    for row, (a, b) in enumerate(zip(one, other, strict=True)):
        counts[row, index[a]] += 1
        counts[row, index[b]] += 1
    library = _library("krippendorff")
    return float(library.alpha(value_counts=counts, level_of_measurement="nominal"))


def _bootstrap(pairs: Pairs, coefficient: Callable[[Pairs], float | None]) -> Coefficient:
    """The coefficient, and its interval over paragraphs drawn again (labels in one depend on it)."""
    value = coefficient(pairs)
    if value is None:
        return Coefficient(None)
    groups: dict[str, Pairs] = defaultdict(list)
    for pair in pairs:
        groups[pair[0].paragraph].append(pair)
    paragraphs = list(groups.values())
    random = np.random.default_rng(0)
    drawn = []
    for _ in range(SAMPLES):
        sample = random.integers(len(paragraphs), size=len(paragraphs))
        found = coefficient([pair for i in sample for pair in paragraphs[i]])
        drawn += [] if found is None else [found]
    low, high = np.percentile(drawn, [2.5, 97.5]) if drawn else (value, value)
    return Coefficient(value, float(low), float(high))


def _gamma(one: list[Unit], other: list[Unit], texts: Mapping[str, str]) -> float | None:
    """Gamma over the spans alone (labels are not weighed); None unless both have some."""
    one, other = ([u for u in units if u.start < u.end] for units in (one, other))
    if not one or not other:
        return None
    library, core = _library("pygamma_agreement"), _library("pyannote.core")
    at = dict(zip(texts, accumulate((len(t) + 1 for t in texts.values()), initial=0), strict=False))
    continuum = library.Continuum()
    for name, units in (("one", one), ("other", other)):
        for u in units:
            segment = core.Segment(at[u.paragraph] + u.start, at[u.paragraph] + u.end)
            continuum.add(name, segment, "span")
    dissimilarity = library.CombinedCategoricalDissimilarity(alpha=1, beta=0, delta_empty=1)
    np.random.seed(0)  # the library draws its chance continua from the global generator
    logging.disable(logging.WARNING)  # and warns at every draw of the solver that it uses
    try:
        return float(continuum.compute_gamma(dissimilarity, fast=True).gamma)
    finally:
        logging.disable(logging.NOTSET)


def _library(name: str) -> Any:
    import importlib

    try:
        return importlib.import_module(name)
    except ImportError:
        raise UsageError(f"{name} is not installed: pip install 'xiangqu[agree]'") from None
