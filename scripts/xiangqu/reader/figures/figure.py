"""A figure: the rows that it shows, what is said of it, and how it is drawn from those rows alone."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .words import Label, Words

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Drawing

Row = dict[str, Any]
Draw = Callable[[list[Row], Words, str], "Drawing"]
"""Draws rows with words in one language."""


@dataclass(frozen=True)
class Figure:
    """``rows`` are all that is drawn, and all that stands in its CSV."""

    name: str
    rows: list[Row]
    title: Label
    caption: Label
    alt: Label
    draw: Draw = field(repr=False)


def figure(words: Words, name: str, rows: list[Row], draw: Draw, **facts: Any) -> Figure:
    """The figure ``name``, whose texts state ``facts``."""
    title, caption, alt = (words.text(name, part, facts) for part in ("title", "caption", "alt"))
    noted = Label(caption.zh + words.note.zh, f"{caption.en} {words.note.en}".rstrip())
    return Figure(name, rows, title, noted, alt, draw)


def to_csv(rows: list[Row]) -> bytes:
    """CSV in UTF-8 with a head; what is missing is an empty cell, and 3.0 is 3."""
    stream = io.StringIO()
    writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: _cell(value) for name, value in row.items()} for row in rows)
    return stream.getvalue().encode()


def _cell(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def named(name: str, key: str, label: Label) -> Row:
    """The columns of something that has an id and a name: theme, theme_zh, theme_en."""
    return {name: key, f"{name}_zh": label.zh, f"{name}_en": label.en}
