"""What is left to read of a document, and the next draft, on a terminal."""

from __future__ import annotations

from typing import Any

import click

from ..annotation.jsonlines import plain
from ..annotation.records import Annotated, Draft
from ..annotation.repo import Repo, read_text
from ..annotation.vocabulary import vocabulary
from ..annotator import reviewing
from ..annotator.doubts import DoubtRules
from ..tabular import lookup
from ..tabular.rows import Publisher
from ..text.align import apply
from . import terminal

Row = dict[str, Any]


def left(document: str, annotated: Annotated) -> None:
    """Say by layer how much is left to read."""
    numbers = reviewing.counts(annotated)
    if not any(unread for unread, _ in numbers.values()):
        click.echo(f"{document}: all drafts have been read. Next: xiangqu build --refresh")
        return
    click.echo(f"{document}: left to read")
    terminal.table(
        ["layer", "left", "of"],
        [[layer, str(unread), str(of)] for layer, (unread, of) in numbers.items()],
    )


def upcoming(repo: Repo, annotated: Annotated, number: int) -> None:
    """Show the next drafts in order of need, each with how to confirm it."""
    raw = read_text(repo.seeds / annotated.document.seed_file)
    rows = Publisher(annotated, apply(raw, annotated.edits), vocabulary(repo, "bounds")).rows()
    views = {row["id"]: (row, None) for row in rows["paragraphs"]}
    views |= {row["id"]: (views[row["paragraph"]][0], row) for row in rows["claims"]}
    doubts = DoubtRules(repo).of(annotated)
    known = vocabulary(repo, "doubts").terms
    for line in reviewing.left(annotated, doubts)[:number]:
        click.echo()
        if line.paragraph is None:
            terminal.records(_whole(annotated, line.layer, rows["paragraphs"]))
        else:
            paragraph, claim = views[line.claim or line.paragraph]
            terminal.show(lookup.of_rows(paragraph, claim, annotated.document.seed_file, raw))
        for doubt in doubts.get(line.claim or "", ()):
            click.echo(f"doubt: {known[doubt]['en']}: {known[doubt]['definition_en']}")
        click.echo(
            f"\nRight? xiangqu review {annotated.document.id} --confirm {name(line)}", err=True
        )


def _whole(annotated: Annotated, layer: str, paragraphs: list[Row]) -> list[Row]:
    """What is shown of a layer that is read as a whole."""
    if layer == "paragraphs":
        return [{name: row[name] for name in ("id", "kind", "text")} for row in paragraphs]
    shown = [plain(record) for record in reviewing.records(annotated, layer)]
    if layer == "sections":
        names = ("first_paragraph", "level", "function", "heading")
        return [{name: row[name] for name in names} for row in shown]
    return shown


def name(line: Draft) -> str:
    """What --confirm takes for a line."""
    if line.paragraph is None:
        return line.layer
    place = (line.claim or line.paragraph).partition(".")[2]
    return place if line.claim else f"{place}.{line.layer}"
