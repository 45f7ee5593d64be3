"""One curated document as the checks see it: typed items with their lines, and the text they lie on."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from ..annotation.records import (
    Claim,
    Decision,
    Document,
    Draft,
    Edit,
    Numeral,
    Paragraph,
    Retired,
    Section,
    ThemeSpan,
    Verdict,
)
from ..annotation.spans import Unit, claim_units, numeral_units, section_units, theme_units
from ..annotation.vocabulary import Vocabulary
from ..text import align
from .damage import Damage
from .finding import Item
from .quantity import Quantity, Reader


@dataclass
class Context:
    """Items by layer, and what a lower level found at fault with them."""

    vocabularies: dict[str, Vocabulary]
    reader: Reader
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
    damage: Damage = field(default_factory=Damage)
    retired: list[Item[Retired]] = field(default_factory=list)
    drafts: list[Item[Draft]] = field(default_factory=list)
    passes: dict[str, list[Unit]] = field(default_factory=dict)
    _ids: dict[str, set[str]] = field(default_factory=dict)
    _sound: dict[str, list[tuple[Item[Paragraph], str, list[Item[Any]]]]] = field(
        default_factory=dict
    )

    @cached_property
    def units(self) -> list[Unit]:
        """The published labels as units."""
        return [
            *section_units(i.record for i in self.sections),
            *theme_units((i.record for i in self.themes), sentences),
            *claim_units(i.record for i in self.claims),
            *numeral_units(i.record for i in self.numerals),
        ]

    def without_labels(self) -> Context:
        """The same text with no labels on it: for a pass of annotation."""
        kept = ("document", "edits", "paragraphs", "raw", "alignment", "files")
        return Context(
            self.vocabularies, self.reader, **{name: copy(getattr(self, name)) for name in kept}
        )

    @cached_property
    def lines(self) -> list[tuple[int, str]]:
        """The lines of the cleaned text with their offsets; none while the edits do not replay."""
        lines, at = [], 0
        text = self.alignment.text if self.alignment else ""
        for line in text.split("\n") if text else []:
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

    def shake(self, raw: int) -> None:
        """Note that the text of the paragraph that holds the raw offset is not what was annotated."""
        starts = sorted((item.record.source_start, item.record.id) for item in self.paragraphs)
        at = bisect_right(starts, (raw, "\uffff"))
        self.damage.shaken.update(identity for _, identity in starts[max(at - 1, 0) : at])

    def ids(self, layer: str) -> set[str]:
        """The ids given in a layer."""
        if layer not in self._ids:
            self._ids[layer] = {item.record.id for item in getattr(self, layer)}
        return self._ids[layer]

    def sound(self, layer: str) -> list[tuple[Item[Paragraph], str, list[Item[Any]]]]:
        """Each sound paragraph, its text, and its sound items of ``layer``.

        It is asked for when levels 1 to 3 are done, and does not change after that.
        """
        if layer not in self._sound:
            self._sound[layer] = list(self._find_sound(layer))
        return self._sound[layer]

    def _find_sound(self, layer: str) -> Iterator[tuple[Item[Paragraph], str, list[Item[Any]]]]:
        by_paragraph: dict[str, list[Item[Any]]] = defaultdict(list)
        for item in getattr(self, layer):
            if (layer, item.line) not in self.damage.records:
                by_paragraph[item.record.paragraph].append(item)
        for item in self.paragraphs:
            key = item.record.id
            if key in self.damage.shaken or key not in self.texts:
                continue
            if by_paragraph[key] or not self.damage.dangling:
                yield item, self.texts[key], by_paragraph[key]

    @cached_property
    def claim_readings(self) -> list[Reading]:
        """Each sound claim with its paragraph's text, its sentence, and what its span says."""
        readings: list[Reading] = []
        for _, text, items in self.sound("claims"):
            read: list[Reading] = []
            written = ""  # the claim after this one, with the unit that it shares
            for item in reversed(items):
                claim = item.record
                start, end = sentence_of(text, claim)
                quantity = self.reader.read(claim.text, text[start : claim.start])
                after = read[-1].item.record if read else None
                if quantity and quantity.bare and after and text[claim.end : after.start] in _LIST:
                    whole = claim.text + _TAIL.sub("", written)
                    quantity = self.reader.read(whole) or quantity
                else:
                    whole = claim.text
                written = whole
                read.append(Reading(item, text, (start, end), quantity))
            readings += reversed(read)
        return readings


_LIST = ("、", "和", "与", "及")
_TAIL = re.compile("^[^0-9０-９]*[0-9０-９.．,，]+")


class Reading(NamedTuple):
    """A claim, the text of its paragraph, ``[start, end)`` of its sentence, and what its span says."""

    item: Item[Claim]
    text: str
    sentence: tuple[int, int]
    quantity: Quantity | None


def sentence_of(text: str, claim: Claim) -> tuple[int, int]:
    """``[start, end)`` of the sentence in which ``claim`` begins."""
    spans = sentences(text)
    return spans[bisect_right(spans, (claim.start, len(text))) - 1]


def misplaced(keys: list[Any]) -> list[int]:
    """Indices of the fewest keys without which the others ascend (not in a longest such run)."""
    if all(one <= other for one, other in pairwise(keys)):
        return []
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


_END = re.compile(
    "[。！？!?]+[”’」』）》〉】〕\"')\\]]*"  # an end and the closing marks after it
    "|[；;](?=[\u2460-\u2473]|[一二三四五六七八九十]+是)"
)


@lru_cache(maxsize=1024)
def sentences(text: str) -> list[tuple[int, int]]:
    """The sentences of a paragraph, found independently of the splitter that made the data."""
    ends = [match.end() for match in _END.finditer(text)]
    if not ends or ends[-1] < len(text):
        ends.append(len(text))
    return list(zip([0, *ends], ends, strict=False)) if text else []
