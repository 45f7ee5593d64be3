"""Ids for labels that are made anew: what stands where something stood keeps its id."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ..annotation.records import Claim, Section


def claims_with_ids(
    old: Sequence[Claim], new: Sequence[Claim], retired: Iterable[str]
) -> Iterator[Claim]:
    """The ``new`` claims of a paragraph, each with the id of the ``old`` one that has its span, or else
    shares a character with it; the others get numbers that neither an old nor a ``retired`` claim has.

    Both are in text order and do not overlap.
    """
    if not new:
        return
    paragraph = new[0].paragraph
    used = [c.id for c in old] + [r for r in retired if r.startswith(f"{paragraph}.c")]
    number = max((int(identity.rpartition(".c")[2]) for identity in used), default=0)
    ends, spans, taken = [c.end for c in old], {(c.start, c.end) for c in new}, set[str]()
    for claim in new:
        at = bisect_right(ends, claim.start)
        twin = old[at] if at < len(old) and old[at].start < claim.end else None
        if twin and twin.id not in taken and _is_for(claim, twin, spans):
            identity = twin.id
        else:
            number += 1
            identity = f"{paragraph}.c{number:02d}"
        taken.add(identity)
        yield replace(claim, id=identity)


def _is_for(claim: Claim, twin: Claim, spans: set[tuple[int, int]]) -> bool:
    """Whether no other new claim has the span of ``twin``."""
    span = twin.start, twin.end
    return span == (claim.start, claim.end) or span not in spans


def sections_with_ids(
    old: Sequence[Section], new: Sequence[Section], document: str, retired: Iterable[str]
) -> Iterator[Section]:
    """The ``new`` sections of ``document``, those that begin where an ``old`` one of their level and
    heading does with its id, the others with numbers that were never used.
    """
    known = {_head(section): section.id for section in old}
    used = [s.id for s in old] + [r for r in retired if r.startswith(f"{document}.s")]
    number = max((int(identity.rpartition(".s")[2]) for identity in used), default=0)
    names: dict[str | None, str | None] = {None: None}
    for section in new:
        identity = known.pop(_head(section), None)
        if identity is None:
            number += 1
            identity = f"{document}.s{number:03d}"
        names[section.id] = identity
        yield replace(section, id=identity, parent=names[section.parent])


def _head(section: Section) -> tuple[str, int, int, str | None]:
    return section.first_paragraph, section.start, section.level, section.heading
