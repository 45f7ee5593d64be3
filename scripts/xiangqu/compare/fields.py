"""How two values of a field are compared: that follows from the type that its record declares."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from math import isclose
from typing import Any, get_args

from ..annotation.pairing import Pair, likeness
from ..annotation.records import LAYERS, Span, types
from ..annotation.spans import Unit

Row = dict[str, Any]


class Kind(StrEnum):
    """What the values of a field are."""

    SPAN = "span"
    """Words of the paragraph: equal if they stand at the same place, alike if they overlap."""
    NUMBER = "number"
    LABEL = "label"
    """One of several values that are equal or not."""
    CLUSTER = "cluster"
    """A name for the units that belong together: which name it is says nothing, who shares it does."""


CLUSTERS = frozenset({"indicator_id"})


def kind(layer: str, field: str) -> Kind:
    """The kind of a field of the records of ``layer``."""
    if field in CLUSTERS:
        return Kind.CLUSTER
    record: type = LAYERS[layer]
    declared: Any = types(record)[field]
    if declared is Span:
        return Kind.SPAN
    return Kind.NUMBER if Decimal in (declared, *get_args(declared)) else Kind.LABEL


def equal(pair: Pair, field: str, *, exact: bool = True) -> bool:
    """Whether two units have the same ``field``; unless ``exact``, spans need only overlap.

    The number fields of a claim are compared together: see `numbers`.
    """
    one, other = pair
    match kind(one.layer, field):
        case Kind.NUMBER:
            return _same_numbers(numbers(one), numbers(other))
        case Kind.SPAN:
            return same_span(one.get(field), other.get(field), exact=exact)
        case _:
            return bool(one.get(field) == other.get(field))


def same_span(one: Row | None, other: Row | None, *, exact: bool) -> bool:
    """Whether two quoted spans of one paragraph, as JSON objects, are the same, or at least overlap."""
    if one is None or other is None:
        return one is other
    alike = likeness(Span(**one), Span(**other))
    return alike == 1 if exact else alike > 0


def numbers(claim: Unit) -> list[float | None]:
    """What a claim says in numbers: its value, the terms of a ratio, or both ends of a range."""
    if (parts := claim.get("parts")) is not None:
        return list(parts)
    value = claim.get("value")
    return [claim.get("low"), claim.get("high")] if value is None else [value]


def _same_numbers(one: list[float | None], other: list[float | None]) -> bool:
    return len(one) == len(other) and all(map(_same_number, one, other))


def _same_number(one: float | None, other: float | None) -> bool:
    """Equal, or to two decimals where one of them is a recurring fraction (33.333333)."""
    if one is None or other is None:
        return one is other
    recurring = min(one, other) > 1 and max(_decimals(one), _decimals(other)) > 4
    return isclose(one, other, rel_tol=1e-9) or (recurring and round(one, 2) == round(other, 2))


def _decimals(value: float) -> int:
    return -int(Decimal(str(value)).normalize().as_tuple().exponent)
