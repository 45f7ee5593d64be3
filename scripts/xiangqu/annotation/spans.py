"""An annotation as a flat list of labelled units, so that any two can be held against each other.

A section's unit is its head, labelled with its function; a theme's is each sentence; a claim's is its
quantity span, labelled with its measure; a numeral's is the numeral.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .jsonlines import plain
from .records import LABEL_OF, Annotated, Claim, Numeral, Section, ThemeSpan, types

_APART = {"id", "paragraph", "start", "end", "text", "measure"}
_OF_CLAIMS = tuple(name for name in types(Claim) if name not in _APART)

ATTRIBUTES: dict[str, tuple[str, ...]] = {
    "sections": ("level", "head_kind"),
    "themes": (),
    "claims": tuple(name for name in _OF_CLAIMS if name not in ("low", "high")),
    "numerals": (),
}
"""By layer, the attributes that two annotations are compared in; low and high follow from others."""


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
    """All that the record has beside its place and label; a span is an object with start, end and text."""

    @property
    def place(self) -> tuple[str, int, int]:
        return self.paragraph, self.start, self.end

    def get(self, field: str) -> Any:
        """The label, by the name that the layer gives it, or an attribute; None if there is none."""
        return self.label if field == LABEL_OF[self.layer] else self.attributes.get(field)

    @property
    def compared(self) -> dict[str, Any]:
        """The attributes of `ATTRIBUTES`."""
        return {name: self.attributes.get(name) for name in ATTRIBUTES[self.layer]}


Splitter = Callable[[str], Iterable[tuple[int, int]]]
"""The ``[start, end)`` of each sentence of a text. The validator has one of its own."""


def units(annotated: Annotated, sentences: Splitter) -> list[Unit]:
    """Every unit of a document, layer by layer in text order."""
    return units_of(annotated.labels, sentences)


def units_of(layers: Mapping[str, Iterable[Any]], sentences: Splitter) -> list[Unit]:
    """The units of the records of each layer that a pass decides, layer by layer."""
    return [
        *_section_units(layers["sections"]),
        *theme_units(layers["themes"], sentences),
        *_claim_units(layers["claims"]),
        *_numeral_units(layers["numerals"]),
    ]


def _section_units(sections: Iterable[Section]) -> Iterator[Unit]:
    for s in sections:
        text = s.heading or ""
        attributes = {"level": s.level, "head_kind": s.head_kind}
        end = s.start + len(text)
        yield Unit("sections", s.first_paragraph, s.start, end, text, s.function, attributes)


def theme_units(themes: Iterable[ThemeSpan], sentences: Splitter) -> Iterator[Unit]:
    """One unit a sentence: a theme span begins and ends with sentences."""
    for t in themes:
        for start, end in sentences(t.text):
            text = t.text[start:end]
            yield Unit("themes", t.paragraph, t.start + start, t.start + end, text, t.theme, {})


def _claim_units(claims: Iterable[Claim]) -> Iterator[Unit]:
    for c in claims:
        attributes = {name: plain(getattr(c, name)) for name in _OF_CLAIMS}
        yield Unit("claims", c.paragraph, c.start, c.end, c.text, c.measure, attributes)


def _numeral_units(numerals: Iterable[Numeral]) -> Iterator[Unit]:
    for n in numerals:
        yield Unit("numerals", n.paragraph, n.start, n.end, n.text, n.label, {})
