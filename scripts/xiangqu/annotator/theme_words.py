"""The words of a sentence that speak for themes, and the theme that they make together.

A word speaks for one theme or several, for each with a weight; the theme with the most weight is taken.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import add
from typing import Any

from ..annotation.errors import DataError
from ..annotation.repo import Repo
from ..annotation.vocabulary import vocabulary
from .rules import Rules

GENERAL = "general"

Weights = dict[str, float]
Hit = tuple[int, str]
"""Where a word stands, and the word."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A word that was read, and what it adds to a theme."""

    word: str
    theme: str
    weight: float


@dataclass(frozen=True, slots=True)
class Guess:
    """A theme with its weight ``score``, 0 where no word spoke for it, and the words that did."""

    theme: str
    score: float
    evidence: tuple[Evidence, ...]


class ThemeWords:
    """The words by theme, and how much what is around a sentence weighs."""

    def __init__(self, repo: Repo, rules: Rules) -> None:
        self.around: float = rules["weights"]["around"]
        self._spoken = _spoken(
            rules["themes"], rules["weights"]["character"], vocabulary(repo, "themes").terms
        )
        self._index: dict[str, list[str]] = defaultdict(list)
        for word in sorted(self._spoken, key=len, reverse=True):
            self._index[word[:2]].append(word)

    def guess(self, text: str, around: str | None = None) -> Guess:
        """The theme of a sentence under a heading of theme ``around``, and the words that decide it."""
        words = [word for _, word in self.hits(text)]
        scores = self._weigh(words)
        if scores:
            add_weight(scores, around, self.around)
        theme, score = self.choose(scores)
        evidence = (Evidence(word, *spoken) for word in words for spoken in self._spoken[word])
        return Guess(theme or around or GENERAL, score, tuple(evidence))

    def subject(self, words: Iterable[str]) -> str | None:
        """The theme that the words of a heading name, or None where no word tells."""
        theme, _ = self.choose(self._weigh(words))
        return None if theme == GENERAL else theme

    def hits(self, text: str) -> list[Hit]:
        """The words in the text, from the left: the longest at each place, none inside another."""
        hits: list[Hit] = []
        free = 0
        for at, opening in enumerate(map(add, text, text[1:])):
            if opening in self._index and at >= free:
                for word in self._index[opening]:
                    if text.startswith(word, at):
                        hits.append((at, word))
                        free = at + len(word)
                        break
        return hits

    def weigh(self, word: str, scores: Weights) -> None:
        """Add to ``scores`` what a word speaks for."""
        for theme, weight in self._spoken[word]:
            scores[theme] = scores.get(theme, 0) + weight

    def choose(self, scores: Weights) -> tuple[str | None, float]:
        """The theme with the most weight, and that; ``general`` if several have it, None if none has any."""
        if not scores:
            return None, 0
        best = max(scores.values())
        themes = [theme for theme, score in scores.items() if score == best]
        return (themes[0] if len(themes) == 1 else GENERAL), best

    def _weigh(self, words: Iterable[str]) -> Weights:
        scores: Weights = {}
        for word in words:
            self.weigh(word, scores)
        return scores


def add_weight(scores: Weights, theme: str | None, weight: float) -> None:
    """Add a weight to a theme, if there is one."""
    if theme:
        scores[theme] = scores.get(theme, 0) + weight


def _spoken(
    themes: Mapping[str, Mapping[str, Sequence[str]]], character: float, known: Mapping[str, Any]
) -> dict[str, tuple[tuple[str, float], ...]]:
    """By word, the themes that it speaks for, each with its weight.

    Each ``character`` of a word adds a little, so that of two equal themes that of more text counts.
    """
    weights: dict[str, Weights] = defaultdict(dict)
    for theme, weight, word in _entries(themes):
        if theme not in known:
            raise DataError(f"{theme} in the rules is no theme")
        weights[word][theme] = weight + character * len(word)
    return {word: tuple(by.items()) for word, by in weights.items()}


def _entries(
    themes: Mapping[str, Mapping[str, Sequence[str]]],
) -> Iterator[tuple[str, float, str]]:
    for theme, by_weight in themes.items():
        for weight, words in by_weight.items():
            for word in words:
                yield theme, float(weight), word
