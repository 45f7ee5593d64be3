"""The words before a quantity, taken apart from their right end to their left.

What may stand before a number (约) comes off first, then the verb (增长), then what qualifies it (比上年,
同比); what is left is a noun phrase. Where no verb ends the words, one may begin them: 改造老旧小区222个.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from ..annotation.records import Span
from ..annotation.repo import Repo
from .mention import Mention, clause_start
from .phrase_words import PhraseWords, span
from .predicates import PredicateRules
from .reading import Reading
from .references import ReferenceRules
from .rules import any_of, load, longest_of

SEPARATOR = re.compile("(?<!（.)[、和及与](?![^（]{0,3}）)")
"""What stands between the items of a list, but not in 县（市、区）."""

_TOUCHING = "约近仅超了“ "  # 占全省的约
_PLACE_IN_BRACKETS = re.compile("（[市县区镇乡村社街][^（）]{0,6}）")
_GOES_ON = "、和与及且"
_LATER = "后并且"  # before the verb that counts: 建成投产后新增产能
_TIMES = ("minute", "hour")
_BACK = 3
"""How many readings back the quantity before is looked for."""


class Words(NamedTuple):
    """What stands before a quantity: ``noun``, offsets of a noun phrase that may be empty, and its verb.

    ``governs`` says that the verb is of something done, and stands before the noun if there is one.
    ``respectively`` says that several quantities are of several things, in their order.
    """

    noun: tuple[int, int]
    verb: Span | None = None
    reference: Span | None = None
    governs: bool = False
    respectively: bool = False

    @property
    def has_noun(self) -> bool:
        return self.noun[1] - self.noun[0] >= 2


class StretchRules:
    """The words of ``schema/rules/indicators.json`` that are read before a quantity."""

    def __init__(
        self, repo: Repo, phrases: PhraseWords, verbs: PredicateRules, references: ReferenceRules
    ) -> None:
        rules = load(repo, "indicators")
        self._phrases, self._verbs, self._references = phrases, verbs, references
        self._kept = re.compile(longest_of(rules["kept"]))
        self._kept_before: dict[str, tuple[str, ...]] = {
            verb: tuple(nouns) for verb, nouns in rules["kept_before"].items()
        }
        self._new = frozenset(rules["new"])
        self._limits = tuple(rules["limits"])
        self._ratings = frozenset(rules["rating_units"])
        self._circle = re.compile(f"[\u4e00-\u9fff]{{0,8}}{any_of(rules['rated_by_time'])}")
        self._alone_after = re.compile(  # 已, 每户
            f"(?:{any_of(rules['alone_after'])}|{any_of(rules['alone_after_each'])}[一-鿿]{{1,2}})$"
        )
        self._compound_ends = tuple(rules["compound_ends"])
        self._shares_out = tuple(rules["shares_out"])
        self._counted_places = re.compile(longest_of(rules["counted_places"]))

    def take_apart(self, mention: Mention, number: int, is_from: bool) -> Words:
        """The words before the reading ``number``; ``is_from`` says that a change starts from it."""
        text, q = mention.text, mention.passage.readings[number]
        start, end = self.before(mention, number)
        origin = self._references.starting_point(text, start, end) if is_from else None
        words = (
            self._from(text, start, origin, q) if origin else self._asserted(text, start, end, q)
        )
        return words._replace(respectively="分别" in text[start:end])

    def before(self, mention: Mention, number: int) -> tuple[int, int]:
        """From the end of the quantity before, or the beginning of the clause, to the quantity."""
        text, readings = mention.text, mention.passage.readings
        end = readings[number].start
        start = clause_start(text, mention.opens, end)
        earlier = [r for r in readings[max(0, number - _BACK) : number] if r.unit]
        if earlier and start < earlier[-1].end < end and self.is_limit(text, earlier[-1]):
            earlier.pop()  # 签约亿元以上项目312个
        if earlier and text[earlier[-1].end : end] == "的":
            earlier.pop()  # 实施总投资3亿元的24个项目
        if not earlier or earlier[-1].end <= start:
            return start, end
        return self._after_noun(text, earlier[-1].end, end), end

    def verb_before(self, text: str, start: int, end: int) -> tuple[Span | None, int]:
        """The verb that ends a stretch, before words that may follow it, and where it begins."""
        at = end
        if text[end - 1 : end] == "的":  # 已开工的2140个, 增长到2020年的735亿元
            at = self._phrases.before_time(text, start, end - 1)
        while at > start:
            at = _before_touching(text, start, at)
            if found := self._verbs.at_end(text, start, at):
                return span(text, *found), found[0]
            shorter = self._phrases.before_fillers(text, start, at)
            if shorter == at:
                break
            at = shorter
        return None, at

    def is_limit(self, text: str, q: Reading) -> bool:
        """Whether a quantity describes the noun after it: 亿元以上项目, 15分钟生活圈, 220千伏线路."""
        if self.rates(text, q):
            return True
        after = text[q.end : q.end + 1]
        is_limit = text[q.start : q.end].endswith(self._limits) and after not in _GOES_ON
        return is_limit and "\u4e00" <= after <= "\u9fff"

    def rates(self, text: str, q: Reading) -> bool:
        """Whether a quantity is part of the name of a thing: 15分钟生活圈, 220千伏线路."""
        if q.unit in _TIMES:
            return bool(self._circle.match(text, q.end))
        return q.unit in self._ratings and "\u4e00" <= text[q.end : q.end + 1] <= "\u9fff"

    def _after_noun(self, text: str, start: int, end: int) -> int:
        """Where the words begin that are not of the quantity that ends at ``start``: 4个台阶、达14亿元."""
        verb = self._verbs.at_start(text, start, end)  # 示范 of 100家示范企业 is none
        is_noun = verb is None or self._verbs.is_nominal(text[slice(*verb)])
        if text[start] not in _GOES_ON and is_noun:
            separator = SEPARATOR.search(text, start, end)
            in_place = _PLACE_IN_BRACKETS.match(text, start + 1)
            start = separator.end() if separator and not in_place else start
        place = self._counted_places.match(text, start, end)
        return place.end() if place else start

    def _from(self, text: str, start: int, origin: tuple[int, Span], q: Reading) -> Words:
        """The words before the quantity that a change starts from: 财政收入由."""
        noun = self._phrases.phrase(text, start, origin[0])
        base = origin[1] if q.unit == "rank" and origin[1].text else None
        base = base or self._references.whole_in(text, *noun)
        return Words(noun, self._verbs.arrow(text, q.end), base)

    def _asserted(self, text: str, start: int, end: int, q: Reading) -> Words:
        """The words before any other quantity."""
        persons = (q.classifier or "")[:1] in ("人", "名")
        relation = self._references.relation(
            text, start, _before_touching(text, start, end), q.unit
        )
        if relation:
            verb, at = relation.verb, relation.start
        else:
            verb, at = self.verb_before(text, start, end)
            inside = self._verbs.always_inside(text, q.start, q.end)
            if inside and (verb is None or self._verbs.is_nominal(verb.text)):
                verb, at = inside, end
        if relation and verb is None and (rank := self._references.rank_verb(text, start, at)):
            verb, at = rank, rank.start  # 居, of 居全省前列、全市第一
        at, base = self._qualified(text, start, at, text[q.start : q.end] == "持平")
        first, stop = self._phrases.phrase(text, start, at)
        named = relation.reference if relation else None
        reference = (
            named or (base if verb else None) or self._references.whole_in(text, first, stop)
        )
        if relation or (verb and not self._verbs.is_act(verb.text)):
            return Words(self._object(text, first, stop), verb, reference)
        if verb is None:
            return self._governed(text, first, stop, persons)._replace(reference=reference)
        if self._verbs.is_nominal(verb.text):
            return self._named(text, start, verb, persons)._replace(reference=reference)
        if text[q.start - 1] == "的" or first == stop:  # 上级下达的700万元资金
            return Words((at, at), verb, reference, first == stop)
        return Words(self._object(text, first, stop), verb, reference)

    def _qualified(self, text: str, start: int, end: int, is_even: bool) -> tuple[int, Span | None]:
        """Where the words begin that qualify a verb, and the base that they name: 比上年同口径."""
        base: Span | None = None
        while end > start:
            shorter = self._phrases.before_modifiers(text, start, end)
            if shorter == end and base is None:
                found = self._references.base(text, start, end, is_even)
                shorter, base = found or (end, None)
            if shorter == end:
                shorter = self._phrases.before_time(text, start, end)
            if shorter == end:
                break
            end = shorter
        return end, base

    def _object(self, text: str, start: int, end: int) -> tuple[int, int]:
        """A noun phrase without an act that leads up to it: 补贴, of 兑现补贴达4亿元."""
        verb = self._verbs.at_start(text, start, end)
        if verb and verb[1] == end:
            return end, end
        if verb and not (
            self._is_compound(text, verb, end)
            or self._stays(text, start, verb, end)
            or self._verbs.is_nominal(text[slice(*verb)])
        ):
            start = verb[1]
        return self._phrases.phrase(text, start, end)

    def _named(self, text: str, start: int, verb: Span, persons: bool) -> Words:
        """Words that end in an act that is a noun too: 房地产开发投资, 特困供养, 每户奖励."""
        first = self._phrases.led(text, start, verb.start)
        if first == verb.start or self._alone_after.search(text, start, verb.start):
            return Words((verb.start, verb.start), verb, None, True)
        words = self._governed(text, first, verb.end, persons)
        if words.governs or self._verbs.is_noun_at_end(verb.text):
            return words
        return words._replace(verb=verb)

    def _governed(self, text: str, start: int, end: int, persons: bool) -> Words:
        """Words that no verb ends: one may stand before their noun, 改造老旧小区, or in it, 新增就业."""
        inner = self._verbs.in_noun(text, start, end)
        verb = self._leading_verb(text, start, end)
        if verb is None:
            if inner is None and (having := text.rfind("有", max(start - 3, 0), start)) >= 0:
                inner = Span(having, having + 1, "有")  # 已有各类经营主体12万户
            return Words((start, end), inner)
        first, stop = verb[1], end
        governor = self._verbs.predicate(text, *verb)
        if self._stays(text, start, verb, end):
            is_whole = text[slice(*verb)] in self._new or text.startswith(self._shares_out, start)
            first = start if is_whole else verb[0]
        if self._verbs.is_light(governor.text):
            acts = self._verbs.acts_at_end(text, first + 2, end)
            governor = (acts and self._verbs.after(text, acts, end)) or governor
            stop = acts if acts and not persons else end  # 完成小街巷提质86条, 完成儿童救助160人
        noun = self._phrases.phrase(text, first, stop)
        if self._verbs.is_causative(governor.text):
            ends_in_act = self._verbs.is_noun_at_end(text[end - 2 : end])
            return Words(noun, inner if inner or ends_in_act else governor, None, True)
        return Words(noun, governor, None, True)

    def _leading_verb(self, text: str, start: int, end: int) -> tuple[int, int] | None:
        """The verb that governs a noun phrase after it, in a stretch."""
        verb = self._verbs.at_start(text, start, end)
        if verb and verb[1] < end and self._is_compound(text, verb, end):
            return None
        if verb is None:
            verb = self._not_compound(text, self._verbs.within(text, start, end), end)
        if verb is None and (planned := self._phrases.after_plan(text, start, end)):
            verb = self._not_compound(text, self._verbs.at_start(text, planned, end), end)
        later = self._verbs.within(text, verb[1] + 1, end) if verb else None
        return later if later and later[1] < end and text[later[0] - 1] in _LATER else verb

    def _not_compound(
        self, text: str, verb: tuple[int, int] | None, end: int
    ) -> tuple[int, int] | None:
        return None if verb is None or self._is_compound(text, verb, end) else verb

    def _is_compound(self, text: str, verb: tuple[int, int], end: int) -> bool:
        """Whether a verb is part of a noun: 贷款 of 贷款余额, 投入 of 研发投入强度."""
        word, rest = text[slice(*verb)], text[verb[1] : end]
        if len(rest) < 2:
            return True
        if rest.endswith(self._compound_ends) and not self._verbs.is_light(word):
            return True
        return self._verbs.is_nominal(word[:2]) and self._phrases.stands_alone(rest)

    def _stays(self, text: str, start: int, verb: tuple[int, int], end: int) -> bool:
        """Whether a verb stays with its indicator, which would mislead without it: 新增停车位."""
        kept = self._kept.match(text, *verb)
        if kept is None:
            return text.startswith(self._shares_out, start)
        nouns = self._kept_before.get(kept[0])
        return nouns is None or text.startswith(nouns, verb[1], end)


def _before_touching(text: str, start: int, end: int) -> int:
    """``end`` without what touches the number and belongs neither to a verb nor to a noun."""
    return start + len(text[start:end].rstrip(_TOUCHING))
