"""The interval that a written quantity allows: its digits are known to half of the last one, its bound
words to one step of the last digit that is not 0.

``735亿`` is 73.45 to 73.55 billion, ``764户`` is exact, ``80%以上`` has no upper end, ``290多亿`` is 29 to
30 billion, ``近40亿`` is 3 to 4 billion.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from . import numerals
from .intervals import INFINITE, End, Interval

_NUMERAL = re.compile(  # 1,234.5万, 三百二十万, 四点六万
    "[0-9０-９]+(?:,[0-9]{3})*(?:[.．][0-9０-９]+)?[十百千万亿]*"
    "|[〇零一二两三四五六七八九十百千万亿萬億兩]+(?:点[〇零一二三四五六七八九]+[百千万亿]*)?"
)
_COUNTED = frozenset(
    ["count", "rank", "year", "month", "week", "day", "workday", "hour", "minute", "second"]
)
"""Units whose whole numbers are written in full: 764户, not about 764."""
_ROUND = tuple("百千万亿")
_MORE = ("多", "余")
_JUST = Fraction(1, 10**9)
"""How far beside a number an open interval is taken to begin."""
_ROUGHLY = Fraction(1, 20)
"""约 allows at least a twentieth of the number."""


@dataclass(frozen=True, slots=True)
class Written:
    """What a quantity says: ``strict`` as if its digits were exact, ``allowed`` with their rounding."""

    strict: Interval
    allowed: Interval

    def __neg__(self) -> Written:
        return Written(-self.strict, -self.allowed)


def written(
    text: str,
    unit: str,
    bound: str,
    value: Decimal | float | None,
    ends: tuple[Decimal | float | None, Decimal | float | None] = (None, None),
) -> Written:
    """What the span ``text`` says: its ``value`` in its ``unit`` with its ``bound``, or the ``ends`` of a
    written range.

    Raises ValueError if there is neither.
    """
    if value is None:
        return _range(ends)
    exact = _decimal(value)
    half = Fraction(0) if _is_exact(text, unit, exact) else Fraction(_step(text, exact)) / 2
    reach = Fraction(max(numerals.place(exact), _step(text, exact)))
    number = Fraction(exact)
    if bound == "exact":
        return Written(Interval(number, number), Interval(number - half, number + half))
    within = _bounded(text, bound, number, reach)
    return Written(_beside(bound, within), within)


def parts(text: str) -> Sequence[Written]:
    """The parts of a ratio, each known to half of its last digit: ``1∶22.6∶76.4``."""
    found = []
    for match in re.finditer("[0-9]+(?:[.][0-9]+)?", text):
        number = Decimal(match[0])
        found.append(written(match[0], "1", "exact", number))
    return found


def _bounded(text: str, bound: str, number: Fraction, reach: Fraction) -> Interval:
    above: End = number + reach if any(word in text for word in _MORE) else INFINITE
    match bound:
        case "over":
            return Interval(number, above)
        case "at_least":
            return Interval(number, INFINITE)
        case "under" | "at_most":
            return Interval(-INFINITE, number)
        case "nearly":
            return Interval(number - reach, number)
    reach = max(reach, abs(number) * _ROUGHLY)
    return Interval(number - reach, number + reach)


def _beside(bound: str, within: Interval) -> Interval:
    """``within`` without its own number, where the word excludes it: 超过80% is not 80%."""
    if bound == "over":
        return Interval(within.low + _JUST, within.high)
    return Interval(within.low, within.high - _JUST) if bound == "under" else within


def _range(ends: tuple[Decimal | float | None, Decimal | float | None]) -> Written:
    low, high = ends
    if low is None or high is None:
        raise ValueError("a quantity without a value or two ends")
    first, last = _decimal(low), _decimal(high)
    half = Fraction(min(numerals.place(first), numerals.place(last))) / 2
    strict = Interval(Fraction(first), Fraction(last))
    return Written(strict, Interval(strict.low - half, strict.high + half))


def _is_exact(text: str, unit: str, value: Decimal) -> bool:
    """Whether a count or a length of time is written in full: ``764户``, ``十条``; not ``2.8万户``."""
    numeral = _numeral(text)
    is_whole = value == value.to_integral_value()
    return unit in _COUNTED and is_whole and not numeral.endswith(_ROUND)


def _step(text: str, value: Decimal) -> Decimal:
    """What 1 in the last written digit is worth in the unit of ``value``, which 基点 and 成 rescale."""
    numeral = _numeral(text)
    number, worth = numerals.parse(numeral), numerals.step(numeral)
    if number is None or worth is None:
        return numerals.place(value)
    return worth * abs(value) / number if number else worth


def _numeral(text: str) -> str:
    """The numeral of a quantity; of ``百分之五`` the part."""
    found = _NUMERAL.findall(text.rpartition("分之")[2])
    return str(found[0]) if found else ""


def _decimal(number: Decimal | float) -> Decimal:
    """A published double as the decimal that was written."""
    return number if isinstance(number, Decimal) else Decimal(repr(number))
