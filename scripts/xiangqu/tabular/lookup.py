"""Look up one paragraph or claim of the published tables, with where it stands in its seed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..annotation.errors import UsageError
from ..annotation.repo import Repo
from . import sources, tables

Row = dict[str, Any]


@dataclass(frozen=True)
class View:
    """A paragraph row, the claim row asked for (None: the whole paragraph), and its place.

    ``ranges`` are the raw offsets of what is shown, ``lines`` the seed's lines, from 1, they begin in.
    """

    paragraph: Row
    claim: Row | None
    seed_file: str
    ranges: list[tuple[int, int]]
    lines: list[int]

    @property
    def place(self) -> str:
        return ", ".join(
            f"line {line} [{start}:{end}]"
            for line, (start, end) in zip(self.lines, self.ranges, strict=True)
        )


def view(repo: Repo, identity: str) -> View:
    """Find a paragraph (``….p006``) or a claim (``….p006.c03``), or the paragraph that a section or a
    document begins in. Raises UsageError if there is none.
    """
    claim = tables.one(repo.data, "claims", identity)
    paragraph = tables.one(
        repo.data, "paragraphs", claim["paragraph"] if claim else _first(repo, identity)
    )
    if paragraph is None:
        raise UsageError(
            f"no paragraph, claim, section or document {identity!r}; ids look like {_example(repo)}"
        )
    file = (tables.one(repo.data, "documents", paragraph["document"]) or {})["seed_file"]
    return of_rows(paragraph, claim, file, sources.raw(repo, paragraph["document"], file))


def of_rows(paragraph: Row, claim: Row | None, seed_file: str, raw: str) -> View:
    """The view of a paragraph row or one of its claims; ``raw`` is what the seed file holds."""
    if claim:
        ranges = [(claim["source_start"], claim["source_end"])]
    else:
        ranges = [(span["start"], span["end"]) for span in paragraph["source_spans"]]
    lines = [raw.count("\n", 0, start) + 1 for start, _ in ranges]
    return View(paragraph, claim, seed_file, ranges, lines)


def _first(repo: Repo, identity: str) -> str:
    """The id of the paragraph that a section or a document begins in; any other as it is."""
    if section := tables.one(repo.data, "sections", identity):
        return str(section["first_paragraph"])
    where = {"document": identity, "index": 0}
    opening = tables.read(repo.data, "paragraphs", where)
    return opening[0]["id"] if opening else identity


def _example(repo: Repo) -> str:
    first = tables.read(repo.data, "paragraphs")[0]["id"]
    return f"{first} (a paragraph) or {first}.c01 (a claim)"
