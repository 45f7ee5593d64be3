"""The one Arrow schema of each published table, and the one way to read it.

Offsets are int32 code points; values are float64, the nearest to the decimal that is written;
labels are strings, as their vocabularies list them, but in the task configs, where they are numbers
with names (`datasets.ClassLabel`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from ..annotation.errors import DataError
from ..annotation.repo import read_bytes

_STRING, _INT, _FLOAT, _BOOL = pa.string(), pa.int32(), pa.float64(), pa.bool_()


def _fields(**columns: pa.DataType) -> list[pa.Field]:
    return [pa.field(name, kind) for name, kind in columns.items()]


def _strings(names: str) -> dict[str, pa.DataType]:
    return dict.fromkeys(names.split(), _STRING)


_SPAN = {"start": _INT, "end": _INT, "text": _STRING}
_SOURCE = {"source_start": _INT, "source_end": _INT}
_SENTENCE = {**_strings("document paragraph"), "sentence": _INT, "start": _INT, "text": _STRING}
_LABEL = pa.int64()
_SPAN_STRUCT = pa.struct(_fields(**_SPAN))
_RANGE = pa.struct(_fields(start=_INT, end=_INT))
_COUNTS = pa.struct(
    _fields(
        **dict.fromkeys(
            [
                "characters",
                "paragraphs",
                "sentences",
                "sections",
                "theme_spans",
                "claims",
                "numerals",
                "edits",
            ],
            _INT,
        )
    )
)

_CLAIM = {
    **_SPAN,
    "value": _FLOAT,
    "low": _FLOAT,
    "high": _FLOAT,
    "parts": pa.list_(_FLOAT),
    **_strings("unit classifier bound measure direction change basis basis_period status"),
    "status_cue": _SPAN_STRUCT,
    "indicator": _SPAN_STRUCT,
    **_strings("indicator_id period place"),
}
_NUMERAL = {**_SPAN, **_strings("label claim")}

SCHEMAS: dict[str, pa.Schema] = {
    "documents": pa.schema(
        _fields(
            **_strings("id title subtitle"),
            authors=pa.list_(_STRING),
            **_strings(
                "publisher genre place place_name date date_evidence date_certainty "
                "review_period plan_period seed_file seed_sha256 rights text"
            ),
            counts=_COUNTS,
        )
    ),
    "paragraphs": pa.schema(
        _fields(
            **_strings("id document"),
            index=_INT,
            kind=_STRING,
            fragment=_BOOL,
            section=_STRING,
            section_path=pa.list_(_STRING),
            **_strings("function text"),
            source_spans=pa.list_(_RANGE),
            sentences=pa.list_(pa.struct(_fields(**_SPAN, theme=_STRING))),
            themes=pa.list_(_STRING),
            theme_spans=pa.list_(pa.struct(_fields(**_SPAN, theme=_STRING))),
            claims=pa.list_(pa.struct(_fields(id=_STRING, sentence=_INT, theme=_STRING, **_CLAIM))),
            numerals=pa.list_(pa.struct(_fields(**_NUMERAL))),
        )
    ),
    "sections": pa.schema(
        _fields(
            **_strings("id document parent"),
            level=_INT,
            **_strings("head_kind heading function first_paragraph last_paragraph"),
            start=_INT,
            end=_INT,
        )
    ),
    "themes": pa.schema(
        _fields(**_strings("document paragraph"), **_SPAN, theme=_STRING, cap_major=_INT, **_SOURCE)
    ),
    "claims": pa.schema(
        _fields(
            **_strings("id document paragraph"),
            section_path=pa.list_(_STRING),
            **_strings("function theme"),
            sentence=_INT,
            **_CLAIM,
            **_SOURCE,
        )
    ),
    "numerals": pa.schema(_fields(**_strings("document paragraph"), **_NUMERAL, **_SOURCE)),
    "passes": pa.schema(
        _fields(
            **_strings("document pass layer paragraph"),
            **_SPAN,
            **_strings("label attributes"),
            **_SOURCE,
        )
    ),
    "edits": pa.schema(
        _fields(
            document=_STRING, **_SOURCE, **_strings("before after reason"), touches_number=_BOOL
        )
    ),
    "claims_bio": pa.schema(
        _fields(**_SENTENCE, characters=pa.list_(_STRING), tags=pa.list_(_LABEL))
    ),
    "themes_cls": pa.schema(_fields(**_SENTENCE, theme=_LABEL)),
}
"""By config name."""

TASKS = {"claims_bio": "tags", "themes_cls": "theme"}
"""The configs that are made for training, and the column of each that is to be predicted."""

LAYERED = {config: schema for config, schema in SCHEMAS.items() if config not in TASKS}
"""The schemas of the other configs, which hold the annotation itself."""

DEFAULT = "paragraphs"

Names = Mapping[str, Sequence[str]]
"""By task config, what its labels are called: label 0 is the first."""


def table(config: str, rows: list[dict[str, Any]], names: Names) -> pa.Table:
    """The rows as a table of ``config``, with the names of its labels for `datasets` to find."""
    schema = SCHEMAS[config]
    if config in TASKS:
        feature: dict[str, Any] = {"names": list(names[config]), "_type": "ClassLabel"}
        if pa.types.is_list(schema.field(TASKS[config]).type):
            feature = {"feature": feature, "_type": "List"}
        features = {"info": {"features": {TASKS[config]: feature}}}
        schema = schema.with_metadata({"huggingface": json.dumps(features)})
    return pa.Table.from_pylist(rows, schema=schema)


FILE = "train-00000-of-00001.parquet"


def read(
    data: Path, config: str, where: list[tuple[str, str, Any]] | None = None
) -> list[dict[str, Any]]:
    """The published rows of ``config`` in the folder ``data``, checksums verified.

    ``where`` keeps the rows that fit, e.g. ``[("id", "=", "…")]``. Raises DataError, naming the file,
    if it is missing, damaged or has other columns.
    """
    file = data / config / FILE
    table = parse(read_bytes(file), file)
    if table.schema.remove_metadata() != SCHEMAS[config]:
        raise DataError(f"{file}: has other columns than {config}; run: xiangqu build")
    if where:
        table = table.filter(pq.filters_to_expression(where))
    rows: list[dict[str, Any]] = table.to_pylist()
    return rows


def one(data: Path, config: str, identity: str) -> dict[str, Any] | None:
    """The published row of ``config`` with that id, None if there is none; raises as `read` does."""
    rows = read(data, config, [("id", "=", identity)])
    return rows[0] if rows else None


def parse(content: bytes, file: Path) -> pa.Table:
    """The table in the Parquet ``content`` of ``file``. Raises DataError if a checksum is wrong."""
    try:
        # No threads: they can outlive the interpreter and abort it at exit.
        options = {"page_checksum_verification": True, "pre_buffer": False}
        return pq.ParquetFile(pa.BufferReader(content), **options).read(use_threads=False)
    except (pa.ArrowException, OSError) as error:
        said = str(error).partition("\n")[0]
        raise DataError(f"{file}: cannot be read as Parquet: {said}") from None


def encode(table: pa.Table) -> bytes:
    """The Parquet file of a table: page checksums, and the same bytes from run to run."""
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="zstd", write_page_checksum=True)
    return bytes(sink.getvalue())
