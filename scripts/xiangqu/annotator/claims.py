"""Claims: what the words around a quantity say of it, by rules over short windows of text.

Every attribute is a draft. Windows are cut at punctuation, so that the cost of a claim does not grow
with the length of its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import zip_longest
from typing import NamedTuple

from ..annotation.records import Claim
from ..annotation.repo import Repo
from .indicators import IndicatorRules
from .periods import PeriodRules, Said
from .reading import Reading
from .rules import any_of, load
from .statuses import StatusRules

_WINDOW = 40
"""How many characters before a quantity are read at the most."""
_STOP = re.compile("[，。；：！？\n]")  # what ends a clause
_DURATIONS = {"year", "month", "day", "hour", "minute", "second", "workday"}
_AND = ("、", "和", "与", "及")
_SINCE = re.compile("[较比]((?:19|20)[0-9]{2})年[^，。；]{0,12}$")  # 比2015年增长
_FROM = re.compile("(?:从|由)[^，。；、]{0,16}$")  # 从上年的
_ARROW = re.compile("[^，。；]{0,10}?(?:到|至|为|成)")  # 提高到
_ABOUT_YEAR = "(?:约|了)?(?:[0-9]{4}年的?)?$"  # 约, 2020年的
_REACHED = re.compile(f"(?:到|至|为|成){_ABOUT_YEAR}")


class ParagraphContext(NamedTuple):
    """A paragraph, and what decides how its claims are meant.

    ``kind`` is its own, ``function`` that of its section, the periods those of its document.
    """

    id: str
    text: str
    kind: str
    function: str
    review_period: str | None
    plan_period: str | None


class ClaimRules:
    """The words of ``schema/rules/claims.json``, and the rules of single attributes."""

    def __init__(self, repo: Repo) -> None:
        rules = load(repo, "claims")
        verbs = any_of(w for w in rules["change_verbs"] if len(w) > 1)
        short_verbs = any_of(w for w in rules["change_verbs"] if len(w) == 1)
        links = f"{any_of(rules['links'])}*"
        # 增长率约为, 同比增长了; a verb of one character stands right before its links: 增, 降至
        self._growth = re.compile(
            f"(?:(?P<word>{verbs})(?![{rules['change_verb_not_before']}])"
            f"{any_of(rules['change_nouns'])}?{links}[^，。；]{{0,2}}|(?P<short>{short_verbs}){links})$"
        )
        self._down = re.compile(any_of(rules["down"]))
        # 提高到约, 下降到2020年的
        self._to = re.compile(f"{any_of(rules['verbs_to'])}(?:到|至|为){_ABOUT_YEAR}")
        self._gap = re.compile(f"{any_of(rules['gap_verbs'])}[^，。；]{{0,14}}$")  # 高于全省
        self._average = re.compile(any_of(rules["average_growth"]))
        self._ages = re.compile(any_of(rules["ages"]))
        self._rising_streaks = tuple(rules["rising_streaks"])
        self._statuses = StatusRules(repo)
        self._indicators = IndicatorRules(repo)
        self._periods = PeriodRules(repo)

    def claims(
        self,
        context: ParagraphContext,
        readings: Sequence[Reading],
        sentences: Sequence[tuple[int, int]],
    ) -> Iterator[Claim]:
        """The claims of a paragraph in text order, numbered from 1.

        ``readings`` are those of its numerals, ``sentences`` the offsets of its sentences.
        """
        drafts = list(self._drafts(context, readings, sentences))
        for claim, after in zip_longest(drafts, drafts[1:]):
            yield _paired(claim, after) if claim.change == "from" else claim

    def _drafts(
        self,
        context: ParagraphContext,
        readings: Sequence[Reading],
        sentences: Sequence[tuple[int, int]],
    ) -> Iterator[Claim]:
        last: Claim | None = None
        at = 0
        for number, quantity in enumerate((r for r in readings if r.unit), 1):
            while sentences[at][1] <= quantity.start:
                at += 1
            last = self._claim(context, quantity, number, sentences[at], last)
            yield last

    def _claim(
        self,
        context: ParagraphContext,
        q: Reading,
        number: int,
        sentence: tuple[int, int],
        last: Claim | None,
    ) -> Claim:
        """The claim of quantity ``q``; what is listed after ``last`` is meant as that is."""
        text = context.text
        before = _clause(text, sentence[0], q.start)
        beside = last if last and text[last.end : q.start] in _AND else None
        listed = beside if beside and beside.unit == q.unit else None
        measure, direction = self._measure(q, text, before)
        if listed:
            measure, direction = listed.measure, listed.direction
        change, turn = self._change(q, text, before, last)
        if listed and listed.change == "to":
            change, turn = "to", listed.direction
        if text[q.start] in "-－−":
            direction = "down"
        elif measure not in ("rank", "ratio"):
            direction = turn or direction or (beside.direction if beside else None)
        if change and measure == "growth":
            measure = "share"
        elif change and measure == "difference":  # the amount that a change led to
            measure = "level"
        basis, since = self._basis(measure, text[sentence[0] : q.start])
        status, cue = self._statuses.status(
            text, q.start, q.end, sentence[0], context.kind, context.function
        )
        indicator = (
            listed.indicator if listed else self._indicators.at(text, q, before, last, sentence)
        )
        period = self._periods.period(
            text[sentence[0] : q.start],
            Said(status, measure, change, basis),
            context.review_period,
            context.plan_period,
        )
        low, high = _ends(q)
        unit = q.unit or "count"
        return Claim(
            id=f"{context.id}.c{number:02d}",
            paragraph=context.id,
            start=q.start,
            end=q.end,
            text=text[q.start : q.end],
            value=q.value,
            low=low,
            high=high,
            parts=q.parts,
            unit=unit,
            classifier=q.classifier,
            bound=q.bound,
            measure=measure,
            direction=None if q.value == 0 and measure == "growth" else direction,
            change=change,
            basis=basis,
            basis_period=since,
            reference=None,
            status=status,
            status_cue=cue,
            indicator=indicator,
            predicate=None,
            indicator_id=self._indicators.key(indicator, measure, unit),
            period=period.time if period else None,
            period_source=period.source if period else None,
            period_type=period.type if period else None,
            place=None,
        )

    def _measure(self, q: Reading, text: str, before: str) -> tuple[str, str | None]:
        """The measure of a quantity, and the direction that a verb of change gives it."""
        verb = self._growth.search(before)
        direction = self._direction(verb["word"] or verb["short"]) if verb else None
        if text[q.start : q.end] == "持平":  # a growth of 0 that needs no verb
            return "growth", None
        match q.unit:
            case "%" | "‰":
                if verb and not self._to.search(before):
                    return "growth", direction
                return "share", None
            case "times":
                return "multiple", direction or ("up" if text[q.start] == "翻" else None)
            case "rank" | "ratio":
                return str(q.unit), None
            case "pp":
                return "difference", None if self._gap.search(before) else direction
        words = text[q.start : q.end]
        if q.streak and "连" in words and words.endswith(self._rising_streaks):
            return "duration", "up"
        if q.unit in _DURATIONS and not self._ages.search(before + words):
            return "duration", None
        is_new = verb and before[: verb.start()].endswith("新")  # 新增 is a count of what is new
        if is_new or self._gap.search(before):
            return "level", None
        return "difference" if direction else "level", direction

    def _direction(self, verb: str) -> str:
        return "down" if self._down.search(verb) else "up"

    def _change(
        self, q: Reading, text: str, before: str, last: Claim | None
    ) -> tuple[str | None, str | None]:
        """``from`` or ``to``, and the direction that the verb gives: 从5%提高到6%."""
        if _FROM.search(before) and (arrow := _ARROW.match(text, q.end)):
            verb = arrow[0]
            return "from", self._direction(verb) if self._growth.search(verb[:-1]) else None
        if to := self._to.search(before):
            return "to", self._direction(to[0])
        if last and last.change == "from" and _REACHED.search(before):
            return "to", last.direction
        return None, None

    def _basis(self, measure: str, sentence: str) -> tuple[str | None, str | None]:
        """What a growth is measured against, and the year that it is named: 比2015年增长."""
        if measure != "growth":
            return None, None
        if since := _SINCE.search(sentence[-_WINDOW:]):
            return "since", since[1]
        clause = sentence[-_WINDOW:].rpartition("；")[2]
        return ("annual_average" if self._average.search(clause) else "year_on_year"), None


def _clause(text: str, start: int, end: int) -> str:
    """The words before ``end`` back to punctuation, to ``start`` or to the window."""
    window = text[max(start, end - _WINDOW) : end]
    stops = [m.end() for m in _STOP.finditer(window)]
    return window[stops[-1] :] if stops else window


def _paired(claim: Claim, after: Claim | None) -> Claim:
    """A ``from`` with the direction of its ``to``; without one it is no change."""
    if (
        after is None
        or after.change != "to"
        or (after.measure, after.unit) != (claim.measure, claim.unit)
    ):
        return replace(claim, change=None)
    return replace(claim, direction=after.direction)


def _ends(q: Reading) -> tuple[Decimal | None, Decimal | None]:
    """The ends that the bound asserts, as `xiangqu.validate` reads them too."""
    if q.ends:
        return q.ends
    low = q.value if q.bound in ("exact", "over", "at_least") else None
    return low, q.value if q.bound in ("exact", "under", "at_most") else None
