"""How results look on a terminal; `rich` knows how wide a Chinese character is."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from typing import Any

from rich import box
from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment
from rich.table import Table
from rich.text import Text

from ..compare.evaluation import Error, Evaluation, tables
from ..release import card
from ..tabular.lookup import View
from ..tabular.stats import Counts
from . import streams

Row = dict[str, Any]

_COLOURS = {
    "level": "cyan",
    "share": "green",
    "growth": "magenta",
    "multiple": "magenta",
    "rank": "yellow",
    "ratio": "yellow",
    "duration": "blue",
}
_SLOW_SECONDS = 2.0
WIDTH = 80
_UNBROKEN = 10_000
_CELL = 200
"""How much of a cell of words is shown: every line of a table is as wide as the longest."""


class Progress:
    """One line on stderr about what is being done, if it is a terminal and the work is slow."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._shown = False

    def __call__(self, step: str) -> None:
        if sys.stderr.isatty() and time.monotonic() - self._began > _SLOW_SECONDS:
            streams.replace_line(step)
            self._shown = True

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        if self._shown:
            streams.replace_line()


def counts_tables(counts: Counts) -> None:
    """Print every cross table of `xiangqu.tabular.stats.count`; no number is cut, however many columns."""
    console = Screen()
    columns = list(counts["layers"]["claims"])
    for name, table in counts.items():
        view = Table(
            title=name,
            title_justify="left",
            title_style="bold",
            box=box.SIMPLE_HEAD,
            show_edge=False,
            padding=0,
            pad_edge=False,
        )
        view.add_column("", no_wrap=True)
        for column in columns:
            view.add_column(column.replace("-", "-\n"), justify="right", no_wrap=True)
        for label, row in table.items():
            view.add_row(label, *(str(row[column]) for column in columns))
        wide = console.options.update(width=_UNBROKEN)
        console.width = max(console.width, console.measure(view, options=wide).maximum)
        console.print(view)


def agreement(layers: list[Row]) -> None:
    """Print the scores of every layer, and how often attributes are equal on shared spans."""
    console = Screen()
    heads, rows = card.agreement_rows(layers)
    _plain_table(console, heads, rows)
    console.print()
    _plain_table(console, *card.attribute_rows(layers))


def evaluation(found: Evaluation) -> None:
    """Print the scores as tables, what was not compared, and the errors."""
    console = Screen()
    console.print(
        Text(f"{found.predicted} against {found.gold}: {found.paragraphs} paragraphs", "bold")
    )
    if found.not_found or found.left_out:
        console.print(
            f"{found.not_found} of them not found in {found.predicted}, "
            f"and {found.left_out} of its paragraphs not in {found.gold}",
            markup=False,
        )
    for title, heads, rows in tables(found):
        console.print(Text(f"\n{title}", "bold"))
        _plain_table(console, heads, rows)
    _errors(console, found.errors)


def _errors(console: Console, errors: list[Error]) -> None:
    for e in errors:
        place = f"\n{e.paragraph}[{e.start}:{e.end}] "
        what = f"{e.layer} {e.kind} {e.field}  "
        console.print(Text.assemble((place, "bold"), what, (e.text, "cyan")), soft_wrap=True)
        if e.kind == "wrong":
            values = f"    gold: {e.gold}    predicted: {e.predicted}"
            console.print(Text(values), soft_wrap=True)


def table(heads: list[str], rows: list[list[str]]) -> None:
    """Print one table, its first column aligned to the left and the others to the right."""
    _plain_table(Screen(), heads, rows)


def words(heads: list[str], rows: list[list[str]]) -> None:
    """Print a table of words, each column to the left; in a file or a pipe no line is broken."""
    console = Screen()
    if not console.is_terminal:
        console.width = _UNBROKEN
    view = Table(box=box.SIMPLE_HEAD, show_edge=False, padding=(0, 1, 0, 0), pad_edge=False)
    for head in heads:
        view.add_column(head, overflow="fold")
    for row in rows:
        view.add_row(*(Text(streams.visible(_shortened(cell))) for cell in row))
    console.print(view)


