"""Tables with one text per row: ``.csv``, ``.jsonl`` and ``.parquet``."""

from __future__ import annotations

import contextlib
import csv
import datetime
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, TextIO

import pyarrow as pa
import pyarrow.parquet as pq

from ..annotation.errors import DataError
from ..annotation.jsonlines import JsonError, loads
from ..annotation.repo import machine_errors
from .formats import encoding_of

_BATCH = 64
_CHUNK = 2**18
_LONGEST_CELL = 2**31 - 1
_TOO_MANY_CELLS = "has more cells than there are columns: quote the text that has commas"
Row = Mapping[str, Any] | str
"""The values of a row by column, or what is wrong with it."""


@dataclass(frozen=True)
class Table:
    """The names of the columns, how many rows there are, and the rows; ``guessed`` as in `Decoded`."""

    names: Sequence[str]
    count: int
    rows: Iterable[Row]
    guessed: bool = False


def open_table(path: Path, encoding: str | None = None) -> Table:
    """The table in ``path``, a file whose name ends as a key of `TABLES`.

    Raises DataError if it cannot be read, MachineError if the machine fails; so may iterating over it.
    """
    try:
        return TABLES[path.suffix.lower()](path, encoding)
    except (csv.Error, pa.ArrowException) as error:
        said = str(error).partition("\n")[0]
        raise DataError(f"cannot be read as {path.suffix}: {said}") from None


def _csv(path: Path, encoding: str | None) -> Table:
    csv.field_size_limit(_LONGEST_CELL)
    encoding, guessed = _encoding_of(path, encoding)
    with _opened(path, encoding, "") as stream:
        reader = csv.DictReader(stream)
        names, count = reader.fieldnames or (), sum(1 for _ in reader)
    return Table(names, count, _records(path, encoding), guessed)


def _records(path: Path, encoding: str) -> Iterator[Row]:
    with _opened(path, encoding, "") as stream:
        for row in csv.DictReader(stream):
            is_cut = None in row  # the key of what stands after the last column
            yield _TOO_MANY_CELLS if is_cut else row


def _jsonl(path: Path, encoding: str | None) -> Table:
    """The columns are the keys of the first object."""
    encoding, guessed = _encoding_of(path, encoding)
    first = next(_objects(path, encoding), {})
    with _opened(path, encoding) as stream:
        count = sum(1 for _ in stream)
    return Table(
        () if isinstance(first, str) else [*first], count, _objects(path, encoding), guessed
    )


def _objects(path: Path, encoding: str) -> Iterator[Row]:
    with _opened(path, encoding) as stream:
        for line in stream:
            yield _object(line.removesuffix("\n"))


def _encoding_of(path: Path, encoding: str | None) -> tuple[str, bool]:
    def chunks() -> Iterator[bytes]:
        with machine_errors(path), path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                yield chunk

    return encoding_of(chunks, encoding)


@contextlib.contextmanager
def _opened(path: Path, encoding: str, newline: str = "\n") -> Iterator[TextIO]:
    """The file as text, without a mark of its byte order and with its ends of lines as they are."""
    with machine_errors(path), path.open(encoding=encoding, newline=newline) as stream:
        if stream.read(1) != "\ufeff":
            stream.seek(0)
        yield stream


def _object(line: str) -> Row:
    try:
        value = loads(line.encode())
    except JsonError as error:
        return f"is not one JSON object: {error}"
    return value if isinstance(value, dict) else "is not one JSON object"


def _parquet(path: Path, _: str | None) -> Table:
    with machine_errors(path):
        file = pq.ParquetFile(path)
    return Table(file.schema_arrow.names, file.metadata.num_rows, _batches(file))


def _batches(file: pq.ParquetFile) -> Iterator[Row]:
    try:
        for batch in file.iter_batches(_BATCH, use_threads=False):
            try:
                yield from batch.to_pylist()
            except (ValueError, OverflowError):  # nothing was given yet: find the rows at fault
                yield from (_row(batch.slice(at, 1)) for at in range(batch.num_rows))
    except (pa.ArrowException, OSError) as error:
        said = str(error).partition("\n")[0]
        raise DataError(f"cannot be read as .parquet: {said}") from None


def _row(one: pa.RecordBatch) -> Row:
    """The row of a batch that has one, or what is wrong with it."""
    try:
        row: Row = one.to_pylist()[0]
    except UnicodeDecodeError:
        return "is not UTF-8"
    except (ValueError, OverflowError) as error:  # a time of no calendar
        return f"cannot be read: {error}"
    return row


TABLES: dict[str, Callable[[Path, str | None], Table]] = {
    ".csv": _csv,
    ".jsonl": _jsonl,
    ".parquet": _parquet,
}
"""By the end of a file's name."""


def cell(value: Any) -> str | None:
    """A value as text, None if it is empty: 2022 of 2022.0, 2022-01-06 of a day or a time."""
    if value is None or value == "" or value != value:
        return None
    if isinstance(value, datetime.datetime):
        value = value.date()
    if isinstance(value, float | Decimal) and math.isfinite(value) and value == int(value):
        value = int(value)
    return str(value)
