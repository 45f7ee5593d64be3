"""Which section of a document holds a place or a stretch of it.

A position is a paragraph, counted from 0, and an offset in it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping

from .records import Section

Position = tuple[int, int]


class Nesting:
    """The sections of one document, which nest and stand in text order, a parent before its children.

    ``index`` gives the number of each paragraph. They are walked through once; each question then takes
    a bisection and a climb.
    """

    def __init__(self, sections: Iterable[Section], index: Mapping[str, int]) -> None:
        self._sections: dict[str, Section] = {}
        self._ends: dict[str, Position] = {}
        self._borders: list[Position] = []
        self._after: list[Section | None] = []  # the innermost section from that border on
        stack: list[Section] = []
        for section in sections:
            start = (index[section.first_paragraph], section.start)
            self._close(stack, start)
            self._sections[section.id] = section
            self._ends[section.id] = (index[section.last_paragraph], section.end)
            stack.append(section)
            self._open(start, section)
        while stack:
            self._close(stack, self._ends[stack[-1].id])

    def innermost(self, start: Position, end: Position) -> Section:
        """The deepest section that holds all of ``[start, end)``; KeyError if none does."""
        at = bisect_right(self._borders, start) - 1
        section = self._after[at] if at >= 0 else None
        while section and self._ends[section.id] < end:
            section = self._sections[section.parent] if section.parent else None
        if section is None:
            raise KeyError(f"no section holds {start} to {end}")
        return section

    def path(self, section: Section) -> list[str]:
        """The headings of the section and of those around it, the outermost first."""
        path = [section.heading] if section.heading else []
        return (self.path(self._sections[section.parent]) if section.parent else []) + path

    def _close(self, stack: list[Section], at: Position) -> None:
        """Close what ends at or before ``at``."""
        while stack and self._ends[stack[-1].id] <= at:
            end = self._ends[stack.pop().id]
            self._open(end, stack[-1] if stack else None)

    def _open(self, at: Position, section: Section | None) -> None:
        self._borders.append(at)
        self._after.append(section)
