"""What is measured: the number that a text begins with, and the unit or measure word after it."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from ..annotation.vocabulary import Vocabulary
from ..text import numerals
from .bounds import longest_first

RUNS = frozenset(["连增", "连涨", "连升", "连胜", "连冠", "连丰", "连降", "连减", "连跌"])
TO = "至到~～-－–—"
MULTIPLIERS = frozenset(numerals.SMALL) | frozenset(numerals.LARGE) | frozenset("萬億")
_IN_NUMBER = numerals.NUMERAL_CHARACTERS | frozenset(".．,，")
_PER = {"月": "month", "季": "quarter", "人": "person", "生": "person", "户": "household"}
_PER_NOTHING = ("次", "餐", "斤")  # no unit of the vocabulary: 每餐5元 stays in CNY
_DISTANCES = ("公里", "海里")  # what a unit is multiplied by: 吨公里


class Measured(NamedTuple):
    """A unit, the classifier of a count, and what the value is divided by: 10000 of 吨/万元."""

    unit: str
    classifier: str | None = None
    divisor: Decimal = Decimal(1)


class Units:
    """Reads numbers and units with the units of the vocabulary."""

    def __init__(self, units: Vocabulary) -> None:
        self.written = {word: u for u, term in units.terms.items() for word in term["written"]}
        self.words = tuple(sorted(self.written, key=len, reverse=True))
        per = self.written | _PER | dict.fromkeys(_PER_NOTHING, "")
        self.per = longest_first(per.items())

    def number(self, text: str) -> tuple[str, str]:
        """The number that ``text`` begins with, its multipliers included, and the rest of the text."""
        number, rest = self.leading(text, _IN_NUMBER)
        fraction, after = self.leading(rest[1:], numerals.DIGITS)
        if number and fraction and rest[0] == "点":  # 四点六万
            multipliers, rest = self.leading(after, MULTIPLIERS)
            number += f"点{fraction}{multipliers}"
        return number, rest

    def leading(self, text: str, characters: frozenset[str] | dict[str, int]) -> tuple[str, str]:
        """The ``characters`` that ``text`` begins with, up to a unit that begins like a numeral (千瓦)."""
        end = 0
        while end < len(text) and text[end] in characters and not text.startswith(self.words, end):
            end += 1
        return text[:end], text[end:]

    def said_per(self, text: str) -> set[str]:
        """The units that an amount is said to be per in the clause that ``text`` ends in: 每人每月再提高."""
        parts = re.split("[每/／]", re.split("[，；：]", text)[-1])[1:]
        return {unit for part in parts for word, unit in self.per if part.startswith(word)}

    def unit(self, written: str) -> Measured | None:
        """A listed unit, one made of listed ones, else a count and its classifier."""
        written = written.replace("／", "/")
        if written.removeprefix("个") == "基点":
            return Measured("pp", divisor=Decimal(100))
        if unit := self.written.get(written) or self.written.get(written.removeprefix("个")):
            return Measured(unit)
        top, sign, bottom = written.rpartition("/")  # 元/人/月
        if not sign:
            top, sign, bottom = written.partition("每")
        return self._divided(top, bottom) if sign else self._undivided(written)

    def _undivided(self, written: str) -> Measured | None:
        """``吨公里``, else a count: ``台（套）``."""
        distance = next((d for d in _DISTANCES if written.endswith(d)), "")
        if distance and (unit := self.written.get(written.removesuffix(distance))):
            return Measured(f"{unit}.{self.written[distance]}")
        return Measured("count", written) if _is_classifier(written) else None

    def _divided(self, top: str, bottom: str) -> Measured | None:
        """``元/亩``, ``吨标准煤/万元`` (the value is divided), ``元/家``."""
        multiplier, per = self.number(bottom)
        divisor = numerals.parse(multiplier) if multiplier else Decimal(1)
        if not top or divisor is None or not divisor:
            return None
        if unit := self.written.get(f"{top}/{per}"):
            return Measured(unit, divisor=divisor)
        over = self.unit(top)
        under = dict(self.per).get(per, "count" if _is_classifier(per) else None)
        if over is None or under is None:
            return None
        unit = f"{over.unit}/{under}" if under else over.unit  # 5万元/次 stays in CNY
        return Measured(unit, over.classifier, divisor)


def is_word(text: str, longest: int) -> bool:
    """Whether ``text`` is letters or Chinese characters, and none of them a numeral."""
    return len(text) <= longest and text.isalpha() and numerals.NUMERAL_CHARACTERS.isdisjoint(text)


def _is_classifier(text: str) -> bool:
    """A short word, which may have another in brackets after it: ``台（套）``."""
    word, opening, other = text.partition("（")
    other_is_closed = other.endswith("）") and other.count("）") == 1 and len(other) > 1
    is_plain = is_word(word, 4) and word not in RUNS and not set(word) & set(TO)
    return is_plain and (other_is_closed or not opening)
