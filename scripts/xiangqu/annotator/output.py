"""The tables that `xiangqu annotate` writes, and the rows of a document in them."""

from __future__ import annotations

import pyarrow as pa

from ..annotation.jsonlines import lines
from ..annotation.records import Annotated
from ..annotation.repo import LAYERS
from ..tabular import sources
from ..tabular.tables import LAYERED
from .drafted import DOUBTS, Drafted

SCHEMAS = {config: schema for config, schema in LAYERED.items() if config != "passes"}
SCHEMAS |= {"doubts": DOUBTS, sources.CONFIG: sources.SCHEMA}
"""The columns of each config of drafts: without ``passes``, which would say everything once more."""


def rows(drafted: Drafted) -> dict[str, pa.Table]:
    """The rows of a document by config."""
    source = sources.row(drafted.annotated, drafted.raw)
    made = {config: drafted.to_arrow(config) for config in SCHEMAS if config != sources.CONFIG}
    return made | {sources.CONFIG: pa.Table.from_pylist([source], schema=sources.SCHEMA)}


def curated(drafted: Annotated) -> dict[str, bytes]:
    """The layer files of a document by name."""
    files = {"document.jsonl": lines([drafted.document])}
    return files | {f"{layer}.jsonl": lines(getattr(drafted, layer)) for layer in LAYERS[1:]}
