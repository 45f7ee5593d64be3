"""Published tables made flat, for spreadsheets and for programs that do not read Parquet.

The parts of a span are columns of their own (``indicator_start``, ``indicator_end``, ``indicator_text``).
In CSV and in a sheet a list is JSON, what is missing is an empty cell, and a whole number has no point.
Text that a spreadsheet would take for a formula has an apostrophe before it in CSV.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from ..annotation.errors import DataError, UsageError
from ..annotation.repo import read_bytes
from . import tables
from .formulas import defused

Row = dict[str, Any]
EXTRA = "pip install 'xiangqu[xlsx]'"


def names(schema: pa.Schema) -> list[str]:
    """The flat columns of a table, in its order."""
    return [name for field in schema for name in _names(field)]


def _names(field: pa.Field) -> list[str]:
    if pa.types.is_struct(field.type):
        return [f"{field.name}_{part.name}" for part in field.type]
    return [field.name]


def values(schema: pa.Schema, row: Row) -> Iterator[Any]:
    """The values of a published row for each of `names`; of a span that is missing, as many None."""
    for field in schema:
        value = row[field.name]
        if pa.types.is_struct(field.type):
            yield from ((value or {}).get(part.name) for part in field.type)
        else:
            yield value


def cell(value: Any) -> Any:
    """A value as a sheet has it: a list as JSON, 3.0 as 3."""
    if isinstance(value, list):
        return _json(value)
    return int(value) if isinstance(value, float) and value.is_integer() else value


def csv_cell(value: Any) -> Any:
    """A value as CSV has it: a `cell` that no spreadsheet takes for a formula."""
    return defused(cell(value))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=date.isoformat)


def to_csv(schema: pa.Schema, rows: Iterable[Row]) -> bytes:
    """CSV in UTF-8 with a head."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(names(schema))
    writer.writerows([csv_cell(value) for value in values(schema, row)] for row in rows)
    return stream.getvalue().encode()


def to_jsonl(schema: pa.Schema, rows: Iterable[Row]) -> bytes:
    """An object a line, with lists as they are and null for what is missing."""
    heads = names(schema)
    flat = (dict(zip(heads, values(schema, row), strict=True)) for row in rows)
    return "".join(f"{_json(row)}\n" for row in flat).encode()


def to_xlsx(schema: pa.Schema, rows: Iterable[Row]) -> bytes:
    """A workbook of one sheet, in which no text is taken for a formula, a number or a link.

    Raises UsageError if the library is not installed, DataError if a row or a cell is more than a sheet
    holds.
    """
    try:
        import xlsxwriter
    except ModuleNotFoundError:
        raise UsageError(f"sheets need an extra: {EXTRA}") from None
    stream = io.BytesIO()
    plain = dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False)
    options = {**plain, "in_memory": True, "default_date_format": "yyyy-mm-dd"}
    with xlsxwriter.Workbook(stream, options) as book:
        book.set_properties({"created": datetime(1980, 1, 1)})  # the same bytes at any time
        sheet = book.add_worksheet()
        sheet.freeze_panes(1, 0)
        sheet.write_row(0, 0, names(schema))
        for number, row in enumerate(rows, 1):
            for column, value in enumerate(values(schema, row)):
                if sheet.write(number, column, cell(value)):  # a code if it was left out or cut
                    name = names(schema)[column]
                    said = f"row {number}, {name}: more than a sheet holds; take csv or jsonl"
                    raise DataError(said)
    return stream.getvalue()


def read(data: Path, config: str, form: str) -> bytes:
    """The table ``config`` of the folder ``data`` in one of `FORMATS`.

    Raises UsageError if there is no such table, DataError if it is damaged, and as `to_xlsx` does.
    """
    tables.check_config(data, config)
    files = tables.files(data, config)
    schema = tables.parse(read_bytes(files[0]), files[0]).schema
    rows = (row for file in files for row in tables.parse(read_bytes(file), file).to_pylist())
    return FORMATS[form](schema, rows)


FORMATS: dict[str, Callable[[pa.Schema, Iterable[Row]], bytes]] = {
    "csv": to_csv,
    "jsonl": to_jsonl,
    "xlsx": to_xlsx,
}


def archive(rows: Mapping[str, pa.Table]) -> bytes:
    """A zip file with each table as CSV; from the same rows the same bytes, by one version of zlib."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, table in rows.items():
            entry = zipfile.ZipInfo(f"{name}.csv")  # of 1980, whenever it is made
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            zipped.writestr(entry, to_csv(table.schema, table.to_pylist()))
    return stream.getvalue()


def contents(archive: bytes) -> dict[str, bytes]:
    """What is in a zip file, by name. Raises BadZipFile if it is damaged."""
    with zipfile.ZipFile(io.BytesIO(archive)) as zipped:
        return {name: zipped.read(name) for name in zipped.namelist()}
