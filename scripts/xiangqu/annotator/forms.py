"""Quantities of a form of their own: 翻番, 十二连增, 零发生, 七成, 一个半小时, 百分之五, 1/3, 1∶2∶3.

Each function reads at ``text[start:]`` and gives what it found, without the bound words around it.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from .lexicon import Starts, plain
from .number import CHINESE, NUMBER, Found, parse

_TERM = r"[0-9]+(?:\.[0-9]+)?"
_RATIO = re.compile(rf"{_TERM}(?: *[∶:：︰比] *{_TERM})+")
_FRACTION = re.compile(f"([{CHINESE}]+)分之({NUMBER})")
_SLASH = re.compile("([1-9])/([2-9]|[1-9]0)(?![0-9/月日])")
_DOUBLED = re.compile("翻了?([一二两三四五六])番")
_RUN_OF = re.compile("([一二三四五六七八九十两0-9]+)年?连[增升降减冠丰涨跌胜]")
_TENTHS = re.compile(
    "([一二三四五六七八九]|[1-9])成(?![为立功本果效绩员熟长交品都就分套群])(半|多)?"
)
_HALF = re.compile("([0-9]+|[一二两三四五六七八九十]+)(?:个(半|多)(小时|月)|(年)半)")
_HALF_UNITS = {"小时": "hour", "月": "month", "年": "year"}
_CENT = Decimal("0.01")


class Forms:
    """The forms, with the words of the rules that some need."""

    def __init__(self, rules: dict[str, Any]) -> None:
        self._zero = Starts(plain(rules["zero"]))
        self._whole = {w: (unit, Decimal(v)) for w, (unit, v) in rules["whole"].items()}

    def alone(self, text: str, start: int, end: int) -> Found | None:
        """A quantity that is a word of its own, the numeral or word in it being ``text[start:end]``."""
        if doubled := _DOUBLED.search(text, max(start - 2, 0), end + 1):
            value = Decimal(2) ** int(parse(doubled[1]) or 1)
            return Found(doubled.start(), doubled.end(), value=value, unit="times")
        if run := _RUN_OF.match(text, start):
            return Found(start, run.end(), value=parse(run[1]), unit="year", run=True)
        if text[start:end] == "零":
            return self._nothing(text, start)
        if (whole := self._whole.get(text[start:end])) and not _is_name(text, start, end):
            return Found(start, end, value=whole[1], unit=whole[0])
        return None

    def _nothing(self, text: str, start: int) -> Found | None:
        if text.startswith("零增长", start):
            return Found(start, start + 3, value=Decimal(0), unit="%")
        if word := self._zero.at(text, start + 1):
            return Found(start, start + 1 + len(word[0]), value=Decimal(0), unit="count")
        if (
            text[start - 1 : start] in ("为", "到", "近")
            and not text[start + 1 : start + 2].isalnum()
        ):
            return Found(start, start + 1, value=Decimal(0), unit="count")
        return None


def _is_name(text: str, start: int, end: int) -> bool:
    """Whether 清零 is part of a name: 信访积案清零行动."""
    if text[start:end] != "清零":
        return False
    after = text[end : end + 1]
    return text.endswith("积案", 0, start) or "\u3400" <= after <= "\u9fff" or after == "”"


def part(text: str, start: int) -> tuple[Found, bool] | None:
    """A part of a whole, in %; and whether 多 says that it is more."""
    if tenths := _TENTHS.match(text, start):
        if text[start - 1 : start] == "第":
            return None
        value = (parse(tenths[1]) or Decimal(0)) * 10 + (5 if tenths[2] == "半" else 0)
        return Found(start, tenths.end(), value=value, unit="%"), tenths[2] == "多"
    if fraction := _FRACTION.match(text, start):
        return _share(start, fraction.end(), parse(fraction[2]), parse(fraction[1]))
    if slash := _SLASH.match(text, start):
        return _share(start, slash.end(), Decimal(slash[1]), Decimal(slash[2]))
    return None


def _share(
    start: int, end: int, of: Decimal | None, whole: Decimal | None
) -> tuple[Found, bool] | None:
    if not whole or of is None or of > whole * 2:
        return None
    value = of if whole == 100 else (of * 100 / whole).quantize(_CENT)
    return Found(start, end, value=value, unit="%"), False


def and_a_half(text: str, start: int) -> tuple[Found, bool] | None:
    """``一个半小时``, ``2个多小时``, ``两年半``; and whether 多 says that it is more."""
    match = _HALF.match(text, start)
    value = parse(match[1]) if match else None
    if match is None or value is None:
        return None
    more = match[2] == "多"
    unit = _HALF_UNITS[match[3] or match[4]]
    return Found(start, match.end(), value=value + (0 if more else Decimal("0.5")), unit=unit), more


def ratio(text: str, start: int) -> Found | None:
    """``1∶22.6∶76.4``, ``3比1``."""
    match = _RATIO.match(text, start)
    if match is None:
        return None
    parts = tuple(Decimal(term) for term in re.findall(_TERM, match[0]))
    return Found(start, match.end(), parts=parts, unit="ratio")
