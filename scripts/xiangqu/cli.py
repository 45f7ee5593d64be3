"""The command ``xiangqu``: a skin; every verb calls one function of the library, and only it prints."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import click

from . import __version__
from .errors import UsageError, XiangQuError
from .repo import Repo, path

INTERRUPTED, BROKEN_PIPE, FAILED = 130, 141, 3


def _repo(root: Path | None) -> Repo:
    return Repo(root.resolve() if root else path())


_root = click.option(
    "--root",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="A folder laid out like the repository [default: the one installed].",
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

    progress = terminal.Progress()
    if check:
        stale = pipeline.check(_repo(root), progress)
        progress.done()
        for line in stale:
            click.echo(line)
        if stale:
            click.echo("Stale; run: xiangqu build", err=True)
            sys.exit(1)
        click.echo(
            "Fresh: the release is what seeds, curated annotation and schema give.", err=True
        )
        return
    counts = pipeline.build(_repo(root), progress)
    progress.done()
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
    from .validate import validate as run

    findings = run(_repo(root), paths)
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
    from . import terminal

    repo = _repo(root)
    counts = library.count(
        {c: library.read(repo, c) for c in ("documents", "paragraphs", "claims", "numerals")}
    )
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


def main() -> None:
    """Run the command; every way to fail is one line on stderr and an exit code, never a traceback."""
    try:
        sys.exit(cli.main(standalone_mode=False) or 0)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except XiangQuError as error:
        click.echo(f"xiangqu: {error}", err=True)
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("xiangqu: interrupted", err=True)
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(BROKEN_PIPE)
    except OSError as error:
        click.echo(
            f"xiangqu: {error.filename or 'input/output'}: {error.strerror or error}", err=True
        )
        sys.exit(FAILED)


if __name__ == "__main__":
    main()
