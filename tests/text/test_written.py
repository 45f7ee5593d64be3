"""What a written quantity allows: no value that its digits and bound words allow is lost."""

from __future__ import annotations

import operator
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangqu.text import numerals
from xiangqu.text.intervals import EVERYTHING, INFINITE, Interval
from xiangqu.text.written import parts, written

YI = 10**8


@pytest.mark.parametrize(
    ("text", "unit", "bound", "value", "low", "high"),
    [
        ("735亿元", "CNY", "exact", 735 * YI, 734.5 * YI, 735.5 * YI),
        ("735.0亿元", "CNY", "exact", 735 * YI, 734.95 * YI, 735.05 * YI),
        ("18.5万元", "CNY", "exact", 185_000, 184_500, 185_500),
        ("9.95 亿元", "CNY", "exact", 9.95 * YI, 9.945 * YI, 9.955 * YI),
        ("175．39亿元", "CNY", "exact", 175.39 * YI, 175.385 * YI, 175.395 * YI),
        ("272,388万元", "CNY", "exact", 2_723_880_000, 2_723_875_000, 2_723_885_000),
        ("40542元", "CNY", "exact", 40542, 40541.5, 40542.5),
        ("764户", "count", "exact", 764, 764, 764),
        ("4500套", "count", "exact", 4500, 4500, 4500),
        ("十条", "count", "exact", 10, 10, 10),
        ("2.8万户", "count", "exact", 28_000, 27_500, 28_500),
        ("三百二十万元", "CNY", "exact", 3_200_000, 3_150_000, 3_250_000),
        ("百分之五", "%", "exact", 5, 4.5, 5.5),
        ("七成", "%", "exact", 70, 65, 75),
        ("持平", "%", "exact", 0, -0.5, 0.5),
        ("80%以上", "%", "at_least", 80, 80, INFINITE),
        ("超过75%", "%", "over", 75, 75, INFINITE),
        ("290多亿元", "CNY", "over", 290 * YI, 290 * YI, 300 * YI),
        ("7700多人", "count", "over", 7700, 7700, 7800),
        ("近40亿元", "CNY", "nearly", 40 * YI, 30 * YI, 40 * YI),
        ("不足1%", "%", "under", 1, -INFINITE, 1),
        ("3.5%以内", "%", "at_most", 3.5, -INFINITE, 3.5),
        ("8%左右", "%", "about", 8, 7, 9),
    ],
)
def test_allowed(text: str, unit: str, bound: str, value: float, low: float, high: float) -> None:
    found = written(text, unit, bound, value).allowed
    assert (float(found.low), float(found.high)) == pytest.approx((low, high), rel=1e-12)


def test_range_and_ratio() -> None:
    assert written("5%—6%", "%", "exact", None, (5, 6)).allowed == Interval(
        Fraction(9, 2), Fraction(13, 2)
    )
    assert [one.allowed.width for one in parts("1∶22.6∶76.4")] == [
        1,
        Fraction(1, 10),
        Fraction(1, 10),
    ]
    with pytest.raises(ValueError, match="without a value"):
        written("清零", "count", "exact", None)


def test_excluded_number_is_left_out_of_what_is_strict() -> None:
    eighty = Interval.point(80)
    assert not written("突破80%", "%", "over", 80).strict.meets(eighty)
    assert written("80%以上", "%", "at_least", 80).strict.meets(eighty)
    assert written("突破80%", "%", "over", 80).allowed.meets(eighty)


@given(st.integers(0, 10**9), st.integers(0, 3), st.sampled_from(["", "万", "亿"]))
def test_rounding_never_loses_the_number(units: int, decimals: int, scale: str) -> None:
    """Whatever is rounded to the written digits lies in the interval of what is written."""
    true = Decimal(units).scaleb(-3)
    shown = round(true, decimals)
    times = {"": 1, "万": 10**4, "亿": 10**8}[scale]
    text = f"{shown:f}{scale}元"
    value = numerals.parse(f"{shown:f}{scale}")
    assert Fraction(true) * times in written(text, "CNY", "exact", value).allowed


NUMBERS = st.fractions(-1000, 1000, max_denominator=50)


@st.composite
def intervals(draw: st.DrawFn) -> tuple[Interval, Fraction]:
    """An interval, which may be open, and a number in it."""
    low, inside, high = sorted(draw(st.tuples(NUMBERS, NUMBERS, NUMBERS)))
    ends = draw(st.sampled_from([(low, high), (-INFINITE, high), (low, INFINITE)]))
    return Interval(*ends), inside


@pytest.mark.parametrize(
    "apply", [operator.add, operator.sub, operator.mul, operator.truediv], ids=lambda f: f.__name__
)
@given(one=intervals(), other=intervals())
def test_arithmetic_never_loses_a_value(
    apply: Callable[..., Interval],
    one: tuple[Interval, Fraction],
    other: tuple[Interval, Fraction],
) -> None:
    found = apply(one[0], other[0])
    if apply is not operator.truediv or other[1]:
        assert apply(one[1], other[1]) in found


@given(st.fractions(0, 3), st.fractions(0, 3), st.fractions(0, 3), st.integers(1, 12))
def test_powers_never_lose_a_value(a: Fraction, b: Fraction, c: Fraction, power: int) -> None:
    low, inside, high = sorted([a, b, c])
    assert inside**power in Interval(low, high) ** power


def test_ends_of_powers_and_slack() -> None:
    for bad in (0, 101):
        with pytest.raises(ValueError, match="no power"):
            Interval.point(2) ** bad
    with pytest.raises(ValueError, match="no power"):
        Interval.point(-1) ** 2
    one, other = Interval(Fraction(1), Fraction(4)), Interval(Fraction(3), Fraction(9))
    assert one.slack(other) == 1 and other.slack(one) == 1 and one.meets(other)
    assert one.slack(Interval.point(6)) == -2 and not one.meets(Interval.point(6))
    assert EVERYTHING.slack(one) == INFINITE and EVERYTHING.width == INFINITE
    assert Interval.point(1) / Interval(Fraction(-1), Fraction(1)) == EVERYTHING
    huge = Interval.point(10**400)
    assert huge + EVERYTHING == EVERYTHING and huge * EVERYTHING == EVERYTHING
