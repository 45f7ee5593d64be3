"""How numbers are written in prose, and what is read of them.

A reading is a quantity or the label of a numeral that is not one. It may take in more than the
numeral: 近三百家, 一带一路.
"""

from __future__ import annotations

import re
from decimal import Decimal

import msgspec

from ..text import numerals

CHINESE = "〇零一二三四五六七八九十百千万亿两半双萬億兩雙"
BLANK = "[ \u00a0\u3000]"
DIGIT = "[0-9０-９]"
# 1,234 or 1 234
_GROUPS = rf"{DIGIT}{{1,3}}(?:(?:[,，]{DIGIT}{{3}})+|(?:[ \u00a0\u2009][0-9]{{3}})+)(?!{DIGIT})"
# 3百万, but not 2.1百分点 or 520千瓦: 百分点, 千瓦, 千米, ... are units
MULTIPLIERS = "(?:百(?!分)|千(?![米瓦克伏卡帕])|[万亿萬億])+"
NUMBER = (
    # 1,234.5 万
    rf"(?:{_GROUPS}|{DIGIT}+)(?:[.．]{DIGIT}+)?(?:{BLANK}*{MULTIPLIERS})?"
    # 三百二十万, 四点六万; 五, of 五千瓦
    f"|(?:千(?![瓦米克伏卡帕])|(?!千)[{CHINESE}])+(?:[点點][〇零一二三四五六七八九]+(?:{MULTIPLIERS})?)?"
)
"""The pattern of a number with its multipliers."""
AT = re.compile(NUMBER)
NUMERAL = f"{DIGIT}+|[{CHINESE}]+|[①-⑳]+"
"""The pattern of the numerals at which a reading may begin."""

LARGEST = Decimal(10) ** 24
"""The largest value that a record can hold."""
_BLANKS = re.compile("[ \u00a0\u2009\u3000]")
_MULTIPLIER = re.compile("[百千万亿萬億]+$")


class Reading(msgspec.Struct, frozen=True):
    """A stretch ``[start, end)`` of a paragraph that was read: a quantity if it has a ``unit``.

    Otherwise ``label`` says what the numeral is. ``value`` is in the unit itself, with multipliers
    folded in; a range has ``ends`` instead, a ratio has ``parts``. ``streak`` says that the quantity
    counts years in a row: 连续四年. ``doubt`` is why the reading is not sure: ``unlisted-unit`` (what is
    counted or measured is in no list), ``no-unit`` (no unit is written, and one is guessed).

    A name with a ``value`` is a number of which no unit is known.
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
    streak: bool = False
    doubt: str | None = None


def parse(written: str) -> Decimal | None:
    """The value of a written number, spaces and multipliers included; None if it is not one number."""
    return numerals.parse(_BLANKS.sub("", written))


def is_arabic(written: str) -> bool:
    """Whether a number is written in digits: 12万, not 十二万."""
    return "0" <= written[0] <= "9" or "０" <= written[0] <= "９"


def multiplier(written: str) -> str:
    """The multipliers at the end of a number: 万 of 3 万; empty if there are none."""
    match = _MULTIPLIER.search(written)
    return match[0] if match else ""


def scale(multipliers: str) -> Decimal:
    """What 万 or 百亿 multiplies by; 1 for the empty string."""
    return numerals.parse(f"1{multipliers}") or Decimal(1)
