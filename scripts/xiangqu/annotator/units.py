"""What a number counts or measures: a unit, a measure word, or the noun that follows it."""

from __future__ import annotations

import re
from typing import NamedTuple

from ..annotation.vocabulary import Term
from .reading import AT, BLANK, is_arabic, multiplier
from .rules import Prefixes, Rules, any_ending_at, any_of, plain

_SPACES = re.compile(f"{BLANK}*")
_AND = re.compile("[、和与及]")
_JOINED = ("第", "（", "(", "-", "—", "～")
"""What makes a name of a number before a noun: 第12村."""


class Counted(NamedTuple):
    """A unit, the measure word of a ``count``, and the offset in the text where they end."""

    unit: str
    classifier: str | None
    end: int


class UnitGrammar:
    """Units and measure words, from the vocabulary of units and ``schema/rules/quantities.json``."""

    def __init__(self, rules: Rules, units: dict[str, Term]) -> None:
        self.units = Prefixes((w, u) for u, term in units.items() for w in term["written"])
        self._classifiers = Prefixes(plain(rules["classifiers"]))
        self._chinese_classifiers = Prefixes(plain(rules["chinese_classifiers"]))
        self._words_like_classifiers = Prefixes(plain(rules["words_like_classifiers"]))
        self._not_before: dict[str, str] = rules["not_before"]
        self._chinese_not_before: dict[str, str] = rules["chinese_classifier_not_before"]
        self._slogan_classifiers = frozenset(rules["slogan_classifiers"])
        self._slogan_nouns = Prefixes(plain(rules["slogan_nouns"]))
        self._nouns = Prefixes(plain(rules["counted_nouns"]))
        self._places = Prefixes(plain(rules["place_nouns"]))
        self._grades = tuple(rules["grade_suffixes"])
        self._money = re.compile(any_of(rules["money_cues"]))
        self._people = re.compile(any_of(rules["people_cues"]))
        self._approximators = any_ending_at(rules["approximators"], "(?<![{}])")

    def at(
        self, text: str, start: int, end: int, digits: str, more: bool = False
    ) -> Counted | None:
        """What the number ``digits`` at ``text[start:end]`` counts; ``more``: 多 or 余 follows it."""
        blank = _SPACES.match(text, end)
        at = blank.end() if blank else end
        arabic = is_arabic(digits)
        # A bare 百 or 万 is a number in 近百家 and 百余家 only; 百大 is always a title.
        if digits[0] in "百千万亿" and (
            text.startswith("大", at) or not (more or self._is_approximated(text, start))
        ):
            return None
        if (unit := self.units.at(text, at)) and self._is_unit(text, start, at, unit[0]):
            return self._divided(text, unit[1], at + len(unit[0]))
        if classifier := self._classifier(text, at, arabic):
            return Counted("count", classifier, at + len(classifier))
        if not arabic:
            return None
        if multiplier(digits):
            return self._bare(text, start, at, digits)
        noun = self._nouns.at(text, at)
        if noun and text[start - 1 : start] not in _JOINED and not self._places.at(text, at):
            return Counted("count", noun[0], at + len(noun[0]))
        return None

    def shared(self, text: str, end: int) -> tuple[Counted, str] | None:
        """What the number that ends at ``end`` shares with the next in its list, and the multiplier.

        ``2.16和1.66个百分点``, ``1.2、3.4和5.6亿元``.
        """
        following = _AND.match(text, end)
        number = AT.match(text, following.end()) if following else None
        if following is None or number is None or not is_arabic(number[0]):
            return None
        counted = self.at(text, following.end(), number.end(), number[0])
        if counted is None:
            return None if multiplier(number[0]) else self.shared(text, number.end())
        return counted, multiplier(number[0])

    def measure_word(self, text: str, start: int) -> str | None:
        """The measure word at ``start``, of those that a Chinese numeral may have."""
        word = self._chinese_classifiers.at(text, start)
        return word[0] if word else None

    def _is_approximated(self, text: str, start: int) -> bool:
        """Whether 近, 约, 超 or 突破 stands before a bare 百, 千 or 万."""
        return bool(self._approximators.search(text, max(start - 3, 0), start))

    def _is_unit(self, text: str, start: int, at: int, word: str) -> bool:
        """Whether the written unit ``word`` at ``at`` is one here, and no part of another word."""
        after = text[at + len(word) : at + len(word) + 1]
        if (
            word == "度"
        ):  # of electricity, which is said beside it; else of an angle, a year, a degree
            return after == "电" or "电" in text[max(start - 8, 0) : start]
        # 日 is listed as a unit for 元/日; after a number it is a date
        return word != "日" and (not after or after not in self._not_before.get(word, ""))

    def _divided(self, text: str, unit: str, end: int) -> Counted:
        """A unit that may be divided by another: ``元/吨``."""
        if text[end : end + 1] in ("/", "／") and (other := self.units.at(text, end + 1)):
            return Counted(f"{unit}/{other[1]}", None, end + 1 + len(other[0]))
        return Counted(unit, None, end)

    def _classifier(self, text: str, at: int, arabic: bool) -> str | None:
        """The measure word at ``at``, if it is one here."""
        found = (self._classifiers if arabic else self._chinese_classifiers).at(text, at)
        if found is None or self._words_like_classifiers.at(text, at):
            return None
        word = found[0]
        after = text[at + len(word) : at + len(word) + 1]
        if after and after in self._not_before.get(word, ""):
            return None
        if word == "大" and not "\u3400" <= after <= "\u9fff":  # 三大战役, but not 三大：
            return None
        return word if arabic or self._follows_chinese(text, at, word, after) else None

    def _follows_chinese(self, text: str, at: int, word: str, after: str) -> bool:
        """Whether a Chinese numeral counts with ``word``: not 三次党代会 or 三大攻坚战."""
        if after and after in self._chinese_not_before.get(word, ""):
            return False
        is_slogan = word in self._slogan_classifiers and self._slogan_nouns.at(text, at + len(word))
        return not is_slogan

    def _bare(self, text: str, start: int, at: int, digits: str) -> Counted | None:
        """What is counted where no unit is written: ``13.81万贫困人口``, ``1000亿台阶``."""
        if text.startswith(self._grades, at):
            return None
        is_money = "亿" in digits or self._money.search(text, max(start - 12, 0), start)
        is_people = self._people.search(text, max(start - 20, 0), at + 8)
        return Counted("CNY" if is_money and not is_people else "count", None, at)
