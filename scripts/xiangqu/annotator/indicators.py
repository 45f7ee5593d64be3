"""What a claim measures, the verb that asserts it, and what it is relative to.

The indicator stands before its quantity (地区生产总值增长5%), or after it where it is counted (222个老旧小
区). Quantities side by side are of one thing, or of the items of a list, in their order, where 分别 says so.
A clause without an indicator of its own goes on about that of the clause before.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from ..annotation.records import Claim, Span
from ..annotation.repo import Repo
from .mention import AND, STOP, WINDOW, Mention
from .nouns_after import NounsAfter
from .phrase_words import PhraseWords, span
from .predicates import PredicateRules
from .references import ReferenceRules
from .rules import load, longest_of
from .stretches import SEPARATOR, StretchRules, Words

_GOES_ON = (*AND, "以及", "，其中，", "，其中", "、其中")
_COPULAS = ("为", "是")
_TO = "为对向给让使把将"  # before the count of those to whom something is done: 为386户企业发放
_AGAIN = "再又已的"  # before the verb: 再争取300亿元
_LIST = 8
"""How many quantities of one list are told apart: 分别增长5%、6%和7%."""


class Phrases(NamedTuple):
    """The words that say what is measured, what asserts it, and what it is relative to."""

    indicator: Span | None
    predicate: Span | None
    reference: Span | None


class IndicatorRules:
    """The words of ``schema/rules/indicators.json``."""

    def __init__(self, repo: Repo) -> None:
        rules = load(repo, "indicators")
        self._words = PhraseWords(repo)
        self._verbs = PredicateRules(repo)
        self._references = ReferenceRules(repo)
        self._stretches = StretchRules(repo, self._words, self._verbs, self._references)
        self._after = NounsAfter(repo, self._words, self._verbs)
        self._new = re.compile(f"{longest_of(rules['new'])}(?=..)")
        self._stands_for = frozenset(rules["stands_for"])
        self._never_verbs = frozenset(rules["never_verbs"])
        self._adverbs = tuple(rules["alone_after"])

    def read(self, mention: Mention, is_from: bool, earlier: Sequence[Claim]) -> Phrases:
        """The words about a quantity.

        ``is_from`` says that a change starts from it, 从5%; ``earlier`` are the claims before it in
        the paragraph.
        """
        last = _outside(mention, earlier)
        last = last if last and last.start >= mention.opens else None
        number = _first_of_list(mention)
        if number < mention.number and last:
            if not self._begins_anew(mention, last):
                return self._listed(mention, number, last, earlier)
            number = mention.number
        words = self._stretches.take_apart(mention, number, is_from)
        phrases = self._phrases(mention, words, last, earlier)
        q, text = mention.quantity, mention.text
        verb = self._verbs.always_inside(text, q.start, q.end) or phrases.predicate
        verb = verb or self._verbs.inside(text, q.start, q.end)
        return Phrases(
            phrases.indicator,
            None if verb and self._is_of_another(mention, verb) else verb,
            self._item(mention, number, phrases.reference)
            if words.respectively
            else phrases.reference,
        )

    def _is_of_another(self, mention: Mention, verb: Span) -> bool:
        """Whether a verb asserts nothing of a quantity: 支出 of 支出9亿元 is a noun, 完成 of 86个项目完成投资
        4亿元 asserts the amount, and 引进 of 引进亿元以上项目3个 the count.
        """
        text, q = mention.text, mention.quantity
        if verb.text in self._never_verbs and verb.end <= q.start:
            return not text.endswith(self._adverbs, 0, verb.start)
        if self._stretches.rates(text, q):
            return True
        following = mention.passage.readings[mention.number + 1 : mention.number + 2]
        after = following[0] if following and following[0].unit else None
        if after is None or STOP.search(text, q.end, after.start):
            return self._stretches.is_limit(text, q) and verb.start >= q.end
        if self._stretches.is_limit(text, q):
            return verb.start >= q.end or after.unit == "count"
        is_subject = q.unit == "count" and q.end < verb.start and verb.end <= after.start
        if (
            not is_subject
            or text[q.start - 1] in _TO
            or SEPARATOR.search(text, verb.end, after.start)
        ):
            return False
        return after.unit != "count" or after.value == 0

    def _begins_anew(self, mention: Mention, last: Claim) -> bool:
        """Whether a quantity beside another counts something else: 家庭农场10家、50亩以上大户."""
        if last.unit == mention.quantity.unit or last.end == mention.quantity.start:
            return False
        return self._after.noun(mention, listed=True) is not None

    def _phrases(
        self, mention: Mention, words: Words, last: Claim | None, earlier: Sequence[Claim]
    ) -> Phrases:
        """The phrases of a quantity that is not one of a list, or the first of one."""
        q = mention.quantity
        if q.streak:
            words = self._lasting(mention, words)
            what = self._object(mention, words)
            if what:
                return Phrases(what, words.verb, words.reference)
        elif phrases := self._counted(mention, words, last):
            return phrases
        elif words.verb is None and q.unit == "count":
            words = words._replace(verb=self._after.verb_at_once(mention))
        if words.has_noun:
            return self._named(mention, words, last, earlier)
        return self._going_on(mention, words, last, earlier)

    def _lasting(self, mention: Mention, words: Words) -> Words:
        """The words about a run of years, whose verb follows: 连续四年下降."""
        return words._replace(
            verb=self._after.verb(mention.text, mention.quantity.end) or words.verb
        )

    def _object(self, mention: Mention, words: Words) -> Span | None:
        """What lasted, where it is named after the run only: 连续三年获评绿色发展先进县."""
        if words.verb is None or words.has_noun or not self._verbs.is_act(words.verb.text):
            return None
        return self._after.object(mention.text, words.verb.end)

    def _counted(self, mention: Mention, words: Words, last: Claim | None) -> Phrases | None:
        """The phrases of a quantity that the noun after it is measured by; None if there is none."""
        verb = words.verb
        is_act = verb is not None and self._verbs.is_act(verb.text)
        if verb and not is_act and words.has_noun and not words.governs:
            return None
        if mention.quantity.unit != "count" and not (is_act if verb else not words.has_noun):
            return None
        found = self._after.noun(mention, listed=not words.has_noun)
        if found is None:
            return None
        noun, act = found
        verb = self._governor(mention, words)
        if verb is None and act is None and last and _is_listed(mention, last):
            act = last.predicate  # 推进9个项目、28个项目; 推出8个方面90项措施
        is_light = verb is None or self._verbs.is_light(verb.text)
        return Phrases(noun, (act or verb) if is_light else verb, words.reference)

    def _governor(self, mention: Mention, words: Words) -> Span | None:
        """The verb before a count that its noun follows: 建设, of 利用资源建设100个中心."""
        if not words.has_noun and words.verb and words.verb.text in _COPULAS:  # 为386户企业发放
            return None
        stretch = self._stretches.before(mention, mention.number)
        before, _ = self._stretches.verb_before(mention.text, *stretch)
        return before if before and self._verbs.is_nominal(before.text) else words.verb

    def _named(
        self, mention: Mention, words: Words, last: Claim | None, earlier: Sequence[Claim]
    ) -> Phrases:
        """The phrases of a quantity with a noun phrase of its own before it."""
        text, (first, stop), verb = mention.text, words.noun, words.verb
        if last and text[first:stop] in self._stands_for:
            return Phrases(self._thing(last), verb, words.reference)
        before = next((c for c in reversed(earlier[-2:]) if c.end <= first), None)
        if verb is None and last and before and before.measure == "level":
            verb = before.predicate if self._goes_on(text, before.end, first) else None
        indicator = self._words.indicator(text, first, stop)
        if words.respectively:
            indicator = self._item(mention, mention.number, indicator) or indicator
        return Phrases(indicator, verb, words.reference)

    def _goes_on(self, text: str, start: int, end: int) -> bool:
        """Whether what stands in a stretch lists one more thing, whatever leads up to it: 、各类."""
        ends = (start + len(word) for word in _GOES_ON if text.startswith(word, start))
        return any(end in (at, self._words.led(text, at, end)) for at in ends)

    def _going_on(
        self, mention: Mention, words: Words, last: Claim | None, earlier: Sequence[Claim]
    ) -> Phrases:
        """The phrases of a quantity in a clause that has no noun phrase for it."""
        q, text, verb, reference = mention.quantity, mention.text, words.verb, words.reference
        indicator = self._inherited(mention, words, last, earlier)
        is_change = last is not None and last.measure in ("growth", "difference")
        if last and is_change and verb and text[last.end] == "、" and q.unit in ("%", "pp"):
            reference = reference or last.reference  # 减少270万元、下降5.3%
        if q.unit == "rank" and last and last.unit == "rank":
            verb, reference = verb or last.predicate, reference or last.reference
        return Phrases(indicator, verb, reference)

    def _inherited(
        self, mention: Mention, words: Words, last: Claim | None, earlier: Sequence[Claim]
    ) -> Span | None:
        """What a clause measures that has no noun phrase for it."""
        size = _list_size(mention, mention.number)
        if words.respectively and 1 < size <= len(earlier):  # 税收5亿元、利润2亿元，分别增长3%、4%
            indicator = earlier[-size].indicator
            if indicator and indicator.start >= mention.opens:
                return indicator
        if words.governs and words.verb and not self._verbs.is_light(words.verb.text):
            return self._of_like(mention, words.verb, earlier) or words.verb
        return self._subject(mention, last) or (self._thing(last) if last else None)

    def _of_like(self, mention: Mention, act: Span, earlier: Sequence[Claim]) -> Span | None:
        """What a claim before in the sentence measures that counts the like: 排查214起，化解209起."""
        q = mention.quantity
        if q.unit != "count" and mention.text[act.start - 1] not in _AGAIN:
            return None
        for claim in reversed(earlier[-_LIST:]):
            if claim.start < mention.opens:
                return None
            if (claim.unit, claim.classifier) == (q.unit, q.classifier):
                return self._thing(claim)
        return None

    def _thing(self, claim: Claim) -> Span | None:
        """What a claim measures, without a verb that only that claim was about: 企业, of 新增企业."""
        words = claim.indicator
        new = self._new.match(words.text) if words else None
        if words is None or new is None:
            return words
        return Span(words.start + new.end(), words.end, words.text[new.end() :])

    def _subject(self, mention: Mention, last: Claim | None) -> Span | None:
        """The subject of a clause before, with no claim since: 经济总量不够大，占全省."""
        end = mention.quantity.start - len(mention.before)
        start = max(mention.opens, end - WINDOW, last.end if last else 0)
        ends = [m.end() for m in STOP.finditer(mention.text, start, end)]
        clauses = reversed(list(pairwise([start, *ends])))
        subjects = (self._subject_of(mention.text, *clause) for clause in clauses)
        return next((subject for subject in subjects if subject), None)

    def _subject_of(self, text: str, start: int, end: int) -> Span | None:
        """What a clause begins with before its verb, or all of it before a colon: 城镇化率：2020年57%."""
        if end - start < 4 or text[start] in "（(":
            return None
        first = self._words.led(text, start, end - 1)
        is_label = text[end - 1] == "："
        verb = None if is_label else self._verbs.ends_subject.search(text, first, end - 1)
        if verb is None and not is_label:
            return None
        first, stop = self._words.phrase(text, first, verb.start() if verb else end - 1)
        return span(text, first, stop) if stop - first >= 2 else None

    def _listed(
        self, mention: Mention, number: int, last: Claim, earlier: Sequence[Claim]
    ) -> Phrases:
        """The phrases of a quantity right beside that before: the same, or of its own item of a list."""
        is_like = last.unit == mention.quantity.unit
        same = Phrases(last.indicator, last.predicate, last.reference if is_like else None)
        words = self._stretches.take_apart(mention, number, is_from=False)
        if not words.respectively:
            return same
        indicator: Span | None = last.indicator
        if words.has_noun:
            whole = self._words.indicator(mention.text, *words.noun)
            indicator = self._item(mention, number, whole) or indicator
        elif (size := _list_size(mention, number)) <= len(earlier):
            indicator = earlier[-size].indicator
        reference = self._item(mention, number, words.reference) or same.reference
        return same._replace(indicator=indicator, reference=reference)

    def _item(self, mention: Mention, number: int, words: Span | None) -> Span | None:
        """What of A、B、C belongs to a quantity of the list that begins with the reading ``number``.

        An item that names no quantity by itself goes to the end: 装备制造、先进材料产值. Words that are
        not as many items as there are quantities are those of each.
        """
        size, place = _list_size(mention, number), mention.number - number
        if words is None or size < 2:
            return words
        text = mention.text
        starts = [words.start]
        starts += [m.end() for m in SEPARATOR.finditer(text, words.start, words.end)]
        if len(starts) != size:
            return words
        end = [*(start - 1 for start in starts[1:]), words.end][place]
        names_all = self._words.stands_alone(text[starts[-1] : words.end])
        is_part = names_all and not self._words.stands_alone(text[starts[place] : end])
        return span(text, starts[place], words.end if is_part else end)


def _outside(mention: Mention, earlier: Sequence[Claim]) -> Claim | None:
    """The claim before a quantity, but none in brackets that have closed: 增长5%（目标为8%），居第1位."""
    last, text = mention.last, mention.text
    if last is None or "）" not in text[last.end : mention.quantity.start]:
        return last
    opened = text.rfind("（", mention.opens, last.start)
    if opened < 0 or "）" in text[opened : last.start]:
        return last
    return next((claim for claim in reversed(earlier[-_LIST:]) if claim.end <= opened), last)


def _is_listed(mention: Mention, last: Claim) -> bool:
    """Whether a quantity goes on in the list of the one before, 推进9个项目、28个项目, or counts what is in
    it: 推出8个方面90项措施.
    """
    text, start = mention.text, mention.quantity.start
    if last.indicator and last.unit == "count" and text[last.end : start] == last.indicator.text:
        return True
    return text[start - 1] in AND and not STOP.search(text, last.end, start)


def _first_of_list(mention: Mention) -> int:
    """The number of the reading that begins the list of quantities that a quantity stands in."""
    number = mention.number
    while mention.number - number < _LIST and _is_beside(mention, number):
        number -= 1
    return number


def _list_size(mention: Mention, number: int) -> int:
    """How many quantities the list has that the reading ``number`` begins."""
    size = 1
    while size < _LIST and _is_beside(mention, number + size):
        size += 1
    return size


def _is_beside(mention: Mention, number: int) -> bool:
    """Whether the reading ``number`` and the one before it are quantities side by side."""
    readings = mention.passage.readings
    if not 0 < number < len(readings):
        return False
    before, reading = readings[number - 1], readings[number]
    if before.unit is None or reading.unit is None or before.start < mention.opens:
        return False
    return mention.text[before.end : reading.start] in ("", *AND)
