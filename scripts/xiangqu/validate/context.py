"""One curated document as the checks see it: typed items with their lines, and the text they lie on."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar

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
from ..annotation.repo import LABEL_LAYERS
from ..annotation.spans import Unit, units_of
from ..annotation.vocabulary import Vocabulary
from ..text import align
from .finding import Fault, Item
from .quantity import Quantity
from .quantity_reader import Reader
from .sentences import sentences

Spanned = ThemeSpan | Claim | Numeral
S = TypeVar("S", ThemeSpan, Claim, Numeral)


@dataclass
class Damage:
    """What levels 1 to 3 found at fault, so that one fault does not cause ten findings at level 4.

    Faulty ``records`` (layer and line) are left out, and are missing at their ``places`` (layer and
    paragraph). From ``layers`` records are missing and nobody knows where.
    A faulty edit changed the text of a ``shaken`` paragraph, so no quote is held against it.
    ``dangling``: a record names a paragraph that is not there, and may mean one without labels.
    """

    records: set[tuple[str, int]] = field(default_factory=set)
    places: set[tuple[str, str]] = field(default_factory=set)
    layers: set[str] = field(default_factory=set)
    shaken: set[str] = field(default_factory=set)
    dangling: bool = False

    def add(self, layer: str, line: int, identity: str) -> None:
        """Note a faulty record; ``identity`` as `xiangqu.validate.finding.identify` gives it."""
        self.records.add((layer, line))
        paragraph = ".".join(identity.partition("[")[0].split(".")[:2])
        if layer in ("claims", "themes", "numerals") and ".p" in paragraph:
            self.places.add((layer, paragraph))
        else:
            self.layers.add(layer)

    def spares(self, layer: str, paragraph: str) -> bool:
        """Whether all records of ``layer`` in ``paragraph`` are there and sound."""
        return layer not in self.layers and (layer, paragraph) not in self.places

    def __bool__(self) -> bool:
        return bool(self.records)


class InParagraph(NamedTuple, Generic[S]):
    """A sound paragraph, its text, and its sound items of one layer."""

    paragraph: Item[Paragraph]
    text: str
    items: list[Item[S]]


class ReadClaim(NamedTuple):
    """A claim, the text of its paragraph, ``[start, end)`` of its sentence, and what its span says."""

    item: Item[Claim]
    text: str
    sentence: tuple[int, int]
    quantity: Quantity | None


@dataclass
class Context:
    """Items by layer, and what a lower level found at fault with them.

    ``places`` has the name of each place by its code.
    """

    vocabularies: dict[str, Vocabulary]
    reader: Reader
    places: dict[str, str]
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

    @property
    def text(self) -> str:
        """The cleaned text; empty while the edits do not replay."""
        return self.alignment.text if self.alignment else ""

    def spanned(self) -> list[Sequence[Item[Spanned]]]:
        """The items of each layer of spans."""
        return [self.themes, self.claims, self.numerals]

    @cached_property
    def units(self) -> list[Unit]:
        """The published labels as units."""
        layers: dict[str, list[Item[Any]]] = {layer: getattr(self, layer) for layer in LABEL_LAYERS}
        records = {layer: [item.record for item in items] for layer, items in layers.items()}
        return units_of(records, sentences)

    def without_labels(self) -> Context:
        """The same text with no labels on it: for a pass of annotation."""
        return Context(
            self.vocabularies,
            self.reader,
            self.places,
            document=self.document,
            edits=copy(self.edits),
            paragraphs=copy(self.paragraphs),
            raw=self.raw,
            alignment=self.alignment,
            files=copy(self.files),
        )

    @cached_property
    def lines(self) -> list[tuple[int, str]]:
        """The lines of the cleaned text with their offsets."""
        lines, at = [], 0
        for line in self.text.split("\n") if self.text else []:
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
        self.damage.shaken.update(identity for _, identity in starts[:at][-1:])

    @cached_property
    def paragraph_ids(self) -> set[str]:
        return {item.record.id for item in self.paragraphs}

    @cached_property
    def claim_ids(self) -> set[str]:
        return {item.record.id for item in self.claims}

    # Asked for when levels 1 to 3 are done, when damage does not grow any more.

    @cached_property
    def sound_themes(self) -> list[InParagraph[ThemeSpan]]:
        return list(self._sound("themes", self.themes))

    @cached_property
    def sound_claims(self) -> list[InParagraph[Claim]]:
        return list(self._sound("claims", self.claims))

    @cached_property
    def sound_numerals(self) -> list[InParagraph[Numeral]]:
        return list(self._sound("numerals", self.numerals))

    def _sound(self, layer: str, items: list[Item[S]]) -> Iterator[InParagraph[S]]:
        by_paragraph: dict[str, list[Item[S]]] = defaultdict(list)
        for item in items:
            if (layer, item.line) not in self.damage.records:
                by_paragraph[item.record.paragraph].append(item)
        for paragraph in self.paragraphs:
            key = paragraph.record.id
            if key in self.damage.shaken or key not in self.texts:
                continue
            if by_paragraph[key] or not self.damage.dangling:
                yield InParagraph(paragraph, self.texts[key], by_paragraph[key])

    @cached_property
    def read_claims(self) -> list[ReadClaim]:
        """Each sound claim with what its span says."""
        found: list[ReadClaim] = []
        for _, text, items in self.sound_claims:
            read: list[ReadClaim] = []
            written = ""  # the claim after this one, with the unit that it shares
            for item in reversed(items):
                claim = item.record
                start, end = sentence_of(text, claim)
                quantity = self.reader.read(claim.text, text[start : claim.start])
                after = read[-1].item.record if read else None
                whole = claim.text
                is_coefficient = claim.unit == "1"  # which has no unit to share
                is_followed = after and _is_listed(text[claim.end : after.start])
                if quantity and is_followed and not is_coefficient:
                    whole = _with_unit(whole, quantity, _TAIL.sub("", written))
                    shared = self.reader.read(whole) if whole != claim.text else None
                    quantity = replace(shared, bound=quantity.bound) if shared else quantity
                written = whole
                read.append(ReadClaim(item, text, (start, end), quantity))
            found += reversed(read)
        return found


def _is_listed(between: str) -> bool:
    """Whether the claims on both sides are of one list, and may share a unit that is written once."""
    first, words = between[:1], between[1:]
    if first not in ("、", "和", "与", "及"):
        return len(between) <= 5 and between.isalpha() and between[-1] in "到至"  # 由35.2提高到
    return len(words) <= 14 and (not words or words.isalpha())


def _with_unit(span: str, quantity: Quantity, tail: str) -> str:
    """A span and the unit of the next, ``tail``, if it has none, or has 个 alone: 0.7个和0.2个百分点."""
    if quantity.bare and span[-1:].isdecimal():
        return span + tail
    is_cut_short = span.endswith("个") and tail.startswith("个") and quantity.value
    return span[:-1] + tail if is_cut_short and quantity.value != int(quantity.value or 0) else span


_TAIL = re.compile("^[^0-9０-９]*[0-9０-９.．,，]+")  # 每月360 of 每月360元: the unit is left


def sentence_of(text: str, claim: Claim) -> tuple[int, int]:
    """``[start, end)`` of the sentence in which ``claim`` begins."""
    spans = sentences(text)
    return spans[bisect_right(spans, (claim.start, len(text))) - 1]


Check = Callable[[Context], Iterator[Fault]]
