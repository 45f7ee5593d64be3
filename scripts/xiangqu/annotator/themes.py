"""Themes by words: each word of ``schema/rules/themes.json`` speaks for a theme with a weight.

A sentence takes the theme with the most weight (``theme_words``), after what heads it has spoken too; a
head takes the theme of what it heads (``theme_spans``). Here sections tell what heads a paragraph.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from ..annotation.records import Paragraph, Section, ThemeSpan
from ..annotation.repo import Repo
from ..annotation.vocabulary import load_json, vocabulary
from .theme_spans import Head, ParagraphThemes
from .theme_words import Evidence, Guess, ThemeWords

__all__ = ["Evidence", "Guess", "Head", "ThemeRules"]

Lines = Mapping[str, int]
"""The number of each paragraph, by its id."""


class ThemeRules:
    """The words by theme, and how much what heads a sentence weighs."""

    def __init__(self, repo: Repo) -> None:
        rules = load_json(repo.schema / "rules" / "themes.json")
        kinds = vocabulary(repo, "kinds").terms
        self._themed = {kind for kind, term in kinds.items() if term["themed"]}
        self._words = ThemeWords(repo, rules)
        self._paragraphs = ParagraphThemes(self._words, rules)

    def sentence(self, text: str, around: str | None = None) -> Guess:
        """The theme of a sentence, and which words with which weights make it."""
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
        return list(self._paragraphs.spans(paragraph, text, around, heads))

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


def _heads(
    lines: Lines, texts: Sequence[str], sections: Sequence[Section]
) -> Mapping[int, list[Head]]:
    """The heads inside each paragraph, by its number: headings that are not all of it."""
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
