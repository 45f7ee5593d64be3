"""Verbs of change and of gaps: what they say of the quantity after them, and which way they go."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from .reading import DIGIT, NUMERAL
from .rules import Rules, any_of, last_match, longest_of

ASIDE = "(?:[（(][^（()）]{0,12}[)）])"
"""The pattern of a short remark between a word and its quantity: （可比口径）."""
_YEAR = f"{DIGIT}{{4}}年"

Kind = Literal["rate", "things", "amount"]
"""What a verb is followed by: a percentage, a number of things, or any other amount."""


class Move(NamedTuple):
    """That a quantity is a change or a gap, and its direction, if that is said."""

    direction: str | None


class ChangeVerbs:
    """The verbs of ``schema/rules/claims.json``, and what may stand between them and a quantity."""

    def __init__(self, rules: Rules) -> None:
        links = f"(?:{longest_of(rules['links'])}|{ASIDE}|[ \u3000])*"
        verbs, nouns = longest_of(rules["change_verbs"]), longest_of(rules["growth_nouns"])
        # 新增 hides 增; 增长目标; but not 增加值; 增 only right before its quantity
        self._verbs = re.compile(
            f"(?P<other>{longest_of(rules['not_change_verbs'])})"
            f"|(?P<noun>{nouns})"
            f"|(?P<verb>{verbs})(?![{rules['change_verb_not_before']}]){any_of(rules['change_nouns'])}?"
            f"|(?P<short>{any_of(rules['short_change_verbs'])})(?={links}$)"
        )
        self._links = re.compile(links)
        self._signed = re.compile(f"(?:同比|环比){links}[+＋]?$")  # 同比+5%
        # 增速始终保持在; but not 增速在全市占比
        self._after_noun = re.compile(f"(?:(?!{any_of(rules['shares'])})[^，。；]){{0,12}}")
        # 贫困人口, after 减少
        self._object = re.compile(
            f"(?:(?!{any_of(rules['not_in_objects'])})[^，。；：0-9]){{1,12}}"
        )
        self._with_object = frozenset(rules["verbs_with_object"])
        self._rates_with_object = frozenset(rules["rate_verbs_with_object"])
        # 的增长, after 5%
        self._named = re.compile(
            f"(?:以上|左右|以内)?的?{any_of(rules['manners'])}*(?P<verb>{nouns}|{verbs})(?![{rules['change_verb_not_before']}到至为])"
        )
        self._ambiguous = frozenset(rules["ambiguous_verbs"])
        self._down = re.compile(f"[{rules['down_characters']}]")
        self._no_direction = re.compile(any_of(rules["no_direction"]))
        self._gap = re.compile(_gaps(rules))
        self._earlier = re.compile(f"{any_of(rules['earlier_times'])}|{_YEAR}")
        end = f"(?:{longest_of(rules['before_end'])}|{_YEAR}[底末]?|[ \u3000])*"
        to = f"(?P<verb>{longest_of(rules['verbs_to'])})[到至为成](?!位){end}"
        self._to = re.compile(f"{to}$")  # 提高到2020年的
        self._reached = re.compile(f"[到至为成]{end}$")
        self._arrow = re.compile(f"[^，。；]{{0,16}}?(?:{to}|[到至为成]{end})(?:每|第|{NUMERAL})")

    def move(self, clause: str, kind: Kind) -> Move | None:
        """What ``clause`` says of the quantity after it; None if that is no change."""
        gap = self._gap.search(clause)
        verb = last_match(self._verbs, clause)
        if gap and not (verb and verb["verb"] and verb.start() > gap.start()):
            return self._apart(gap, kind)
        if kind == "rate" and self._signed.search(clause):
            return Move("up")
        if verb is None or verb["other"] or not self._governs(verb, clause, kind):
            return None
        return Move(self.direction(verb["verb"] or verb["noun"] or verb["short"]))

    def named(self, text: str, end: int) -> Move | None:
        """What the words after a rate say of it: 5%的增长."""
        verb = self._named.match(text, end)
        return Move(self.direction(verb["verb"])) if verb else None

    def to(self, clause: str) -> Move | None:
        """The change that led to the quantity after ``clause``: 提高到; None if none is said."""
        verb = self._to.search(clause)
        return Move(self.direction(verb["verb"])) if verb else None

    def reaches(self, clause: str) -> bool:
        """Whether ``clause`` says that the quantity after it was reached, in whatever way: 变为."""
        return bool(self._reached.search(clause))

    def away(self, text: str, end: int) -> Move | None:
        """The change that goes from the quantity before ``end`` to another: 提高到60%."""
        arrow = self._arrow.match(text, end)
        return Move(self.direction(arrow["verb"]) if arrow["verb"] else None) if arrow else None

    def growth(self, clause: str) -> bool:
        """Whether ``clause`` speaks of a rate of growth itself: 增速提高到."""
        return any(verb["noun"] for verb in self._verbs.finditer(clause))

    def direction(self, verb: str) -> str | None:
        """``up`` or ``down``; None if the verb does not say: 调整."""
        if self._no_direction.match(verb):
            return None
        return "down" if self._down.search(verb) else "up"

    def _governs(self, verb: re.Match[str], clause: str, kind: Kind) -> bool:
        """Whether nothing but words that belong to it stand between a verb and the end of the clause."""
        if kind == "things" and verb["verb"] in self._ambiguous:
            return False
        if self._links.fullmatch(clause, verb.end()):
            return True
        if verb["noun"]:
            return kind == "rate" and bool(self._after_noun.fullmatch(clause, verb.end()))
        takes = self._rates_with_object if kind == "rate" else self._with_object
        return verb["verb"] in takes and bool(self._object.fullmatch(clause, verb.end()))

    def _apart(self, gap: re.Match[str], kind: Kind) -> Move:
        """A gap has a direction if it is a rate, or one to an earlier time: 比上年多3家."""
        word = gap["adjective"] or gap["verb"] or gap["excess"]
        than = gap["same"] or gap["than"] or ""
        is_change = word in "高低多少" and self._earlier.search(than)
        return Move(self.direction(word) if kind == "rate" or is_change else None)


def _gaps(rules: Rules) -> str:
    """A pattern of 比全省平均高, 高于全省, 超县定任务 at the end of a clause."""
    no = f"(?<![{rules['not_before_gaps']}])"
    base = any_of(rules["excess_bases"])
    return (
        f"(?:{no}[比较](?![重例率])(?P<than>[^，。；：]{{1,16}}?)|(?P<same>同比|环比))"
        f"(?P<adjective>{longest_of(rules['gap_adjectives'])})[出了约近]?$"
        f"|{no}(?P<verb>{any_of(rules['gap_verbs'])})(?:{_YEAR}|[^，。；：0-9为达有]){{2,14}}$"
        f"|{no}(?P<excess>{any_of(rules['excess_verbs'])})[^，。；：、]{{0,8}}{base}[^，。；：、]{{0,6}}$"
    )
