"""Quantities as people write them."""

from __future__ import annotations

from typing import Any

import pytest

from xiangqu.reader.amounts import amount, number


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (32000.0, "32,000"),
        (1234.5, "1,234.5"),
        (0.1, "0.1"),
        (-3.0, "−3"),
        (46136000000.0, "46,136,000,000"),
        (1e16, "10,000,000,000,000,000"),
        (1e-7, "0.0000001"),
    ],
)
def test_numbers(value: float, written: str) -> None:
    assert number(value) == written


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ({"value": 5.0, "low": 5.0, "high": 5.0}, "5"),
        ({"value": 80.0, "low": 80.0, "low_inclusive": False, "bound": "over"}, "> 80"),
        ({"value": 80.0, "low": 80.0, "low_inclusive": True, "bound": "at_least"}, "≥ 80"),
        ({"value": 3.8, "high": 3.8, "high_inclusive": True, "bound": "at_most"}, "≤ 3.8"),
        ({"value": 3.8, "high": 3.8, "high_inclusive": False, "bound": "under"}, "< 3.8"),
        ({"low": 75.0, "high": 80.0}, "75–80"),
        ({"value": 8.0, "bound": "about"}, "≈ 8"),
        ({"value": 8.0, "bound": "nearly"}, "≈ 8"),
        ({"parts": [1.0, 22.6, 76.4]}, "1 : 22.6 : 76.4"),
        ({}, ""),
    ],
)
def test_amounts(given: dict[str, Any], shown: str) -> None:
    names = ("value", "low", "high", "low_inclusive", "high_inclusive", "parts")
    assert amount(dict.fromkeys(names) | {"bound": "exact"} | given) == shown
