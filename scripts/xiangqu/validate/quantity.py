"""What a quantity span says by itself: value, unit, classifier and bound, read anew from its text.

Shares no code with the rules that draft claims; both know the numerals of `xiangqu.text.numerals` and
the words of ``schema/vocabularies/``. Inclusion of the number: Civil Code of the PRC, article 1259.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal

from ..annotation.vocabulary import Vocabulary
from ..text import numerals

_DIGITS = "[0-9０-９.．，,〇零一二三四五六七八九十百千万亿两半双]"
_NUMBER = f"(?:(?!百分点|千[米瓦克伏卡升帕]){_DIGITS})+(?:点[〇零一二三四五六七八九]+[百千万亿]*)?"
_BLANK = re.compile("[ \u00a0\u2009\u3000]")
_WHOLE = {
    "翻番": (Decimal(2), "times"),
    "持平": (Decimal(0), "%"),
    "零增长": (Decimal(0), "%"),
    "清零": (Decimal(0), "count"),
    "首位": (Decimal(1), "rank"),
}
_ZERO = re.compile(r"零(?:[\u3400-\u9fff]{1,3})?")
_RUN = re.compile(f"({_NUMBER})年?连[增升降减冠丰涨跌胜]")
_DOUBLED = re.compile(f"翻了?({_NUMBER})番")
_PER_UNIT = {
    "月": "month", "年": "year", "日": "day", "天": "day", "小时": "hour", "公斤": "kg", "千克": "kg",
    "吨": "t", "亩": "mu", "平方米": "m2", "平方公里": "km2", "立方米": "m3", "方": "m3",
    "千瓦时": "kWh", "度": "kWh", "人": "person", "户": "household", "公里": "km", "米": "m",
    "人每月": "month", "人每年": "year", "生": "person", "生每年": "year", "斤": "", "餐": "", "次": "",
}  # fmt: skip
_PER = re.compile("每(" + "|".join(sorted(_PER_UNIT, key=len, reverse=True)) + ")")
_SIGN = re.compile("[-－−±]")
_HALF = re.compile(f"({_NUMBER})(?:个(半|多)(小时|月)|年半)")
_HALF_UNIT = {"小时": "hour", "月": "month", None: "year"}
_TENTHS = re.compile("([一二三四五六七八九1-9])成(半|多)?")
_SLASH = re.compile("([1-9])/([2-9]|[1-9]0)")
_LIMITED = ("hour", "minute", "day", "workday", "second")
_SIGNED = ("%", "‰", "pp", "times", "Cel")
_TERM = r"[0-9]+(?:\.[0-9]+)?"
_RATIO = re.compile(f"{_TERM}(?:[∶:：比]{_TERM})+")
_RANGE = re.compile(f"({_NUMBER})([^0-9至到]{{0,4}}?)(?:—+|–|-|~|～|至|到)({_NUMBER})(.*)")
_FRACTION = re.compile(f"({_NUMBER})分之({_NUMBER})")
_RANK = re.compile(f"(第|前)({_NUMBER})[位名]?")
_CLASSIFIER = re.compile(rf"(?:(?!{_DIGITS})[\u3400-\u9fffA-Za-z]){{1,4}}(?:（[^（）]+）)?")
_NO_BOUND = re.compile(
    "[节签预履违合大制简特条公协盟邀][约]$|[附最临邻靠亲走就远相贴][近]$|[赶反][超]$"
)
_MANY = 10_000  # spans whose reading is kept: the same ones come again and again
_DENIED = re.compile(r"(?:未|没有|无)[^，。；]{0,6}$")


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
        self._before = _words(bounds, "before")
        self._after = _words(bounds, "after")
        self._known: dict[str, Quantity | None] = {}

    def read(self, span: str, before: str = "") -> Quantity | None:
        """The quantity of ``span``, given the text ``before`` it in its sentence; None if it is none."""
        quantity = self._known.get(span)
        if quantity is None:
            quantity = self._known[span] = self._read(span)
            if len(self._known) > _MANY:
                self._known.clear()
        if quantity and span.startswith("一") and quantity.value == 1 and _DENIED.search(before):
            return replace(quantity, value=Decimal(0))  # 未发生一起: there was none
        return quantity

    def _read(self, span: str) -> Quantity | None:
        span = _BLANK.sub("", span)
        if sign := _SIGN.match(span):
            signed = self._read(span[sign.end() :])
            return signed if signed and signed.unit in _SIGNED else None
        if span in _WHOLE:
            return Quantity(*_WHOLE[span])
        if _RATIO.fullmatch(span):
            parts = tuple(Decimal(part) for part in re.split("[∶:：比]", span))
            return Quantity(None, "ratio", parts=parts)
        if run := _RUN.fullmatch(span):
            return _counted(numerals.parse(run[1]), "year")
        if doubled := _DOUBLED.fullmatch(span):
            times = numerals.parse(doubled[1])
            return None if times is None else Quantity(Decimal(2) ** int(times), "times")
        if _ZERO.fullmatch(span) and span[1:] not in self._units:
            return Quantity(Decimal(0), "count")
        return self._range(span) or self._composed(span)

    def bound_word(self, before: str, after: str) -> str | None:
        """The bound word that touches a span from outside, if there is one; 节约 and 附近 are none."""
        for word, _ in self._before:
            if before.endswith(word) and not _NO_BOUND.search(before):
                return word
        return next((w for w, _ in self._after if len(w) > 1 and after.startswith(w)), None)

    def _range(self, span: str) -> Quantity | None:
        """``5%—6%``, ``5至10个``: both ends in the unit that the second has."""
        match = _RANGE.fullmatch(span)
        if not match:
            return None
        shared = re.sub("^.*?([百千万亿]*)$", r"\1", match[3])  # 3—5万元
        first = (
            match[1]
            if match[1][-1] in "百千万亿" or match[1][0] in "一二三四五六七八九"
            else match[1] + shared
        )
        low, high = numerals.parse(first), numerals.parse(match[3])
        _, rest = _take(match[4], self._after, str.endswith, str.removesuffix)
        unit, classifier = self._unit(rest)
        if low is None or high is None or not unit or match[2] not in ("", rest):
            return None
        return Quantity(None, unit, classifier, ends=(low, high))

    def _composed(self, span: str) -> Quantity | None:
        """Bound words, 每月, the number with its multiplier, 多 or 余, then the unit or classifier."""
        unit_before, rest = _pers(span)
        bound, rest = _take(rest, self._before, str.startswith, str.removeprefix)
        unit_after, rest = _pers(rest)
        per = unit_after or unit_before
        if rank := _RANK.fullmatch(rest):
            return _counted(
                numerals.parse(rank[2]), "rank", bound="at_most" if rank[1] == "前" else bound
            )
        speed, rest = rest.startswith("时速"), rest.removeprefix("时速").removeprefix("连续")
        after, core = _take(rest, self._after, str.endswith, str.removesuffix)
        if part := _part(core, bound if bound != "exact" else after):
            return part
        number = re.match(_NUMBER, rest)
        if not number:
            return None
        digits, rest = number[0], rest[number.end() :]
        if more := re.match("(?:[多余]|来(?=[个名家件万亿]))([百千万亿]*)", rest):
            digits, rest = digits + more[1], rest[more.end() :]
            bound = bound if bound == "about" else "over"
        after, rest = _take(rest, self._after, str.endswith, str.removesuffix)
        bound = after if bound == "exact" else bound
        value = numerals.parse(digits)
        if not rest:
            return _counted(value, "CNY", None, bound, bare=True)
        if rest.endswith("内") and self._unit(rest[:-1])[0] in _LIMITED:
            rest, bound = rest[:-1], "at_most"
        unit, classifier = self._unit(rest)
        if not unit:
            return None
        if speed:
            unit = "km/h" if unit == "km" else unit
        return _counted(
            value, f"{unit}/{per}" if per and "/" not in unit else unit, classifier, bound
        )

    def _unit(self, written: str) -> tuple[str | None, str | None]:
        """A listed unit, else a count and its classifier; None if ``written`` can be neither."""
        unit = self._units.get(written) or self._units.get(written.removeprefix("个"))
        if unit:
            return unit, None
        one, _, other = written.replace("／", "/").partition("/")
        if one in self._units and other in self._units:
            return f"{self._units[one]}/{self._units[other]}", None
        return ("count", written) if _CLASSIFIER.fullmatch(written) else (None, None)


def _words(bounds: Vocabulary, side: str) -> list[tuple[str, str]]:
    pairs = [(word, bound) for bound, term in bounds.terms.items() for word in term[side]]
    return sorted(pairs, key=lambda pair: -len(pair[0]))


def _take(
    text: str,
    words: list[tuple[str, str]],
    has: Callable[[str, str], bool],
    without: Callable[[str, str], str],
) -> tuple[str, str]:
    """The bound whose word stands at that end of ``text``, and the text without the word."""
    for word, bound in words:
        if has(text, word) and text != word:
            return bound, without(text, word)
    return "exact", text


def _pers(text: str) -> tuple[str, str]:
    """What the amounts are per (the innermost that has a unit), and the text without 每月 and the like."""
    per = ""
    while match := _PER.match(text):
        per, text = _PER_UNIT[match[1]] or per, text[match.end() :]
    return per, text


def _part(text: str, bound: str) -> Quantity | None:
    """Parts of a whole in %, and halves: 百分之五, 七成, 1/3, 一个半小时."""
    if part := _FRACTION.fullmatch(text):
        return _fraction(part[1], part[2], bound)
    if slash := _SLASH.fullmatch(text):
        return _fraction(slash[2], slash[1], bound)
    if tenths := _TENTHS.fullmatch(text):
        value = (numerals.parse(tenths[1]) or Decimal(0)) * 10 + (5 if tenths[2] == "半" else 0)
        return Quantity(value, "%", bound="over" if tenths[2] == "多" else bound)
    half = _HALF.fullmatch(text)
    count = numerals.parse(half[1]) if half else None
    if half is None or count is None:
        return None
    value = count + (0 if half[2] == "多" else Decimal("0.5"))
    return Quantity(value, _HALF_UNIT[half[3]], bound="over" if half[2] == "多" else bound)


def _fraction(whole: str, part: str, bound: str) -> Quantity | None:
    """``百分之五`` is 5 %, ``三分之二`` 66.67 %."""
    of, value = numerals.parse(whole), numerals.parse(part)
    if not of or value is None:
        return None
    share = value * 100 / of
    return Quantity(share if of == 100 else share.quantize(Decimal("0.01")), "%", bound=bound)


def _counted(
    value: Decimal | None,
    unit: str,
    classifier: str | None = None,
    bound: str = "exact",
    bare: bool = False,
) -> Quantity | None:
    return None if value is None else Quantity(value, unit, classifier, bound, bare=bare)
