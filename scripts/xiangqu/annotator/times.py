"""Time expressions of a paragraph, and the periods that they name in a document of its date.

`dates` tells which numerals are times; here it is said which time. What is relative (去年, 五年来, 上半年) is
counted from the document's date, or from the years that it looks back on and forward to.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from ..annotation.records import Document
from ..annotation.repo import Repo
from ..text import numerals
from .reading import DIGIT
from .rules import any_of, load, longest_of

_CHINESE_YEAR = "[一二][〇○零一二三四五六七八九]{3}"
_Y = rf"(?:(?:19|20|１９|２０){DIGIT}{{2}}|{_CHINESE_YEAR})"
_TO = " *(?:[—–－～~-]+|至|到) *"
_N = rf"{DIGIT}{{1,2}}|[一二两三四五六七八九十]{{1,2}}"
_PLAN_LENGTH, _ELEVENTH_PLAN = 5, 2006
"""Years of a five-year plan, and the first year of the eleventh."""
_MONTHS = 12
_SPRING = "03"
"""The last month of which a text that plans its year has nothing of that year to report."""
_QUOTES = ("“", '"', "『")
_OF_NUMBER = re.compile(
    "的 *[近约超]?[0-9０-９一二两三四五六七八九十百千]"
)  # 的1.6倍, after 2015年
_CHINESE_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")


class Calendar(NamedTuple):
    """The years of a document: its own, the first and last that it reviews, the first that it plans, and
    the last that was over when it was written.
    """

    year: int | None
    first: int | None
    last: int | None
    plan_first: int | None
    complete: int | None


class Time(NamedTuple):
    """A time at ``[start, end)``: ISO 8601 ``period``; ``planned`` is what it is in a plan.

    ``role``: ``at`` a time, ``until`` it (到2025年), ``by`` it (截至2025年), ``base`` of a comparison
    (比2015年), or one that only describes a noun near it (``local``: 去年建成的) or is of the first amount
    after it alone (``carried``: 上年结转).
    """

    start: int
    end: int
    role: str
    period: str
    planned: str


@lru_cache(maxsize=1)
def calendar(about: Document) -> Calendar:
    """The years of a document; what it does not know is None."""
    first, last = _ends(about.review_period)
    plan_first, _ = _ends(about.plan_period)
    year = int(about.date[:4]) if about.date else plan_first
    complete = year - 1 if year else last
    if last is None and year is not None:
        is_early = not about.date or about.date[5:7] <= _SPRING
        first = last = year - (is_early and plan_first == year)
    year = year or last
    return Calendar(year, first, last, plan_first or year, complete)


def _ends(period: str | None) -> tuple[int | None, int | None]:
    if period is None:
        return None, None
    first, _, last = period.partition("/")
    return int(first[:4]), int((last or first)[:4])


class TimeRules:
    """The words of ``schema/rules/periods.json`` that name times."""

    def __init__(self, repo: Repo) -> None:
        rules = load(repo, "periods")
        self._offsets: Mapping[str, int] = rules["relative_years"]
        self._parts: Mapping[str, str] = rules["parts_of_years"]
        self._before = frozenset(rules["years_before"])
        self._since = tuple(rules["since"])
        self._ends_of_plan = frozenset(rules["ends_of_plan_periods"])
        relative, parts, of_plan, whole, now, before, after, coming = map(
            longest_of,
            (
                [*self._offsets, *self._before],
                self._parts,
                rules["of_plan_periods"],
                rules["whole_year"],
                rules["now"],
                rules["past_years_before"],
                rules["past_years_after"],
                rules["coming_years_before"],
            ),
        )
        month = rf"{DIGIT}{{1,2}}(?:{_TO}{DIGIT}{{1,2}})? *月份?(?:{DIGIT}{{1,2}}[日号])?"
        in_year = f"(?:{month}|{parts})[末底]?"
        since = any_of(self._since)
        no_time = f"(?!{any_of(rules['whole_year_not_before'])})"
        not_past = f"(?!{any_of(rules['past_years_not_before'])})"
        forms = {
            "range": f"{_Y}年?{_TO}{_Y}年",  # 2016—2020年, 2016年至2020年
            # 2020年, 去年, each with 底, 1—11月, 上半年 or 以来
            "year": f"(?:{_Y} *年度?|{relative})(?:{in_year}|[底末])?{since}?",
            "part": in_year,  # 1—11月, 上半年
            "plan": f'十[一二三四五六七]五[”"』]?(?:{of_plan}|{since})',  # “十四五”时期
            # 过去五年, 五年来; 五年新增 at the beginning of a clause, 五年提高
            "past": f"{before}(?:{_N})年|(?:{_N})年{after}|(?:(?<=[，。；：])|^)[五5]年(?=[\u4e00-\u9fff])"
            f"{not_past}|(?<!连续)[五5]年(?={any_of(rules['past_years_verbs'])})",
            "coming": f"{coming}(?:{_N})年",  # 今后五年
            "both": any_of(rules["this_and_next"]),  # 今明两年
            "whole": whole + no_time,
            "now": now,
        }
        self._times = re.compile("|".join(f"(?P<{name}>{form})" for name, form in forms.items()))
        self._year = re.compile(f"(?P<year>{_Y}|{relative}) *(?:年度?)?(?P<rest>.*)")
        self._month = re.compile(
            rf"(?P<first>{DIGIT}+)(?:{_TO}(?P<last>{DIGIT}+))? *月份?(?:(?P<day>{DIGIT}+)[日号])?(?P<edge>.*)"
        )
        self._part = re.compile(f"(?P<part>{parts})(?P<edge>.*)")
        self._carried = re.compile(
            f"{any_of(self._before)}[^，。；]{{0,8}}{any_of(rules['carried_over'])}"
        )
        self._base_before = tuple(rules["base_before"])
        self._base_after = tuple(rules["base_after"])
        self._alone = tuple(f"{word}，" for word in rules["alone_after"])
        self._by = tuple(rules["by_before"])
        self._until = tuple(rules["until_before"])
        # 建成的, after 去年底; but not 经济社会发展的主要目标
        aims = any_of(rules["aims"])
        self._describes = re.compile(f"[^，。；：、]{{0,14}}的(?![^，。；：、]{{0,6}}{aims})")

    def find(self, text: str, years: Calendar) -> Iterator[Time]:
        """The times of a paragraph in text order, of which those that no year is known for are left out."""
        for match in self._times.finditer(text):
            named = self._period(str(match.lastgroup), match[0], years)
            if named:
                yield Time(match.start(), match.end(), self._role(text, match), *named)

    def _role(self, text: str, match: re.Match[str]) -> str:
        start, end = match.span()
        if match[0].endswith(self._since):
            return "at"
        start -= text[start - 1 : start] == " "
        opens = start - (text[start - 1 : start] in _QUOTES)
        is_alone = text.startswith(self._alone, end)  # 上年同期，
        if (text.startswith(self._base_after, end) and not is_alone) or text.endswith(
            self._base_before, 0, opens
        ):
            return "base"
        if self._carried.match(text, start):
            return "carried"
        if self._describes.match(text, end):
            return "base" if _OF_NUMBER.match(text, end) else "local"
        if text.endswith(self._by, 0, start) or match[0].startswith(self._by):
            return "by"
        return "until" if text.endswith(self._until, 0, start) else "at"

    def _period(self, form: str, words: str, years: Calendar) -> tuple[str, str] | None:
        """The period that ``words`` name, as it is and as it is in a plan."""
        match form:
            case "range":
                first, last = (_year(word) for word in re.findall(_Y, words))
                return _twice(f"{first}/{last}") if first < last else None
            case "year":
                return self._in_year(words, years)
            case "part":
                return self._both(words, years)
            case "plan":
                return self._in_plan(words, years)
            case "now":
                return _twice(str(years.last)) if years.last else None
            case "whole":
                return _pair(years.last, years.plan_first)
            case "coming":
                return _coming(_count(words), years)
            case "both":
                return _twice(f"{years.year}/{years.year + 1}") if years.year else None
        return _past(_count(words), years)

    def _in_year(self, words: str, years: Calendar) -> tuple[str, str] | None:
        """2020年, 去年, 2020年底, 2021年1—11月, 2016年以来."""
        said = self._year.match(words)
        if said is None:
            return None
        word, rest = said["year"], said["rest"]
        if word in self._before:  # 上年, seen from the year that is told of
            return _pair(years.last and years.last - 1, years.plan_first and years.plan_first - 1)
        offset = self._offsets.get(word)
        year = _year(word) if offset is None else years.year and years.year + offset
        if not year:
            return None
        if rest.endswith(self._since):
            last = years.last if years.last and years.last > year else year
            return _twice(f"{year}/{last}" if last > year else str(year))
        return _twice(self._in(year, rest) or str(year))

    def _both(self, words: str, years: Calendar) -> tuple[str, str] | None:
        """上半年 in the year that the document reviews, or in that which it plans."""
        if years.last is None or years.plan_first is None:
            return None
        reviewed, planned = (self._in(year, words) for year in (years.last, years.plan_first))
        return (reviewed, planned) if reviewed and planned else None

    def _in(self, year: int, words: str) -> str | None:
        """A month, months, a day, a quarter or a half of ``year``."""
        if part := self._part.match(words):
            first, _, last = self._parts[part["part"]].partition("/")
            return f"{year}-{last}" if part["edge"] else f"{year}-{first}/{year}-{last}"
        month = self._month.match(words)
        if month is None:
            return None
        begin = int(month["first"])
        end = int(month["last"] or begin)
        if not 1 <= begin <= end <= _MONTHS:  # 13月, which is none
            return None
        named = f"{year}-{begin:02d}"
        if end > begin:
            return f"{named}/{year}-{end:02d}"
        day = int(month["day"] or 0)
        return f"{named}-{day:02d}" if 1 <= day <= monthrange(year, begin)[1] else named

    def _in_plan(self, words: str, years: Calendar) -> tuple[str, str] | None:
        """“十四五”时期 (2021 to 2025), “十四五”末 (2025), “十四五”以来 (until the last year reviewed)."""
        first = _ELEVENTH_PLAN + _PLAN_LENGTH * (_count(words[1]) - 1)
        last = first + _PLAN_LENGTH - 1
        if words.endswith(tuple(self._ends_of_plan)):
            return _twice(str(last))
        if words.endswith(self._since):
            last = max(years.last or last, first)
        return _twice(f"{first}/{last}" if last > first else str(first))


def _year(written: str) -> int:
    """2021 of 2021, ２０２１ or 二〇二一."""
    return int(written.translate(_CHINESE_DIGITS))


def _count(words: str) -> int:
    """The number in 过去五年 or 近3年."""
    number = re.search(_N, words)
    return int(numerals.parse(number[0]) or 0) if number else 0


def _past(count: int, years: Calendar) -> tuple[str, str] | None:
    """The last ``count`` years that the document reviews; all of them, if it reviews as many or more."""
    if not years.last or not years.first or not count:
        return None
    first = years.last - count + 1
    if years.last - years.first in (count - 1, count):  # 五年来, in a text of 2016 to 2021
        first = years.first
    return _twice(f"{first}/{years.last}" if first < years.last else str(first))


def _coming(count: int, years: Calendar) -> tuple[str, str] | None:
    """The next ``count`` years, from the first that the document plans."""
    if not years.plan_first or count < 1:
        return None
    return _twice(f"{years.plan_first}/{years.plan_first + count - 1}")


def _pair(one: int | None, other: int | None) -> tuple[str, str] | None:
    return (str(one), str(other)) if one and other else None


def _twice(period: str) -> tuple[str, str]:
    return period, period
