"""Edits applied to a seed, and the offsets of the cleaned text in the raw seed and back.

A seed is read in *pieces*: stretches of it in reading order, cut where an edit moves a stretch.
Inside each piece the other edits replace text. The cleaned text follows from the seed and its edits,
and the seed can be restored from the cleaned text and the edits.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, pairwise, repeat
from typing import NamedTuple

from ..annotation.errors import DataError
from ..annotation.records import Edit, Move

Range = tuple[int, int]
"""``[start, end)`` in code points."""


class EditError(DataError):
    """An edit that does not fit its seed or the other edits: ``edit``."""

    def __init__(self, edit: Edit, said: str) -> None:
        super().__init__(f"the edit at {edit.source_start} {said}")
        self.edit = edit


class Stretch(NamedTuple):
    """``text[start:end]`` comes from the raw ``[first, last)``: each character from one of them where both
    are of one length, else from all of it.
    """

    start: int
    end: int
    first: int
    last: int

    @property
    def is_one_for_one(self) -> bool:
        return self.last - self.first == self.end - self.start

    def source(self, start: int, end: int) -> Range:
        """The raw stretch that the part of ``text[start:end]`` in this stretch came from."""
        if not self.is_one_for_one:
            return self.first, self.last
        shift = self.first - self.start
        return max(start, self.start) + shift, min(end, self.end) + shift

    def firsts(self) -> Iterable[int]:
        """For each character, where the raw stretch that it came from begins."""
        if self.is_one_for_one:
            return range(self.first, self.last)
        return repeat(self.first, self.end - self.start)

    def lasts(self) -> Iterable[int]:
        """For each character, where the raw stretch that it came from ends."""
        if self.is_one_for_one:
            return range(self.first + 1, self.last + 1)
        return repeat(self.last, self.end - self.start)


@dataclass(frozen=True)
class Alignment:
    """The cleaned ``text``, and where each stretch of it was in the raw seed.

    Raw offsets count code points from the start of the seed. An inserted character comes from an
    empty stretch, the place where it was inserted.
    """

    text: str
    stretches: tuple[Stretch, ...]

    @cached_property
    def first(self) -> tuple[int, ...]:
        """For each character of the text, where the raw stretch that it came from begins."""
        return tuple(chain.from_iterable(stretch.firsts() for stretch in self.stretches))

    @cached_property
    def last(self) -> tuple[int, ...]:
        """For each character of the text, where the raw stretch that it came from ends."""
        return tuple(chain.from_iterable(stretch.lasts() for stretch in self.stretches))

    @cached_property
    def _starts(self) -> list[int]:
        return [stretch.start for stretch in self.stretches]

    def _within(self, start: int, end: int) -> tuple[Stretch, ...]:
        """The stretches that ``text[start:end]``, not empty, has a part of."""
        return self.stretches[
            bisect_right(self._starts, start) - 1 : bisect_left(self._starts, end)
        ]

    def source(self, start: int, end: int) -> Range:
        """The smallest raw stretch that holds all that ``text[start:end]``, not empty, came from.

        Where a stretch was moved, that is not the one from the first character to the last.
        """
        firsts, lasts = zip(*(s.source(start, end) for s in self._within(start, end)), strict=True)
        return min(firsts), max(lasts)

    def source_spans(self, start: int, end: int) -> list[Range]:
        """The raw stretches of ``text[start:end]`` in reading order, cut where the order jumps.

        What an edit deleted between two of them (a line break at a join) is in neither.
        """
        spans: list[Range] = []
        for stretch in self._within(start, end):
            first, last = stretch.source(start, end)
            if spans and first == spans[-1][1]:
                spans[-1] = spans[-1][0], last
            else:
                spans.append((first, last))
        return spans

    def clean_offsets(self) -> dict[int, int]:
        """By raw offset, the offset in ``text`` of the first character that came from it."""
        offsets: dict[int, int] = {}
        for clean, (first, last) in enumerate(zip(self.first, self.last, strict=True)):
            for raw in range(first, last):
                offsets.setdefault(raw, clean)
        return offsets


def pieces(length: int, edits: Iterable[Edit]) -> list[Range]:
    """The stretches of a seed of ``length`` code points in reading order.

    Raises EditError where a moved stretch overlaps another, or holds a place to move to.
    """
    moves = sorted(((e, e.moved) for e in edits if e.moved), key=lambda move: move[0].source_start)
    for edit, moved in moves:
        _check_move(edit, moved, [other for _, other in moves if other is not moved], length)
    cuts = sorted({0, length, *(c for e, m in moves for c in (e.source_start, m.start, m.end))})
    order: list[Range] = []
    # the empty stretch at the end is where text may be moved to
    for start, end in [*pairwise(cuts), (length, length)]:
        order += [(moved.start, moved.end) for edit, moved in moves if edit.source_start == start]
        if start < end and not any(moved.start <= start < moved.end for _, moved in moves):
            order.append((start, end))
    return order


def _check_move(edit: Edit, moved: Move, others: list[Move], length: int) -> None:
    if max(moved.end, edit.source_start) > length:
        raise EditError(edit, "lies outside the seed")
    if moved.start >= moved.end or edit.source_start in (moved.start, moved.end):
        raise EditError(edit, "moves nothing, or to where it stands")
    if any(moved.start < other.end and other.start < moved.end for other in others):
        raise EditError(edit, "moves what another edit moves")
    if any(m.start < edit.source_start < m.end for m in (moved, *others)):
        raise EditError(edit, "goes to a place inside moved text")


def _within(piece: Range, edits: Sequence[Edit], length: int) -> list[Edit]:
    """The replacing edits inside ``piece``, in raw order.

    An insertion between two pieces belongs to the one that begins there; at the end of the seed none
    does, so it belongs to the one that ends there.
    """
    start, end = piece
    return [
        e
        for e in edits
        if not e.moved
        and start <= e.source_start
        and e.source_end <= end
        and (e.source_start < end or end == length)
    ]


def apply(raw: str, edits: Sequence[Edit]) -> Alignment:
    """Replay ``edits``, which must not overlap, on the seed ``raw``.

    Raises EditError where an edit does not fit the seed.
    """
    ordered = sorted(edits, key=lambda e: (e.source_start, e.source_end))
    text: list[str] = []
    stretches: list[Stretch] = []
    clean = 0

    def add(after: str, first: int, last: int) -> None:
        nonlocal clean
        if after:
            text.append(after)
            stretches.append(Stretch(clean, clean + len(after), first, last))
            clean += len(after)

    length = len(raw)
    done: set[int] = set()
    for piece in pieces(length, ordered):
        at = piece[0]
        for edit in _within(piece, ordered, length):
            _check_fit(raw, edit, at)
            add(raw[at : edit.source_start], at, edit.source_start)
            add(edit.after, edit.source_start, edit.source_end)
            at = edit.source_end
            done.add(id(edit))
        add(raw[at : piece[1]], at, piece[1])
    for edit in ordered:
        if not edit.moved and id(edit) not in done:
            raise EditError(edit, "crosses the border of a moved stretch or lies outside the seed")
    return Alignment("".join(text), tuple(stretches))


def _check_fit(raw: str, edit: Edit, at: int) -> None:
    if edit.source_start < at:
        raise EditError(edit, "overlaps the one before it")
    found = raw[edit.source_start : edit.source_end]
    if found != edit.before:
        raise EditError(edit, f"expects {edit.before!r}, the seed has {found!r}")


def restore(text: str, edits: Sequence[Edit]) -> str:
    """The seed of the cleaned ``text``, from that and its ``edits``: the inverse of `apply`."""
    ordered = sorted(edits, key=lambda e: (e.source_start, e.source_end))
    length = len(text) + sum(len(e.before) - len(e.after) for e in ordered)
    parts: dict[int, str] = {}
    clean = 0
    for piece in pieces(length, ordered):
        out: list[str] = []
        at = piece[0]
        for edit in _within(piece, ordered, length):
            gap = edit.source_start - at
            out += text[clean : clean + gap], edit.before
            clean += gap + len(edit.after)
            at = edit.source_end
        out.append(text[clean : clean + piece[1] - at])
        clean += piece[1] - at
        parts[piece[0]] = "".join(out)
    return "".join(parts[start] for start in sorted(parts))
