"""Themes by words: each word of ``schema/rules/themes.json`` speaks for a theme with a weight.

A sentence takes the theme with the most weight (`theme_words`). What heads it, and the sentence before it,
add to that. A head takes the theme of what it heads.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from ..annotation.records import Paragraph, Section, ThemeSpan
from ..annotation.repo import Repo
from ..annotation.vocabulary import vocabulary
from ..text.split import sentences
from .rules import load
from .theme_words import GENERAL, Guess, Hit, ThemeWords, Weights, add_weight

Lines = Mapping[str, int]
"""The number of each paragraph, by its id."""
Bounds = tuple[int, int]
Headed = tuple[int, int, str | None]
"""The number of the first sentence under a head, that after the last, and the theme that it names."""


@dataclass(frozen=True, slots=True)
class Head:
    """A head ``[start, head_end)`` in a paragraph; what it heads ends at ``end``."""

    start: int
    head_end: int
    end: int


class ThemeRules:
    """The words by theme, and how much what heads a sentence or stands before it weighs."""

    def __init__(self, repo: Repo) -> None:
        rules = load(repo, "themes")
        weights: Mapping[str, float] = rules["weights"]
        kinds = vocabulary(repo, "kinds").terms
        self._themed = {kind for kind, term in kinds.items() if term["themed"]}
        self._words = ThemeWords(repo, rules)
        self._head = weights["head"]
        self._before = weights["before"]
        self._most = weights["most"]

    def sentence(self, text: str, around: str | None = None) -> Guess:
        """The theme of a sentence under a heading of theme ``around``, and the words that decide it."""
        return self._words.guess(text, around)

    def subject(self, heading: str) -> str | None:
        """The theme that a heading names, or None where no word tells."""
        return self._words.subject(word for _, word in self._words.hits(heading))

    def paragraph(
        self, paragraph: str, text: str, around: str | None = None, heads: Sequence[Head] = ()
    ) -> list[ThemeSpan]:
        """The maximal runs of sentences with one theme. ``around`` is the theme of the heading above.

        ``heads`` are those inside the paragraph, in text order, an outer one before an inner.
        """
        bounds = list(sentences(text))
        hits = self._words.hits(text)
        headed = self._headed(bounds, hits, heads)
        themes = _filled(self._themes(bounds, hits, around, headed), around)
        self._give_heads(bounds, themes, heads, headed)
        spans: list[ThemeSpan] = []
        for theme, run in groupby(zip(bounds, themes, strict=True), key=lambda pair: pair[1]):
            places = [place for place, _ in run]
            start, end = places[0][0], places[-1][1]
            spans.append(ThemeSpan(paragraph, start, end, text[start:end], theme))
        return spans

    def draft(
        self, paragraphs: Sequence[Paragraph], texts: Sequence[str], sections: Sequence[Section]
    ) -> list[ThemeSpan]:
        """The theme spans of a document: its paragraphs, the text of each, and its sections."""
        lines = {paragraph.id: n for n, paragraph in enumerate(paragraphs)}
        around, heads = self._around(lines, sections), _heads(lines, texts, sections)
        return [
            span
            for n, (paragraph, text) in enumerate(zip(paragraphs, texts, strict=True))
            if paragraph.kind in self._themed
            for span in self.paragraph(paragraph.id, text, around.get(n), heads.get(n, ()))
        ]

    def _around(self, lines: Lines, sections: Sequence[Section]) -> Mapping[int, str]:
        """By paragraph the theme named by the innermost heading above it that names one."""
        around: dict[int, str] = {}
        for section, first, last in _headed(lines, sections):
            if first < last and (subject := self.subject(section.heading or "")):
                around.update(dict.fromkeys(range(first + 1, last + 1), subject))
        return around

    def _headed(
        self, bounds: Sequence[Bounds], hits: Sequence[Hit], heads: Sequence[Head]
    ) -> list[Headed]:
        """The sentences under each head, and the theme that it names."""
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
        """The theme of each sentence; None where no word speaks for one."""
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
        """The weights of the themes that the words of each sentence speak for."""
        scores: list[Weights] = [{} for _ in bounds]
        n = 0
        for at, word in hits:
            while at >= bounds[n][1]:
                n += 1
            self._words.weigh(word, scores[n])
        return scores

    def _give_heads(
        self,
        bounds: Sequence[Bounds],
        themes: list[str],
        heads: Sequence[Head],
        headed: Sequence[Headed],
    ) -> None:
        """Give each head the theme of what it heads; inner ones first, since an outer one heads them."""
        for head, (first, end, subject) in zip(reversed(heads), reversed(headed), strict=True):
            if head.head_end < bounds[first][1]:
                continue  # 污染防治方面： is part of a sentence, and has its theme
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
    """``themes`` with none missing: from the sentence before, else from the one after, else ``around``."""
    first = next((theme for theme in themes if theme), around or GENERAL)
    filled: list[str] = []
    for theme in themes:
        filled.append(theme or (filled[-1] if filled else first))
    return filled


def _heads(
    lines: Lines, texts: Sequence[str], sections: Sequence[Section]
) -> Mapping[int, list[Head]]:
    """By number of the paragraph, the heads inside it: headings that are not all of it."""
    heads: dict[int, list[Head]] = defaultdict(list)
    for section, first, last in _headed(lines, sections):
        heading = section.heading or ""
        if heading != texts[first]:
            end = section.end if last == first else len(texts[first])
            heads[first].append(Head(section.start, section.start + len(heading), end))
    return heads


def _headed(lines: Lines, sections: Sequence[Section]) -> Iterator[tuple[Section, int, int]]:
    """The sections that have a heading, with the numbers of their first and last paragraphs."""
    for section in sections:
        if section.heading:
            yield section, lines[section.first_paragraph], lines[section.last_paragraph]
