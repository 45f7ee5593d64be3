"""The word lists of ``schema/rules/``: how they are read, and how words are found in a text.

Words are looked up by where they stand: beginning at an offset, or ending at one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, Generic, TypeVar

from ..annotation import settings
from ..annotation.repo import Repo

T = TypeVar("T")
Rules = Mapping[str, Any]
"""The values of each list of a rules file, by the name of the list."""


def load(repo: Repo, name: str) -> Rules:
    """The lists of ``schema/rules/<name>.json``, without their descriptions.

    Raises DataError if the file does not fit ``schema/settings/rules-<name>.schema.json``.
    """
    file = repo.schema / "rules" / f"{name}.json"
    lists = settings.load(file, repo.schema / "settings" / f"rules-{name}.schema.json")
    return {key: entry["values"] for key, entry in lists.items() if key != "description"}


def any_of(words: Iterable[str]) -> str:
    """A pattern of one of ``words``. They are tried in the order of the list, as everywhere in `re`."""
    return f"(?:{'|'.join(map(re.escape, words))})"


def any_ending_at(words: Mapping[str, str], after: str) -> re.Pattern[str]:
    """One of the keys at the end of the text, by the characters of its value before it.

    ``after`` is ``"[{}]"`` for words that need one of the characters, ``"(?<![{}])"`` for words that
    must have none.
    """
    return re.compile("|".join(f"{after.format(cs) if cs else ''}{w}$" for w, cs in words.items()))


class Prefixes(Generic[T]):
    """Words with their meanings, found where they begin; the longest one counts.

    Of a word that is given twice the first meaning counts.
    """

    def __init__(self, words: Iterable[tuple[str, T]]) -> None:
        self._meanings = _first_meanings(words)
        self._lengths = _lengths(self._meanings, 0)

    def at(self, text: str, start: int) -> tuple[str, T] | None:
        """The longest word at ``text[start:]``, and its meaning."""
        for length in self._lengths.get(text[start : start + 1], ()):
            if (word := text[start : start + length]) in self._meanings:
                return word, self._meanings[word]
        return None


class Suffixes(Generic[T]):
    """Words with their meanings, found where they end; the longest one counts."""

    def __init__(self, words: Iterable[tuple[str, T]]) -> None:
        self._meanings = _first_meanings(words)
        self._lengths = _lengths(self._meanings, -1)

    def at(self, text: str, end: int) -> tuple[str, T] | None:
        """The longest word that ends at ``text[:end]``, and its meaning."""
        if not end:
            return None
        for length in self._lengths.get(text[end - 1], ()):
            if length <= end and (word := text[end - length : end]) in self._meanings:
                return word, self._meanings[word]
        return None


def _first_meanings(words: Iterable[tuple[str, T]]) -> dict[str, T]:
    meanings: dict[str, T] = {}
    for word, meaning in words:
        meanings.setdefault(word, meaning)
    return meanings


def _lengths(words: Iterable[str], place: int) -> dict[str, list[int]]:
    """How long the words are that have a character at ``place``, the longest first."""
    lengths: dict[str, set[int]] = defaultdict(set)
    for word in words:
        lengths[word[place]].add(len(word))
    return {character: sorted(found, reverse=True) for character, found in lengths.items()}


def plain(words: Iterable[str]) -> list[tuple[str, None]]:
    """Words without a meaning, for `Prefixes` and `Suffixes`."""
    return [(word, None) for word in words]
