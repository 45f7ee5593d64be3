"""Kinds of paragraphs: title, byline, source, caption, heading, note and body.

A line is judged by the words that open or end it, by its length, and by what stands before it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from typing import Any

from ..text.split import sentences
from .numbering import is_numbered

_NAMES = re.compile(r"\w{2,3}(?:[ 　]+\w{1,3})+")
_NAMES_LENGTH = 40
_OPEN_END = tuple("。！？；：，…—")
_TEXT = ("body", "heading", "note")


class KindRules:
    """The words and lengths by which the kind of a line is known."""

    def __init__(self, rules: Mapping[str, Any]) -> None:
        self._lengths: Mapping[str, int] = rules["lengths"]
        self._words: Mapping[str, tuple[str, ...]] = {
            k: tuple(v) for k, v in rules["kinds"].items()
        }

    def kinds(self, lines: Sequence[str], marked: Set[int]) -> list[str]:
        """The kind of each line, in text order; ``marked`` are those that had a heading mark."""
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
        return len(line) <= self._lengths["caption"] and line.startswith(self._words["annex"])

    def is_address(self, line: str) -> bool:
        """Whether the line speaks to those who are there: ``各位代表：``."""
        return line.startswith(self._words["address"])

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
        """The kind that a line tells of itself."""
        if self._says(line, "source") and not line.endswith("。"):
            return "source"
        if self._is_byline(line, is_front):
            return "byline"
        return "caption" if self._says(line, "caption_marks") else None

    def _says(self, line: str, kind: str) -> bool:
        return len(line) <= self._lengths["byline"] and line.startswith(self._words[kind])

    def _is_byline(self, line: str, is_front: bool) -> bool:
        """A line that says so, or one before the text that is of names, or of an office and a name."""
        if len(line) > self._lengths["byline"] or line.endswith(_OPEN_END):
            return False
        if self._says(line, "byline"):
            return True
        is_named = _NAMES.fullmatch(line) or any(f"{o} " in line for o in self._words["offices"])
        return bool(is_front and is_named and len(line) <= _NAMES_LENGTH)

    def _is_title(self, line: str, is_marked: bool, seen: Set[str]) -> bool:
        """The first line if it is marked, a subtitle, or what looks like a heading before a byline."""
        if is_marked:
            return not seen
        return line.startswith("——") or (self._is_heading(line) and "byline" not in seen)

    def _is_heading(self, line: str) -> bool:
        """A short line that no sentence ends, or a numbered one of one sentence, or of the annex."""
        if len(line) > self._lengths["line"]:
            return False
        if self.is_annex(line):
            return True
        if is_numbered(line):
            return not line.endswith(("；", "，", "：")) and len(list(sentences(line))) == 1
        return not line.endswith(_OPEN_END) and not any(c in line for c in "。；")

    def _is_caption(self, line: str) -> bool:
        """A line that ends as captions do, or one short sentence of one piece."""
        ends = self._words["caption_ends"]
        if len(line) <= self._lengths["byline"] and line.rstrip("。").endswith(ends):
            return True
        is_short = len(line) <= self._lengths["caption"] and line.endswith("。")
        return is_short and "，" not in line and line.count("。") == 1
