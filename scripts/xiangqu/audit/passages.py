"""Relations within one paragraph: parts after 其中, ends of a change with its rate, a level with its
change in amount and in per cent, a share of a whole that is told near it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import groupby, pairwise
from typing import Any

from ..tabular.arithmetic import quantity
from ..text.intervals import Interval
from . import clauses, lists
from .clauses import is_compared
from .periods import years
from .proposal import Proposal, Row, is_amount, reason_of, topic, words

Rules = Mapping[str, Any]

_FEW, _MANY = 12, 40
"""How many amounts before 其中 may be its whole, and how many after it may be its parts."""

_FAR = 400
"""How many characters a sentence is followed back."""

_NEAR = Fraction(103, 100)
"""Parts that make more than the whole, but no more than this, were meant to make it."""


def of_paragraph(paragraph: Row, claims: Sequence[Row], rules: Rules) -> Iterator[Proposal]:
    """The proposals for the claims of one paragraph, which are in the order of the text."""
    yield from _parts(paragraph["text"], claims, rules)
    yield from _shares(claims, rules)
    for _, group in groupby(claims, key=lambda claim: claim["sentence"]):
        in_sentence = list(group)
        yield from _changes(in_sentence, rules)
        yield from _increments(paragraph["text"], in_sentence, rules)
        yield from _totals(paragraph["text"], in_sentence, rules)
        yield from clauses.of_sentence(paragraph["text"], in_sentence, rules)
    yield from lists.of_paragraph(paragraph["text"], claims, rules)


def _parts(text: str, claims: Sequence[Row], rules: Rules) -> Iterator[Proposal]:
    """``完成投资100亿元，其中产业投资79.8亿元``: the level before 其中 and the levels after it."""
    amounts = [c for c in claims if is_amount(c) and not _has(c, rules["increases"])]
    begins = [claim["start"] for claim in amounts]
    for cue in rules["of_which"]:
        starts = [found.start() for found in re.finditer(re.escape(cue), text)]
        for at, end in pairwise([*starts, len(text)]):
            ends = (text.find(mark, at, end) for mark in _ends_of(text, at))
            stop = min((place for place in ends if place >= 0), default=end)
            first = bisect_left(begins, at)
            whole = _whole(text, amounts[max(first - _FEW, 0) : first], at, cue)
            if whole and not _has(whole, rules["not_additive"]):
                after = amounts[first : first + _MANY]
                yield from _parts_of(text, whole, after, at, stop)


def _ends_of(text: str, at: int) -> str:
    """What ends a list of parts: the sentence, or the bracket that it stands in."""
    return "。）" if text[at - 1 : at] == "（" else "。"


def _whole(text: str, amounts: Sequence[Row], at: int, cue: str) -> Row | None:
    """The amount that 其中 at ``at`` is of: the last before it in its sentence, but none in brackets that
    are closed; where it begins a sentence, the first of the sentence before, unless that has parts too.
    """
    start = _sentence_start(text, at)
    before = [c for c in amounts if c["end"] <= at]
    if text[start:at].strip():
        inside = [c for c in before if c["start"] >= start and not _is_closed(text, c["end"], at)]
        return inside[-1] if inside else None
    earlier = _sentence_start(text, max(start - 1, 0))
    if text.startswith(cue, earlier):
        return None
    return next((c for c in before if c["start"] >= earlier), None)


def _sentence_start(text: str, at: int) -> int:
    """Where the sentence before ``at`` begins, or how far it is followed back."""
    floor = max(at - _FAR, 0)
    return max(text.rfind("。", floor, at) + 1, floor)


def _is_closed(text: str, start: int, end: int) -> bool:
    """Whether a bracket that is open at ``start`` is closed before ``end``."""
    rest = text[start:end]
    first = rest.find("）")
    return first >= 0 and "（" not in rest[:first]


def _parts_of(
    text: str, whole: Row, amounts: Sequence[Row], at: int, stop: int
) -> Iterator[Proposal]:
    inside = [c for c in amounts if at <= c["start"] < stop and _is_part(c, whole)]
    first = [c for c in inside if not set("；;") & set(text[at : c["start"]])]
    if not first:
        return
    parts = first = [c for c in first if not _is_bracketed(text, at, c["start"])]
    if len(parts) == 1 and not _is_one_of_a_list(text, whole):
        parts = _first_of_each_clause(text, at, inside)  # 其中：A…；B…
    in_clauses = parts != first
    if len(parts) > 1 and _add_up(whole, parts, exactly=in_clauses):
        yield Proposal("part_of", "sum", [whole, *parts], reason=reason_of([whole, *parts]))
    elif first:
        yield Proposal("part_of", "contains", [whole, first[0]])


def _first_of_each_clause(text: str, at: int, claims: Sequence[Row]) -> list[Row]:
    by_clause: dict[int, Row] = {}
    for claim in claims:
        if not _is_bracketed(text, at, claim["start"]):
            by_clause.setdefault(text.count("；", at, claim["start"]), claim)
    return list(by_clause.values())


def _has(claim: Row, listed: Sequence[str]) -> bool:
    said = words(claim, "indicator") + words(claim, "predicate")
    return any(word in said for word in listed)


def _is_one_of_a_list(text: str, whole: Row) -> bool:
    """Whether a semicolon stands before the whole in its sentence: the next one then ends its parts."""
    before = text[max(whole["start"] - _FAR, 0) : whole["start"]]
    return "；" in before.rpartition("。")[2]


def _is_bracketed(text: str, start: int, at: int) -> bool:
    return text.count("（", start, at) > text.count("）", start, at)


def _is_part(claim: Row, whole: Row) -> bool:
    same = ("unit", "classifier", "status")
    return is_amount(claim) and all(claim[name] == whole[name] for name in same)


def _add_up(whole: Row, parts: Sequence[Row], exactly: bool, less: bool = False) -> bool:
    """Whether parts make the whole, or so little more (or ``less``) that they were meant to."""
    said = [quantity(claim).allowed for claim in parts]
    total, stated = sum(said, Interval.point(0)), quantity(whole).allowed
    if exactly:
        return total.meets(stated)
    if less and total.high * _NEAR >= stated.low > total.high:
        return True
    return total.meets(stated) or stated.high < total.low <= stated.high * _NEAR


def _changes(claims: Sequence[Row], rules: Rules) -> Iterator[Proposal]:
    """``从528亿元增长到735亿元，年均增长8.1%``."""
    for first, second in pairwise(claims):
        if (first["change"], second["change"]) != ("from", "to"):
            continue
        if first["unit"] != second["unit"]:
            continue
        if first["parts"] and second["parts"]:
            yield Proposal("baseline_of", "ratio_change", [first, second], [len(first["parts"])])
            continue
        yield Proposal("baseline_of", "change", [first, second])
        for rate in claims:
            if rate["start"] < second["end"] or topic(rate) != topic(second):
                continue
            yield from _rated(first, second, rate, rules)


def _rated(first: Row, second: Row, rate: Row, rules: Rules) -> Iterator[Proposal]:
    """A gap to others (优于全国1个百分点) or a yearly amount (年均增长13亿元) is not the change.

    增长27倍 is no multiple of the first value.
    """
    is_gap = rate["measure"] == "difference" and not rate["direction"]
    is_yearly = rate["measure"] == "difference" and rate["period_type"] == "average"
    is_added = rate["measure"] == "multiple" and words(rate, "predicate") in rules["grown_by"]
    if is_gap or is_yearly or is_added:
        return
    real = topic(rate) in rules["real_rates"]
    reason = "current_prices_real_rate" if real else reason_of([first, second])
    ends = [first, second, rate]
    if rate["measure"] == "growth" and rate["basis"] == "annual_average":
        if (number := years(rate, rate["basis"])) and number > 1:
            yield Proposal("implies", "average_growth", ends, [number], reason)
    elif rate["measure"] in ("growth", "multiple", "difference"):
        yield Proposal("implies", rate["measure"], ends, reason=reason)


def _increments(text: str, claims: Sequence[Row], rules: Rules) -> Iterator[Proposal]:
    """``完成27亿元，比上年增加2亿元，增长8%``: one level, one amount and one rate of one indicator."""
    for _, group in groupby(claims, key=lambda claim: words(claim, "indicator")):
        run = list(group)
        for level, one, other in zip(run, run[1:], run[2:], strict=False):
            amount, rate = sorted([one, other], key=lambda claim: claim["measure"])
            if (
                (level["measure"], amount["measure"], rate["measure"])
                == ("level", "difference", "growth")
                and level["unit"] == amount["unit"]
                and level["change"] != "from"
                and not is_compared(text, level, rules)
                and rate["basis"] == "year_on_year"
                and "）" not in text[level["end"] : rate["start"]]
            ):
                yield Proposal("implies", "increment", [level, amount, rate])


def _totals(text: str, claims: Sequence[Row], rules: Rules) -> Iterator[Proposal]:
    """``收入40亿元、上年结转2亿元，收入总计42亿元``: a total after the amounts that make it."""
    if text.startswith(tuple(rules["continued"]), _sentence_start(text, claims[0]["start"])):
        return
    parts: list[Row] = []
    depth = 0
    for before, claim in pairwise([claims[0], *claims]):
        between = text[before["start"] : claim["start"]]
        depth += between.count("（") - between.count("）")
        if not is_amount(claim) or depth > 0:
            continue
        if not text.endswith(tuple(rules["totals"]), 0, claim["start"]):
            parts.append(claim)
            continue
        alike = [part for part in parts if part["unit"] == claim["unit"]]
        if len(alike) > 1 and _add_up(claim, alike, exactly=False, less=True):
            yield Proposal("part_of", "sum", [claim, *alike], reason=reason_of([claim, *alike]))
        parts = []


def _shares(claims: Sequence[Row], rules: Rules) -> Iterator[Proposal]:
    """``工业增加值50亿元，占GDP的25%``, where the GDP is told before."""
    seen: dict[tuple[str, Any], Row] = {}
    part: Row | None = None
    for claim in claims:
        if is_amount(claim):
            part = claim
            seen[topic(claim), claim["period"]] = claim
            seen[words(claim, "indicator"), claim["period"]] = claim
        elif claim["measure"] == "share" and part and claim["reference"]:
            name = words(claim, "reference")
            whole = seen.get((rules["names"].get(name, name), claim["period"]))
            same = words(part, "indicator") == words(claim, "indicator")
            if whole and same and whole is not part and whole["unit"] == part["unit"]:
                yield Proposal("implies", "share", [part, whole, claim])
