"""The period that a claim holds for: from the times around it, else from those of its document."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from ..annotation.repo import Repo
from .headings import is_numbered
from .indicators import Phrases
from .measures import Measured
from .mention import PLANS, Mention, Passage
from .rules import any_of, last_match, load
from .times import Calendar, Time, TimeRules, calendar

_STATES = ("share", "rank", "ratio", "growth", "multiple")
"""Measures that hold at the end of a period, not for all of it."""
_NEAR = 8
"""How many times before a claim are looked at."""
_OPENER = re.compile("(?:^|[。；！？\n到至自从]|[。；！？\n][^，。；]{0,6}的)$|^[^，。；]{0,6}的$")
"""What stands before a time that opens a sentence: 刚刚过去的2025年."""
_LEAD = 10
"""How many characters before a time are read for that."""
_ANNOUNCED = "："
_BESIDE = 2
"""How near a time stands that names the year of one side of a change: 从2015年的528亿元."""
_CLAUSE = re.compile("[，；：。]")
_YEAR_OF = re.compile("年[^，。；]{0,12}$")  # 2015年的, 上年的
_SHARE = re.compile("(?:率|比重|占比|比例)$")
_ALREADY = re.compile("已[^，。；]*$")  # before 3亿元, of 已投资3亿元
_RELATED = ("share", "multiple")
_AMOUNT_OF = re.compile("[^，。；等0-9]{0,16}")  # 结转收入, between 上年 and 3亿元
_MET = re.compile("完成[^，。；]*$")  # before 5000人, of 超额完成新增就业5000人的目标
_OF_IT = re.compile("占|是|相当于")  # 占财政支出的85.2%
_FIVE_YEARS = 5
_OPENING = 24
"""How many characters a paragraph opens with."""
_DONE = 60
"""How many characters before a quantity are searched for what has to be done first."""
_TAIL = 10
"""How many characters at the end of an indicator say what kind of thing it is."""
_SPEECH = 120
"""How long a quotation may be that is seen as speech."""


class Period(NamedTuple):
    """A year, a date or ``first/last``; how it is known; and of an amount how it is meant."""

    time: str
    source: str
    type: str | None


@dataclass(frozen=True, slots=True)
class Times:
    """The times of a paragraph in text order, and the years of its document; ``above`` are the times that
    its headings name, the innermost first, each with how a period that it gives is known. ``stories`` are
    the words that say that a story is told.
    """

    years: Calendar
    here: Sequence[Time]
    above: Sequence[tuple[Time, str]]
    stories: Sequence[tuple[int, int]]

    def is_story(self, start: int, end: int) -> bool:
        """Whether words say so in ``[start, end)``."""
        last = bisect_right(self.stories, end, key=lambda story: story[1]) - 1
        return last >= 0 and self.stories[last][0] >= start


class PeriodRules:
    """The words of ``schema/rules/periods.json``."""

    def __init__(self, repo: Repo) -> None:
        rules = load(repo, "periods")
        self._times = TimeRules(repo)
        # 达到, 拥有, 提高到
        self._states = re.compile(f"{any_of(rules['states'])}|.+[到至为]")
        self._means = re.compile(any_of(rules["means"]))
        self._flows = re.compile(any_of(rules["flows"]))
        self._new = re.compile(any_of(rules["new"]))
        self._stocks = re.compile(any_of(rules["stocks"]))
        self._annual = re.compile(any_of(rules["annual"]))
        self._mean = re.compile(f"{any_of(rules['mean'])}[^，。；]*$")  # 年均新增
        self._kept = re.compile(any_of(rules["kept"]))
        self._done = re.compile(any_of(rules["done"]))
        self._through = re.compile(any_of(rules["through"]))
        self._anecdote = re.compile(any_of(rules["anecdote"]))
        self._press_anecdote = re.compile(any_of([*rules["anecdote"], *rules["firms"]]))
        self._named = lru_cache(maxsize=256)(self._times_of)  # many paragraphs share a heading

    def times(self, passage: Passage) -> Times:
        """What the claims of a paragraph take their periods from."""
        years = calendar(passage.about)
        here = list(self._times.find(passage.text, years))
        inner, outer = (
            [(time, "context") for words in headings for time in self._named(words, years)]
            for headings in (passage.headings[:0:-1], passage.headings[:1])
        )
        source = "context" if inner or outer else "document"
        opening = [(time, source) for time in self._named(passage.opening, years)]
        is_of_years = [time.period.count("/") for time, _ in outer] == [1]
        is_below = any(map(is_numbered, passage.headings[1:]))  # 过去五年工作回顾, （一）
        if is_of_years and is_below and not passage.opening.endswith(_ANNOUNCED):
            opening = [(time, how) for time, how in opening if "/" in time.period]
        words = self._anecdote if passage.about.genre == "report" else self._press_anecdote
        stories = [match.span() for match in words.finditer(passage.text)]
        return Times(years, here, [*inner, *opening, *outer], stories)

    def _times_of(self, heading: str, years: Calendar) -> Sequence[Time]:
        """The times of a heading; of 2025年和“十四五”时期工作回顾 the year comes first."""
        return sorted(self._times.find(heading, years), key=lambda time: "/" in time.period)

    def opening(self, passage: Passage) -> str:
        """The time that a paragraph opens with, if the paragraphs below it may be meant of it too; with a
        colon, if it announces them: 一年来，主要做了以下工作：.
        """
        years = calendar(passage.about)
        text = passage.text[:_OPENING]
        first = next(self._times.find(text, years), None)
        if first is None or first.role != "at" or first.start > _OPENING * 2 // 3:
            return ""
        is_plan = first.period == str(years.plan_first) and passage.functions[0] in PLANS
        is_told = is_plan or first.period == str(years.last) or "/" in first.period
        if not is_told or "-" in first.period:
            return ""
        return text[: first.end] + (_ANNOUNCED if passage.text.endswith(_ANNOUNCED) else "")

    def read(
        self,
        mention: Mention,
        measured: Measured,
        status: str,
        phrases: Phrases,
        times: Times,
    ) -> Period | None:
        """The period of a claim, or None.

        It is the last time before the claim in its sentence; else one that opens an earlier sentence of
        the paragraph or stands in a heading above it; else the document's review or plan period.
        """
        text, q = mention.text, mention.quantity
        is_told = status == "actual" and _is_speech(text, q.start)
        if status == "standard" or is_told or times.is_story(mention.opens, q.start):
            return None
        if status != "actual" and self._is_some_day(mention, times):
            return None
        if run := self._run(mention, measured):
            return run
        found = self._found(mention, measured, status, times)
        if found is None:
            return None
        named, source, role = found
        what = phrases.indicator.text if phrases.indicator else mention.before
        verb = phrases.predicate.text if phrases.predicate else None
        kind = self._type(mention, measured, what[-_TAIL:], verb)
        if kind == "duration" and self._is_found(mention, measured, status, source):
            kind = "instant"
        if kind == "duration" and role == "by" and measured.measure == "level":
            kind = "instant"  # 截至4月末已支出3亿元
        is_annual = bool(self._annual.search(what))
        is_kept = bool(q.value and self._kept.search(mention.before))
        is_state = kind == "instant" or measured.measure in _STATES or is_annual or is_kept
        time = self._within(named, mention, measured, is_state, times)
        is_of_years = measured.measure in _STATES or is_annual
        if status == "actual" and is_of_years and times.years.first != times.years.last:
            time = _complete(time, times.years)
        is_ahead = status == "actual" and _begins_after(time, mention.passage.about.date)
        return Period(time, source, kind) if _is_period(time) and not is_ahead else None

    def _is_some_day(self, mention: Mention, times: Times) -> bool:
        """Whether a plan comes true when something is done of which no time is told: 建成后."""
        start = mention.quantity.start
        done = last_match(self._done, mention.text[max(mention.opens, start - _DONE) : start])
        last = next(_before(times.here, start), None)
        return done is not None and (last is None or last.end <= start - _DONE + done.end())

    def _run(self, mention: Mention, measured: Measured) -> Period | None:
        """The period of the run of years that the clause speaks of: 第一 of 连续四年居全市第一."""
        last, q = mention.last, mention.quantity
        before = mention.passage.readings[mention.number - 1]
        if last is None or last.period is None or before.start != last.start or not before.streak:
            return None
        if _CLAUSE.search(mention.text, last.end, q.start) or q.unit == "year":
            return None
        if self._kept.search(mention.before):
            return None
        kind = "duration" if measured.measure in ("level", "difference") else None
        return Period(last.period, last.period_source or "document", kind)

    def _found(
        self, mention: Mention, measured: Measured, status: str, times: Times
    ) -> tuple[str, str, str] | None:
        """The time that governs a claim, where it was found, and its role."""
        about = mention.passage.about
        is_met = mention.function not in PLANS and bool(_MET.search(mention.before))
        is_ahead = (status == "target" and not is_met) or (
            status == "estimate" and mention.function in PLANS
        )
        is_open = status == "estimate"
        if time := self._in_sentence(mention, measured, is_ahead, times, is_open=is_open):
            return (time.planned if is_ahead else time.period), "sentence", time.role
        around = self._around(mention, times)
        if measured.basis == "annual_average":  # 2025年和“十四五”时期工作回顾: the years
            around = iter(sorted(around, key=lambda found: "/" not in found[0].period))
        for time, source in around:
            period = time.planned if is_ahead else time.period
            if _fits(period, is_ahead, mention, times.years):
                return period, source, time.role
        years = times.years
        if named := about.plan_period if is_ahead else about.review_period:
            return named, "document", "at"
        year = years.plan_first if is_ahead else years.last
        return (str(year), "document", "at") if year else None

    def _in_sentence(
        self, mention: Mention, measured: Measured, is_ahead: bool, times: Times, *, is_open: bool
    ) -> Time | None:
        """The last time before the quantity in its sentence that says when it holds.

        Where ``is_open``, it may lie ahead or be over: 预计到2025年.
        """
        start = mention.quantity.start
        for time in _before(times.here, start):
            if time.start < mention.opens:
                break
            is_near = not _CLAUSE.search(mention.text, time.end, start)
            is_side = measured.change and start - time.end <= _BESIDE
            is_side = is_side or (measured.change == "from" and is_near)
            if time.role == "base" and not is_side:
                continue
            if time.role == "local" and not is_near:
                continue
            if time.role == "carried" and not _AMOUNT_OF.fullmatch(mention.text, time.end, start):
                continue
            period = time.planned if is_ahead else time.period
            if is_open or _fits(period, is_ahead, mention, times.years):
                return time
        return None

    def _around(self, mention: Mention, times: Times) -> Iterator[tuple[Time, str]]:
        """The years that open earlier sentences of the paragraph, the last first, then those above it; each
        with how a period that it gives is known.
        """
        for time in _before(times.here, mention.opens):
            is_opener = bool(_OPENER.search(mention.text, max(time.start - _LEAD, 0), time.start))
            if is_opener and time.role in ("at", "until", "by") and "-" not in time.period:
                yield time, "context"
        yield from (
            (time, source) for time, source in times.above if time.role not in ("base", "carried")
        )

    def _within(
        self, named: str, mention: Mention, measured: Measured, is_state: bool, times: Times
    ) -> str:
        """What of the governing time ``named`` a claim holds for."""
        first, _, last = named.partition("/")
        last = last or first
        if "-" in named:  # months
            if measured.change == "from":
                return str(int(first[:4]) - 1)
            return last if measured.change == "to" else named
        if mention.quantity.streak and mention.quantity.value and mention.quantity.unit == "year":
            return f"{int(last) - int(mention.quantity.value) + 1}/{last}"
        years = times.years
        base = _base(first, last, years)
        if measured.change == "from":
            if mention.function in PLANS and years.plan_first and not self._names_base(mention):
                return str(years.plan_first - 1)  # 由62%提高到65%, of a plan
            return named if self._names_base(mention) else str(base)
        if measured.basis == "annual_average":
            return f"{self._named_base(mention, last, times) or base}/{last}"
        is_state = is_state and not self._is_through(mention.before)
        if measured.change == "to" or (is_state and not _is_of_sum(mention, measured)):
            return last
        return named

    def _names_base(self, mention: Mention) -> bool:
        """Whether the year of a ``from`` stands beside it: 从2015年的."""
        return bool(_YEAR_OF.search(mention.before))

    def _named_base(self, mention: Mention, last: str, times: Times) -> str | None:
        """The year before ``last`` that the sentence compares with: 较2020年增长72%，年均增长."""
        for time in _before(times.here, mention.quantity.start):
            if time.start < mention.opens:
                return None
            if time.role == "base" and _is_year(time.period) and time.period < last:
                return time.period
        return None

    def _is_through(self, before: str) -> bool:
        """Whether a state is said of a whole period: 始终为零, but not 稳定保持在80%."""
        return bool(self._through.search(before)) and not self._kept.search(before)

    def _is_found(self, mention: Mention, measured: Measured, status: str, source: str) -> bool:
        """Whether a plan finds so much there: 推动5个项目, 一期已投资3亿元."""
        if status != "actual" or mention.function not in PLANS or measured.measure != "level":
            return False
        return source != "sentence" or bool(_ALREADY.search(mention.before))

    def _type(
        self, mention: Mention, measured: Measured, what: str, verb: str | None
    ) -> str | None:
        """How the period of an amount or a change of ``what`` is meant; None for the other measures.

        What was done adds up (新建3所); what is there, or has come to be, is a state (有3所, 达到3所), as is
        what no verb asserts of a count.
        """
        if measured.measure not in ("level", "difference"):
            return None
        if self._mean.search(mention.before) or self._means.search(what):
            return "average"
        if measured.measure == "difference":
            is_gap = measured.direction is None and bool(_SHARE.search(what))
            return "instant" if is_gap else "duration"
        flow, stock = (last_match(words, what) for words in (self._flows, self._stocks))
        if flow and (not stock or stock.end() <= flow.end() or self._new.search(what)):
            return "duration"  # 播种面积, 新增床位; but 补助标准 is a stock
        if measured.change:
            return "instant"
        if verb is None:
            is_there = mention.quantity.unit == "count" or stock is not None
        else:  # 存栏, of 生猪存栏
            is_there = bool(self._states.fullmatch(verb) or (stock and verb in what))
        return "instant" if is_there else "duration"


def _is_of_sum(mention: Mention, measured: Measured) -> bool:
    """Whether a clause relates what adds up in the one before it: 五年投入100亿元，是前五年的1.8倍."""
    last = mention.last
    if last is None or last.start < mention.opens or "/" not in (last.period or ""):
        return False
    is_sum = last.period_type == "duration" or last.measure in _RELATED
    return is_sum and measured.measure in _RELATED and bool(_OF_IT.match(mention.before))


def _is_speech(text: str, start: int) -> bool:
    """Whether ``start`` lies in a quotation of whole clauses: “一株苗能结60多粒，…”."""
    opened = text.rfind("“", max(start - _SPEECH, 0), start)
    if opened < 0 or text.find("”", opened, start) >= 0:
        return False
    close = text.find("”", start, start + _SPEECH)
    return bool(_CLAUSE.search(text, opened, close)) if close >= 0 else False


def _is_period(period: str) -> bool:
    """Whether it has a year, and its end is after its start: not 2024/2023."""
    first, _, last = period.partition("/")
    return len(first.partition("-")[0]) == 4 and (not last or first < last)


def _begins_after(period: str, date: str | None) -> bool:
    """Whether a period begins after ``date``, as far as both are known."""
    known = min(len(period.partition("/")[0]), len(date or ""))
    return date is not None and period[:known] > date[:known]


def _is_year(period: str) -> bool:
    return "-" not in period and "/" not in period


def _before(times: Sequence[Time], end: int) -> Iterator[Time]:
    """The times that end at or before ``end``, the last first, a few at the most."""
    last = bisect_right(times, end, key=lambda time: time.end)
    return (times[n] for n in range(last - 1, max(last - 1 - _NEAR, -1), -1))


def _fits(period: str, is_ahead: bool, mention: Mention, years: Calendar) -> bool:
    """Whether a time may be that of a plan (``is_ahead``), or of what was reached."""
    last = int(period.rpartition("/")[2][:4])
    if is_ahead:
        return not years.plan_first or last >= years.plan_first
    limit = years.last if mention.function in PLANS else years.year
    return not limit or last <= limit


def _base(first: str, last: str, years: Calendar) -> int:
    """The year that a change over ``first`` to ``last`` is counted from."""
    if first == last and years.first and years.last == int(last):
        return years.first - 1
    if first == last and int(last) % _FIVE_YEARS == 0:  # a plan period ends so
        return int(last) - _FIVE_YEARS
    if first == last and years.plan_first and int(last) > years.plan_first:  # 到2026年
        return years.plan_first - 1
    return int(first) - 1


def _complete(time: str, years: Calendar) -> str:
    """The last year that was over, where ``time`` is a year that was not."""
    is_open = _is_year(time) and years.complete and int(time) > years.complete
    return str(years.complete) if is_open else time
