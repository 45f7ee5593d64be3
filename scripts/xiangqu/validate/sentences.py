"""Where sentences end, found character by character, independently of the splitter of the annotation."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from ..text import numerals

ENDS = frozenset("?!？！。")
_COUNTING = frozenset("十九八七六五四三二一")
_CIRCLED = frozenset(numerals.CIRCLED)


@lru_cache(maxsize=1024)
def sentences(text: str) -> list[tuple[int, int]]:
    """``[start, end)`` of each sentence of a paragraph; together they are all of it.

    A sentence takes the closing marks after its end: 他说“好。” is one. A semicolon ends one where
    an item of a list follows: ；②, ；三是.
    """
    spans, start, at = [], 0, 0
    while at < len(text):
        c = text[at]
        at += 1
        if c in ENDS:
            while at < len(text) and text[at] in ENDS:
                at += 1
            while at < len(text) and _closes(text[at]):
                at += 1
        elif c not in ("；", ";") or not _opens_item(text, at):
            continue
        spans.append((start, at))
        start = at
    return [*spans, (start, at)] if start < at else spans


def _closes(c: str) -> bool:
    return c in ("'", '"') or unicodedata.category(c) in ("Pe", "Pf")


def _opens_item(text: str, at: int) -> bool:
    """Whether ① or 一是 stands at ``at``."""
    end = at
    while end < len(text) and text[end] in _COUNTING:
        end += 1
    return text[at : at + 1] in _CIRCLED or (end > at and text[end : end + 1] == "是")
