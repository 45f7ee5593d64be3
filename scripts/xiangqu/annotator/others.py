"""What numerals are that are no quantities: times, names, orders, enumerators, words."""

from __future__ import annotations

import re
from typing import Any

from .lexicon import Ends, Starts, plain
from .number import Found
from .times import Times

_LATIN = re.compile("[A-Za-z+_]$|[A-Za-z][./-]$")
_LATIN_CODE = re.compile(r"[0-9.+-]+[0-9A-Za-z]*")
_MEASURED = re.compile(r"[0-9.]*[万亿元%％吨人]")
_UNIT = re.compile("[%％万亿元吨亩]|个百分点|平方|公里|小时|分钟|千瓦|美元")
_QUANTITY = re.compile(rf"[0-9.,，]+(?:{_UNIT.pattern})")
_CONGRESS = re.compile("十[六七八九]大|二十大|[一二三四五六七八九十]+届")
_GENERATION = re.compile("[0-9]0后(?!来)")
_PHONE = re.compile(
    r"0[0-9]{2,3}-[0-9]{7,8}|1[0-9]{10}"
    r"|[0-9]{6,}(?![0-9,.，．%％]| *[万亿元吨人平公户亩个立名千]| *美元)"
)
_LETTER_UNIT = re.compile(
    r"[0-9.]+ ?(?:[kmcM]?m|kg|[kMG]Wh?|k?V|[kM]VA|TEU|[GTP]B|[MG]bps|m[²2³3]|ha|t|dB)(?![A-Za-z0-9])"
)
_CODE = re.compile(r"[0-9]+(?:[A-Za-z#]+[0-9A-Za-z]*|(?:\+[0-9A-ZN]+)+)")
_DIGITS = re.compile(r"[0-9０-９]+(?:[.．·][0-9]+)*")
_ENUMERATOR = re.compile(
    "[0-9]{1,2}[.．、)）](?![0-9])|[0-9]{1,2}(?=）)|[①-⑳]"
    "|[一二三四五六七八九十]+(?:、|是(?!否)|要(?=[^素求领])|[)）])"
)
_OPENS = re.compile(r"(?:^|[。；：！？;:\n（(，]|[①-⑳])[ \u3000“（(]*$")
_N = "[一二三四五六七八九十两双百千万]"
_BETWEEN = f"[^，。、；：“”（）0-9 {_N[1:-1]}]{{1,2}}"
_FORMULA = re.compile(f"{_N}{_BETWEEN}{_N}[^，。；：“”（）个家项户名亿元]{{0,2}}")
_IN_QUOTES = re.compile("“[^”，。；]{0,12}$")
_SHORT_QUOTE = re.compile("“[^”“]{0,8}$")
_WHEN = re.compile("[^，。；]{0,2}(?:季度|个月|年|天|日|月)")
_MEASURES = ("公里", "小时", "分钟", "元", "%")
_WORDS = ("一", "半", "百", "千", "万", "亿", "零", "双", "千百")
_AFTER_PLACE = ("", "，", "。", "、", "；", "）", "的", "和", "”")


