"""Where quantities stand in Chinese prose, and how every other numeral is read.

One pass over the numerals of a paragraph, from left to right; at each the first reading that fits
counts. Words are data: ``schema/rules/`` and the vocabularies of units and bounds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from msgspec.structs import replace

from ..annotation.repo import Repo
from ..annotation.vocabulary import vocabulary
from ..text import numerals
from . import special_forms
from .bounding import Bounding
from .non_quantities import NonQuantities
from .reading import AT, LARGEST, MULTIPLIERS, NUMERAL, Reading, is_arabic, multiplier, parse, scale
from .rules import Suffixes, any_of, load, plain
from .shared_units import shared
from .units import Counted, UnitGrammar

# 200多, 百余, 十来个; what follows 多 is part of the number: 7000余万
_MORE = re.compile(f"(?:[多余]|(?<=[十百千])来(?![自源往到访]))(?:{MULTIPLIERS})?")
_TO = re.compile("[ \u00a0]*(?:—+|–|－|-|~|～|至|到)[ \u00a0]*")  # 5%—6%, 5至10个
_GOES_ON = re.compile("[.．·][0-9０-９]")  # .3, after 1.2
_HALVED = ("hour", "month", "year", "km", "kg")
"""Units of which 半 is a number: 半小时."""


class QuantityGrammar:
    """The readings of numerals, compiled from the rules and vocabularies of ``repo``."""

    def __init__(self, repo: Repo) -> None:
        rules = load(repo, "quantities")
        self._units = UnitGrammar(rules, vocabulary(repo, "units").terms)
        self._bounding = Bounding(rules, vocabulary(repo, "bounds").terms)
        self._non_quantities = NonQuantities(repo)
        self._forms = special_forms.SpecialForms(rules)
        self._signs = Suffixes(rules["currency_signs"].items())
        self._moves = Suffixes(plain(rules["place_moves"]))
        self._numeral = re.compile(f"{NUMERAL}|{any_of(rules['whole'])}")
        # 未发生, before 一起事故
        self._denied = re.compile(f"{any_of(rules['negations'])}[^，。；]{{0,8}}$")
        # 基尼系数为, before 0.38
        links = any_of(rules["index_links"])
        self._index = re.compile(f"{any_of(rules['index_nouns'])}{links}?$")
        self._multiple = re.compile(f"{any_of(rules['multiple_nouns'])}{links}?$")

    def find(self, text: str) -> Iterator[Reading]:
        """The readings of every numeral of the paragraph ``text``, in order; they do not overlap."""
        readings = list(self._readings(text))
        for alone, reading in zip(readings, shared(text, readings), strict=True):
            has_shared = reading.unit and not alone.unit  # 突破70和50亿元
            yield _kept(self._bounding.around(text, reading) if has_shared else reading)

    def _readings(self, text: str) -> Iterator[Reading]:
        done = 0
        for numeral in self._numeral.finditer(text):
            if numeral.start() < done:
                continue
            reading = self._read(text, numeral.start(), numeral.end())
            if reading.start < done:  # its first words are of the reading before it: 3翻, 一番
                reading = Reading(done, reading.end, "name")
            done = reading.end
            yield reading

    def _read(self, text: str, start: int, end: int) -> Reading:
        """The first reading that fits. The order is the grammar: a later one would read more.

        What has a form of its own comes first, since its numeral is also part of words (七成, 零事故).
        Names, dates and orders come before quantities, since units follow them too (三峡, 2020年,
        第三次); ratios before plain numbers, which would take their first part.
        """
        return (
            self._none_of(text, start)
            or self._formed(text, start, end)
            or self._non_quantities.first(text, start, end)
            or self._rank(text, start)
            or self._ratio(text, start)
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
        none = Reading(start, end, value=Decimal(0), unit="count", classifier=word)
        return self._bounding.around(text, none)

    def _formed(self, text: str, start: int, end: int) -> Reading | None:
        """A form of its own, with the bound words around it."""
        if alone := self._forms.alone(text, start, end):
            is_of_anything = alone.value == 0 and alone.unit == "count" and text[start] != "零"
            if alone.unit is None or is_of_anything:
                alone = replace(alone, unit=self._units.of_nothing(text, alone.start))
            return alone if alone.unit == "rank" else self._bounding.around(text, alone)
        found = self._forms.part(text, start) or special_forms.and_a_half(text, start)
        return self._forms.of_another(text, self._bounding.around(text, *found)) if found else None

    def _ratio(self, text: str, start: int) -> Reading | None:
        ratio = special_forms.ratio(text, start)
        return self._bounding.around(text, ratio) if ratio else None

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
        found = (None if more else self._range(text, start, end, digits)) or self._single(
            text, start, end, digits, bool(more)
        )
        if found is None or not found.unit:
            return found
        found = found if more else self._forms.with_rest(text, found)
        found = self._bounding.around(text, found, bool(more))
        if found.classifier == "位" and self._moves.at(text, found.start):  # 前移9位
            return replace(found, unit="rank", classifier=None)
        return found

    def _single(self, text: str, start: int, end: int, digits: str, more: bool) -> Reading | None:
        """One number and its unit; a number in digits is read without one too, since it may share one."""
        value, ends = parse(digits), None
        if value is None and (ends := numerals.ends(digits)) is None:  # 三四十万
            return None
        counted = self._units.at(text, start, end, digits, more)
        sign = self._signs.at(text, start) if is_arabic(digits) else None
        if sign and counted and counted.unit == sign[1]:
            return _reading(start - len(sign[0]), counted, value, ends)  # ¥3.5亿元
        if sign and (counted is None or counted.doubt):
            return Reading(start - len(sign[0]), end, value=value, unit=sign[1])  # US$1.2亿
        if counted is None:
            is_plain = is_arabic(digits) and not multiplier(digits)
            if not is_plain or more or _GOES_ON.match(text, end):
                return None
            return self._without_unit(text, start, end, value)
        if not self._is_number(text, start, end, digits, counted.unit):
            return None
        if digits == "零" and counted.unit == "count" and str(counted.classifier).isalpha():
            counted = replace(counted, classifier=None)
        value = value / counted.divisor if value is not None else None
        return _reading(start, counted, value, ends)

    def _without_unit(self, text: str, start: int, end: int, value: Decimal | None) -> Reading:
        """A number in digits that no unit follows: an index, 0 of something, else a bare number."""
        unit = None
        if self._index.search(text, max(start - 10, 0), start):
            unit = "1"
        elif self._multiple.search(text, max(start - 10, 0), start):
            unit = "times"
        elif value == 0 and text[start - 1 : start] in ("为", "至", "到"):
            unit = self._units.of_nothing(text, start)
        return Reading(start, end, "claim" if unit else "name", value=value, unit=unit)

    def _is_number(self, text: str, start: int, end: int, digits: str, unit: str) -> bool:
        """Whether 一 and 半 are numbers: 一倍, “一公里”, 半小时, but not 一个 and 半壁."""
        if digits == "一":
            is_stressed = self._non_quantities.is_stressed
            return unit == "times" or (unit != "count" and is_stressed(text, start, end))
        return digits != "半" or unit in _HALVED

    def _range(self, text: str, start: int, end: int, digits: str) -> Reading | None:
        """A range whose ends have the unit that the second has: ``5%—6%``, ``5至10个``."""
        unit = self._units.units.at(text, end)
        middle = end + len(unit[0]) if unit else end
        to = _TO.match(text, middle)
        high = AT.match(text, to.end()) if to else None
        if to is None or high is None or is_arabic(high[0]) != is_arabic(digits):
            return None
        is_from = text[start - 1 : start] in ("从", "由")
        if unit and is_from and to[0].strip() in ("至", "到"):
            return None  # 从5%到6%: a change from one to the other
        ends = parse(digits), parse(high[0])
        counted = self._units.at(text, to.end(), high.end(), high[0])
        if ends[0] is None or ends[1] is None or counted is None:
            return None
        if unit and not text[high.end() : counted.end].startswith(unit[0]):
            return None
        low = ends[0]
        if is_arabic(digits) and not multiplier(digits):
            shared_low = low * scale(multiplier(high[0]))  # 3—5万元, but 2000至3万人次
            low = shared_low if shared_low < ends[1] else low
        if low >= ends[1]:
            return None
        return _reading(start, counted, None, (low / counted.divisor, ends[1] / counted.divisor))


def _kept(reading: Reading) -> Reading:
    """``reading``, which is no quantity where its value is too large for a record: 十亿亿亿亿."""
    amounts = reading.ends or (reading.value or Decimal(0),)
    return replace(reading, label="name", unit=None) if max(amounts) > LARGEST else reading


def _reading(
    start: int, counted: Counted, value: Decimal | None, ends: tuple[Decimal, Decimal] | None
) -> Reading:
    """The quantity that begins at ``start`` and ends with what it counts."""
    return Reading(
        start,
        counted.end,
        value=value,
        ends=ends,
        unit=counted.unit,
        classifier=counted.classifier,
        doubt=counted.doubt,
    )
