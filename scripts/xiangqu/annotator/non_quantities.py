"""Labels for numerals that are not quantities: times, names, ordinals, enumerators and words."""

from __future__ import annotations

import re

from ..annotation.repo import Repo
from ..annotation.vocabulary import vocabulary
from .dates import DateGrammar
from .reading import Reading
from .rules import Prefixes, Suffixes, any_of, load, plain

_LATIN = re.compile("[A-Za-z+_]$|[A-Za-z][./-]$")  # before 2.5 of PM2.5
_LATIN_CODE = re.compile(r"[0-9.+-]+[0-9A-Za-z]*")  # 2.5 of PM2.5, 107 of G107
_CONGRESS = re.compile("十[六七八九]大|二十大|[一二三四五六七八九十]+届")  # 十九大, 第十四届
_MEETING = re.compile(  # 十六届|三次会议, 九届|七次、八次全会, 三中 of 二中、三中全会
    "(?:(?<=[大届协])|(?<=次、))[一二三四五六七八九十]+次(?=[、和全会])"
    "|[一二三四五六七八九]中(?:[、和及][一二三四五六七八九]中)*全会"
)
_CAMPAIGN = re.compile(  # 三年攻坚行动, 三年倍增计划
    "(?:[0-9]{1,2}|[一二三四五六七八九十两]+)年"
    "(?:[\u4e00-\u9fff]{0,4}(?:行动|攻坚)|[\u4e00-\u9fff]{1,4}计划(?![\u4e00-\u9fff]))"
)
_FOOTNOTE = re.compile(r"[0-9]{1,3}[〕］\]】]")  # 12], after [
_CHAPTER = re.compile("第[0-9一二三四五六七八九十百]+(?:[章节篇条]|部分)|专栏[0-9]")
_QUARTER = "季度"
_FIVE_YEARS = "个五年规划", "个五年计划"
_GENERATION = re.compile("[0-9]0后(?!来)")  # 80后
_LETTER_UNIT = re.compile(  # 220kV, 12.5 km
    r"[0-9.]+ ?(?:[kmcM]?m|kg|[kMG]Wh?|k?V|[kM]VA|TEU|[GTP]B|[MG]bps|m[²2³3]|ha|t|dB)(?![A-Za-z0-9])"
)
_CODE = re.compile(r"[0-9]+(?:[A-Za-z#]+[0-9A-Za-z]*|(?:\+[0-9A-ZN]+)+)")  # 1080B, 1+4+2
_DIGITS = re.compile(r"[0-9０-９]+(?:[.．·][0-9]+)*")  # 3·15
_ITEM = re.compile("[一二三四五六七八九十]+、")  # 三十一、 at the start of a paragraph, not 十一
_ENUMERATOR = re.compile(  # 1., 2）, ①, 一、, 一是, 一要, but not 一是否 or 一要求
    "[0-9]{1,2}[.．、)）](?![0-9])|[0-9]{1,2}(?=）)|[①-⑳]"
    "|[一二三四五六七八九十]+(?:、|是(?!否)|要(?=[^素求领])|[)）])"
)
_ITEM_OF_YEAR = re.compile(
    r"[0-9]{1,2}[.．](?:19|20)[0-9]{2}年"
)  # 19.2026年, of a table of contents
_OPENS = re.compile(r"(?:^|[。；：！？;:\n（(，]|[①-⑳])[ \u3000“（(]*$")  # before an enumerator
_N = "一二三四五六七八九十两双百千万"
_ADDRESS = re.compile("[0-9]+[栋幢座](?=[0-9]+(?:单元|室|号))")  # 3栋, before 2单元
_IN_QUOTES = re.compile("“[^”，。；]{0,12}$")  # “狠抓, before 三清三建”
_CLAUSE = re.compile("[，。；！？]")
_BRACKETS = ("〔", "〕", "[", "［", "【")
_SHORT_QUOTE = re.compile("“[^”“]{0,8}$")  # “, before 311”


