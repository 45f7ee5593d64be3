"""Relations within one sentence that its words state: a share of an amount that stands before it, a change
from an earlier amount, the untold value that a change or a multiple starts from, a run of years.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise, takewhile
from typing import Any

from .periods import years
from .proposal import Proposal, Row, is_amount, words

Rules = Mapping[str, Any]

_FAR, _MANY = 40, 20
"""How many characters a clause is followed back, and how many claims a multiple or a run may be of."""

_OFF = 1
"""How far from 100 shares may be that were meant to make it."""


def of_sentence(text: str, claims: Sequence[Row], rules: Rules) -> Iterator[Proposal]:
    """The proposals for the claims of one sentence of a paragraph, whose text is ``text``."""
    yield from _shares_of_told(text, claims, rules)
    yield from _comparisons(text, claims, rules)
    yield from _listed_shares(text, claims)
    yield from _multiples(text, claims, rules)
    yield from _cuts(claims)
    yield from _runs(claims, rules)
    yield from _neighbours(text, claims)


def is_compared(text: str, claim: Row, rules: Rules) -> bool:
    """Whether an amount is what another is compared with: ``比上年40亿元``."""
    return _clause(text, claim).startswith(tuple(rules["compared"]))


def _clause(text: str, claim: Row) -> str:
    """What stands before a claim in its clause."""
    before = text[max(claim["start"] - _FAR, 0) : claim["start"]]
    return before[max(map(before.rfind, "，。；：（")) + 1 :]


def _shares_of_told(text: str, claims: Sequence[Row], rules: Rules) -> Iterator[Proposal]:
    """``收入90亿元，为年初预算100亿元的90%``: the share is of the amount right before it."""
    part: Row | None = None
    for whole, share in pairwise(claims):
        if not is_amount(whole):
            continue
        link = text[whole["end"] : share["start"]].strip()
        if share["measure"] != "share" or link not in rules["of"]:
            part = whole
        elif part and any(cue in _clause(text, whole) for cue in rules["of_told"]):
            yield Proposal("implies", "share", [part, whole, share])


def _comparisons(text: str, claims: Sequence[Row], rules: Rules) -> Iterator[Proposal]:
    """``完成42亿元，比上年40亿元增加2亿元，增长5%``."""
    for at, earlier in enumerate(claims[1:], 1):
        if not is_amount(earlier) or not is_compared(text, earlier, rules):
            continue
        if (later := _outside(text, claims[max(at - _MANY, 0) : at], earlier)) is None:
            continue
        measures = "difference growth", "growth"
        for change, allowed in zip(claims[at + 1 : at + 3], measures, strict=False):
            if "；" in text[earlier["end"] : change["start"]] or change["measure"] not in allowed:
                break
            yield from _changed(earlier, later, change)


def _changed(earlier: Row, later: Row, change: Row) -> Iterator[Proposal]:
    ends, measure = [earlier, later, change], str(change["measure"])
    if change["basis"] != "annual_average":
        yield Proposal("implies", measure, ends)
    elif measure == "growth" and (number := years(change, change["basis"])) and number > 1:
        yield Proposal("implies", "average_growth", ends, [number])


def _outside(text: str, claims: Sequence[Row], claim: Row) -> Row | None:
    """The last amount before a claim that is not in brackets which are closed before it."""
    for one in reversed(claims):
        between = text[one["end"] : claim["start"]]
        if is_amount(one) and between.count("（") == between.count("）"):
            return one
    return None


def _listed_shares(text: str, claims: Sequence[Row]) -> Iterator[Proposal]:
    """``分别占10.8%、37.1%、52.1%``: shares in one row that make 100, or so nearly that they are meant to."""
    shares: list[Row] = []
    for claim, after in zip(claims, [*claims[1:], None], strict=True):
        shares = [*shares[-_MANY:], claim] if claim["measure"] == "share" else []
        if after and after["measure"] == "share" and text[claim["end"] : after["start"]] == "、":
            continue
        if len(shares) > 2 and abs(sum(share["value"] or 0 for share in shares) - 100) <= _OFF:
            yield Proposal("part_of", "shares_sum", shares)
        shares = []


def _multiples(text: str, claims: Sequence[Row], rules: Rules) -> Iterator[Proposal]:
    """``13件，是省平均水平的2倍``; ``4.5万户、279家，较上届均实现翻番``."""
    for at, multiple in enumerate(claims):
        before = [claim for claim in claims[max(at - _MANY, 0) : at] if is_amount(claim)]
        is_of_all = any(word in _clause(text, multiple) for word in rules["each"])
        if multiple["measure"] != "multiple" or words(multiple, "predicate") in rules["grown_by"]:
            continue
        for level in before if is_of_all else before[-1:]:
            if is_of_all or words(level, "indicator") == words(multiple, "indicator"):
                yield Proposal("implies", "base_of_multiple", [level, multiple])


def _cuts(claims: Sequence[Row]) -> Iterator[Proposal]:
    """``一般性支出压减10%、3900万元``: a rate and an amount of one change, whose ends nobody tells."""
    levels = {words(claim, "indicator") for claim in claims if is_amount(claim)}
    for pair in pairwise(claims):
        amount, rate = sorted(pair, key=lambda claim: str(claim["measure"]))
        name = words(rate, "indicator")
        if (amount["measure"], rate["measure"]) != ("difference", "growth") or name in levels:
            continue
        if name and name == words(amount, "indicator"):
            yield Proposal("implies", "base_of_change", [rate, amount])


def _runs(claims: Sequence[Row], rules: Rules) -> Iterator[Proposal]:
    """``连续五年``, and the numbers of the same indicator after it, which it qualifies."""
    for at, run in enumerate(claims):
        if run["measure"] != "duration" or not any(word in run["text"] for word in rules["runs"]):
            continue
        name = words(run, "indicator")
        next_ones = claims[at + 1 : at + 1 + _MANY]
        after = [*takewhile(lambda c, name=name: words(c, "indicator") == name, next_ones)]  # type: ignore[misc]
        if name and after and run["value"]:
            yield Proposal("implies", "duration", [run, *after], [int(run["value"])])


def _neighbours(text: str, claims: Sequence[Row]) -> Iterator[Proposal]:
    """``2个全市第一``, a count and the rank that it is of; ``622户清零``, what was done and what is left."""
    for count, other in pairwise(claims):
        if not is_amount(count) or count["unit"] != "count" or not count["value"]:
            continue
        if words(count, "indicator") != words(other, "indicator") or not count["indicator"]:
            continue
        if set("，、。；：") & set(text[count["end"] : other["start"]]):
            continue
        if other["measure"] == "rank":
            yield Proposal("implies", "rank_count", [count, other])
        elif is_amount(other) and other["unit"] == "count" and not other["value"]:
            yield Proposal("implies", "remainder", [count, other])
