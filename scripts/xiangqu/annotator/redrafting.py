"""New drafts in the place of those that nobody has read, after metadata or kinds were corrected.

What was confirmed keeps its records, ids and lines. Which quantities of a paragraph are claims is settled
when its numerals have been read; until then claims may come and go.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from ..annotation.records import Annotated, Claim, Draft, Numeral, Section, ThemeSpan
from ..annotation.repo import Repo, read_text
from ..annotation.unread import is_unread, line_of, listed
from ..validate import CheckedDocument
from . import Annotator
from .document import Given
from .given import told
from .ids import claims_with_ids, sections_with_ids
from .reviewing import change

S = TypeVar("S", ThemeSpan, Claim, Numeral)


def redraft(repo: Repo, document: str, known: Given, rights: str | None = None) -> Annotated:
    """Put what is ``known`` into the metadata of ``document``, and draft again what nobody has read.

    Raises as `xiangqu.annotator.reviewing.change`.
    """

    def edit(before: Annotated, _: CheckedDocument) -> Annotated:
        about = told(repo, before.document, known)
        kept = replace(before, document=replace(about, rights=rights or about.rights))
        raw = read_text(repo.seeds / about.seed_file)
        return _Merge(kept, Annotator(repo).again(raw, kept)).result()

    return change(repo, document, edit)


class _Merge:
    """What was read of ``kept``, and in the place of the rest what is ``drafted``.

    ``themes``, ``claims`` and ``numerals`` have both by paragraph, first those of ``kept``.
    """

    def __init__(self, kept: Annotated, drafted: Annotated) -> None:
        self.kept, self.drafted = kept, drafted
        self.unread = {*kept.drafts}
        self.retired = [r.id for r in kept.retired]
        self.read = {c.id for c in kept.claims if not is_unread(line_of(c), self.unread)}
        self.themes = _by_paragraph(kept.themes), _by_paragraph(drafted.themes)
        self.claims = _by_paragraph(kept.claims), _by_paragraph(drafted.claims)
        self.numerals = _by_paragraph(kept.numerals), _by_paragraph(drafted.numerals)

    def result(self) -> Annotated:
        themes: list[ThemeSpan] = []
        claims: list[Claim] = []
        numerals: list[Numeral] = []
        for paragraph in (p.id for p in self.kept.paragraphs):
            old_themes, new_themes = (layer[paragraph] for layer in self.themes)
            themes += new_themes if self._is_unread("themes", paragraph) else old_themes
            found = self._claims(paragraph)
            claims += found
            numerals += self._numerals(paragraph, found)
        merged = replace(
            self.kept,
            sections=self._sections(),
            themes=tuple(themes),
            claims=tuple(claims),
            numerals=tuple(numerals),
        )
        drafts = tuple(line for line in listed(merged) if self._is_left(line))
        return replace(merged, drafts=drafts)

    def _is_unread(self, layer: str, paragraph: str | None) -> bool:
        return is_unread(Draft(layer, paragraph), self.unread)

    def _is_left(self, line: Draft) -> bool:
        return line.claim not in self.read if line.claim else is_unread(line, self.unread)

    def _sections(self) -> tuple[Section, ...]:
        old, new, document = self.kept.sections, self.drafted.sections, self.kept.document.id
        if not self._is_unread("sections", None):
            return old
        return tuple(sections_with_ids(old, new, document, self.retired))

    def _claims(self, paragraph: str) -> list[Claim]:
        """Those that were read, and the others as they are drafted now.

        Where the numerals were read, none comes or goes.
        """
        old, new = (layer[paragraph] for layer in self.claims)
        kept = [claim for claim in old if claim.id in self.read]
        free = _apart_from(kept)
        found = [c for c in claims_with_ids(old, new, self.retired) if free(c)]
        if not self._is_open(paragraph):
            places = {(c.id, c.start, c.end) for c in old}
            found = [c for c in found if (c.id, c.start, c.end) in places]
            again = {claim.id for claim in found}
            kept = [claim for claim in old if claim.id not in again]
        return sorted([*kept, *found], key=lambda claim: claim.start)

    def _is_open(self, paragraph: str) -> bool:
        if self.numerals[0][paragraph]:
            return self._is_unread("numerals", paragraph)
        return any(claim.id not in self.read for claim in self.claims[0][paragraph])

    def _numerals(self, paragraph: str, claims: Sequence[Claim]) -> Iterator[Numeral]:
        """The numerals as drafted, each with the claim that it lies in now; as they are if they were read."""
        if not self._is_unread("numerals", paragraph):
            yield from self.numerals[0][paragraph]
            return
        starts = [claim.start for claim in claims]
        for numeral in self.numerals[1][paragraph]:
            claim = next(iter(claims[bisect_right(starts, numeral.start) - 1 :]), None)
            if claim and claim.start <= numeral.start and numeral.end <= claim.end:
                yield replace(numeral, label="claim", claim=claim.id)
            elif numeral.label == "claim":
                yield replace(numeral, label="name", claim=None)
            else:
                yield numeral


def _apart_from(others: Sequence[Claim]) -> Callable[[Claim], bool]:
    """Whether none of ``others``, which are in text order, shares a character with a claim."""
    ends = [other.end for other in others]

    def free(claim: Claim) -> bool:
        at = bisect_right(ends, claim.start)
        return at == len(others) or claim.end <= others[at].start

    return free


def _by_paragraph(records: Sequence[S]) -> dict[str, list[S]]:
    found: dict[str, list[S]] = defaultdict(list)
    for record in records:
        found[record.paragraph].append(record)
    return found
