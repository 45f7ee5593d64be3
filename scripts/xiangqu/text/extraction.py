"""What the extraction of a printed page leaves: letters that are set apart, and lines that end with the page.

A line is set apart where most of its Chinese characters have blanks between them; a few words with
blanks, as a title has, are not. Lines are joined only in a text whose lines are mostly of one length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .split import paragraph_offsets

Change = tuple[int, int, str]
"""``(start, end, after)``: what replaces ``raw[start:end]``."""

_BLANKS = " \t\r\u00a0\u3000\ufeff" + "".join(map(chr, range(0x2000, 0x200C)))
_BLANK = re.compile(f"[{_BLANKS}]+")
_CHINESE = "\u3400-\u9fff\u3001-\u301f\uff01-\uff5e\u2018-\u201d\u2014\u2026"
_APART = re.compile(rf"(?<=[{_CHINESE}])[ \u00a0]+(?=[{_CHINESE}])")  # 各  位
_TOGETHER = re.compile(f"(?<=[{_CHINESE}])(?=[{_CHINESE}])")  # 各位
_GAP = re.compile(r"(?<=\S)[ \u00a0]+(?=\S)")
_LEAST_APART = 8
"""How many gaps a line that is set apart has at the least: more than a title has."""
_FEW_APART = 3
"""How many it has at the least in a text with `_OFTEN` such lines."""
_OFTEN = 10
_LEAST_LENGTH = 15
"""How long a line is at the least that tells how long a printed line is: rows of tables are shorter."""
_LEAST_LINES = 20
"""How many lines a text has at the least whose lines are joined."""
_LONGEST = 60
"""How long a printed line is at the most, in characters without blanks."""
_ENDS = tuple("。！？：；!?:;")
_OPENS = re.compile(
    r"[一二三四五六七八九十]+[、是]|[（(][一二三四五六七八九十\d]+[）)]|第.{1,3}[章节条]|\d+[.．、]|[—－-]"
)


def letters_together(raw: str) -> Iterator[Change]:
    """The changes that drop the blanks inside lines whose letters are set apart."""
    apart = [(a, b, n) for a, b in paragraph_offsets(raw) if (n := _gaps(raw[a:b])) >= _FEW_APART]
    is_often = sum(n >= _LEAST_APART for *_, n in apart) >= _OFTEN
    for start, end, gaps in apart:
        for gap in _GAP.finditer(raw, start, end) if is_often or gaps >= _LEAST_APART else ():
            if not _are_words(raw[gap.start() - 1], raw[gap.end()]):
                yield gap.start(), gap.end(), ""


def _gaps(line: str) -> int:
    """How many blanks there are between Chinese characters, if there are more than pairs without."""
    gaps = len(_APART.findall(line))
    return gaps if gaps >= _FEW_APART and gaps > len(_TOGETHER.findall(line)) else 0


def _are_words(left: str, right: str) -> bool:
    """Whether both characters are of Latin words or of numbers, which a blank keeps apart."""
    return left.isascii() and left.isalnum() and right.isascii() and right.isalnum()


def lines_together(raw: str) -> Iterator[Change]:
    """The changes that join each full line that ends no sentence to the next one."""
    lines = [(a, b) for a, b in paragraph_offsets(raw) if raw[a:b].strip(_BLANKS)]
    lengths = [len(_BLANK.sub("", raw[a:b])) for a, b in lines]
    told = sorted(length for length in lengths if length >= _LEAST_LENGTH)
    width = told[len(told) * 9 // 10] if len(told) >= _LEAST_LINES else 0
    full = width * 4 // 5
    if not 0 < width <= _LONGEST or 2 * sum(full <= n <= width + full for n in told) < len(told):
        return
    for (start, end), (following, last), length in zip(lines, lines[1:], lengths, strict=False):
        text = raw[start:end].rstrip(_BLANKS)
        opens = _OPENS.match(raw[following:last].strip(_BLANKS))
        if length >= full and not text.endswith(_ENDS) and not opens:
            yield start + len(text), following, ""
