"""Lines of the web page that a text was copied from, which are no part of it: 下载 打印 【字号：大 中 小】.

They are set aside by edits. Lines that say where a text comes from, or when it was published, are kept:
they are of the kind ``source``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..annotation.records import Edit
from ..annotation.repo import Repo
from ..text.clean import touches_number
from ..text.split import paragraph_offsets
from .rules import any_of, load

RULE = "page-furniture"
_BLANKS = " \t\r\u00a0\u3000\ufeff" + "".join(map(chr, range(0x2000, 0x200C)))
_LENGTH = 60
"""How long a line of furniture is at the most."""
_MARKS = r"[\s\d【】\[\]「」<>＞»›|｜/·:：_+-]"
_TITLE = 8
"""How many characters a title has at the least by which the title of the page is known."""
_MENU = 400
"""Over how many lines the menu of a page is looked for."""
_LINK_LENGTH = 14
_LEAST_COPIED = 5
"""How many paragraphs of prose a second copy of the text has at the least."""
_ENDS = tuple("。！？；：")
_PAGE = re.compile(r"[—－-]+ *\d{1,3} *[—－-]+")  # - 1 -
_DATED = re.compile(r"\d{4}[-/.年]")
_ARROWS = (">", "＞", "»", "›")
_CRUMB_LENGTH = 12
"""How long a part of a path is, 首页 > 政务公开 > 报告, where each part has a line of its own."""


class FurnitureRules:
    """The words of ``schema/rules/furniture.json``."""

    def __init__(self, repo: Repo) -> None:
        rules = load(repo, "furniture")
        words = sorted({*rules["controls"], *rules["beside_controls"]}, key=len, reverse=True)
        self._control = re.compile(any_of(rules["controls"]))
        self._whole = re.compile(f"(?:{any_of(words)}|{_MARKS})+")
        self._path = re.compile(any_of(rules["paths"]))
        self._foot = re.compile(any_of(rules["feet"]))

    def edits(self, raw: str) -> Iterator[Edit]:
        """The edits that set aside each run of such lines in ``raw``, with the blank lines around it."""
        lines = [(a, b) for a, b in paragraph_offsets(raw) if raw[a:b].strip(_BLANKS)]
        aside = self._aside([raw[a:b].strip(_BLANKS) for a, b in lines])
        first = 0
        while first < len(lines):
            if not aside[first]:
                first += 1
                continue
            after = first
            while after < len(lines) and aside[after]:
                after += 1
            yield self._edit(raw, lines, first, after)
            first = after

    def _edit(self, raw: str, lines: Sequence[tuple[int, int]], first: int, after: int) -> Edit:
        """The edit of lines ``[first, after)``: up to the next line, or from the end of the last one."""
        start = lines[first][0] if first else 0
        end = lines[after][0] if after < len(lines) else len(raw)
        if first and end == len(raw):
            start = lines[first - 1][0] + len(raw[slice(*lines[first - 1])].rstrip(_BLANKS))
        return Edit(start, end, raw[start:end], "", RULE, None, touches_number(raw, start, end, ""))

    def _aside(self, lines: Sequence[str]) -> list[bool]:
        """Of each line whether it is furniture: by its words, or beside one that is."""
        aside = [self._is_control(line) for line in lines]
        self._follow_paths(lines, aside)
        for n in (*_menu(lines), *self._feet(lines), *_copy(lines)):
            aside[n] = True
        for order in (range(len(lines)), range(len(lines) - 1, -1, -1)):
            beside = False
            for n in order:
                beside = aside[n] or (beside and self._is_of_words(lines[n]))
                aside[n] = beside
        return aside

    def _follow_paths(self, lines: Sequence[str], aside: list[bool]) -> None:
        """Mark the parts of a path that stands over several lines."""
        for n in range(1, len(lines)):
            before = lines[n - 1]
            is_opened = before in _ARROWS or (before[-1] in "：:" and self._path.match(before))
            is_part = is_opened and len(lines[n]) <= _CRUMB_LENGTH
            aside[n] = aside[n] or (aside[n - 1] and bool(is_part or lines[n] in _ARROWS))

    def _feet(self, lines: Sequence[str]) -> Iterator[int]:
        """The foot of the page, with the links before it: after the text, and again after a copy of it.

        Lines with a digit before the foot may be a table or the date of a signature.
        """
        first = next((n for n, line in enumerate(lines) if _is_prose(line)), len(lines))
        is_foot, links = False, first
        for n in range(first, len(lines)):
            if _is_prose(lines[n]):
                is_foot, links = False, n + 1
                continue
            if not is_foot and self._foot.search(lines[n]):
                is_foot = True
                yield from range(links, n)
            if is_foot:
                yield n
            elif not _is_link(lines[n]):
                links = n + 1

    def _is_control(self, line: str) -> bool:
        """Whether a line has nothing but words of furniture, or is a path."""
        if len(line) > _LENGTH:
            return False
        has_control = bool(self._control.search(line)) and self._is_of_words(line)
        return has_control or bool(self._path.match(line) or _PAGE.fullmatch(line))

    def _is_of_words(self, line: str) -> bool:
        return len(line) <= _LENGTH and bool(self._whole.fullmatch(line))


def _is_prose(line: str) -> bool:
    return len(line) > _LENGTH or line.endswith(_ENDS)


def _is_link(line: str) -> bool:
    """Whether a line may be a link: short, without a digit and without a mark of a sentence."""
    return len(line) <= _LINK_LENGTH and not any(c.isdecimal() or c in "：:；，)）" for c in line)


def _copy(lines: Sequence[str]) -> range:
    """A second copy of the text, as pages for phones have, with what stands before it: from after the
    first copy to the last paragraph that repeats.
    """
    seen: dict[str, int] = {}
    again: list[tuple[int, int]] = []
    for n, line in enumerate(lines):
        if len(line) > _LENGTH and seen.setdefault(line, n) != n:
            again.append((n, seen[line]))
    if len(again) < _LEAST_COPIED:
        return range(0)
    start, before = again[0]
    while before and (lines[start - 1] == lines[before - 1] or not _is_prose(lines[start - 1])):
        start, before = start - 1, before - 1
    copy = range(start, again[-1][0] + 1)
    is_whole = 0.9 * sum(len(lines[n]) > _LENGTH for n in copy) <= len(again)
    return copy if is_whole else range(0)


def _menu(lines: Sequence[str]) -> Iterator[int]:
    """The title of the page and the menu after it, where the title of the text stands again below.

    The title of the page begins with it: 2025年统计公报_某市人民政府. Lines with a date are no menu.
    """
    if not lines:
        return
    last = 0
    for n, line in enumerate(lines[1:_MENU], 1):
        if len(line) > _LENGTH or line.endswith(("。", "；")):
            break
        if len(line) >= _TITLE and lines[0].startswith(line):
            last = n
    yield from (n for n in range(last) if n == 0 or not _DATED.search(lines[n]))
