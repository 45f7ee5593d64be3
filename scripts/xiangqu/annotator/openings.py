"""Where sections open: at headings, at heads in paragraphs, and at paragraphs without a heading."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from .layout import Layout
from .numbering import Numberings
from .tree import Opening

OUTER, RUN_IN, ITEM = 20, 30, 40
"""Ranks of sections inside those of a line; these are ranked by their numbering, from 0."""


@dataclass(slots=True)
class _State:
    """What stands open on the way through the lines: numberings, function, what was seen under it."""

    function: str | None = None
    numberings: Numberings = field(default_factory=Numberings)
    opened: set[str] = field(default_factory=set)
    saw_run_in: bool = False

    def enter(self, function: str | None) -> None:
        self.function, self.opened, self.saw_run_in = function, set(), False


def openings(layout: Layout) -> Iterator[Opening]:
    """What opens in a document: first what opens at the start of a line, then inside lines."""
    yield from _Walk(layout).openings()
    for n in layout.body:
        yield from _items(layout, n)


def _items(layout: Layout, n: int) -> Iterator[Opening]:
    """The enumerated heads of paragraph ``n``."""
    line = layout.lines[n]
    heads, until = layout.rules.items.items(line, n in layout.heads)
    for start, end in heads:
        yield Opening((n, start), ITEM, "enumerated", line[start:end], None, (n, until))


class _Walk:
    """The way through the lines of a document, in text order."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._functions = layout.rules.functions
        self._state = _State()

    def openings(self) -> Iterator[Opening]:
        """What opens at the start of a line: front, lead, line and run-in heads, closing, annex."""
        unheaded = self._layout.unheaded()
        for n in range(len(self._layout.lines)):
            if n in unheaded:
                self._state = _State(unheaded[n])
                yield Opening((n, 0), 0, "none", None, unheaded[n])
            opening = self._headed(n) or (None if n in unheaded else self._unnamed(n))
            if opening:
                yield opening

    def _headed(self, n: int) -> Opening | None:
        """What opens at a line with a heading or a head."""
        if n in self._layout.lined:
            return self._line(n, self._layout.lined[n])
        return self._run_in(n, self._layout.heads[n]) if n in self._layout.heads else None

    def _line(self, n: int, heading: str) -> Opening:
        is_annex = self._layout.rules.kinds.is_annex(heading)
        rank = min(self._state.numberings.depth(heading, is_annex), OUTER - 1)
        function = self._line_function(heading, rank)
        self._state.enter(function if function or not rank else self._state.function)
        return Opening((n, 0), rank, "line", heading, function)

    def _line_function(self, heading: str, rank: int) -> str | None:
        """What the heading tells; without that, an outermost one has the tense of the text."""
        function = self._functions.of_line(heading)
        if function is None and not rank:
            function = self._layout.tense
        if function in (None, "plan") and (function or self._state.function) == "plan":
            return self._functions.of_self(heading) or function
        return function

    def _run_in(self, n: int, heading: str) -> Opening:
        """A head of several pieces before one of one piece stands outside that."""
        is_plan = self._state.function == "plan"
        function = self._functions.of_run_in(heading) if is_plan else None
        self._state.saw_run_in = True
        if self._is_outer(n, heading):
            return Opening((n, 0), OUTER, "run_in", heading, function)
        end = (n, len(self._layout.lines[n]))
        return Opening((n, 0), RUN_IN, "run_in", heading, function, end)

    def _is_outer(self, n: int, heading: str) -> bool:
        rules, following = self._layout.rules.heads, self._layout.heads.get(n + 1)
        return bool(following and rules.has_clauses(heading) and not rules.has_clauses(following))

    def _unnamed(self, n: int) -> Opening | None:
        """A section without a heading under one: by its words, or since it leads into run-in heads."""
        if self._layout.kinds[n] != "body":
            return None
        if function := self._opened(n):
            self._state.opened.add(function)
            rank = OUTER if self._state.function == "review" else RUN_IN
            return Opening((n, 0), rank, "none", None, function)
        leads = self._state.saw_run_in and self._leads(n)
        return Opening((n, 0), OUTER, "none", None, None) if leads else None

    def _opened(self, n: int) -> str | None:
        """The function that the words of paragraph ``n`` open; after run-in heads, none in a plan."""
        state = self._state
        if state.function == "plan" and state.saw_run_in:
            return None
        return self._functions.of_paragraph(self._layout.lines[n], state.function, state.opened)

    def _leads(self, n: int) -> bool:
        """Whether paragraph ``n`` has a sentence, and then announces the heads that follow."""
        line = self._layout.lines[n]
        return line.endswith("：") and "。" in line and n + 1 in self._layout.heads
