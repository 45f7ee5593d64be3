"""The words around a quantity that belong to it or bound it: 近, 每月, 连续, 时速, 以上, 至少增加."""

from __future__ import annotations

import re
from dataclasses import replace

from ..annotation.vocabulary import Term
from ..text.numerals import NUMERAL_CHARACTERS
from .reading import CHINESE, Reading
from .rules import Prefixes, Rules, Suffixes, any_ending_at, any_of

_MULTIPLIERS = tuple("百千万亿")
_BLANKS = " \u00a0\u3000"
_MINUS = ("-", "－", "−", "±")
_SIGNS = dict.fromkeys(("%", "‰", "pp", "times", "Cel"), _MINUS) | {"kV": ("±",)}
"""By unit, the signs before a number that belong to it: -2.1%."""
_LIMITED = ("hour", "minute", "day", "workday", "second", "month", "year", "week")
"""Units before 内: 24小时内."""
_REPEATED = (*_LIMITED, "quarter", "count")
"""Units of a run: 连续四年."""
_MORE_AFTER = ("year", "month", "km", "hour", "day", "times")
"""Units before a bound word of one character: 三年多."""
_NEAR = 12
"""How many characters before a quantity a word that does not touch it may stand."""


class Bounding:
    """The words of the vocabulary of bounds and of ``schema/rules/quantities.json``."""

    def __init__(self, rules: Rules, bounds: dict[str, Term]) -> None:
        self._before = Suffixes((w, b) for b, term in bounds.items() for w in term["before"])
        self._after = Prefixes((w, b) for b, term in bounds.items() for w in term["after"])
        self._per = Suffixes((f"每{word}", unit) for word, unit in rules["per"].items())
        self._per_anyone = Suffixes((f"每{word}", "") for word in rules["classifiers"])
        self._not_a_bound = any_ending_at(rules["bound_not_after"], "[{}]")
        self._bound_apart = {w: b for b, term in bounds.items() for w in term["apart"]}
        between = rf"[^\W_0-9０-９{CHINESE}]{{1,{_NEAR}}}"
        # 至少增加, before 3个; the nearest of several
        self._apart = re.compile(f"(?s:.*)({any_of(self._bound_apart)})({between})$")
        # 每人每月再提高, before 20元
        self._per_apart = re.compile(f"每({any_of(rules['per_apart'])})(?!.*每){between}$")
        self._per_units = dict(rules["per"])

    def around(self, text: str, found: Reading, more: bool = False) -> Reading:
        """``found`` with the words that touch it, and with a bound or a divisor that does not.

        They are taken from the number outwards, in the order in which they may stand. ``more``: 多 or
        余 is read already.
        """
        begin, end, unit = found.start, found.end, str(found.unit)
        streak = text.endswith("连续", 0, begin) and unit in _REPEATED
        begin -= 2 * streak
        begin -= _is_signed(text, begin, unit)
        begin, bound = self._bound_before(text, begin, "over" if more else found.bound)
        begin, unit = self._divided(text, begin, unit)
        if begin < found.start:  # 低于每立方米19微克
            begin, bound = self._bound_before(text, begin, bound)
        if unit == "km" and text.endswith("时速", 0, begin):
            begin, bound = self._bound_before(text, begin - 2, bound)  # 超过时速120公里
            unit = "km/h"
        end, bound = self._bound_after(text, end, unit, bound)
        if (
            bound == "exact"
            and not found.parts
            and (stated := self._apart.search(text, max(begin - _NEAR, 0), begin))
            and stated[2].isalpha()  # not 不低于m²
        ):
            bound = self._bound_apart[stated[1]]
        bound = "exact" if found.ends else bound
        return replace(
            found, start=begin, end=end, unit=unit, bound=bound, streak=found.streak or streak
        )

    def _bound_before(self, text: str, begin: int, bound: str) -> tuple[int, str]:
        """Where the bound words before ``begin`` start, and what they say: 最高不超过, 上亿元."""
        number = begin
        blanks = text[max(begin - _NEAR, 0) : begin] if text[begin - 1 : begin].isspace() else ""
        at = begin - len(blanks) + len(blanks.rstrip(_BLANKS))
        while (word := self._before.at(text, at)) and not self._is_other(text, at, word[0]):
            begin = at = at - len(word[0])
            bound = word[1] if bound == "exact" or word[1] == "about" else bound
        is_up_to = (
            begin == number and text[begin] in _MULTIPLIERS and text[begin - 1 : begin] == "上"
        )
        if is_up_to and not self._is_other(text, begin, "上"):
            return self._bound_before(text, begin - 1, "at_least" if bound == "exact" else bound)
        return begin, bound

    def _bound_after(self, text: str, end: int, unit: str, bound: str) -> tuple[int, str]:
        """Where the bound word at ``end`` stops, and what it says unless a word before the number did."""
        if text.startswith("内", end) and unit in _LIMITED:
            return end + 1, "at_most"
        after = self._after.at(text, end)
        if after is None or (len(after[0]) == 1 and unit not in _MORE_AFTER):
            return end, bound
        return end + len(after[0]), after[1] if bound == "exact" else bound

    def _divided(self, text: str, begin: int, unit: str) -> tuple[int, str]:
        """Where the words begin that say what the amount is per, and the unit with the innermost."""
        if unit in _SIGNS or unit == "ratio" or "每" not in text[max(begin - _NEAR, 0) : begin]:
            return begin, unit
        while per := self._per.at(text, begin) or self._per_of_count(text, begin, unit):
            begin -= len(per[0])
            unit = f"{unit}/{per[1]}" if per[1] and "/" not in unit else unit
        said = self._per_apart.search(text, max(begin - _NEAR, 0), begin)
        if unit == "CNY" and said and (per := self._per_units[said[1]]):
            unit = f"{unit}/{per}"
        return begin, unit

    def _per_of_count(self, text: str, begin: int, unit: str) -> tuple[str, str] | None:
        """每间, before 12人."""
        return self._per_anyone.at(text, begin) if unit == "count" else None

    def _is_other(self, text: str, end: int, word: str) -> bool:
        """Whether the bound word that ends at ``end`` is part of another: 节约, 附近."""
        return len(word) == 1 and bool(self._not_a_bound.search(text, max(end - 2, 0), end))


def _is_signed(text: str, begin: int, unit: str) -> bool:
    """Whether the sign before ``begin`` is that of the number there; one after a digit joins two: 3-5%."""
    is_sign = text[begin - 1 : begin] in _SIGNS.get(unit, ())
    is_joint = text[max(begin - 2, 0) : begin - 1].isdecimal()
    return is_sign and not is_joint and text[begin] in NUMERAL_CHARACTERS
