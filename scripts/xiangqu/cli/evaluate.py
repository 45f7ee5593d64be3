"""The verbs that measure: ``evaluate`` and ``baselines``."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from ..annotation.errors import UsageError
from .group import cli, format_option, repo_of, root_option

SEEN = (
    "The rules of xiangqu annotate were written with these texts in view: "
    "this is no estimate for others; see tests/heldout."
)


@cli.command()
@click.argument("gold")
@click.argument("predicted")
@format_option
@click.option("--errors", "listed", is_flag=True, help="Also list every error.")
@root_option
def evaluate(gold: str, predicted: str, form: str, listed: bool, root: Path | None) -> None:
    """Score the labels of PREDICTED against those of GOLD.

    Each is one of: published, or a pass of the corpus (one, two); a folder with
    <document>/<layer>.jsonl; a folder with tables, <config>/train-*.parquet, directly or in
    corpus/data; a folder with paragraphs.jsonl (with texts), claims.jsonl, themes.jsonl and so on.

    Claims are paired one to one by their spans. A claim counts at a level if all attributes up to
    that level are equal: value, unit, bound, measure, status, direction, basis, indicator, period.
    With overlap, spans and indicators need only have characters in common. Each field is also scored
    by itself, among the claims with equal spans. Layers that GOLD lacks are not scored.

    Ids of documents and paragraphs may differ. A paragraph is recognised by its text: first among
    those with the same id, then at the same place in documents with the same text, then in order.
    Labels of a GOLD paragraph that is not found count as missed; paragraphs that GOLD lacks are
    ignored.

    Example: xiangqu evaluate tests/heldout annotated --errors
    """
    from ..annotation.jsonlines import indented, plain
    from ..compare import annotations, evaluation
    from . import terminal

    repo = repo_of(root)
    right = annotations.read(repo, gold)
    found = evaluation.evaluate(right, annotations.read(repo, predicted))
    note = SEEN if annotations.is_corpus(right) else None
    found = found if listed else replace(found, errors=[])
    if form == "json":
        result = plain(found) | {"note": note}
        if not listed:
            del result["errors"]
        click.echo(indented(result))
    else:
        terminal.evaluation(found)
        if note:
            click.echo(f"\n{note}")


@cli.command()
@format_option
@click.option("--save", is_flag=True, help="Save the scores; build puts them into README.md.")
@root_option
def baselines(form: str, save: bool, root: Path | None) -> None:
    """Score simple models on claims_bio and themes_cls, each document held out in turn.

    The models are the most frequent label, a linear model of character n-grams, and the rules of
    annotate, which are not trained but were written with these texts in view. Needs an extra:
    pip install 'xiangqu[baselines]'.

    Example: xiangqu baselines --format json
    """
    from ..annotation.jsonlines import indented
    from ..compare import baselines as library
    from ..release import card, saved
    from . import terminal

    repo = repo_of(root)
    if save and repo.is_installed_copy:
        raise UsageError("this is the installed copy of the corpus: save in a checkout")
    with terminal.Progress() as progress:
        found = library.compare(repo, progress)
    if save:
        saved.save_baselines(repo, found)
    if form == "json":
        click.echo(indented(found))
    else:
        terminal.table(*card.baseline_rows(found))
