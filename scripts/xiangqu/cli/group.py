"""The command's group, and what its verbs share."""

from __future__ import annotations

from pathlib import Path

import click

from .. import __version__
from ..annotation.repo import Repo, path


def repo_of(root: Path | None) -> Repo:
    """The root given; else the checkout that we stand in; else what is installed."""
    here = Path.cwd()
    for folder in [root.resolve()] if root else [here, *here.parents]:
        if root or (folder / "corpus/curated").is_dir():
            return Repo(folder)
    return Repo(path())


root_option = click.option(
    "--root",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="A folder laid out like the repository [default: the checkout around you, else the installed copy].",
)

format_option = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Tables for a terminal, or JSON.",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="xiangqu")
def cli() -> None:
    """XiangQu 湘区: build, check and read the annotated corpus.

    Exit codes: 0 clean, 1 findings or unusable data, 2 wrong usage, 3 the machine failed.
    """
