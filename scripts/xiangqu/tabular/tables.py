"""The one Arrow schema of each published table, and the one way to read it.

Offsets are int32 code points; values are float64, the nearest to the decimal that is written;
labels are strings, as their vocabularies list them, but in the task configs, where they are numbers
with names (`datasets.ClassLabel`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import accumulate
from pathlib import Path
from types import MappingProxyType
from typing import Any, get_args, get_origin

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from ..annotation.errors import DataError, UsageError
from ..annotation.records import (
    Claim,
    Document,
    Edit,
    Numeral,
    Relation,
    Section,
    Span,
    ThemeSpan,
    types,
)
from ..annotation.repo import read_bytes

_STRING, _INT, _FLOAT, _BOOL = pa.string(), pa.int32(), pa.float64(), pa.bool_()
_TYPES = {str: _STRING, int: _INT, bool: _BOOL, Decimal: _FLOAT}

Columns = dict[str, pa.DataType]


def _type(hint: Any) -> pa.DataType:
    """The Arrow type of a record's field: ``tuple[Decimal, ...]`` is a list of float64."""
    if get_origin(hint) is tuple:
        return pa.list_(_type(get_args(hint)[0]))
    return _TYPES[hint] if hint in _TYPES else _struct(_columns(hint))


def _columns(record: type, *without: str) -> Columns:
    """The columns that the fields of a record make, but for those ``without``."""
    return {name: _type(t) for name, t in types(record).items() if name not in without}


def _struct(columns: Columns) -> pa.DataType:
    return pa.struct(list(columns.items()))


def _strings(*names: str) -> Columns:
    return dict.fromkeys(names, _STRING)


_DOCUMENT = {"document": _STRING}
_PLACE = _DOCUMENT | {"paragraph": _STRING}
_SPAN = _columns(Span)
_SOURCE = {"source_start": _INT, "source_end": _INT}
_SENTENCE = {**_PLACE, "sentence": _INT, "start": _INT, "text": _STRING}
_LABEL = pa.int64()
_COUNTED = [
    "characters",
    "paragraphs",
    "sentences",
    "sections",
    "theme_spans",
    "claims",
    "numerals",
    "edits",
]
_THEME = _columns(ThemeSpan, "paragraph")
_CLAIM = _columns(Claim, "id", "paragraph")
_DERIVED = {
    "high": {"low_inclusive": _BOOL, "high_inclusive": _BOOL},
    "period": {"period_start": pa.date32(), "period_end": pa.date32()},
}
"""After which field of a claim the columns stand that follow from it."""
_PUBLISHED_CLAIM = {
    column: kind
    for name, type_ in _CLAIM.items()
    for column, kind in ({name: type_} | _DERIVED.get(name, {})).items()
}
_NUMERAL = _columns(Numeral, "paragraph")
COMPUTED = {
    "arithmetic": _STRING,
    **dict.fromkeys(
        ("computed_low", "computed_high", "stated_low", "stated_high", "slack", "smallest_error"),
        _FLOAT,
    ),
}
"""What follows from the claims of a relation; the columns stand before its verdict."""

