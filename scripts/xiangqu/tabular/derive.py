"""What is derived from seeds, curated annotation and schema, as values: published rows and texts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pyarrow as pa

from ..annotation import spot_check
from ..annotation.records import Annotated, Relation
from ..annotation.repo import Repo
from ..annotation.spans import units
from ..annotation.vocabulary import vocabulary
from ..text.align import Alignment
from ..text.split import sentences
from . import codebook, relations, stats, tables, tasks
from .rows import Publisher, Row, collect
from .tables import Names

Rows = dict[str, list[Row]]
Progress = Callable[[str], None]
Aligned = tuple[Annotated, Alignment]
"""A document, and how its text comes from its seed."""


def silent(_: str) -> None:
    """Say nothing."""


@dataclass(frozen=True)
class Derived:
    """The rows of every config, the names of labels by task config, the cleaned text by document id,
    and what the figures count.
    """

    rows: Rows
    names: Names
    texts: dict[str, str]
    counts: stats.Counts
    rates: dict[str, tuple[int, int, float, float]]

    def table(self, config: str) -> pa.Table:
        """The rows of ``config`` with their types and the names of their labels."""
        return tables.table(config, self.rows[config], self.names)


def derive(
    repo: Repo,
    documents: Sequence[Aligned],
    progress: Progress = silent,
    related: Sequence[Relation] | None = None,
) -> Derived:
    """The release of ``documents``, which are sound, as values.

    ``related`` are the relations between their claims, without it those that ``repo`` has.
    """
    bounds = vocabulary(repo, "bounds")
    parts, texts = [], {}
    for annotated, alignment in documents:
        progress(f"publish {annotated.document.id}")
        publisher = Publisher(annotated, alignment, bounds)
        part = publisher.rows()
        for name, labels in annotated.passes:
            part["passes"] += publisher.pass_rows(name, units(labels, sentences))
        parts.append(part)
        texts[annotated.document.id] = part["documents"][0]["text"]
    rows = collect(parts)
    rows["indicators"] = codebook.indicators(repo, rows["claims"])
    rows["labels"] = codebook.labels(repo)
    found = relations.read(repo) if related is None else related
    rows["relations"] = relations.rows(found, rows["claims"], vocabulary(repo, "units"))
    names = tasks.label_names(repo)
    rows |= tasks.rows(rows["paragraphs"], names)
    rows = {config: rows[config] for config in tables.SCHEMAS}
    rates = spot_check.error_rates(
        [verdict for annotated, _ in documents for verdict in annotated.audit]
    )
    return Derived(rows, names, texts, stats.count(rows), rates)


def parquet(derived: Derived) -> dict[str, bytes]:
    """The Parquet file of every config."""
    return {config: tables.encode(derived.table(config)) for config in derived.rows}
