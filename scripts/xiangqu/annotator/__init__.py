"""Drafts of every layer for a text that nobody has annotated, by rules whose words are data.

A draft is a proposal: people, or passes held against each other, decide. Rules are in
``schema/rules/``; cleaning makes rule edits only, so that nothing is moved or joined.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ..annotation.records import Annotated, Claim, Document, Edit, Numeral, Paragraph, Section
from ..annotation.repo import Repo, sha256
from ..text import numerals
from ..text.align import Alignment, apply
from ..text.clean import propose
from ..text.split import paragraph_offsets, sentences
from .claims import Around, Attributes
from .number import Found
from .quantities import Grammar
from .sections import SectionRules
from .themes import ThemeRules

__all__ = ["Annotator"]

_REVIEWED = re.compile("((?:19|20)[0-9]{2})年(?:以来)?(?:的)?(?:主要)?工作(?:回顾|情况|总结)")
_PLANNED = re.compile(
    "((?:19|20)[0-9]{2})年(?:的)?(?:主要|重点|总体)?(?:工作|发展|预期)?(?:目标|任务|安排|打算|思路)"
)
_FIVE_YEARS = re.compile("五年来|过去五年|过去的五年|过去5年|过去的5年|这五年")
_YEAR = re.compile("((?:19|20)[0-9]{2})年")
RIGHTS = "Not known to xiangqu annotate."


class Annotator:
    """The rules of every layer, compiled once for any number of texts."""

    def __init__(self, repo: Repo) -> None:
        self.grammar = Grammar(repo)
        self.attributes = Attributes(repo)
        self.sections = SectionRules(repo)
        self.themes = ThemeRules(repo)

    def annotate(self, raw: str, document: str = "text-0001", seed_file: str = "") -> Annotated:
        """Every layer of ``raw`` as drafts; ``document`` is the id to give, `seed_file` its name.

        Offsets count code points: of spans in the paragraph, of edits in ``raw``.
        """
        edits = propose(raw)
        alignment = apply(raw, edits)
        offsets = [(a, b) for a, b in paragraph_offsets(alignment.text) if a < b]
        texts = [alignment.text[a:b] for a, b in offsets]
        marked, strong = _marks(edits, alignment, offsets)
        kinds, sections = (
            self.sections.draft(document, texts, marked, strong) if texts else ([], [])
        )
        paragraphs = tuple(
            Paragraph(f"{document}.p{n:03d}", alignment.first[start], kind, False)
            for n, ((start, _), kind) in enumerate(zip(offsets, kinds, strict=True), 1)
        )
        about = _document(raw, alignment.text, paragraphs, texts, document, seed_file)
        claims: list[Claim] = []
        census: list[Numeral] = []
        functions = _functions(len(texts), sections)
        for paragraph, text, function in zip(paragraphs, texts, functions, strict=True):
            around = Around(
                paragraph.id, text, paragraph.kind, function, about.review_period, about.plan_period
            )
            found = list(self.grammar.find(text))
            drafted = list(self.attributes.claims(around, found, list(sentences(text))))
            claims += drafted
            census += _census(paragraph.id, text, found, drafted)
        themes = self.themes.draft(paragraphs, texts, sections)
        return Annotated(
            about, tuple(edits), paragraphs, tuple(sections), tuple(themes), tuple(claims), tuple(census)
        )  # fmt: skip


def _marks(
    edits: Sequence[Edit], alignment: Alignment, offsets: Sequence[tuple[int, int]]
) -> tuple[set[int], list[tuple[int, int, int]]]:
    """The lines that had a heading mark, and the stretches (line, start, end) in strong type."""
    starts = [start for start, _ in offsets]

    def place(raw: int) -> tuple[int, int]:
        clean = bisect_left(alignment.first, raw)
        line = bisect_right(starts, clean) - 1
        return line, clean - starts[line] if line >= 0 else 0

    marked = {place(e.source_end)[0] for e in edits if e.rule == "markdown-heading"}
    ends = [place(e.source_end) for e in edits if e.rule == "markdown-strong"]
    pairs = list(pairwise(ends))[::2]
    return marked, [(a[0], a[1], b[1]) for a, b in pairs if a[0] == b[0] and a[1] < b[1]]


def _functions(paragraphs: int, sections: Sequence[Section]) -> list[str]:
    """The function of the innermost section that begins with or before each paragraph."""
    functions = [""] * paragraphs
    for section in sections:
        first, last = (
            int(p.rpartition("p")[2]) for p in (section.first_paragraph, section.last_paragraph)
        )
        for n in range(first - (section.start == 0), last):
            functions[n] = section.function
    return functions


def _census(
    paragraph: str, text: str, found: Sequence[Found], claims: Sequence[Claim]
) -> Iterator[Numeral]:
    """Every numeral with the label of the reading that it lies in."""
    quantities = iter(claims)
    readings = [(f, next(quantities) if f.unit else None) for f in found]
    at = 0
    for start, end in numerals.census(text):
        while at < len(readings) - 1 and readings[at][0].end <= start:
            at += 1
        reading, claim = readings[at] if readings else (None, None)
        inside = reading is not None and reading.start <= start and end <= reading.end
        if claim is not None and inside:
            yield Numeral(paragraph, start, end, text[start:end], "claim", claim.id)
        else:
            label = (
                reading.label if reading and reading.start < end and start < reading.end else "name"
            )
            yield Numeral(
                paragraph, start, end, text[start:end], "name" if label == "claim" else label, None
            )


def _document(
    raw: str, text: str, paragraphs: Sequence[Paragraph], texts: Sequence[str], name: str, seed: str
) -> Document:
    """What the text tells of itself: its title and the years that it looks back and forward to."""
    titles = [t for p, t in zip(paragraphs, texts, strict=True) if p.kind == "title"]
    reviewed, planned = _REVIEWED.search(text), _PLANNED.search(text)
    years = Counter(_YEAR.findall(text))
    common = max(years, key=lambda year: (years[year], year)) if years else None
    last = reviewed[1] if reviewed else common
    review = f"{int(last) - 4}/{last}" if last and _FIVE_YEARS.search(text) else last
    return Document(
        id=name, title=titles[0] if titles else None, subtitle=titles[1] if titles[1:] else None,
        authors=(), publisher=None, genre="report" if "报告工作" in text else "article",
        place="000000", place_name="?", date=None, date_evidence=None, date_certainty="unknown",
        review_period=review,
        plan_period=planned[1] if planned else None,
        seed_file=seed, seed_sha256=sha256(raw.encode("utf-8", "surrogatepass")), rights=RIGHTS,
    )  # fmt: skip
