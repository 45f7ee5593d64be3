"""A run over rows that a program gives, such as those of a `datasets.Dataset`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import chain, islice
from pathlib import Path
from typing import Any

from ..annotation.errors import UsageError
from ..annotator.inputs import GIVEN, ID, Reading, Texts
from ..annotator.table_rows import Table
from . import engines, run

COLUMNS = ("text", ID, *GIVEN)


def annotate(
    rows: Iterable[Mapping[str, Any]],
    output: Path,
    columns: Mapping[str, str],
    workers: int,
    report: Callable[[str], object],
) -> dict[str, int]:
    """See `xiangqu.annotate_rows`."""
    if odd := {*columns} - {*COLUMNS}:
        raise UsageError(f"{min(odd)!r} is nothing that is known of a text: {', '.join(COLUMNS)}")
    each = iter(rows)
    first = list(islice(each, 1))
    names = [*first[0]] if first else []
    table = Table(names, 0, chain(first, each))
    texts = Texts((), Reading(columns=columns), report, rows=table)
    with engines.workers(workers) as engine:
        return dict(run.annotate(texts, output, report, engine=engine))
