"""What a quantity span says by itself: value, unit, classifier and bound, read anew from its text.

Shares no code with the rules that draft claims; both know the numerals of `xiangqu.numerals` and
the words of ``schema/vocabularies/``. Inclusion of the number: Civil Code of the PRC, article 1259.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from .. import numerals
from ..vocabulary import Vocabulary

_NUMBER = "[0-9０-９.．，,〇零一二三四五六七八九十百千万亿两半双]"
_WHOLE = {
    "翻番": (Decimal(2), "times"),
    "翻一番": (Decimal(2), "times"),
    "持平": (Decimal(0), "%"),
    "零增长": (Decimal(0), "%"),
    "清零": (Decimal(0), "count"),
    "首位": (Decimal(1), "rank"),
}
_ZERO = re.compile(r"零(?:[^0-9元%％]{1,3})?")
_RUN = re.compile(f"({_NUMBER}+?)年?连[增升降减]")
_PER = re.compile(r"每(月|年|公斤)")
_PER_UNIT = {"月": "/month", "年": "/year", "公斤": "/kg"}
_RATIO = re.compile(r"[0-9.]+(?:[∶:：比][0-9.]+)+")
_DENIED = re.compile(r"(?:未|没有|无)[^，。；]{0,6}$")


@dataclass(frozen=True, slots=True)
class Quantity:
    """``value`` in the base unit, or ``parts`` of a ratio; ``low``/``high`` as the bound asserts."""

    value: Decimal | None
    unit: str
    classifier: str | None
    bound: str
    parts: tuple[Decimal, ...] | None = None
    range: tuple[Decimal, Decimal] | None = None

    @property
    def low(self) -> Decimal | None:
        if self.range:
            return self.range[0]
        return self.value if self.bound in ("exact", "over", "at_least") else None

    @property
    def high(self) -> Decimal | None:
        if self.range:
            return self.range[1]
        return self.value if self.bound in ("exact", "under", "at_most") else None


class Reader:
    """Reads quantity spans with the units and bounds of the vocabularies."""

    def __init__(self, units: Vocabulary, bounds: Vocabulary) -> None:
        self._units = sorted(
            ((w, u) for u, term in units.terms.items() for w in term["written"]),
            key=lambda pair: -len(pair[0]),
        )
        self._before = _words(bounds, "before")
        self._after = _words(bounds, "after")

    def read(self, span: str, before: str = "") -> Quantity | None:
        """The quantity of ``span``, given the text ``before`` it in its sentence; None if it is none."""
        if span in _WHOLE:
            value, unit = _WHOLE[span]
            return Quantity(value, unit, None, "exact")
        if _RATIO.fullmatch(span):
            parts = tuple(Decimal(part) for part in re.split("[∶:：比]", span))
            return Quantity(None, "ratio", None, "exact", parts)
        if run := _RUN.fullmatch(span):
            return _counted(numerals.parse(run[1]), "year", None, "exact")
        if _ZERO.fullmatch(span) and span[1:] not in {w for w, _ in self._units}:
            return Quantity(Decimal(0), "count", None, "exact")
        return self._composed(span, before)

    def _composed(self, span: str, before: str) -> Quantity | None:
        """Bound words, 每月, the number with its multiplier, 多 or 余, then the unit or classifier."""
        bound, rest = _take(span, self._before, str.startswith, str.removeprefix)
        per = _PER.match(rest)
        rest = rest[per.end() :] if per else rest
        if rank := re.fullmatch(f"第({_NUMBER}+)", rest):
            return _counted(numerals.parse(rank[1]), "rank", None, bound)
        rest = rest.removeprefix("连续")
        number = re.match(f"{_NUMBER}+", rest)
        if not number:
            return None
        digits, rest = number[0], rest[number.end() :]
        if more := re.match("[多余]([百千万亿]*)", rest):
            digits, rest, bound = (
                digits + more[1],
                rest[more.end() :],
                bound if bound == "about" else "over",
            )
        after, rest = _take(rest, self._after, str.endswith, str.removesuffix)
        unit, classifier = self._unit(rest)
        if per:
            unit += _PER_UNIT[per[1]]
        value = numerals.parse(digits)
        if digits == "一" and _DENIED.search(before):
            value = Decimal(0)
        return _counted(value, unit, classifier, after if bound == "exact" else bound)

    def _unit(self, written: str) -> tuple[str, str | None]:
        """A listed unit; 元 where nothing is written; else the count's classifier."""
        if not written:
            return "CNY", None
        unit = next((u for w, u in self._units if written == w), None)
        return (unit, None) if unit else ("count", written)


def _words(bounds: Vocabulary, side: str) -> list[tuple[str, str]]:
    pairs = [(word, bound) for bound, term in bounds.terms.items() for word in term[side]]
    return sorted(pairs, key=lambda pair: -len(pair[0]))


def _take(text: str, words: list[tuple[str, str]], has, without) -> tuple[str, str]:  # type: ignore[no-untyped-def]
    """The bound whose word stands at that end of ``text``, and the text without the word."""
    for word, bound in words:
        if has(text, word) and text != word:
            return bound, without(text, word)
    return "exact", text


def _counted(
    value: Decimal | None, unit: str, classifier: str | None, bound: str
) -> Quantity | None:
    return None if value is None else Quantity(value, unit, classifier, bound)
