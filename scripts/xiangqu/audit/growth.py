"""Relations between levels and the rates by which they grew, over the years of one indicator and place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from .periods import window
from .proposal import Proposal, Row, reason_of

Rules = Mapping[str, Any]


def of_indicator(
    claims: Sequence[Row], scopes: Mapping[str, str], rules: Rules
) -> Iterator[Proposal]:
    """The levels of two years and the growth that a text gives for the second of them; where no text has the
    first, the level that follows. And the mean growth of some years with that of the last of them.
    """
    levels: dict[tuple[int, str], Row] = {}
    for claim in claims:
        at = window(claim)
        if claim["measure"] == "level" and at and at[0] == at[1] and claim["status"] != "target":
            levels.setdefault((at[1], scopes[claim["id"]]), claim)
    for rate in claims:
        at = window(rate)
        if rate["measure"] != "growth" or not at or rate["status"] == "target":
            continue
        base = _base_year(rate, at)
        first = levels.get((base or 0, scopes[rate["id"]]))
        last = levels.get((at[1], scopes[rate["id"]]))
        average = rate["basis"] == "annual_average"
        number = [at[1] - base] if base is not None and average else []
        if base is None or not last or (first and first["unit"] != last["unit"]):
            continue
        if not first:
            yield Proposal("implies", "base", [last, rate], number)
            continue
        if first["change"] == "from" and first["paragraph"] == rate["paragraph"]:
            continue  # found in its sentence
        real = rate["indicator_id"] in rules["real_rates"]
        reason = "current_prices_real_rate" if real else reason_of([first, last])
        rule = "average_growth" if average else "growth"
        yield Proposal("implies", rule, [first, last, rate], number, reason)
    yield from _last_of_mean(claims, scopes)


def _last_of_mean(claims: Sequence[Row], scopes: Mapping[str, str]) -> Iterator[Proposal]:
    rates = [
        c for c in claims if c["measure"] == "growth" and c["status"] != "target" and window(c)
    ]
    yearly = {(window(c), scopes[c["id"]]): c for c in rates if c["basis"] == "year_on_year"}
    for mean in (c for c in rates if c["basis"] == "annual_average"):
        first, last = window(mean) or (0, 0)
        rate = yearly.get(((last, last), scopes[mean["id"]]))
        if rate and last - first > 1:
            yield Proposal("baseline_of", "other_years", [mean, rate], [last - first])


def _base_year(rate: Row, at: tuple[int, int]) -> int | None:
    match rate["basis"]:
        case "year_on_year":
            return at[1] - 1 if at[0] == at[1] else None
        case "annual_average":
            return at[0] if at[0] < at[1] else None
        case "since":
            return int(rate["basis_period"]) if len(rate["basis_period"] or "") == 4 else None
    return None
