"""The verb ``figures``."""

from __future__ import annotations

from pathlib import Path

import click

from .group import cli, force_option, repo_of


@cli.command()
@click.argument(
    "path",
    metavar="[PATH]",
    required=False,
    type=click.Path(path_type=Path, exists=True, file_okay=False),
)
@click.option(
    "--output",
    "-o",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder that is written into.",
)
@click.option(
    "--lang",
    type=click.Choice(["zh", "en", "both"]),
    default="both",
    show_default=True,
    help="The language of the figures.",
)
@force_option
def figures(path: Path | None, output: Path, lang: str, force: bool) -> None:
    """Draw figures for papers from the published tables: SVG, PNG, their numbers as CSV, and captions.

    PATH is a folder laid out like the repository, or one that annotate wrote [default: the checkout you
    are in, else the installed copy]. The figures show the share of text by theme, claims by status, targets
    beside outcomes, growth, and the periods that the texts cover: text by text, or by year and place where
    there are more than twelve. They need an extra: pip install 'xiangqu[figures]'.

    Example: xiangqu figures drafts -o figures
    """
    from ..reader import figures as library
    from ..reader.figures.words import LANGUAGES
    from . import terminal

    languages = LANGUAGES if lang == "both" else (lang,)
    with terminal.Progress() as progress:
        names = library.write(repo_of(path), output, progress, languages=languages, force=force)
    click.echo(f"{len(names)} figures in {output}: {', '.join(names)}", err=True)
