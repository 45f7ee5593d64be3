"""The verbs for passes of annotation: compare them, take them out and bring them in."""

from __future__ import annotations

from pathlib import Path

import click

from ..annotation.errors import UsageError
from .group import cli, force_option, format_option, repo_of, root_option


@cli.command()
@click.argument("one")
@click.argument("other")
@click.option("--list", "listed", is_flag=True, help="List every disagreement instead of scores.")
@format_option
@click.option(
    "--picture", type=click.Path(path_type=Path), help="Draw which themes are confused, as SVG."
)
@click.option(
    "--save", is_flag=True, help="Save the scores of passes one and two for the datasheet."
)
@root_option
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

    ONE and OTHER are passes of the corpus (one, two), published, or anything else that evaluate
    takes. Gamma needs an extra: pip install 'xiangqu[gamma]'.

    Example: xiangqu agree one two --list
    """
    from ..annotation import disagreement
    from ..annotation.jsonlines import indented, plain
    from ..annotation.vocabulary import vocabulary
    from ..compare import agreement, annotations
    from ..compare import picture as pictures
    from ..files import store
    from ..release import saved
    from . import listing, terminal

    repo = repo_of(root)
    if save and not agreement.HAS_GAMMA:
        raise UsageError("gamma is kept too, which needs: pip install 'xiangqu[gamma]'")
    ours, theirs, texts = annotations.common(*(annotations.read(repo, a) for a in (one, other)))
    if picture:
        terms = vocabulary(repo, "themes").terms
        names = {key: f"{term['zh']} {key}" for key, term in terms.items()}
        counts = disagreement.confusion(ours, theirs, "themes")
        drawn = pictures.confusion_svg(counts, names, one, other).encode()
        store.write_all(picture.parent, {picture: drawn})
        click.echo(f"Wrote {picture}", err=True)
    if listed:
        found = disagreement.disagreements(ours, theirs)
        if form == "json":
            click.echo(indented(found))
        else:
            listing.disagreements(found, one, other)
        return
    if not agreement.HAS_GAMMA:
        click.echo("No gamma: pip install 'xiangqu[gamma]'", err=True)
    layers = []
    with terminal.Progress() as progress:
        for layer in agreement.compare(ours, theirs, texts):
            layers.append(layer)
            progress(f"compared {layer.layer}")
    if save:
        saved.save_agreement(repo, one, other, layers)
    if form == "json":
        click.echo(indented(layers))
    else:
        terminal.agreement(plain(layers))


@cli.command()
@click.argument("document")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--blank", is_flag=True, help="Leave the labels out, for a blind pass.")
@root_option
def export(document: str, folder: Path, blank: bool, root: Path | None) -> None:
    """Write a document's annotation as CSV files for a spreadsheet, into FOLDER/DOCUMENT.

    While a document has drafts, the first column, read, says which of them have been read; import
    confirms those.

    Example: xiangqu export yanfeng-feature-2021 my-pass --blank
    """
    from ..compare import passes
    from ..tabular import sources

    with sources.opened(repo_of(root), [document]) as repo:
        for file in passes.export(repo, document, folder, blank):
            click.echo(file)


@cli.command("import")
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.argument("into", required=False, type=click.Path(path_type=Path))
@force_option
@root_option
def import_(folder: Path, into: Path | None, force: bool, root: Path | None) -> None:
    """Turn the CSV files of FOLDER/<document> into layer files in INTO/<document>, ready for agree.

    Without INTO they correct and confirm the drafts of the document in the corpus.

    Example: xiangqu import my-pass my-pass-layers
    """
    from ..compare import drafts, passes
    from ..tabular import sources
    from . import review

    if into is None:
        for name, annotated in drafts.import_(repo_of(root, writes=True), folder).items():
            review.left(name, annotated)
        return
    sheets = [sheet.name for sheet in folder.iterdir() if sheet.is_dir()]
    with sources.opened(repo_of(root), sheets) as repo:
        for file in passes.import_(repo, folder, into, force=force):
            click.echo(file)
