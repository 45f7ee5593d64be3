"""Pairing the spans of two annotations: the same ones, or those that overlap."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from .records import Span
from .spans import Unit

Pair = tuple[Unit, Unit]
Place = tuple[str, int, int]


def pairs(one: Iterable[Unit], other: Iterable[Unit], *, overlap: bool = False) -> list[Pair]:
    """Pairs of units of one layer, each unit in one pair at most.

    Units with the very same span are pairs, in the order of ``one``. With ``overlap``, as many of
    the remaining ones as possible are paired with one that shares a character with them, the most
    alike first. The pairs do not depend on the order of the units.
    """
    ours, theirs = _by_place(one), _by_place(other)
    found = [
        pair
        for place, units in ours.items()
        for pair in zip(units, theirs.get(place, ()), strict=False)
    ]
    if overlap:
        right = _left(theirs, ours)
        for paragraph, units in _left(ours, theirs).items():
            found += _matching(units, right.get(paragraph, []))
    return found


def unpaired(units: Iterable[Unit], paired: Iterable[Unit]) -> list[Unit]:
    """Those of ``units`` that are not among ``paired``, which holds some of these same objects."""
    known = {id(unit) for unit in paired}
    return [unit for unit in units if id(unit) not in known]


def _by_place(units: Iterable[Unit]) -> dict[Place, list[Unit]]:
    """Units by their span. Those that share one are sorted, so that the order of ``units`` has no effect."""
    places: dict[Place, list[Unit]] = defaultdict(list)
    for unit in units:
        places[unit.place].append(unit)
    for same in places.values():
        if len(same) > 1:
            same.sort(key=repr)
    return places


def _left(
    places: Mapping[Place, list[Unit]], others: Mapping[Place, list[Unit]]
) -> dict[str, list[Unit]]:
    """By paragraph and in text order, the units that have no other with the same span left."""
    paragraphs: dict[str, list[Unit]] = defaultdict(list)
    for place in sorted(places):
        paragraphs[place[0]] += places[place][len(others.get(place, ())) :]
    return paragraphs


def _matching(one: list[Unit], other: list[Unit]) -> Iterator[Pair]:
    """A maximum matching of the units that overlap."""
    edges = sorted(
        (-share, i, j)
        for i, ours in enumerate(one)
        for j, theirs in enumerate(other)
        if (share := likeness(ours, theirs))
    )
    near: dict[int, list[int]] = defaultdict(list)
    of_one: dict[int, int] = {}
    of_other: dict[int, int] = {}
    for _, i, j in edges:
        near[i].append(j)
        if i not in of_one and j not in of_other:
            of_one[i], of_other[j] = j, i
    for i in range(len(one)):
        if i not in of_one:
            _augment(i, near, of_one, of_other)
    return ((one[i], other[j]) for i, j in of_one.items())


def _augment(
    free: int, near: Mapping[int, list[int]], of_one: dict[int, int], of_other: dict[int, int]
) -> None:
    """Pair ``free`` too, if others can change their partners so that one is left for it."""
    came: dict[int, int] = {}
    queue = [free]
    for i in queue:  # grows while it is read
        for j in near.get(i, ()):
            if j in came:
                continue
            came[j] = i
            if j in of_other:
                queue.append(of_other[j])
                continue
            while True:
                i = came[j]
                before = of_one.get(i)
                of_one[i], of_other[j] = j, i
                if before is None:
                    return
                j = before


def likeness(one: Unit | Span, other: Unit | Span) -> float:
    """The share of the characters of either span that both have: 1 if the spans are the same.

    Spans that only touch have none in common; empty ones are alike only where they are the same.
    """
    both = min(one.end, other.end) - max(one.start, other.start)
    either = max(one.end, other.end) - min(one.start, other.start)
    return max(both, 0) / either if either else 1.0
