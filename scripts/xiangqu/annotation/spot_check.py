"""A reading of a random part of the published labels, and the error rate that it found."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from math import sqrt

from .records import Verdict
from .repo import LABEL_LAYERS
from .spans import Unit

SHARE = 0.1
Z = 1.959963984540054  # the normal quantile of a 95 % interval


def sample(units: Sequence[Unit], seed: str) -> list[Unit]:
    """A tenth of each layer, rounded up, in text order: the units whose places hash lowest.

    A unit that is added or taken away elsewhere leaves the draw of the others as it is.
    """
    drawn: list[Unit] = []
    for layer in LABEL_LAYERS:
        own = [u for u in units if u.layer == layer]
        count = -int(-len(own) * SHARE // 1)
        chosen = set(sorted((_hash(u, seed), u.place) for u in own)[:count])
        drawn += [u for u in own if (_hash(u, seed), u.place) in chosen]
    return drawn


def _hash(unit: Unit, seed: str) -> str:
    return hashlib.sha256(f"{seed}:{unit.layer}:{unit.place}".encode()).hexdigest()


def error_rates(verdicts: Iterable[Verdict]) -> dict[str, tuple[int, int, float, float]]:
    """By layer and in ``all``: rows read, wrong ones, and the 95 % interval of the rate (Wilson 1927)."""
    found = list(verdicts)
    rates = {}
    for layer in (*LABEL_LAYERS, "all"):
        own = [v for v in found if layer in (v.layer, "all")]
        wrong = sum(v.verdict == "wrong" for v in own)
        if own:
            rates[layer] = (len(own), wrong, *wilson(wrong, len(own)))
    return rates


def wilson(hits: int, of: int) -> tuple[float, float]:
    """The Wilson score interval of a share, at 95 %. ``of`` must not be 0."""
    share, z2 = hits / of, Z * Z
    middle = (share + z2 / (2 * of)) / (1 + z2 / of)
    half = Z * sqrt(share * (1 - share) / of + z2 / (4 * of * of)) / (1 + z2 / of)
    return middle - half if hits else 0.0, middle + half if hits < of else 1.0