_COLUMNS: dict[str, Columns] = {
    "documents": {
        **_columns(Document),
        "text": _STRING,
        "counts": _struct(dict.fromkeys(_COUNTED, _INT)),
    },
    "paragraphs": {
        "id": _STRING,
        **_DOCUMENT,
        "index": _INT,
        "kind": _STRING,
        "fragment": _BOOL,
        "section": _STRING,
        "section_path": pa.list_(_STRING),
        "function": _STRING,
        "text": _STRING,
        "source_spans": pa.list_(_struct({"start": _INT, "end": _INT})),
        "sentences": pa.list_(_struct(_THEME)),
        "themes": pa.list_(_STRING),
        "theme_spans": pa.list_(_struct(_THEME)),
        "claims": pa.list_(
            _struct({"id": _STRING, "sentence": _INT, "theme": _STRING, **_PUBLISHED_CLAIM})
        ),
        "numerals": pa.list_(_struct(_NUMERAL)),
    },
    "sections": {"id": _STRING, **_DOCUMENT, **_columns(Section, "id")},
    "themes": {**_PLACE, **_THEME, **_SOURCE},
    "claims": {
        "id": _STRING,
        **_PLACE,
        "section_path": pa.list_(_STRING),
        "function": _STRING,
        "theme": _STRING,
        "sentence": _INT,
        **_PUBLISHED_CLAIM,
        **_SOURCE,
    },
    "numerals": {**_PLACE, **_NUMERAL, **_SOURCE},
    "relations": {
        name: kind
        for field, type_ in _columns(Relation).items()
        for name, kind in ((COMPUTED if field == "verdict" else {}) | {field: type_}).items()
    },
    "indicators": {
        **_strings("id", "zh", "en", "definition", "unit", "theme"),
        "spellings": pa.list_(_STRING),
        "claims": _INT,
        "documents": _INT,
    },
    "labels": _strings("column", "id", "zh", "en", "definition", "standard", "code"),
    "passes": {
        **_DOCUMENT,
        "pass": _STRING,
        "layer": _STRING,
        "paragraph": _STRING,
        **_SPAN,
        "label": _STRING,
        "attributes": _STRING,
        **_SOURCE,
    },
    "edits": {
        **_DOCUMENT,
        **_columns(Edit, "rule", "moved"),
    },
    "claims_bio": {
        **_SENTENCE,
        "characters": pa.list_(_STRING),
        "tags": pa.list_(_LABEL),
    },
    "themes_cls": {**_SENTENCE, "theme": _LABEL},
}

SCHEMAS = {config: pa.schema(list(columns.items())) for config, columns in _COLUMNS.items()}
"""By config name."""

TASKS = {"claims_bio": "tags", "themes_cls": "theme"}
"""The configs that are made for training, and the column of each that is to be predicted."""

CODEBOOK = ("indicators", "labels")
"""The configs that describe labels: their rows are of no one document."""

BETWEEN = ("relations",)
"""The config whose rows are of several documents."""

LAYERED = {c: s for c, s in SCHEMAS.items() if c not in (*TASKS, *CODEBOOK, *BETWEEN)}
"""The schemas of the other configs, which hold the annotation itself."""

DEFAULT = "paragraphs"

Names = Mapping[str, Sequence[str]]
"""By task config, what its labels are called: label 0 is the first."""


_NESTED = {"theme_spans": "themes", "claims": "claims", "numerals": "numerals"}
"""The columns of paragraphs that repeat rows of other tables."""


def paragraphs(rows: Sequence[Mapping[str, Any]], tables: Mapping[str, pa.Table]) -> pa.Table:
    """The table of the paragraphs ``rows``; what is nested in them comes from the ``tables`` of their
    document, which are in the same order.
    """
    columns = [
        _lists(field, [len(row[field.name]) for row in rows], tables[_NESTED[field.name]])
        if field.name in _NESTED
        else pa.array([row[field.name] for row in rows], field.type)
        for field in SCHEMAS["paragraphs"]
    ]
    return pa.Table.from_arrays(columns, schema=SCHEMAS["paragraphs"])


def _lists(field: pa.Field, lengths: Iterable[int], table: pa.Table) -> pa.Array:
    """The rows of a table as lists of so many."""
    names = [inner.name for inner in field.type.value_type]
    offsets = pa.array(accumulate(lengths, initial=0), pa.int32())
    rows = pa.StructArray.from_arrays(
        [table[name].combine_chunks() for name in names], fields=list(field.type.value_type)
    )
    return pa.ListArray.from_arrays(offsets, rows, type=field.type)


def table(config: str, rows: list[dict[str, Any]], names: Names) -> pa.Table:
    """The rows as a table of ``config``, with the names of its labels for `datasets` to find."""
    schema = SCHEMAS[config]
    if config in TASKS:
        feature: dict[str, Any] = {"names": list(names[config]), "_type": "ClassLabel"}
        if pa.types.is_list(schema.field(TASKS[config]).type):
            feature = {
                "feature": feature,
                "_type": "Sequence",
            }  # read by datasets 2 to 5; List from 4 on
        features = {"info": {"features": {TASKS[config]: feature}}}
        schema = schema.with_metadata({"huggingface": json.dumps(features)})
    return pa.Table.from_pylist(rows, schema=schema)


