"""The drafts of one text, to be looked at, counted, or put into a table."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import pyarrow as pa

from ..annotation.errors import UsageError
from ..annotation.records import (
    Annotated,
    Claim,
    Document,
    Numeral,
    Paragraph,
    Section,
    ThemeSpan,
)
from ..annotation.vocabulary import Vocabulary
from ..tabular.rows import Publisher, Row
from ..tabular.tables import LAYERED, paragraphs
from ..text.align import apply
from . import notebook
from .doubts import Doubts

if TYPE_CHECKING:
    import pandas


DOUBTS = pa.schema(
    [("document", pa.string()), ("claim", pa.string()), ("doubts", pa.list_(pa.string()))]
)
"""The columns of the config that drafts alone have."""


@dataclass(frozen=True, repr=False)
class Drafted:
    """Drafts of every layer of the text ``raw``: as records, and as rows of the published tables.

    Offsets count code points: ``start`` and ``end`` in the paragraph, ``source_start`` and
    ``source_end`` in ``raw``.
    """

    annotated: Annotated
    raw: str
    bounds: Vocabulary
    doubts: Doubts
    """Why a claim may be wrong, by its id; read those with the most doubts first."""

    @property
    def document(self) -> Document:
        return self.annotated.document

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        return self.annotated.paragraphs

    @property
    def sections(self) -> tuple[Section, ...]:
        return self.annotated.sections

    @property
    def themes(self) -> tuple[ThemeSpan, ...]:
        return self.annotated.themes

    @property
    def claims(self) -> tuple[Claim, ...]:
        return self.annotated.claims

    @property
    def numerals(self) -> tuple[Numeral, ...]:
        return self.annotated.numerals

    @property
    def text(self) -> str:
        """The cleaned text, one line per paragraph."""
        return self.publisher.alignment.text

    @cached_property
    def publisher(self) -> Publisher:
        return Publisher(self.annotated, apply(self.raw, self.annotated.edits), self.bounds)

    @cached_property
    def rows(self) -> dict[str, list[Row]]:
        """The published rows of each config, but for ``passes``, which are not drafted."""
        return self.publisher.rows()

    def to_arrow(self, config: str = "claims") -> pa.Table:
        """The rows of ``config`` with its published columns.

        The config ``doubts`` has a row for each claim in doubt, those with the most doubts first.
        Raises UsageError for a config that does not exist.
        """
        if config == "doubts":
            return pa.Table.from_pylist(self._doubted(), schema=DOUBTS)
        if config not in self.rows:
            raise UsageError(f"no config {config!r}; there are {', '.join(sorted(self.rows))}")
        return self._tables[config]

    @cached_property
    def _tables(self) -> dict[str, pa.Table]:
        rows = dict(self.rows)
        told = rows.pop("paragraphs")
        made = {c: pa.Table.from_pylist(some, schema=LAYERED[c]) for c, some in rows.items()}
        return made | {"paragraphs": paragraphs(told, made)}

    def _doubted(self) -> list[Row]:
        rows = [
            {"document": self.document.id, "claim": claim, "doubts": list(doubts)}
            for claim, doubts in self.doubts.items()
        ]
        return sorted(rows, key=lambda row: -len(row["doubts"]))

    def to_pandas(self, config: str = "claims") -> pandas.DataFrame:
        """As `to_arrow`; a span is a dict, or None."""
        return self.to_arrow(config).to_pandas()

    def __repr__(self) -> str:
        layers = ("paragraphs", "sections", "themes", "claims", "numerals")
        counts = (f"{len(getattr(self, layer))} {layer}" for layer in layers)
        return f"<{self.document.id}: {', '.join(counts)}>"

    def _repr_html_(self) -> str:
        """What a notebook shows: the text with its claims marked, and a table of them."""
        return notebook.page(self.document.title, self.rows["paragraphs"])
