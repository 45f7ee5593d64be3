"""The layout of one document: the kind and the head of each line, and what opens without a heading."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

from .functions import FunctionRules
from .heads import HeadRules, Stretch, topics
from .items import ItemRules
from .kinds import KindRules
from .numbering import is_numbered


@dataclass(frozen=True, slots=True)
class LayoutRules:
    """What is known of lines, heads, items and functions."""

    kinds: KindRules
    heads: HeadRules
    items: ItemRules
    functions: FunctionRules

    @classmethod
    def read(cls, rules: Mapping[str, Any]) -> LayoutRules:
        """The rules of ``schema/rules/sections.json``."""
        return cls(KindRules(rules), HeadRules(rules), ItemRules(rules), FunctionRules(rules))


class Layout:
    """The lines of one document; ``heads`` run into their text, ``lined`` are headings by line."""

    def __init__(
        self, rules: LayoutRules, lines: Sequence[str], marked: Set[int], strong: Sequence[Stretch]
    ) -> None:
        self.rules = rules
        self.lines = lines
        whole = {n for n, start, end in strong if start == 0 and end == len(lines[n])}
        self.kinds = rules.kinds.kinds(lines, marked | whole)
        self.body = [n for n, kind in enumerate(self.kinds) if kind == "body"]
        self._addresses = {n for n, line in enumerate(lines) if rules.kinds.is_address(line)}
        self.heads = rules.heads.heads(lines, self.body, self._addresses, topics(lines, strong))
        self.lined = {n: h for n in range(len(lines)) if (h := self._line_heading(n))}
        self.tense = rules.functions.of_text("".join(lines))

    def unheaded(self) -> dict[int, str]:
        """Lines that open a section of level 1 without a heading, and its function."""
        first = min(self.lined, default=len(self.lines))
        front = {0: "front"} if first else {}
        return front | self._lead(first) | self._after_end() | self._closing()

    def _line_heading(self, n: int) -> str | None:
        """The heading of its own line, or the numbered sentence that opens a paragraph."""
        if self.kinds[n] == "heading":
            return self.lines[n]
        return self.heads[n] if n in self.heads and is_numbered(self.lines[n]) else None

    def _lead(self, first: int) -> dict[int, str]:
        """The lead before line ``first``, the first heading, and where run-in heads begin there."""
        lead = next((n for n in self.body if n not in self._addresses), first)
        is_addressed = any(n < first for n in self._addresses)
        if lead >= first or (is_addressed and self.lined):
            return {}
        run_in = next(iter(self.heads), first)
        return {lead: "lead"} | ({run_in: self.tense} if run_in < first else {})

    def _after_end(self) -> dict[int, str]:
        """The byline or source after the end of the text, which opens the annex."""
        text = [n for n, kind in enumerate(self.kinds) if kind in ("body", "heading", "note")]
        ends = range(text[-1] + 1 if text else len(self.lines), len(self.lines))
        annex = next((n for n in ends if self.kinds[n] in ("byline", "source")), None)
        return {} if annex is None else {annex: "annex"}

    def _closing(self) -> dict[int, str]:
        """The last paragraph, where it closes a text that has headings."""
        if not self.lined or not self.body or self.body[-1] in self.heads:
            return {}
        last = self.body[-1]
        says = last in self._addresses or self.rules.functions.is_closing(self.lines[last])
        return {last: "closing"} if says else {}
