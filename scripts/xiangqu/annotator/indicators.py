"""What a claim measures: the words that say so, and the listed indicator that they name."""

from __future__ import annotations

import re
from typing import NamedTuple

from ..annotation.records import Span
from ..annotation.repo import Repo
from ..annotation.vocabulary import vocabulary
from .mention import Mention
from .rules import any_of, load

_AFTER = re.compile("[\u3400-\u9fffA-Za-z“”（）]{1,24}")  # 企业入驻, after 12家
_SINCE = "[较比][0-9]{4}年"  # 比2015年


class Phrases(NamedTuple):
    """The words that say what is measured, what asserts it, and what it is relative to."""

    indicator: Span | None
    predicate: Span | None
    reference: Span | None


class IndicatorRules:
    """The words of ``schema/rules/indicators.json``, and the indicators by their spellings."""

    def __init__(self, repo: Repo) -> None:
        rules = load(repo, "indicators")
        kept: dict[str, list[str]] = rules["leading_not_before"]
        leading = (w + (f"(?!{any_of(kept[w])})" if w in kept else "") for w in rules["leading"])
        # Tried in the order of the list: 共有 stands before 共, or 有 would be left.
        self._leading = re.compile(f"(?:{'|'.join(leading)})+")
        # 同比增长 of 财政收入同比增长8%
        self._trailing = re.compile(f"(?:{_SINCE}|{any_of(rules['trailing'])})+$")
        self._verbs = re.compile(any_of(rules["verbs"]))
        self._noun_not_from: str = rules["noun_not_from"]
        self._listed: dict[str, dict[str, str]] = {}
        for key, term in vocabulary(repo, "indicators").terms.items():
            for spelling in term["spellings"]:
                self._listed.setdefault(spelling, {})[key] = term["unit"]

    def read(self, mention: Mention) -> Phrases:
        """The words that say what a quantity measures; what is listed measures what the last claim does."""
        listed = mention.listed
        return Phrases(listed.indicator if listed else self._indicator(mention), None, None)

    def _indicator(self, mention: Mention) -> Span | None:
        """The noun after a counted quantity, else the words before it, else what the last claim had."""
        text, q, before, last = mention.text, mention.quantity, mention.before, mention.last
        if last and last.start >= mention.opens:
            if last.change == "from" or q.unit in ("rank", "times"):
                return last.indicator
            before = text[max(q.start - len(before), last.end) : q.start]
        if q.unit == "count" and (noun := self._noun_after(text, q.end)):
            return noun
        words = self._trailing.sub("", before)
        leading = self._leading.match(words)
        cut = leading.end() if leading else 0
        offset = q.start - len(before)
        if len(words) - cut >= 2:
            return Span(offset + cut, offset + len(words), words[cut:])
        return last.indicator if last and last.start >= mention.opens else None

    def key(self, indicator: Span | None, measure: str, unit: str | None) -> str | None:
        """The id of the listed indicator that is written so and, for an amount, has this unit."""
        keys = self._listed.get(indicator.text, {}) if indicator else {}
        if len(keys) != 1:
            return None
        ((key, listed),) = keys.items()
        return None if measure in ("level", "share", "ratio") and unit != listed else key

    def _noun_after(self, text: str, start: int) -> Span | None:
        """The noun at ``start``, up to a verb: 企业 of 12家企业入驻."""
        run = _AFTER.match(text, start)
        if run is None:
            return None
        verb = self._verbs.search(text, start + 1, run.end())
        end = verb.start() if verb else run.end()
        words = text[start:end]
        return (
            Span(start, end, words)
            if len(words) >= 2 and words[0] not in self._noun_not_from
            else None
        )
