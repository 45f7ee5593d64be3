"""The command ``xiangqu``: a skin; every verb calls one function of the library, and only it prints."""

from __future__ import annotations

import io
import json
import os
import sys
from pathlib import Path

import click

from . import __version__
from .errors import UsageError, XiangQuError
from .repo import Repo, path

INTERRUPTED, FAILED = 130, 3


def _repo(root: Path | None) -> Repo:
    """The root given; else the checkout that we stand in; else what is installed."""
    here = Path.cwd()
    for folder in [root.resolve()] if root else [here, *here.parents]:
        if root or ((folder / "corpus/curated").is_dir() and (folder / "schema").is_dir()):
            return Repo(folder)
    return Repo(path())


_root = click.option(
    "--root",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="A folder laid out like the repository [default: the checkout around you, else the installed copy].",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="xiangqu")
def cli() -> None:
    """XiangQu 湘区: build, check and read the annotated corpus.

    Exit codes: 0 clean, 1 findings or unusable data, 2 wrong usage, 3 the machine failed.
    """


@cli.command()
@click.option(
    "--check", is_flag=True, help="Write nothing; say what is stale and exit 1 if anything is."
)
@_root
def build(check: bool, root: Path | None) -> None:
    """Make corpus/text, corpus/data and the generated figures from seeds, curated annotation and schema.

    Example: xiangqu build --check
    """
    from . import pipeline, terminal

    repo = _repo(root)
    if check:
        with terminal.Progress() as progress:
            stale = pipeline.check(repo, progress)
        for line in stale:
            click.echo(line)
        if stale:
            click.echo("Stale; run: xiangqu build", err=True)
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
        counts, removed = pipeline.build(repo, progress)
    for file in removed:
        click.echo(f"Removed {file}", err=True)
    terminal.counts_tables({"layers": counts["layers"]})


@cli.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    show_default=True,
    help="How findings are printed.",
)
@_root
def validate(paths: tuple[Path, ...], form: str, root: Path | None) -> None:
    """Check curated annotation: the corpus, or the files and folders given.

    Example: xiangqu validate corpus/curated/yueyanglou-report-2021 --format json
    """
    from .report import REPORTERS
    from .validate import stands_alone
    from .validate import validate as run

    findings = run(_repo(root), paths)
    for file in filter(stands_alone, paths):
        click.echo(f"{file} stands alone: only its form was checked (levels 1 and 2)", err=True)
    if findings or form == "json":
        click.echo(REPORTERS[form](findings))
    if findings:
        click.echo(f"{len(findings)} finding{'s' * (len(findings) > 1)}", err=True)
        sys.exit(1)
    click.echo("No findings.", err=True)


@cli.command()
@click.argument("name", required=False)
@_root
def schema(name: str | None, root: Path | None) -> None:
    """Print the JSON Schema of a record type, or list the record types.

    Example: xiangqu schema claim
    """
    from . import vocabulary

    repo = _repo(root)
    names = vocabulary.schema_names(repo)
    if name is None:
        click.echo("\n".join(names))
    elif name in names:
        click.echo(json.dumps(vocabulary.schema(repo, name), ensure_ascii=False, indent=2))
    else:
        raise UsageError(f"no schema {name!r}; there are {', '.join(names)}")


@cli.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Tables for a terminal, or one JSON object.",
)
@_root
def stats(form: str, root: Path | None) -> None:
    """Count the published tables by document, theme, status, measure, unit and label.

    Example: xiangqu stats --format json
    """
    from . import stats as library
    from . import tables, terminal

    repo = _repo(root)
    needed = ("documents", "paragraphs", "claims", "numerals")
    counts = library.count({config: tables.read(repo.data, config) for config in needed})
    if form == "json":
        click.echo(json.dumps(counts, ensure_ascii=False, indent=2))
    else:
        terminal.counts_tables(counts)


