"""The records of the corpus, as they are curated: frozen values, nothing derived.

Offsets are Unicode code points, half open. ``start``/``end`` count in the paragraph,
``source_start``/``source_end`` in the raw seed. Field meanings: ``schema/*.schema.json``.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import NoneType
from typing import Any, get_args, get_type_hints

import msgspec


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch ``text`` of a paragraph, at ``[start, end)``."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    id: str
    title: str | None
    subtitle: str | None
    authors: tuple[str, ...]
    publisher: str | None
    genre: str
    place: str | None
    place_name: str | None
    date: str | None
    date_evidence: str | None
    date_certainty: str
    review_period: str | None
    plan_period: str | None
    seed_file: str
    seed_sha256: str
    rights: str


@dataclass(frozen=True, slots=True)
class Move:
    """A stretch ``[start, end)`` of the raw seed that is read elsewhere than where it stands."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Edit:
    """One recorded change of the seed: ``before`` at ``[source_start, source_end)`` becomes ``after``.

    An edit with ``moved`` changes no character: it says that the moved stretch is read at
    ``source_start`` (then ``source_start == source_end`` and ``before == after == ""``).
    """

    source_start: int
    source_end: int
    before: str
    after: str
    rule: str
    reason: str | None
    touches_number: bool
    moved: Move | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of the cleaned text: the one whose first character is the seed's at ``source_start``.

    Its text is not repeated here, the edits give it.
    """

    id: str
    source_start: int
    kind: str
    fragment: bool


@dataclass(frozen=True, slots=True)
class Section:
    """From ``start`` in ``first_paragraph`` to ``end`` in ``last_paragraph``."""

    id: str
    parent: str | None
    level: int
    head_kind: str
    heading: str | None
    function: str
    first_paragraph: str
    last_paragraph: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ThemeSpan:
    paragraph: str
    start: int
    end: int
    text: str
    theme: str


@dataclass(frozen=True, slots=True)
class Claim:
    id: str
    paragraph: str
    start: int
    end: int
    text: str
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    parts: tuple[Decimal, ...] | None
    unit: str
    classifier: str | None
    bound: str
    measure: str
    direction: str | None
    change: str | None
    basis: str | None
    basis_period: str | None
    reference: Span | None
    status: str
    status_cue: Span | None
    indicator: Span | None
    predicate: Span | None
    indicator_id: str | None
    period: str | None
    period_source: str | None
    period_type: str | None
    place: str | None


@dataclass(frozen=True, slots=True)
class Numeral:
    paragraph: str
    start: int
    end: int
    text: str
    label: str
    claim: str | None


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided of one label or attribute, where passes differed or a reading mended both.

    ``field`` is ``span`` (is there such a unit: its label, or None), ``label`` or an attribute.
    """

    layer: str
    paragraph: str
    start: int
    end: int
    field: str
    one: Any
    two: Any
    decision: Any
    reason: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a later reading of one published label found: ``right`` or ``wrong``, and why."""

    layer: str
    paragraph: str
    start: int
    end: int
    verdict: str
    note: str | None


@dataclass(frozen=True, slots=True)
class Retired:
    """An id that was published once and is not used any more: never to be given again."""

    id: str
    reason: str


@dataclass(frozen=True, slots=True)
class Draft:
    """What a rule drafted and nobody has read: a claim, a layer of a paragraph, or one of the document."""

    layer: str
    paragraph: str | None
    claim: str | None = None


@dataclass(frozen=True, slots=True)
class Relation:
    """What claims, by their ids in the order of ``rule``, are to one another.

    ``given`` are numbers that the words of the text give and no claim. In a pass, which lists what one
    reading found, ``id`` and ``decided_by`` are None.
    """

    id: str | None
    kind: str
    rule: str
    claims: tuple[str, ...]
    given: tuple[int, ...]
    verdict: str
    reason: str | None
    outcome: str | None
    explanation: str
    decided_by: str | None


@dataclass(frozen=True, slots=True)
class RelationDecision:
    """What was decided of a relation that the passes differ on: each side is ``rule:verdict`` or None."""

    kind: str
    claims: tuple[str, ...]
    one: str | None
    two: str | None
    decision: str | None
    reason: str


Record = (
    Document
    | Edit
    | Paragraph
    | Section
    | ThemeSpan
    | Claim
    | Numeral
    | Decision
    | Verdict
    | Retired
    | Draft
    | Relation
    | RelationDecision
)


@dataclass(frozen=True, slots=True)
class Annotated:
    """A document with all of its curated layers, in text order."""

    document: Document
    edits: tuple[Edit, ...]
    paragraphs: tuple[Paragraph, ...]
    sections: tuple[Section, ...]
    themes: tuple[ThemeSpan, ...]
    claims: tuple[Claim, ...]
    numerals: tuple[Numeral, ...]
    adjudication: tuple[Decision, ...] = ()
    audit: tuple[Verdict, ...] = ()
    retired: tuple[Retired, ...] = ()
    drafts: tuple[Draft, ...] = ()
    passes: tuple[tuple[str, Annotated], ...] = ()
    """The passes kept with the document, by name: its label layers as each of them has it."""

    @property
    def labels(self) -> dict[str, tuple[Record, ...]]:
        """The records of the layers that a pass decides, by layer."""
        return {layer: getattr(self, layer) for layer in LABEL_OF}


LAYERS: dict[str, type[Record]] = {
    "document": Document,
    "edits": Edit,
    "paragraphs": Paragraph,
    "sections": Section,
    "themes": ThemeSpan,
    "claims": Claim,
    "numerals": Numeral,
    "adjudication": Decision,
    "audit": Verdict,
    "retired": Retired,
    "drafts": Draft,
}
"""The record of each layer, whose file is ``<layer>.jsonl``."""

BETWEEN: dict[str, type[Record]] = {"relations": Relation, "relation-decisions": RelationDecision}
"""The records that are of no one document, by layer."""

LABEL_OF = {"sections": "function", "themes": "theme", "claims": "measure", "numerals": "label"}
"""The layers that a pass of annotation decides, and the field of each that is its label."""


def from_json(layer: str, value: Mapping[str, Any]) -> Record:
    """The record of a curated line that fits the schema of ``layer``; numbers become `Decimal`."""
    return msgspec.convert(value, (LAYERS | BETWEEN)[layer])


@functools.cache
def types(record: type) -> dict[str, type]:
    """The type of each field of a record, in their order, without the ``| None`` of an optional one.

    A field is declared here once: columns of the tables and of the sheets, and the attributes that
    are compared, all follow from it.
    """
    return {name: _required(hint) for name, hint in get_type_hints(record).items()}


def _required(hint: Any) -> Any:
    """``Span`` of ``Span | None``; any other type as it is."""
    options = [option for option in get_args(hint) if option is not NoneType]
    return options[0] if NoneType in get_args(hint) and len(options) == 1 else hint


def span_fields(record: type) -> list[str]:
    """The fields that quote words of the paragraph."""
    return [name for name, kind in types(record).items() if kind is Span]
