"""Where quantities stand in Chinese prose, and how every other numeral is read.

One pass over the numerals of a paragraph, from left to right; at each the first reading that fits
counts. Words are data: ``schema/rules/`` and the vocabularies of units and bounds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from ..annotation.repo import Repo
from ..annotation.vocabulary import vocabulary
from . import special_forms
from .non_quantities import NonQuantities
from .reading import AT, NUMERAL, Reading, is_arabic, multiplier, parse, scale
from .rules import Prefixes, Suffixes, any_ending_at, any_of, load
from .units import UnitGrammar

# 200多, 百余, 十来个; what follows 多 is part of the number: 7000余万
_MORE = re.compile("(?:[多余]|(?<=[十百千])来(?=[个名家件万亿]))[百千万亿]*")
_TO = re.compile("[ \u00a0]*(?:—+|–|－|-|~|～|至|到)[ \u00a0]*")  # 5%—6%, 5至10个
_MINUS = re.compile("(?<![0-9])[-－−±]$")  # -2.1%
_BLANKS = " \u00a0\u3000"

# Units by what may be said of them
_SIGNED = ("%", "‰", "pp", "times", "Cel")
_RANGED = ("%", "‰", "pp", "times", "CNY")
"""Units that may stand at both ends of a range: 5%—6%."""
_HALVED = ("hour", "month", "year", "km", "kg")
"""Units of which 半 is a number: 半小时."""
_LIMITED = ("hour", "minute", "day", "workday", "second")
"""Units before 内: 24小时内."""
_MORE_AFTER = ("year", "month", "km", "hour", "day", "times")
"""Units before a bound word of one character: 三年多."""


class QuantityGrammar:
    """The readings of numerals, compiled from the rules and vocabularies of ``repo``."""

    def __init__(self, repo: Repo) -> None:
        rules = load(repo, "quantities")
        bounds = vocabulary(repo, "bounds").terms
        self._units = UnitGrammar(rules, vocabulary(repo, "units").terms)
        self._non_quantities = NonQuantities(repo)
        self._forms = special_forms.SpecialForms(rules)
        self._before = Suffixes((w, b) for b, term in bounds.items() for w in term["before"])
        self._after = Prefixes((w, b) for b, term in bounds.items() for w in term["after"])
        self._per = Suffixes((f"每{word}", unit) for word, unit in rules["per"].items())
        self._numeral = re.compile(f"{NUMERAL}|{any_of(rules['whole'])}")
        # 未发生, before 一起事故
        self._denied = re.compile(f"{any_of(rules['negations'])}[^，。；]{{0,8}}$")
        # 基尼系数为, before 0.38
        self._index = re.compile(f"{any_of(rules['index_nouns'])}{any_of(rules['index_links'])}?$")
        self._not_a_bound = any_ending_at(rules["bound_not_after"], "[{}]")

    def find(self, text: str) -> Iterator[Reading]:
        """The readings of every numeral of the paragraph ``text``, in order; they do not overlap."""
        done, last = 0, Reading(0, 0)
        for numeral in self._numeral.finditer(text):
            if numeral.start() < done:
                continue
            reading = self._read(text, numeral.start(), numeral.end())
            if reading.start < done:
                reading = replace(reading, start=done)
            if text[last.end : reading.start] == "、" and _shares_per(last, reading):
                reading = replace(reading, unit=last.unit)  # 每月530元、360元
            done, last = reading.end, reading
            yield reading

    def _read(self, text: str, start: int, end: int) -> Reading:
        """The first reading that fits. The order is the grammar: a later one would read more.

        What has a form of its own comes first, since its numeral is also part of words (七成, 零事故).
        Names, dates and orders come before quantities, since units follow them too (三峡, 2020年,
        第三次); ratios before plain numbers, which would take their first part.
        """
        return (
            self._none_of(text, start)
            or self._forms.alone(text, start, end)
            or self._formed(text, start)
            or self._non_quantities.first(text, start, end)
            or self._rank(text, start)
            or special_forms.ratio(text, start)
            or self._quantity(text, start)
            or self._non_quantities.last(text, start, end)
        )

    def _none_of(self, text: str, start: int) -> Reading | None:
        """0 of what is denied: 一起 of 未发生一起事故."""
        if text[start] != "一" or not self._denied.search(text, max(start - 12, 0), start):
            return None
        word = self._units.measure_word(text, start + 1)
        if not word:
            return None
        end = start + 1 + len(word)
        return Reading(start, end, value=Decimal(0), unit="count", classifier=word)

    def _formed(self, text: str, start: int) -> Reading | None:
        """Parts of a whole and halves, with the bound words around them."""
        found = self._forms.part(text, start) or special_forms.and_a_half(text, start)
        return self._bounded(text, *found) if found else None

    def _rank(self, text: str, start: int) -> Reading | None:
        """A place in an order of merit: 第一, 第3位, 前三."""
        number = AT.match(text, start) if text[start - 1 : start] in ("第", "前") else None
        value = parse(number[0]) if number else None
        if number is None or value is None:
            return None
        if not self._non_quantities.is_rank(text, start - 1, number.end()):
            return None
        end = self._non_quantities.end_of_rank(text, number.end())
        bound = "at_most" if text[start - 1] == "前" else "exact"
        return Reading(start - 1, end, value=value, unit="rank", bound=bound)

    def _quantity(self, text: str, start: int) -> Reading | None:
        """A number, 多 or 余, a range, then what it counts; and the words around it."""
        number = AT.match(text, start)
        if number is None:
            return None
        digits, end = number[0], number.end()
        more = _MORE.match(text, end)
        if more:
            digits, end = digits + more[0][1:], more.end()
        ranged = None if more else self._range(text, start, end, digits)
        found = ranged or self._single(text, start, end, digits, bool(more))
        return self._bounded(text, found, bool(more)) if found else None

    def _single(self, text: str, start: int, end: int, digits: str, more: bool) -> Reading | None:
        """One number and its unit, which it may share with the next: 1.2、3.4和5.6亿元."""
        value = parse(digits)
        if value is None:
            return None
        counted = self._units.at(text, start, end, digits, more)
        if counted is None and is_arabic(digits) and not multiplier(digits):
            if shared := self._units.shared(text, end):
                unit, classifier, _ = shared[0]
                value *= scale(shared[1])
                return Reading(start, end, value=value, unit=unit, classifier=classifier)
            if self._index.search(text, max(start - 8, 0), start):
                return Reading(start, end, value=value, unit="1")
        if counted is None or not self._is_number(text, start, end, digits, counted.unit):
            return None
        unit, classifier, end = counted
        return Reading(start, end, value=value, unit=unit, classifier=classifier)

    def _is_number(self, text: str, start: int, end: int, digits: str, unit: str) -> bool:
        """Whether 一 and 半 are numbers: 一倍, “一公里”, 半小时, but not 一个 and 半壁."""
        if digits == "一":
            return unit == "times" or (
                unit != "count" and self._non_quantities.is_stressed(text, start, end)
            )
        return digits != "半" or unit in _HALVED

    def _range(self, text: str, start: int, end: int, digits: str) -> Reading | None:
        """A range whose ends have the unit that the second has: ``5%—6%``, ``5至10个``."""
        unit = self._units.units.at(text, end)
        middle = end + len(unit[0]) if unit and unit[1] in _RANGED else end
        to = _TO.match(text, middle)
        high = AT.match(text, to.end()) if to else None
        if to is None or high is None or is_arabic(high[0]) != is_arabic(digits):
            return None
        is_from = text[start - 1 : start] in ("从", "由")
        if middle > end and is_from and to[0].strip() in ("至", "到"):
            return None  # 从5%到6%: a change from one to the other
        ends = parse(digits), parse(high[0])
        counted = self._units.at(text, to.end(), high.end(), high[0])
        if ends[0] is None or ends[1] is None or counted is None:
            return None
        shares = is_arabic(digits) and not multiplier(digits)  # 3—5万元
        low = ends[0] * scale(multiplier(high[0])) if shares else ends[0]
        if low >= ends[1]:
            return None
        unit_id, classifier, end = counted
        return Reading(start, end, ends=(low, ends[1]), unit=unit_id, classifier=classifier)

    def _bounded(self, text: str, found: Reading, more: bool) -> Reading:
        """``found`` with the words that touch it: 近, 每月, 连续, 时速, 以上, and a minus.

        They are taken from the number outwards, in the order in which they may stand.
        """
        begin, end, unit = found.start, found.end, str(found.unit)
        streak = text.endswith("连续", 0, begin)
        begin -= 2 * streak
        bound = "over" if more else "exact"
        apart = len(text[:begin].rstrip(_BLANKS)) if text[begin - 1 : begin].isspace() else begin
        if (word := self._before.at(text, apart)) and not self._is_other_word(text, apart, word[0]):
            begin = apart - len(word[0])
            bound = word[1] if bound == "exact" or word[1] == "about" else bound
        while unit not in ("count", "%") and (per := self._per.at(text, begin)):
            begin -= len(per[0])
            unit = f"{unit}/{per[1]}" if per[1] and "/" not in unit else unit
        if unit == "km" and text.endswith("时速", 0, begin):
            begin, unit = begin - 2, "km/h"
        if text.startswith("内", end) and unit in _LIMITED:
            end, bound = end + 1, "at_most"
        elif (after := self._after.at(text, end)) and (len(after[0]) > 1 or unit in _MORE_AFTER):
            end += len(after[0])
            bound = after[1] if bound == "exact" else bound
        if unit in _SIGNED and _MINUS.search(text, max(begin - 2, 0), begin):
            begin -= 1
        bound = "exact" if found.ends else bound
        return replace(found, start=begin, end=end, unit=unit, bound=bound, streak=streak)

    def _is_other_word(self, text: str, end: int, word: str) -> bool:
        """Whether the bound word that ends at ``end`` is part of another: 节约, 附近."""
        return len(word) == 1 and bool(self._not_a_bound.search(text, max(end - 2, 0), end))


def _shares_per(last: Reading, reading: Reading) -> bool:
    """Whether the divisor of the last amount holds for this one too."""
    return reading.unit == "CNY" and str(last.unit).startswith("CNY/")
