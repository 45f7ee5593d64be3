"""What a quantity span says by itself: value, unit, classifier and bound, read anew from its text.

Shares no code with the rules that draft claims; both know the numerals of `xiangqu.numerals` and
the words of ``schema/vocabularies/``. Inclusion of the number: Civil Code of the PRC, article 1259.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal

from .. import numerals
from ..vocabulary import Vocabulary

_DIGITS = "[0-9０-９.．，,〇零一二三四五六七八九十百千万亿两半双]"
_NUMBER = f"(?:(?!百分点){_DIGITS})+"
_WHOLE = {
    "翻番": (Decimal(2), "times"),
    "持平": (Decimal(0), "%"),
    "零增长": (Decimal(0), "%"),
    "清零": (Decimal(0), "count"),
    "首位": (Decimal(1), "rank"),
}
_ZERO = re.compile(r"零(?:[\u3400-\u9fff]{1,3})?")
_RUN = re.compile(f"({_NUMBER})年?连[增升降减]")
_DOUBLED = re.compile(f"翻({_NUMBER})番")
_PER = re.compile(r"每(月|年|公斤)")
_PER_UNIT = {"月": "/month", "年": "/year", "公斤": "/kg"}
_TERM = r"[0-9]+(?:\.[0-9]+)?"
_RATIO = re.compile(f"{_TERM}(?:[∶:：比]{_TERM})+")
_RANGE = re.compile(f"({_NUMBER})([^0-9至到]{{0,4}}?)(?:—+|–|-|~|～|至|到)({_NUMBER})(.*)")
_FRACTION = re.compile(f"({_NUMBER})分之({_NUMBER})")
_RANK = re.compile(f"(第|前)({_NUMBER})")
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
        low, high = numerals.parse(match[1]), numerals.parse(match[3])
        unit, classifier = self._unit(match[4])
        if low is None or high is None or not unit or match[2] not in ("", match[4]):
            return None
        return Quantity(None, unit, classifier, ends=(low, high))

    def _composed(self, span: str) -> Quantity | None:
        """Bound words, 每月, the number with its multiplier, 多 or 余, then the unit or classifier."""
        bound, rest = _take(span, self._before, str.startswith, str.removeprefix)
        per = _PER.match(rest)
        rest = rest[per.end() :] if per else rest
        if rank := _RANK.fullmatch(rest):
            return _counted(
                numerals.parse(rank[2]), "rank", bound="at_most" if rank[1] == "前" else bound
            )
        if part := _FRACTION.fullmatch(rest):
            return _fraction(part[1], part[2], bound)
        rest = rest.removeprefix("连续")
        number = re.match(_NUMBER, rest)
        if not number:
            return None
        digits, rest = number[0], rest[number.end() :]
        if more := re.match("[多余]([百千万亿]*)", rest):
            digits, rest = digits + more[1], rest[more.end() :]
            bound = bound if bound == "about" else "over"
        after, rest = _take(rest, self._after, str.endswith, str.removesuffix)
        bound = after if bound == "exact" else bound
        value = numerals.parse(digits)
        if not rest:
            return _counted(value, "CNY", None, bound, bare=True)
        unit, classifier = self._unit(rest)
        if not unit:
            return None
        return _counted(value, unit + (_PER_UNIT[per[1]] if per else ""), classifier, bound)

    def _unit(self, written: str) -> tuple[str | None, str | None]:
        """A listed unit, else a count and its classifier; None if ``written`` can be neither."""
        unit = self._units.get(written) or self._units.get(written.removeprefix("个"))
        if unit:
            return unit, None
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
