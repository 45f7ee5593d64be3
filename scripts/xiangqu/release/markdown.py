"""Tables in Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def numbers(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table whose columns but the first stand to the right."""
    return _table([head, ["---", *["---:"] * (len(head) - 1)], *rows])


def words(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of words, which may have a ``|`` in them."""
    escaped = ([cell.replace("|", "\\|") for cell in row] for row in rows)
    return _table([head, ["---"] * len(head), *escaped])


def _table(lines: Iterable[Sequence[str]]) -> str:
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
