"""The cleaning rules: edits that they propose for the characters and Markdown marks of a seed.

Rules propose; ``corpus/curated/<document>/edits.jsonl`` decides. The names of the rules are
those of ``schema/vocabularies/edit-rules.json``. Text is never normalized by NFKC, which would rewrite
``①`` and ``︰``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ..annotation.records import Edit
from .numerals import NUMERAL_CHARACTERS

FULLWIDTH = dict(zip(",:;!?()", "，：；！？（）", strict=True))
_CHINESE_CHARACTER = re.compile(  # 湘 、 ， “ — …
    r"[\u3400-\u9fff\u3001-\u301f\uff01-\uff5e\u2018-\u201d\u2014\u2026]"
)

_LONG = 200
"""How long a line is, in characters, that holds several paragraphs, each with its indent."""
_BLANK = "[ \\t\\r\u00a0\u3000]"
_PATTERNS = {
    # blank lines and indents at both ends of a file, and a byte order mark
    "file-edge": re.compile(rf"\A(?:\ufeff|{_BLANK}|\n)+|(?:{_BLANK}*\n)+{_BLANK}*\Z|{_BLANK}+\Z"),
    # the empty lines between two paragraphs, but not the line break
    "blank-line": re.compile(rf"(?<=\S){_BLANK}*(?:\n{_BLANK}*)+(?=\n{_BLANK}*\S)"),
    # the indent of a line, and blanks at its end
    "line-edge": re.compile(rf"(?<=\n){_BLANK}+(?=\S)|(?<=\S){_BLANK}+(?=\n{_BLANK}*\S)"),
    # the indent of a paragraph that stands in the middle of a line: 。　　二是
    "inline-indent": re.compile(r"(?<=[^\s])[ \t]*(?:\u3000{2,}|\t)[ \t\u3000]*(?=\S)"),
    "markdown-heading": re.compile(r"(?m)^(?:#{1,6} +)+"),  # "## " of "## 标题"
    "markdown-strong": re.compile(r"\*\*"),  # both of **回顾**
    "fullwidth-punctuation": re.compile(r"[,:;!?()]"),  # the comma of 增长8.1%,总量
    "ratio-colon": re.compile("\ufe30"),  # ︰ of 1︰22.6
}


def touches_number(raw: str, start: int, end: int, after: str) -> bool:
    """Whether replacing ``raw[start:end]`` by ``after`` changes or adjoins a numeral character."""
    neighbours = raw[max(start - 1, 0) : end + 1]
    return any(c in NUMERAL_CHARACTERS for c in neighbours + after)


def propose(raw: str, others: Iterable[Edit] = ()) -> list[Edit]:
    """The edits of every rule on the seed ``raw``, and ``others`` that set aside whole lines of it.

    They are in raw order and do not overlap: where two would, the first counts, and of two that begin
    at one place the longer one.
    """
    edits = [
        Edit(start, end, raw[start:end], after, rule, None, touches_number(raw, start, end, after))
        for rule in _PATTERNS
        for start, end, after in _matches(rule, raw)
    ]
    return list(_apart(sorted([*edits, *others], key=lambda e: (e.source_start, -e.source_end))))


def _apart(edits: Iterable[Edit]) -> Iterator[Edit]:
    """The first of edits that overlap: an indent at the start of the file is of both edge rules."""
    end = 0
    for edit in edits:
        if edit.source_start >= end:
            yield edit
            end = edit.source_end


def _matches(rule: str, raw: str) -> Iterator[tuple[int, int, str]]:
    for match in _PATTERNS[rule].finditer(raw):
        start, end = match.span()
        if rule == "ratio-colon":
            yield start, end, "\u2236"
        elif rule == "inline-indent":
            if _is_long(raw, start):
                yield start, end, "\n"
        elif rule != "fullwidth-punctuation":
            yield start, end, ""
        elif _is_chinese_context(raw, start):
            yield start, end, FULLWIDTH[match.group()]


def _is_long(raw: str, at: int) -> bool:
    """Whether the line around ``at`` is longer than a row of a table, so that it holds paragraphs."""
    start = raw.rfind("\n", max(at - _LONG, 0), at) + 1 or max(at - _LONG, 0)
    end = raw.find("\n", at, at + _LONG)
    return (end if end >= 0 else min(at + _LONG, len(raw))) - start > _LONG


def _is_chinese_context(raw: str, at: int) -> bool:
    """Whether the punctuation at ``at`` belongs to Chinese text.

    That is, it has Chinese, ``%`` or ``)`` before it or Chinese after it, and does not stand inside a
    number or a Latin word.
    """
    left, right = raw[at - 1 : at] if at else "", raw[at + 1 : at + 2]
    if _is_ascii_word(left) and _is_ascii_word(right):
        return False
    return left in ("%", ")") or any(_CHINESE_CHARACTER.match(c) for c in (left, right) if c)


def _is_ascii_word(c: str) -> bool:
    return c.isascii() and c.isalnum()


def merge(hand: Iterable[Edit], rules: Iterable[Edit]) -> list[Edit]:
    """Hand edits, and the rule edits that none of them overlaps, in raw order."""
    hand = list(hand)
    free = [
        r
        for r in rules
        if not any(h.source_start < r.source_end and r.source_start < h.source_end for h in hand)
    ]
    return sorted([*hand, *free], key=lambda e: (e.source_start, e.source_end))
