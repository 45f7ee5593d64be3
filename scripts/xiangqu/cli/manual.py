"""The table of verbs in the READMEs, from what ``--help`` says: ``python -m xiangqu.cli.manual``."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import click

from ..annotation.errors import DataError, XiangQuError
from ..annotation.repo import read_text
from ..files import store
from ..release import markdown
from . import cli

PAGES = ("README.md", "README.zh.md")
_MARKED = re.compile(r"(?s)(<!-- usage -->\n).*?(<!-- /usage -->)")


def usage() -> str:
    """A Markdown table with a row for each verb: its arguments and options, its purpose, an example."""
    rows = [_row(name, verb) for name, verb in cli.commands.items()]
    return markdown.words(["verb and options", "what it does", "example"], rows)


def _row(name: str, verb: click.Command) -> tuple[str, str, str]:
    arguments = [_shown(p) for p in verb.params if isinstance(p, click.Argument)]
    options = [max(p.opts, key=len) for p in verb.params if isinstance(p, click.Option)]
    words = [" ".join([name, *arguments]), *sorted({*options} - {"--root"})]
    first, _, rest = (verb.help or "").partition("\n\n")
    example = rest.partition("Example:")[2].strip()
    return " ".join(f"`{word}`" for word in words), " ".join(first.split()), f"`{example}`"


def _shown(argument: click.Argument) -> str:
    """The name, in brackets if the argument is optional."""
    name = argument.human_readable_name.strip("[]")
    return name if argument.required else f"[{name}]"


def fill(text: str, name: str) -> str:
    """``text`` with the table between its markers. Raises DataError if it has none."""
    filled, found = _MARKED.subn(lambda marked: marked[1] + usage() + marked[2], text)
    if found != 1:
        raise DataError(f"{name}: needs one <!-- usage --> and one <!-- /usage -->")
    return filled


def check(root: Path) -> None:
    """Raise DataError if a page in ``root`` that shows the table shows another."""
    for page in (root / name for name in PAGES):
        if page.exists() and _MARKED.search(text := read_text(page)) and fill(text, "") != text:
            raise DataError(f"{page}: the table of verbs is stale; run: make build")


def main() -> None:
    """Fill the table into the pages of the current folder."""
    try:
        pages = {Path(name): fill(read_text(Path(name)), name).encode() for name in PAGES}
        store.write_all(Path(), pages)
    except XiangQuError as error:
        sys.exit(f"xiangqu.cli.manual: {error}")


if __name__ == "__main__":
    main()
