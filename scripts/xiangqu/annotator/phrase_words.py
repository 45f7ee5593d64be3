"""Finds the words of ``schema/rules/indicators.json`` at the ends of a stretch of a clause.

The cost of a search grows with the length of the stretch and not with that of the line.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ..annotation.records import Span
from ..annotation.repo import Repo
from .rules import Suffixes, any_of, load, plain

# 一是, ①, ●, （一）, 1.
_ITEM = "[一二三四五六七八九十]+是|[①-⑳●•◆■○★]|（[一二三四五六七八九十0-9]{1,3}）|[0-9]{1,2}[.．、](?![0-9])"
_OPEN_QUOTE = "[“‘](?![^”’]*[”’])"
# （不含农户）, [2]; but not 县（市、区）
_ASIDE = re.compile(
    r"(?:（(?![市县区镇乡村社])[^（）]{2,20}）|[\[［〔][^\[\]〔〕［］]{1,8}[\]］〕]| )$"
)
# 剔除留抵退税因素后, 按可比价格计算
_CONDITION = re.compile("(?:剔除|扣除|按|按照)[^，。；]{1,14}?(?:后|计算|口径|因素)$")
_AND_SO_ON = re.compile("(?<=[\u4e00-\u9fff”）》])等(?!级|于|额|待|候)")
_QUOTES = {"“": "”", "‘": "’", "《": "》", "（": "）"}


class PhraseWords:
    """Where a noun phrase begins and ends.

    ``context`` finds words for the time or the place of the text, which are no part of one.
    """

    def __init__(self, repo: Repo) -> None:
        rules = load(repo, "indicators")
        kept: Mapping[str, Sequence[str]] = rules["leading_not_before"]
        words = sorted(rules["leading"], key=len, reverse=True)
        leading = (re.escape(w) + (f"(?!{any_of(kept[w])})" if w in kept else "") for w in words)
        patterns = [_ITEM, _OPEN_QUOTE, " +", *rules["times"], *rules["places"], *leading]
        self._leading = re.compile(f"(?:{'|'.join(patterns)})+")
        self.context = re.compile(f"(?:{'|'.join(rules['times'] + rules['places'])})+")
        self._times_at_end = re.compile(f"(?:{'|'.join(rules['times'])})$")
        self._plans = re.compile(any_of(rules["plans"]))
        self._closing = Suffixes(plain(rules["closing"]))
        self._fillers = Suffixes(plain(rules["fillers"]))
        self._modifiers = Suffixes(plain(rules["modifiers"]))
        self._measured_nouns = tuple(rules["measured_nouns"])

    def phrase(self, text: str, start: int, end: int) -> tuple[int, int]:
        """The noun phrase in a stretch, without what leads up to it, closes it or encloses it."""
        return self.closed(text, self.led(text, start, end), end)

    def closed(self, text: str, start: int, end: int) -> tuple[int, int]:
        """A noun phrase without what closes or encloses it: 涨幅, quotation marks."""
        while start < end:
            if text[end - 1] in "）]］〕 " and (aside := _ASIDE.search(text, start, end)):
                end = aside.start()
            elif (closing := self._closing.at(text, end)) and end - len(closing[0]) - start >= 2:
                end -= len(closing[0])
            elif text[end - 1] in "的、了着":
                end -= 1
            else:
                break
        return _unquoted(text, start, max(start, end))

    def indicator(self, text: str, start: int, end: int) -> Span:
        """The shortest part of a noun phrase that says what is measured."""
        if others := _AND_SO_ON.search(text, start, end):  # 保健院等医疗机构
            start = others.end() if end - others.end() >= 2 else start
        return span(text, start, end)

    def after_plan(self, text: str, start: int, end: int) -> int | None:
        """Where the words begin that follow a word of plan in a stretch: 生产良种 of 企业计划生产良种."""
        plan = self._plans.search(text, start + 1, end)
        return self.led(text, plan.end(), end) if plan else None

    def led(self, text: str, start: int, end: int) -> int:
        """Where the words end that lead up to a phrase: 其中, 全市."""
        match = self._leading.match(text, start, end)
        return match.end() if match else start

    def before_fillers(self, text: str, start: int, end: int) -> int:
        """``end``, or where a word before it begins that may stand between a verb and its quantity."""
        return _without(self._fillers, text, start, end)

    def before_time(self, text: str, start: int, end: int) -> int:
        """``end``, or where a time before it begins: 2020年, of 增长到2020年."""
        time = self._times_at_end.search(text, start, end)
        return time.start() if time else end

    def before_modifiers(self, text: str, start: int, end: int) -> int:
        """``end``, or where a word before it begins that may stand between an indicator and its verb."""
        if text[end - 1] in "）]］〕 " and (aside := _ASIDE.search(text, start, end)):
            return aside.start()
        if text[end - 1] in "后算径素" and (condition := _CONDITION.search(text, start, end)):
            return condition.start()
        return _without(self._modifiers, text, start, end)

    def stands_alone(self, item: str) -> bool:
        """Whether an item of a list names a quantity by itself: 死亡人数, but not 装备制造."""
        return item.endswith(self._measured_nouns)


def _unquoted(text: str, start: int, end: int) -> tuple[int, int]:
    """A stretch without the quotation marks around it, and without one that has no other in it."""
    if end - start > 2 and text[end - 1] == _QUOTES.get(text[start]):
        return start + 1, end - 1
    while start < end and text[start] in _QUOTES and _QUOTES[text[start]] not in text[start:end]:
        start += 1
    while start < end and text[end - 1] in _QUOTES:
        end -= 1
    for opening, closing in _QUOTES.items():
        if start < end and text[end - 1] == closing and opening not in text[start:end]:
            end -= 1
    return start, end


def _without(words: Suffixes[None], text: str, start: int, end: int) -> int:
    found = words.at(text, end)
    return end - len(found[0]) if found and end - len(found[0]) >= start else end


def span(text: str, start: int, end: int) -> Span:
    """The span of ``text[start:end]``."""
    return Span(start, end, text[start:end])