def _shortened(cell: str) -> str:
    return cell if len(cell) <= _CELL else f"{cell[:_CELL]}…"


def _plain_table(console: Console, heads: list[str], rows: list[list[str]]) -> None:
    view = Table(box=box.SIMPLE_HEAD, show_edge=False, padding=(0, 1, 0, 0), pad_edge=False)
    for number, head in enumerate(heads):
        view.add_column(head, justify="right" if number else "left", overflow="fold")
    for row in rows:
        view.add_row(*(Text(streams.visible(cell)) for cell in row))
    console.print(view)


def show(view: View) -> None:
    """Print a paragraph with its claims coloured by measure, or one claim with its attributes."""
    console = Screen()
    p = view.paragraph
    path = " › ".join(p["section_path"]) or p["function"]
    console.print(Text.assemble((p["id"], "bold"), f"  {p['kind']}  {path}"))
    console.print(Text(f"seeds/{view.seed_file}, {view.place}", "dim"))
    claims = [view.claim] if view.claim else p["claims"]
    console.print(_coloured(p, claims), soft_wrap=True)
    if view.claim:
        _attributes(console, view.claim)
        return
    if claims:
        _claims(console, claims)
    for span in p["theme_spans"]:
        console.print(
            Text.assemble((f"{span['theme']} ", "bold"), f"[{span['start']}:{span['end']}]")
        )


def records(rows: list[Row]) -> None:
    """Print the records of a layer, one per line; a single one with a line for each field."""
    console = Screen()
    if len(rows) == 1:
        _attributes(console, rows[0])
        return
    for row in rows:
        cells = (f"{_cell(value)}" for value in row.values() if value not in (None, False))
        console.print("  ".join(cells), markup=False, soft_wrap=True)


class Screen(Console):
    """Wide enough that no number is cut: a narrower terminal breaks the lines itself.

    What it shows is visible, as `streams.visible` says; its own colours are not.
    """

    def __init__(self) -> None:
        super().__init__(highlight=False)
        self.width = max(self.width, WIDTH)

    def render(
        self, renderable: RenderableType, options: ConsoleOptions | None = None
    ) -> Iterator[Segment]:
        """The parts of ``renderable`` with control characters as escapes."""
        for part in super().render(renderable, options):
            yield part if part.control else part._replace(text=streams.visible(part.text))

    def on_broken_pipe(self) -> None:
        """Leave a closed pipe to the command; the parent would end the process with code 1."""
        raise BrokenPipeError


def _coloured(paragraph: Row, claims: list[Row]) -> Text:
    text = Text("\n" + paragraph["text"] + "\n")
    for claim in claims:
        text.stylize(
            f"bold {_COLOURS.get(claim['measure'], 'white')}", claim["start"] + 1, claim["end"] + 1
        )
        for name, style in (("indicator", "underline"), ("status_cue", "italic")):
            if span := claim[name]:
                text.stylize(style, span["start"] + 1, span["end"] + 1)
    return text


def _claims(console: Console, claims: list[Row]) -> None:
    """One line for each claim, never cut, however narrow the terminal."""
    for claim in claims:
        names = ("value", "unit", "bound", "measure", "status", "period", "indicator")
        rest = "  ".join(_cell(claim[name]) for name in names)
        style = f"bold {_COLOURS.get(claim['measure'], 'white')}"
        line = Text.assemble((claim["id"].rpartition(".")[2], "dim"), "  ", (claim["text"], style))
        console.print(line.append(f"  {rest}"), soft_wrap=True)


def _attributes(console: Console, claim: Row) -> None:
    table = Table(show_header=False, box=None)
    for name, value in claim.items():
        table.add_row(Text(name, "dim"), Text(streams.visible(_cell(value))))
    console.print(table)


def _cell(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, dict):
        return str(value["text"])
    if isinstance(value, list):
        return " : ".join(map(_cell, value))
    if isinstance(value, float):
        return f"{value:,.10g}" if abs(value) < 1e10 else f"{value:,.0f}"
    return str(value)
