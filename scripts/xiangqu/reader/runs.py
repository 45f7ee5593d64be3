"""A paragraph cut where a span begins or ends, so that a page can draw spans that overlap.

The cuts are made here because offsets in JavaScript count UTF-16 units, and those of the corpus code points.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

Row = dict[str, Any]
Run = str | list[str]
"""A stretch of text; with the marks of the spans that it lies in, a list of the text and these."""
Band = tuple[str | None, int, int]
"""A theme, and how many runs and code points it holds."""

ROLES = {"indicator": "i", "predicate": "p", "reference": "r", "status_cue": "s"}
"""The spans of a claim, and the letter after the claim's number in the mark of each."""


def cut(paragraph: Row, number: int) -> tuple[list[Run], list[Band]]:
    """The runs and the bands of a row of config paragraphs, whose first claim has that ``number``.

    The mark of a claim is its number, that of a span of it has the letter from `ROLES` too.
    """
    text, bands = paragraph["text"], paragraph["theme_spans"]
    spans = [*_spans(paragraph["claims"], number)]
    ends = {end for start, stop, _ in spans for end in (start, stop)}
    ends |= {end for band in bands for end in (band["start"], band["end"])}
    cuts = sorted({0, len(text)} | ends)
    return [*_runs(text, spans, cuts)], [*_bands(len(text), bands, cuts)]


def _spans(claims: Sequence[Row], number: int) -> Iterator[tuple[int, int, str]]:
    for n, claim in enumerate(claims, number):
        yield claim["start"], claim["end"], str(n)
        for role, letter in ROLES.items():
            if span := claim[role]:
                yield span["start"], span["end"], f"{n}{letter}"


def _runs(text: str, spans: Sequence[tuple[int, int, str]], cuts: Sequence[int]) -> Iterator[Run]:
    opening, closing = defaultdict(list), defaultdict(list)
    for start, end, mark in spans:
        opening[start].append(mark)
        closing[end].append(mark)
    open_now: dict[str, None] = {}
    for start, end in pairwise(cuts):
        for mark in closing[start]:
            open_now.pop(mark, None)
        open_now |= dict.fromkeys(opening[start])
        yield [text[start:end], *open_now] if open_now else text[start:end]


def _bands(length: int, spans: Sequence[Row], cuts: Sequence[int]) -> Iterator[Band]:
    """The theme spans, and what lies between them with no theme."""
    place = {cut: n for n, cut in enumerate(cuts)}
    at = 0
    for span in [*spans, {"start": length, "end": length, "theme": None}]:
        if at < span["start"]:
            yield None, place[span["start"]] - place[at], span["start"] - at
        if span["start"] < span["end"]:
            yield (
                span["theme"],
                place[span["end"]] - place[span["start"]],
                span["end"] - span["start"],
            )
        at = max(at, span["end"])
