"""Heads that open a paragraph and run into its text: ``五年来，经济实力跨越发展。…``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from .numbering import is_numbered

Stretch = tuple[int, int, int]
"""``(line, start, end)``"""

_LEAST_AFTER = 8
"""As many characters of the paragraph follow a head at the least."""


class HeadRules:
    """The words and lengths by which the head of a paragraph is known."""

    def __init__(self, rules: Mapping[str, Any]) -> None:
        self._lengths: Mapping[str, int] = rules["lengths"]
        self._prefixes: tuple[str, ...] = tuple(rules["heads"]["prefixes"])
        self._verbs: tuple[str, ...] = tuple(rules["heads"]["verbs"])

    def heads(
        self,
        lines: Sequence[str],
        body: Sequence[int],
        addresses: Collection[int],
        strong: Mapping[int, int],
    ) -> dict[int, str]:
        """The heads by line, in text order, of the lines ``body`` that are not ``addresses``.

        ``strong``: where the topic in strong type ends that opens a line.
        """
        firsts = {n: first for n in body if (first := self._first(lines[n]))}
        heads: dict[int, str] = {}
        for n in body:
            is_topic = 0 < strong.get(n, 0) < len(lines[n])
            head = lines[n][: strong[n]] if is_topic else self._head(n, firsts)
            if head and n not in addresses:
                heads[n] = head
        return heads

    def has_clauses(self, head: str) -> bool:
        """Whether the head is of more than one piece, the ``五年来，`` before it aside."""
        return "，" in self._bare(head)

    def _head(self, n: int, firsts: Mapping[int, str]) -> str | None:
        """The first sentence if it is numbered, has the sign of a head or is built as one beside it."""
        head = firsts.get(n)
        if head is None or is_numbered(head) or self._has_sign(head):
            return head
        beside = (firsts.get(n - 1), firsts.get(n + 1))
        return head if any(_are_parallel(head, other) for other in beside if other) else None

    def _first(self, line: str) -> str | None:
        """The first sentence, if it is short and more of the paragraph follows."""
        end = line.find("。") + 1
        if not 0 < end < len(line) - _LEAST_AFTER:
            return None
        head = line[:end]
        if is_numbered(line):
            return head if end <= self._lengths["line"] else None
        is_short = end <= self._lengths["run_in"] and not any(c in head for c in "！？：；")
        return head if is_short and self._bare(head).count("，") <= 1 else None

    def _has_sign(self, head: str) -> bool:
        """Whether a prefix or a verb opens the head."""
        bare = self._bare(head)
        return bare != head or bare.startswith(self._verbs)

    def _bare(self, head: str) -> str:
        """The head without the ``五年来，`` before it."""
        return next((head[len(p) :] for p in self._prefixes if head.startswith(p)), head)


def topics(lines: Sequence[str], strong: Sequence[Stretch]) -> dict[int, int]:
    """Where the strong stretch ends that opens a line and names a topic, by line.

    A rubric, which stands there again and again, names none.
    """
    seen = Counter(lines[n][start:end] for n, start, end in strong)
    return {
        n: end
        for n, start, end in strong
        if start == 0 and start < end and seen[lines[n][start:end]] == 1
    }


def _are_parallel(one: str, other: str) -> bool:
    """Whether two heads are built alike: the same beginning, the same end, or as few characters."""
    return one[:2] == other[:2] or one[-4:] == other[-4:] or len(one) == len(other) < 10
