"""Kinds of paragraphs: title, byline, source, caption, heading, note and body.

The kind of a line depends on the words that open or end it, on its length, and on what stands before it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set

from ..text.split import sentences
from .headings import is_numbered
from .rules import Rules

_NAMES = re.compile(r"\w{2,3}(?:[ 　]+\w{1,3})+")  # 本报记者 张三 李四
_NAMES_LENGTH = 40
_OPEN_END = tuple("。！？；：，…—")
"""What ends a line that is no heading, title or byline."""
_TEXT = ("body", "heading", "note")


class KindRules:
    """The words and lengths of ``schema/rules/sections.json`` that tell the kind of a line."""

    def __init__(self, rules: Rules) -> None:
        self._lengths: Mapping[str, int] = rules["lengths"]
        self._source = tuple(rules["source"])
        self._byline = tuple(rules["byline"])
        self._offices = tuple(rules["offices"])
        self._address = tuple(rules["address"])
        self._caption_marks = tuple(rules["caption_marks"])
        self._caption_ends = tuple(rules["caption_ends"])
        self._annex = tuple(rules["annex"])

    def kinds(self, lines: Sequence[str], marked: Set[int]) -> list[str]:
        """The kind of each line, in text order.

        ``marked``: numbers, from 0, of the lines that had a heading mark.
        """
        kinds: list[str] = []
        seen: set[str] = set()
        in_annex = False
        for n, line in enumerate(lines):
            in_annex = in_annex or self.is_annex(line)
            kind = self._kind(line, n in marked, seen, kinds[-1] if kinds else "")
            kinds.append("note" if in_annex and kind in ("body", "caption") else kind)
            seen.add(kinds[-1])
        return kinds

    def is_annex(self, line: str) -> bool:
        """Whether the line heads the annex."""
        return len(line) <= self._lengths["caption"] and line.startswith(self._annex)

    def is_address(self, line: str) -> bool:
        """Whether the line speaks to those who are present: ``各位代表：``."""
        return line.startswith(self._address)

    def _kind(self, line: str, is_marked: bool, seen: Set[str], last: str) -> str:
        """The kind of a line after one of kind ``last``, with those ``seen`` before it."""
        is_front = seen.isdisjoint(_TEXT)
        if kind := self._told(line, is_front):
            return kind
        if is_front and not is_numbered(line) and self._is_title(line, is_marked, seen):
            return "title"
        if is_marked or self._is_heading(line):
            return "heading"
        is_after_end = not is_front and last in ("byline", "source")
        is_beside = is_after_end and len(line) <= self._lengths["line"]
        return "caption" if is_beside or self._is_caption(line) else "body"

    def _told(self, line: str, is_front: bool) -> str | None:
        """The kind that the words of a line tell, whatever stands before it."""
        if self._opens_with(line, self._source) and not line.endswith("。"):
            return "source"
        if self._is_byline(line, is_front):
            return "byline"
        return "caption" if self._opens_with(line, self._caption_marks) else None

    def _opens_with(self, line: str, words: tuple[str, ...]) -> bool:
        return len(line) <= self._lengths["byline"] and line.startswith(words)

    def _is_byline(self, line: str, is_front: bool) -> bool:
        """Whether the line says so, or stands before the text and has names, or an office and a name."""
        if len(line) > self._lengths["byline"] or line.endswith(_OPEN_END):
            return False
        if self._opens_with(line, self._byline):
            return True
        is_named = _NAMES.fullmatch(line) or any(f"{o} " in line for o in self._offices)
        return bool(is_front and is_named and len(line) <= _NAMES_LENGTH)

    def _is_title(self, line: str, is_marked: bool, seen: Set[str]) -> bool:
        """Whether it is the first line and marked, a subtitle, or like a heading before the byline."""
        if is_marked:
            return not seen
        return line.startswith("——") or (self._is_heading(line) and "byline" not in seen)

    def _is_heading(self, line: str) -> bool:
        """Whether a line is short and ends no sentence, is one numbered sentence, or heads an annex."""
        if len(line) > self._lengths["line"]:
            return False
        if self.is_annex(line):
            return True
        if is_numbered(line):
            return not line.endswith(("；", "，", "：")) and len(list(sentences(line))) == 1
        return not line.endswith(_OPEN_END) and not any(c in line for c in "。；")

    def _is_caption(self, line: str) -> bool:
        """Whether a line ends as captions do, or is one short sentence of one clause."""
        is_ended = line.rstrip("。").endswith(self._caption_ends)
        if is_ended and len(line) <= self._lengths["byline"]:
            return True
        is_short = len(line) <= self._lengths["caption"] and line.endswith("。")
        return is_short and "，" not in line and line.count("。") == 1
