"""Relations between indicators that are defined by one another: GDP is the sum of three sectors."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from .proposal import Proposal, Row, reason_of

Rules = Mapping[str, Any]
_FEW = 6
"""How many claims of a part after a total are looked at."""

Levels = Mapping[str, Sequence[Row]]


def of_place_and_time(
    claims: Sequence[Row], scopes: Mapping[str, str], rules: Rules
) -> Iterator[Proposal]:
    """The proposals for claims of one place and period, in the order of the texts."""
    found: dict[str, list[Row]] = defaultdict(list)
    levels: dict[str, list[Row]] = defaultdict(list)
    for claim in sorted(claims, key=_place):
        found[claim["indicator_id"]].append(claim)
        if claim["measure"] == "level" and claim["change"] != "from":
            levels[claim["indicator_id"]].append(claim)
    yield from _sums(levels, scopes, rules)
    yield from _shares(found, levels, rules)
    yield from _structures(found, levels, rules)
    yield from _quotients(levels, found, rules)


def _sums(levels: Levels, scopes: Mapping[str, str], rules: Rules) -> Iterator[Proposal]:
    """Of a total the parts that stand next after it, in its paragraph or the next."""
    for name, parts in rules["sums"].items():
        places = {part: [_place(claim) for claim in levels.get(part, ())] for part in parts}
        for total in levels.get(name, ()):
            found = [_next(total, levels.get(part, ()), places[part], scopes) for part in parts]
            claims = [total, *(claim for claim in found if claim)]
            if len(claims) == len(parts) + 1 and len({c["unit"] for c in claims}) == 1:
                yield Proposal("part_of", "sum", claims, reason=reason_of(claims))


def _next(
    total: Row, claims: Sequence[Row], places: Sequence[Any], scopes: Mapping[str, str]
) -> Row | None:
    """The one of the next few of ``claims`` after ``total`` that is of the same part of the place."""
    document, paragraph, _ = _place(total)
    first = bisect_right(places, _place(total))
    for claim, place in zip(claims[first : first + _FEW], places[first:], strict=False):
        if place[0] != document or place[1] > paragraph + 1:
            return None
        if scopes[claim["id"]] == scopes[total["id"]]:
            return claim
    return None


def _place(claim: Row) -> tuple[str, int, int]:
    return claim["document"], int(claim["paragraph"].rpartition(".p")[2]), claim["start"]


def _shares(found: Levels, levels: Levels, rules: Rules) -> Iterator[Proposal]:
    for name, (part, whole) in rules["shares"].items():
        one, all_of_it = _only(levels, part), _only(levels, whole)
        for share in (c for c in found.get(name, ()) if c["measure"] == "share"):
            if one and all_of_it and one["unit"] == all_of_it["unit"]:
                ends = [one, all_of_it]
                yield Proposal("implies", "share", [*ends, share], reason=reason_of(ends))
            elif all_of_it and part not in levels:
                yield Proposal("implies", "portion", [share, all_of_it])


def _quotients(levels: Levels, found: Levels, rules: Rules) -> Iterator[Proposal]:
    """A mean per head, which is of the people of the whole year, and a ratio of two incomes."""
    for name, (total, number) in rules["per_head"].items():
        claims = [_only(levels, indicator) for indicator in (total, number, name)]
        if (sound := [c for c in claims if c]) and len(sound) == len(claims):
            yield Proposal("implies", "per_unit", sound, reason="other_window")
    for name, (one, other) in rules["multiples"].items():
        ends = [_only(levels, indicator) for indicator in (one, other)]
        multiples = [c for c in found.get(name, ()) if c["change"] != "from" and c["value"]]
        if (sound := [c for c in ends if c]) and len(sound) == len(ends) and multiples:
            yield Proposal("implies", "multiple", [*sound, multiples[0]])


def _structures(found: Levels, levels: Levels, rules: Rules) -> Iterator[Proposal]:
    """A ratio of sectors: its parts make 100, and each is the share of a sector that is told."""
    for name, (whole, *parts) in rules["structures"].items():
        for ratio in (c for c in found.get(name, ()) if c["parts"]):
            yield Proposal("part_of", "shares_sum", [ratio])
            total = _only(levels, whole)
            yield from _told_apart(found, ratio, parts, rules)
            for place, part in enumerate(parts, 1):
                amount = _only(levels, part)
                if total and amount and len(ratio["parts"]) == len(parts):
                    claims = [ratio, amount, total]
                    yield Proposal("implies", "ratio", claims, [place], reason_of(claims))


def _told_apart(
    found: Levels, ratio: Row, parts: Sequence[str], rules: Rules
) -> Iterator[Proposal]:
    """A term of a ratio and the share that a text gives for the same part of the whole."""
    for name, (part, _) in rules["shares"].items():
        if part in parts and len(ratio["parts"]) == len(parts):
            for share in (c for c in found.get(name, ()) if c["measure"] == "share"):
                yield Proposal("differs", "ratio", [ratio, share], [parts.index(part) + 1])


def _only(levels: Levels, name: str) -> Row | None:
    """The level of an indicator, if the texts give just one."""
    claims = levels.get(name, ())
    return claims[0] if len({c["value"] for c in claims}) == 1 else None
