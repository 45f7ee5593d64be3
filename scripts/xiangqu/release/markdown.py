"""Tables in Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def numbers(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table with all columns but the first aligned to the right."""
    return _table([head, ["---", *["---:"] * (len(head) - 1)], *rows])


def words(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of words, in which every ``|`` is escaped."""
    escaped = ([cell.replace("|", "\\|") for cell in row] for row in rows)
    return _table([head, ["---"] * len(head), *escaped])


def _table(lines: Iterable[Sequence[str]]) -> str:
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
