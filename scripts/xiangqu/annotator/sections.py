"""Kinds of paragraphs and sections, from lines and from the marks that cleaning removed.

Words and lengths are those of ``schema/rules/sections.json``. Places of the text that open a section
are collected (``openings``) with a *rank*, and a stack of open ones makes the tree (``tree``), so that
sections nest and cover whatever the text.

- ``kinds`` tells the kind of a line, ``numbering`` how a heading is numbered and so how deep it stands;
- ``heads`` and ``items`` find the heads at the start of a paragraph and inside it;
- ``functions`` tells what a section is for;
- ``layout`` puts together what these tell of one document.
"""

from __future__ import annotations

from collections.abc import Sequence, Set

from ..annotation.records import Section
from ..annotation.repo import Repo
from ..annotation.vocabulary import load_json
from .heads import Stretch
from .layout import Layout, LayoutRules
from .openings import openings
from .tree import tree

__all__ = ["SectionRules", "Stretch"]


class SectionRules:
    """The words and lengths by which kinds, headings and functions are known."""

    def __init__(self, repo: Repo) -> None:
        self._rules = LayoutRules.read(load_json(repo.schema / "rules" / "sections.json"))

    def draft(
        self, document: str, lines: Sequence[str], marked: Set[int], strong: Sequence[Stretch]
    ) -> tuple[list[str], list[Section]]:
        """The kind of each line (none is empty) and the sections; line ``n`` is paragraph ``p<n+1>``.

        ``marked``: numbers, from 0, of the lines that had a heading mark. ``strong``: stretches
        ``(line, start, end)`` that stood in strong type.
        """
        layout = Layout(self._rules, lines, marked, strong)
        return layout.kinds, list(tree(document, lines, openings(layout)))

    def kinds(self, lines: Sequence[str], marked: Set[int]) -> list[str]:
        """The kind of each line, in text order: what stands before the text is told by that.

        ``marked``: numbers, from 0, of the lines that had a heading mark.
        """
        return self._rules.kinds.kinds(lines, marked)
