"""What a number counts or measures: a unit, a measure word, or the noun that follows it."""

from __future__ import annotations

import re
from decimal import Decimal

import msgspec
from msgspec.structs import replace

from ..annotation.vocabulary import Term
from .reading import AT, BLANK, CHINESE, is_arabic, multiplier, parse
from .rules import Prefixes, Rules, any_ending_at, any_of, plain

_SPACES = re.compile(f"{BLANK}*")
_HAN = "[\u3400-\u9fff]"
_WORD = re.compile(f"(?:(?![{CHINESE}]){_HAN}){{1,4}}")
_LATIN = re.compile("[A-Za-zµμΩ]{1,4}(?![A-Za-z0-9/])")  # ppm
_SMALL_LATIN = re.compile("[a-zµμ][A-Za-z]")
_VERSION = re.compile(r"[0-9]\.0")  # 2.0 of 数字政府2.0建设
_BRACKET = re.compile(f"（({_HAN}{{1,2}})）")  # （套）, after 台
_JOINED = ("第", "（", "(", "-", "—", "～")
"""What makes a name of a number before a noun: 第12村."""
_ONE = Decimal(1)


class Counted(msgspec.Struct, frozen=True):
    """A unit, the measure word of a ``count``, and the offset in the text where they end.

    The value is to be divided by ``divisor``: 10000 of 吨标准煤/万元. ``doubt`` as of a `Reading`.
    """

    unit: str
    classifier: str | None
    end: int
    divisor: Decimal = _ONE
    doubt: str | None = None


