"""The claims of drafts on standard output, text by text: to read, or for another program."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from datetime import date

import click
from rich.text import Text

from ..annotator.drafted import Drafted
from ..annotator.notebook import SHOWN, cells
from ..tabular import flat
from ..tabular.tables import SCHEMAS
from . import streams, terminal

_SCHEMA = SCHEMAS["claims"]


class Csv:
    """The published columns, made flat, and the doubts; a head before all rows. No cell is a formula."""

    def __init__(self) -> None:
        self._writer = csv.writer(streams.exact(), lineterminator="\n")
        self._writer.writerow([*flat.names(_SCHEMA), "doubts"])

    def __call__(self, drafted: Drafted) -> None:
        for row in drafted.rows["claims"]:
            cells = map(flat.csv_cell, flat.values(_SCHEMA, row))
            self._writer.writerow([*cells, " ".join(drafted.doubts.get(row["id"], ()))])


def _jsonl(drafted: Drafted) -> None:
    """Each row on a line, with its columns in their order and then the doubts."""
    for row in drafted.rows["claims"]:
        ordered = {name: row[name] for name in _SCHEMA.names}
        ordered["doubts"] = drafted.doubts.get(row["id"], ())
        click.echo(json.dumps(ordered, ensure_ascii=False, default=date.isoformat))


def _table(drafted: Drafted) -> None:
    """The name of the text, then one line per claim."""
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
