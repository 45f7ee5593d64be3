"""The verbs that take a text into the corpus, help to read its drafts, and take a document out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..annotation.errors import UsageError
from .group import cli, repo_of, root_option

if TYPE_CHECKING:
    from ..annotation.records import Annotated
    from ..validate import CheckedDocument

KNOWN = {
    "date": "When the text was given: 2022-01-06, 2022-01 or 2022.",
    "place": "What it is about: a name, or a code of GB/T 2260.",
    "review_period": "What it looks back on: 2021, or 2016/2020.",
    "plan_period": "What it looks forward to.",
    "rights": "Whose the rights in the text are.",
}


def _known_options(verb: Callable[..., None]) -> Callable[..., None]:
    for name, told in reversed(KNOWN.items()):
        verb = click.option(f"--{name.replace('_', '-')}", name, help=told)(verb)
    return verb


@cli.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--id", "identity", required=True, help="Place, genre and year: yiyang-report-2022.")
@_known_options
@root_option
def add(
    file: Path, identity: str, rights: str | None, root: Path | None, **known: str | None
) -> None:
    """Make the curated skeleton of a new document of the corpus: its seed, and drafts to be read.

    What you know of the text is taken as it is; the rules propose the rest.

    Example: xiangqu add report.txt --id yiyang-report-2022 --date 2022-01-06 --place 益阳市
    """
    from ..annotator import adding
    from ..annotator.given import given

    repo = repo_of(root, writes=True)
    for made in adding.add(repo, file, identity, given(repo, **known), rights):
        click.echo(made)
    click.echo(f"Now read every draft: xiangqu review {identity}", err=True)


@cli.command()
@click.argument("document")
@_known_options
@root_option
def redraft(document: str, rights: str | None, root: Path | None, **known: str | None) -> None:
    """Draft again what nobody has read of a document, from its metadata as they are now.

    Change document.jsonl, or give here what you know. What you confirmed stays as it is.

    Example: xiangqu redraft yiyang-report-2022 --review-period 2021
    """
    from ..annotator import redrafting
    from ..annotator.given import given
    from . import review

    repo = repo_of(root, writes=True)
    review.left(document, redrafting.redraft(repo, document, given(repo, **known), rights))


@cli.command()
@click.argument("document")
@click.option(
    "--confirm",
    "names",
    metavar="NAME",
    multiple=True,
    help="Say that you read it: p006, p006.c03, p006.themes, a layer, or all. May be repeated.",
)
@click.option(
    "--set",
    "changes",
    metavar="CLAIM.FIELD=VALUE",
    multiple=True,
    help="Correct a claim: p006.c03.status=target. Without a value the field is null.",
)
@click.option(
    "--drop",
    "drops",
    metavar="CLAIM=LABEL",
    multiple=True,
    help="Remove what is no claim; its numerals get LABEL: p006.c03=ordinal.",
)
@click.option("--next", "number", default=1, show_default=True, help="How many drafts to show.")
@root_option
def review(
    document: str,
    names: tuple[str, ...],
    changes: tuple[str, ...],
    drops: tuple[str, ...],
    number: int,
    root: Path | None,
) -> None:
    """Show what is left to read of a document, and what needs it most; confirm and correct drafts.

    Corrections come first, then what is confirmed; all of it is written, or nothing. To correct much,
    use a spreadsheet: xiangqu export, then xiangqu import.

    Example: xiangqu review yiyang-report-2022 --set p006.c03.status=target --confirm p006
    """
    from ..annotator import reviewing
    from ..compare import drafts
    from ..validate.schemas import Schemas
    from . import review as page

    is_changed = bool(names or changes or drops)
    repo = repo_of(root, writes=is_changed)
    settings = [_setting(change) for change in changes]
    removals = [_pair(drop, "CLAIM=LABEL") for drop in drops]

    def edit(annotated: Annotated, checked: CheckedDocument) -> Annotated:
        make = drafts.maker(Schemas(repo))
        for claim, field, value in settings:
            annotated = drafts.corrected(annotated, checked.texts, make, claim, {field: value})
        for claim, label in removals:
            annotated = drafts.dropped(annotated, make, claim, label)
        return reviewing.confirmed(annotated, names)

    if is_changed:
        annotated = reviewing.change(repo, document, edit)
    else:
        annotated, _ = reviewing.read(repo, document)
    page.left(document, annotated)
    page.upcoming(repo, annotated, number)


def _pair(text: str, form: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise UsageError(f"{text!r} is not {form}")
    return name, value


def _setting(text: str) -> tuple[str, str, str]:
    name, value = _pair(text, "CLAIM.FIELD=VALUE")
    claim, dot, field = name.rpartition(".")
    if not dot:
        raise UsageError(f"{text!r} is not CLAIM.FIELD=VALUE")
    return claim, field, value


@cli.command()
@click.argument("document")
@click.option("--reason", required=True, help="Why, in one line; it stays with the retired ids.")
@root_option
def remove(document: str, reason: str, root: Path | None) -> None:
    """Remove a document from the corpus, with its seed; ids that were published are retired.

    Example: xiangqu remove yiyang-report-2022 --reason "The publisher asked for it."
    """
    from ..annotator import removing

    gone, retired = removing.remove(repo_of(root, writes=True), document, reason)
    for file in gone:
        click.echo(f"Removed {file}")
    click.echo(f"{retired} ids are retired. Now run: xiangqu build --refresh", err=True)