class UnitGrammar:
    """Units and measure words, from the vocabulary of units and ``schema/rules/quantities.json``."""

    def __init__(self, rules: Rules, units: dict[str, Term]) -> None:
        self.units = Prefixes((w, u) for u, term in units.items() for w in term["written"])
        self._listed = frozenset(units)
        self._distances = Prefixes(rules["distances"].items())
        self._scaled: Prefixes[list[str]] = Prefixes(rules["scaled_units"].items())
        self.per = Prefixes(rules["per"].items())
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
        self._classes = tuple(rules["class_suffixes"])
        self._no_counters = Prefixes(plain(rules["no_counters"]))
        self._after_counters = Prefixes(plain(rules["after_counters"]))
        self._milestones = Prefixes(plain(rules["milestones"]))
        self._thresholds = tuple(rules["thresholds"])
        # 投资, before 3亿; the end of a sentence lies between it and the next
        self._money = re.compile(f"{any_of(rules['money_cues'])}[^。；！？]*$")
        self._people = re.compile(f"{any_of(rules['people_cues'])}[^。；！？]*$")
        self._people_after = re.compile(f"[^，。；！？]*{any_of(rules['people_cues'])}")
        self._rates = re.compile(f"{any_of(rules['rate_cues'])}[^，。；！？]*$")
        self._approximators = any_ending_at(rules["approximators"], "(?<![{}])")

    def at(
        self, text: str, start: int, end: int, digits: str, more: bool = False
    ) -> Counted | None:
        """What the number ``digits`` at ``text[start:end]`` counts; ``more``: 多 or 余 follows it."""
        blank = _SPACES.match(text, end)
        at = blank.end() if blank else end
        arabic = is_arabic(digits)
        counted = self._written(text, start, at, arabic)
        # A bare 百 or 万 is a number in 近百家, 百余家 and 亿元以上 only; 百大 is always a title.
        if digits[0] in "百千万亿" and not self._is_bare_number(text, start, at, counted, more):
            return None
        if counted:
            return None if text.startswith(self._classes, counted.end) else counted
        if arabic:
            return self._unwritten(text, start, at, digits)
        if digits[0] in "百千" and digits[-1] == "亿" and not self._is_name(text, at):
            return self._bare(text, start, at, digits)  # 超千亿
        is_number = len(digits) > 1 and digits[0] != "十"  # 十三师 is a name
        return self._proposed(text, start, at, digits) if is_number else None

    def _is_name(self, text: str, at: int) -> bool:
        """Whether what follows a bare 千亿 makes a name of it: 千亿级, 千亿企业, but not 千亿大关."""
        after = text[at : at + 1]
        return "\u3400" <= after <= "\u9fff" and not self._milestones.at(text, at)

    def measure_word(self, text: str, start: int) -> str | None:
        """The measure word at ``start``, of those that a Chinese numeral may have."""
        word = self._chinese_classifiers.at(text, start)
        return word[0] if word else None

    def of_nothing(self, text: str, start: int) -> str:
        """The unit of a 0 at ``start`` that has none: % after 发生率降至, CNY after 债务为."""
        if self._rates.search(text, max(start - 12, 0), start):
            return "%"
        return "CNY" if self._money.search(text, max(start - 12, 0), start) else "count"

    def _written(self, text: str, start: int, at: int, arabic: bool) -> Counted | None:
        """The unit or the measure word that is written at ``at``, and what it is divided by."""
        if part := self._scaled.at(text, at):  # 20个基点
            return Counted(part[1][0], None, at + len(part[0]), Decimal(part[1][1]))
        unit = self.units.at(text, at)
        if unit and self._is_unit(text, start, at, unit[0]):
            end = at + len(unit[0])
            if distance := self._distances.at(text, end):  # 吨公里
                return Counted(f"{unit[1]}.{distance[1]}", None, end + len(distance[0]))
            return self._divided(text, at, Counted(unit[1], None, end))
        word = self._classifier(text, at, arabic)
        if word is None:
            return None
        return self._divided(text, at, Counted("count", word, at + len(word)))

    def _is_bare_number(
        self, text: str, start: int, at: int, counted: Counted | None, more: bool
    ) -> bool:
        """Whether 百, 千, 万 or 亿 without a digit is a number here."""
        if text.startswith("大", at) and not self._milestones.at(text, at):
            return False
        if counted and text.startswith(self._thresholds, counted.end):
            return True
        return more or bool(self._approximators.search(text, max(start - 4, 0), start))

    def _is_unit(self, text: str, start: int, at: int, word: str) -> bool:
        """Whether the written unit ``word`` at ``at`` is one here, and no part of another word."""
        after = text[at + len(word) : at + len(word) + 1]
        if word == "度":  # of electricity, which is said beside it; else an angle, a year, a degree
            return after == "电" or "电" in text[max(start - 8, 0) : start]
        return not after or after not in self._not_before.get(word, "")

    def _divided(self, text: str, at: int, counted: Counted) -> Counted:
        """``counted``, which is written at ``at``, divided by what follows: 元/亩, 吨/万元, 毫克每升."""
        if text[counted.end : counted.end + 1] not in ("/", "／", "每"):
            return counted
        number = AT.match(text, counted.end + 1)
        divisor = parse(number[0]) if number else _ONE
        below = number.end() if number else counted.end + 1
        if not divisor or (number and is_arabic(number[0])):
            return counted
        per = self.per.at(text, below) or self.units.at(text, below)
        if per is None and (word := self._classifier(text, below, arabic=True)):
            per = word, "count"
        if (
            per is None
            or "/" in per[0]
            or (text[counted.end] == "每" and per[1] in ("year", "month", ""))
        ):
            return counted  # 3亿元，每年 without its comma
        if "/" in counted.unit:
            return counted  # 元/人每立方米
        unit = f"{counted.unit}/{per[1]}" if per[1] else counted.unit
        named = self.units.at(f"{text[at : counted.end]}/{per[0]}", 0)
        if named and len(named[0]) == counted.end - at + 1 + len(per[0]):
            unit = named[1]
        doubt = None if unit in self._listed else "unlisted-unit"
        return replace(counted, unit=unit, end=below + len(per[0]), divisor=divisor, doubt=doubt)

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
        if after == "（" and (other := _BRACKET.match(text, at + len(word))):  # 台（套）
            word += other[0] if self._classifiers.at(other[1], 0) else ""
        return word if arabic or self._follows_chinese(text, at, word, after) else None

    def _follows_chinese(self, text: str, at: int, word: str, after: str) -> bool:
        """Whether a Chinese numeral counts with ``word``: not 三次党代会 or 三大攻坚战."""
        if after and after in self._chinese_not_before.get(word, ""):
            return False
        is_slogan = word in self._slogan_classifiers and self._slogan_nouns.at(text, at + len(word))
        return not is_slogan

    def _unwritten(self, text: str, start: int, at: int, digits: str) -> Counted | None:
        """What a number in digits counts that no listed unit or measure word follows."""
        if text.startswith(self._grades, at):
            return None
        if multiplier(digits):
            found = self._proposed(text, start, at, digits)
            return found or self._bare(text, start, at, digits)
        if text[start - 1 : start] in _JOINED or self._places.at(text, at):
            return None
        noun = self._nouns.at(text, at)
        if noun and not (text[at - 1].isspace() and self._is_code(digits)):  # 20806  企业改革补助
            return Counted("count", noun[0], at + len(noun[0]))
        return self._proposed(text, start, at, digits)

    def _proposed(self, text: str, start: int, at: int, digits: str) -> Counted | None:
        """A counter or a unit that no list has, where the words around it leave no better reading.

        What follows a number with a multiplier may be the noun itself (1.12万贫困人口), so only a
        word that ends after one character counts there.
        """
        if latin := _LATIN.match(text, at):
            if digits.isdecimal() and not _SMALL_LATIN.match(latin[0]):
                return None  # 1080B
            return Counted("count", latin[0], at + len(latin[0]), doubt="unlisted-unit")
        run = _WORD.match(text, at)
        if run is None or self._no_counters.at(text, at) or self._is_code(digits):
            return None
        if self._words_like_classifiers.at(text, at) or text[at - 1].isspace():
            return None
        is_cut = len(run[0]) > 2 and not any(
            self._after_counters.at(text, at + length) for length in (1, 2)
        )
        if not digits.isdecimal() and not multiplier(digits) and is_cut:
            return (
                None  # 32.9政府性基金, of a table: of what has no list only measures are in parts
            )
        if _VERSION.fullmatch(digits):
            return None
        ends = len(run[0]) == 1 or self._after_counters.at(text, at + 1) is not None
        if multiplier(digits) and not ends:
            return None
        is_one = ends or len(run[0]) > 2 or self._no_counters.at(text, at + 1) is not None
        length = 1 if is_one else 2
        if self.units.at(run[0][:length], 0):  # 方, of 5方面
            return None
        return Counted("count", run[0][:length], at + length, doubt="unlisted-unit")

    def _is_code(self, digits: str) -> bool:
        """Whether digits look like the number of a line, a year or a case: 12345, 2021, 0102."""
        is_year = len(digits) == 4 and digits.startswith(("19", "20")) and digits[2:] != "00"
        return digits.isdecimal() and (is_year or len(digits) > 4 or digits[0] == "0")

    def _bare(self, text: str, start: int, at: int, digits: str) -> Counted | None:
        """What is counted where no unit is written: ``13.81万贫困人口``, ``1000亿台阶``."""
        is_money = "亿" in digits or self._money.search(text, max(start - 12, 0), start)
        is_people = self._people.search(text, max(start - 20, 0), start) or (
            self._people_after.match(text, at, at + 8)
        )
        unit = "CNY" if is_money and not is_people else "count"
        return Counted(unit, None, at, doubt="no-unit")
