"""What a section does: review, plan, goals, ..., by the words of its heading or of its paragraphs."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence

from ..text.split import sentences
from .mention import BRACKETS
from .rules import Rules, any_of

_TIME = re.compile(r"“[^”]+”|\d{4} *年")  # “十五五”, 2026年
Words = Sequence[str]


class FunctionRules:
    """The words that tell the function of a section: review, plan, goals, ..."""

    def __init__(self, rules: Rules) -> None:
        self._line: Sequence[tuple[str, Words]] = rules["line_functions"]
        self._inner: Sequence[tuple[str, Words]] = rules["inner_functions"]
        self._run_in: Sequence[tuple[str, Words]] = rules["run_in_functions"]
        self._opens: Sequence[tuple[str, str, Words]] = rules["opening_functions"]
        self._self: Words = rules["self_words"]
        # 三年行动计划（2023—2025年）, 《…实施方案》的通知; but not 工作总结和工作计划
        self._plan_title = re.compile(
            f"^(?!.*{any_of(rules['not_of_plans'])}).*{any_of(rules['plan_titles'])}"
            r"(?:》的通知)?(?:[（(][^（()）]*[）)])?$"
        )
        self._closing: Words = rules["closing"]
        self._requests: Words = rules["requests"]
        self._future: Words = rules["future"]
        self._past: Words = rules["past"]

    def of_line(self, heading: str) -> str | None:
        """The function named by a heading that has a line of its own."""
        return next((function for function, words in self._line if _holds(heading, words)), None)

    def is_plan(self, title: str) -> bool:
        """Whether the title is that of a paper that says what is to be done."""
        return bool(self._plan_title.match(title))

    def plan_after_review(self, heading: str) -> str | None:
        """The time, of a heading that names a review and then a plan, that the plan is for."""
        reviews, plans = (
            [
                heading.find(word)
                for function, words in self._line
                if function in names
                for word in words
                if word in heading
            ]
            for names in (("review",), ("plan", "goals"))
        )
        if not reviews or not plans or min(reviews) > max(plans):
            return None
        times = _TIME.findall(heading, min(reviews))
        return times[-1] if times else None

    def of_inner(self, heading: str) -> str | None:
        """The function named by a heading inside a section, which 任务 or 措施 alone do not name."""
        return next((function for function, words in self._inner if _holds(heading, words)), None)

    def of_run_in(self, heading: str) -> str | None:
        """The function named by a run-in head inside a plan."""
        found = (function for function, words in self._run_in if _holds(heading, words))
        return next(found, None) or self.of_self(heading)

    def of_self(self, heading: str) -> str | None:
        """``self`` where the heading speaks of the government itself."""
        return "self" if _holds(heading, self._self) else None

    def of_paragraph(
        self, line: str, inside: str | None, known: Container[str]
    ) -> tuple[str, int] | None:
        """The function of the section that a paragraph opens ``inside`` one of another function.

        Each is opened once: None for those that are ``known``. Problems that are told in a later sentence
        begin with it, at the offset returned; all others are those of the whole paragraph, at 0.
        """
        told = BRACKETS.sub("", line)
        for outer, function, words in self._opens:
            if outer == inside and function not in known and _holds(told, words):
                return function, self._opening(line, words) if function == "problems" else 0
        return None

    def _opening(self, line: str, words: Words) -> int:
        """Where the sentence with one of ``words`` begins; 0 if it is among the first two."""
        for number, (start, end) in enumerate(sentences(line)):
            if _holds(line[start:end], words):
                return start if number > 1 else 0
        return 0

    def of_text(self, text: str) -> str:
        """``plan`` where the text has more words of what will be done than of what was, else ``review``."""
        future, past = (sum(map(text.count, words)) for words in (self._future, self._past))
        return "plan" if future > past else "review"

    def is_request(self, line: str) -> bool:
        """Whether the line asks those who are present to hear or to consider the report."""
        return _holds(line, self._requests)

    def is_closing(self, line: str) -> bool:
        """Whether the line ends in an exclamation, or has words of a closing."""
        return line.endswith("！") or _holds(line, self._closing)


def _holds(text: str, words: Words) -> bool:
    return any(word in text for word in words)
