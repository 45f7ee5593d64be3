"""What a check says: findings are values, never exceptions."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from ..annotation.records import Record

WARNING = 6
"""The level of what is likely a fault, and may be none."""


def level_of(code: str) -> int:
    """1 readable, 2 fits its schema, 3 text and offsets, 4 labels, 5 the release, 6 likely."""
    return int(code[2])


R_co = TypeVar("R_co", bound=Record, covariant=True)


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One fault: where it is, whose it is, and what is wrong with it.

    ``line`` counts from 1, 0 where the fault is not in a line; ``id`` is the record's id, or its
    paragraph and span where it has none.
    """

    file: str
    line: int
    code: str
    id: str
    message: str
    detail: str

    @property
    def level(self) -> int:
        return level_of(self.code)

    @property
    def is_warning(self) -> bool:
        return self.level == WARNING

    def __str__(self) -> str:
        """One line: ``file:line: code warning: id: message detail``, without what there is not."""
        place = f"{self.file}:{self.line}:" if self.line else f"{self.file}:"
        identity = f"{self.id}: " if self.id else ""
        code = f"{self.code} warning:" if self.is_warning else self.code
        return f"{place} {code} {identity}{self.message} Found: {self.detail}".replace("\n", "\\n")

    def as_dict(self) -> dict[str, str | int]:
        return {
            "code": self.code,
            "level": self.level,
            "severity": "warning" if self.is_warning else "error",
            "file": self.file,
            "line": self.line,
            "id": self.id,
            "message": self.message,
            "detail": self.detail,
        }


class Item(NamedTuple, Generic[R_co]):
    """A record of a layer with the line (from 1) that it stands in."""

    layer: str
    line: int
    record: R_co


class Fault(NamedTuple):
    """What a check yields: the item at fault and what exactly is wrong with it."""

    item: Item[Record]
    detail: str


def quoted(text: str | None, limit: int = 40) -> str:
    """``text`` in quotation marks as JSON writes it, cut where it is long; ``null`` for none."""
    if text is None or len(text) <= limit:
        return json.dumps(text, ensure_ascii=False)
    return json.dumps(text[:limit] + "…", ensure_ascii=False)


def identify(record: object) -> str:
    """A name for a record, or for what was read of its JSON; a long one is cut, as it may be anything."""
    names = ("id", "claim", "paragraph", "start", "end", "source_start", "source_end")
    found = record if isinstance(record, dict) else {n: getattr(record, n, None) for n in names}
    identity, claim, paragraph, start, end, source_start, source_end = map(found.get, names)
    if identity:
        return f"{identity:.80}" if isinstance(identity, str) else f"{identity!r:.80}"
    if paragraph and start is None:  # a draft, or a record that lacks it
        return f"{claim or paragraph!s:.80}"
    if paragraph:
        return f"{paragraph!s:.80}{_range(start, end)}"
    return "" if source_start is None else f"edit{_range(source_start, source_end)}"


def _range(start: object, end: object) -> str:
    """``[3:7]``; a long value is cut, and of what is missing nothing is said."""
    return f"[{start!s:.20}:{'' if end is None else str(end):.20}]"
