"""Relations between indicators that are defined by one another: GDP is the sum of three sectors."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from .proposal import Proposal, Row, reason_of

Rules = Mapping[str, Any]
Levels = Mapping[str, Sequence[Row]]


def of_place_and_time(
    claims: Sequence[Row], scopes: Mapping[str, str], rules: Rules
) -> Iterator[Proposal]:
    """The proposals for claims of one place and period, in the order of the texts."""
    found: dict[str, list[Row]] = defaultdict(list)
    levels: dict[str, list[Row]] = defaultdict(list)
    for claim in claims:
        found[claim["indicator_id"]].append(claim)
        if claim["measure"] == "level" and claim["change"] != "from":
            levels[claim["indicator_id"]].append(claim)
    yield from _sums(levels, scopes, rules)
    yield from _shares(found, levels, rules)
    yield from _structures(found, levels, rules)


def _sums(levels: Levels, scopes: Mapping[str, str], rules: Rules) -> Iterator[Proposal]:
    """Of a total the parts that stand next after it, in its paragraph or the next."""
    for name, parts in rules["sums"].items():
        for total in levels.get(name, ()):
            found = [_next(total, levels.get(part, ()), scopes) for part in parts]
            claims = [total, *(claim for claim in found if claim)]
            if len(claims) == len(parts) + 1 and len({c["unit"] for c in claims}) == 1:
                yield Proposal("part_of", "sum", claims, reason=reason_of(claims))


def _next(total: Row, claims: Sequence[Row], scopes: Mapping[str, str]) -> Row | None:
    """The claim of ``claims`` that stands nearest after ``total``, of the same whom and where."""
    after = [
        c
        for c in claims
        if c["document"] == total["document"]
        and 0 <= _paragraph(c) - _paragraph(total) <= 1
        and (_paragraph(c), c["start"]) > (_paragraph(total), total["start"])
        and scopes[c["id"]] == scopes[total["id"]]
    ]
    return min(after, key=lambda c: (_paragraph(c), c["start"])) if after else None


def _paragraph(claim: Row) -> int:
    return int(claim["paragraph"].rpartition(".p")[2])


def _shares(found: Levels, levels: Levels, rules: Rules) -> Iterator[Proposal]:
    for name, (part, whole) in rules["shares"].items():
        shares = [c for c in found.get(name, ()) if c["measure"] == "share"]
        ends = _only(levels, part), _only(levels, whole)
        if ends[0] and ends[1] and ends[0]["unit"] == ends[1]["unit"]:
            for share in shares:
                yield Proposal("implies", "share", [*ends, share], reason=reason_of(ends))  # type: ignore[list-item, arg-type]


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
