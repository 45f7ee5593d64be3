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

from ..annotation.records import Claim, Span
from ..annotation.repo import Repo
from ..annotation.vocabulary import load_json
from .indicators import Indicators
from .number import Found
from .periods import Said, period

_WINDOW = 40
_STOP = re.compile("[，。；：！？\n]")
_DURATIONS = {"year", "month", "day", "hour", "minute", "second", "workday"}
_AGES = re.compile("岁|年龄|寿命|年限|天数|优良|教育年")
_SINCE = re.compile("[较比]((?:19|20)[0-9]{2})年[^，。；]{0,12}$")
_FROM = re.compile("(?:从|由)[^，。；、]{0,16}$")
_ARROW = re.compile("[^，。；]{0,10}?(?:到|至|为|成)")
_TO = re.compile(
    "(?:增长|提高|增加|提升|上升|扩大|回升|下降|降低|减少|缩短|缩减|压缩|调整|上调|下调|升|降|增|减|压减)(?:到|至|为)(?:约|了)?(?:[0-9]{4}年的?)?$"
)
_PLANS = ("plan", "goals", "self")
_PROMISES = ("力争", "确保", "预期", "努力实现", "拟", "到2025年", "到2030年", "到2035年")
_AVERAGE = re.compile("年均|年平均|年递增|复合增长|平均每年")
_GAP = re.compile("(?:高于|低于|高出|多于|少于|快于|领先|超过)[^，。；]{0,14}$")
_LINK = "(?:达到|达|为|约|了|超|近|分别|在|左右)*"


class Words(NamedTuple):
    """The patterns of ``schema/rules/quantities.json`` that attributes need."""

    growth: re.Pattern[str]
    down: re.Pattern[str]
    cues: re.Pattern[str]
    estimate: frozenset[str]


class Around(NamedTuple):
    """What a paragraph is: its id, its text, the kind and function that say how it is meant, its year."""

    paragraph: str
    text: str
    kind: str
    function: str
    period: str | None
    plan: str | None


