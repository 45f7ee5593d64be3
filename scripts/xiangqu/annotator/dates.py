"""Dates and times: years, months, days, clock times, plan periods, and spans that say when."""

from __future__ import annotations

import re

from ..annotation.repo import Repo
from .reading import DIGIT
from .rules import Prefixes, Rules, Suffixes, any_of, load, plain

_CHINESE_DIGIT = "[〇零一二三四五六七八九十]"
_TO = "[ ]*(?:[—–－~～-]+|至|到)[ ]*"
_CENTURY = "(?:1[0-9]|20)"
_AND_MONTHS = re.compile("[零又]?(?:[0-9]+|[一二三四五六七八九十两]+)个月")  # 零六个月, after 一年
_DAY = re.compile(f"{DIGIT}{{1,2}}日")
_YEARS = re.compile(rf"(?:{DIGIT}+|[一二三四五六七八九十两百]+)(周年|年)")  # 五年, 30周年


class DateGrammar:
    """The words of ``schema/rules/dates.json`` that tell when from how long."""

    def __init__(self, repo: Repo) -> None:
        rules = load(repo, "dates")
        self._date = re.compile("|".join(_forms(rules)))
        self._before = Suffixes(plain(rules["when_before"]))
        self._after = Prefixes(plain(rules["when_after"]))
        self._suffixes = tuple(rules["when_suffixes"])
        self._duration_prefixes = tuple(rules["duration_prefixes"])
        self._duration_suffixes = tuple(rules["duration_suffixes"])
        self._near_durations = tuple(rules["near_durations"])
        self._limits = tuple(rules["limits_before"])
        self._duration = re.compile(f"{any_of(rules['duration_before'])}$")

    def at(self, text: str, start: int) -> int | None:
        """Where the date or time that begins at ``start`` ends; None if there is none."""
        if date := self._date.match(text, start):
            is_day = _DAY.fullmatch(date[0]) is not None
            return None if is_day and self._is_term(text, start) else date.end()
        years = _YEARS.match(text, start)
        return years.end() if years and self._is_when(text, start, years) else None

    def _is_when(self, text: str, start: int, years: re.Match[str]) -> bool:
        """Whether years say when (五年来, 过去5年), not how long (连续四年, 居住了近40年)."""
        end = years.end()
        if years[1] == "周年" or text.startswith(self._suffixes, end):
            return True
        if text.endswith(self._duration_prefixes, 0, start):
            return False
        if text.startswith(self._duration_suffixes, end) or _AND_MONTHS.match(text, end):
            return False
        if self._before.at(text, start) and not text.endswith(self._near_durations, 0, start):
            return True
        if self._after.at(text, end):
            return True
        return not self.is_duration(text, start)

    def is_duration(self, text: str, start: int) -> bool:
        """Whether the words before ``start`` make a duration of the time there: 超过一年."""
        return bool(
            self._duration.search(text, max(start - 4, 0), start)
            or text.endswith(self._duration_prefixes, 0, start)
        )

    def is_said(self, text: str, start: int) -> bool:
        """Whether the words before years say when they were or will be: 今后三年."""
        return self._before.at(text, start) is not None

    def _is_term(self, text: str, start: int) -> bool:
        """Whether days are a limit, not a date: 不超过30日."""
        return text.endswith(self._limits, 0, start)


def _forms(rules: Rules) -> list[str]:
    """The patterns of dates and times. A longer form stands before those that it begins with."""
    day, hour = rules["day_not_before"], rules["hour_not_before"]
    months = rf"{DIGIT}{{1,2}}(?:{_TO}{DIGIT}{{1,2}})?[ ]*月(?:份|底|末|初)?"
    days = rf"(?:[ ]*{DIGIT}{{1,2}}(?:{_TO}{DIGIT}{{1,2}})?[ ]*[日号](?!召))?"
    year = rf"(?:19|20){DIGIT}{{2}}"
    chinese_year = f"[一二〇零]{_CHINESE_DIGIT}{{3}}"
    return [
        # 2021年, 2016年-2020年, 2021年1—3月, 2021年12月31日
        rf"{_CENTURY}{DIGIT}{{2}}(?: *年?度?{_TO}(?:1[0-9]|20)?{DIGIT}{{2}})? *年[度底末初]?"
        rf"(?: *{months}{days})?",
        # 2021-12-31
        rf"{_CENTURY}{DIGIT}{{2}}[-/.]{DIGIT}{{1,2}}[-/.]{DIGIT}{{1,2}}(?!{DIGIT})",
        # 2021—2025, but not 2000—3000万
        rf"{year}{_TO}{year}(?![0-9万亿元])",
        # （2021）
        rf"{year}(?=[）)〕\]])",
        # 1—3月, 12月31日
        rf"{months}{days}",
        # 31日
        rf"{DIGIT}{{1,2}}[日号](?![{day}])",
        # 08:50:54, after a date: else it is a ratio
        rf"(?<=[0-9日][ \u3000]){DIGIT}{{1,2}}[:：]{DIGIT}{{2}}[:：]{DIGIT}{{2}}",
        # 8:30
        rf"{DIGIT}{{1,2}}[:：]{DIGIT}{{2}}(?![∶:：.0-9])",
        # 3时20分, 3点半, but not 35点 of an index
        rf"(?:[01０１]?{DIGIT}|[2２][0-4０-４])[时点](?:{DIGIT}{{1,2}}分|半|整|许|钟|前|后|左右)?(?![{hour}])",
        # 20世纪80年代
        rf"{DIGIT}{{1,2}}世纪(?:{DIGIT}{{2}}年代)?|{DIGIT}{{2}}年代",
        # 十四五, 半年
        "十[一二三四五六]五(?![个家项])|半年",
        # 二〇二一年, 三月五日
        rf"{chinese_year}(?:{_TO}{chinese_year})?年"
        rf"|{_CHINESE_DIGIT}{{1,3}}月(?:份)?(?:{_CHINESE_DIGIT}{{1,3}}[日号])?",
        # 11个月, after 今年前
        rf"(?<=年前)(?:{DIGIT}{{1,2}}|{_CHINESE_DIGIT}{{1,2}})个月",
        # 一季度
        "(?:[一二三四]|[1-4])季度",
    ]
