"""The tree of sections: one that opens closes all open ones of its rank or deeper.

The open sections are a stack, so that they nest and together cover the text, whatever it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ..annotation.records import Section

Position = tuple[int, int]
"""A line, from 0, and an offset in it."""
FAR: Position = (1 << 60, 0)


@dataclass(frozen=True, slots=True)
class Opening:
    """Where a section begins, its rank, and where it ends if nothing closes it before."""

    at: Position
    rank: int
    head_kind: str
    heading: str | None
    function: str | None
    until: Position = FAR


@dataclass(slots=True)
class _Node:
    """A section that is open, or was."""

    opening: Opening
    number: int
    parent: _Node | None
    level: int
    function: str
    end: Position


def tree(document: str, lines: Sequence[str], openings: Iterable[Opening]) -> Iterator[Section]:
    """The sections of a document in text order, from its openings in any order."""
    ordered = sorted(openings, key=lambda opening: (opening.at, opening.rank))
    return (_section(document, lines, node) for node in _nodes(ordered))


def _nodes(openings: Iterable[Opening]) -> list[_Node]:
    """The sections that ``openings``, in text order, open; each with its parent and its end."""
    stack: list[_Node] = []
    nodes: list[_Node] = []
    for opening in openings:
        _close(stack, opening)
        node = _node(opening, len(nodes) + 1, stack)
        stack.append(node)
        nodes.append(node)
    return nodes


def _close(stack: list[_Node], opening: Opening) -> None:
    """Close the sections that end where ``opening`` stands."""
    while stack and (stack[-1].opening.rank >= opening.rank or stack[-1].end <= opening.at):
        closed = stack.pop()
        closed.end = min(closed.end, opening.at)


def _node(opening: Opening, number: int, stack: Sequence[_Node]) -> _Node:
    """A section inside the last of ``stack``, from which it has what it lacks: function and end."""
    if not stack:
        return _Node(opening, number, None, 1, opening.function or "review", opening.until)
    parent = stack[-1]
    end = min(opening.until, parent.end)
    is_closed = parent.function in ("front", "lead", "closing")  # these hold no other function
    function = parent.function if is_closed else opening.function or parent.function
    return _Node(opening, number, parent, len(stack) + 1, function, end)


def _section(document: str, lines: Sequence[str], node: _Node) -> Section:
    opening = node.opening
    last, end = _end(lines, node)
    return Section(
        f"{document}.s{node.number:03}",
        f"{document}.s{node.parent.number:03}" if node.parent else None,
        node.level,
        opening.head_kind,
        opening.heading,
        node.function,
        f"{document}.p{opening.at[0] + 1:03}",
        f"{document}.p{last + 1:03}",
        opening.at[1],
        end,
    )


def _end(lines: Sequence[str], node: _Node) -> Position:
    """The last line of a section, and where in it the section ends."""
    line, end = min(node.end, (len(lines), 0))
    return (line, end) if end else (line - 1, len(lines[line - 1]))
