"""Kinds of paragraphs and sections, from lines and from the marks that cleaning removed.

Words and lengths are those of ``schema/rules/sections.json``. A `_Layout` puts together what is known of
the lines of one document; a walk through it collects the places where sections open, each with a *rank*;
`section_tree` makes the tree of them, so that sections nest and cover every text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field

from ..annotation.records import Section
from ..annotation.repo import Repo
from .flow import FlowRules, Turn
from .headings import (
    EnumeratedHeadRules,
    Numberings,
    RunInHeadRules,
    Stretch,
    heading_style,
    is_numbered,
    topics,
)
from .paragraph_kinds import KindRules
from .rules import load
from .section_functions import FunctionRules
from .section_tree import FAR, Opening, tree

OUTER, RUN_IN, TURN, ENUMERATED = 20, 30, 35, 40
"""Ranks of the sections inside those of a line; a line ranks by the depth of its numbering, from 0.

A turn is a section without a heading that begins inside a paragraph, where another function does.
"""

_NOWHERE = (-1, -1)
_YEAR = re.compile("((?:19|20)[0-9]{2}) *年")
_SEVERAL = 2
"""How many paragraphs a text without headings has at the least before one that closes it."""


class SectionRules:
    """The words and lengths that tell kinds, headings and functions."""

    def __init__(self, repo: Repo) -> None:
        rules = load(repo, "sections")
        self.paragraph_kinds = KindRules(rules)
        self.run_in = RunInHeadRules(rules)
        self.enumerated = EnumeratedHeadRules(rules)
        self.functions = FunctionRules(rules)
        self.flow = FlowRules(rules)

    def draft(
        self, document: str, lines: Sequence[str], marked: Set[int], strong: Sequence[Stretch]
    ) -> tuple[list[str], list[Section]]:
        """The kind of each line (none is empty) and the sections; line ``n`` is paragraph ``p<n+1>``.

        ``marked``: numbers, from 0, of the lines that had a heading mark. ``strong``: the stretches
        that stood in strong type.
        """
        layout = _Layout(self, lines, marked, strong)
        return layout.kinds, list(tree(document, lines, _openings(layout)))


class _Layout:
    """The lines of one document, each with its kind and its heading.

    ``heads`` are the run-in heads and ``lined`` the headings of their own line, both by line.
    """

    def __init__(
        self, rules: SectionRules, lines: Sequence[str], marked: Set[int], strong: Sequence[Stretch]
    ) -> None:
        self.rules = rules
        self.lines = lines
        whole = {n for n, start, end in strong if start == 0 and end == len(lines[n])}
        self.kinds = rules.paragraph_kinds.kinds(lines, marked | whole)
        self.body = [n for n, kind in enumerate(self.kinds) if kind == "body"]
        self._addresses = {
            n for n, line in enumerate(lines) if rules.paragraph_kinds.is_address(line)
        }
        self.heads = rules.run_in.heads(lines, self.body, self._addresses, topics(lines, strong))
        self.lined = {n: h for n in range(len(lines)) if (h := self._line_heading(n))}
        self._beside = _beside(self.lined)
        title = "".join(lines[n] for n, kind in enumerate(self.kinds) if kind == "title")
        self._is_plan = rules.functions.is_plan(title)
        self._last_year = max((y for h in self.lined.values() for y in _years(h)), default=0)
        self._has_plan = "plan" in map(rules.functions.of_line, self.lined.values())
        self._tense = rules.functions.of_text("".join(lines))
        self.turns = [] if self.lined else self._turns()

    def plan_under(self, first: int) -> int | None:
        """Under a heading that names a review and then a plan, the paragraph whose first sentence names
        the time of the plan; None if there is none, or no other before it.
        """
        time = self.rules.functions.plan_after_review(self.lined[first])
        lines = range(first + 1, self._beside.get(first, len(self.lines))) if time else ()
        named = (n for n in lines if time and time in self.lines[n].partition("。")[0])
        plan = next((n for n in named if self.kinds[n] == "body"), first)
        return plan if plan > first + 1 else None

    def is_past(self, heading: str) -> bool:
        """Whether a heading names only years before the last that one of the headings names."""
        years = _years(heading)
        return bool(years) and max(years) < self._last_year

    def unheaded(self) -> dict[int, str]:
        """The lines that open a section of level 1 without a heading, and its function."""
        first = min(self.lined, default=len(self.lines))
        front = {0: "front"} if first else {}
        lead = self._lead(first) if self.lined else self._starts()
        return front | lead | self._after_end() | self._closing()

    def tense(self, first: int) -> str:
        """``plan`` or ``review``, by the lines from ``first`` to the next heading numbered as it is.

        A text that is not addressed to anybody, and whose headings name no plan, is one of both; a paper
        that says by its title what is to be done is a plan.
        """
        if self._is_plan:
            return "plan"
        if not self._addresses and not self._has_plan:
            return self._tense
        return self.rules.functions.of_text("".join(self.lines[first : self._beside.get(first)]))

    def _turns(self) -> list[Turn]:
        """The turns of a text without headings, from its first paragraph that is no address on."""
        told = [n for n in self.body if n not in self._addresses and not self._is_opening(n)]
        usual = "plan" if self._is_plan else "review"
        return list(self.rules.flow.turns(self.lines, told, self.heads, usual))

    def _is_opening(self, n: int) -> bool:
        """Whether a paragraph says that a report is given, right after the address."""
        return n - 1 in self._addresses and self.rules.functions.is_request(self.lines[n])

    def _starts(self) -> dict[int, str]:
        """The function of each paragraph with a turn at its start, or after one with a turn inside it."""
        starts: dict[int, str] = {}
        for turn in self.turns:
            if turn.at == 0:
                starts[turn.line] = turn.function
            elif (following := next((n for n in self.body if n > turn.line), None)) is not None:
                starts[following] = turn.function
        return starts

    def _line_heading(self, n: int) -> str | None:
        """The heading of its own line, or the numbered sentence that opens a paragraph."""
        if self.kinds[n] == "heading":
            return self.lines[n]
        return self.heads[n] if n in self.heads and is_numbered(self.lines[n]) else None

    def _lead(self, first: int) -> dict[int, str]:
        """The lead before the first heading, in line ``first``, and where run-in heads begin in it."""
        lead = next((n for n in self.body if n not in self._addresses), first)
        is_addressed = any(n < first for n in self._addresses)
        if lead >= first or (is_addressed and self.lined):
            return {}
        run_in = next(iter(self.heads), first)
        if run_in >= first:
            return {lead: "lead"}
        text = "".join(self.lines[run_in:first])
        return {lead: "lead", run_in: self.rules.functions.of_text(text)}

    def _after_end(self) -> dict[int, str]:
        """The byline, source or note after the end of the text, which opens the annex.

        Notes under a heading of their own are in its section.
        """
        is_annex = self.rules.paragraph_kinds.is_annex
        after = ["byline", "source"]
        if not any(is_annex(self.lines[n]) for n in self.lined):
            after.append("note")
        text = {"body", "heading", "note"}.difference(after)
        last = max((n for n, kind in enumerate(self.kinds) if kind in text), default=-1)
        ends = range(last + 1 if last >= 0 else len(self.lines), len(self.lines))
        annex = next((n for n in ends if self.kinds[n] in after), None)
        return {} if annex is None else {annex: "annex"}

    def _closing(self) -> dict[int, str]:
        """The last paragraph, where it closes a text that has others before it."""
        last = self.body[-1] if self.body else -1
        if last in self.heads or not (self.lined or len(self.body) > _SEVERAL):
            return {}
        if last < 0:
            return {}
        says = last in self._addresses or self.rules.functions.is_closing(self.lines[last])
        return {last: "closing"} if says else {}


def _years(heading: str) -> list[int]:
    """The years that a heading names."""
    return [int(year) for year in _YEAR.findall(heading)]


def _beside(headings: Mapping[int, str]) -> dict[int, int]:
    """The line of the next heading that is numbered as each is, where there is one."""
    last: dict[int, int] = {}
    beside: dict[int, int] = {}
    for n, heading in headings.items():
        style = heading_style(heading)
        if style in last:
            beside[last[style]] = n
        last[style] = n
    return beside


@dataclass(slots=True)
class _State:
    """What is open at a line: numberings, the function of the section, and what was seen in it."""

    function: str | None = None
    numberings: Numberings = field(default_factory=Numberings)
    opened: set[str] = field(default_factory=set)
    saw_run_in: bool = False
    review: tuple[int, int] = _NOWHERE
    """The first line of the review under a heading that names a plan after it, and that of the plan."""

    def enter(self, function: str | None) -> None:
        self.function, self.opened, self.saw_run_in = function, set(), False


def _openings(layout: _Layout) -> Iterator[Opening]:
    """The sections that open in a document: first those at the start of a line, then inside lines."""
    yield from _Walk(layout).openings()
    for turn in layout.turns:
        if turn.at:
            yield _turn(layout, turn.line, turn.at, turn.function)
    for n in layout.body:
        yield from _enumerated(layout, n)


def _enumerated(layout: _Layout, n: int) -> Iterator[Opening]:
    """The enumerated heads of paragraph ``n``."""
    line = layout.lines[n]
    heads, until = layout.rules.enumerated.heads(line, n in layout.heads)
    for start, end in heads:
        yield Opening((n, start), ENUMERATED, "enumerated", line[start:end], None, (n, until))


def _turn(layout: _Layout, n: int, at: int, function: str) -> Opening:
    """A section from ``at`` to the end of paragraph ``n``."""
    return Opening((n, at), TURN, "none", None, function, (n, len(layout.lines[n])))


class _Walk:
    """A walk through the lines of a document, in text order."""

    def __init__(self, layout: _Layout) -> None:
        self._layout = layout
        self._functions = layout.rules.functions
        self._state = _State()
        self._planned = False

    def openings(self) -> Iterator[Opening]:
        """The sections that open at the start of a line: front, lead, headings, closing, annex."""
        unheaded = self._layout.unheaded()
        for n in range(len(self._layout.lines)):
            if n in unheaded:
                self._state = _State(unheaded[n])
                yield Opening((n, 0), 0, "none", None, unheaded[n])
            if review := self._review(n):
                yield review
            opening = self._headed(n) or (None if n in unheaded else self._unnamed(n))
            if opening:
                yield opening

    def _review(self, n: int) -> Opening | None:
        """The review that begins with paragraph ``n``, under a heading that names a plan after it."""
        first, plan = self._state.review
        if n == plan:
            self._state.enter("plan")
        if n != first:
            return None
        self._state.function = "review"
        return Opening((n, 0), OUTER, "none", None, "review", (plan, 0))

    def _headed(self, n: int) -> Opening | None:
        """What opens at a line with a heading or a head."""
        if n in self._layout.lined:
            return self._line(n, self._layout.lined[n])
        return self._run_in(n, self._layout.heads[n]) if n in self._layout.heads else None

    def _line(self, n: int, heading: str) -> Opening:
        is_annex = self._layout.rules.paragraph_kinds.is_annex(heading)
        named = self._functions.of_line(heading)
        is_named = bool(named or self._functions.of_self(heading))
        depth = self._state.numberings.depth(heading, is_annex=is_annex, is_named=is_named)
        rank = min(depth, OUTER - 1)
        function = self._inner_function(heading) if rank else self._outer_function(n, named)
        plan = self._layout.plan_under(n) if not rank and function == "review" else None
        function = "plan" if plan else function
        self._state.enter(function if function or not rank else self._state.function)
        self._state.review = (n + 1, plan) if plan else _NOWHERE
        return Opening((n, 0), rank, "line", heading, function)

    def _outer_function(self, n: int, named: str | None) -> str:
        """The function that an outermost heading names, else that which the words under it tell."""
        heading = self._layout.lined[n]
        function = named or self._layout.tense(n)
        if function == "plan" and self._layout.is_past(heading):
            function = "review"  # 2021年重点工作, where another heading has 2022
        about = self._functions.of_self(heading) if function == "plan" or self._planned else None
        self._planned = self._planned or function in ("plan", "goals")
        return about or function

    def _inner_function(self, heading: str) -> str | None:
        """The function that a heading inside a section names."""
        function = self._functions.of_inner(heading)
        if function in (None, "plan") and (function or self._state.function) == "plan":
            return self._functions.of_self(heading) or function
        return function

    def _run_in(self, n: int, heading: str) -> Opening:
        """A run-in head; one of several clauses before one of a single clause stands outside that."""
        is_plan = self._state.function == "plan"
        function = self._functions.of_run_in(heading) if is_plan else None
        if is_plan and not function and not self._state.saw_run_in and (opened := self._opened(n)):
            function = opened[0]
        self._state.saw_run_in = True
        if self._is_outer(n, heading):
            return Opening((n, 0), OUTER, "run_in", heading, function)
        end = (n, len(self._layout.lines[n]))
        return Opening((n, 0), RUN_IN, "run_in", heading, function, end)

    def _is_outer(self, n: int, heading: str) -> bool:
        rules, following = self._layout.rules.run_in, self._layout.heads.get(n + 1)
        return bool(following and rules.has_clauses(heading) and not rules.has_clauses(following))

    def _unnamed(self, n: int) -> Opening | None:
        """A section without a heading inside another: by its words, or since it leads into run-in heads."""
        if self._layout.kinds[n] != "body":
            return None
        if opened := self._opened(n):
            function, at = opened
            self._state.opened.add(function)
            if at:
                return _turn(self._layout, n, at, function)
            rank = OUTER if self._state.function == "review" else RUN_IN
            end = (n, len(self._layout.lines[n])) if function == "outlook" else FAR
            return Opening(
                (n, 0), rank, "none", None, function, end
            )  # the plan goes on after an outlook
        leads = self._state.saw_run_in and self._leads(n)
        return Opening((n, 0), OUTER, "none", None, None) if leads else None

    def _opened(self, n: int) -> tuple[str, int] | None:
        """The function that the words of paragraph ``n`` open, and where; after run-in heads, none in a
        plan, and none in a text without headings, whose turns are known.
        """
        state = self._state
        if not self._layout.lined or (state.function == "plan" and state.saw_run_in):
            return None
        return self._functions.of_paragraph(self._layout.lines[n], state.function, state.opened)

    def _leads(self, n: int) -> bool:
        """Whether paragraph ``n`` has a sentence, and then announces the heads that follow."""
        line = self._layout.lines[n]
        return line.endswith("：") and "。" in line and n + 1 in self._layout.heads
