"""What a quantity span says by itself: value, unit, classifier and bound, read anew from its text.

A span is given whole, so it is taken apart from its ends inwards, word by word. The rules that draft
claims search running prose with regular expressions instead; neither knows the other's patterns or
words, and a test holds them apart. Both know the numerals of `xiangqu.text.numerals` and the words of
``schema/vocabularies/``. Whether a bound includes its number: Civil Code of the PRC, article 1259.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from ..annotation.vocabulary import Vocabulary
from ..text import numerals
from .bounds import Bounds, longest_first

_MULTIPLIERS = frozenset(numerals.SMALL) | frozenset(numerals.LARGE) | frozenset("萬億")
_IN_NUMBER = numerals.NUMERAL_CHARACTERS | frozenset(".．,，")
_WORDS = {
    "翻番": (2, "times"),
    "零增长": (0, "%"),
    "持平": (0, "%"),
    "清零": (0, "count"),
    "首位": (1, "rank"),
    "榜首": (1, "rank"),
    "一半": (50, "%"),
    "半数": (50, "%"),
}
_RUNS = frozenset(["连增", "连涨", "连升", "连胜", "连冠", "连丰", "连降", "连减", "连跌"])
_HALVES = {"个半小时": "hour", "个半月": "month", "年半": "year"}
_MORE_THAN = {"个多小时": "hour", "个多月": "month"}
_PER = {"月": "month", "季": "quarter", "人": "person", "生": "person", "户": "household"}
_PER_NOTHING = ("次", "餐", "斤")  # no unit of the vocabulary: 每餐5元 stays in CNY
_SMALLER = {  # what a rest is counted in, and how many make one: 3元2角, 一年零六个月
    "角": ("CNY", "CNY", Decimal("0.1")),
    "个月": ("year", "month", Decimal(12)),
    "小时": ("day", "hour", Decimal(24)),
    "分钟": ("hour", "minute", Decimal(60)),
    "分": ("hour", "minute", Decimal(60)),
    "秒": ("minute", "second", Decimal(60)),
}
_SIGNS = {"US$": "USD", "$": "USD", "＄": "USD", "HK$": "HKD", "¥": "CNY", "￥": "CNY", "€": "EUR"}
_DISTANCES = ("公里", "海里")  # what a unit is multiplied by: 吨公里
_MINUS = "−－-±"
_RELATIVE = ("‰", "%", "pp", "times")
_TIMES = frozenset(["second", "minute", "hour", "day", "workday", "week", "month", "year"])
_TO = "至到~～-－–—"


@dataclass(frozen=True, slots=True)
class Quantity:
    """``value`` in the base unit, or ``parts`` of a ratio, or ``ends`` of a written range.

    ``bare``: no unit is written, so it is CNY or a count without a measure word. ``is_fraction``: it is
    written as a part of a whole, and may be one of another amount (相当于平均水平的1/3).
    """

    value: Decimal | None
    unit: str
    classifier: str | None = None
    bound: str = "exact"
    parts: tuple[Decimal, ...] | None = None
    ends: tuple[Decimal, Decimal] | None = None
    bare: bool = False
    is_fraction: bool = False

    @property
    def low(self) -> Decimal | None:
        if self.ends:
            return self.ends[0]
        return self.value if self.bound in ("exact", "over", "at_least") else None

    @property
    def high(self) -> Decimal | None:
        if self.ends:
            return self.ends[1]
        return self.value if self.bound in ("exact", "under", "at_most") else None


class _Measured(NamedTuple):
    """A unit, the classifier of a count, and what the value is divided by: 10000 of 吨/万元."""

    unit: str
    classifier: str | None = None
    divisor: Decimal = Decimal(1)


class Reader:
    """Reads quantity spans with the units and bounds of the vocabularies."""

    def __init__(self, units: Vocabulary, bounds: Vocabulary) -> None:
        self._units = {word: u for u, term in units.terms.items() for word in term["written"]}
        self._unit_words = tuple(sorted(self._units, key=len, reverse=True))
        per = self._units | _PER | dict.fromkeys(_PER_NOTHING, "")
        self._per = longest_first(per.items())
        self.bounds = Bounds(bounds)
        self._read = lru_cache(maxsize=10_000)(
            self._read_anew
        )  # the same spans come again and again

    def read(self, span: str, before: str = "") -> Quantity | None:
        """The quantity of ``span``, given the text ``before`` it in its sentence; None if it is none.

        What stands before, but does not touch, may give the bound: 至少增加3个.
        """
        quantity = self._read("".join(span.split()))
        if quantity is None:
            return None
        if span.startswith("一") and quantity.value == 1 and _is_denied(before):
            return replace(quantity, value=Decimal(0))  # 未发生一起: there was none
        if quantity.is_fraction and _is_compared(before[-12:]) and quantity.value is not None:
            quantity = replace(quantity, value=quantity.value / 100, unit="times")
        if quantity.classifier == "位" and before[-1:] in tuple("移升进退降"):
            quantity = replace(quantity, unit="rank", classifier=None)  # 前移9位
        if quantity.bound == "exact" and quantity.value is not None and quantity.unit != "rank":
            return replace(quantity, bound=self.bounds.apart(before))
        return quantity

    def said_per(self, text: str) -> set[str]:
        """The units that an amount is said to be per in the clause that ``text`` ends in: 每人每月再提高."""
        parts = re.split("[每/／]", re.split("[，；：]", text)[-1])[1:]
        return {unit for part in parts for word, unit in self._per if part.startswith(word)}

    def _read_anew(self, span: str) -> Quantity | None:
        outer, rest = self._without_per(span)
        bound, rest = self._without_bounds(rest)
        is_signed = rest.startswith(tuple(_MINUS))  # -2.1%
        rest = rest[is_signed:]
        if is_signed and rest[:1] not in _IN_NUMBER:
            return None
        if rest[:1] == "上" and rest[1:2] in _MULTIPLIERS:  # 上亿元
            bound, rest = "at_least", rest[1:]
        inner, rest = self._without_per(rest)
        is_speed, rest = rest.startswith("时速"), rest.removeprefix("时速").removeprefix("连续")
        found = self._within(rest) or self._measured(rest, bound)
        if found and is_signed and found.unit not in (*_RELATIVE, "Cel", "kV"):
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
        return (
            self._whole(core, bound if bound != "exact" else bound_after)
            or self._range(core)
            or self._composed(rest, bound)
        )

    def _whole(self, core: str, bound: str) -> Quantity | None:
        """A quantity of a form of its own, which has no unit to look for."""
        found = (
            _word(core)
            or _ratio(core)
            or _doubled(core)
            or self._run(core)
            or self._nothing(core)
            or self._part(core)
            or self._compound(core)
        )
        return replace(found, bound=bound) if found and found.bound == "exact" else found

    def _number(self, text: str) -> tuple[str, str]:
        """The number that ``text`` begins with, its multipliers included, and the rest of the text."""
        number, rest = self._leading(text, _IN_NUMBER)
        fraction, after = self._leading(rest[1:], numerals.DIGITS)
        if number and fraction and rest[0] == "点":  # 四点六万
            multipliers, rest = self._leading(after, _MULTIPLIERS)
            number += f"点{fraction}{multipliers}"
        return number, rest

    def _leading(self, text: str, characters: frozenset[str] | dict[str, int]) -> tuple[str, str]:
        """The ``characters`` that ``text`` begins with, up to a unit that begins like a numeral (千瓦)."""
        end = 0
        while (
            end < len(text)
            and text[end] in characters
            and not text.startswith(self._unit_words, end)
        ):
            end += 1
        return text[:end], text[end:]

    def _run(self, span: str) -> Quantity | None:
        """``十二连增``, ``7年连冠``: a number of years."""
        number, rest = self._number(span)
        if rest.removeprefix("年") not in _RUNS:
            return None
        return _quantity(numerals.parse(number), "year")

    def _compound(self, span: str) -> Quantity | None:
        """``3元2角``, ``一年零六个月``: a number of a unit and the rest in a smaller one."""
        word = next((w for w in _SMALLER if span.endswith(w)), None)
        if word is None:
            return None
        larger, unit, ratio = _SMALLER[word]
        first, rest = self._number(span.removesuffix(word))
        written = next((w for w in self._unit_words if rest.startswith(w)), "")
        if self._units.get(written) != larger:
            return None
        whole, part = (
            numerals.parse(first),
            numerals.parse(rest.removeprefix(written).lstrip("零又")),
        )
        if whole is None or part is None:
            return None
        value = whole + part * ratio if larger == unit else whole * ratio + part
        return Quantity(value, unit)

    def _nothing(self, span: str) -> Quantity | None:
        """``零事故``, but not ``零度``."""
        thing = span[1:]
        if span[:1] != "零" or not _is_word(thing, 3):
            return None
        measured = self._unit(thing)
        if measured is None or measured.unit != "count":
            return None
        return Quantity(Decimal(0), "count")

    def _range(self, span: str) -> Quantity | None:
        """``5%—6%``, ``5至10个``: two ends; the first may leave out the unit and the multiplier."""
        first, rest = self._number(span)
        at = next((i for i, c in enumerate(rest) if c in _TO), len(rest))
        second, written = self._number(rest[at:].lstrip(_TO))
        if not first:
            return None
        low, high = numerals.parse(first), numerals.parse(second)
        is_bare = not written and second[-1:] in _MULTIPLIERS
        measured = _Measured("CNY") if is_bare else self._unit(written)
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
        number, rest = self._number(rest[len(sign) :])
        if rest[:1] in ("多", "余") or (rest[:1] == "来" and number[-1:] in _MULTIPLIERS):
            multipliers, rest = self._leading(rest[1:], _MULTIPLIERS)  # 10多亿元
            number += multipliers
            bound = "about" if bound == "about" else "over"
        bound_after, rest = self.bounds.split_after(rest)
        bound = bound_after if bound == "exact" else bound
        value = numerals.parse(number)
        if not rest:
            return _quantity(value, _SIGNS.get(sign, "CNY"), bound=bound, bare=not sign)
        measured = self._unit(rest)
        if measured is None:
            return None
        if value is None and (ends := numerals.ends(number)):  # 三四十万人
            return Quantity(None, measured.unit, measured.classifier, ends=ends)
        value = value if value is None else value / measured.divisor
        return _quantity(value, measured.unit, measured.classifier, bound)

    def _rank(self, text: str, bound: str) -> Quantity | None:
        """``第3位``, ``前三``."""
        number, rest = self._number(text[1:])
        if rest not in ("", "位", "名"):
            return None
        return _quantity(
            numerals.parse(number), "rank", bound="at_most" if text[0] == "前" else bound
        )

    def _part(self, text: str) -> Quantity | None:
        """A part of a whole in %, or a number and a half: ``百分之五``, ``七成``, ``1/3``, ``一年半``."""
        whole, is_fraction, part = text.partition("分之")
        if is_fraction:
            return _share(part, whole)
        part, is_fraction, whole = text.partition("/")
        if is_fraction and len(text) <= 5 and part.isdecimal() and whole.isdecimal():
            return _share(part, whole) if int(part) < int(whole) else None
        tenths, is_tenths, more = text.partition("成")
        if is_tenths and len(tenths) == 1:
            return _tenths(numerals.parse(f"{tenths}十"), more)
        number, rest = self._number(text)
        value = numerals.parse(number)
        if value is not None and rest in _HALVES:
            return Quantity(value + Decimal("0.5"), _HALVES[rest])
        if value is not None and rest in _MORE_THAN:
            return Quantity(value, _MORE_THAN[rest], bound="over")
        return None

    def _unit(self, written: str) -> _Measured | None:
        """A listed unit, one made of listed ones, else a count and its classifier."""
        written = written.replace("／", "/")
        if written.removeprefix("个") == "基点":
            return _Measured("pp", divisor=Decimal(100))
        if unit := self._units.get(written) or self._units.get(written.removeprefix("个")):
            return _Measured(unit)
        top, sign, bottom = written.rpartition("/")  # 元/人/月
        if not sign:
            top, sign, bottom = written.partition("每")
        return self._divided(top, bottom) if sign else self._undivided(written)

    def _undivided(self, written: str) -> _Measured | None:
        """``吨公里``, else a count: ``台（套）``."""
        distance = next((d for d in _DISTANCES if written.endswith(d)), "")
        if distance and (unit := self._units.get(written.removesuffix(distance))):
            return _Measured(f"{unit}.{self._units[distance]}")
        return _Measured("count", written) if _is_classifier(written) else None

    def _divided(self, top: str, bottom: str) -> _Measured | None:
        """``元/亩``, ``吨标准煤/万元`` (the value is divided), ``元/家``."""
        multiplier, per = self._number(bottom)
        divisor = numerals.parse(multiplier) if multiplier else Decimal(1)
        if not top or divisor is None or not divisor:
            return None
        if unit := self._units.get(f"{top}/{per}"):
            return _Measured(unit, divisor=divisor)
        over = self._unit(top)
        under = dict(self._per).get(per, "count" if _is_classifier(per) else None)
        if over is None or under is None:
            return None
        unit = f"{over.unit}/{under}" if under else over.unit  # 5万元/次 stays in CNY
        return _Measured(unit, over.classifier, divisor)

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
        while found := next((p for p in self._per if text.startswith(f"每{p[0]}")), None):
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


def _is_word(text: str, longest: int) -> bool:
    """Whether ``text`` is letters or Chinese characters, and none of them a numeral."""
    return len(text) <= longest and text.isalpha() and numerals.NUMERAL_CHARACTERS.isdisjoint(text)


def _is_classifier(text: str) -> bool:
    """A short word, which may have another in brackets after it: ``台（套）``."""
    word, opening, other = text.partition("（")
    other_is_closed = other.endswith("）") and other.count("）") == 1 and len(other) > 1
    is_plain = _is_word(word, 4) and word not in _RUNS and not set(word) & set(_TO)
    return is_plain and (other_is_closed or not opening)


def _word(span: str) -> Quantity | None:
    """``持平``, ``半数``; 零 and 0 are of whatever the text says."""
    if span in ("零", "0"):
        return Quantity(Decimal(0), "count", bare=True)
    if span not in _WORDS:
        return None
    value, unit = _WORDS[span]
    return Quantity(Decimal(value), unit, bare=span == "清零")


def _tenths(value: Decimal | None, more: str) -> Quantity | None:
    """``七成``, ``七成半``, ``七成八``, ``七成多``."""
    if value is None or value not in range(10, 100, 10):
        return None
    if more in ("", "多"):
        return Quantity(value, "%", bound="over" if more else "exact")
    rest = Decimal(5) if more == "半" else numerals.parse(more)
    if rest is None or rest not in range(1, 10) or len(more) > 1:
        return None
    return Quantity(value + rest, "%")


def _ratio(span: str) -> Quantity | None:
    """``1∶22.6∶76.4``, ``3比1``."""
    for sign in "∶：比":
        span = span.replace(sign, ":")
    terms = span.split(":")
    if len(terms) < 2 or not all(map(_is_plain_number, terms)):
        return None
    return Quantity(None, "ratio", parts=tuple(map(Decimal, terms)))


def _heads(written: str) -> tuple[str, ...]:
    """What the first number of a range may have of the unit of both: 1.5元至8元/吨."""
    return "", written, written.replace("／", "/").partition("/")[0]


def _is_plain_number(text: str) -> bool:
    """Whether ``text`` is ASCII digits, with or without a decimal fraction."""
    whole, point, fraction = text.partition(".")
    return text.isascii() and whole.isdecimal() and (fraction.isdecimal() or not point)


def _doubled(span: str) -> Quantity | None:
    """``翻两番`` is four times as much; more than nine times over is no way to say anything.

    ``翻两番半`` is half way to the next: six times.
    """
    doubled = span.removesuffix("半")
    if not (span.startswith("翻") and doubled.endswith("番")):
        return None
    times = numerals.parse(doubled[1:-1].removeprefix("了"))
    if times is None or times not in range(1, 10):
        return None
    value = Decimal(2 ** int(times))
    return Quantity(value if doubled == span else value * 3 / 2, "times")


def _share(part: str, whole: str) -> Quantity | None:
    """``百分之五`` is 5 %, ``三分之二`` 66.67 %."""
    of, value = numerals.parse(whole), numerals.parse(part)
    if not of or value is None or value > 1000 * of:  # a Decimal has no room to round larger ones
        return None
    share = value * 100 / of
    if of == 100:
        return Quantity(share, "%")
    return Quantity(share.quantize(Decimal("0.01")), "%", is_fraction=True)


def _quantity(
    value: Decimal | None,
    unit: str,
    classifier: str | None = None,
    bound: str = "exact",
    bare: bool = False,
) -> Quantity | None:
    """The quantity, or None if its number is not one."""
    return None if value is None else Quantity(value, unit, classifier, bound, bare=bare)
