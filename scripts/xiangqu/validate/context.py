"""One curated document as the checks see it: typed items with their lines, and the text they lie on."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from .. import align
from ..records import (
    Claim,
    Decision,
    Document,
    Edit,
    Numeral,
    Paragraph,
    Section,
    ThemeSpan,
    Verdict,
)
from ..vocabulary import Vocabulary
from .finding import Item

_ENDING = "。！？!?"
_CLOSING = "”’」』）》〉】〕\"')]"


@dataclass
class Context:
    """Items by layer, and what a lower level found at fault.

    A check across records leaves out the paragraphs in ``broken_paragraphs`` and the layers in
    ``broken_layers``, so that one fault does not breed ten. ``damaged`` are the layers from which
    records are missing because they could not be read; ``dangling`` says that a record names a
    paragraph that is not there, so that a paragraph without labels may be the one it means.
    """

    vocabularies: dict[str, Vocabulary]
    document: Item[Document] | None = None
    edits: list[Item[Edit]] = field(default_factory=list)
    paragraphs: list[Item[Paragraph]] = field(default_factory=list)
    sections: list[Item[Section]] = field(default_factory=list)
    themes: list[Item[ThemeSpan]] = field(default_factory=list)
    claims: list[Item[Claim]] = field(default_factory=list)
    numerals: list[Item[Numeral]] = field(default_factory=list)
    adjudication: list[Item[Decision]] = field(default_factory=list)
    audit: list[Item[Verdict]] = field(default_factory=list)
    files: dict[str, Path] = field(default_factory=dict)
    raw: str | None = None
    alignment: align.Alignment | None = None
    broken_paragraphs: set[str] = field(default_factory=set)
    broken_layers: set[str] = field(default_factory=set)
    damaged: set[str] = field(default_factory=set)
    dangling: bool = False
    _ids: dict[str, set[str]] = field(default_factory=dict)

    @cached_property
    def lines(self) -> list[tuple[int, str]]:
        """The lines of the cleaned text with their offsets; none while the edits do not replay."""
        lines, at = [], 0
        for line in self.alignment.text.split("\n") if self.alignment else []:
            lines.append((at, line))
            at += len(line) + 1
        return lines

    @cached_property
    def line_at(self) -> dict[int, int]:
        """Raw offset of a line's first character → number of the line, from 0."""
        if self.alignment is None:
            return {}
        return {self.alignment.first[at]: n for n, (at, line) in enumerate(self.lines) if line}

    @cached_property
    def paragraph_index(self) -> dict[str, int]:
        """Paragraph id → the line that it is, found by its source_start."""
        return {
            item.record.id: self.line_at[item.record.source_start]
            for item in self.paragraphs
            if item.record.source_start in self.line_at
        }

    @cached_property
    def texts(self) -> dict[str, str]:
        """Paragraph id → its text."""
        return {paragraph: self.lines[n][1] for paragraph, n in self.paragraph_index.items()}

    @cached_property
    def starts(self) -> dict[str, int]:
        """Paragraph id → offset of its first character in the cleaned text."""
        return {paragraph: self.lines[n][0] for paragraph, n in self.paragraph_index.items()}

    def ids(self, layer: str) -> set[str]:
        """The ids given in a layer."""
        if layer not in self._ids:
            self._ids[layer] = {item.record.id for item in getattr(self, layer)}
        return self._ids[layer]

    def sound(self, layer: str) -> Iterator[tuple[Item[Paragraph], str, list[Item[Any]]]]:
        """Each paragraph that no lower level broke, its text, and its items of ``layer``."""
        if layer in self.broken_layers:
            return
        by_paragraph: dict[str, list[Item[Any]]] = defaultdict(list)
        for item in getattr(self, layer):
            by_paragraph[item.record.paragraph].append(item)
        for item in self.paragraphs:
            key = item.record.id
            if key in self.broken_paragraphs or key not in self.texts:
                continue
            if by_paragraph[key] or not self.dangling:
                yield item, self.texts[key], by_paragraph[key]


def misplaced(keys: list[Any]) -> list[int]:
    """Indices of the fewest keys without which the others ascend (not in a longest such run)."""
    tails: list[int] = []
    before: list[int] = []
    for index, key in enumerate(keys):
        at = bisect_right(tails, key, key=keys.__getitem__)
        before.append(tails[at - 1] if at else -1)
        tails[at : at + 1] = [index]
    kept, index = set(), tails[-1] if tails else -1
    while index >= 0:
        kept.add(index)
        index = before[index]
    return [index for index in range(len(keys)) if index not in kept]


@lru_cache(maxsize=1024)
def sentences(text: str) -> list[tuple[int, int]]:
    """The sentences of a paragraph, found independently of the splitter that made the data."""
    spans, start, at = [], 0, 0
    while at < len(text):
        if text[at] in "；;" and _enumerator_follows(text, at + 1):
            at += 1
        elif text[at] in _ENDING:
            at = _skip(text, _skip(text, at, _ENDING), _CLOSING)
        else:
            at += 1
            continue
        spans.append((start, at))
        start = at
    return spans + [(start, len(text))] * (start < len(text))


def _skip(text: str, at: int, characters: str) -> int:
    while at < len(text) and text[at] in characters:
        at += 1
    return at


def _enumerator_follows(text: str, at: int) -> bool:
    if at < len(text) and 0x2460 <= ord(text[at]) <= 0x2473:
        return True
    end = _skip(text, at, "一二三四五六七八九十")
    return end > at and text[end : end + 1] == "是"
