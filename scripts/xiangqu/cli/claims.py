"""The claims of drafts on standard output, text by text: to read, or for another program."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import click
import pyarrow as pa
from rich.text import Text

from ..annotator.drafted import Drafted
from ..annotator.notebook import SHOWN, cells
from ..tabular.formulas import defused
from ..tabular.tables import SCHEMAS
from . import streams, terminal

_SCHEMA = SCHEMAS["claims"]
_PARTS = ("text", "start", "end")
"""The columns of a span in CSV, after its name."""


class Csv:
    """The published columns and the doubts; spans as three columns, lists as JSON; a head before all rows.

    What a spreadsheet would take for a formula has an apostrophe before it.
    """

    def __init__(self) -> None:
        self._writer = csv.writer(streams.exact(), lineterminator="\n")
        heads = (name for field in _SCHEMA for name in _names(field))
        self._writer.writerow([*heads, "doubts"])

    def __call__(self, drafted: Drafted) -> None:
        for row in drafted.rows["claims"]:
            values = (v for field in _SCHEMA for v in _values(field, row[field.name]))
            doubts = " ".join(drafted.doubts.get(row["id"], ()))
            self._writer.writerow([*map(defused, values), doubts])


def _names(field: pa.Field) -> list[str]:
    if pa.types.is_struct(field.type):
        return [f"{field.name}_{part}" for part in _PARTS]
    return [field.name]


def _values(field: pa.Field, value: Any) -> Iterator[Any]:
    if pa.types.is_struct(field.type):
        yield from ((value[part] for part in _PARTS) if value else (None for _ in _PARTS))
    elif isinstance(value, list):
        yield json.dumps(value, ensure_ascii=False)
    else:
        yield value


def _jsonl(drafted: Drafted) -> None:
    """A row a line, its columns in their order, then the doubts."""
    for row in drafted.rows["claims"]:
        ordered = {name: row[name] for name in _SCHEMA.names}
        ordered["doubts"] = drafted.doubts.get(row["id"], ())
        click.echo(json.dumps(ordered, ensure_ascii=False, default=date.isoformat))


def _table(drafted: Drafted) -> None:
    """The name of the text, and a line a claim."""
    about = drafted.document
    console = terminal.Screen()
    title = f"  {about.title}" if about.title else ""
    console.print(Text.assemble((about.id, "bold"), title), soft_wrap=True)
    rows = [
        [*cells(claim), ", ".join(drafted.doubts.get(claim["id"], ()))]
        for claim in drafted.rows["claims"]
    ]
    if rows:
        terminal.words([*SHOWN, "doubts"], rows)
    else:
        console.print("no claims")
    console.print()


FORMATS: dict[str, Callable[[], Callable[[Drafted], None]]] = {
    "table": lambda: _table,
    "jsonl": lambda: _jsonl,
    "csv": Csv,
}
"""What begins a listing, and gives what prints the claims of each text in turn."""
