"""The verb that shows texts in a browser."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .group import cli, force_option, repo_of, root_option

if TYPE_CHECKING:
    from ..reader.library import Library


@cli.command()
@click.argument("path", required=False, type=click.Path(path_type=Path, exists=True))
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    help="Where the pages are written [default: a folder for temporary files].",
)
@click.option("--no-open", is_flag=True, help="Write the pages, and open no browser.")
@click.option(
    "--serve", is_flag=True, help="Serve the pages to this machine alone, until interrupted."
)
@force_option
@root_option
def browse(
    path: Path | None,
    output: Path | None,
    no_open: bool,
    serve: bool,
    force: bool,
    root: Path | None,
) -> None:
    """Show texts with their labels and numbers in a browser: pages that need no server and no network.

    PATH is a folder laid out like the repository, a folder that annotate wrote, or a text or a folder of
    texts, which are annotated on the way. Without PATH, it is the corpus.

    Each text can be read with its sections, themes and claims; claims can be filtered, sorted and
    downloaded; each indicator has a page; there are figures, if the extra of xiangqu figures is installed.
    The drafts of documents that are being added can be accepted, corrected and rejected, and import takes
    the file of these decisions.

    Example: xiangqu browse drafts --output pages --no-open
    """
    from ..reader import site

    folder = output or Path(tempfile.mkdtemp(prefix="xiangqu-pages-"))
    page = site.write(_library(path, root), folder, force=force)
    click.echo(page)
    if serve:
        _serve(folder, opened=not no_open)
    elif not no_open:
        click.launch(page.resolve().as_uri())


def _library(path: Path | None, root: Path | None) -> Library:
    from ..reader import library

    if path is None or library.is_root(path):
        return library.of_root(repo_of(path or root))
    return library.of_texts(repo_of(root), path, lambda said: click.echo(said, err=True))


def _serve(folder: Path, *, opened: bool) -> None:
    from ..reader import server

    with server.serving(folder) as (address, forever):
        click.echo(f"{address} (stop with Ctrl-C)", err=True)
        if opened:
            click.launch(address)
        forever()
