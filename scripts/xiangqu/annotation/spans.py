"""An annotation as a flat list of labelled units, so that any two can be held against each other.

A section's unit is its head, labelled with its function; a theme's is each sentence; a claim's is its
quantity span, labelled with its measure; a numeral's is the numeral.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .jsonlines import plain
from .records import Annotated, Claim, Numeral, Section, ThemeSpan, types

_APART = {"id", "paragraph", "start", "end", "text", "measure", "low", "high", "indicator_id"}
"""Where a claim stands, its label, and what follows from other fields."""

CLAIM_ATTRIBUTES = tuple(name for name in types(Claim) if name not in _APART)


@dataclass(frozen=True)
class Unit:
    """``label`` at ``[start, end)`` of a paragraph; ``attributes`` are plain JSON values."""

    layer: str
    paragraph: str
    start: int
    end: int
    text: str
    label: str
    attributes: Mapping[str, Any]

    @property
    def place(self) -> tuple[str, int, int]:
        return self.paragraph, self.start, self.end


def section_units(sections: Iterable[Section]) -> Iterator[Unit]:
    for s in sections:
        text = s.heading or ""
        attributes = {"level": s.level, "head_kind": s.head_kind}
        end = s.start + len(text)
        yield Unit("sections", s.first_paragraph, s.start, end, text, s.function, attributes)


Splitter = Callable[[str], Iterable[tuple[int, int]]]
"""The ``[start, end)`` of each sentence of a text. The validator has one of its own."""


def theme_units(themes: Iterable[ThemeSpan], sentences: Splitter) -> Iterator[Unit]:
    """One unit a sentence: a theme span begins and ends with sentences."""
    for t in themes:
        for start, end in sentences(t.text):
            text = t.text[start:end]
            yield Unit("themes", t.paragraph, t.start + start, t.start + end, text, t.theme, {})


def claim_units(claims: Iterable[Claim]) -> Iterator[Unit]:
    """Spans among the attributes are given as their text and where they begin."""
    for c in claims:
        attributes = {name: plain(getattr(c, name)) for name in CLAIM_ATTRIBUTES}
        yield Unit("claims", c.paragraph, c.start, c.end, c.text, c.measure, attributes)


def numeral_units(numerals: Iterable[Numeral]) -> Iterator[Unit]:
    for n in numerals:
        yield Unit("numerals", n.paragraph, n.start, n.end, n.text, n.label, {})


def units(annotated: Annotated, sentences: Splitter) -> list[Unit]:
    """Every unit of a document, layer by layer in text order."""
    return [
        *section_units(annotated.sections),
        *theme_units(annotated.themes, sentences),
        *claim_units(annotated.claims),
        *numeral_units(annotated.numerals),
    ]
