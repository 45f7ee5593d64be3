"""What of a document rules drafted and nobody has read yet: the lines of its ``drafts.jsonl``."""

from __future__ import annotations

from collections.abc import Container, Iterator

from .records import Annotated, Claim, Document, Draft, Numeral, Section, ThemeSpan

WHOLE = ("document", "edits", "paragraphs", "sections")
"""The layers that are read as a whole; themes and numerals are read by paragraph, claims one by one."""
RIGHTS = "Not known to xiangqu annotate."
"""What a draft says of the rights in a text."""


def listed(annotated: Annotated) -> list[Draft]:
    """All that there is to be read in a document, in the order of the text."""
    themes = {theme.paragraph for theme in annotated.themes}
    numerals = {numeral.paragraph for numeral in annotated.numerals}
    claims: dict[str, list[Draft]] = {}
    for claim in annotated.claims:
        claims.setdefault(claim.paragraph, []).append(line_of(claim))
    found = [Draft(layer, None) for layer in WHOLE]
    for paragraph in annotated.paragraphs:
        found += [Draft("themes", paragraph.id)] if paragraph.id in themes else []
        found += claims.get(paragraph.id, [])
        found += [Draft("numerals", paragraph.id)] if paragraph.id in numerals else []
    return found


def line_of(record: Section | ThemeSpan | Claim | Numeral) -> Draft:
    """The line that says that a label is not read."""
    match record:
        case Section():
            return Draft("sections", None)
        case ThemeSpan():
            return Draft("themes", record.paragraph)
        case Claim():
            return Draft("claims", record.paragraph, record.id)
        case Numeral():
            return Draft("numerals", record.paragraph)


def is_unread(line: Draft, drafts: Container[Draft]) -> bool:
    """Whether ``drafts`` have this line, or one for all of its layer in the paragraph or the document."""
    wider = (line, Draft(line.layer, line.paragraph), Draft(line.layer, None))
    return any(each in drafts for each in wider)


def placeholders(document: Document) -> Iterator[str]:
    """What a draft could not know of a document, and nobody has filled in; a field each.

    The id has the year of the text, so a date is known at least to the year. A text about no place that
    has a code gives its place a name.
    """
    if document.rights == RIGHTS:
        yield "rights are not given"
    if document.date is None:
        yield "date is null: give at least the year"
    if document.place is None and document.place_name is None:
        yield "place is null: give its code, or a place_name where it has none"
