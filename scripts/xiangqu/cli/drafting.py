"""The verb that drafts annotation by rules."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ..annotation.errors import UsageError
from .group import cli, force_option, repo_of, root_option


@cli.command()
@click.argument("paths", metavar="FILE...", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--output", type=click.Path(path_type=Path, file_okay=False), help="Where the tables go."
)
@click.option("--jsonl", is_flag=True, help="Write the curated form too, in OUTPUT/curated.")
@click.option("--text-column", metavar="NAME", help="The field of the text in .jsonl and .parquet.")
@click.option("--why", is_flag=True, help="Write nothing; say which words speak for which theme.")
@force_option
@root_option
def annotate(
    paths: tuple[Path, ...],
    output: Path | None,
    jsonl: bool,
    text_column: str | None,
    why: bool,
    force: bool,
    root: Path | None,
) -> None:
    """Draft sections, themes, claims and the numeral census of texts, by rules.

    FILE is a text in UTF-8, a folder of such (.txt, .md), - for standard input, or a table with
    --text-column. Writes OUTPUT/<config>/train-*.parquet with the columns of the corpus; every label
    stands in the config passes too, as of the pass rules. How good the rules are: xiangqu evaluate.

    Example: xiangqu annotate my-reports/ --output drafts
    """
    from ..annotator import drafting
    from . import terminal

    if not paths or (output is None) == (not why):
        raise UsageError("name texts, and --output FOLDER (or --why)")
    repo = repo_of(root)
    stdin = sys.stdin.buffer.read() if Path("-") in paths else None
    texts = drafting.sources(paths, text_column, stdin)
    if output is None:
        for line in drafting.explain(repo, texts):
            click.echo(line)
        return
    with terminal.Progress() as progress:
        counts = drafting.annotate(repo, texts, output, jsonl, progress, force=force)
    click.echo(", ".join(f"{number} {name}" for name, number in counts.items()), err=True)
