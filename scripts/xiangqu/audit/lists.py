"""Relations between a count and the list that it counts: items with numbers before them, names, parts."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from .proposal import Proposal, Row, is_amount

Rules = Mapping[str, Any]

_FAR, _NEAR = 200, 30
"""How many characters a list of names may take, and may stand between a count and its first item."""

_MANY = 20
"""How many parts a count may have."""


def of_paragraph(text: str, claims: Sequence[Row], rules: Rules) -> Iterator[Proposal]:
    """The proposals for the claims of one paragraph, which are in the order of the text."""
    counts = [claim for claim in claims if _is_count(claim)]
    for series in rules["markers"]:
        yield from _numbered(text, counts, series.split())
    for count in counts:
        yield from _named(text, count, rules)
    yield from _parts(text, claims)


def _is_count(claim: Row) -> bool:
    return is_amount(claim) and (claim["unit"], claim["bound"]) == ("count", "exact")


def _numbered(text: str, counts: Sequence[Row], markers: Sequence[str]) -> Iterator[Proposal]:
    """``10件实事：①…②…``: the last count before the first item, without a comma, is how many there are."""
    ends = [count["end"] for count in counts]
    first, *others = [re.compile(rf"(?<!\w){m}" if m.isalpha() else m) for m in markers]
    starts = [found.start() for found in first.finditer(text)]
    for start, end in pairwise([*starts, len(text)]):
        before = bisect_right(ends, start) - 1
        listed, at = 1, start
        for marker in others:
            if not (found := marker.search(text, at, end)):
                break
            listed, at = listed + 1, found.start()
        is_near = before >= 0 and ends[before] >= start - _NEAR
        if listed > 1 and is_near and "，" not in text[ends[before] : start]:
            yield Proposal("part_of", "items", [counts[before]], [listed])


def _named(text: str, count: Row, rules: Rules) -> Iterator[Proposal]:
    """``商贸、金融、房地产三大产业``, ``共三条：…、…、…。``: only where the names are as many as is stated.

    A list may name some alone, or be part of another, so that it accuses nobody.
    """
    if re.search(r"\d", count["text"]):
        return
    before = re.split("[，。；：（）]", text[max(count["start"] - _FAR, 0) : count["start"]])[-1]
    after = re.match("[^，。；：]{0,4}：([^，。；：]+)。", text[count["end"] : count["end"] + _FAR])
    for names in (before, after[1] if after else ""):
        if re.search(r"\d", names) or names.endswith(tuple(rules["partial"])):
            continue
        items = re.split("、|”“", names)
        joined = sum(items[-1].count(word) for word in rules["joined"])
        if len(items) + joined > 1 and len(items) <= count["value"] <= len(items) + joined:
            yield Proposal("part_of", "items", [count], [int(count["value"])])


def _parts(text: str, claims: Sequence[Row]) -> Iterator[Proposal]:
    """``6个指标排名：2个全市第一、2个城区第一、1个城区第二``: the counts after the colon make the first."""
    for at, (total, first) in enumerate(pairwise(claims), 1):
        between = text[total["end"] : first["start"]]
        if not _is_count(total) or not re.fullmatch("[^，。；：]*：[^，。；：]*", between):
            continue
        rest = claims[at : at + _MANY]
        parts = [c for c in rest if c["sentence"] == total["sentence"] and c["measure"] != "rank"]
        alike = all(_is_count(c) and c["classifier"] == total["classifier"] for c in parts)
        if alike and len(parts) > 1:
            yield Proposal("part_of", "sum", [total, *parts])
