"""A regular expression of ten minutes: digits or Chinese numerals, multipliers, a list of units.

Done: one expression; 多/余/几 inside a number are skipped for its value; calendar years (1900-2099
before 年) and ordinals (after 第) are left out, and a lone 一, which is mostly a word (一个, 一起).
Left out: bound words (近, 超过, 以上), ratios, 清零 and 翻番, classifiers that are not on the list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from common import COUNTERS, UNITS, Span, serve

OTHERS = ("‰", "港元", "欧元", "厘米", "毫米", "升", "斤", "克", "秒", "度")
LISTED = "|".join(sorted((*UNITS, *COUNTERS, *OTHERS), key=len, reverse=True))
QUANTITY = re.compile(
    r"(?!(?:19|20)[0-9]{2}年)(?<![0-9０-９.第])"
    r"([0-9０-９]+(?:,[0-9]{3})*(?:\.[0-9０-９]+)?|[二两三四五六七八九十][一二两三四五六七八九十百千零〇]*"
    r"|一[一二两三四五六七八九十百千零〇]+)"
    rf"[多余几]?([百千万亿]*)[多余几]?({LISTED})"
)
DIGITS = {sign: at for at, sign in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
TIMES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}


def chinese(numeral: str) -> int:
    """The value of a Chinese numeral below 10,000."""
    total, digit = 0, 0
    for sign in numeral:
        if sign in TIMES:
            total, digit = total + (digit or 1) * TIMES[sign], 0
        else:
            digit = DIGITS[sign]
    return total + digit


def value(numeral: str, multipliers: str) -> float:
    """The value of a numeral and the multipliers after it."""
    number = float(numeral.replace(",", "")) if numeral[0].isdecimal() else chinese(numeral)
    for sign in multipliers:
        number *= TIMES[sign]
    return round(number, 6)


def extract(text: str) -> Iterator[Span]:
    """Every quantity of a paragraph."""
    for match in QUANTITY.finditer(text):
        unit = match[3]
        named = UNITS.get(unit) or ("count" if unit in COUNTERS else None)
        yield match.start(), match.end(), value(match[1], match[2]), named


if __name__ == "__main__":
    serve(extract)
