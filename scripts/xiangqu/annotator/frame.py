"""When a text was given, and the periods that it looks back on and forward to.

Times are read from the words of titles, headings and dated lines. A time in a heading belongs to the
review or the plan by the noun that follows it: 2021年工作回顾和2022年工作安排.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import NamedTuple

from .reading import DIGIT, parse
from .rules import Rules, any_of

_DIGITS = "〇零○一二三四五六七八九"
_VALUES = {c: max(n - 2, 0) for n, c in enumerate(_DIGITS)}
_YEAR = rf"(?:(?:19|20){DIGIT}{{2}}|[１２]{DIGIT}{{3}}|[一二][{_DIGITS}]{{3}})"
_NUMBER = rf"(?:{DIGIT}{{1,2}}|[一二三]?十?[一二三四五六七八九]?|[一二三]十)"
_DATE = re.compile(  # 2022年1月6日, 二〇二六年一月二十七日, 2026-02-03
    rf"({_YEAR}) *(?:年 *({_NUMBER}) *月(?: *({_NUMBER}) *日)?|[-/.]({DIGIT}{{1,2}})[-/.]({DIGIT}{{1,2}}))"
)
_RANGE_AT_END = re.compile(r"(.+)[（(]([^（()）]*\d[^（()）]*)[）)]")  # 行动计划（2023—2025年）
_OPENING = 3
"""How many paragraphs of the body are read for what no heading says."""
_TITLE = 30
"""How long a title is that stands in one line with its text."""
_SPRING = "03"
"""The last month in which a report without other words looks forward to its own year."""
_BEGINNING = ("01", "02")
"""The months in which the press looks back on the year before."""
_YEAR_END = "11"
"""The first month in which a report looks back on its own year."""


class Dated(NamedTuple):
    """A date, how it is known, and the words of the text that it is inferred from."""

    date: str | None
    certainty: str
    evidence: str | None


UNDATED = Dated(None, "unknown", None)


@dataclass(frozen=True, slots=True)
class Parts:
    """The lines of a text that tell its times.

    ``dated`` may hold its date, the surest first; ``notes`` say when a copy was published.
    """

    titles: Sequence[str]
    dated: Sequence[str]
    notes: Sequence[str]
    headings: Sequence[str]
    body: Sequence[str]


class FrameRules:
    """The words of ``schema/rules/documents.json`` that tell times."""

    def __init__(self, rules: Rules) -> None:
        self._plans: dict[str, str] = rules["plan_periods"]
        self._relative: dict[str, Sequence[str]] = rules["relative_periods"]
        self._review = re.compile(any_of(rules["review_nouns"]))
        self._plan = re.compile(any_of(rules["plan_nouns"]))
        self._draft = re.compile(any_of(rules["draft_nouns"]))
        self._done = re.compile(any_of(rules["done_nouns"]))
        self._either = re.compile(any_of(rules["either_nouns"]))
        self._given = re.compile(any_of(rules["given_words"]))
        self._measures = re.compile(f"{any_of(rules['measures'])}$")
        self._five_years = re.compile(any_of(rules["five_years"]))
        ahead = f"，?[^，。；：按]{{0,4}}{any_of(rules['plan_verbs'])}"
        aims = f"[^，。；：]{{0,12}}{any_of(rules['plan_aims'])}"
        self._planned_year = re.compile(f"({_YEAR}) *年(?:{ahead}|{aims})")
        self._told_years = re.compile(  # 2021年, but not 比2021年, 2022年的目标, 2022年，计划再建
            f"(?<![较比到至])({_YEAR}) *年"
            f"(?!以来|[^，。；：]{{0,12}}{any_of(rules['plan_nouns'])}|{ahead})"
        )
        self._since = re.compile(f"({_YEAR}) *年以来")
        relative = "|".join(f"(?P<{n}>{any_of(words)})" for n, words in self._relative.items())
        plans = any_of(sorted(self._plans, key=len, reverse=True))
        self._time = re.compile(  # 2021—2025年, 2021年, 十四五, 过去五年
            f"(?P<first>{_YEAR})年?(?:[—－~～-]+|至|到)(?P<last>{_YEAR})年"
            f"|(?P<year>{_YEAR}) *年(?!以来|远景)|(?P<plan>{plans})|{relative}"
        )

    def date(self, parts: Parts, *, is_report: bool) -> Dated:
        """The date of a text: that of its front or its end, else that of its copy, else its year.

        A report is given before it is published, and its title or its headings name its year: all are
        inferences. A copy that was published in another year does not tell the date of a report.
        """
        for line in parts.dated:
            if found := _date(line):
                return Dated(found[0], "stated", None)
        named = self._named(parts) if is_report else UNDATED
        for line in parts.notes:
            if (found := _date(line)) and is_report and _is_near(found[0], named.date):
                return Dated(found[0], "inferred", found[1])
            if found and not is_report:
                return Dated(found[0], "stated", None)
        return named

    def periods(
        self, parts: Parts, date: str | None, *, is_report: bool, is_given: bool
    ) -> tuple[str | None, str | None]:
        """What a text of ``date`` looks back on, and forward to.

        ``is_report``: it is a government's. ``is_given``: it was given to a congress, so that without
        other words it looks back on the year before and forward to its own.
        """
        year = _year_ahead(date)
        titles = [_RANGE_AT_END.sub(r"\2\1", title) for title in parts.titles]
        sides = [self._sides(text, year) for text in (*titles, *parts.headings)]
        review = _first_past([times[0] for times, _ in sides if times], year)
        named = (_one_year(times) for _, times in sides if times)
        plans = [time for time in named if date is None or time[-4:] >= date[:4]]
        plan = _of_length(review, plans)
        opened = (self._sides(text.partition("。")[0], year)[0] for text in parts.body[:_OPENING])
        review = review or next((times[0] for times in opened if times), None)
        if not is_report:
            review = review or self._looked_back(parts, date)
            return review, plan or self._looked_forward(parts, review)
        if year and is_given:
            is_plan = date is not None and not _SPRING < date[5:7] < _YEAR_END
            return review or str(year - 1), plan or (str(year) if is_plan else None)
        if date and any(map(self._measures.search, parts.titles)):
            return review or self._plan_before(plan, parts.body), plan or date[:4]
        return review or self._plan_before(plan, parts.body), plan

    def _plan_before(self, plan: str | None, body: Sequence[str]) -> str | None:
        """The five-year plan before ``plan``, if the text speaks of it."""
        if plan is None or plan not in self._plans.values():
            return None
        before = "/".join(str(int(year) - 5) for year in plan.split("/"))
        names = any_of([name for name, years in self._plans.items() if years == before])
        return before if any(re.search(names, line) for line in body) else None

    def _named(self, parts: Parts) -> Dated:
        """The year of a report in its title (2026年政府工作报告), else that which its headings plan, else
        the one after that which they review.
        """
        opening = [line[:_TITLE] for line in parts.body[:1]]  # a title that its text goes on in
        for title in (*parts.titles, *opening):
            year = self._time.search(title)
            if (
                year
                and year["year"]
                and self._given.search(title)
                and not any(self._sides(title, None))
            ):
                return Dated(_number(year["year"]), "inferred", title)
        for side, after in ((1, 0), (0, 1)):
            for text in (*parts.titles, *parts.headings):
                for time in self._sides(text, None)[side]:
                    if "/" not in time:
                        return Dated(str(int(time) + after), "inferred", text)
        return UNDATED

    def _sides(self, text: str, year: int | None) -> tuple[list[str], list[str]]:
        """The times of ``text`` that are looked back on, and those that are looked forward to.

        Each belongs to the first nouns after it: both of “十四五”和2025年工作回顾 to 回顾.
        """
        review: list[str] = []
        plan: list[str] = []
        waiting: list[str] = []
        matches = list(self._time.finditer(text))
        for match, following in zip_longest(matches, matches[1:]):
            end = following.start() if following else len(text)
            if time := self._period(match, year):
                waiting.append(time)
            after = text[match.end() : end]
            if self._draft.search(after) and not self._done.search(after):
                plan, waiting = plan + waiting, []
            elif self._review.search(after):
                review, waiting = review + waiting, []
            elif self._plan.search(after):
                plan, waiting = plan + waiting, []
            elif year and self._either.search(after):
                past = [time for time in waiting if int(time[-4:]) < year]
                plan += [time for time in waiting if time not in past]
                review, waiting = review + past, []
        return review, plan

    def _period(self, match: re.Match[str], year: int | None) -> str | None:
        """The period that a match of `_time` names, seen from ``year``, the one planned."""
        kind = match.lastgroup
        if kind == "last":
            return f"{_number(match['first'])}/{_number(match['last'])}"
        if kind == "year":
            return _number(match["year"])
        if kind == "plan":
            return self._plans[match["plan"]]
        if year is None:
            return None
        periods = {
            "past_years": f"{year - 5}/{year - 1}",
            "past_year": f"{year - 1}",
            "this_year": f"{year}",
            "coming_years": f"{year}/{year + 4}",
        }
        return periods[kind or ""]

    def _looked_back(self, parts: Parts, date: str | None) -> str | None:
        """The period of a text that is no report: the years that its titles name, else its year.

        That is the year before ``date`` at the beginning of a year, else that of ``date``, else the one
        named most, base years (比2015年), aims (到2030年, 2030年目标) and beginnings (2018年以来) left out;
        or the five years up to it, or from such a beginning on, if the text tells of five years.
        """
        titles = "".join(parts.titles)
        times = (self._period(match, None) for match in self._time.finditer(titles))
        if named := next((time for time in times if time and "/" in time), None):
            return named
        text = "".join((titles, *parts.body))
        years = Counter(map(_number, self._told_years.findall(text)))
        last = max(years, key=lambda year: (years[year], year)) if years else None
        if date:
            last = str(int(date[:4]) - (date[5:7] in _BEGINNING))
        if not self._five_years.search(text):
            return last
        if last:
            return f"{int(last) - 4}/{last}"
        since = self._since.search(text)
        return f"{(first := int(_number(since[1])))}/{first + 5}" if since else None

    def _looked_forward(self, parts: Parts, review: str | None) -> str | None:
        """The first year after ``review`` that a text plans: 2023年，计划再建100公里, 2023年的目标."""
        years = (
            _number(match[1]) for line in parts.body for match in self._planned_year.finditer(line)
        )
        return next((year for year in years if review and year > review[-4:]), None)


def _one_year(times: Sequence[str]) -> str:
    """The single year among times, if there is one: a text that plans it has targets for it."""
    return next((time for time in times if "/" not in time), times[0])


def _first_past(reviews: Sequence[str], year: int | None) -> str | None:
    """The first of the times looked back on that is over before ``year``, if one is."""
    past = (time for time in reviews if year and int(time[-4:]) < year)
    return next(past, None) or next(iter(reviews), None)


def _of_length(review: str | None, plans: Sequence[str]) -> str | None:
    """The first of the times planned; a text that looks back on one year looks forward to one, if it
    names it.
    """
    if review and "/" not in review:
        return next((time for time in plans if "/" not in time), next(iter(plans), None))
    return next(iter(plans), None)


def _is_near(published: str, named: str | None) -> bool:
    """Whether a copy was published in the year that is named, or at the end of the one before."""
    return named is None or named == str(_year_ahead(published)) or published.startswith(named)


def _year_ahead(date: str | None) -> int | None:
    """The year that a text of ``date`` looks forward to: its own, or at its end the next."""
    if date is None:
        return None
    month = date[5:7]
    return int(date[:4]) + (month >= _YEAR_END)


def _date(line: str) -> tuple[str, str] | None:
    """The first date in a line with at least a month, in ISO 8601, and its words."""
    for match in _DATE.finditer(line):
        year, month, day = _number(match[1]), match[2] or match[4], match[3] or match[5]
        parts = [year, *(f"{int(parse(part) or 0):02d}" for part in (month, day) if part)]
        try:
            datetime.date.fromisoformat("-".join([*parts, "01"][:3]))
        except ValueError:
            continue
        return "-".join(parts), match[0]
    return None


def _number(year: str) -> str:
    """A year in ASCII digits: 二〇二六 is 2026."""
    return "".join(str(_VALUES[c]) if c in _VALUES else str(int(c)) for c in year)
