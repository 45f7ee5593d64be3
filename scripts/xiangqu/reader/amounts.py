"""The quantity of a claim as people write it, without its unit: ``32,000``, ``> 80``, ``75–80``."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

INEXACT = ("about", "nearly")
"""The bounds of quantities that have no interval, for no text says how far they reach."""


def amount(claim: Mapping[str, Any]) -> str:
    """The value or interval of a row of config claims; empty if it has neither."""
    value, low, high = (claim[name] for name in ("value", "low", "high"))
    if claim["parts"]:
        return " : ".join(map(number, claim["parts"]))
    if low is not None and high is not None:
        return number(low) if low == high else f"{number(low)}–{number(high)}"
    if low is not None:
        return f"{'≥' if claim['low_inclusive'] else '>'} {number(low)}"
    if high is not None:
        return f"{'≤' if claim['high_inclusive'] else '<'} {number(high)}"
    if value is None:
        return ""
    return f"≈ {number(value)}" if claim["bound"] in INEXACT else number(value)


def number(value: float) -> str:
    """With commas between thousands, and no digit that is not there: 1234.5 is ``1,234.5``."""
    exact = Decimal(repr(value))
    if exact == exact.to_integral_value():
        exact = exact.to_integral_value()
    return f"{exact:,f}".replace("-", "−")
