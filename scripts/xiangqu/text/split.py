"""Paragraphs and sentences of a cleaned text.

A paragraph is a line; only ``\\n`` ends one, U+2028 and the like are characters. A sentence ends after
``。！？!?`` and the closing marks that follow, at the end of its paragraph, and after ``；`` only where an
enumerator follows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_END = re.compile(  # 。” of “甲。”乙, and ； of 甲；二是乙
    r"[。！？!?]+[”’」』）》〉】〕\"')\]]*"
    r"|[；;](?=[①-⑳]|[一二三四五六七八九十]+是)"
)


def paragraph_offsets(text: str) -> list[tuple[int, int]]:
    """The offsets ``[start, end)`` of each line of ``text``, in code points, without its line break."""
    offsets = []
    start = 0
    for line in text.split("\n"):
        offsets.append((start, start + len(line)))
        start += len(line) + 1
    return offsets


def sentences(paragraph: str) -> Iterator[tuple[int, int]]:
    """The offsets ``[start, end)`` of each sentence; together they cover the paragraph without gaps."""
    start = 0
    for match in _END.finditer(paragraph):
        yield start, match.end()
        start = match.end()
    if start < len(paragraph):
        yield start, len(paragraph)
