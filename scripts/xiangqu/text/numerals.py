"""Numerals in Chinese text: where they are, and their value as a `Decimal`.

Arabic digits (ASCII and full-width) with thousands separators and decimals, Chinese numerals
with their multipliers, and both mixed (``2.8万``, ``1000亿``). Traditional characters count as the
simplified ones. Reads no vocabulary and no files.
"""

from __future__ import annotations

import re
from decimal import Decimal

DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "双": 2}
SMALL = {"十": 10, "百": 100, "千": 1000}
LARGE = {"万": 10**4, "亿": 10**8}
CIRCLED = "".join(chr(c) for c in range(0x2460, 0x2474))
NUMERAL_CHARACTERS = frozenset(
    "0123456789０１２３４５６７８９" + CIRCLED + "〇零一二三四五六七八九十百千万亿两半双萬億兩雙"
)

CENSUS = re.compile(  # 2.8万, ①, 三百二十万
    r"[0-9０-９]+(?:[.．][0-9０-９]+)?[百千万亿萬億]*|[①-⑳]+"
    "|[〇零一二三四五六七八九十百千万亿两半双萬億兩雙]+"
)
"""A numeral of the census: each maximal run of its characters has exactly one label."""

_ARABIC = re.compile(r"([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(\.[0-9]+)?([十百千万亿]*)")  # 1,234.5万
_DIGIT = "[一二三四五六七八九两双]"
# 三千二百零五: below 万 each place at most once, in falling order
_BELOW = f"(?:{_DIGIT}?千)?零?(?:{_DIGIT}?百)?零?(?:{_DIGIT}?十)?零?{_DIGIT}?|零|〇"
# 三亿零二百万五千: what stands before 亿 is read as a numeral of its own
_READ = re.compile(f"(?:(?P<yi>.*)亿)?零?(?:(?P<wan>{_BELOW})万)?零?(?P<ones>{_BELOW})")
# 三万五, 两百五: the last digit counts the next lower place
_SHORT = re.compile(f"(?P<whole>.+(?P<place>[百千万亿]))(?P<digit>{_DIGIT})")
# 三四十万, 十七八, 三五: the two digits that may stand in one place
_PAIR = re.compile(
    "(?P<head>(?:.*[十百千万亿])?)(?P<low>[一二两三四五六七八九])(?P<high>[二两三四五六七八九])"
    "(?P<tail>[十百千万亿]*)"
)
_SPOKEN = re.compile(  # 四点六万
    "([零〇一二三四五六七八九十百]+)点([〇零一二三四五六七八九]+)([百千万亿]*)"
)
_MAX_LENGTH = 28  # as many digits as a Decimal keeps by default: no value is rounded
_PLAIN = str.maketrans("０１２３４５６７８９．，萬億兩雙點", "0123456789.,万亿两双点")


def census(text: str) -> list[tuple[int, int]]:
    """The offsets ``[start, end)`` of every numeral in ``text``, in code points."""
    return [match.span() for match in CENSUS.finditer(text)]


def parse(numeral: str) -> Decimal | None:
    """The value of ``numeral``, multipliers included; None if it is not one numeral.

    >>> parse("2.8万"), parse("三百二十万"), parse("1,234亿")
    (Decimal('28000'), Decimal('3200000'), Decimal('123400000000'))
    """
    numeral = numeral.translate(_PLAIN)
    if len(numeral) > _MAX_LENGTH:
        return None
    if numeral == "半":
        return Decimal("0.5")
    match = _ARABIC.fullmatch(numeral)
    if match:
        whole, fraction, multipliers = match.groups()
        value = Decimal(whole.replace(",", "") + (fraction or ""))
        for multiplier in multipliers:
            value *= (SMALL | LARGE)[multiplier]
        return _plain(value)
    return _chinese(numeral)


