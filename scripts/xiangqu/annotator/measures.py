"""The measure of a claim, and of a change its direction, its side and what it is held against."""

from __future__ import annotations

import re
from typing import NamedTuple

from ..annotation.repo import Repo
from .mention import WINDOW, Mention
from .reading import Reading
from .rules import any_of, load

_DURATIONS = {"year", "month", "day", "hour", "minute", "second", "workday"}
_SINCE = re.compile("[较比]((?:19|20)[0-9]{2})年[^，。；]{0,12}$")  # 比2015年增长
_FROM = re.compile("(?:从|由)[^，。；、]{0,16}$")  # 从上年的
_ARROW = re.compile("[^，。；]{0,10}?(?:到|至|为|成)")  # 提高到
_ABOUT_YEAR = "(?:约|了)?(?:[0-9]{4}年的?)?$"  # 约, 2020年的
_REACHED = re.compile(f"(?:到|至|为|成){_ABOUT_YEAR}")


class Measured(NamedTuple):
    """How a quantity is meant; ``basis_period`` is the year that a growth is held against."""

    measure: str
    direction: str | None
    change: str | None
    basis: str | None
    basis_period: str | None


class MeasureRules:
    """The words of ``schema/rules/claims.json``."""

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

    def read(self, mention: Mention) -> Measured:
        """How the quantity is meant; what is listed after another claim is meant as that is."""
        q, text, before = mention.quantity, mention.text, mention.before
        beside, listed = mention.beside, mention.listed
        measure, direction = self._measure(q, text, before)
        if listed:
            measure, direction = listed.measure, listed.direction
        change, turn = self._change(mention)
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
        if q.value == 0 and measure == "growth":
            direction = None
        basis, since = self._basis(measure, text[mention.opens : q.start])
        return Measured(measure, direction, change, basis, since)

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

    def _change(self, mention: Mention) -> tuple[str | None, str | None]:
        """``from`` or ``to``, and the direction that the verb gives: 从5%提高到6%."""
        before, last = mention.before, mention.last
        if _FROM.search(before) and (arrow := _ARROW.match(mention.text, mention.quantity.end)):
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
        if since := _SINCE.search(sentence[-WINDOW:]):
            return "since", since[1]
        clause = sentence[-WINDOW:].rpartition("；")[2]
        return ("annual_average" if self._average.search(clause) else "year_on_year"), None
