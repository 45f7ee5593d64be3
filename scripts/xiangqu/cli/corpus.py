"""The verbs that make, check and read the corpus."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ..annotation.errors import UsageError
from ..citation.styles import STYLES
from .group import cli, force_option, format_option, repo_of, root_option


@cli.command()
@click.option(
    "--check",
    is_flag=True,
    help="Write nothing; say what is stale, and exit with 1 if anything is.",
)
@click.option(
    "--refresh",
    is_flag=True,
    help="Recompute the results saved in corpus/*.json that are stale, where this program can.",
)
@root_option
def build(check: bool, refresh: bool, root: Path | None) -> None:
    """Make corpus/text, corpus/data and the generated figures from seeds, curated annotation and schema.

    Agreement, baselines and the scores of the rules are slow to compute: they are saved, and only
    --refresh recomputes them. Agreement needs the extra xiangqu[gamma], baselines xiangqu[baselines].

    Example: xiangqu build --check
    """
    from ..release import pipeline, saved
    from ..validate import report
    from . import terminal

    repo = repo_of(root, writes=not check)
    if repo.is_drafts:
        raise UsageError("drafts are not built: xiangqu add takes a text into a corpus")
    if check and refresh:
        raise UsageError("--check writes nothing, and --refresh does: give one of them")
    if check:
        with terminal.Progress() as progress:
            findings = pipeline.check(repo, progress)
        for line in report.text(findings):
            click.echo(line)
        if findings:
            by_refresh = any(f.detail.endswith(saved.REFRESH) for f in findings)
            click.echo(f"Stale; {saved.REFRESH if by_refresh else 'run: xiangqu build'}", err=True)
            sys.exit(1)
        click.echo(
            "Fresh: the release is what seeds, curated annotation and schema give.", err=True
        )
        return
    if repo.is_installed_copy:
        raise UsageError(
            "this is the installed copy of the corpus: build in a checkout, or give --root"
        )
    with terminal.Progress() as progress:
        if refresh:
            counts, removed, computed = pipeline.refresh(repo, progress)
        else:
            (counts, removed), computed = pipeline.build(repo, progress), []
    for file in removed:
        click.echo(f"Removed {file}", err=True)
    for file in computed:
        click.echo(f"Computed again {file}", err=True)
    for file, said in saved.faults(repo):
        click.echo(f"Stale: {file}: {said}", err=True)
    terminal.counts_tables({"layers": counts["layers"]})


@cli.command()
@click.argument("name", required=False)
@root_option
def schema(name: str | None, root: Path | None) -> None:
    """Print the JSON Schema of a record type, or list the record types.

    Example: xiangqu schema claim
    """
    from ..annotation import vocabulary
    from ..annotation.jsonlines import indented

    repo = repo_of(root)
    names = vocabulary.schema_names(repo)
    if name is None:
        click.echo("\n".join(names))
    elif name in names:
        click.echo(indented(vocabulary.schema(repo, name)))
    else:
        raise UsageError(f"no schema {name!r}; there are {', '.join(names)}")


@cli.command()
@format_option
@root_option
def stats(form: str, root: Path | None) -> None:
    """Count the published tables by document, theme, status, measure, unit and label.

    Example: xiangqu stats --format json
    """
    from ..annotation.jsonlines import indented
    from ..tabular import stats as library
    from ..tabular import tables
    from . import terminal

    repo = repo_of(root)
    needed = ("documents", "paragraphs", "claims", "numerals")
    counts = library.count({config: tables.read(repo.data, config) for config in needed})
    if form == "json":
        click.echo(indented(counts))
    else:
        terminal.counts_tables(counts)


@cli.command()
@click.argument("config")
@click.option(
    "--format",
    "form",
    type=click.Choice(["csv", "jsonl", "xlsx"]),
    default="csv",
    show_default=True,
    help="A workbook needs the extra xiangqu[xlsx].",
)
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write this file instead of printing.",
)
@force_option
@root_option
def table(config: str, form: str, output: Path | None, force: bool, root: Path | None) -> None:
    """Print a published table, or one of drafts, as a flat one: spans as columns, lists as JSON.

    The columns of a span are its name with _start, _end and _text. What is missing is an empty cell.

    Example: xiangqu table claims -o claims.csv
    """
    from ..files import store
    from ..tabular import flat
    from . import streams

    if form == "xlsx" and output is None:
        raise UsageError("a workbook is not printed: give --output FILE")
    content = flat.read(repo_of(root).data, config, form)
    if output is None:
        click.echo(content.decode(), file=streams.exact(), nl=False)
    else:
        store.write_file(output, content, force=force)


@cli.command()
@click.argument("identity", metavar="ID")
@root_option
def show(identity: str, root: Path | None) -> None:
    """Show a paragraph or a claim: text with coloured spans, attributes, position in the seed.

    For a section or a document, the paragraph in which it begins is shown.

    Example: xiangqu show yueyanglou-report-2021.p006.c03
    """
    from ..tabular import lookup
    from . import terminal

    terminal.show(lookup.view(repo_of(root), identity))


@cli.command()
@click.argument("identity", metavar="[ID]", required=False)
@click.option(
    "--style",
    type=click.Choice(STYLES),
    default="apa",
    show_default=True,
    help="APA 7 or GB/T 7714-2015 to read, the others for a reference manager.",
)
@root_option
def cite(identity: str | None, style: str, root: Path | None) -> None:
    """Print the citation of the dataset, or of the document, section, paragraph or claim ID.

    A claim is cited with its words, id and version, so that xiangqu show can find the number again.
    DOI, address and release date appear as soon as CITATION.cff gives them.

    Example: xiangqu cite yueyanglou-report-2021.p006.c03 --style gbt7714
    """
    from ..citation import cite as library

    repo = repo_of(root)
    click.echo(library.cite(repo, identity, style))
    if not library.is_released(repo):
        said = "This version has no date of release yet: say in a note which state you used."
        click.echo(said, err=True)
