"""What a quantity span says by itself: value, unit, classifier and bound, read anew from its text.

A span is given whole, so it is taken apart from its ends inwards, word by word. The rules that draft
claims search running prose with regular expressions instead; neither knows the other's patterns or
words, and a test holds them apart. Both know the numerals of `xiangqu.text.numerals` and the words of
``schema/vocabularies/``. Whether a bound includes its number: Civil Code of the PRC, article 1259.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from ..annotation.vocabulary import Vocabulary
from ..text import numerals
from .bounds import Bounds
from .forms import Forms
from .quantity import Quantity
from .units import MULTIPLIERS, TO, Measured, Units

_SIGNS = {"US$": "USD", "$": "USD", "＄": "USD", "HK$": "HKD", "¥": "CNY", "￥": "CNY", "€": "EUR"}
_MINUS = "−－-±"
_SIGNED = ("‰", "%", "pp", "times", "Cel", "kV")
_MOVES = ("移", "升", "退", "降", "前进", "跃进", "进位")
_TIMES = frozenset(["second", "minute", "hour", "day", "workday", "week", "month", "year"])


class Reader:
    """Reads quantity spans with the units and bounds of the vocabularies."""

    def __init__(self, units: Vocabulary, bounds: Vocabulary) -> None:
        self.units = Units(units)
        self.bounds = Bounds(bounds)
        self._forms = Forms(self.units)
        # the same spans come again and again
        self._read = lru_cache(maxsize=10_000)(self._read_anew)

    def read(self, span: str, before: str = "") -> Quantity | None:
        """The quantity of ``span``, given the text ``before`` it in its sentence; None if it is none.

        What stands before, but does not touch, may give the bound: 至少增加3个.
        """
        quantity = self._read("".join(span.split()))
        if quantity is None:
            return None
        is_one = span.startswith("一") and quantity.value == 1 and quantity.unit == "count"
        if is_one and _is_denied(before):
            quantity = replace(quantity, value=Decimal(0))  # 未发生一起: there was none
        if quantity.is_fraction and _is_compared(before[-12:]) and quantity.value is not None:
            quantity = replace(quantity, value=quantity.value / 100, unit="times")
        if quantity.bound == "exact" and quantity.value is not None and quantity.unit != "rank":
            quantity = replace(quantity, bound=self.bounds.apart(before))
        if quantity.classifier == "位" and before.endswith(_MOVES):
            return replace(quantity, unit="rank", classifier=None)  # 前移9位
        return quantity

    def _read_anew(self, span: str) -> Quantity | None:
        outer, rest = self._without_per(span)
        bound, rest = self._without_bounds(rest)
        is_signed = rest.startswith(tuple(_MINUS))  # -2.1%
        rest = rest[is_signed:]
        if is_signed and rest[:1] not in numerals.NUMERAL_CHARACTERS:
            return None
        inner, rest = self._without_per(rest)
        if inner and bound != "about":  # 低于每立方米约19微克
            nearer, rest = self._without_bounds(rest)
            bound = bound if nearer == "exact" else nearer
        if rest[:1] == "上" and rest[1:2] in MULTIPLIERS:  # 上亿元
            bound, rest = "about" if bound == "about" else "at_least", rest[1:]
        is_speed, rest = rest.startswith("时速"), rest.removeprefix("时速").removeprefix("连续")
        found = self._within(rest) or self._measured(rest, bound)
        if found and is_signed and found.unit not in _SIGNED:
            return None
        if found and is_speed and found.unit == "km":
            return replace(found, unit="km/h")
        per = inner or outer
        if found and per and "/" not in found.unit:
            return replace(found, unit=f"{found.unit}/{per}")
        return found

    def _within(self, rest: str) -> Quantity | None:
        """``15日内``: a limit, whatever bound word stands before."""
        found = self._measured(rest[:-1], "exact") if rest.endswith("内") else None
        if found is None or found.unit not in _TIMES:
            return None
        return found if found.ends else replace(found, bound="at_most")

    def _measured(self, rest: str, bound: str) -> Quantity | None:
        """The number and its unit with the bound word after them; ``bound`` is that of a word before."""
        bound_after, core = self.bounds.split_after(rest)
        is_more = rest.endswith("成多") and bound != "about"  # 近三成多
        return (
            self._forms.read(core, bound_after if bound == "exact" or is_more else bound)
            or self._range(core)
            or self._composed(rest, bound)
        )

    def _range(self, span: str) -> Quantity | None:
        """``5%—6%``, ``5至10个``: two ends; the first may leave out the unit and the multiplier."""
        first, rest = self.units.number(span)
        at = next((i for i, c in enumerate(rest) if c in TO), len(rest))
        second, written = self.units.number(rest[at:].lstrip(TO))
        if not first:
            return None
        low, high = numerals.parse(first), numerals.parse(second)
        is_bare = not written and second[-1:] in MULTIPLIERS
        measured = Measured("CNY") if is_bare else self.units.unit(written)
        if low is None or high is None or measured is None or rest[:at] not in _heads(written):
            return None
        if first[-1].isdecimal():
            shared = numerals.parse(first + second[len(second.rstrip("百千万亿")) :])  # 3—5万元
            low = shared if shared is not None and shared < high else low  # but 2000至3万人次
        if low >= high:
            return None
        ends = low / measured.divisor, high / measured.divisor
        return Quantity(None, measured.unit, measured.classifier, ends=ends, bare=is_bare)

    def _composed(self, rest: str, bound: str) -> Quantity | None:
        """The number with its multiplier, 多 or 余, then the unit or classifier and a bound word."""
        if rest.startswith(("第", "前")):
            return self._rank(rest, bound)
        sign = next((s for s in _SIGNS if rest.startswith(s)), "")
        number, rest = self.units.number(rest[len(sign) :])
        if rest[:1] in ("多", "余") or (rest[:1] == "来" and number[-1:] in MULTIPLIERS):
            multipliers, rest = self.units.leading(rest[1:], MULTIPLIERS)  # 10多亿元
            number += multipliers
            bound = "about" if bound == "about" else "over"
        bound_after, rest = self.bounds.split_after(rest)
        bound = bound_after if bound == "exact" else bound
        value = numerals.parse(number)
        if not rest:
            return Quantity.of(value, _SIGNS.get(sign, "CNY"), bound=bound, bare=not sign)
        measured = self.units.unit(rest)
        if measured is None:
            return None
        if value is None and (ends := numerals.ends(number)):  # 三四十万人
            return Quantity(None, measured.unit, measured.classifier, ends=ends)
        value = value if value is None else value / measured.divisor
        return Quantity.of(value, measured.unit, measured.classifier, bound)

    def _rank(self, text: str, bound: str) -> Quantity | None:
        """``第3位``, ``前三``."""
        number, rest = self.units.number(text[1:])
        if rest not in ("", "位", "名"):
            return None
        return Quantity.of(
            numerals.parse(number), "rank", bound="at_most" if text[0] == "前" else bound
        )

    def _without_bounds(self, text: str) -> tuple[str, str]:
        """The bound that the words before the number give, and the text without them.

        The word next to the number counts (最高不超过), but 约 holds for all.
        """
        found, rest = self.bounds.split_before(text)
        bounds = []
        while rest != text:
            bounds.append(found)
            text = rest
            found, rest = self.bounds.split_before(text)
        return "about" if "about" in bounds else bounds[-1] if bounds else "exact", rest

    def _begins_amount(self, text: str) -> bool:
        """Whether ``text`` begins with a numeral or with a bound word."""
        return text[:1] in numerals.NUMERAL_CHARACTERS or self.bounds.split_before(text)[1] != text

    def _without_per(self, text: str) -> tuple[str, str]:
        """What an amount is per (the innermost that has a unit: 每人每月), and the text without it."""
        per = ""
        while found := next((p for p in self.units.per if text.startswith(f"每{p[0]}")), None):
            per, text = found[1] or per, text[1 + len(found[0]) :]
        if text.startswith("每"):  # 每间12人
            at = next((i for i in (2, 3) if self._begins_amount(text[i:])), 0)
            text = text[at:]
        return per, text


def _is_denied(before: str) -> bool:
    """Whether the clause that ``before`` ends in says that what follows did not happen."""
    clause = before[-8:].replace("。", "，").replace("；", "，").rpartition("，")[2]
    return any(word in clause for word in ("未", "无", "没有"))


def _is_compared(before: str) -> bool:
    """Whether a fraction is one of another amount: 相当于全国平均的1/3."""
    for word in ("相当于", "平均水平的", "平均的"):
        _, found, between = before.rpartition(word)
        if found and (not between or between.isalpha()):
            return True
    return False


def _heads(written: str) -> tuple[str, ...]:
    """What the first number of a range may have of the unit of both: 1.5元至8元/吨."""
    return "", written, written.replace("／", "/").replace("每", "/").partition("/")[0]
