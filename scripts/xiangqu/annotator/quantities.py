"""Where quantities stand in Chinese prose, and what the numerals are that are none.

One pass over the numerals of a paragraph, from left to right; at each the first reading that fits
counts: a word of its own, a date, a name, an order, an enumerator, a quantity. Words are data:
``schema/rules/quantities.json`` and the vocabularies of units and bounds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from ..annotation.repo import Repo
from ..annotation.vocabulary import load_json, vocabulary
from . import forms
from .counting import Counting
from .lexicon import Ends, Starts
from .number import AT, RUN, Found, is_arabic, multiplier, parse, scale
from .others import Others

_MORE = re.compile("(?:[多余]|(?<=[十百千])来(?=[个名家件万亿]))[百千万亿]*")
_TO = re.compile("[ \u00a0]*(?:—+|–|－|-|~|～|至|到)[ \u00a0]*")
_DENIED = re.compile("(?:未|没有|无)[^，。；]{0,8}$")
_INDEX = re.compile("(?:系数|指数|汇率|弹性|容积率)(?:为|是|达|达到|平均|约|降至|升至|超过)?$")
_NOT_A_BOUND = re.compile(
    "[节签预履违合大制简特条公协盟邀]约$|[附最临邻靠亲走就远相贴]近$|[赶反]超$"
)
_MINUS = re.compile("(?<![0-9])[-－−±]$")
_SIGNED = ("%", "‰", "pp", "times", "Cel")
_RANGED = ("%", "‰", "pp", "times", "CNY")
_HALVED = ("hour", "month", "year", "km", "kg")
_LIMITED = ("hour", "minute", "day", "workday", "second")
_MORE_AFTER = ("year", "month", "km", "hour", "day", "times")


class Grammar:
    """The readings of numerals, compiled from the rules and vocabularies of ``repo``."""

    def __init__(self, repo: Repo) -> None:
        rules = load_json(repo.schema / "rules" / "quantities.json")
        bounds = vocabulary(repo, "bounds").terms
        self._counting = Counting(rules, vocabulary(repo, "units").terms)
        self._others = Others(rules)
        self._forms = forms.Forms(rules)
        self._before = Ends((w, b) for b, term in bounds.items() for w in term["before"])
        self._after = Starts((w, b) for b, term in bounds.items() for w in term["after"])
        self._per = Ends((f"每{word}", unit) for word, unit in rules["per"].items())

    def find(self, text: str) -> Iterator[Found]:
        """Every numeral of ``text`` in its order, read; readings do not overlap."""
        done, last = 0, Found(0, 0)
        for run in RUN.finditer(text):
            if run.start() < done:
                continue
            found = self._read(text, run.start(), run.end())
            if found.start < done:
                found = replace(found, start=done)
            if text[last.end : found.start] == "、" and _shares_per(last, found):
                found = replace(found, unit=last.unit)  # 每月530元、360元
            done, last = found.end, found
            yield found

    def _read(self, text: str, start: int, end: int) -> Found:
        return (
            self._denied(text, start)
            or self._forms.alone(text, start, end)
            or self._formed(text, start)
            or self._others.first(text, start, end)
            or self._rank(text, start)
            or forms.ratio(text, start)
            or self._quantity(text, start)
            or self._others.last(text, start, end)
        )

    def _denied(self, text: str, start: int) -> Found | None:
        """``一起`` of 未发生一起事故: there was none."""
        if text[start] != "一" or not _DENIED.search(text, max(start - 12, 0), start):
            return None
        word = self._counting.measure_word(text, start + 1)
        end = start + 1 + len(word or "")
        return (word and Found(start, end, value=Decimal(0), unit="count", classifier=word)) or None

    def _formed(self, text: str, start: int) -> Found | None:
        """Parts of a whole and halves, with the bound words around them."""
        read = forms.part(text, start) or forms.and_a_half(text, start)
        return self._bounded(text, read[0], read[1]) if read else None

    def _rank(self, text: str, start: int) -> Found | None:
        """``第一``, ``第3位``, ``前三``: a place in an order of merit."""
        number = AT.match(text, start) if text[start - 1 : start] in ("第", "前") else None
        value = parse(number[0]) if number else None
        if (
            number is None
            or value is None
            or not self._others.is_rank(text, start - 1, number.end())
        ):
            return None
        end = number.end() + (text[number.end() : number.end() + 1] in ("位", "名"))
        bound = "at_most" if text[start - 1] == "前" else "exact"
        return Found(start - 1, end, value=value, unit="rank", bound=bound)

    def _quantity(self, text: str, start: int) -> Found | None:
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

    def _single(self, text: str, start: int, end: int, digits: str, more: bool) -> Found | None:
        value = parse(digits)
        if value is None:
            return None
        counted = self._counting.at(text, start, end, digits, more)
        if counted is None and is_arabic(digits) and not multiplier(digits):
            if shared := self._counting.shared(text, end):
                return Found(
                    start, end, value=value * scale(shared[1]),
                    unit=shared[0].unit, classifier=shared[0].classifier,
                )  # fmt: skip
            if _INDEX.search(text, max(start - 8, 0), start):
                return Found(start, end, value=value, unit="1")
        if counted is None or not self._is_number(text, start, end, digits, counted.unit):
            return None
        return Found(
            start, counted.end, value=value, unit=counted.unit, classifier=counted.classifier
        )

    def _is_number(self, text: str, start: int, end: int, digits: str, unit: str) -> bool:
        """Whether 一 and 半 are numbers: 一倍, “一公里”, 半小时, but not 一个 and 半壁."""
        if digits == "一":
            return unit == "times" or (unit != "count" and self._others.measured(text, start, end))
        return digits != "半" or unit in _HALVED

    def _range(self, text: str, start: int, end: int, digits: str) -> Found | None:
        """``5%—6%``, ``5至10个``: both ends in the unit that the second has."""
        unit = self._counting.units.at(text, end)
        middle = end + len(unit[0]) if unit and unit[1] in _RANGED else end
        to = _TO.match(text, middle)
        high = AT.match(text, to.end()) if to else None
        if to is None or high is None or is_arabic(high[0]) != is_arabic(digits):
            return None
        if (
            middle > end
            and to[0].strip() in ("至", "到")
            and text[start - 1 : start] in ("从", "由")
        ):
            return None  # a change from one to the other
        ends = parse(digits), parse(high[0])
        counted = self._counting.at(text, to.end(), high.end(), high[0])
        if ends[0] is None or ends[1] is None or counted is None:
            return None
        low = (
            ends[0]
            if multiplier(digits) or not is_arabic(digits)
            else ends[0] * scale(multiplier(high[0]))
        )
        if low >= ends[1]:
            return None
        return Found(
            start, counted.end, ends=(low, ends[1]), unit=counted.unit, classifier=counted.classifier
        )  # fmt: skip

    def _bounded(self, text: str, found: Found, more: bool) -> Found:
        """``found`` with the words that touch it: 近, 每月, 连续, 时速, 以上, and a minus."""
        begin, end, unit = found.start, found.end, str(found.unit)
        run = text.endswith("连续", 0, begin)
        begin -= 2 * run
        bound = "over" if more else "exact"
        apart = (
            len(text[:begin].rstrip(" \u00a0\u3000"))
            if text[begin - 1 : begin].isspace()
            else begin
        )
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
        return Found(
            begin, end, "claim", found.value, found.ends, None, unit, found.classifier, bound, run
        )

    def _is_other_word(self, text: str, end: int, word: str) -> bool:
        """Whether the bound word that ends at ``end`` is part of another: 节约, 附近."""
        return len(word) == 1 and bool(_NOT_A_BOUND.search(text, max(end - 2, 0), end))


def _shares_per(last: Found, found: Found) -> bool:
    return found.unit == "CNY" and str(last.unit).startswith("CNY/")
