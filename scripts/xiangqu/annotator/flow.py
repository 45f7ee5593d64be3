"""What each stretch of a text without headings does: review, problems, goals, plan, ...

Sentences that announce something else open a new stretch. Where such a sentence is one of the first two
of a paragraph, it speaks for the whole paragraph.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from typing import NamedTuple

from ..text.split import sentences
from .mention import BRACKETS
from .rules import Rules

_LEADING = 2
"""How many sentences of a paragraph speak for all of it."""


class Turn(NamedTuple):
    """Where, in paragraph ``line`` at offset ``at``, a stretch of another function begins."""

    line: int
    at: int
    function: str


class FlowRules:
    """The turns of ``schema/rules/sections.json``: from which function to which, by which words."""

    def __init__(self, rules: Rules) -> None:
        self._turns: Sequence[tuple[Sequence[str], str, Sequence[str]]] = rules["turns"]

    def turns(
        self, lines: Sequence[str], body: Sequence[int], headed: Container[int], usual: str
    ) -> Iterator[Turn]:
        """The turns of the paragraphs ``body`` in text order; the first opens the text.

        ``usual`` is the function of a text that says nothing else: review, or plan.
        The first of several paragraphs leads into the text. After goals, a paragraph that is ``headed``
        speaks of tasks.
        """
        now = ""
        for number, n in enumerate(body):
            before = now
            inside: list[Turn] = []
            for count, (start, end) in enumerate(sentences(lines[n])):
                if to := self._turn(now or "lead", lines[n][start:end]):
                    at = 0 if count < _LEADING else start
                    inside = [t for t in inside if t.at < at] + [Turn(n, at, to)]
                    now = to
            if not inside or inside[0].at:
                opens = self._unsaid(before, number, len(body), n in headed, usual)
                now = now if inside else opens
                if opens != before:
                    yield Turn(n, 0, opens)
            yield from inside

    def _turn(self, now: str, sentence: str) -> str | None:
        """The function that a sentence turns to from ``now``."""
        sentence = BRACKETS.sub("", sentence)
        for froms, to, words in self._turns:
            if now in froms and any(word in sentence for word in words):
                return to
        return None

    def _unsaid(self, now: str, number: int, count: int, is_headed: bool, usual: str) -> str:
        """The function of a paragraph that says nothing of it, the ``number``-th of ``count``."""
        if not now:
            return "lead" if count > 1 else usual
        if now == "lead":
            return usual
        return "plan" if now == "goals" and is_headed else now
