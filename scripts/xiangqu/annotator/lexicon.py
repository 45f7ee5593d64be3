"""Words looked up by where they stand: at an offset, or ending at one. Data is in ``schema/rules/``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Generic, TypeVar

T = TypeVar("T")


class Starts(Generic[T]):
    """Words with what they mean, found where they begin; the longest one counts."""

    def __init__(self, words: Iterable[tuple[str, T]]) -> None:
        by_first: dict[str, list[tuple[str, T]]] = defaultdict(list)
        for word, meaning in words:
            by_first[word[0]].append((word, meaning))
        self._by_first = {c: sorted(ws, key=lambda w: -len(w[0])) for c, ws in by_first.items()}

    def at(self, text: str, start: int) -> tuple[str, T] | None:
        """The longest word at ``text[start:]``, and its meaning."""
        for word, meaning in self._by_first.get(text[start : start + 1], ()):
            if text.startswith(word, start):
                return word, meaning
        return None


class Ends(Generic[T]):
    """Words with what they mean, found where they end; the longest one counts."""

    def __init__(self, words: Iterable[tuple[str, T]]) -> None:
        by_last: dict[str, list[tuple[str, T]]] = defaultdict(list)
        for word, meaning in words:
            by_last[word[-1]].append((word, meaning))
        self._by_last = {c: sorted(ws, key=lambda w: -len(w[0])) for c, ws in by_last.items()}

    def at(self, text: str, end: int) -> tuple[str, T] | None:
        """The longest word that ends at ``text[:end]``, and its meaning."""
        if not end:
            return None
        for word, meaning in self._by_last.get(text[end - 1], ()):
            if text.endswith(word, 0, end):
                return word, meaning
        return None


def plain(words: Iterable[str]) -> list[tuple[str, None]]:
    """Words that mean nothing but themselves."""
    return [(word, None) for word in words]
