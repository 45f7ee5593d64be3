"""The command's group, and what its verbs share."""

from __future__ import annotations

import codecs
from pathlib import Path

import click

from .. import __version__
from ..annotation.repo import Repo, path
from ..files import store


def repo_of(root: Path | None, *, writes: bool = False) -> Repo:
    """The given root; else the checkout around the current folder; else the installed copy.

    Raises MachineError if an interrupted write left it half made, which a verb that ``writes`` finishes.
    """
    repo = Repo(root.resolve() if root else _around(Path.cwd()))
    if not writes:
        store.check_finished(repo.root)
    return repo


def _around(here: Path) -> Path:
    folders = (here, *here.parents)
    return next((f for f in folders if (f / "corpus/curated").is_dir()), None) or path()


def encoding_name(_: click.Context, __: click.Parameter, name: str | None) -> str | None:
    """The value of an option that names an encoding of text, under the name that Python has for it."""
    if name is None:
        return None
    try:
        " ".encode(codecs.lookup(name).name)
    except LookupError:
        raise click.BadParameter(
            f"{name!r} is no encoding of text; try gb18030 or utf-16"
        ) from None
    return codecs.lookup(name).name


root_option = click.option(
    "--root",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="A folder laid out like the repository [default: the checkout you are in, else the installed copy].",
)

format_option = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Tables for a terminal, or JSON.",
)

force_option = click.option(
    "--force",
    is_flag=True,
    help="Replace files of the same name in a folder that has other content.",
)


KNOWN = {
    "date": "The date of the text: 2022-01-06, 2022-01 or 2022.",
    "place": "The place it is about: a name or a code of GB/T 2260.",
    "review_period": "The period it looks back on: 2021 or 2016/2020.",
    "plan_period": "The period it looks forward to: 2022 or 2021/2025.",
}
"""What may be stated of a text that rules annotate, and the help of the option for it."""


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="xiangqu")
def cli() -> None:
    """XiangQu 湘区: build, check and read the annotated corpus, and annotate texts of your own.

    Exit codes: 0 no findings, 1 findings or unusable data, 2 wrong usage, 3 machine failure,
    130 interrupted.
    """