class Others:
    """Readings before quantities are thought of (`first`), and after (`last`)."""

    def __init__(self, rules: dict[str, Any]) -> None:
        lexical = [(w, "name") for w in rules["names"]] + [(w, "word") for w in rules["words"]]
        self._lexical = Starts(lexical)
        self._initials = frozenset(word[0] for word, _ in lexical)
        self._times = Times(rules)
        self._ordinal_after = Starts(plain(rules["ordinal_after"]))
        self._rank_before = Ends(plain(rules["rank_before"]))

    def first(self, text: str, start: int, end: int) -> Found | None:
        """What is no quantity whatever follows: words, dates, codes, orders, enumerators."""
        before = text[start - 1] if start else ""
        if before in ("第", "前") and not self.is_rank(text, start - 1, end):
            return self._order(text, start, end)
        if not text[start].isascii() and (word := self._lexicon(text, start, end)):
            return word
        if _LATIN.search(text, max(start - 2, 0), start):
            return self._latin(text, start, end)
        if before in ("〔", "〕", "[", "［") and not _MEASURED.match(text, end):
            return Found(start, end, "name")
        if congress := _CONGRESS.match(text, start):
            return Found(start, congress.end(), "ordinal")
        time = self._times.at(text, start)
        if time is None and self._is_quoted(text, start, end):
            return Found(start, end, "name")
        opens = _OPENS.search(text, max(start - 3, 0), start)
        if opens and (enumerator := _ENUMERATOR.match(text, start)):
            return Found(start, enumerator.end(), "enumerator")
        if time is not None:
            return Found(start, time, "time")
        return self._code(text, start, end) if text[start].isascii() else None

    def last(self, text: str, start: int, end: int) -> Found:
        """What a numeral is that was read as nothing else."""
        if "①" <= text[start] <= "⑳":
            return Found(start, end, "enumerator")
        if text[start - 1 : start] == "第":
            return Found(start, end, "ordinal")
        if digits := _DIGITS.match(text, start):
            return Found(start, digits.end(), "name")
        return Found(start, end, "word" if text[start:end] in _WORDS else "name")

    def is_rank(self, text: str, start: int, end: int) -> bool:
        """Whether 第N or 前N at ``text[start:end]`` is a place in an order of merit."""
        after = text[end : end + 1]
        listed = self._rank_before.at(text, start) is not None
        if text[start] == "前":
            return not _WHEN.match(text, end) and after not in ("后", "述", "期") and (
                listed or after in ("位", "名", "强")
            )  # fmt: skip
        if after in ("位", "名"):
            return listed or text[end + 1 : end + 2] in _AFTER_PLACE
        if self._ordinal_after.at(text, end):
            return False
        return listed and (not after.isalnum() or after in "的和并且居获")

    def measured(self, text: str, start: int, end: int) -> bool:
        """Whether ``一`` with a unit is a number and no article: “一公里”, 近一公里."""
        unit = next((u for u in _MEASURES if text.startswith(u, end)), "")
        after = text[end + len(unit) : end + len(unit) + 1]
        return text[start - 1 : start] in ("“", "近", "约", "达") and after in (
            "”",
            "，",
            "。",
            "的",
        )

    def _lexicon(self, text: str, start: int, end: int) -> Found | None:
        """A listed word or name that takes in the numeral, or a quoted formula: 三清三建."""
        for at in range(start, max(start - 4, -1), -1):
            word = self._lexical.at(text, at) if text[at] in self._initials else None
            if word and at + len(word[0]) > start:
                return Found(start, max(at + len(word[0]), end), word[1])
        formula = _FORMULA.match(text, start)
        if formula and _IN_QUOTES.search(text, max(start - 14, 0), start):
            return Found(start, max(formula.end(), end), "name")
        return None

    def _order(self, text: str, start: int, end: int) -> Found:
        if text[start - 1] == "第":
            return Found(start, end, "ordinal")
        when = _WHEN.match(text, end)
        return Found(start, when.end(), "time") if when else Found(start, end, "name")

    def _latin(self, text: str, start: int, end: int) -> Found | None:
        """A number that letters run into: PM2.5, G107; but not GDP6%."""
        code = _LATIN_CODE.match(text, start)
        stop = code.end() if code else end
        word = text[start - 2 : start]
        if _UNIT.match(text, stop) and "." not in word and (word.isalpha() or text[stop] in "%％"):
            return None
        return Found(start, max(stop, end), "name")

    def _code(self, text: str, start: int, end: int) -> Found | None:
        """``1080B``, ``1+4+2``, telephone numbers, ``80后``, ``7×24``."""
        if "×" in (text[start - 1 : start], text[end : end + 1]):
            return Found(start, end, "name")
        code = _PHONE.match(text, start) or _GENERATION.match(text, start)
        if code is None and not _LETTER_UNIT.match(text, start):
            code = _CODE.match(text, start)
        return Found(start, code.end(), "name") if code else None

    def _is_quoted(self, text: str, start: int, end: int) -> bool:
        """Whether the numeral stands in a short quotation, which makes it a name: “311”, “九类”."""
        opened = _SHORT_QUOTE.search(text, max(start - 9, 0), start)
        close = text.find("”", end, end + 9) if opened else -1
        if opened is None or close < 0 or _QUANTITY.match(text, start):
            return False
        return not (opened.end() - opened.start() == 1 and text[end:close] in _MEASURES)
