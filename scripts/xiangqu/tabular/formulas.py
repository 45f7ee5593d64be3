"""The rules by which claims compute one another, as formulas over intervals.

A formula takes the intervals of the claims, in the order that ``schema/vocabularies/relation-rules.json``
gives, and the numbers that the words of the text give: years, items, the place in a ratio. It returns
what follows from the other claims and what the text states.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ..text.intervals import EVERYTHING, INFINITE, Interval

Sides = tuple[Interval, Interval]
"""What is computed, and what is stated: `EVERYTHING` where the claims state nothing to hold it against."""

Of = Sequence[Interval]
Given = Sequence[int]
Formula = Callable[[Of, Given], Sides]

_ONE, _HUNDRED = Interval.point(1), Interval.point(100)


@dataclass(frozen=True)
class Rule:
    """A formula; ``line`` writes it down, with the claims by number, ``{given}`` and ``{computed}``.

    ``fewest`` and ``most`` say how many claims it takes (``most`` None: any number), ``alike`` which of
    them are of one unit, ``unit_of`` which of them has the unit of the result (None: it is in %),
    ``numbers`` how many given numbers it needs.
    """

    formula: Formula
    line: str
    fewest: int
    most: int | None
    alike: tuple[int, ...] = ()
    unit_of: int | None = 0
    numbers: int = 0


def _equal(of: Of, _: Given) -> Sides:
    return of[0], of[1]


def _met(of: Of, _: Given) -> Sides:
    """A target is a least value; of one that falls (below 0) or is a most, a greatest."""
    target, outcome = of
    falls = target.low == -INFINITE or target.high < 0
    open_end = Interval(-INFINITE, target.high) if falls else Interval(target.low, INFINITE)
    return open_end, outcome


def _change(of: Of, windows: Given) -> Sides:
    """The later value, in parts or not, less the earlier; of windows of unlike length the yearly means."""
    earlier, later = of[0], _total(of[1:])
    if len(windows) > 1:
        earlier, later = (
            v / Interval.point(n) for v, n in zip((earlier, later), windows, strict=True)
        )
    return later - earlier, EVERYTHING


def _contains(of: Of, years: Given) -> Sides:
    """The whole, which may be a mean of some years, leaves room for its part."""
    whole = of[0] * Interval.point(years[0]) if years else of[0]
    return of[1], Interval(-INFINITE, whole.high)


def _other_years(of: Of, years: Given) -> Sides:
    """By how much all years but one grew together, from the mean rate of all and the rate of the one."""
    mean, one = (_ONE + rate / _HUNDRED for rate in of)
    return (mean ** years[0] / one - _ONE) * _HUNDRED, EVERYTHING


def _sum(of: Of, _: Given) -> Sides:
    return _total(of[1:]), of[0]


def _items(of: Of, listed: Given) -> Sides:
    return Interval.point(listed[0]) if listed else _total(of[1:]), of[0]


def _shares_sum(of: Of, _: Given) -> Sides:
    return _total(of), _HUNDRED


def _growth(of: Of, _: Given) -> Sides:
    earlier, later, rate = of
    return earlier * (_ONE + rate / _HUNDRED), later


def _average_growth(of: Of, years: Given) -> Sides:
    earlier, later, rate = of
    return earlier * (_ONE + rate / _HUNDRED) ** years[0], later


def _part_growth(of: Of, given: Given) -> Sides:
    """The earlier value is a part of a whole by a ratio; then as average growth."""
    whole, share, later, rate = of
    return whole * share / _HUNDRED * (_ONE + rate / _HUNDRED) ** given[1], later


def _base(of: Of, years: Given) -> Sides:
    later, rate = of
    return later / (_ONE + rate / _HUNDRED) ** (years[0] if years else 1), EVERYTHING


def _base_of_multiple(of: Of, _: Given) -> Sides:
    return of[0] / of[1], EVERYTHING


def _base_of_change(of: Of, _: Given) -> Sides:
    rate, amount = of
    return amount / rate * _HUNDRED, EVERYTHING


def _portion(of: Of, _: Given) -> Sides:
    share, *wholes = of
    return _total(wholes) * share / _HUNDRED, EVERYTHING


def _difference(of: Of, _: Given) -> Sides:
    return of[1] - of[0], of[2]


def _increment(of: Of, _: Given) -> Sides:
    """The amount of change over the earlier value, which the later one gives, is the rate."""
    later, amount, rate = of
    return _HUNDRED / (later / amount - _ONE), rate


def _share(of: Of, _: Given) -> Sides:
    return of[0] / of[1] * _HUNDRED, of[2]


def _ratio(of: Of, _: Given) -> Sides:
    """The share of one part of a ratio against a share, or against an amount and its whole."""
    share = of[1] / of[2] * _HUNDRED if len(of) > 2 else of[1]
    return share, of[0]


def _per_unit(of: Of, _: Given) -> Sides:
    return of[0] / of[1], of[2]


def _mean(of: Of, years: Given) -> Sides:
    return of[1] * Interval.point(years[0]), of[0]


def _multiple(of: Of, _: Given) -> Sides:
    return of[0] * of[2], of[1]


def _duration(of: Of, years: Given) -> Sides:
    return Interval.point(years[0]), of[0]


def _counted(of: Of, _: Given) -> Sides:
    return of[0], EVERYTHING


def _remainder(of: Of, _: Given) -> Sides:
    return of[0] + of[1], EVERYTHING


def _total(parts: Of) -> Interval:
    return sum(parts, Interval.point(0))


RULES: dict[str, Rule] = {
    "equal": Rule(_equal, "{0}; {1}", 2, 2, (0, 1), 1),
    "met": Rule(_met, "target {0}, outcome {1}", 2, 2, (0, 1), 1),
    "change": Rule(_change, "{later} − {earlier} = {computed}", 2, None, (0, 1)),
    "ratio_change": Rule(
        _change, "part {given} of {1} less that of {0} = {computed}", 2, 2, unit_of=None, numbers=1
    ),
    "contains": Rule(_contains, "{1} of {0}{times}", 2, 2, (0, 1)),
    "other_years": Rule(
        _other_years, "(1 + {0})^{given} ÷ (1 + {1}) − 1 = {computed}", 2, 2, (0, 1), None, 1
    ),
    "sum": Rule(_sum, "{sum} = {computed}, stated {0}", 3, None),
    "items": Rule(_items, "{plain} listed, stated {0}", 1, None),
    "shares_sum": Rule(_shares_sum, "{all} = {computed}, the whole is 100%", 1, None, unit_of=None),
    "growth": Rule(_growth, "{0} × (1 + {2}) = {computed}, stated {1}", 3, 3, (0, 1), 1),
    "average_growth": Rule(
        _average_growth,
        *("{0} × (1 + {2})^{given} = {computed}, stated {1}", 3, 3, (0, 1), 1, 1),
    ),
    "part_growth": Rule(
        _part_growth,
        *("{0} × part {given} of {1} × (1 + {3})^{years} = {computed}, stated {2}", 4, 4),
        *((0, 2), 2, 2),
    ),
    "base": Rule(_base, "{0} ÷ (1 + {1}){power} = {computed}", 2, 2),
    "base_of_multiple": Rule(_base_of_multiple, "{0} ÷ {1} = {computed}", 2, 2),
    "base_of_change": Rule(_base_of_change, "{1} ÷ {0} = {computed}", 2, 2, unit_of=1),
    "portion": Rule(_portion, "{0} of {whole} = {computed}", 2, None, unit_of=1),
    "difference": Rule(_difference, "{1} − {0} = {computed}, stated {2}", 3, 3, (0, 1), 2),
    "increment": Rule(
        _increment, "{1} ÷ ({0} less {1}) = {computed}, stated {2}", 3, 3, (0, 1), None
    ),
    "share": Rule(_share, "{0} ÷ {1} = {computed}, stated {2}", 3, 3, (0, 1), None),
    "ratio": Rule(_ratio, "{rest}, part {given} of {0}", 2, 3, unit_of=None, numbers=1),
    "per_unit": Rule(_per_unit, "{0} ÷ {1} = {computed}, stated {2}", 3, 3, unit_of=2),
    "mean": Rule(_mean, "{1} × {given} = {computed}, stated {0}", 2, 2, (0, 1), numbers=1),
    "multiple": Rule(_multiple, "{0} × {2} = {computed}, stated {1}", 3, 3, (0, 1), 1),
    "duration": Rule(_duration, "{given} years named, stated {0}", 1, None, numbers=1),
    "rank_count": Rule(_counted, "{0}: {1}", 2, 2),
    "remainder": Rule(_remainder, "{0} done, {1} left", 2, 2, (0, 1)),
}
