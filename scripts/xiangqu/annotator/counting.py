"""What a number counts or measures: a unit, a measure word, or the noun that follows it."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from ..annotation.vocabulary import Term
from .lexicon import Starts, plain
from .number import AT, BLANK, is_arabic, multiplier

_SPACES = re.compile(f"{BLANK}*")
_AND = re.compile("[、和与及]")
_BARE = ("CNY", "count")
_PEOPLE = re.compile("人口|人次|用户|游客|群众")
_CLASS = ("级", "强", "户", "佳")
_NEAR = re.compile(
    "(?<![附最临邻靠亲走就远相贴])近$|(?<![节签预履])约$|(?<![赶反])超$|过$|突破$|达$"
)
_PLACES = re.compile("[国省县乡]道|点|区块")
_JOINED = ("第", "（", "(", "-", "—", "～")


class Counted(NamedTuple):
    """A unit, the measure word of a ``count``, and where in the text they end."""

    unit: str
    classifier: str | None
    end: int


class Counting:
    """Units and measure words, from the vocabulary of units and the rules."""

    def __init__(self, rules: dict[str, Any], units: dict[str, Term]) -> None:
        self.units = Starts((w, u) for u, term in units.items() for w in term["written"])
        self._classifiers = Starts(plain(rules["classifiers"]))
        self._chinese = Starts(plain(rules["chinese_classifiers"]))
        self._no_classifiers = Starts(plain(rules["not_classifiers"]))
        self._not_before: dict[str, str] = rules["not_before"]
        self._only_arabic = frozenset(rules["only_arabic"])
        self._campaigns = Starts(plain(rules["campaigns"]))
        self._nouns = Starts(plain(rules["nouns"]))
        self._money = re.compile("|".join(rules["money_before"]))

    def at(
        self, text: str, start: int, end: int, digits: str, more: bool = False
    ) -> Counted | None:
        """What the number ``digits`` at ``text[start:end]`` counts; ``more``: 多 or 余 follows it."""
        blank = _SPACES.match(text, end)
        at = blank.end() if blank else end
        arabic = is_arabic(digits)
        if digits[0] in "百千万亿" and (
            text.startswith("大", at) or not (more or near(text, start))
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
        if noun and text[start - 1 : start] not in _JOINED and not _PLACES.match(text, at):
            return Counted("count", noun[0], at + len(noun[0]))
        return None

    def shared(self, text: str, end: int) -> tuple[Counted, str] | None:
        """What a number in a list shares with the next one that has it, and its multiplier:
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
        """A measure word that a Chinese numeral may have, at ``start``."""
        word = self._chinese.at(text, start)
        return word[0] if word else None

    def _is_unit(self, text: str, start: int, at: int, word: str) -> bool:
        after = text[at + len(word) : at + len(word) + 1]
        if word == "度":
            return after == "电" or "电" in text[max(start - 8, 0) : start]
        return word != "日" and (not after or after not in self._not_before.get(word, ""))

    def _divided(self, text: str, unit: str, end: int) -> Counted:
        """``元/吨``: a unit divided by another."""
        if text[end : end + 1] in ("/", "／") and (other := self.units.at(text, end + 1)):
            return Counted(f"{unit}/{other[1]}", None, end + 1 + len(other[0]))
        return Counted(unit, None, end)

    def _classifier(self, text: str, at: int, arabic: bool) -> str | None:
        found = (self._classifiers if arabic else self._chinese).at(text, at)
        if found is None or self._no_classifiers.at(text, at):
            return None
        word = found[0]
        after = text[at + len(word) : at + len(word) + 1]
        if (word in self._only_arabic and not arabic) or (
            after and after in self._not_before.get(word, "")
        ):
            return None
        if word == "大" and not "\u3400" <= after <= "\u9fff":
            return None
        if word == "次" and not arabic and after in ("党", "全", "会", "代"):
            return None
        slogan = not arabic and word in "大个项条" and self._campaigns.at(text, at + len(word))
        return None if slogan else word

    def _bare(self, text: str, start: int, at: int, digits: str) -> Counted | None:
        """``13.81万贫困人口``, ``1000亿台阶``: no unit is written."""
        if text.startswith(_CLASS, at):
            return None
        money = "亿" in digits or self._money.search(text, max(start - 12, 0), start)
        people = _PEOPLE.search(text, max(start - 20, 0), at + 8)
        return Counted(_BARE[bool(people) or not money], None, at)


def near(text: str, start: int) -> bool:
    """Whether 近, 约, 超 or 突破 stands before a bare 百, 千 or 万."""
    return bool(_NEAR.search(text, max(start - 3, 0), start))
