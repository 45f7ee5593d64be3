"""The verbs that take a text into the corpus, help to read its drafts, and take a document out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..annotation.errors import UsageError
from .group import KNOWN, cli, repo_of, root_option

if TYPE_CHECKING:
    from ..annotation.records import Annotated
    from ..validate import CheckedDocument

_KNOWN = KNOWN | {
    "rights": "Who holds the rights in the text, or that they are not cleared.",
}


def _known_options(verb: Callable[..., None]) -> Callable[..., None]:
    for name, told in reversed(_KNOWN.items()):
        verb = click.option(f"--{name.replace('_', '-')}", name, help=told)(verb)
    return verb


@cli.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--id", "identity", required=True, help="Place, genre and year, like yiyang-report-2022."
)
@_known_options
@root_option
def add(
    file: Path, identity: str, rights: str | None, root: Path | None, **known: str | None
) -> None:
    """Add a text to the corpus: copy it into seeds/ and draft its annotation for you to read.

    What you state about the text is kept as it is; rules propose the rest.

    Example: xiangqu add report.txt --id yiyang-report-2022 --date 2022-01-06 --place 益阳市
    """
    from ..annotator import adding
    from ..annotator.given import given

    repo = repo_of(root, writes=True)
    for made in adding.add(repo, file, identity, given(repo, **known), rights):
        click.echo(made)
    click.echo(f"Next, read every draft: xiangqu review {identity}", err=True)


@cli.command()
@click.argument("document")
@_known_options
@root_option
def redraft(document: str, rights: str | None, root: Path | None, **known: str | None) -> None:
    """Draft again whatever nobody has read of a document, from its current metadata.

    Correct the metadata first in document.jsonl, or here with the options. What you have confirmed
    stays as it is.

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
    help="Mark as read: p006, p006.c03, p006.themes, a layer, or all. Can be repeated.",
)
@click.option(
    "--set",
    "changes",
    metavar="CLAIM.FIELD=VALUE",
    multiple=True,
    help="Correct a claim: p006.c03.status=target; an empty value is null. Can be repeated.",
)
@click.option(
    "--drop",
    "drops",
    metavar="CLAIM=LABEL",
    multiple=True,
    help="Remove what is not a claim and label its numerals: p006.c03=ordinal. Can be repeated.",
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
    """Show which drafts of a document are left to read, the most doubtful first; correct and confirm them.

    Corrections are made before anything is confirmed, and all changes are saved together or not at
    all. To correct many drafts, use a spreadsheet: xiangqu export, then xiangqu import.

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
@click.option("--reason", required=True, help="Why, in one line; recorded with the retired ids.")
@root_option
def remove(document: str, reason: str, root: Path | None) -> None:
    """Remove a document and its seed from the corpus, and retire the ids that were published.

    Example: xiangqu remove yiyang-report-2022 --reason "The publisher asked for it."
    """
    from ..annotator import removing

    gone, retired = removing.remove(repo_of(root, writes=True), document, reason)
    for file in gone:
        click.echo(f"Removed {file}")
    click.echo(f"Ids retired: {retired}. Next: xiangqu build --refresh", err=True)
