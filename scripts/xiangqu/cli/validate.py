"""The verb ``validate``."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..annotation.errors import UsageError
from ..annotation.repo import SCHEMA_OF, Repo
from .group import cli, encoding_name, repo_of, root_option

if TYPE_CHECKING:
    from ..tabular.derive import Progress
    from ..validate import Finding

STANDARD_INPUT = Path("-")
MOST = 100
"""How many findings in drafts are printed as text."""


@cli.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github", "sarif"]),
    default="text",
    show_default=True,
    help="How findings are printed.",
)
@click.option("--strict", is_flag=True, help="Exit with 1 for warnings too.")
@click.option("--all", "whole", is_flag=True, help="As text, list many of one kind to the last.")
@click.option("--explain", metavar="CODE", help="Explain what a check asks for, with examples.")
@click.option(
    "--layer",
    type=click.Choice([*SCHEMA_OF]),
    help="With -: the layer that is read [default: guessed].",
)
@click.option(
    "--encoding",
    default="utf-8",
    show_default=True,
    callback=encoding_name,
    help="The encoding of the layer files.",
)
@click.option(
    "--workers",
    type=click.IntRange(1),
    help="Check drafts in so many processes.",
)
@root_option
def validate(
    paths: tuple[Path, ...],
    form: str,
    strict: bool,
    whole: bool,
    explain: str | None,
    layer: str | None,
    encoding: str,
    workers: int | None,
    root: Path | None,
) -> None:
    """Check curated annotation: the corpus and its release, or only the files and folders given.

    PATHS are documents (folders with document.jsonl), folders of documents, or layer files; or one
    folder that --root takes, such as the drafts that annotate wrote: of these, the first hundred findings
    are printed, and how many there are of each kind. With -, one layer is read from standard input and
    only its form is checked. What is likely wrong, and not sure, is a warning.

    Example: xiangqu validate corpus/curated/yueyanglou-report-2021 --format json
    """
    from ..scale import checking
    from ..validate import catalogue
    from . import listing, terminal

    if root is None and len(paths) == 1 and _is_root(Repo(paths[0])):
        root, paths = paths[0], ()
    repo = repo_of(root)
    if explain:
        listing.explain(catalogue.entry(repo, explain))
        return
    if layer and paths != (STANDARD_INPUT,):
        raise UsageError("--layer goes with -, standard input: a file is named after its layer")
    found = Counter[str]()
    with terminal.Progress() as progress:
        if workers and not (repo.is_drafts and not paths):
            raise UsageError("--workers goes with a folder of drafts")
        if repo.is_drafts and not paths:
            findings = checking.validate(repo.root, workers or 0, progress)
            shown = None if whole or form != "text" else MOST
        else:
            findings, shown = _findings(repo, paths, layer, encoding, progress), None
        _print(_first(_counted(findings, found), shown), form, whole or shown is not None)
    if repo.is_drafts:
        click.echo("These are drafts by rules: nobody has read them.", err=True)
        for code, number in sorted(found.items()):
            click.echo(f"{code} {number}: {catalogue.MESSAGES[code]}", err=True)
    _close(paths, found, strict)


def _is_root(repo: Repo) -> bool:
    return repo.is_drafts or repo.curated.is_dir()


def _first(findings: Iterable[Finding], most: int | None) -> Iterator[Finding]:
    """The first ``most`` findings; the others are asked for too, so that they are counted."""
    for number, f in enumerate(findings):
        if most is None or number < most:
            yield f


def _findings(
    repo: Repo, paths: tuple[Path, ...], layer: str | None, encoding: str, progress: Progress
) -> Iterator[Finding]:
    from ..release import pipeline
    from ..validate import validate_stream

    if paths == (STANDARD_INPUT,):
        return validate_stream(repo, sys.stdin.buffer, layer, encoding)
    return pipeline.validate(repo, paths, encoding, progress)


def _counted(findings: Iterable[Finding], found: Counter[str]) -> Iterator[Finding]:
    for f in findings:
        found[f.code] += 1
        yield f


def _print(findings: Iterable[Finding], form: str, whole: bool) -> None:
    from ..validate.report import REPORTERS, whole_text

    reporter = whole_text if whole and form == "text" else REPORTERS[form]
    for line in reporter(findings):
        click.echo(line)


def _close(paths: tuple[Path, ...], found: Counter[str], strict: bool) -> None:
    """Print a summary, and exit with the code for what was found; for warnings alone if ``strict``."""
    from ..validate import MACHINE, WARNING, level_of, stands_alone

    for file in filter(stands_alone, paths):
        click.echo(f"{file} stands alone: only its form was checked (levels 1 and 2)", err=True)
    if not found:
        click.echo("No findings.", err=True)
        return
    most = found.most_common(1)[0][0]
    warnings = sum(n for code, n in found.items() if level_of(code) == WARNING)
    faults = found.total() - warnings
    counts = {"finding": faults, "warning": warnings}
    said = ", ".join(f"{n} {name}{'s' * (n > 1)}" for name, n in counts.items() if n)
    click.echo(f"{said}; what a check asks for: xiangqu validate --explain {most}", err=True)
    if faults or strict:
        sys.exit(3 if MACHINE in found else 1)
