"""How numbers are written: Arabic and Chinese numerals, separators, spaces, multipliers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from ..text import numerals

CHINESE = "〇零一二三四五六七八九十百千万亿两半双"
BLANK = "[ \u00a0\u3000]"
_DIGIT = "[0-9０-９]"
_GROUPS = rf"{_DIGIT}{{1,3}}(?:(?:[,，]{_DIGIT}{{3}})+|(?:[ \u00a0\u2009][0-9]{{3}})+)(?!{_DIGIT})"
_MULTIPLIERS = "(?:百(?!分)|千(?![米瓦克伏卡升帕])|[万亿])+"  # 千瓦 and 百分点 are units
NUMBER = (
    rf"(?:{_GROUPS}|{_DIGIT}+)(?:[.．]{_DIGIT}+)?(?:{BLANK}*{_MULTIPLIERS})?"
    f"|[{CHINESE}]+(?:点[〇零一二三四五六七八九]+[百千万亿]*)?"
)
AT = re.compile(NUMBER)
RUN = re.compile(f"{_DIGIT}+|[{CHINESE}]+|[①-⑳]+|翻番|持平|清零|首位")
"""Where a reading may begin: every numeral, and the quantities that are words."""

_BLANKS = re.compile("[ \u00a0\u2009\u3000]")
_MULTIPLIER = re.compile("[百千万亿]+$")


@dataclass(frozen=True, slots=True)
class Found:
    """A stretch ``[start, end)`` that was read: a quantity if it has a ``unit``, else a ``label``.

    ``value`` in the base unit; ``ends`` of a written range; ``parts`` of a ratio. ``run``: 连续四年.
    """

    start: int
    end: int
    label: str = "claim"
    value: Decimal | None = None
    ends: tuple[Decimal, Decimal] | None = None
    parts: tuple[Decimal, ...] | None = None
    unit: str | None = None
    classifier: str | None = None
    bound: str = "exact"
    run: bool = False


def parse(written: str) -> Decimal | None:
    """What a number is worth, spaces and multipliers folded in; None if it is not one number."""
    return numerals.parse(_BLANKS.sub("", written))


def is_arabic(written: str) -> bool:
    return "0" <= written[0] <= "9" or "０" <= written[0] <= "９"


def multiplier(written: str) -> str:
    """``万`` of ``3 万``."""
    match = _MULTIPLIER.search(written)
    return match[0] if match else ""


def scale(multipliers: str) -> Decimal:
    """What ``万`` or ``百亿`` multiplies by; 1 for nothing."""
    return numerals.parse(f"1{multipliers}") or Decimal(1)