class Attributes:
    """Drafts the attributes of claims."""

    def __init__(self, repo: Repo) -> None:
        rules = load_json(repo.schema / "rules" / "quantities.json")
        growth = "|".join(w for w in rules["growth_before"] if len(w) > 1)
        single = "".join(w for w in rules["growth_before"] if len(w) == 1)
        cues = "|".join(sorted([*rules["estimate"], *rules["target"]], key=len, reverse=True))
        self._words = Words(
            re.compile(
                f"(?:(?P<word>{growth})(?!值)(?:率|速度|幅度|速)?{_LINK}[^，。；]{{0,2}}|(?P<one>[{single}]){_LINK})$"
            ),
            re.compile("|".join(rules["down"])),
            re.compile(cues),
            frozenset(rules["estimate"]),
        )
        self._indicators = Indicators(repo)

    def claims(
        self, around: Around, found: Sequence[Found], sentences: list[tuple[int, int]]
    ) -> Iterator[Claim]:
        """The claims of a paragraph in text order, numbered; ``sentences`` are its spans."""
        drafts = list(self._drafts(around, found, sentences))
        for claim, after in zip_longest(drafts, drafts[1:]):
            yield _paired(claim, after) if claim.change == "from" else claim

    def _drafts(
        self, around: Around, found: Sequence[Found], sentences: list[tuple[int, int]]
    ) -> Iterator[Claim]:
        last: Claim | None = None
        at = 0
        for number, quantity in enumerate((f for f in found if f.unit), 1):
            while sentences[at][1] <= quantity.start:
                at += 1
            last = self._claim(around, quantity, number, sentences[at], last)
            yield last

    def _claim(
        self, around: Around, q: Found, number: int, sentence: tuple[int, int], last: Claim | None
    ) -> Claim:
        text = around.text
        before = self._clause(text, sentence[0], q.start)
        beside = last is not None and text[last.end : q.start] in ("、", "和", "与", "及")
        listed = beside and last is not None and last.unit == q.unit
        measure, direction = self._measure(q, text, before)
        if listed and last:
            measure, direction = last.measure, last.direction
        change, turn = self._change(q, text, before, last)
        if listed and last and last.change == "to":
            change, turn = "to", last.direction
        if text[q.start] in "-－−":
            direction = "down"
        elif measure not in ("rank", "ratio"):
            direction = turn or direction or (last.direction if beside and last else None)
        if change and measure == "growth":
            measure = "share"
        basis, since = self._basis(measure, text[sentence[0] : q.start])
        status, cue = self._status(around, sentence, q)
        indicator = (
            last.indicator
            if listed and last
            else self._indicators.at(text, q, before, last, sentence)
        )
        low, high = _ends(q)
        said = Said(status, measure, change, basis)
        unit = q.unit or "count"
        return Claim(
            id=f"{around.paragraph}.c{number:02d}", paragraph=around.paragraph,
            start=q.start, end=q.end, text=text[q.start : q.end],
            value=q.value, low=low, high=high, parts=q.parts,
            unit=unit, classifier=q.classifier, bound=q.bound, measure=measure,
            direction=None if q.value == 0 and measure == "growth" else direction,
            change=change, basis=basis, basis_period=since, status=status, status_cue=cue,
            indicator=indicator, indicator_id=self._indicators.key(indicator, measure, unit),
            period=period(text[sentence[0] : q.start], said, around.period, around.plan), place=None,
        )  # fmt: skip

    def _clause(self, text: str, start: int, end: int) -> str:
        window = text[max(start, end - _WINDOW) : end]
        stops = [m.end() for m in _STOP.finditer(window)]
        return window[stops[-1] :] if stops else window

    def _measure(self, q: Found, text: str, before: str) -> tuple[str, str | None]:
        turned = self._words.growth.search(before)
        way = self._way(turned["word"] or turned["one"]) if turned else None
        if text[q.start : q.end] == "持平":
            return "growth", None
        match q.unit:
            case "%" | "‰":
                if turned and not _TO.search(before):
                    return "growth", way
                return "share", None
            case "times":
                return "multiple", way or ("up" if text[q.start] == "翻" else None)
            case "rank" | "ratio":
                return str(q.unit), None
            case "pp":
                return "level", None if _GAP.search(before) else way
        if q.run and "连" in text[q.start : q.end] and text[q.end - 1] in "增升涨":
            return "duration", "up"
        if q.unit in _DURATIONS and not _AGES.search(before + text[q.start : q.end]):
            return "duration", None
        new = turned and before[: turned.start()].endswith("新")
        return "level", None if new or _GAP.search(before) else way

    def _way(self, word: str) -> str:
        return "down" if self._words.down.search(word) else "up"

    def _change(
        self, q: Found, text: str, before: str, last: Claim | None
    ) -> tuple[str | None, str | None]:
        """``from`` or ``to``, and the direction that the verb gives."""
        if _FROM.search(before) and (arrow := _ARROW.match(text, q.end)):
            return "from", self._way(arrow[0]) if self._words.growth.search(arrow[0][:-1]) else None
        if to := _TO.search(before):
            return "to", self._way(to[0])
        if (
            last
            and last.change == "from"
            and re.search("(?:到|至|为|成)(?:约|了)?(?:[0-9]{4}年的?)?$", before)
        ):
            return "to", last.direction
        return None, None

    def _basis(self, measure: str, sentence: str) -> tuple[str | None, str | None]:
        if measure != "growth":
            return None, None
        if since := _SINCE.search(sentence[-_WINDOW:]):
            return "since", since[1]
        clause = sentence[-_WINDOW:].rpartition("；")[2]
        return ("annual_average" if _AVERAGE.search(clause) else "year_on_year"), None

    def _status(
        self, around: Around, sentence: tuple[int, int], q: Found
    ) -> tuple[str, Span | None]:
        if around.kind == "note" or around.function == "annex":
            return "standard", None
        start = max(sentence[0], q.start - 2 * _WINDOW)
        cues = list(self._words.cues.finditer(around.text, start, q.start))
        touching = around.text.startswith(("（预计", "(预计"), q.end)
        if touching:
            return "estimate", Span(q.end + 1, q.end + 3, "预计")
        for cue in reversed(cues):
            if cue[0] in self._words.estimate:
                if not re.search("[，。；]|预计数", around.text[cue.start() : q.start]):
                    return "estimate", Span(cue.start(), cue.end(), cue[0])
            elif around.function in _PLANS or cue[0] in _PROMISES:
                return "target", Span(cue.start(), cue.end(), cue[0])
        return ("target" if around.function in _PLANS else "actual"), None


def _paired(claim: Claim, after: Claim | None) -> Claim:
    """A ``from`` with the direction of its ``to``; without one it is no change."""
    if (
        after is None
        or after.change != "to"
        or (after.measure, after.unit) != (claim.measure, claim.unit)
    ):
        return replace(claim, change=None)
    return replace(claim, direction=after.direction)


def _ends(q: Found) -> tuple[Decimal | None, Decimal | None]:
    """The ends that the bound asserts, as `xiangqu.validate` reads them too."""
    if q.ends:
        return q.ends
    low = q.value if q.bound in ("exact", "over", "at_least") else None
    return low, q.value if q.bound in ("exact", "under", "at_most") else None
