"""The verb ``audit``."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .group import cli, repo_of, root_option

if TYPE_CHECKING:
    from ..audit.audit import Audited

_COLOURS = {"inconsistent": "bold red", "not_comparable": "yellow", "within_rounding": "cyan"}


@cli.command()
@click.argument("path", required=False, type=click.Path(path_type=Path, exists=True))
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "csv", "markdown"]),
    default="text",
    show_default=True,
    help="How relations are printed.",
)
@click.option(
    "--verdict",
    "verdicts",
    type=click.Choice(["inconsistent", "not_comparable", "within_rounding", "consistent"]),
    multiple=True,
    help="Only relations with this verdict; may be given several times.",
)
@click.option(
    "--fail-on", type=click.Choice(["inconsistent"]), help="Exit with 1 if there is one of these."
)
@root_option
def audit(
    path: Path | None,
    form: str,
    verdicts: tuple[str, ...],
    fail_on: str | None,
    root: Path | None,
) -> None:
    """Check what the numbers say to each other: repeated figures, targets, growth, parts and totals.

    PATH is the corpus, or a folder that annotate wrote; the default is the corpus. Each number is known
    as far as its digits and its bound words say, so both sides of a relation are intervals: they agree as
    written, or within rounding, or not at all. A difference is a finding and no accusation. Relations of
    a folder that annotate wrote are proposals by rule, the surest faults first.

    Example: xiangqu audit drafts --verdict inconsistent --format markdown
    """
    from ..audit import audit as auditing
    from ..audit.report import REPORTERS

    found = auditing.audit(repo_of(path or root))
    kept = [one for one in found if not verdicts or one.verdict in verdicts]
    if form == "text":
        _print(kept)
    else:
        for line in REPORTERS[form](kept):
            click.echo(line)
    counts = Counter(one.verdict for one in found)
    told = ", ".join(f"{number} {verdict}" for verdict, number in counts.items())
    read = all(one.decided_by for one in found)
    what = "relations" if read else "proposals by rule, which nobody has read"
    click.echo(f"{len(found)} {what}{': ' if told else ''}{told}", err=True)
    if fail_on and counts[fail_on]:
        sys.exit(1)


def _print(found: Iterable[Audited]) -> None:
    """Each relation with its passages side by side, the arithmetic, both intervals and the verdict."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    from ..audit.report import intervals, passages, told
    from . import terminal

    screen = terminal.Screen()
    for one in found:
        style = _COLOURS.get(one.verdict, "green")
        screen.print(Text.assemble((one.id, "bold"), f"  {one.kind}  ", (told(one), style)))
        view = Table(box=box.SIMPLE_HEAD, show_edge=False, padding=(0, 1, 0, 0), pad_edge=False)
        ids, texts = zip(*passages(one), strict=True)
        for name in ids:
            view.add_column(Text(name), overflow="fold", ratio=1)
        view.add_row(*map(Text, texts))
        screen.print(view)
        for line in (one.arithmetic, intervals(one), one.explanation):
            if line:
                screen.print(Text(line), soft_wrap=True)
        screen.print()
