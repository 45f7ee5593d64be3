"""Relations between claims of two texts that name one thing with two acts, or more and less closely."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from .periods import window
from .proposal import Proposal, Row, is_amount, words

_ALL_PAIRS = 6
"""Of so many claims of one noun every pair is looked at, of more none: a word like 项目 is of everything."""

_SHORTEST = 4
"""How many characters a name has at least that a longer one may end with."""


def of_place(claims: Sequence[Row]) -> Iterator[Proposal]:
    """The proposals for counts of one unit and place, in the order of texts."""
    by_noun: dict[str, list[Row]] = defaultdict(list)
    by_ending: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for claim in claims:
        noun, act = words(claim, "indicator"), words(claim, "predicate")
        if is_amount(claim) and claim["classifier"] and window(claim) and noun and act:
            by_noun[noun].append(claim)
            by_ending[noun[-_SHORTEST:], act].append(claim)
    for group in by_noun.values():
        yield from _other_acts(group)
    for group in by_ending.values():
        yield from _outcomes(group)


def _of_two_texts(claims: Sequence[Row]) -> Iterator[tuple[Row, Row]]:
    for one, other in combinations(claims, 2) if len(claims) <= _ALL_PAIRS else ():
        told_apart = one["indicator_id"] != other["indicator_id"]
        if told_apart and one["document"] != other["document"]:
            yield one, other


def _other_acts(claims: Sequence[Row]) -> Iterator[Proposal]:
    """``新建和提质农贸市场15个`` and ``12个农贸市场全面提质``: the acts need not be the same."""
    for one, other in _of_two_texts(claims):
        acts = {words(claim, "predicate") for claim in (one, other)}
        statuses = {claim["status"] for claim in (one, other)}
        a, b = window(one) or (0, 0), window(other) or (0, 0)
        if len(acts) < 2 or statuses != {"actual"} or one["value"] == other["value"]:
            continue
        if a[0] == b[0] < a[1] and abs(a[1] - b[1]) <= 1:
            yield Proposal("differs", "equal", [one, other], reason="other_coverage")


def _outcomes(claims: Sequence[Row]) -> Iterator[Proposal]:
    """``打造10个美好特色社区``, planned for a year, and ``打造特色社区14个`` of years that hold it."""
    for target, told in _of_two_texts(claims):
        shorter, longer = sorted((words(claim, "indicator") for claim in (target, told)), key=len)
        a, b = window(target) or (0, 0), window(told) or (0, 0)
        if (target["status"], told["status"]) != ("target", "actual") or not (b[0] <= a[0] <= b[1]):
            continue
        if len(shorter) >= _SHORTEST and longer.endswith(shorter):
            yield Proposal("target_of", "met", [target, told], reason="cumulative_yearly")
