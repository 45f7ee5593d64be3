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
        ("三万五", "35000"),
        ("两百五", "250"),
        ("三千二", "3200"),
        ("十万八", "108000"),
        ("一亿二", "120000000"),
        ("三万零五", "30005"),
        ("三千零五", "3005"),
        ("三百二十万", "3200000"),
        ("三萬五", "35000"),
        ("八點三", "8.3"),
        ("兩億", "200000000"),
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
    ("written", "low", "high"),
    [
        ("五六", 5, 6),
        ("三四十万", 300_000, 400_000),
        ("六七千万", 60_000_000, 70_000_000),
        ("十七八", 17, 18),
        ("二十七八", 27, 28),
        ("一百七八十", 170, 180),
        ("百八九十", 180, 190),
        ("两三百", 200, 300),
        ("三五", 3, 5),
        ("三四萬", 30_000, 40_000),
    ],
)
def test_inexact_pairs(written: str, low: int, high: int) -> None:
    assert numerals.ends(written) == (low, high)
    assert numerals.parse(written) is None


@pytest.mark.parametrize(
    "written",
    ["", "五", "九十", "一三", "六五", "二三四", "三四万五千", "零一", "二〇二一", "56", "十" * 99],
)
def test_no_inexact_pair(written: str) -> None:
    assert numerals.ends(written) is None


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
        ("三萬五、5萬", ["三萬五", "5萬"]),
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
        + (("零" if wan < 1000 else "") + _chinese(wan) + "万" if wan else "")
        + (("零" if ones < 1000 else "") + _chinese(ones) if ones else "")
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


@given(st.integers(0, 10**12 - 1))
def test_numerals_of_cn2an_round_trip(n: int) -> None:
    """Numerals as another library writes them."""
    cn2an = pytest.importorskip("cn2an")
    assert numerals.parse(cn2an.an2cn(n, "low")) == n


_DIGIT = "[一二三四五六七八九]"
_GROUP = f"({_DIGIT}千)?({_DIGIT}百)?({_DIGIT}十)?{_DIGIT}?"


@given(st.from_regex(f"({_GROUP}万)?{_GROUP}", fullmatch=True))
def test_numerals_are_read_as_cn2an_reads_them(written: str) -> None:
    """Short ones too: 三万五, 一百二."""
    cn2an = pytest.importorskip("cn2an")
    try:
        theirs = cn2an.cn2an(written, "normal")
    except (ValueError, KeyError):  # 万一
        return
    assert numerals.parse(written) == theirs


@pytest.mark.parametrize(
    ("written", "ours"),  # in 近百家, 四点六万人, 半年, 双节
    [("百", "100"), ("四点六万", "46000"), ("半", "0.5"), ("双", "2"), ("一亿二", "120000000")],
)
def test_what_cn2an_does_not_read(written: str, ours: str) -> None:
    cn2an = pytest.importorskip("cn2an")
    with pytest.raises((ValueError, KeyError)):
        cn2an.cn2an(written, "normal")
    assert numerals.parse(written) == Decimal(ours)


def test_no_value_is_rounded() -> None:
    """28 digits are what a Decimal keeps."""
    assert numerals.parse("9" * 28) == Decimal("9" * 28)


def test_every_character_of_a_numeral() -> None:
    assert numerals.CIRCLED == "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
    ones = [numerals.parse(character) for character in "零一二三四五六七八九"]
    assert ones == list(range(10))
    assert [numerals.parse(c) for c in "〇两双十百千万亿"] == [0, 2, 2, 10, 100, 1000, 10**4, 10**8]
