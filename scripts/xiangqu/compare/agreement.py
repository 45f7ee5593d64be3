"""How far two annotations of the same text agree, layer by layer.

Gamma, the unitizing coefficient (Mathet, Widlöcher and Métivier 2015), comes from
``pygamma-agreement``, which is the optional extra ``xiangqu[gamma]``; all else is computed here.
"""

from __future__ import annotations

import importlib.util
import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np

from ..annotation.pairing import Pair, pairs
from ..annotation.records import LAYERS, types
from ..annotation.repo import LABEL_LAYERS
from ..annotation.spans import ATTRIBUTES, Unit
from . import scores
from .fields import CLUSTERS, Kind, kind, same_span
from .scores import Coefficient

UNITIZED = ("sections", "claims")
"""Layers whose spans are found by the annotator; those of the others are given by the text."""

FIELD_SCORES = {
    "exact": "exact F1",
    "overlap": "overlap F1",
    "kappa": "kappa",
    "alpha": "alpha",
    "pairwise": "pairwise F1",
    "b_cubed": "B³",
}
"""The measures of `field_scores`, and what tables call them."""

HAS_GAMMA = importlib.util.find_spec("pygamma_agreement") is not None


@dataclass(frozen=True)
class LayerAgreement:
    """Agreement on one layer.

    Span scores are F1. ``attributes`` are shares of equal values on shared spans; ``fields`` are the
    measures that suit the kind of each attribute, by their names.
    """

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
    fields: dict[str, dict[str, float | None]]


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
    shared = pairs(one, other)
    labels = [[(a.label, b.label) for a, b in group] for group in scores.by_paragraph(shared)]
    attributes = ATTRIBUTES[layer] if shared else ()
    return LayerAgreement(
        layer,
        len(one),
        len(other),
        len(shared),
        scores.span_f1(one, other),
        scores.span_f1(one, other, overlap=True),
        gamma(one, other, texts) if layer in UNITIZED else None,
        scores.bootstrap(labels, scores.kappa),
        scores.bootstrap(labels, scores.alpha),
        {
            name: sum(a.get(name) == b.get(name) for a, b in shared) / len(shared)
            for name in attributes
        },
        {name: field_scores(shared, name) for name in _fields(layer)} if shared else {},
    )


def _fields(layer: str) -> list[str]:
    """The attributes that have a measure besides the share of equal values."""
    record: type = LAYERS[layer]
    known = [*ATTRIBUTES[layer], *(name for name in types(record) if name in CLUSTERS)]
    return [name for name in known if kind(layer, name) is not Kind.NUMBER]


def field_scores(shared: Sequence[Pair], field: str) -> dict[str, float | None]:
    """The measures of a field on shared spans of one layer.

    A span has F1, of the same spans and of overlapping ones; a label kappa and alpha, where no value
    is a value too; a clustering F1 over pairs and B-cubed, on what both put into a cluster.
    """
    values = [(a.get(field), b.get(field)) for a, b in shared]
    both = [(a, b) for a, b in values if a is not None and b is not None]
    match kind(shared[0][0].layer, field):
        case Kind.SPAN:
            counts = [
                sum(value is not None for value in side) for side in zip(*values, strict=True)
            ]
            exact, overlap = (
                scores.score(sum(same_span(a, b, exact=exact) for a, b in both), *counts).f1
                for exact in (True, False)
            )
            return {"exact": exact, "overlap": overlap}
        case Kind.CLUSTER:
            cubed = scores.b_cubed(both)
            return {"pairwise": scores.pairwise(both).f1, "b_cubed": cubed and cubed[-1]}
        case _:
            return {"kappa": scores.kappa(values), "alpha": scores.alpha(values)}


def gamma(one: Sequence[Unit], other: Sequence[Unit], texts: Mapping[str, str]) -> float | None:
    """Gamma over the spans alone (labels are not weighed).

    None unless both have some spans and pygamma-agreement is installed.
    """
    one, other = ([u for u in units if u.start < u.end] for units in (one, other))
    if not one or not other or not HAS_GAMMA:
        return None
    import pygamma_agreement
    from cvxopt import glpk
    from pyannote.core import Segment

    glpk.options["msg_lev"] = "GLP_MSG_OFF"  # solved in threads, it would print now and then
    at = dict(zip(texts, accumulate((len(t) + 1 for t in texts.values()), initial=0), strict=False))
    continuum = pygamma_agreement.Continuum()
    for name, units in (("one", one), ("other", other)):
        for u in units:
            segment = Segment(at[u.paragraph] + u.start, at[u.paragraph] + u.end)
            continuum.add(name, segment, "span")
    dissimilarity = pygamma_agreement.CombinedCategoricalDissimilarity(
        alpha=1, beta=0, delta_empty=1
    )
    np.random.seed(0)  # the library draws its chance continua from the global generator
    logging.disable(logging.WARNING)  # and warns at every draw of the solver that it uses
    try:
        return float(continuum.compute_gamma(dissimilarity, fast=True).gamma)
    finally:
        logging.disable(logging.NOTSET)
