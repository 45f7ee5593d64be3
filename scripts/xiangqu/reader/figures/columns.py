"""Columns of the published tables, read in batches: what is held does not grow with the corpus."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from ...annotation.errors import DataError
from ...annotation.repo import machine_errors
from ...tabular import tables

ROWS = 65_536

Groups = tuple[str, ...]
"""The groups that a document is in, as by year and by place."""


def batches(data: Path, config: str, names: Sequence[str]) -> Iterator[pa.Table]:
    """The columns ``names`` of ``config`` in the folder ``data``, from however many files it has.

    Raises DataError, naming the file, if there is none, or one is damaged or lacks a column.
    """
    for file in tables.files(data, config):
        yield from _file(file, names)


def _file(path: Path, names: Sequence[str]) -> Iterator[pa.Table]:
    with machine_errors(path):
        opened = path.open("rb")
    with opened:
        try:
            file = pq.ParquetFile(opened, page_checksum_verification=True, pre_buffer=False)
            if missing := {*names} - {*file.schema_arrow.names}:
                raise DataError(f"{path}: has no column {min(missing)}")
            # No threads: they can outlive the interpreter and abort it at exit.
            for batch in file.iter_batches(ROWS, columns=[*names], use_threads=False):
                yield pa.Table.from_batches([batch])
        except (pa.ArrowException, OSError) as error:
            said = str(error).partition("\n")[0]
            raise DataError(f"{path}: cannot be read as Parquet: {said}") from None


def rows(parts: Iterable[pa.Table], where: pc.Expression | None = None) -> Iterator[dict[str, Any]]:
    """The rows of some tables, those only for which ``where`` is true."""
    for table in parts:
        yield from (table if where is None else table.filter(where)).to_pylist()


def count(
    parts: Iterable[pa.Table],
    keys: Sequence[str],
    groups_of: Mapping[str, Groups],
    amount: str | None = None,
) -> Counter[tuple[Any, ...]]:
    """How many rows there are by the values of ``keys``, or the sum of their column ``amount``.

    The first key is a document, in whose place its groups are counted, so that no more is held than there
    are groups. Raises DataError if a document has none: it is not in the table of documents.
    """
    asked: list[tuple[Any, str]] = [(amount, "sum")] if amount else [([], "count_all")]
    found: Counter[tuple[Any, ...]] = Counter()
    for table in parts:
        part = table.group_by(keys, use_threads=False).aggregate(asked)
        numbers = part.column(f"{amount}_sum" if amount else "count_all").to_pylist()
        values = zip(*(part.column(key).to_pylist() for key in keys), strict=True)
        for (document, *rest), number in zip(values, numbers, strict=True):
            if document not in groups_of:
                raise DataError(f"{document!r} is in no row of the table documents")
            found[groups_of[document], *rest] += number
    return found


def of_group(counts: Counter[tuple[Any, ...]], number: int) -> Counter[tuple[Any, ...]]:
    """``counts`` by the group of that number alone."""
    found: Counter[tuple[Any, ...]] = Counter()
    for (groups, *rest), amount in counts.items():
        found[groups[number], *rest] += amount
    return found
