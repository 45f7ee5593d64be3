"""The figures of a corpus as the pages show them: an SVG a language, and what is said of each."""

from __future__ import annotations

from typing import Any

from . import figures
from .figures import style
from .figures.figure import Figure, to_csv
from .figures.words import LANGUAGES, Words
from .library import Library

Row = dict[str, Any]


def files(shown: Library) -> tuple[list[Row], dict[str, str]]:
    """What the pages say of each figure, and the SVG files by name; nothing if the texts are in no tables, or
    the plotting library is not installed.

    Raises DataError if a table cannot be used.
    """
    if not shown.has_tables or not style.is_installed():
        return [], {}
    words = Words(shown.repo)
    found = figures.of(shown.repo, words)
    drawn = {
        f"figure-{figure.name}.{language}.svg": style.svg(figure, words, language)
        for figure in found
        for language in LANGUAGES
    }
    return [_said(figure) for figure in found], drawn


def _said(figure: Figure) -> Row:
    texts = {"title": figure.title, "caption": figure.caption, "alt": figure.alt}
    csv = to_csv(figure.rows).decode()
    return {"name": figure.name, "csv": csv} | {name: [*said] for name, said in texts.items()}


def missing(shown: Library) -> str | None:
    """How to install what the figures need, if they are not there for the lack of it."""
    return style.EXTRA if shown.has_tables and not style.is_installed() else None
