"""The theme spans of a paragraph: each sentence by its words, what heads it and the one before it.

A head takes the theme of what it heads.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from ..annotation.records import ThemeSpan
from ..text.split import sentences
from .theme_words import GENERAL, Hit, ThemeWords, Weights, add_weight

Bounds = tuple[int, int]
Headed = tuple[int, int, str | None]
"""The number of the sentence of a head, that after the last it heads, and the theme it names."""


@dataclass(frozen=True, slots=True)
class Head:
    """A head ``[start, head_end)`` in a paragraph, and where what it heads ends."""

    start: int
    head_end: int
    end: int


class ParagraphThemes:
    """The words by theme, and how much weighs what heads a sentence or stands before it."""

    def __init__(self, words: ThemeWords, rules: Mapping[str, Any]) -> None:
        self._words = words
        self._head: float = rules["head"]
        self._before: float = rules["before"]
        self._most: float = rules["most"]

    def spans(
        self, paragraph: str, text: str, around: str | None, heads: Sequence[Head]
    ) -> Iterator[ThemeSpan]:
        """The maximal runs of sentences with one theme."""
        bounds = list(sentences(text))
        hits = self._words.hits(text)
        headed = self._headed(bounds, hits, heads)
        themes = _filled(self._themes(bounds, hits, around, headed), around)
        self._crown(bounds, themes, heads, headed)
        for theme, run in groupby(zip(bounds, themes, strict=True), key=lambda pair: pair[1]):
            places = [place for place, _ in run]
            start, end = places[0][0], places[-1][1]
            yield ThemeSpan(paragraph, start, end, text[start:end], theme)

    def _headed(
        self, bounds: Sequence[Bounds], hits: Sequence[Hit], heads: Sequence[Head]
    ) -> list[Headed]:
        """Which sentences each head heads, and the theme that it names."""
        starts = [start for start, _ in bounds]
        return [
            (bisect_right(starts, h.start) - 1, bisect_left(starts, h.end), self._named(hits, h))
            for h in heads
        ]

    def _named(self, hits: Sequence[Hit], head: Head) -> str | None:
        """The theme that a head names; ``hits`` are those of the paragraph."""
        first, end = (bisect_left(hits, (at, "")) for at in (head.start, head.head_end))
        return self._words.subject(word for _, word in hits[first:end])

    def _themes(
        self,
        bounds: Sequence[Bounds],
        hits: Sequence[Hit],
        around: str | None,
        headed: Sequence[Headed],
    ) -> list[str | None]:
        """The theme of each sentence, None where no word of it tells."""
        themes: list[str | None] = []
        before: str | None = None
        above = _above(len(bounds), headed)
        for scores, subject in zip(self._scores(bounds, hits), above, strict=True):
            if scores:
                add_weight(scores, subject or around, self._head if subject else self._words.around)
                add_weight(scores, before if subject in (None, before) else None, self._before)
            before, _ = self._words.choose(scores)
            themes.append(before)
        return themes

    def _scores(self, bounds: Sequence[Bounds], hits: Sequence[Hit]) -> list[Weights]:
        """What the words of each sentence speak for."""
        scores: list[Weights] = [{} for _ in bounds]
        n = 0
        for at, word in hits:
            while at >= bounds[n][1]:
                n += 1
            self._words.weigh(word, scores[n])
        return scores

    def _crown(
        self,
        bounds: Sequence[Bounds],
        themes: list[str],
        heads: Sequence[Head],
        headed: Sequence[Headed],
    ) -> None:
        """Gives each head, an inner one first, the theme of what it heads."""
        for head, (first, end, subject) in zip(reversed(heads), reversed(headed), strict=True):
            if head.head_end < bounds[first][1]:
                continue  # 污染防治方面： has the theme of the sentence that it is in
            below = slice(first + 1, end)
            themes[first] = self._theme_of_head(subject, bounds[below], themes[below])

    def _theme_of_head(
        self, subject: str | None, bounds: Sequence[Bounds], themes: Sequence[str]
    ) -> str:
        """The theme of most of what a head heads, ``general`` where that is mixed."""
        sizes: Weights = {}
        for (start, end), theme in zip(bounds, themes, strict=True):
            add_weight(sizes, theme, end - start)
        if not sizes:
            return subject or GENERAL
        most = max(sizes, key=lambda theme: sizes[theme])
        is_mixed = most != subject and sizes[most] < self._most * sum(sizes.values())
        return GENERAL if is_mixed else most


def _above(length: int, headed: Sequence[Headed]) -> list[str | None]:
    """The theme named by the innermost head of each sentence that names one."""
    above: list[str | None] = [None] * length
    for first, end, subject in headed:
        if subject:
            above[first:end] = [subject] * (end - first)
    return above


def _filled(themes: Sequence[str | None], around: str | None) -> list[str]:
    """What has no theme takes that of the sentence before it, else of the one after, else ``around``."""
    first = next((theme for theme in themes if theme), around or GENERAL)
    filled: list[str] = []
    for theme in themes:
        filled.append(theme or (filled[-1] if filled else first))
    return filled
