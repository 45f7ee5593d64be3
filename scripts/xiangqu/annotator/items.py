"""Heads enumerated inside a paragraph: ``一是…。``, ``…方面：`` and short sentences built alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, pairwise
from typing import Any

from ..text.split import sentences
from .numbering import is_item

Bounds = tuple[int, int]


class ItemRules:
    """The words and lengths by which enumerated heads are known."""

    def __init__(self, rules: Mapping[str, Any]) -> None:
        self._length: int = rules["lengths"]["enumerated"]
        self._numbered_length: int = rules["lengths"]["run_in"]
        self._verbs: tuple[str, ...] = tuple(rules["heads"]["verbs"])
        self._ends: tuple[str, ...] = tuple(rules["heads"]["ends"])
        self._sums: tuple[str, ...] = tuple(rules["heads"]["sums"])

    def items(self, line: str, is_headed: bool) -> tuple[list[Bounds], int]:
        """The heads inside a paragraph, and where what the last of them heads ends.

        ``is_headed``: the first sentence is the head of the paragraph.
        """
        bounds = list(sentences(line))
        heads = (
            self._numbered(line, bounds)
            or self._sides(line, bounds)
            or self._alike(line, list(self._short(line, bounds, is_headed)))
        )
        last = heads[-1][0] if heads else 0
        sums = (s for s, _ in bounds if s > last and line.startswith(self._sums, s))
        return heads, next(sums, len(line))

    def _numbered(self, line: str, bounds: Sequence[Bounds]) -> list[Bounds]:
        """``一是…。`` where its text follows in sentences of their own."""
        opens = [is_item(line, start) for start, _ in bounds] + [True]
        found = [
            (start, end)
            for (start, end), here, after in zip(bounds, opens, opens[1:], strict=False)
            if here and not after and start and self._is_numbered_head(line, start, end)
        ]
        return found if len(found) > 1 else []

    def _is_numbered_head(self, line: str, start: int, end: int) -> bool:
        return end - start <= self._numbered_length and line[end - 1] == "。"

    def _sides(self, line: str, bounds: Sequence[Bounds]) -> list[Bounds]:
        """``精准脱贫方面：``, of which there are at least two."""
        found: list[Bounds] = []
        for ending in self._ends:
            for start, end in bounds:
                at = line.find(ending, start, min(end, start + self._length))
                if at >= 0 and "，" not in line[start:at]:
                    found.append((start, at + len(ending)))
        return found if len(found) > 1 else []

    def _short(self, line: str, bounds: Sequence[Bounds], is_headed: bool) -> Iterator[Bounds]:
        """Short sentences of one piece, each before a longer one that is none of them."""
        last = -1
        for (start, end), (_, after) in islice(pairwise(bounds), is_headed, None):
            at = line.rfind("：", start, end) + 1 or start
            is_short = end - at <= self._length and after - end > end - at
            if is_short and line[end - 1] == "。" and "，" not in line[at:end] and start != last:
                yield at, end
                last = end

    def _alike(self, line: str, found: Sequence[Bounds]) -> list[Bounds]:
        """Those that are built alike, at least three; else those that open with a verb or in pairs."""
        for sign in (_beginning, _build):
            alike = Counter(sign(line[s:e]) for s, e in found)
            if kept := [(s, e) for s, e in found if alike[sign(line[s:e])] > 2]:
                return kept
        pairs = Counter(_beginning(line[s:e]) for s, e in found)
        kept = [
            (s, e)
            for s, e in found
            if line.startswith(self._verbs, s) or pairs[line[s : s + 2]] > 1
        ]
        return kept if len(kept) > 1 else []


def _beginning(head: str) -> str:
    return head[:2]


def _build(head: str) -> str:
    """``就业更充分。`` and ``教育更均衡。`` are built alike: as long, with one character in the middle."""
    return f"{head[2:3]}{len(head)}"
