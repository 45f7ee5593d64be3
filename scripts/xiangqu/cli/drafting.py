"""The verb that drafts annotation by rules."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..annotation.errors import UsageError
from ..annotation.repo import Repo
from .group import KNOWN, cli, encoding_name, force_option, repo_of, root_option

if TYPE_CHECKING:
    from ..annotator.drafted import Drafted
    from ..annotator.inputs import Reading, Texts
    from ..scale.engines import Engine
    from .progress import Run

NAMED = 3
"""How many files a note names."""


def _known_options(verb: Callable[..., None]) -> Callable[..., None]:
    for name, told in reversed(KNOWN.items()):
        option = name.replace("_", "-")
        column = f"The column of a table that holds it [default: {name}, if any]."
        verb = click.option(f"--{option}-column", metavar="NAME", help=column)(verb)
        verb = click.option(f"--{option}", name, help=told)(verb)
    return verb


def _scale_options(verb: Callable[..., None]) -> Callable[..., None]:
    """The options of a run with --output; their values are None where they are not given."""
    for name, kind, told in (
        ("workers", click.IntRange(1), "Draft in so many processes of this machine."),
        (
            "dask",
            str,
            "Draft on the Dask cluster at this address; local starts --workers of its own.",
        ),
        (
            "part-size",
            click.IntRange(1),
            "How many documents a file of a table holds [default: 200].",
        ),
        ("seconds", click.FloatRange(1), "How long a document may take [default: 300]."),
        ("memory", click.IntRange(1), "How many MB a process may hold [default: 4096]."),
    ):
        verb = click.option(f"--{name}", type=kind, help=told)(verb)
    return verb


@cli.command()
@click.argument("paths", metavar="[FILE...]", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "jsonl", "csv"]),
    help="How the claims are printed [default: table].",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write every layer into this folder instead.",
)
@click.option("--text-column", metavar="NAME", help="The column of a table that holds the text.")
@click.option(
    "--id-column",
    metavar="NAME",
    help="The column that holds the id [default: id, if any].",
)
@_known_options
@click.option(
    "--encoding",
    callback=encoding_name,
    help="The encoding of the files [default: UTF-8, or else GB18030].",
)
@_scale_options
@click.option("--why", is_flag=True, help="Print the words that speak for each theme instead.")
@force_option
@root_option
def annotate(
    paths: tuple[Path, ...],
    form: str | None,
    output: Path | None,
    encoding: str | None,
    workers: int | None,
    dask: str | None,
    part_size: int | None,
    seconds: float | None,
    memory: int | None,
    why: bool,
    force: bool,
    root: Path | None,
    **known: str | None,
) -> None:
    """Draft the annotation of any texts by rules: sections, themes, claims and the numeral census.

    FILE is a text (.txt, .md, .docx, .html), a folder of texts, or a table (.csv, .jsonl, .parquet)
    with one text per row. Without FILE, standard input is read. Word documents need an extra:
    pip install 'xiangqu[documents]'.

    The claims are printed. With --output, every layer is written instead: tables with the columns of
    the corpus to OUTPUT/<config>/part-*.parquet. validate, show, export, evaluate and agree take that
    folder. A run that was interrupted goes on when it is given again: what is whole stays.

    A text that cannot be read, or takes too long or too much memory, is named and the others are drafted;
    the exit code is then 1.

    Example: xiangqu annotate my-reports/ --output drafts
    """
    from ..annotator import drafting
    from ..annotator.inputs import Texts
    from ..scale import run as scale
    from ..scale.limits import Limits
    from .progress import Run

    if output is not None and (form or why):
        option = "--why" if why else "--format"
        raise UsageError(f"{option} prints, and --output writes tables: give one of them")
    if output is None and (workers or dask or part_size or seconds or memory):
        raise UsageError("--workers, --dask, --part-size, --seconds and --memory go with --output")
    repo, run = repo_of(root), Run(printing=output is None)
    problems: list[str] = []

    def report(problem: str) -> None:
        problems.append(problem)
        run.say(problem)

    stdin = _standard_input(paths)
    texts = Texts(paths or (Path("-"),), _reading(repo, encoding, known), report, stdin)
    if output is not None:
        options = scale.Options(
            documents=part_size or scale.DOCUMENTS,
            limits=Limits(seconds or Limits.seconds, memory or Limits.megabytes),
            root=root and repo.root,
            force=force,
        )
        with _engine(workers, dask) as engine:
            counts = scale.annotate(
                texts,
                output,
                report,
                engine=engine,
                options=options,
                progress=lambda done, now, failed: run.tick(done, now, texts.total, failed),
            )
    else:
        counts = drafting.each(repo, run.follow(texts), _printer(form, why, repo), report)
    _close(run, texts, counts)
    if problems:
        sys.exit(1)
    if not counts:
        raise UsageError("no text to annotate")


@cli.command("card")
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
def card_(folder: Path) -> None:
    """Describe the drafts in FOLDER: its README.md, the codebook and croissant.json.

    annotate --output writes README.md too, and brings it up to date; here the others are added. What you
    wrote around the figures of README.md stays.

    Example: xiangqu card drafts
    """
    from ..files import store
    from ..scale.folder import describe

    store.check_finished(folder)
    for file in describe(folder):
        click.echo(file)


def _engine(workers: int | None, dask: str | None) -> AbstractContextManager[Engine]:
    from ..scale import engines

    if not dask:
        return engines.workers(workers or 0)
    if workers and dask != "local":
        raise UsageError("--workers goes with --dask local: a cluster has its own")
    return engines.dask(dask, workers or os.cpu_count() or 1)


def _standard_input(paths: tuple[Path, ...]) -> bytes:
    if paths and Path("-") not in paths:
        return b""
    if sys.stdin.isatty() and not paths:
        raise UsageError("name a FILE, or pipe a text in: xiangqu annotate < report.txt")
    return sys.stdin.buffer.read()


def _reading(repo: Repo, encoding: str | None, known: dict[str, str | None]) -> Reading:
    """How inputs are read, from the options of that name."""
    from ..annotator.given import given
    from ..annotator.inputs import Reading

    columns = {
        name.removesuffix("_column"): column
        for name, column in known.items()
        if name.endswith("_column") and column
    }
    return Reading(encoding, columns, given(repo, **{name: known[name] for name in KNOWN}))


def _printer(form: str | None, why: bool, repo: Repo) -> Callable[[Drafted], None]:
    """What prints the drafts of a text."""
    from ..annotator import drafting
    from . import claims

    if not why:
        return claims.FORMATS[form or "table"]()
    if form:
        raise UsageError("--why prints themes and not claims: leave --format out")

    def explain(drafted: Drafted) -> None:
        for line in drafting.explain(repo, drafted):
            click.echo(line)

    return explain


def _close(run: Run, texts: Texts, counts: Counter[str]) -> None:
    """Say on stderr what was noted, and what there is now."""
    for said, names in texts.notes.items():
        more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
        run.say(f"{said}: {', '.join(names[:NAMED])}{more}")
    if counts:
        run.say(", ".join(f"{n} {name if n != 1 else name[:-1]}" for name, n in counts.items()))