class NonQuantities:
    """Readings before a quantity is considered (`first`), and after (`last`)."""

    def __init__(self, repo: Repo) -> None:
        rules = load(repo, "non-quantities")
        # names first: of a word in both lists the first meaning counts
        lexical = [(w, "name") for w in rules["names"]] + [(w, "word") for w in rules["words"]]
        self._lexical = Prefixes(lexical)
        self._initials = frozenset(word[0] for word, _ in lexical)
        self._lone_words = frozenset(rules["lone_words"])
        self._dates = DateGrammar(repo)
        self._ordinal_after = Prefixes(plain(rules["ordinal_after"]))
        self._rank_before = Suffixes(plain(rules["rank_before"]))
        self._rank_suffixes = tuple(rules["rank_suffixes"])
        self._rank_suffix_followed_by = ("", *rules["rank_suffix_followed_by"])
        self._rank_not_followed_by_word: str = rules["rank_not_followed_by_word"]
        self._top_suffixes = frozenset(rules["top_suffixes"])
        self._top_not_before = frozenset(rules["top_not_before"])
        self._when = re.compile(f"[^，。；]{{0,2}}{any_of(rules['time_units'])}")  # 三个季度
        self._article_units = tuple(rules["article_units"])
        self._article_not_after = frozenset(rules["article_not_after"])
        self._article_not_before = frozenset(rules["article_not_before"])
        units = (w for term in vocabulary(repo, "units").terms.values() for w in term["written"])
        # 220kV, 12.5 km; a unit that is not listed has small letters: 35ppm
        self._letter_unit = re.compile(
            rf"[0-9.]+ ?(?:[a-zµμ][A-Za-z]|{any_of(w for w in units if w[0].isascii())}(?![A-Za-z0-9]))"
        )
        self._labels = Suffixes(plain(rules["number_labels"]))
        amounts: dict[str, list[str]] = rules["amounts_after_labels"]
        # 428万, after 电话
        self._amounts = {w: re.compile(f"[0-9.]+{any_of(units)}") for w, units in amounts.items()}
        self._service = re.compile("|".join(rules["service_numbers"]))
        # 10万人 of 每10万人口
        self._denominator = re.compile(f"[0-9]+[百千万]{any_of(rules['denominators'])}")
        self._no_order = Suffixes(plain(rules["no_order_before"]))
        unit = any_of(rules["amount_units"])
        self._unit = re.compile(unit)
        self._amount = re.compile(f"[0-9.,，]+{unit}")  # 3% of “3%左右”
        # 万元, after a bracket and a digit
        self._bracketed = re.compile(f"[0-9.]*{any_of(rules['bracketed_units'])}")
        self._long_number = re.compile(  # 0730-8888888, 13800000000, 430602
            r"0[0-9]{2,3}-[0-9]{7,8}|1[0-9]{10}"
            rf"|[0-9]{{6,}}(?![0-9,.，．%％]| *{any_of(rules['long_number_units'])})"
        )
        self._phase = re.compile(f"[一二三四五六]期(?={any_of(rules['phases'])})")
        between = f"[^，。、；：“”（）0-9 {_N}]{{1,2}}"
        self._formula = re.compile(  # 三清三建
            f"[{_N}]{between}[{_N}][^，。；：“”（）{rules['formula_not']}]{{0,2}}"
        )

    def first(self, text: str, start: int, end: int) -> Reading | None:
        """What is not a quantity whatever follows: words, dates, codes, ordinals, enumerators.

        The order must stay: a word or a code takes in a numeral that would be a date or an enumerator
        by itself (一路 of 一带一路), and a quotation makes a name of an enumerator but not of a date.
        """
        if "①" <= text[start] <= "⑳":
            return Reading(start, end, "enumerator")
        before = text[start - 1] if start else ""
        is_order = before in ("第", "前") and not self._no_order.at(text, start)
        if is_order and not self.is_rank(text, start - 1, end):
            return self._ordinal(text, start, end)
        if start == 0 and (item := _ITEM.match(text)):
            return Reading(start, item.end(), "enumerator")
        if _MEETING.match(text, start) or self._phase.match(text, start):
            return Reading(start, end, "ordinal")
        if text.startswith(_QUARTER, end) and (quarter := self._dates.at(text, start)):
            return Reading(start, quarter, "time")  # not 四季
        if not text[start].isascii() and (word := self._word(text, start, end)):
            return word
        if _LATIN.search(text, max(start - 2, 0), start):
            return self._latin(text, start, end)
        if before in _BRACKETS and (bracketed := self._in_brackets(text, start, end)):
            return bracketed
        if congress := _CONGRESS.match(text, start):
            return Reading(start, congress.end(), "ordinal")
        if (campaign := _CAMPAIGN.match(text, start)) and not self._dates.is_said(text, start):
            return Reading(start, campaign.end(), "name")
        time = self._dates.at(text, start)
        if time is None and self._is_quoted(text, start, end):
            return Reading(start, end, "name")
        opens = _OPENS.search(text, max(start - 3, 0), start)
        if opens and (enumerator := _ENUMERATOR.match(text, start)):
            return Reading(start, enumerator.end(), "enumerator")
        if time is not None:
            return Reading(start, time, "time")
        return self._code(text, start, end) if text[start].isascii() else None

    def last(self, text: str, start: int, end: int) -> Reading:
        """The label of a numeral that was read as nothing else."""
        if text[start - 1 : start] == "第":
            return Reading(start, end, "ordinal")
        if digits := _DIGITS.match(text, start):
            return Reading(start, digits.end(), "name")
        is_unit = text[start] in "百千万亿" and text[start - 1 : start] in ("每", "（", "(")
        is_word = text[start:end] in self._lone_words and not is_unit  # 每千人口, （亿元）
        return Reading(start, end, "word" if is_word else "name")

    def is_rank(self, text: str, start: int, end: int) -> bool:
        """Whether 第N or 前N at ``text[start:end]`` is a place in an order of merit."""
        after = text[end : end + 1]
        listed = self._rank_before.at(text, start) is not None
        if text[start] == "前":
            if self._when.match(text, end) or after in self._top_not_before:
                return False
            return listed or after in self._top_suffixes
        if after in self._rank_suffixes:
            return listed or text[end + 1 : end + 2] in self._rank_suffix_followed_by
        if self._ordinal_after.at(text, end):
            return False
        return listed and (not after.isalnum() or after in self._rank_not_followed_by_word)

    def end_of_rank(self, text: str, end: int) -> int:
        """Where a rank ends whose number ends at ``end``: 第3位."""
        return end + 1 if text.startswith(self._rank_suffixes, end) else end

    def is_stressed(self, text: str, start: int, end: int) -> bool:
        """Whether 一 with a unit is a number, not an article: “一公里”, 近一公里, 超过一年."""
        if self._dates.is_duration(text, start):
            return True
        unit = next((u for u in self._article_units if text.startswith(u, end)), "")
        after = text[end + len(unit) : end + len(unit) + 1]
        is_marked = text[start - 1 : start] in self._article_not_after
        return is_marked and after in self._article_not_before

    def _word(self, text: str, start: int, end: int) -> Reading | None:
        """A listed word or name that takes in the numeral, or a quoted formula: “三清三建”."""
        words = [
            (len(word[0]), at + len(word[0]), word[1])
            for at in range(max(start - 3, 0), start + 1)
            if text[at] in self._initials
            and (word := self._lexical.at(text, at))
            and at + len(word[0]) > start
        ]
        if words:
            _, stop, label = max(words)  # the longest: 多规合一, not 合一
            return Reading(start, max(stop, end), label)
        formula = self._formula.match(text, start)
        if formula and _IN_QUOTES.search(text, max(start - 14, 0), start):
            return Reading(start, max(formula.end(), end), "name")
        return None

    def _ordinal(self, text: str, start: int, end: int) -> Reading:
        """第N, or 前N: 第三次, 前三季度; 第十四 of a plan period."""
        if text.startswith(_FIVE_YEARS, end) and len(text[start:end]) > 1:
            return Reading(start, end, "time")
        if text[start - 1] == "第":
            is_head = start == 1 and _CHAPTER.match(text)
            return Reading(start, end, "enumerator" if is_head else "ordinal")
        when = self._when.match(text, end)
        return Reading(start, when.end(), "time") if when else Reading(start, end, "name")

    def _in_brackets(self, text: str, start: int, end: int) -> Reading | None:
        """A number after a bracket: a footnote, or the year or number of a document, 〔2022〕16号."""
        if _FOOTNOTE.match(text, start):
            return Reading(start, end, "enumerator")
        is_closed = text[start - 1] == "〕"  # 16 of 〔2022〕16号, but not 1家 after a footnote
        if is_closed and text.startswith("号", end):
            return Reading(start, end, "name")
        if is_closed or self._bracketed.match(text, end):
            return None
        is_year = end - start == 4 and text[start:end].isdecimal()
        return Reading(start, end, "time" if is_year else "name")

    def _latin(self, text: str, start: int, end: int) -> Reading | None:
        """A number that letters run into: PM2.5, G107; but not GDP6%."""
        code = _LATIN_CODE.match(text, start)
        stop = code.end() if code else end
        word = text[start - 2 : start]
        is_amount = "." not in word and (word.isalpha() or text[stop : stop + 1] in ("%", "％"))
        if self._unit.match(text, stop) and is_amount:
            return None
        return Reading(start, max(stop, end), "name")

    def _code(self, text: str, start: int, end: int) -> Reading | None:
        """``1080B``, ``1+4+2``, telephone numbers, ``80后``, ``7×24``, and numbers of buildings."""
        if item := _ITEM_OF_YEAR.match(text, start):
            return Reading(start, item.end(), "time")
        label = self._labels.at(text, start)
        amount = self._amounts.get(label[0]) if label else None
        if label and not (amount and amount.match(text, start)):
            is_head = _CHAPTER.match(text) and start == 2  # 专栏1
            return Reading(start, end, "enumerator" if is_head else "name")
        if "×" in (text[start - 1 : start], text[end : end + 1]):
            return Reading(start, end, "name")
        if text[start - 1 : start] == "每" and self._denominator.match(text, start):
            return Reading(start, end, "name")
        code = self._long_number.match(text, start) or _GENERATION.match(text, start)
        code = code or self._service.match(text, start)
        code = code or _ADDRESS.match(text, start)
        if code is None and not self._letter_unit.match(text, start):
            code = _CODE.match(text, start)
        return Reading(start, code.end(), "name") if code else None

    def _is_quoted(self, text: str, start: int, end: int) -> bool:
        """Whether the numeral stands in a short quotation, which makes it a name: “311”, “九类”."""
        opened = _SHORT_QUOTE.search(text, max(start - 9, 0), start)
        close = text.find("”", end, end + 9) if opened else -1
        if opened is None or close < 0 or self._amount.match(text, start):
            return False
        if _CLAUSE.search(text, opened.start(), close):  # “一株苗能结60多粒，收成很好”
            return False
        return not (opened.end() - opened.start() == 1 and text[end:close] in self._article_units)