def ends(numeral: str) -> tuple[Decimal, Decimal] | None:
    """Both ends of an inexact numeral that names two digits for one place; None if it is none.

    >>> ends("三四十万"), ends("十七八")
    ((Decimal('300000'), Decimal('400000')), (Decimal('17'), Decimal('18')))
    """
    pair = _PAIR.fullmatch(numeral.translate(_PLAIN)) if len(numeral) <= _MAX_LENGTH else None
    if pair is None:
        return None
    head, low, high, tail = pair.groups()
    if DIGITS[high] - DIGITS[low] != 1 and low + high != "三五":
        return None
    first, second = parse(head + low + tail), parse(head + high + tail)
    return (first, second) if first is not None and second is not None else None


def step(numeral: str) -> Decimal | None:
    """What 1 in its last written digit is worth; None if it is not one numeral.

    Zeros in Arabic digits are written, those of Chinese numerals are not.

    >>> step("2.80万"), step("1500"), step("三百二十万")
    (Decimal('100.00'), Decimal('1'), Decimal('1E+5'))
    """
    value = parse(numeral)
    match = _ARABIC.fullmatch(numeral.translate(_PLAIN))
    if value is None or match is None:
        return None if value is None else place(value)
    worth = Decimal(1).scaleb(1 - len(match[2])) if match[2] else Decimal(1)
    for multiplier in match[3]:
        worth *= (SMALL | LARGE)[multiplier]
    return worth


def place(value: Decimal) -> Decimal:
    """What 1 in the last digit of ``value`` other than 0 is worth; 1 for 0.

    >>> place(Decimal(7700)), place(Decimal("5.5"))
    (Decimal('1E+2'), Decimal('0.1'))
    """
    exponent = value.normalize().as_tuple().exponent
    return Decimal(1).scaleb(int(exponent)) if value else Decimal(1)


def _plain(value: Decimal) -> Decimal:
    """``value`` without an exponent or trailing zeros after the point: ``1.50`` becomes ``1.5``."""
    return Decimal(int(value)) if value == value.to_integral_value() else value.normalize()


def _chinese(numeral: str) -> Decimal | None:
    """The value of a numeral in Chinese characters; None if it is not one number.

    ``三百二十万`` is read by its places, ``二〇二〇`` digit by digit, ``三万五`` is 35000; ``七八`` (seven
    or eight) is None.
    """
    if match := _SPOKEN.fullmatch(numeral):
        return _spoken(*match.groups())
    if not numeral or any(c not in DIGITS and c not in SMALL and c not in LARGE for c in numeral):
        return None
    if len(numeral) > 2 and all(c in DIGITS for c in numeral):
        return Decimal("".join(str(DIGITS[c]) for c in numeral))
    if short := _SHORT.fullmatch(numeral):
        whole = _chinese(short["whole"])
        place = (SMALL | LARGE)[short["place"]] // 10
        return None if whole is None else whole + DIGITS[short["digit"]] * place
    match = _READ.fullmatch(numeral)
    if not match:
        return None
    above, wan, ones = match["yi"], match["wan"], match["ones"]
    # Before 亿 and 万, nothing is 1 (万 is 10000), but 亿万 is an idiom and no number.
    hundred_millions = Decimal(above == "") if not above else _chinese(above)
    if hundred_millions is None or (hundred_millions and wan == ""):
        return None
    ten_thousands = 0 if wan is None else _below_wan(wan) or 1
    return hundred_millions * LARGE["亿"] + ten_thousands * LARGE["万"] + _below_wan(ones)


def _spoken(whole: str, fraction: str, multipliers: str) -> Decimal | None:
    """The value of a decimal in Chinese characters: ``四点六万``."""
    value = _chinese(whole)
    if value is None:
        return None
    value += Decimal("0." + "".join(str(DIGITS[c]) for c in fraction))
    for multiplier in multipliers:
        value *= (SMALL | LARGE)[multiplier]
    return _plain(value)


def _below_wan(numeral: str) -> int:
    """The value of a numeral below 万: ``三百二十``; 0 for the empty string."""
    section = digit = 0
    for c in numeral:
        if c in DIGITS:
            digit = DIGITS[c]
        else:
            section += (digit or 1) * SMALL[c]
            digit = 0
    return section + digit
