"""Quantities with a form of their own: 翻番, 十二连增, 零发生, 七成, 1/3, 一个半小时, 3元2角, 1∶2∶3.

Each function reads at ``text[start:]`` and returns what it found, without the bound words around it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

from .reading import CHINESE, NUMBER, Reading, parse
from .rules import Prefixes, Rules, any_of, plain

_TERM = r"[0-9]+(?:\.[0-9]+)?"
_RATIO = re.compile(rf"{_TERM}(?: *[∶:：︰比] *{_TERM})+")  # 1∶22.6∶76.4, 3比1
_FRACTION = re.compile(f"([{CHINESE}]+)分之({NUMBER})")  # 三分之二, 百分之5.5
_SLASH = re.compile("([1-9])/([2-9]|[1-9]0)(?![0-9/月日])")  # 1/3, but not 1/3月
_DOUBLED = re.compile("翻了?([一二两三四五六])番(半)?")  # 翻两番
_HALF = re.compile(  # 一个半小时, 2个多月, 两年半
    "([0-9]+|[一二两三四五六七八九十]+)(?:个(半|多)(小时|月)|(年)半)"
)
_HALF_UNITS = {"小时": "hour", "月": "month", "年": "year"}
_CENT = Decimal("0.01")


class SpecialForms:
    """The forms that need words of ``schema/rules/quantities.json``."""

    def __init__(self, rules: Rules) -> None:
        self._whole: Prefixes[dict[str, Any]] = Prefixes(rules["whole"].items())
        # 相当于平均水平的, before 1/3
        self._compared_to = re.compile(rf"{any_of(rules['compared_to'])}[^\W0-9]*$")
        self._zero_nouns = Prefixes(plain(rules["zero_nouns"]))
        self._zero_after = frozenset(rules["zero_after"])
        # 十二连增, 4年连冠
        self._streak = re.compile(
            f"([一二三四五六七八九十两0-9]+)年?连{any_of(rules['streak_verbs'])}"
        )
        # 七成, 三成半, 六成多, but not 一成不变
        self._tenths = re.compile(
            f"([一二两三四五六七八九]|[1-9])成(?![{rules['tenths_not_before']}])([半多一二三四五六七八九])?"
        )
        self._smaller: dict[str, dict[str, list[str]]] = rules["smaller_units"]
        words = sorted(
            {w for units in self._smaller.values() for w in units}, key=len, reverse=True
        )
        self._rest = re.compile(f"[零又]?({NUMBER})({any_of(words)})")  # 零六个月, after 一年

    def alone(self, text: str, start: int, end: int) -> Reading | None:
        """A quantity that needs no unit; its numeral, or the word, is ``text[start:end]``.

        Of a 0 the unit is left open, since it is 0 of what the text speaks of.
        """
        if doubled := _DOUBLED.search(text, max(start - 2, 0), end + 2):
            value = Decimal(2) ** int(parse(doubled[1]) or 1)
            value = value * 3 / 2 if doubled[2] else value  # half way to the next doubling
            return Reading(doubled.start(), doubled.end(), value=value, unit="times")
        streak = self._streak.match(text, start)
        if streak and (years := parse(streak[1])) is not None:
            return Reading(start, streak.end(), value=years, unit="year", streak=True)
        return self._word(text, start) or (
            self._zero(text, start) if text[start:end] == "零" else None
        )

    def _word(self, text: str, start: int) -> Reading | None:
        """A word that is a quantity: 持平, 零增长."""
        found = self._whole.at(text, start)
        if found is None:
            return None
        word, meaning = found
        end = start + len(word)
        if text.endswith(tuple(meaning.get("not_after", ())), 0, start):
            return None  # 保|持平|稳
        if meaning.get("alone") and _is_followed(text, end):
            return None
        return Reading(start, end, value=Decimal(meaning["value"]), unit=meaning["unit"])

    def _zero(self, text: str, start: int) -> Reading | None:
        """零 as a number: 零事故, 降为零."""
        if word := self._zero_nouns.at(text, start + 1):
            return Reading(start, start + 1 + len(word[0]), value=Decimal(0), unit="count")
        is_last = not text[start + 1 : start + 2].isalnum()
        if is_last and text[start - 1 : start] in self._zero_after:
            return Reading(start, start + 1, value=Decimal(0))
        return None

    def part(self, text: str, start: int) -> tuple[Reading, bool] | None:
        """A part of a whole, in %; and whether 多 says that it is more."""
        if tenths := self._tenths.match(text, start):
            if text[start - 1 : start] == "第":
                return None
            more = tenths[2] or ""
            rest = (
                Decimal(5)
                if more == "半"
                else parse(more)
                if more not in ("", "多")
                else Decimal(0)
            )
            value = (parse(tenths[1]) or Decimal(0)) * 10 + (rest or 0)
            return Reading(start, tenths.end(), value=value, unit="%"), more == "多"
        if fraction := _FRACTION.match(text, start):
            found = _share(start, fraction.end(), parse(fraction[2]), parse(fraction[1]))
        elif slash := _SLASH.match(text, start):
            found = _share(start, slash.end(), Decimal(slash[1]), Decimal(slash[2]))
        else:
            return None
        return (found, False) if found else None

    def of_another(self, text: str, found: Reading) -> Reading:
        """``found``, as a multiple if it is a fraction of another amount: 相当于平均水平的1/3."""
        words = text[found.start : found.end]
        is_fraction = ("分之" in words and "百分之" not in words) or "/" in words
        if not is_fraction or found.value is None:
            return found
        if not self._compared_to.search(text, max(found.start - 12, 0), found.start):
            return found
        return replace(found, value=found.value / 100, unit="times")

    def with_rest(self, text: str, found: Reading) -> Reading:
        """``found`` with a rest in a smaller unit: 3元2角, 一年零六个月."""
        smaller = None if found.doubt else self._smaller.get(str(found.unit))
        rest = self._rest.match(text, found.end) if smaller and found.value is not None else None
        unit, ratio = smaller.get(rest[2], ("", "")) if smaller and rest else ("", "")
        part = parse(rest[1]) if rest else None
        if not unit or rest is None or part is None or found.value is None:
            return found
        is_same = unit == found.unit
        value = found.value + part * Decimal(ratio) if is_same else found.value * int(ratio) + part
        return replace(found, end=rest.end(), value=value, unit=unit)


def _is_followed(text: str, end: int) -> bool:
    """Whether the word that ends at ``end`` is part of a name: 清零 of 信访积案清零行动."""
    after = text[end : end + 1]
    return "\u3400" <= after <= "\u9fff" or after == "”"


def _share(start: int, end: int, of: Decimal | None, whole: Decimal | None) -> Reading | None:
    """The fraction ``of``/``whole`` in %, unless it is no share: more than 2."""
    if not whole or of is None or of > whole * 2:
        return None
    value = of if whole == 100 else (of * 100 / whole).quantize(_CENT)
    return Reading(start, end, value=value, unit="%")


def and_a_half(text: str, start: int) -> tuple[Reading, bool] | None:
    """A number and a half: 一个半小时, 2个多小时, 两年半; and whether 多 says that it is more."""
    match = _HALF.match(text, start)
    value = parse(match[1]) if match else None
    if match is None or value is None:
        return None
    more = match[2] == "多"
    unit = _HALF_UNITS[match[3] or match[4]]
    half = Decimal(0) if more else Decimal("0.5")
    return Reading(start, match.end(), value=value + half, unit=unit), more


def ratio(text: str, start: int) -> Reading | None:
    """A ratio of two parts or more: ``1∶22.6∶76.4``, ``3比1``."""
    match = _RATIO.match(text, start)
    if match is None:
        return None
    parts = tuple(Decimal(term) for term in re.findall(_TERM, match[0]))
    return Reading(start, match.end(), parts=parts, unit="ratio")
