"""Quantities with a form of their own, which have no unit to look for: ``翻两番``, ``七成``, ``1∶2``."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from ..text import numerals
from .quantity import Quantity
from .units import RUNS, Units, is_word

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
_HALVES = {"个半小时": "hour", "个半月": "month", "年半": "year"}
_MORE_THAN = {"个多小时": "hour", "个多月": "month"}
_SMALLER = {  # what a rest is counted in, and how many make one: 3元2角, 一年零六个月
    "角": ("CNY", "CNY", Decimal("0.1")),
    "个月": ("year", "month", Decimal(12)),
    "小时": ("day", "hour", Decimal(24)),
    "分钟": ("hour", "minute", Decimal(60)),
    "分": ("hour", "minute", Decimal(60)),
    "秒": ("minute", "second", Decimal(60)),
}


class Forms:
    """Reads quantities of a form of their own; those in which a unit stands with ``units``."""

    def __init__(self, units: Units) -> None:
        self._units = units

    def read(self, core: str, bound: str) -> Quantity | None:
        """The quantity that ``core`` is, if it has such a form; ``bound`` is that of the words around it."""
        found = (
            _word(core)
            or _ratio(core)
            or _doubled(core)
            or self._run(core)
            or self._nothing(core)
            or self._part(core)
            or self._compound(core)
        )
        if found and (found.bound == "exact" or bound == "about"):  # 约2个多小时
            return replace(found, bound=bound)
        return found

    def _run(self, span: str) -> Quantity | None:
        """``十二连增``, ``7年连冠``: a number of years."""
        number, rest = self._units.number(span)
        if rest.removeprefix("年") not in RUNS:
            return None
        return Quantity.of(numerals.parse(number), "year")

    def _compound(self, span: str) -> Quantity | None:
        """``3元2角``, ``一年零六个月``: a number of a unit and the rest in a smaller one."""
        word = next((w for w in _SMALLER if span.endswith(w)), None)
        if word is None:
            return None
        larger, unit, ratio = _SMALLER[word]
        first, rest = self._units.number(span.removesuffix(word))
        written = next((w for w in self._units.words if rest.startswith(w)), "")
        if self._units.written.get(written) != larger:
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
        if span[:1] != "零" or not is_word(thing, 3):
            return None
        measured = self._units.unit(thing)
        if measured is None or measured.unit != "count":
            return None
        return Quantity(Decimal(0), "count")

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
        number, rest = self._units.number(text)
        value = numerals.parse(number)
        if value is not None and rest in _HALVES:
            return Quantity(value + Decimal("0.5"), _HALVES[rest])
        if value is not None and rest in _MORE_THAN:
            return Quantity(value, _MORE_THAN[rest], bound="over")
        return None


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
