"""What published claims say of one another, computed by a rule of `xiangqu.tabular.formulas`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from ..annotation.vocabulary import Vocabulary
from ..text import written
from ..text.intervals import End, Interval
from ..text.written import Written
from .formulas import RULES, Rule, Sides

Row = Mapping[str, Any]

_SCALES = ((Fraction(10**8), "亿"), (Fraction(10**4), "万"))
_PLAIN_BELOW = 10**5
_DIGITS = 6


@dataclass(frozen=True)
class Computed:
    """``computed`` and ``stated`` are what the written numbers allow, rounding and bounds included.

    ``slack`` is how far the two may still part (below 0: the gap between them), ``smallest_error`` how
    far off a stated number has to be before it can be seen; both are in the unit of the result, None
    where an end is open. ``arithmetic`` is one line.
    """

    computed: Interval
    stated: Interval
    verdict: str
    arithmetic: str

    @property
    def slack(self) -> float | None:
        return finite(self.computed.slack(self.stated))

    @property
    def smallest_error(self) -> float | None:
        return finite((self.computed.width + self.stated.width) / 2)

    @property
    def outcome(self) -> str:
        """How the outcome (stated) stands to a target (computed) that is open to the better side."""
        return "met" if self.computed.meets(self.stated) else "missed"


def finite(end: End) -> float | None:
    """An end of an interval as it is published: None if it is open."""
    return None if isinstance(end, float) else float(end)


def fault(rule: str, claims: Sequence[Row], given: Sequence[int]) -> str | None:
    """Why the rule cannot be computed of the claims; None if it can."""
    of = RULES[rule]
    if len(claims) < of.fewest or len(claims) > (of.most or len(claims)):
        return f"{rule} takes {_how_many(of)}, not {len(claims)}"
    if len(given) < of.numbers or (rule == "change" and len(given) == 1):
        return f"{rule} needs the numbers that the words give"
    alike = range(_ALL_ALIKE_FROM[rule], len(claims)) if rule in _ALL_ALIKE_FROM else of.alike
    units = {claims[place]["unit"] for place in alike}
    if len(units) > 1:
        return f"{rule} of {' and '.join(sorted(units))}"
    ratios = [place for place, claim in enumerate(claims) if claim["parts"] is not None]
    if ratios != _RATIOS.get(rule, ratios if rule in _OF_RATIOS else []):
        return f"{rule} of a ratio" if ratios else f"{rule} of no ratio"
    for place in _RATIOS.get(rule, ()):
        if given[0] > len(claims[place]["parts"]):
            return f"no part {given[0]} of {claims[place]['text']}"
    return None


_ALL_ALIKE_FROM = {"sum": 0, "change": 0, "portion": 1}
"""By rule, from which on all of its claims are of one unit, however many they are."""

_RATIOS = {"ratio": [0], "ratio_change": [0, 1], "part_growth": [1]}
"""By rule, which of its claims are ratios; the first given number says which part of it counts."""

_OF_RATIOS = ("shares_sum", "equal")
"""Rules that take a ratio for the sum of its parts."""


def compute(rule: str, claims: Sequence[Row], given: Sequence[int], units: Vocabulary) -> Computed:
    """Compute ``rule`` of published claim rows, in its order; ``given`` are the numbers from the words.

    Raises ValueError, saying why, if it cannot be computed (`fault`).
    """
    if why := fault(rule, claims, given):
        raise ValueError(why)
    of = RULES[rule]
    part = given[0] if rule in _RATIOS else None
    signed = rule != "contains"  # an amount that was cut is a part of the whole
    said = [_written(claim, part, signed) for claim in claims]
    strict = of.formula([one.strict for one in said], given)
    computed, stated = of.formula([one.allowed for one in said], given)
    names = [_named(claim, signed) for claim in claims]
    line = _line(of, claims, names, given, strict[0], units)
    return Computed(computed, stated, _verdict(strict, (computed, stated)), line)


def _verdict(strict: Sides, allowed: Sides) -> str:
    """Whether what is computed can be what is stated: as written, only by rounding, or not at all."""
    if strict[0].meets(strict[1]):
        return "consistent"
    return "within_rounding" if allowed[0].meets(allowed[1]) else "inconsistent"


def quantity(claim: Row, signed: bool = True) -> Written:
    """What the span of a published claim allows; ``signed``: below 0 if it says how far something falls.

    Raises ValueError for a ratio.
    """
    ends = claim["low"], claim["high"]
    found = written.written(claim["text"], claim["unit"], claim["bound"], claim["value"], ends)
    return -found if signed and _falls(claim) else found


def _falls(claim: Row) -> bool:
    return claim["direction"] == "down" and claim["measure"] in ("growth", "difference")


def _written(claim: Row, part: int | None, signed: bool) -> Written:
    """The quantity of a claim; of a ratio its sum, or one ``part`` of it in % (from 1)."""
    if claim["parts"] is None:
        return quantity(claim, signed)
    parts = written.parts(claim["text"])
    strict = sum((one.strict for one in parts), Interval.point(0))
    allowed = sum((one.allowed for one in parts), Interval.point(0))
    if part is None:
        return Written(strict, allowed)
    one, hundred = parts[part - 1], Interval.point(100)
    if strict == hundred:
        return one
    return Written(one.strict / strict * hundred, one.allowed / allowed * hundred)


def _line(
    of: Rule,
    claims: Sequence[Row],
    names: Sequence[str],
    given: Sequence[int],
    computed: Interval,
    units: Vocabulary,
) -> str:
    result = shown(computed, "%" if of.unit_of is None else symbol(claims[of.unit_of], units))
    first, last = ([*given, None, None])[:2]
    over = [f" ÷ {n}" if len(given) > 1 and n > 1 else "" for n in (*given, 1, 1)]
    later = " + ".join(names[1:])
    bracketed = f"({later})" if len(names) > 2 else later
    return of.line.format(
        *names,
        given=first,
        years=last,
        times=f" × {first}" if first else "",
        power=f"^{first}" if first else "",
        computed=result,
        plain=shown(computed, ""),
        earlier=names[0] + over[0],
        later=(bracketed if over[1] else later) + over[1],
        sum=later,
        whole=bracketed,
        all=" + ".join(names),
        rest=later if len(names) == 2 else f"{' ÷ '.join(names[1:])} = {result}",
    )


def _named(claim: Row, signed: bool) -> str:
    """The words of a claim, with the sign of what falls."""
    return f"−{claim['text']}" if signed and _falls(claim) else str(claim["text"])


def symbol(claim: Row, units: Vocabulary) -> str:
    """How the unit of a claim is written."""
    if claim["classifier"]:
        return str(claim["classifier"])
    term = units.terms.get(claim["unit"])
    return "" if term is None else str([*term["written"], term["zh"]][0])


def shown(interval: Interval, unit: str) -> str:
    """An interval in words and signs: ``779.41亿元``, ``≥ 80%``, ``290亿元 to 300亿元``."""
    low, high = interval.low, interval.high
    if low == high:
        return f"{number(low)}{unit}"
    if isinstance(low, float) and isinstance(high, float):
        return "anything"
    if isinstance(high, float):
        return f"≥ {number(low)}{unit}"
    if isinstance(low, float):
        return f"≤ {number(high)}{unit}"
    return f"{number(low)}{unit} to {number(high)}{unit}"


def number(value: End) -> str:
    """A number in 亿 or 万 where it is large, to six digits, without zeros at its end."""
    if isinstance(value, float):
        return str(value)
    scale, word = Fraction(1), ""
    if abs(value) >= _PLAIN_BELOW:
        scale, word = next(s for s in _SCALES if abs(value) >= s[0])
    text = f"{float(value / scale):.{_DIGITS}g}"
    return text.replace("-", "−") + word


def _how_many(of: Rule) -> str:
    if of.most == of.fewest:
        return f"{of.fewest} claims"
    return f"{of.fewest} claims or more" if of.most is None else f"{of.fewest} or {of.most} claims"
