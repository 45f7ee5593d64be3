"""What extraction leaves: letters that are set apart, and lines that end with the page or at a link.

A line is set apart where most of its Chinese characters have blanks between them; a few words with
blanks, as a title has, are not. Full lines are joined only in a text whose lines are mostly of one length,
lines that stop inside a sentence in any other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from .split import paragraph_offsets

Change = tuple[int, int, str]
"""``(start, end, after)``: what replaces ``raw[start:end]``."""

BLANKS = " \t\r\u00a0\u3000\ufeff" + "".join(map(chr, range(0x2000, 0x200C)))
_BLANK = re.compile(f"[{BLANKS}]+")
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
_CLOSING = "”’）》)"
_HALTS = "“‘（《，、"
"""Marks that end no line but a broken one."""
_GOES_ON = "，、。；：！？”’）》"
"""Marks that open no line but the rest of a broken one."""
_SEVERAL = 3
"""How many lines a text has at the least that surely are broken, before others are held for that."""
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
    """The changes that join lines to one: those of a printed page, or those that a link broke."""
    lines = [(a, b) for a, b in paragraph_offsets(raw) if raw[a:b].strip(BLANKS)]
    lengths = [len(_BLANK.sub("", raw[a:b])) for a, b in lines]
    full = _full(lengths)
    joined = _printed(raw, lines, lengths, full) if full else _broken(raw, lines, lengths)
    for n in joined:
        start, end = lines[n]
        yield start + len(raw[start:end].rstrip(BLANKS)), lines[n + 1][0], ""


def _full(lengths: Sequence[int]) -> int:
    """How long a full line is at the least; 0 in a text whose lines do not end with a page."""
    told = sorted(length for length in lengths if length >= _LEAST_LENGTH)
    width = told[len(told) * 9 // 10] if len(told) >= _LEAST_LINES else 0
    full = width * 4 // 5
    if not 0 < width <= _LONGEST or 2 * sum(full <= n <= width + full for n in told) < len(told):
        return 0
    return full


def _printed(
    raw: str, lines: Sequence[tuple[int, int]], lengths: Sequence[int], full: int
) -> Iterator[int]:
    """The full lines that end no sentence, before one that opens nothing."""
    for n, (start, end) in enumerate(lines[:-1]):
        is_full = lengths[n] >= full and not raw[start:end].rstrip(BLANKS).endswith(_ENDS)
        if is_full and not _OPENS.match(raw[slice(*lines[n + 1])].strip(BLANKS)):
            yield n


def _broken(raw: str, lines: Sequence[tuple[int, int]], lengths: Sequence[int]) -> Iterator[int]:
    """The lines that stop inside a sentence, since the words after them were a link.

    What follows an open mark or a comma, or begins with a closing mark, is surely the rest. In a text with
    several such lines, so is what follows a paragraph that ends no sentence.
    """
    texts = [raw[a:b].strip(BLANKS) for a, b in lines]
    sure = [_is_rest(text, after) for text, after in pairwise(texts)]
    is_often = sum(sure) >= _SEVERAL
    is_prose = False
    for n, (text, after) in enumerate(pairwise(texts)):
        is_prose = is_prose or lengths[n] > _LONGEST or any(c in text for c in "，。；")
        is_open = is_prose and not text.rstrip(_CLOSING).endswith(_ENDS)
        if sure[n] or (is_often and is_open and _may_go_on(text, after)):
            yield n
        else:
            is_prose = False


def _is_rest(text: str, after: str) -> bool:
    """Whether ``after`` is surely the rest of ``text``, by the marks at which they are cut."""
    if text.rstrip(_CLOSING).endswith(_ENDS) or _OPENS.match(after):
        return False
    return text[-1] in _HALTS or after[0] in _GOES_ON


def _may_go_on(text: str, after: str) -> bool:
    """Whether ``after`` may be the rest of ``text``: it opens nothing, is no address and no cell."""
    is_address = len(after) < _LEAST_LENGTH and after[-1] in "：:"
    return not (_OPENS.match(after) or is_address or _are_words(text[-1], after[0]))
