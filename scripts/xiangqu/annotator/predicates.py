"""The verb that asserts a quantity: before it, after it, or in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ..annotation.records import Span
from ..annotation.repo import Repo
from .phrase_words import span
from .rules import Prefixes, Suffixes, load, longest_of, plain

_JOINED = ("和", "或", "及", "并", "、", "与")  # 新建和改扩建
# 突破 of 突破80%, 翻一番 of 翻一番以上, 发生 of 零发生, 增 of 十二连增
_INSIDE = re.compile(
    "首?(?P<over>突破|超过|超|接近|逼近)|(?P<whole>翻了?[一二两三]?番|翻倍|持平|清零|归零)|零(?P<none>[\u4e00-\u9fff]{2})|.{1,3}连(?P<run>[\u4e00-\u9fff])$"
)
_ARROW = re.compile(
    "[^，。；0-9]{0,8}?(?P<verb>[\u4e00-\u9fff]{1,2}[到至为成])"
)  # 提高到, after 从5%


class PredicateRules:
    """The verbs of ``schema/rules/indicators.json``.

    An *act* is a verb of what was done (新建); a *nominal* one is a noun too (改造), and a *light* one
    leaves it to a noun to say what is done (完成…整治). A *causative* leaves that to another verb (支持).

    ``ends_noun`` finds the words that end the noun after a quantity; ``ends_subject`` those that end
    the subject of a clause.
    """

    def __init__(self, repo: Repo) -> None:
        rules = load(repo, "indicators")
        acts, light = rules["acts"], rules["light"]
        changes, states = rules["changes"], rules["states"]
        self._acts, self._light = frozenset(acts), frozenset(light)
        self._causatives, self._newly = frozenset(rules["causatives"]), frozenset(rules["newly"])
        self._nouns_at_end = frozenset(rules["nouns_at_end"])
        self._nominal = self._nouns_at_end.union(rules["nominal"])
        self._plain = (self._acts | self._light) - self._nominal

        reached = [verb + end for verb in changes for end in rules["complements"]]  # 提高到
        brought = [verb + end for verb in acts for end in rules["complements_of_acts"]]  # 搬迁到
        self._ends = Suffixes(plain([*changes, *states, *acts, *self._nominal, *reached, *brought]))
        self._starts = Prefixes(plain([*acts, *rules["nominal"], *light, *rules["causatives"]]))
        self._acts_at_end = re.compile(
            f"{longest_of((self._nominal | self._plain) - self._nouns_at_end)}+$"
        )

        no_noun = f"(?!{'|'.join(rules['not_a_verb_before'])})"
        never_nouns = (self._acts | self._light).difference(rules["nominal"])
        strong = longest_of(_of_two(never_nouns)) + no_noun
        self._strong = re.compile(strong)
        self._inner = re.compile(longest_of(rules["inner"]) + no_noun)
        told = [v for v in (*rules["rank_verbs"], *states, *changes) if len(v) > 1 or v in "居占达"]
        self._after = re.compile(
            longest_of([*acts, *self._nominal, *reached, *brought, *told]) + no_noun
        )
        ends = f"{'|'.join(rules['ends'])}|{longest_of([*reached, *_of_two(states)])}|{strong}"
        self.ends_noun = re.compile(ends)
        self.ends_subject = re.compile(f"{ends}|{longest_of(_of_two([*changes, *states]))}")

    def inside(self, text: str, start: int, end: int) -> Span | None:
        """The verb in a quantity: 突破 of 突破80%."""
        match = _INSIDE.match(text, start, end)
        if match is None or match.lastgroup is None:
            return None
        return span(text, *match.span(match.lastgroup))

    def always_inside(self, text: str, start: int, end: int) -> Span | None:
        """The verb of a quantity that is nothing but a verb and its result: 持平, 翻番, 零发生."""
        match = _INSIDE.match(text, start, end)
        if match is None or match.lastgroup in (None, "over"):
            return None
        if match.lastgroup == "none" and self._starts.at(match["none"], 0) is None:
            return None  # 零失误
        return span(text, *match.span(match.lastgroup or 0))

    def arrow(self, text: str, start: int) -> Span | None:
        """The verb of change after the quantity that it starts from: 提高到, after 从5%."""
        match = _ARROW.match(text, start)
        return span(text, *match.span("verb")) if match else None

    def at_end(self, text: str, start: int, end: int) -> tuple[int, int] | None:
        """The longest verb that ends at ``end``, and the verbs joined to it: 新建和改扩建."""
        found = self._ends.at(text, end)
        if found is None or end - len(found[0]) < start:
            return None
        first = end - len(found[0])
        while first - 2 >= start and text[first - 1] in _JOINED:
            joined = self._ends.at(text, first - 1)
            if joined is None or joined[0] not in self._plain or first - 1 - len(joined[0]) < start:
                break
            first -= 1 + len(joined[0])
        return first, end

    def at_start(self, text: str, start: int, end: int) -> tuple[int, int] | None:
        """The verb at ``start`` that governs what follows it, the last one of a chain: 发放, of 安排发放."""
        verb = self._starts.at(text, start)
        if (
            verb is None
            or start + len(verb[0]) > end
            or text.startswith("性", start + len(verb[0]))
        ):
            return None  # 补贴性培训
        first, at = start, start + len(verb[0])
        while at < end:
            joined = text[at] in _JOINED
            following = self._starts.at(text, at + joined)
            if following is None or at + joined + len(following[0]) + 2 > end:
                break
            is_noun = following[0] in self._nominal and not joined  # 建设 of 投资建设
            if is_noun and (verb[0] not in self._light or following[0] not in self._acts):
                break
            first = first if joined else at
            at, verb = at + joined + len(following[0]), following
        return first, at

    def predicate(self, text: str, start: int, end: int) -> Span:
        """The verb ``text[start:end]`` without an adverb that it begins with: 认定 of 新认定."""
        return span(text, start + (text[start:end] in self._newly), end)

    def is_noun_at_end(self, verb: str) -> bool:
        return verb in self._nouns_at_end

    def is_causative(self, verb: str) -> bool:
        return verb in self._causatives

    def is_nominal(self, verb: str) -> bool:
        return verb in self._nominal

    def is_light(self, verb: str) -> bool:
        return verb in self._light

    def is_act(self, verb: str) -> bool:
        return verb in self._plain or verb in self._nominal

    def within(self, text: str, start: int, end: int) -> tuple[int, int] | None:
        """The first verb in a stretch that can be nothing but a verb: 发放 of 民政局发放补贴."""
        match = self._strong.search(text, start, end)
        return match.span() if match else None

    def in_noun(self, text: str, start: int, end: int) -> Span | None:
        """The verb in an indicator that nothing else asserts: 新增 of 城镇新增就业."""
        match = self._inner.search(text, start, end)
        return span(text, *match.span()) if match else None

    def acts_at_end(self, text: str, start: int, end: int) -> int | None:
        """Where the acts begin that end a stretch: 整治销号, of 排污口整治销号."""
        match = self._acts_at_end.search(text, start, end)
        return match.start() if match else None

    def after(self, text: str, start: int, end: int) -> Span | None:
        """The first verb in a stretch, and after a light one the act that it leaves to name: 完成…整治."""
        match = self._after.search(text, start, end)
        while match and match[0] in self._light:
            following = self._after.search(text, match.end(), min(end, match.end() + 6))
            if following is None or following[0] in self._nouns_at_end:
                break
            match = following
        return span(text, *match.span()) if match else None


def _of_two(verbs: Iterable[str]) -> Iterator[str]:
    """The verbs of two characters or more: one alone may be part of another word."""
    return (verb for verb in verbs if len(verb) > 1)
