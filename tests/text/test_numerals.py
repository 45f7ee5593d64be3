"""Numerals: what counts as one, and what it is worth."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangqu.text import numerals

_DIGITS = "零一二三四五六七八九"


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("0", "0"),
        ("2.8万", "28000"),
        ("14.2亿", "1420000000"),
        ("1000亿", "100000000000"),
        ("1,234", "1234"),
        ("1，234亿", "123400000000"),
        ("１２．５", "12.5"),
        ("50.80", "50.8"),
        ("十", "10"),
        ("十二", "12"),
        ("二十", "20"),
        ("三百二十万", "3200000"),
        ("两", "2"),
        ("半", "0.5"),
        ("二十万亿", "20000000000000"),
        ("三亿二百万", "302000000"),
        ("一百零五", "105"),
        ("一万亿", "1000000000000"),
        ("二〇二一", "2021"),
        ("万", "10000"),
        ("百", "100"),
        ("3百万", "3000000"),
    ],
)
def test_parse(written: str, value: str) -> None:
    assert numerals.parse(written) == Decimal(value)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "元",
        "1.2.3",
        "12,34",
        "①",
        "²",
        "一路",
        "1 000",
        "½",
        "七八",
        "七八亿",
        "五六百",
        "三四十",
        "十十",
        "一百二十三十",
        "亿万",
        "9" * 29,
    ],
)
def test_parse_refuses(written: str) -> None:
    assert numerals.parse(written) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("增长到7.8万户", ["7.8万"]),
        ("1∶22.6∶76.4", ["1", "22.6", "76.4"]),
        ("①新增", ["①"]),
        ("十九届五中", ["十九", "五"]),
        ("7000余万元", ["7000", "万"]),
        ("５月", ["５"]),
        ("２．５万户", ["２．５万"]),
        ("没有", []),
        ("1.", ["1"]),
    ],
)
def test_census(text: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in numerals.census(text)] == found


def _chinese(n: int) -> str:
    """A numeral below 10 000 as it is written, zeros inside named once."""
    out, zero = "", False
    for place, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = n // place % 10
        if digit:
            out += ("零" if zero and out else "") + _DIGITS[digit] + unit
            zero = False
        else:
            zero = True
    return out


@given(st.integers(1, 9999), st.integers(0, 9999), st.integers(0, 9999))
def test_chinese_numerals_round_trip(yi: int, wan: int, ones: int) -> None:
    written = (
        _chinese(yi)
        + "亿"
        + (_chinese(wan) + "万" if wan else "")
        + (_chinese(ones) if ones else "")
    )
    assert numerals.parse(written) == yi * 10**8 + wan * 10**4 + ones


@given(
    st.decimals(min_value=0, max_value=10**9, places=4),
    st.sampled_from(["", "百", "千", "万", "亿", "万亿"]),
)
def test_arabic_numerals_are_exact(number: Decimal, multiplier: str) -> None:
    factor = {"": 1, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8, "万亿": 10**12}[multiplier]
    assert numerals.parse(f"{number:f}{multiplier}") == number * factor


@given(st.text())
def test_census_spans_are_maximal_and_apart(text: str) -> None:
    spans = numerals.census(text)
    assert all(start < end for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    covered = {i for start, end in spans for i in range(start, end)}
    assert all((c in numerals.NUMERAL_CHARACTERS) <= (i in covered) for i, c in enumerate(text))


def test_no_value_is_rounded() -> None:
    """28 digits are what a Decimal keeps."""
    assert numerals.parse("9" * 28) == Decimal("9" * 28)


def test_every_character_of_a_numeral() -> None:
    assert numerals.CIRCLED == "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
    ones = [numerals.parse(character) for character in "零一二三四五六七八九"]
    assert ones == list(range(10))
    assert [numerals.parse(c) for c in "〇两双十百千万亿"] == [0, 2, 2, 10, 100, 1000, 10**4, 10**8]