@cli.command()
@click.argument("identity", metavar="ID")
@_root
def show(identity: str, root: Path | None) -> None:
    """Show a paragraph or a claim: its text with spans coloured, attributes, place in the seed.

    Example: xiangqu show yueyanglou-report-2021.p006.c03
    """
    from . import browse, terminal

    terminal.show(browse.view(_repo(root), identity))


@cli.command()
@click.argument("one")
@click.argument("other")
@click.option("--list", "listed", is_flag=True, help="List every disagreement instead of scores.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="A table for a terminal, or JSON.",
)
@click.option(
    "--picture", type=click.Path(path_type=Path), help="Write the themes' confusion (SVG)."
)
@click.option(
    "--save", is_flag=True, help="Keep the scores of passes one and two for the datasheet."
)
@_root
def agree(
    one: str,
    other: str,
    listed: bool,
    form: str,
    picture: Path | None,
    save: bool,
    root: Path | None,
) -> None:
    """Say how far two annotations of the same text agree.

    ONE and OTHER are passes of the corpus (one, two), published, or folders with
    <document>/<layer>.jsonl. Scores need the extra: pip install 'xiangqu[agree]'.

    Example: xiangqu agree one two --list
    """
    from . import agreement, differences, passes, terminal
    from . import picture as pictures
    from .jsonlines import plain
    from .repo import write_atomic
    from .vocabulary import vocabulary

    repo = _repo(root)
    ours, theirs, texts = passes.common(passes.read(repo, one), passes.read(repo, other))
    if picture:
        terms = vocabulary(repo, "themes").terms
        names = {key: f"{term['zh']} {key}" for key, term in terms.items()}
        counts = differences.confusion(ours, theirs, "themes")
        write_atomic(picture, pictures.confusion_svg(counts, names, one, other).encode())
        click.echo(f"Wrote {picture}", err=True)
    if listed:
        found = differences.disagreements(ours, theirs)
        if form == "json":
            click.echo(json.dumps(plain(found), ensure_ascii=False, indent=2))
        else:
            terminal.disagreements(found, one, other)
        return
    layers = []
    with terminal.Progress() as progress:
        for layer in agreement.compare(ours, theirs, texts):
            layers.append(layer)
            progress(f"compared {layer.layer}")
    if save:
        passes.save(repo, one, other, layers)
    if form == "json":
        click.echo(json.dumps(plain(layers), ensure_ascii=False, indent=2))
    else:
        terminal.agreement(plain(layers))


@cli.command()
@click.argument("document")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--blank", is_flag=True, help="Leave the labels out, for a blind pass.")
@_root
def export(document: str, folder: Path, blank: bool, root: Path | None) -> None:
    """Write a document's annotation as CSV files for a spreadsheet, into FOLDER/DOCUMENT.

    Example: xiangqu export yanfeng-feature-2021 my-pass --blank
    """
    from . import passes

    for file in passes.export(_repo(root), document, folder, blank):
        click.echo(file)


@cli.command("import")
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.argument("into", type=click.Path(path_type=Path))
@_root
def import_(folder: Path, into: Path, root: Path | None) -> None:
    """Turn the CSV files of FOLDER/<document> into layer files in INTO/<document>, ready for agree.

    Example: xiangqu import my-pass my-pass-layers
    """
    from . import passes

    for file in passes.import_(_repo(root), folder, into):
        click.echo(file)


def main() -> None:
    """Run the command; every way to fail is one line on stderr and an exit code, never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        _run()
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.exceptions.Exit as error:
        sys.exit(error.exit_code)
    except XiangQuError as error:
        click.echo(f"xiangqu: {error}", err=True)
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("xiangqu: interrupted", err=True)
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        place = error.filename or "input/output"
        click.echo(f"xiangqu: {place}: {error.strerror or error}", err=True)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(FAILED)
    except Exception as error:
        click.echo(f"xiangqu: a fault of the program, please report: {error!r}", err=True)
        sys.exit(FAILED)


def _run() -> None:
    """What `click.Command.main` does, but errors reach us: it makes a closed pipe exit code 1."""
    with cli.make_context("xiangqu", sys.argv[1:]) as context:
        cli.invoke(context)
