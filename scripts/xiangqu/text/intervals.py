"""Closed intervals of exact numbers, and their arithmetic: no value that the operands allow is lost."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

End = Fraction | float
"""An exact number, or plus or minus infinity."""

INFINITE = math.inf
LONGEST = 100
"""The highest power that is computed: growth over a century."""


@dataclass(frozen=True, slots=True)
class Interval:
    """From ``low`` to ``high``, both included; an end that nothing bounds is infinite."""

    low: End
    high: End

    @classmethod
    def point(cls, value: Any) -> Interval:
        """The interval that holds one number, an int, Fraction, Decimal or its text."""
        return cls(Fraction(value), Fraction(value))

    def __add__(self, other: Interval) -> Interval:
        return Interval(_plus(self.low, other.low), _plus(self.high, other.high))

    def __neg__(self) -> Interval:
        return Interval(-self.high, -self.low)

    def __sub__(self, other: Interval) -> Interval:
        return self + -other

    def __mul__(self, other: Interval) -> Interval:
        ends = [_times(a, b) for a in (self.low, self.high) for b in (other.low, other.high)]
        return Interval(min(ends), max(ends))

    def __truediv__(self, other: Interval) -> Interval:
        """The quotient; everything if ``other`` holds 0."""
        if other.low <= 0 <= other.high:
            return EVERYTHING
        return self * Interval(_inverse(other.high), _inverse(other.low))

    def __pow__(self, power: int) -> Interval:
        """The product of ``power`` factors, each anywhere in an interval that holds nothing below 0.

        Raises ValueError if it does, or if the power is not between 1 and `LONGEST`.
        """
        if self.low < 0 or not 1 <= power <= LONGEST:
            raise ValueError(f"no power {power} of [{self.low}, {self.high}]")
        return Interval(self.low**power, self.high**power)

    def __contains__(self, value: Fraction) -> bool:
        return self.low <= value <= self.high

    def meets(self, other: Interval) -> bool:
        """Whether some number is in both."""
        return self.low <= other.high and other.low <= self.high

    def slack(self, other: Interval) -> End:
        """How far one of the two may move towards its nearer edge of the other before they part; if
        they are apart, the gap between them as a negative number.
        """
        return min(_plus(self.high, -other.low), _plus(other.high, -self.low))

    @property
    def width(self) -> End:
        return _plus(self.high, -self.low)


EVERYTHING = Interval(-INFINITE, INFINITE)


def _plus(a: End, b: End) -> End:
    """The sum; an infinite end stays so, however large the other is."""
    infinite = [end for end in (a, b) if isinstance(end, float)]
    return infinite[0] if infinite else a + b


def _times(a: End, b: End) -> End:
    if not a or not b:
        return Fraction(0)
    if isinstance(a, float) or isinstance(b, float):
        return INFINITE if (a > 0) == (b > 0) else -INFINITE
    return a * b


def _inverse(end: End) -> End:
    return Fraction(0) if isinstance(end, float) else 1 / end
