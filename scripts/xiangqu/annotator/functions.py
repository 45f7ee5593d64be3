"""Functions of sections: what the words of a heading or a paragraph tell a section to be for."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from typing import Any

Words = Sequence[str]


class FunctionRules:
    """The words by which the function of a section is known."""

    def __init__(self, rules: Mapping[str, Any]) -> None:
        words = rules["functions"]
        self._line: Sequence[tuple[str, Words]] = words["line"]
        self._run_in: Sequence[tuple[str, Words]] = words["run_in"]
        self._opens: Sequence[tuple[str, str, Words]] = words["opens"]
        self._self: Words = words["self"]
        self._closing: Words = words["closing"]
        self._future: Words = words["future"]
        self._past: Words = words["past"]

    def of_line(self, heading: str) -> str | None:
        """The function that a heading of its own line tells."""
        return next((function for function, words in self._line if _holds(heading, words)), None)

    def of_run_in(self, heading: str) -> str | None:
        """The function that a head inside a plan tells."""
        found = (function for function, words in self._run_in if _holds(heading, words))
        return next(found, None) or self.of_self(heading)

    def of_self(self, heading: str) -> str | None:
        """``self`` where the heading speaks of the government itself."""
        return "self" if _holds(heading, self._self) else None

    def of_paragraph(self, line: str, inside: str | None, known: Container[str]) -> str | None:
        """The function of the section that a paragraph opens ``inside`` another, if not yet known."""
        for outer, function, words in self._opens:
            if outer == inside and function not in known and _holds(line, words):
                return function
        return None

    def of_text(self, text: str) -> str:
        """``plan`` where the text speaks of what will be done more than of what was, else ``review``."""
        future, past = (sum(map(text.count, words)) for words in (self._future, self._past))
        return "plan" if future > past else "review"

    def is_closing(self, line: str) -> bool:
        """Whether the line calls out, or says what is said at the end."""
        return line.endswith("！") or _holds(line, self._closing)


def _holds(text: str, words: Words) -> bool:
    return any(word in text for word in words)
