"""Relations between claims of one indicator and place, over passages, texts and years."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, pairwise
from typing import Any

from .periods import window
from .proposal import Proposal, Row, reason_of, words

Rules = Mapping[str, Any]

_APART = 0.1
"""How far two values of one text may lie apart and still be of one thing: else of parts and wholes."""

_ALL_PAIRS = 6
"""Of a group of more claims only neighbours are paired, so that work grows with the claims."""


def of_indicator(
    claims: Sequence[Row], scopes: Mapping[str, str], rules: Rules
) -> Iterator[Proposal]:
    """The proposals for claims of one indicator and place, in the order of texts.

    ``scopes`` has by claim the words near it that say of whom or where it is true.
    """
    for group in _grouped(claims, _same_quantity):
        told = [c for c in group if c["status"] in ("actual", "estimate") and not _is_end(c)]
        yield from _equal(told, scopes)
        yield from _over_time(told, scopes)
        yield from _targets(group, scopes)
    yield from _growth_between(claims, scopes, rules)


def _grouped(claims: Iterable[Row], key: Any) -> Iterator[list[Row]]:
    groups: dict[Any, list[Row]] = defaultdict(list)
    for claim in claims:
        groups[key(claim)].append(claim)
    return iter(groups.values())


def _same_quantity(claim: Row) -> tuple[Any, ...]:
    names = ("unit", "measure", "basis", "basis_period", "period_type")
    return *(claim[name] for name in names), words(claim, "reference")


def _is_end(claim: Row) -> bool:
    return bool(claim["change"] == "from")


def _pairs(claims: Sequence[Row]) -> Iterator[tuple[Row, Row]]:
    return combinations(claims, 2) if len(claims) <= _ALL_PAIRS else pairwise(claims)


def _same_scope(one: Row, other: Row, scopes: Mapping[str, str]) -> bool:
    return scopes[one["id"]] == scopes[other["id"]]


def _equal(claims: Sequence[Row], scopes: Mapping[str, str]) -> Iterator[Proposal]:
    """The same quantity told twice: of one period, or of windows of review that end a year apart."""
    if claims and claims[0]["measure"] == "difference":
        return
    for one, other in _pairs(claims):
        if not _same_scope(one, other, scopes) or _in_a_list(one, other):
            continue
        if one["period"] != other["period"] and not _same_value_of_near_window(one, other):
            continue
        same = _same_value(one, other)
        if not same and one["document"] == other["document"] and not _are_near(one, other):
            continue
        reason = None if same else reason_of([one, other])
        yield Proposal("restates" if same else "differs", "equal", [one, other], reason=reason)


def _same_value(one: Row, other: Row) -> bool:
    return all(one[name] == other[name] for name in ("value", "parts", "bound"))


def _are_near(one: Row, other: Row) -> bool:
    """Whether two values of one text are near enough to be meant for one, told in the same words."""
    a, b = one["value"], other["value"]
    if words(one, "predicate") != words(other, "predicate") or a is None or b is None:
        return False  # 收入预算 and 完成收入
    return bool(abs(a - b) <= _APART * max(abs(a), abs(b)))


def _in_a_list(one: Row, other: Row) -> bool:
    """Whether two claims stand in one sentence, where they are of different things."""
    return (one["paragraph"], one["sentence"]) == (other["paragraph"], other["sentence"])


def _same_value_of_near_window(one: Row, other: Row) -> bool:
    a, b = window(one), window(other)
    near = a and b and abs(a[1] - b[1]) <= 1 and (a[0] == b[0] or one["measure"] == "level")
    return bool(near and one["document"] != other["document"] and _same_value(one, other))


def _over_time(claims: Sequence[Row], scopes: Mapping[str, str]) -> Iterator[Proposal]:
    """Two levels at two times, and a count over a window with one over a longer window."""
    levels = [c for c in claims if c["measure"] in ("level", "share") and window(c)]
    for one, other in _pairs(sorted(levels, key=lambda c: (window(c), c["id"]))):
        a, b = window(one), window(other)
        if a is None or b is None or a == b or _same_value_of_near_window(one, other):
            continue
        if not _same_scope(one, other, scopes) or _in_a_list(one, other):
            continue
        if one["period_type"] == "duration" and one["unit"] != "%":
            if a[0] <= b[0] and b[1] <= a[1]:
                yield Proposal("baseline_of", "contains", [one, other])
                continue
            if b[0] <= a[0] and a[1] <= b[1]:
                yield Proposal("baseline_of", "contains", [other, one])
                continue
        yield Proposal("baseline_of", "change", [one, other])


def _targets(claims: Sequence[Row], scopes: Mapping[str, str]) -> Iterator[Proposal]:
    """A target and what became of it, of the same years or of the nearest window that ends no earlier."""
    targets = [c for c in claims if c["status"] == "target" and window(c)]
    outcomes = [c for c in claims if c["status"] in ("actual", "estimate") and window(c)]
    for target in targets:
        end = (window(target) or (0, 0))[1]
        later = [c for c in outcomes if (window(c) or (0, 0))[1] >= end]
        if not later:
            continue
        nearest = min(later, key=lambda c: ((window(c) or (0, 0))[1] - end, c["id"]))
        if _same_scope(target, nearest, scopes):
            same = target["period"] == nearest["period"]
            yield Proposal(
                "target_of", "met", [target, nearest], reason=None if same else "other_window"
            )


def _growth_between(
    claims: Sequence[Row], scopes: Mapping[str, str], rules: Rules
) -> Iterator[Proposal]:
    """The levels of two years and the growth that a text gives for the second of them."""
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
        if base is None or not first or not last or first["unit"] != last["unit"]:
            continue
        if first["change"] == "from" and first["paragraph"] == rate["paragraph"]:
            continue  # found in its sentence
        real = rate["indicator_id"] in rules["real_rates"]
        reason = "current_prices_real_rate" if real else reason_of([first, last])
        average = rate["basis"] == "annual_average"
        rule, given = ("average_growth", [at[1] - base]) if average else ("growth", [])
        yield Proposal("implies", rule, [first, last, rate], given, reason)


def _base_year(rate: Row, at: tuple[int, int]) -> int | None:
    match rate["basis"]:
        case "year_on_year":
            return at[1] - 1 if at[0] == at[1] else None
        case "annual_average":
            return at[0] if at[0] < at[1] else None
        case "since":
            return int(rate["basis_period"]) if len(rate["basis_period"] or "") == 4 else None
    return None
