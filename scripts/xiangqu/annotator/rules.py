"""The word lists of ``schema/rules/``: how they are read, and how words are found in a text.

Words are looked up by where they stand: beginning at an offset, or ending at one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Generic, TypeVar

from ..annotation import settings
from ..annotation.repo import Repo, path

T = TypeVar("T")
Rules = Mapping[str, Any]
"""The values of each list of a rules file, by the name of the list."""


PATTERNS = {"indicators": ("times", "places", "not_a_verb_before", "ends")}
"""By file, the lists whose values are regular expressions; those of all others are words."""


def load(repo: Repo, name: str) -> Rules:
    """The lists of ``schema/rules/<name>.json``, without their descriptions.

    Raises DataError if the file does not fit ``schema/settings/rules-<name>.schema.json``, or has a
    pattern that the package lacks.
    """
    file = repo.schema / "rules" / f"{name}.json"
    lists = settings.load(file, repo.settings / f"rules-{name}.schema.json")
    own = path() / "schema" / "rules" / file.name
    settings.check_patterns(file, own, lambda found: _patterns(found, PATTERNS.get(name, ())))
    return {key: entry["values"] for key, entry in lists.items() if key != "description"}


def _patterns(lists: Mapping[str, Any], names: Iterable[str]) -> Iterator[str]:
    for name in names:
        yield from lists[name]["values"]


def any_of(words: Iterable[str]) -> str:
    """A pattern of one of ``words``. They are tried in the order of the list, as everywhere in `re`."""
    return f"(?:{'|'.join(map(re.escape, words))})"


def longest_of(words: Iterable[str]) -> str:
    """A pattern of one of ``words``, the longest that fits."""
    return any_of(sorted(words, key=len, reverse=True))


def last_match(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """The last of the matches from the left, none of which overlap."""
    matches = list(pattern.finditer(text))
    return matches[-1] if matches else None


def any_ending_at(words: Mapping[str, str], after: str) -> re.Pattern[str]:
    """One of the keys at the end of the text, by the characters of its value before it.

    ``after`` is ``"[{}]"`` for words that need one of the characters, ``"(?<![{}])"`` for words that
    must have none.
    """
    return re.compile(
        "|".join(
            f"{after.format(re.escape(cs)) if cs else ''}{re.escape(word)}$"
            for word, cs in words.items()
        )
    )


class Prefixes(Generic[T]):
    """Words with their meanings, found where they begin; the longest one counts.

    Of a word that is given twice the first meaning counts.
    """

    def __init__(self, words: Iterable[tuple[str, T]]) -> None:
        self._found, self._lengths = _by_character(words, 0)

    def at(self, text: str, start: int) -> tuple[str, T] | None:
        """The longest word at ``text[start:]``, and its meaning."""
        for length in self._lengths.get(text[start : start + 1], ()):
            if found := self._found.get(text[start : start + length]):
                return found
        return None


class Suffixes(Generic[T]):
    """Words with their meanings, found where they end; the longest one counts."""

    def __init__(self, words: Iterable[tuple[str, T]]) -> None:
        self._found, self._lengths = _by_character(words, -1)

    def at(self, text: str, end: int) -> tuple[str, T] | None:
        """The longest word that ends at ``text[:end]``, and its meaning."""
        if not end:
            return None
        for length in self._lengths.get(text[end - 1], ()):
            if found := self._found.get(text[max(end - length, 0) : end]):
                return found
        return None


def _by_character(
    words: Iterable[tuple[str, T]], place: int
) -> tuple[dict[str, tuple[str, T]], dict[str, list[int]]]:
    """Each word with its meaning, and by their character at ``place`` the lengths of words, longest first."""
    found: dict[str, tuple[str, T]] = {}
    lengths: dict[str, set[int]] = defaultdict(set)
    for word, meaning in words:
        found.setdefault(word, (word, meaning))
        lengths[word[place]].add(len(word))
    return found, {c: sorted(some, reverse=True) for c, some in lengths.items()}


def plain(words: Iterable[str]) -> list[tuple[str, None]]:
    """Words without a meaning, for `Prefixes` and `Suffixes`."""
    return [(word, None) for word in words]
