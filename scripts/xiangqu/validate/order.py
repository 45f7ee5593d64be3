"""Which records are out of order."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from typing import TypeVar

K = TypeVar("K", int, tuple[int, int], tuple[tuple[int, int], int])


def misplaced(keys: Sequence[K]) -> list[int]:
    """Indices of the fewest keys without which the others ascend (not in a longest such run)."""
    if all(one <= other for one, other in pairwise(keys)):
        return []
    tails: list[int] = []
    before: list[int] = []
    for index, key in enumerate(keys):
        at = bisect_right(tails, key, key=keys.__getitem__)
        before.append(tails[at - 1] if at else -1)
        tails[at : at + 1] = [index]
    kept, index = set(), tails[-1]
    while index >= 0:
        kept.add(index)
        index = before[index]
    return [index for index in range(len(keys)) if index not in kept]
