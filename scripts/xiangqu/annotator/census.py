"""The census: every numeral of a text with one label, which tells what it was read as."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..annotation.records import Claim, Numeral
from ..text import numerals
from .reading import Reading


def census(
    paragraph: str, text: str, readings: Sequence[Reading], claims: Sequence[Claim]
) -> Iterator[Numeral]:
    """Every numeral of ``text`` with the label of the reading that it lies in.

    ``readings`` are in text order, and the ``claims`` are of those that are quantities. A numeral that
    no reading touches, or that only touches a quantity, is part of a name.
    """
    quantities = iter(claims)
    claim_of = [next(quantities) if reading.unit else None for reading in readings]
    at = 0
    for start, end in numerals.census(text):
        while at < len(readings) - 1 and readings[at].end <= start:
            at += 1
        label, claim = "name", None
        if readings and readings[at].start < end and start < readings[at].end:
            is_inside = readings[at].start <= start and end <= readings[at].end
            claim = claim_of[at] if is_inside else None
            label = readings[at].label if claim or not readings[at].unit else "name"
        yield Numeral(paragraph, start, end, text[start:end], label, claim.id if claim else None)
