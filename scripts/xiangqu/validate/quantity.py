"""What a quantity span says by itself: value, unit, classifier and bound, read anew from its text.

A span is given whole, so it is taken apart from its ends inwards, word by word. The rules that draft
claims search running prose with regular expressions instead; neither knows the other's patterns or
words, and a test holds them apart. Both know the numerals of `xiangqu.text.numerals` and the words of
``schema/vocabularies/``. Whether a bound includes its number: Civil Code of the PRC, article 1259.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from ..annotation.vocabulary import Vocabulary
from ..text import numerals
from .bounds import Bounds, longest_first

_MULTIPLIERS = frozenset(numerals.SMALL) | frozenset(numerals.LARGE)
_IN_NUMBER = numerals.NUMERAL_CHARACTERS | frozenset(".．,，")
_WORDS = {
    "翻番": (2, "times"),
    "零增长": (0, "%"),
    "持平": (0, "%"),
    "零": (0, "count"),
    "清零": (0, "count"),
    "首位": (1, "rank"),
}
_RUNS = frozenset(["连增", "连涨", "连升", "连胜", "连冠", "连丰", "连降", "连减", "连跌"])
_HALVES = {"个半小时": "hour", "个半月": "month", "年半": "year"}
_MORE_THAN = {"个多小时": "hour", "个多月": "month"}
_PER = {"月": "month", "人": "person", "生": "person", "户": "household"}
_PER_NOTHING = ("次", "餐", "斤")  # no unit of the vocabulary: 每餐5元 stays in CNY
_MINUS = "−－-±"
_RELATIVE = ("‰", "%", "pp", "times")
_TIMES = frozenset(["second", "minute", "hour", "day", "workday", "month", "year"])
_TO = "至到~～-–—"


@dataclass(frozen=True, slots=True)
class Quantity:
    """``value`` in the base unit, or ``parts`` of a ratio, or ``ends`` of a written range.

    ``bare``: no unit is written, so it is CNY or a count without a measure word.
    """

    value: Decimal | None
    unit: str
    classifier: str | None = None
    bound: str = "exact"
    parts: tuple[Decimal, ...] | None = None
    ends: tuple[Decimal, Decimal] | None = None
    bare: bool = False

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


class Reader:
    """Reads quantity spans with the units and bounds of the vocabularies."""

    def __init__(self, units: Vocabulary, bounds: Vocabulary) -> None:
        self._units = {word: u for u, term in units.terms.items() for word in term["written"]}
        self._unit_words = tuple(self._units)
        per = self._units | _PER | dict.fromkeys(_PER_NOTHING, "")
        self._per = longest_first(per.items())
        self.bounds = Bounds(bounds)
        self._read = lru_cache(maxsize=10_000)(
            self._read_anew
        )  # the same spans come again and again

    def read(self, span: str, before: str = "") -> Quantity | None:
        """The quantity of ``span``, given the text ``before`` it in its sentence; None if it is none."""
        quantity = self._read("".join(span.split()))
        if quantity and span.startswith("一") and quantity.value == 1 and _is_denied(before):
            return replace(quantity, value=Decimal(0))  # 未发生一起: there was none
        return quantity

    def _read_anew(self, span: str) -> Quantity | None:
        if span.startswith(tuple(_MINUS)):
            signed = self._read_anew(span[1:])
            return signed if signed and signed.unit in (*_RELATIVE, "Cel") else None
        if span in _WORDS:
            value, unit = _WORDS[span]
            return Quantity(Decimal(value), unit)
        return (
            _ratio(span)
            or _doubled(span)
            or self._run(span)
            or self._nothing(span)
            or self._range(span)
            or self._composed(span)
        )

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

    def _nothing(self, span: str) -> Quantity | None:
        """``零事故``, but not ``零度``."""
        thing = span[1:]
        if span[:1] != "零" or not _is_word(thing, 3) or thing in self._units:
            return None
        return Quantity(Decimal(0), "count")

    def _range(self, span: str) -> Quantity | None:
        """``5%—6%``, ``5至10个``: two ends; the first may leave out the unit and the multiplier."""
        first, rest = self._number(span)
        at = next((i for i, c in enumerate(rest) if c in _TO), len(rest))
        second, rest_of_second = self._number(rest[at:].lstrip(_TO))
        if not first:
            return None
        if first[-1].isdecimal():
            first += second[len(second.rstrip("百千万亿")) :]  # 3—5万元
        low, high = numerals.parse(first), numerals.parse(second)
        _, written = self.bounds.split_after(rest_of_second)
        unit, classifier = self._unit(written)
        if low is None or high is None or unit is None or rest[:at] not in ("", written):
            return None
        return Quantity(None, unit, classifier, ends=(low, high))

    def _composed(self, span: str) -> Quantity | None:
        """Bound words, 每月, the number with its multiplier, 多 or 余, then the unit or classifier."""
        outer, rest = self._without_per(span)
        bound, rest = self.bounds.split_before(rest)
        inner, rest = self._without_per(rest)
        if rest.startswith(("第", "前")):
            return self._rank(rest, bound)
        is_speed, rest = rest.startswith("时速"), rest.removeprefix("时速").removeprefix("连续")
        bound_after, core = self.bounds.split_after(rest)
        if part := self._part(core, bound_after if bound == "exact" else bound):
            return part
        number, rest = self._number(rest)
        if rest[:1] in ("多", "余") or (rest[:1] == "来" and number[-1:] in _MULTIPLIERS):
            multipliers, rest = self._leading(rest[1:], _MULTIPLIERS)  # 10多亿元
            number += multipliers
            bound = "about" if bound == "about" else "over"
        bound_after, rest = self.bounds.split_after(rest)
        bound = bound_after if bound == "exact" else bound
        value = numerals.parse(number)
        if not rest:
            return _quantity(value, "CNY", bound=bound, bare=True)
        if rest.endswith("内") and self._unit(rest[:-1])[0] in _TIMES:
            rest, bound = rest[:-1], "at_most"
        unit, classifier = self._unit(rest)
        if unit is None:
            return None
        if is_speed:
            unit = "km/h" if unit == "km" else unit
        per = inner or outer
        unit = f"{unit}/{per}" if per and "/" not in unit else unit
        return _quantity(value, unit, classifier, bound)

    def _rank(self, text: str, bound: str) -> Quantity | None:
        """``第3位``, ``前三``."""
        number, rest = self._number(text[1:])
        if rest not in ("", "位", "名"):
            return None
        return _quantity(
            numerals.parse(number), "rank", bound="at_most" if text[0] == "前" else bound
        )

    def _part(self, text: str, bound: str) -> Quantity | None:
        """A part of a whole in %, or a number and a half: ``百分之五``, ``七成``, ``1/3``, ``一年半``."""
        whole, is_fraction, part = text.partition("分之")
        if is_fraction:
            return _share(part, whole, bound)
        part, is_fraction, whole = text.partition("/")
        if is_fraction and len(text) <= 5 and part.isdecimal() and whole.isdecimal():
            return _share(part, whole, bound) if int(part) < int(whole) else None
        tenths, is_tenths, more = text.partition("成")
        if is_tenths and len(tenths) == 1 and more in ("", "半", "多"):
            value = numerals.parse(f"{tenths}十")
            if value is None or value not in range(10, 100, 10):
                return None
            value += 5 if more == "半" else 0
            return Quantity(value, "%", bound="over" if more == "多" else bound)
        number, rest = self._number(text)
        value = numerals.parse(number)
        if value is not None and rest in _HALVES:
            return Quantity(value + Decimal("0.5"), _HALVES[rest], bound=bound)
        if value is not None and rest in _MORE_THAN:
            return Quantity(value, _MORE_THAN[rest], bound="over")
        return None

    def _unit(self, written: str) -> tuple[str | None, str | None]:
        """A listed unit, else a count and its classifier; None if ``written`` can be neither."""
        unit = self._units.get(written) or self._units.get(written.removeprefix("个"))
        if unit:
            return unit, None
        one, _, other = written.replace("／", "/").partition("/")
        if one in self._units and other in self._units:
            return f"{self._units[one]}/{self._units[other]}", None
        return ("count", written) if _is_classifier(written) else (None, None)

    def _without_per(self, text: str) -> tuple[str, str]:
        """What an amount is per (the innermost that has a unit: 每人每月), and the text without it."""
        per = ""
        while found := next((p for p in self._per if text.startswith(f"每{p[0]}")), None):
            per, text = found[1] or per, text[1 + len(found[0]) :]
        return per, text


def _is_denied(before: str) -> bool:
    """Whether the clause that ``before`` ends in says that what follows did not happen."""
    clause = before[-8:].replace("。", "，").replace("；", "，").rpartition("，")[2]
    return any(word in clause for word in ("未", "无", "没有"))


def _is_word(text: str, longest: int) -> bool:
    """Whether ``text`` is letters or Chinese characters, and none of them a numeral."""
    return len(text) <= longest and text.isalpha() and numerals.NUMERAL_CHARACTERS.isdisjoint(text)


def _is_classifier(text: str) -> bool:
    """A short word, which may have another in brackets after it: ``台（套）``."""
    word, opening, other = text.partition("（")
    other_is_closed = other.endswith("）") and other.count("）") == 1 and len(other) > 1
    return _is_word(word, 4) and not set(word) & set(_TO) and (other_is_closed or not opening)


def _ratio(span: str) -> Quantity | None:
    """``1∶22.6∶76.4``, ``3比1``."""
    for sign in "∶：比":
        span = span.replace(sign, ":")
    terms = span.split(":")
    if len(terms) < 2 or not all(map(_is_plain_number, terms)):
        return None
    return Quantity(None, "ratio", parts=tuple(map(Decimal, terms)))


def _is_plain_number(text: str) -> bool:
    """Whether ``text`` is ASCII digits, with or without a decimal fraction."""
    whole, point, fraction = text.partition(".")
    return text.isascii() and whole.isdecimal() and (fraction.isdecimal() or not point)


def _doubled(span: str) -> Quantity | None:
    """``翻两番`` is four times as much; more than nine times over is no way to say anything."""
    if not (span.startswith("翻") and span.endswith("番")):
        return None
    times = numerals.parse(span[1:-1].removeprefix("了"))
    if times is None or times not in range(1, 10):
        return None
    return Quantity(Decimal(2 ** int(times)), "times")


def _share(part: str, whole: str, bound: str) -> Quantity | None:
    """``百分之五`` is 5 %, ``三分之二`` 66.67 %."""
    of, value = numerals.parse(whole), numerals.parse(part)
    if not of or value is None or value > 1000 * of:  # a Decimal has no room to round larger ones
        return None
    share = value * 100 / of
    return Quantity(share if of == 100 else share.quantize(Decimal("0.01")), "%", bound=bound)


def _quantity(
    value: Decimal | None,
    unit: str,
    classifier: str | None = None,
    bound: str = "exact",
    bare: bool = False,
) -> Quantity | None:
    """The quantity, or None if its number is not one."""
    return None if value is None else Quantity(value, unit, classifier, bound, bare=bare)
