"""Quantities with a form of their own: 翻番, 十二连增, 零发生, 七成, 一个半小时, 百分之五, 1/3, 1∶2∶3.

Each function reads at ``text[start:]`` and returns what it found, without the bound words around it.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from .reading import CHINESE, NUMBER, Reading, parse
from .rules import Prefixes, Rules, any_of, plain

_TERM = r"[0-9]+(?:\.[0-9]+)?"
_RATIO = re.compile(rf"{_TERM}(?: *[∶:：︰比] *{_TERM})+")  # 1∶22.6∶76.4, 3比1
_FRACTION = re.compile(f"([{CHINESE}]+)分之({NUMBER})")  # 三分之二, 百分之5.5
_SLASH = re.compile("([1-9])/([2-9]|[1-9]0)(?![0-9/月日])")  # 1/3, but not 1/3月
_DOUBLED = re.compile("翻了?([一二两三四五六])番")  # 翻两番
_HALF = re.compile(  # 一个半小时, 2个多月, 两年半
    "([0-9]+|[一二两三四五六七八九十]+)(?:个(半|多)(小时|月)|(年)半)"
)
_HALF_UNITS = {"小时": "hour", "月": "month", "年": "year"}
_CENT = Decimal("0.01")


class SpecialForms:
    """The forms that need words of ``schema/rules/quantities.json``."""

    def __init__(self, rules: Rules) -> None:
        self._whole: Prefixes[dict[str, Any]] = Prefixes(rules["whole"].items())
        self._zero_nouns = Prefixes(plain(rules["zero_nouns"]))
        self._zero_after = frozenset(rules["zero_after"])
        # 十二连增, 4年连冠
        self._streak = re.compile(
            f"([一二三四五六七八九十两0-9]+)年?连{any_of(rules['streak_verbs'])}"
        )
        # 七成, 三成半, 六成多, but not 一成不变
        self._tenths = re.compile(
            f"([一二三四五六七八九]|[1-9])成(?![{rules['tenths_not_before']}])(半|多)?"
        )

    def alone(self, text: str, start: int, end: int) -> Reading | None:
        """A quantity that needs no unit; its numeral, or the word, is ``text[start:end]``."""
        if doubled := _DOUBLED.search(text, max(start - 2, 0), end + 1):
            value = Decimal(2) ** int(parse(doubled[1]) or 1)
            return Reading(doubled.start(), doubled.end(), value=value, unit="times")
        if streak := self._streak.match(text, start):
            return Reading(start, streak.end(), value=parse(streak[1]), unit="year", streak=True)
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
        if meaning.get("alone") and _is_in_name(text, start, end, meaning.get("not_after", ())):
            return None
        return Reading(start, end, value=Decimal(meaning["value"]), unit=meaning["unit"])

    def _zero(self, text: str, start: int) -> Reading | None:
        """零 as a number: 零事故, 降为零."""
        if word := self._zero_nouns.at(text, start + 1):
            return Reading(start, start + 1 + len(word[0]), value=Decimal(0), unit="count")
        is_last = not text[start + 1 : start + 2].isalnum()
        if is_last and text[start - 1 : start] in self._zero_after:
            return Reading(start, start + 1, value=Decimal(0), unit="count")
        return None

    def part(self, text: str, start: int) -> tuple[Reading, bool] | None:
        """A part of a whole, in %; and whether 多 says that it is more."""
        if tenths := self._tenths.match(text, start):
            if text[start - 1 : start] == "第":
                return None
            value = (parse(tenths[1]) or Decimal(0)) * 10 + (5 if tenths[2] == "半" else 0)
            return Reading(start, tenths.end(), value=value, unit="%"), tenths[2] == "多"
        if fraction := _FRACTION.match(text, start):
            return _share(start, fraction.end(), parse(fraction[2]), parse(fraction[1]))
        if slash := _SLASH.match(text, start):
            return _share(start, slash.end(), Decimal(slash[1]), Decimal(slash[2]))
        return None


def _is_in_name(text: str, start: int, end: int, not_after: tuple[str, ...]) -> bool:
    """Whether the word at ``text[start:end]`` is part of a name: 清零 of 信访积案清零行动."""
    after = text[end : end + 1]
    is_followed = "\u3400" <= after <= "\u9fff" or after == "”"
    return is_followed or text.endswith(tuple(not_after), 0, start)


def _share(
    start: int, end: int, of: Decimal | None, whole: Decimal | None
) -> tuple[Reading, bool] | None:
    """The fraction ``of``/``whole`` in %, unless it is no share: more than 2."""
    if not whole or of is None or of > whole * 2:
        return None
    value = of if whole == 100 else (of * 100 / whole).quantize(_CENT)
    return Reading(start, end, value=value, unit="%"), False


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
