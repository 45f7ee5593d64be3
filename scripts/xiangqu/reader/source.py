"""The seed around a claim, with the edits that made the cleaned text of it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Any

Row = dict[str, Any]
Piece = str | list[str]
"""Text that stayed as it is; or what was there, what it became, and why."""

AROUND = 60
"""How many code points of the seed are shown before a claim, and after it."""


class Source:
    """A seed and its edits: rows of config edits, by place."""

    def __init__(self, raw: str, edits: Sequence[Row]) -> None:
        self._raw = raw
        self._edits = sorted(edits, key=lambda edit: (edit["source_start"], edit["source_end"]))
        self._starts = [edit["source_start"] for edit in self._edits]
        self._breaks = [n for n, character in enumerate(raw) if character == "\n"]

    def around(self, start: int, end: int) -> tuple[int, list[list[Piece]]]:
        """The line of the seed, from 1, and the pieces before, in and after ``[start, end)`` of it."""
        cuts = [max(0, start - AROUND), start, end, min(len(self._raw), end + AROUND)]
        parts, at = [], cuts[0]
        for stop in cuts[1:]:
            part, at = self._pieces(at, stop)
            parts.append(part)
        return bisect_left(self._breaks, start) + 1, parts

    def _pieces(self, at: int, stop: int) -> tuple[list[Piece], int]:
        """The pieces from ``at`` on, and where they end: an edit that begins before ``stop`` is whole."""
        pieces: list[Piece] = []
        for number in range(bisect_left(self._starts, at), bisect_left(self._starts, stop)):
            edit = self._edits[number]
            if edit["source_start"] < at:
                continue
            if at < edit["source_start"]:
                pieces.append(self._raw[at : edit["source_start"]])
            pieces.append([edit["before"], edit["after"], edit["reason"]])
            at = edit["source_end"]
        if at < stop:
            pieces.append(self._raw[at:stop])
        return pieces, max(at, stop)
