"""Drafts of every layer for a text that nobody has annotated, by rules whose words are data.

A draft is a proposal: people, or passes held against each other, decide. Rules are in
``schema/rules/``. `Annotator` makes a draft of one text from, in this order:

- the cleaned text, by rule edits only, so that nothing is moved or joined;
- the edits of `furniture`, which set aside what is of the web page and not of the text;
- `paragraph_kinds`, `headings`, `section_functions` and `sections`: the structure of the document;
- `document` (with `frame`, `authors`, `places`): what the text says of itself;
- `quantities` (with `reading`, `units`, `bounding`, `special_forms`, `shared_units`, `non_quantities`,
  `dates`): what each numeral is;
- `claims` (with `mention`, `measures`, `statuses`, `indicators`, `predicates`, `references`,
  `indicator_ids`, `times`, `periods`): what is said of each quantity;
- `census`: the label of each numeral;
- `themes` (with `theme_words`): the theme of each sentence.

`drafting` drafts many texts. `adding` makes a new document of the corpus, `reviewing` and `redrafting`
change it until it is read, `removing` takes it out again.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from ..annotation.errors import DataError
from ..annotation.nesting import Nesting
from ..annotation.records import Annotated, Claim, Document, Edit, Numeral, Paragraph, Section
from ..annotation.repo import Repo
from ..text.align import Alignment, apply
from ..text.clean import propose
from ..text.split import paragraph_offsets, sentences
from .census import census
from .claims import ClaimRules
from .document import DocumentRules, Given, Lines
from .furniture import FurnitureRules
from .headings import Stretch
from .mention import Passage
from .quantities import QuantityGrammar
from .sections import SectionRules
from .themes import ThemeRules

__all__ = ["Annotator", "Given"]


class Annotator:
    """The rules of every layer, compiled once for any number of texts.

    Raises DataError if a file of rules, or a vocabulary, is missing or broken.
    """

    def __init__(self, repo: Repo) -> None:
        try:
            self.quantities = QuantityGrammar(repo)
            self.claims = ClaimRules(repo)
            self.document = DocumentRules(repo)
            self.furniture = FurnitureRules(repo)
            self.sections = SectionRules(repo)
            self.themes = ThemeRules(repo)
        except re.error as error:  # words of different lengths, where all have to be of one
            raise DataError(f"words make no pattern: {error}", repo.schema / "rules") from None

    def annotate(
        self,
        raw: str,
        document: str = "text-0001",
        seed_file: str = "",
        given: Given = Given(),  # noqa: B008 (frozen)
    ) -> Annotated:
        """Drafts of every layer of ``raw``; ``document`` is the id to give, ``seed_file`` its name.

        What is ``given`` of the document is taken as it is.

        Offsets count code points: of spans in the paragraph, of edits in ``raw``.
        """
        edits = propose(raw, self.furniture.edits(raw))

        def about(lines: Lines) -> Document:
            return self.document.draft(raw, lines, document, seed_file, given)

        return self._draft(raw, edits, document, about)

    def again(self, raw: str, known: Annotated) -> Annotated:
        """New drafts of the sections, themes, claims and numerals of ``raw``.

        The document, the edits and the paragraphs are those that are ``known``: somebody may have
        corrected them.
        """
        document = known.document
        return self._draft(raw, known.edits, document.id, lambda _: document, known.paragraphs)

    def _draft(
        self,
        raw: str,
        edits: Sequence[Edit],
        document: str,
        about_of: Callable[[Lines], Document],
        known: tuple[Paragraph, ...] = (),
    ) -> Annotated:
        alignment = apply(raw, edits)
        offsets = [(a, b) for a, b in paragraph_offsets(alignment.text) if a < b]
        texts = [alignment.text[a:b] for a, b in offsets]
        marked, strong = _marks(edits, alignment, offsets)
        kinds, sections = (
            self.sections.draft(document, texts, marked, strong) if texts else ([], [])
        )
        paragraphs = tuple(
            Paragraph(f"{document}.p{n:03d}", alignment.source(start, start + 1)[0], kind, False)
            for n, ((start, _), kind) in enumerate(zip(offsets, kinds, strict=True), 1)
        )
        if known:
            sections, paragraphs = _with_ids_of(known, sections, paragraphs), known
        about = about_of(Lines(texts, kinds))
        claims: list[Claim] = []
        numerals: list[Numeral] = []
        for passage in self._passages(about, paragraphs, texts, sections):
            drafted = list(self.claims.claims(passage))
            claims += drafted
            numerals += census(passage.id, passage.text, passage.readings, drafted)
        return Annotated(
            document=about,
            edits=tuple(edits),
            paragraphs=paragraphs,
            sections=tuple(sections),
            themes=tuple(self.themes.draft(paragraphs, texts, sections)),
            claims=tuple(claims),
            numerals=tuple(numerals),
        )

    def _passages(
        self,
        about: Document,
        paragraphs: Sequence[Paragraph],
        texts: Sequence[str],
        sections: Sequence[Section],
    ) -> Iterator[Passage]:
        """Each paragraph as the rules of claims read it."""
        nesting = Nesting(sections, {p.id: n for n, p in enumerate(paragraphs)})
        outermost: Sequence[str] = ()
        opening = ""
        for n, (paragraph, text) in enumerate(zip(paragraphs, texts, strict=True)):
            headings = tuple(nesting.path(nesting.innermost((n, 0), (n, len(text)))))
            if headings[:1] != outermost:
                outermost, opening = headings[:1], ""
            bounds = tuple(sentences(text))
            passage = Passage(
                id=paragraph.id,
                text=text,
                kind=paragraph.kind,
                about=about,
                sentences=bounds,
                functions=tuple(nesting.innermost((n, s), (n, s)).function for s, _ in bounds),
                headings=headings,
                opening=opening,
                readings=tuple(self.quantities.find(text)),
            )
            yield passage
            opening = self.claims.opening(passage) or opening


def _with_ids_of(
    known: Sequence[Paragraph], sections: Sequence[Section], paragraphs: Sequence[Paragraph]
) -> list[Section]:
    """``sections`` of ``paragraphs``, with the ids of the ``known`` ones that stand in their places."""
    ids = {p.id: k.id for p, k in zip(paragraphs, known, strict=True)}
    return [
        replace(s, first_paragraph=ids[s.first_paragraph], last_paragraph=ids[s.last_paragraph])
        for s in sections
    ]


def _marks(
    edits: Sequence[Edit], alignment: Alignment, offsets: Sequence[tuple[int, int]]
) -> tuple[set[int], list[Stretch]]:
    """The lines that had a heading mark, and the stretches that stood in strong type."""
    starts = [start for start, _ in offsets]

    def place(raw: int) -> tuple[int, int]:
        """The line of a raw offset, and where in it that is."""
        clean = bisect_left(alignment.first, raw)
        line = bisect_right(starts, clean) - 1
        return line, clean - starts[line] if line >= 0 else 0

    marked = {place(e.source_end)[0] for e in edits if e.rule == "markdown-heading"}
    ends = [place(e.source_end) for e in edits if e.rule == "markdown-strong"]
    pairs = list(pairwise(ends))[::2]
    return marked, [(a[0], a[1], b[1]) for a, b in pairs if a[0] == b[0] and a[1] < b[1]]
