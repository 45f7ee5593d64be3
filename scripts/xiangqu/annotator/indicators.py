"""What a claim measures, the verb that asserts it, and what it is relative to.

The words between the quantity before and this one, or the beginning of the clause, are taken apart from
their right end: what may stand before a number (约), the verb (增长), what qualifies it (比上年, 同比); what
is left is the indicator. A counted thing may stand after its number (222个老旧小区), and a clause without
an indicator of its own goes on about that of the clause before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from ..annotation.records import Claim, Span
from ..annotation.repo import Repo
from .measures import Measured
from .mention import WINDOW, Mention
from .phrase_words import PhraseWords, longest_first, span
from .predicates import PredicateRules
from .references import ReferenceRules
from .rules import load

_STOP = re.compile("[，。；：！？!?\n]")
_BESIDE = ("", "、", "和", "与", "及")
_LIST = 8
"""How many quantities of one list are told apart: 分别增长5%、6%和7%."""
_NOUN = re.compile("(?:（[^（），。；]{1,10}）|[\u3400-\u9fffA-Za-z“”‘’《》·—\\-]){1,28}")
_NOUN_IN_BRACKETS = re.compile("（[市县区镇乡村社街][^（）]{0,6}）")
_FOLLOWING = 14
"""How many characters after a counted noun its verb may stand in."""
_SEPARATOR = re.compile("(?<!（.)[、和及与](?![^（]{0,3}）)")


class Phrases(NamedTuple):
    """The words that say what is measured, what asserts it, and what it is relative to."""

    indicator: Span | None
    predicate: Span | None
    reference: Span | None


class _Words(NamedTuple):
    """A stretch before a quantity, taken apart: the noun phrase, its verb and what it is relative to."""

    noun: tuple[int, int]
    verb: Span | None
    reference: Span | None
    governs: bool
    """Whether the verb stands before the noun, as of a thing done, and not after it."""
    respectively: bool


class IndicatorRules:
    """The words of ``schema/rules/indicators.json``."""

    def __init__(self, repo: Repo) -> None:
        rules = load(repo, "indicators")
        self._words = PhraseWords(repo)
        self._verbs = PredicateRules(repo)
        self._references = ReferenceRules(repo)
        self._kept = re.compile(longest_first(rules["kept"]))
        self._kept_before: dict[str, tuple[str, ...]] = {
            verb: tuple(nouns) for verb, nouns in rules["kept_before"].items()
        }
        self._stands_for = frozenset(rules["stands_for"])
        self._no_noun: str = rules["no_noun"]
        self._alone_after = re.compile(f"(?:{'|'.join(rules['alone_after'])})$")
        self._limits = tuple(rules["limits"])
        self._compound_ends = tuple(rules["compound_ends"])
        self._shares_out = tuple(rules["shares_out"])
        self._places = re.compile(longest_first(rules["takes_apart"]))

    def read(self, mention: Mention, measured: Measured, earlier: Sequence[Claim]) -> Phrases:
        """The words about a quantity; ``earlier`` are the claims before it in the paragraph."""
        last = mention.last if mention.last and mention.last.start >= mention.opens else None
        number = _first_of_list(mention)
        if number < mention.number and last and not self._begins_anew(mention):
            return self._in_list(mention, number, last, earlier)
        words = self._take_apart(mention, number, measured)
        phrases = self._phrases(mention, words, measured, last, earlier)
        return phrases._replace(predicate=self._verb_inside(mention, phrases.predicate))

    def _begins_anew(self, mention: Mention) -> bool:
        """Whether a quantity beside another counts something else: 家庭农场10家、50亩以上大户."""
        q = mention.quantity
        if mention.last is None or mention.last.unit == q.unit or mention.last.end == q.start:
            return False
        return self._noun_after(mention, False) is not None

    # What stands before the quantity

    def _take_apart(self, mention: Mention, number: int, measured: Measured) -> _Words:
        """The words before the quantity ``number``, from their right end to their left."""
        text, q = mention.text, mention.passage.readings[number]
        start, end = self._stretch(mention, number)
        respectively = "分别" in text[start:end]
        persons = (q.classifier or "")[:1] in ("人", "名")
        if measured.change == "from" and (
            origin := self._references.starting_point(text, start, end)
        ):
            noun = self._words.phrase(text, start, origin[0])
            base = origin[1] if q.unit == "rank" and origin[1].text else None
            base = base or self._references.whole_in(text, *noun)
            return _Words(noun, self._verbs.arrow(text, q.end), base, False, respectively)
        verb, reference, at = None, None, end
        relation = self._references.relation(text, start, self._filled(text, start, end), q.unit)
        if relation:
            verb, reference, at = relation.verb, relation.reference, relation.start
        else:
            verb, at = self._verb_at_end(text, start, end)
        inside = self._verbs.always_inside(text, q.start, q.end)
        if inside and (verb is None or self._verbs.is_nominal(verb.text)):
            verb, at = inside, end
        at, base = self._qualified(text, start, at, text[q.start : q.end] == "持平")
        if verb or relation:
            reference = reference or base
        first, stop = self._words.phrase(text, start, at)
        reference = reference or self._references.whole_in(text, first, stop)
        if verb and not relation and self._verbs.is_nominal(verb.text):
            first = self._words.led(text, start, verb.start)
            if self._alone_after.search(text, start, verb.start):
                return _Words((verb.start, verb.start), verb, reference, True, respectively)
        if verb and not relation and first < verb.start and self._verbs.is_nominal(verb.text):
            stop = verb.end  # 房地产开发投资, 特困供养
            words = self._governed(text, first, stop, reference, respectively, persons)
            if words.governs or self._verbs.is_noun_at_end(verb.text):
                return words
            return words._replace(verb=verb)
        if verb and (relation or first < stop or not self._verbs.is_act(verb.text)):
            first = self._without_act(text, first, stop)
            first, stop = self._words.phrase(text, first, stop)
            if text[q.start - 1] == "的" and self._verbs.is_act(verb.text) and not relation:
                first = stop  # 上级下达的700万元资金
            return _Words((first, stop), verb, reference, False, respectively)
        if verb:
            return _Words((at, at), verb, reference, True, respectively)
        return self._governed(text, first, stop, reference, respectively, persons)

    def _stretch(self, mention: Mention, number: int) -> tuple[int, int]:
        """From the end of the quantity before, or the beginning of the clause, to the quantity."""
        text, end = mention.text, mention.passage.readings[number].start
        start = max(mention.opens, end - WINDOW)
        stops = [m.end() for m in _STOP.finditer(text, start, end)]
        start = stops[-1] if stops else start
        before = next(
            (r for r in reversed(mention.passage.readings[max(0, number - 3) : number]) if r.unit),
            None,
        )
        if before and before.end > start:
            start = before.end
            limit = text[before.start : before.end].endswith(self._limits)
            if limit and start < end and text[start] not in "、，和与及且":  # 签约亿元以上项目312个
                return self._stretch(mention, number - 1)[0], end
            if text[start] not in "、和与及且" and not self._verbs.at_start(
                text, start, end
            ):  # what follows belongs to the quantity before: 4个台阶、
                stops = [m.end() for m in _SEPARATOR.finditer(text, start, end)]
                bracket = _NOUN_IN_BRACKETS.match(text, start + 1)
                start = stops[0] if stops and not bracket else start
            place = self._places.match(text, start, end)
            start = place.end() if place else start
        return start, end

    def _filled(self, text: str, start: int, end: int) -> int:
        """Where the words begin that may stand between a relation and its quantity: 占全省的约."""
        while text[end - 1 : end] in ("约", "近", "仅", "超", "了", "“", " "):
            end -= 1
        return max(start, end)

    def _verb_at_end(self, text: str, start: int, end: int) -> tuple[Span | None, int]:
        """The verb that ends a stretch, before words that may follow it, and where it begins."""
        at = end
        if text[end - 1 : end] == "的":  # 已开工的2140个, 增长到2020年的735亿元
            at = self._words.before_time(text, start, end - 1)
        while at > start:
            at = self._filled(text, start, at)
            if found := self._verbs.at_end(text, start, at):
                return span(text, *found), found[0]
            shorter = self._words.before_fillers(text, start, at)
            if shorter == at:
                break
            at = shorter
        return None, at

    def _qualified(self, text: str, start: int, end: int, is_even: bool) -> tuple[int, Span | None]:
        """Where the words begin that qualify a verb, and the base that they name: 比上年同口径."""
        reference = None
        while end > start:
            shorter = self._words.before_modifiers(text, start, end)
            if shorter == end and reference is None:
                base = self._references.base(text, start, end, is_even)
                shorter, reference = base or (end, None)
            if shorter == end:
                shorter = self._words.before_time(text, start, end)
            if shorter == end:
                break
            end = shorter
        return end, reference

    def _without_act(self, text: str, start: int, end: int) -> int:
        """Where the noun begins after an act that leads up to it: 兑现 of 兑现补贴达4亿元."""
        verb = self._verbs.at_start(text, start, end)
        if verb and verb[1] == end:
            return end
        if (
            verb is None
            or self._is_compound(text, verb, end)
            or self._stays(text, start, verb, end)
        ):
            return start
        if self._verbs.is_nominal(text[slice(*verb)]):
            return start
        return self._words.led(text, verb[1], end)

    def _governed(
        self,
        text: str,
        start: int,
        end: int,
        reference: Span | None,
        respectively: bool,
        persons: bool,
    ) -> _Words:
        """A stretch that no verb ends: one may stand before its noun, 改造老旧小区, or in it, 新增就业."""
        verb = self._verbs.at_start(text, start, end)
        if verb and verb[1] < end and self._is_compound(text, verb, end):
            verb = None
        elif verb is None:
            verb = self._verbs.within(text, start, end)
            if verb and (verb[1] == end or self._is_compound(text, verb, end)):
                verb = None
            planned = self._words.after_plan(text, start, end)
            if verb is None and planned and (verb := self._verbs.at_start(text, planned, end)):
                verb = None if self._is_compound(text, verb, end) else verb
        inner = self._verbs.in_noun(text, start, end)
        if verb is None:
            if inner is None and (having := text.rfind("有", max(start - 3, 0), start)) >= 0:
                inner = Span(having, having + 1, "有")  # 已有各类经营主体12万户
            return _Words((start, end), inner, reference, False, respectively)
        later = self._verbs.within(text, verb[1] + 1, end)
        if later and later[1] < end and text[later[0] - 1] in "后并且":  # 建成投产后新增产能
            verb = later
        first, governor = verb[1], self._verbs.predicate(text, *verb)
        if self._stays(text, start, verb, end):
            whole = text[verb[0]] in "新净" or text.startswith(self._shares_out, start)
            first = start if whole else verb[0]
        else:
            first = self._words.led(text, first, end)
        stop = end
        acts = self._verbs.acts_at_end(text, first, end)
        if acts is not None and self._verbs.is_light(governor.text) and acts - first >= 2:
            if not self._verbs.is_noun_at_end(text[acts:end]):
                governor = self._verbs.after(text, acts, end) or governor
                stop = end if persons else acts
        if self._verbs.is_causative(governor.text) and (
            inner or self._verbs.is_noun_at_end(text[end - 2 : end])
        ):
            return _Words(
                self._words.phrase(text, first, stop), inner, reference, True, respectively
            )
        return _Words(
            self._words.phrase(text, first, stop), governor, reference, True, respectively
        )

    def _is_compound(self, text: str, verb: tuple[int, int], end: int) -> bool:
        """Whether a verb is part of a noun: 贷款 of 贷款余额, 投入 of 研发投入强度."""
        word, rest = text[slice(*verb)], text[verb[1] : end]
        if len(rest) < 2:
            return True
        if rest.endswith(self._compound_ends) and not self._verbs.is_light(word):
            return True
        is_nominal = self._verbs.is_nominal(text[verb[0] : verb[0] + 2])
        return is_nominal and self._words.stands_alone(rest)

    def _stays(self, text: str, start: int, verb: tuple[int, int], end: int) -> bool:
        """Whether a verb stays with its indicator, which would mislead without it: 新增停车位."""
        kept = self._kept.match(text, *verb)
        if kept is None:
            return text.startswith(self._shares_out, start)
        nouns = self._kept_before.get(kept[0])
        return nouns is None or text.startswith(nouns, verb[1], end)

    # What stands after it

    def _noun_after(self, mention: Mention, has_noun: bool) -> tuple[Span, Span | None] | None:
        """The noun that a quantity counts where it stands after it, and the act on it: 排污口, 整治."""
        text, q = mention.text, mention.quantity
        at, beside = q.end, ("",) if has_noun else ("", "、")
        for reading in mention.passage.readings[mention.number + 1 : mention.number + 3]:
            if reading.unit and text[at : reading.start] in beside:  # 764户1813名贫困人口
                at = reading.end
        if text[at : at + 1] == "的" and q.unit != "count":
            at += 1
        following = next(
            (
                r
                for r in mention.passage.readings[mention.number + 1 : mention.number + 4]
                if r.start >= at and r.unit
            ),
            None,
        )
        stop = following.start if following and text[at : at + 1] != "“" else len(text)
        run = _NOUN.match(text, at, stop)
        if run is None or (following and following.unit == "rank" and run.end() == stop):
            return None
        if run[0][0] in self._no_noun or self._words.context.match(text, at):
            return None
        cut = self._verbs.ends_noun.search(text, at, run.end())
        if cut and cut.start() == at:
            return None
        end = cut.start() if cut else run.end()
        following = self._following(text, end)
        acts = self._verbs.acts_at_end(text, at, end)
        if acts is not None and acts - at >= 2:
            following = self._verbs.after(text, acts, end)
            end = acts if q.unit == "count" else end
        start, end = self._words.closed(text, at, end)
        return (span(text, start, end), following) if end > start else None

    def _following(self, text: str, at: int) -> Span | None:
        """The verb of the clause that follows ``at``."""
        stop = _STOP.search(text, at, at + _FOLLOWING)
        return self._verbs.after(text, at, stop.start() if stop else at + _FOLLOWING)

    def _right_after(self, mention: Mention) -> Span | None:
        """The verb that follows a count at once: 脱贫 of 贫困户194户477人全部脱贫."""
        text, at = mention.text, mention.quantity.end
        for reading in mention.passage.readings[mention.number + 1 : mention.number + 3]:
            if reading.unit and reading.start == at:
                at = reading.end
        if text[at : at + 1] == "的" or self._words.context.match(text, at):
            return None
        return self._following(text, at) if self._verbs.ends_noun.match(text, at) else None

    def _object(self, text: str, at: int) -> Span | None:
        """The noun at ``at``, in what a verb goes on to say: 绿色发展先进县, after 获评."""
        run = _NOUN.match(text, at)
        if run is None:
            return None
        cut = self._verbs.ends_noun.search(text, at + 1, run.end())
        start, end = self._words.phrase(text, at, cut.start() if cut else run.end())
        return span(text, start, end) if end - start >= 2 else None

    # All of it together

    def _phrases(
        self,
        mention: Mention,
        words: _Words,
        measured: Measured,
        last: Claim | None,
        earlier: Sequence[Claim],
    ) -> Phrases:
        """The phrases of a quantity that is not one of a list, or the first of one."""
        text, q = mention.text, mention.quantity
        first, stop = words.noun
        has_noun = stop - first >= 2
        verb = words.verb
        if not q.streak:
            is_act = verb is not None and self._verbs.is_act(verb.text)
            counted = q.unit == "count" or (is_act if verb else not has_noun)
            after = self._noun_after(mention, has_noun) if counted else None
            asserted = has_noun and verb and not words.governs and not self._verbs.is_act(verb.text)
            if after and not asserted:
                noun, act = after
                verb = self._governor(mention, verb, has_noun)
                if verb is None and act is None and last and self._is_listed(text, last, q.start):
                    act = last.predicate
                light = verb is None or self._verbs.is_light(verb.text)
                return Phrases(noun, (act or verb) if light else verb, words.reference)
            if verb is None and q.unit == "count":
                verb = self._right_after(mention)
        if q.streak and (lasting := self._following(text, q.end)):
            verb = lasting
            if not has_noun and self._verbs.is_act(verb.text):
                if what := self._object(text, verb.end):
                    return Phrases(what, verb, words.reference)
        if has_noun and text[first:stop] in self._stands_for and last:
            return Phrases(self._antecedent(last), verb, words.reference)
        if has_noun:
            items = self._items(mention, words.noun, words.respectively)
            before = next((c for c in reversed(earlier[-2:]) if c.end <= first), None)
            if verb is None and last and before and self._continues(text, before, first):
                verb = before.predicate
            indicator = items or self._words.indicator(text, first, stop)
            return Phrases(indicator, verb, words.reference)
        reference = words.reference
        if last and verb and reference is None and text[last.end] == "、" and q.unit in ("%", "pp"):
            if last.measure in ("growth", "difference"):  # 减少270万元、下降5.3%
                reference = last.reference
        if last and q.unit == last.unit == "rank":
            verb, reference = verb or last.predicate, reference or last.reference
        if verb is None and q.unit == "rank":
            verb = self._references.rank_verb(text, q.start - len(mention.before), q.start)
        return Phrases(self._inherited(mention, words, last, earlier), verb, reference)

    def _governor(self, mention: Mention, verb: Span | None, has_noun: bool) -> Span | None:
        """The verb right before a count that its noun follows: 建设, of 利用资源建设100个中心."""
        if not has_noun and verb and verb.text in ("为", "是"):  # 为386户企业发放
            return None
        before, _ = self._verb_at_end(mention.text, *self._stretch(mention, mention.number))
        return before if before and self._verbs.is_nominal(before.text) else verb

    def _inherited(
        self, mention: Mention, words: _Words, last: Claim | None, earlier: Sequence[Claim]
    ) -> Span | None:
        """The indicator of a clause that has none of its own."""
        size = _list_size(mention, mention.number)
        if words.respectively and 1 < size <= len(earlier):
            indicator = earlier[-size].indicator
            if indicator and indicator.start >= mention.opens:
                return indicator
        act = words.verb if words.governs else None
        if act is None or self._verbs.is_light(act.text):
            subject = self._subject(mention, last)
            return subject or (self._antecedent(last) if last else None)
        return self._of_same_kind(mention, act, earlier) or act

    def _of_same_kind(self, mention: Mention, act: Span, earlier: Sequence[Claim]) -> Span | None:
        """The indicator of a claim before in the sentence that counts the like: 排查纠纷214起，化解209起."""
        q, text = mention.quantity, mention.text
        again = q.unit == "count" or text[act.start - 1] in "再又已的"
        for claim in reversed(earlier[-_LIST:]):
            if not again or claim.start < mention.opens:
                return None
            if (claim.unit, claim.classifier) == (q.unit, q.classifier):
                return self._antecedent(claim)
        return None

    def _antecedent(self, last: Claim) -> Span | None:
        """The indicator of the claim before, without the act that only that one measured: 新增."""
        words = last.indicator
        if words is None or last.unit in ("rank", "ratio"):
            return words
        kept = self._kept.match(words.text)
        if (
            kept is None
            or kept[0] not in ("新增", "净增", "新设")
            or len(words.text) - kept.end() < 2
        ):
            return words
        return Span(words.start + kept.end(), words.end, words.text[kept.end() :])

    def _subject(self, mention: Mention, last: Claim | None) -> Span | None:
        """The subject of the clause before in the sentence: 经济总量 of 经济总量不够大，占全省."""
        text, end = mention.text, mention.quantity.start - len(mention.before)
        start = max(mention.opens, end - WINDOW, last.end if last else 0)
        if end - start < 4:
            return None
        ends = [m.end() for m in _STOP.finditer(text, start, end)]
        for first, stop in reversed(list(pairwise([start, *ends]))):
            if subject := self._subject_of(text, first, stop):
                return subject
        return None

    def _subject_of(self, text: str, start: int, end: int) -> Span | None:
        """What a clause begins with before its verb, or all of it before a colon: 城镇化率：2020年57%."""
        if text[start] in "（(":
            return None
        first = self._words.led(text, start, end - 1)
        cut = self._verbs.ends_subject.search(text, first, end - 1)
        is_label = text[end - 1] == "："
        stop = cut.start() if cut and not is_label else end - 1
        first, stop = self._words.phrase(text, first, stop)
        return span(text, first, stop) if (cut or is_label) and stop - first >= 2 else None

    def _is_listed(self, text: str, last: Claim, start: int) -> bool:
        """Whether a quantity goes on in the list of the one before: 推进9个项目、28个项目."""
        return text[start - 1] in "、和与及" and not _STOP.search(text, last.end, start)

    def _continues(self, text: str, last: Claim, start: int) -> bool:
        """Whether a noun goes on in the list of the claim before: 改造小区222个、房屋."""
        between = text[last.end : start]
        if between in ("、", "和", "及", "与", "以及"):
            return last.measure == "level"
        return between in ("，其中", "、其中") and last.measure == "level"

    def _verb_inside(self, mention: Mention, verb: Span | None) -> Span | None:
        """The verb that asserts a quantity, where the quantity itself may have it: 突破80%."""
        q = mention.quantity
        inside = self._verbs.always_inside(mention.text, q.start, q.end)
        return inside or verb or self._verbs.inside(mention.text, q.start, q.end)

    # Lists

    def _in_list(
        self, mention: Mention, number: int, last: Claim, earlier: Sequence[Claim]
    ) -> Phrases:
        """The phrases of a quantity right beside that before: the same, or of its own item of a list."""
        alike = last.unit == mention.quantity.unit
        same = Phrases(last.indicator, last.predicate, last.reference if alike else None)
        start, end = self._stretch(mention, number)
        if "分别" not in mention.text[start:end]:
            return same
        size, place = _list_size(mention, number), mention.number - number
        words = self._take_apart(mention, number, Measured("level", None, None, None, None))
        if words.noun[1] - words.noun[0] < 2:
            if size <= len(earlier) - place:
                return same._replace(indicator=earlier[-size].indicator)
            return same
        item = self._items(mention, words.noun, words.respectively, number)
        return same._replace(indicator=item or last.indicator)

    def _items(
        self,
        mention: Mention,
        stretch: tuple[int, int],
        respectively: bool,
        number: int | None = None,
    ) -> Span | None:
        """The item of A、B、C that belongs to a quantity: its own words, or from there to the end."""
        number = mention.number if number is None else number
        size, place = _list_size(mention, number), mention.number - number
        first, stop = stretch
        if not respectively or size < 2:
            return None
        starts = [first, *(m.end() for m in _SEPARATOR.finditer(mention.text, first, stop))]
        if len(starts) != size:
            return None
        ends = [*(start - 1 for start in starts[1:]), stop]
        item = mention.text[starts[place] : ends[place]]
        alone = self._words.stands_alone(item)
        return span(mention.text, starts[place], ends[place] if alone else stop)


def _first_of_list(mention: Mention) -> int:
    """The number of the reading that begins the list of quantities that a quantity stands in."""
    readings, number = mention.passage.readings, mention.number
    while number and mention.number - number < _LIST:
        before = readings[number - 1]
        if before.unit is None or mention.text[before.end : readings[number].start] not in _BESIDE:
            break
        if before.start < mention.opens:
            break
        number -= 1
    return number


def _list_size(mention: Mention, number: int) -> int:
    """How many quantities the list has that the reading ``number`` begins."""
    return sum(1 for _ in _listed(mention, number))


def _listed(mention: Mention, number: int) -> Iterator[int]:
    readings = mention.passage.readings
    yield number
    for at in range(number + 1, min(number + _LIST, len(readings))):
        between = mention.text[readings[at - 1].end : readings[at].start]
        if readings[at].unit is None or between not in _BESIDE:
            return
        yield at