FILE = "train-00000-of-00001.parquet"
PARTS = "part-*.parquet"
"""The files of a table of drafts, which has one for every few hundred documents."""
Where = Mapping[str, Any]
_ANY: Where = MappingProxyType({})


def files(data: Path, config: str) -> list[Path]:
    """The files of the table ``config`` in the folder ``data``, in order: the one of a release, or the
    parts of drafts.
    """
    found = (sorted((data / config).glob(name)) for name in (PARTS, "train-*.parquet"))
    return next(filter(None, found), [data / config / FILE])


def is_there(data: Path, config: str) -> bool:
    """Whether the folder ``data`` has a table ``config``."""
    return files(data, config)[0].is_file()


def read(
    data: Path, config: str, where: Where = _ANY, schema: pa.Schema | None = None
) -> list[dict[str, Any]]:
    """The published rows of ``config`` in the folder ``data``, checksums verified.

    ``where`` keeps the rows that have these values, by column; ``schema`` is that of a table which
    only drafts have. Raises DataError, naming the file, if one is missing, damaged or has other columns.
    """
    return [
        row
        for file in files(data, config)
        for row in read_file(file, schema or SCHEMAS[config], where).to_pylist()
    ]


def read_file(file: Path, schema: pa.Schema, where: Where = _ANY) -> pa.Table:
    """The rows of one file of a table; where none is wanted, only the columns of ``where`` are read.

    Raises as `read`.
    """
    content = read_bytes(file)
    if where and not _chosen(parse(content, file, [*where]), where).num_rows:
        return schema.empty_table()
    table = parse(content, file)
    if table.schema.remove_metadata() != schema:
        said = f"has other columns than {file.parent.name}"
        raise DataError(f"{file}: {said}; make it again, with the verb that wrote it")
    return _chosen(table, where)


def _chosen(table: pa.Table, where: Where) -> pa.Table:
    try:
        for column, value in where.items():
            if column in table.column_names:
                wanted = pa.scalar(value, table.schema.field(column).type)
                table = table.filter(pc.equal(table[column], wanted))
    except UnicodeEncodeError:  # an id from the command line that is not UTF-8
        return table.slice(0, 0)
    return table


def check_config(data: Path, config: str) -> None:
    """Raise UsageError, naming those that there are, unless the folder ``data`` has a table ``config``."""
    configs = sorted({f.parent.name for name in (FILE, PARTS) for f in data.glob(f"*/{name}")})
    if config not in configs:
        raise UsageError(f"no config {config!r}; there are {', '.join(configs) or 'none'}")


def one(data: Path, config: str, identity: str) -> dict[str, Any] | None:
    """The published row of ``config`` with that id, None if there is none; raises as `read` does."""
    rows = read(data, config, {"id": identity})
    return rows[0] if rows else None


def parse(content: bytes, file: Path, columns: list[str] | None = None) -> pa.Table:
    """The table in the Parquet ``content`` of ``file``, or some ``columns`` of it.

    Raises DataError if a checksum is wrong.
    """
    try:
        # No threads: they can outlive the interpreter and abort it at exit.
        options = {"page_checksum_verification": True, "pre_buffer": False}
        parquet = pq.ParquetFile(pa.BufferReader(content), **options)
        if not parquet.num_row_groups:  # which pyarrow 18 cannot read
            empty = parquet.schema_arrow.empty_table()
            return empty.select(columns) if columns else empty
        table = parquet.read(columns, use_threads=False)
        table.validate(full=True)  # text is UTF-8
        return table
    except (pa.ArrowException, OSError) as error:
        said = str(error).partition("\n")[0]
        raise DataError(f"{file}: cannot be read as Parquet: {said}") from None


def encode(table: pa.Table) -> bytes:
    """The Parquet file of a table: page checksums, and the same bytes from run to run."""
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="zstd", write_page_checksum=True)
    return bytes(sink.getvalue())
