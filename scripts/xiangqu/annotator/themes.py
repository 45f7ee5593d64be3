"""Themes by words: each word of ``schema/rules/themes.json`` speaks for a theme with a weight.

A sentence takes the theme with the most weight, after what heads it has spoken too. A head takes the
theme of what it heads.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import add

from ..errors import DataError
from ..records import Paragraph, Section, ThemeSpan
from ..repo import Repo
from ..split import sentences
from ..vocabulary import load_json, vocabulary

GENERAL = "general"
Weights = dict[str, float]
Hit = tuple[int, str]
Bounds = tuple[int, int]
Headed = tuple[int, int, str | None]
"""The number of the sentence of a head, that after the last it heads, and the theme it names."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A word that was read, and what it adds to a theme."""

    word: str
    theme: str
    weight: float


@dataclass(frozen=True, slots=True)
class Guess:
    """``score`` is the weight of ``theme``, 0 where nothing spoke for it."""

    theme: str
    score: float
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """A head ``[start, head_end)`` in a paragraph, and where what it heads ends."""

    start: int
    head_end: int
    end: int


class ThemeRules:
    """The words by theme, and how much what heads a sentence weighs."""

    def __init__(self, repo: Repo) -> None:
        rules = load_json(repo.schema / "rules" / "themes.json")
        known = vocabulary(repo, "themes").terms
        self.around: float = rules["around"]
        self.head: float = rules["head"]
        self.before: float = rules["before"]
        self.spread: float = rules["spread"]
        self.most: float = rules["most"]
        self.themed = {k for k, v in vocabulary(repo, "kinds").terms.items() if v["themed"]}
        weights: dict[str, Weights] = defaultdict(dict)
        for theme, weight, word in _entries(rules["themes"]):
            if theme not in known:
                raise DataError(f"{theme} in the rules is no theme")
            weights[word][theme] = weight
        self._spoken = {word: tuple(by.items()) for word, by in weights.items()}
        self._index: dict[str, list[str]] = defaultdict(list)
        for word in sorted(weights, key=len, reverse=True):
            self._index[word[:2]].append(word)

    def sentence(self, text: str, around: str | None = None) -> Guess:
        """The theme of a sentence, and which words with which weights make it."""
        hits = self._hits(text)
        scores = self._sum(word for _, word in hits)
        if scores:
            _add(scores, around, self.around)
        theme, score = self._choose(scores)
        evidence = (
            Evidence(word, spoken, weight)
            for _, word in hits
            for spoken, weight in self._spoken[word]
        )
        return Guess(theme or around or GENERAL, score, tuple(evidence))

    def paragraph(
        self, paragraph: str, text: str, around: str | None = None, heads: Sequence[Head] = ()
    ) -> list[ThemeSpan]:
        """The maximal runs of sentences with one theme. ``around`` is the theme of the heading above.

        ``heads`` are those inside the paragraph, in text order, an outer one before an inner.
        """
        bounds = list(sentences(text))
        starts = [start for start, _ in bounds]
        hits = self._hits(text)
        headed = [
            (bisect_right(starts, h.start) - 1, bisect_left(starts, h.end), self._named(hits, h))
            for h in heads
        ]
        themes = _filled(self._body(bounds, hits, around, headed), around)
        for head, (first, end, subject) in zip(reversed(heads), reversed(headed), strict=True):
            if head.head_end < bounds[first][1]:
                continue  # 污染防治方面： has the theme of the sentence that it is in
            themes[first] = self._crown(subject, bounds[first + 1 : end], themes[first + 1 : end])
        runs = groupby(zip(bounds, themes, strict=True), key=lambda pair: pair[1])
        return [_span(paragraph, text, theme, [b for b, _ in run]) for theme, run in runs]

    def draft(
        self, paragraphs: Sequence[Paragraph], texts: Sequence[str], sections: Sequence[Section]
    ) -> list[ThemeSpan]:
        """The theme spans of a document: its paragraphs, the text of each, and its sections."""
        return [
            span
            for paragraph, text, around, heads in _headed(self, paragraphs, texts, sections)
            if paragraph.kind in self.themed
            for span in self.paragraph(paragraph.id, text, around, heads)
        ]

    def subject(self, heading: str) -> str | None:
        """The theme that a heading names, or None where no word tells."""
        return self._subject(word for _, word in self._hits(heading))

    def _named(self, hits: Sequence[Hit], head: Head) -> str | None:
        """The theme that a head inside a paragraph names; ``hits`` are those of the paragraph."""
        first, end = (bisect_left(hits, (at, "")) for at in (head.start, head.head_end))
        return self._subject(word for _, word in hits[first:end])

    def _subject(self, words: Iterable[str]) -> str | None:
        theme, _ = self._choose(self._sum(words))
        return None if theme == GENERAL else theme

    def _body(
        self,
        bounds: Sequence[Bounds],
        hits: Sequence[Hit],
        around: str | None,
        headed: list[Headed],
    ) -> list[str | None]:
        """The theme of each sentence by its own words, what heads it and the sentence before it."""
        above: list[str | None] = [None] * len(bounds)
        for first, end, subject in headed:
            if subject:
                above[first:end] = [subject] * (end - first)
        themes: list[str | None] = [None]
        for scores, subject in zip(self._scores(bounds, hits), above, strict=True):
            before = themes[-1]
            if scores:
                _add(scores, subject or around, self.head if subject else self.around)
                _add(scores, None if subject and before != subject else before, self.before)
            themes.append(self._choose(scores)[0])
        return themes[1:]

    def _scores(self, bounds: Sequence[Bounds], hits: Sequence[Hit]) -> list[Weights]:
        """What speaks for which theme in each sentence."""
        scores: list[Weights] = [{} for _ in bounds]
        n, end = -1, 0
        here: Weights = {}
        for at, word in hits:
            while at >= end:
                n += 1
                end, here = bounds[n][1], scores[n]
            for theme, weight in self._spoken[word]:
                here[theme] = here.get(theme, 0) + weight
        return scores

    def _crown(self, subject: str | None, bounds: Sequence[Bounds], themes: Sequence[str]) -> str:
        """The theme of a head: that of most of what it heads, ``general`` where that is mixed."""
        sizes: Weights = {}
        for (start, end), theme in zip(bounds, themes, strict=True):
            _add(sizes, theme, end - start)
        if not sizes:
            return subject or GENERAL
        most = max(sizes, key=lambda theme: sizes[theme])
        is_mixed = most != subject and sizes[most] < self.most * sum(sizes.values())
        return GENERAL if is_mixed else most

    def _hits(self, text: str) -> list[Hit]:
        """Where which words stand: from the left, the longest at each place, none inside another."""
        hits: list[Hit] = []
        free = 0
        found = map(self._index.get, map(add, text, text[1:]))
        for at, words in [(at, words) for at, words in enumerate(found) if words]:
            if at >= free:
                for word in words:
                    if text.startswith(word, at):
                        hits.append((at, word))
                        free = at + len(word)
                        break
        return hits

    def _sum(self, words: Iterable[str]) -> Weights:
        scores: Weights = {}
        for word in words:
            for theme, weight in self._spoken[word]:
                scores[theme] = scores.get(theme, 0) + weight
        return scores

    def _choose(self, scores: Weights) -> tuple[str | None, float]:
        """The theme with the most weight, None of none.

        ``general`` if two have as much, or if more than three have nearly as much.
        """
        if not scores:
            return None, 0
        best = max(scores.values())
        themes = [theme for theme, score in scores.items() if score == best]
        near = len(scores) > 3 and sum(score >= self.spread * best for score in scores.values())
        return (themes[0] if len(themes) == 1 and near < 4 else GENERAL), best


