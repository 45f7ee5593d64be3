"""Where two annotations of the same text differ, and what was decided of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from .pairing import pairs, unpaired
from .records import Decision
from .repo import LABEL_LAYERS
from .spans import Unit

Key = tuple[str, str, int, int, str]


@dataclass(frozen=True)
class Disagreement:
    """A place where two annotations differ: ``field`` is ``span``, ``label`` or an attribute."""

    layer: str
    paragraph: str
    start: int
    end: int
    text: str
    field: str
    one: Any
    other: Any


def disagreements(one: Sequence[Unit], other: Sequence[Unit]) -> list[Disagreement]:
    """Every place where the two differ, by layer and in text order."""
    found: list[Disagreement] = []
    for layer in LABEL_LAYERS:
        ours = [u for u in one if u.layer == layer]
        theirs = [u for u in other if u.layer == layer]
        shared = pairs(ours, theirs)
        found += [d for pair in shared for d in _differences(*pair)]
        found += [_missing(u, u.label, None) for u in unpaired(ours, (a for a, _ in shared))]
        found += [_missing(u, None, u.label) for u in unpaired(theirs, (b for _, b in shared))]
    return sorted(found, key=lambda d: (LABEL_LAYERS.index(d.layer), d.paragraph, d.start, d.field))


def _differences(one: Unit, other: Unit) -> Iterator[Disagreement]:
    for (name, ours), (_, theirs) in zip(_labels(one), _labels(other), strict=True):
        if ours != theirs:
            yield Disagreement(one.layer, *one.place, one.text, name, ours, theirs)


def _labels(unit: Unit) -> Iterator[tuple[str, Any]]:
    yield "label", unit.label
    yield from unit.compared.items()


def _missing(unit: Unit, one: str | None, other: str | None) -> Disagreement:
    return Disagreement(unit.layer, *unit.place, unit.text, "span", one, other)


def confusion(one: Sequence[Unit], other: Sequence[Unit], layer: str) -> Counter[tuple[str, str]]:
    """How often each pair of labels occurs on the spans of ``layer`` that both have."""
    ours, theirs = ([u for u in units if u.layer == layer] for units in (one, other))
    return Counter((a.label, b.label) for a, b in pairs(ours, theirs))


def open_questions(
    one: Sequence[Unit], two: Sequence[Unit], decisions: Sequence[Decision]
) -> list[Disagreement]:
    """The disagreements that no decision settles."""
    settled = {key(d) for d in decisions}
    return [d for d in disagreements(one, two) if key(d) not in settled]


def departures(
    one: Sequence[Unit],
    two: Sequence[Unit],
    decisions: Sequence[Decision],
    published: Sequence[Unit],
) -> list[Disagreement]:
    """Where ``published`` has neither the common label nor the decision; ``other`` is what it has."""
    decided = {key(d): d.decision for d in decisions}
    differing = {key(d) for d in disagreements(one, two)}
    found = [
        d
        for d in disagreements(one, published)
        if key(d) not in differing and key(d) not in decided
    ]
    values = {key_of(u, field): value for u in published for field, value in fields(u)}
    for place, decision in decided.items():
        if (got := values.get(place)) != decision:
            layer, paragraph, start, end, field = place
            found.append(Disagreement(layer, paragraph, start, end, "", field, decision, got))
    return found


def fields(unit: Unit) -> Iterator[tuple[str, Any]]:
    """The fields that a decision can be about: whether the unit exists, its label, its attributes."""
    yield "span", unit.label
    yield from _labels(unit)


def key(d: Disagreement | Decision) -> Key:
    """What a difference or a decision is about: layer, paragraph, start, end, field."""
    return d.layer, d.paragraph, d.start, d.end, d.field


def key_of(unit: Unit, field: str) -> Key:
    """The `key` of a field of ``unit``."""
    return unit.layer, *unit.place, field
