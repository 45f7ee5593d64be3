"""What a growth is measured against: the year before, the month before, a named year, or year by year."""

from __future__ import annotations

import re

from ..text import numerals
from .mention import Mention
from .reading import DIGIT
from .rules import Rules, any_of, last_match

_YEAR = f"(?P<year>{DIGIT}{{4}})年"
_PLAN = "“?(?P<plan>十[一二三四五六])五”?"  # “十二五”
_SEVERAL = "(?:[2-9２-９二三四五六七八九两几]|1[0-9]|十[一二三四五六七八九]?)"  # 五, 十二, not 一
_NEAR = 60
_FAR = 200
"""How far back the words before a growth are read, to its base and to its years."""


class BasisRules:
    """The words of ``schema/rules/claims.json`` that say what a growth is held against."""

    def __init__(self, rules: Rules) -> None:
        plan = _PLAN.replace("?P<plan>", "?:")
        # 比2015年, 较“十二五”末, 在2020年基础上
        since = f"[比较与在于以](?:{_YEAR}(?:同期|[底末]|全年)?|{_PLAN}(?:期)?末)"
        self._cues = re.compile(
            f"(?P<since>{since})"
            f"|(?P<annual_average>{any_of(rules['average_growth'])}(?!{any_of(rules['mean_nouns'])}))"
            f"|(?P<month_on_month>{any_of(rules['month_before'])})"
            f"|(?P<year_on_year>{any_of(rules['year_before'])}(?!均))"
            f"|(?P<other>[比较]{plan}"
            f"|[比较于过](?:(?!{any_of(rules['year_before'])})[^，。；]){{0,8}}?{any_of(rules['other_bases'])})"
        )
        self._unbased = re.compile(any_of(rules["unbased"]))
        self._compared = re.compile(f"{since}相比，[^，。；]*$")  # 与2015年相比，
        after, around = any_of(rules["several_years"]), any_of(rules["years_around"])
        years = f"{_SEVERAL}个?年"
        self._years = re.compile(
            f"(?P<several>(?<!{DIGIT}){years}{after}|{around}{years}|{plan}{after}|{DIGIT}{{4}}年以来)"
            f"|(?P<one>{DIGIT}{{4}}年|{any_of(rules['one_year'])})"
        )

    def read(self, mention: Mention) -> tuple[str | None, str | None]:
        """The basis of a growth, and the year that it is since; None where nothing is named."""
        text, end = mention.text, mention.quantity.start
        listed = mention.listed
        if listed and listed.measure == "growth":
            return listed.basis, listed.basis_period
        cue = last_match(self._cues, mention.before) or self._compared.search(
            text[max(mention.opens, end - _NEAR) : end]
        )
        if cue is None:
            is_bare = self._unbased.search(mention.before) or self._is_of_several_years(mention)
            return (None if is_bare else "year_on_year"), None
        if cue["year"] or cue["plan"]:
            return "since", str(int(cue["year"])) if cue["year"] else last_year_of_plan(cue["plan"])
        return (None if cue.lastgroup == "other" else cue.lastgroup), None

    def _is_of_several_years(self, mention: Mention) -> bool:
        """Whether the words before a growth, or the headings above it, speak of several years last."""
        end = mention.quantity.start
        before = mention.text[max(0, end - _FAR) : end]
        for stretch in (before, *reversed(mention.passage.headings)):
            if years := last_match(self._years, stretch):
                return years.lastgroup == "several"
        return False


def last_year_of_plan(plan: str) -> str:
    """The last year of a five-year plan, of which 十二 ended in 2015."""
    return str(1955 + 5 * int(numerals.parse(plan) or 0))