def _add(scores: Weights, theme: str | None, weight: float) -> None:
    if theme:
        scores[theme] = scores.get(theme, 0) + weight


def _entries(themes: dict[str, dict[str, list[str]]]) -> Iterator[tuple[str, float, str]]:
    for theme, by_weight in themes.items():
        for weight, words in by_weight.items():
            for word in words:
                yield theme, float(weight), word


def _filled(themes: Sequence[str | None], around: str | None) -> list[str]:
    """What has no theme takes that of the sentence before it, else of the one after, else ``around``."""
    first = next((theme for theme in themes if theme), around or GENERAL)
    filled: list[str] = []
    for theme in themes:
        filled.append(theme or (filled[-1] if filled else first))
    return filled


def _span(paragraph: str, text: str, theme: str, run: Sequence[tuple[int, int]]) -> ThemeSpan:
    start, end = run[0][0], run[-1][1]
    return ThemeSpan(paragraph, start, end, text[start:end], theme)


def _headed(
    rules: ThemeRules,
    paragraphs: Sequence[Paragraph],
    texts: Sequence[str],
    sections: Sequence[Section],
) -> Iterator[tuple[Paragraph, str, str | None, list[Head]]]:
    """Each paragraph with its text, the theme of the heading that holds it, and the heads inside it."""
    index = {paragraph.id: n for n, paragraph in enumerate(paragraphs)}
    around: list[str | None] = [None] * len(paragraphs)
    heads: dict[int, list[Head]] = defaultdict(list)
    for s in sections:
        if not s.heading:
            continue
        first, last = index[s.first_paragraph], index[s.last_paragraph]
        if s.heading != texts[first]:
            end = s.end if last == first else len(texts[first])
            heads[first].append(Head(s.start, s.start + len(s.heading), end))
        if first < last and (subject := rules.subject(s.heading)):
            around[first + 1 : last + 1] = [subject] * (last - first)
    for n, (paragraph, text) in enumerate(zip(paragraphs, texts, strict=True)):
        yield paragraph, text, around[n], heads[n]
