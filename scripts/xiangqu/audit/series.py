"""Relations between claims of one indicator and place, over passages, texts and years."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, pairwise
from typing import Any

from ..tabular.arithmetic import quantity
from .periods import window
from .proposal import Proposal, Row, reason_of, words

_APART = 0.1
"""How far two values of one text may lie apart and still be of one thing: else of parts and wholes."""

_TENFOLD = 10
"""What was reported and what is planned are not further apart."""

_ALL_PAIRS = 6
"""Of a group of more claims only neighbours are paired, so that work grows with the claims."""


def of_indicator(claims: Sequence[Row], scopes: Mapping[str, str]) -> Iterator[Proposal]:
    """The proposals for claims of one indicator and place, in the order of texts.

    ``scopes`` has by claim the words near it that say of whom or where it is true.
    """
    for group in _grouped(claims, _same_quantity):
        told = [c for c in group if c["status"] in ("actual", "estimate") and not _is_end(c)]
        yield from _equal(told, scopes)
        yield from _over_time(told, scopes)
        yield from _targets(group, scopes)
        yield from _plans(group, scopes)


def _grouped(claims: Iterable[Row], key: Any) -> Iterator[list[Row]]:
    groups: dict[Any, list[Row]] = defaultdict(list)
    for claim in claims:
        groups[key(claim)].append(claim)
    return iter(groups.values())


def _same_quantity(claim: Row) -> tuple[Any, ...]:
    names = ("unit", "measure", "basis", "basis_period")
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
            if _has_shrunk(one, other):
                yield Proposal("differs", "equal", [one, other], reason=reason_of([one, other]))
            continue
        same = _same_value(one, other)
        if not same and one["document"] == other["document"] and not _are_near(one, other):
            continue
        reason = None if same else reason_of([one, other])
        yield Proposal("restates" if same else "differs", "equal", [one, other], reason=reason)


def _same_value(one: Row, other: Row) -> bool:
    return all(one[name] == other[name] for name in ("value", "parts", "bound"))


def _are_near(one: Row, other: Row) -> bool:
    """Whether two values of one text are near enough to be meant for one, told in the same words.

    Those of one paragraph are not: it tells of parts (进口 of this trade and of that), or of stages.
    """
    a, b = one["value"], other["value"]
    if one["paragraph"] == other["paragraph"] or a is None or b is None:
        return False
    if words(one, "predicate") != words(other, "predicate"):
        return False  # 收入预算 and 完成收入
    return bool(abs(a - b) <= _APART * max(abs(a), abs(b)))


def _in_a_list(one: Row, other: Row) -> bool:
    """Whether two claims stand in one sentence, where they are of different things."""
    return (one["paragraph"], one["sentence"]) == (other["paragraph"], other["sentence"])


def _same_value_of_near_window(one: Row, other: Row) -> bool:
    """Whether a figure is told again of a window that ends in the same year, or the next in another text;
    of a state, which has no window, also if nothing but the year of the text is another.
    """
    a, b = window(one), window(other)
    if not a or not b or not _same_value(one, other):
        return False
    apart = 1 if one["document"] != other["document"] else 0
    gap = apart if one["period_type"] == other["period_type"] == "instant" else 0
    return abs(a[1] - b[1]) <= apart and a[0] <= b[1] + gap and b[0] <= a[1] + gap


def _has_shrunk(one: Row, other: Row) -> bool:
    """Whether a count that adds up over its window is smaller over a longer window than over a part of it.

    The two windows begin together, or the count is of another act.
    """
    a, b = window(one), window(other)
    if not a or not b or a[0] != b[0] or a[0] in (a[1], b[1]) or one["measure"] != "level":
        return False
    if {one["period_type"], other["period_type"]} != {"duration"}:
        return False
    longer, shorter = (one, other) if a[1] > b[1] else (other, one)
    return bool(quantity(longer).allowed.high < quantity(shorter).allowed.low)


def _over_time(claims: Sequence[Row], scopes: Mapping[str, str]) -> Iterator[Proposal]:
    """Two levels at two times, and a count over a window with one over a longer window."""
    levels = [c for c in claims if c["measure"] in ("level", "share") and window(c)]
    for one, other in _pairs(sorted(levels, key=lambda c: (window(c), c["id"]))):
        a, b = window(one), window(other)
        if a is None or b is None or a == b or _same_value_of_near_window(one, other):
            continue
        if not _same_scope(one, other, scopes) or _in_a_list(one, other):
            continue
        if one["period_type"] != other["period_type"] or _has_shrunk(one, other):
            continue
        if one["period_type"] == "duration" and one["unit"] != "%":
            if a[0] <= b[0] and b[1] <= a[1]:
                yield Proposal("baseline_of", "contains", [one, other])
                continue
            if b[0] <= a[0] and a[1] <= b[1]:
                yield Proposal("baseline_of", "contains", [other, one])
                continue
        yield Proposal("baseline_of", "change", [one, other], _lengths(one, other))


def _lengths(one: Row, other: Row) -> list[int]:
    """The years of two windows over which something adds up, where they are unlike; a mean is of one year."""
    if {one["period_type"], other["period_type"]} - {"duration", "average"}:
        return []
    a, b = (
        1 if claim["period_type"] == "average" else years[1] - years[0] + 1
        for claim in (one, other)
        for years in [window(claim) or (0, 0)]
    )
    return [] if a == b else [a, b]


def _plans(claims: Sequence[Row], scopes: Mapping[str, str]) -> Iterator[Proposal]:
    """What a text reports of the last years before its plan, and what it plans."""
    targets = [c for c in claims if c["status"] == "target" and window(c)]
    told = [c for c in claims if c["status"] in ("actual", "estimate") and not _is_end(c)]
    by_document = {of[0]["document"]: of for of in _grouped(told, lambda claim: claim["document"])}
    for target in targets[:_ALL_PAIRS]:
        start = (window(target) or (0, 0))[0]
        before = [c for c in by_document.get(target["document"], ()) if 0 < _end(c) < start]
        last = max(map(_end, before), default=0)
        for claim in [c for c in before if _end(c) == last][:_ALL_PAIRS]:
            if _same_scope(claim, target, scopes) and _may_be_of_one(claim, target):
                yield Proposal("baseline_of", "change", [claim, target], _lengths(claim, target))


def _may_be_of_one(one: Row, other: Row) -> bool:
    """Whether two numbers are no ratios and not so far apart that one must be of a part of the place."""
    a, b = one["value"], other["value"]
    if a is None or b is None:
        return False
    return bool(one["measure"] != "level" or max(a, b) <= _TENFOLD * min(a, b))


def _targets(claims: Sequence[Row], scopes: Mapping[str, str]) -> Iterator[Proposal]:
    """A target and what became of it: of its own period or, in another text, the nearest that holds it."""
    targets = [c for c in claims if c["status"] == "target" and window(c)]
    outcomes = [c for c in claims if c["status"] in ("actual", "estimate") and window(c)]
    for target in targets[:_ALL_PAIRS]:
        for told in _grouped(outcomes, lambda claim: claim["document"]):
            later = [c for c in told if _may_be_outcome(target, c)]
            nearest = min(later, key=lambda c: (_end(c), c["id"]), default=None)
            if nearest and _same_scope(target, nearest, scopes):
                same = target["period"] == nearest["period"]
                reason = None if same else "cumulative_yearly"
                yield Proposal("target_of", "met", [target, nearest], reason=reason)


def _may_be_outcome(target: Row, told: Row) -> bool:
    """Whether a claim is of the period of a target, of one that holds it, or of a state at a later time."""
    planned, found = window(target), window(told)
    if target["period"] == told["period"] or not planned or not found:
        return bool(target["period"] == told["period"])
    if told["document"] == target["document"] or told["measure"] != "level":
        return False
    holds = found[0] <= planned[0] and planned[1] <= found[1]
    return holds or (told["period_type"] == "instant" and planned[1] < found[1])


def _end(claim: Row) -> int:
    return (window(claim) or (0, 0))[1]
