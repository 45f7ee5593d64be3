"""How headings and items are numbered: ``第一章``, ``一、``, ``（一）``, ``1.``, ``一是``, ``①``."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_NUMBER = r"[一二三四五六七八九十百]+"
_STYLES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"第{_NUMBER}[章节部分篇编]+",
        rf"{_NUMBER}、",
        rf"（{_NUMBER}）",
        r"\d{1,2}[.．、](?!\d)",
        r"（\d{1,2}）",
    )
)
_ITEM = re.compile(rf"{_NUMBER}是|[①-⑳]|（{_NUMBER}）|\d[.．、](?!\d)|第{_NUMBER}，")
_ANNEX = -1
"""The style of what heads the annex, which stands beside the outermost headings."""


def is_numbered(line: str) -> bool:
    """Whether a number opens the line, as it does a heading."""
    return any(pattern.match(line) for pattern in _STYLES)


def is_item(line: str, at: int) -> bool:
    """Whether a number opens an item at ``at``."""
    return bool(_ITEM.match(line, at))


def _style(heading: str) -> int:
    """Which numbering a heading has; headings without one have one style."""
    return next((n for n, p in enumerate(_STYLES) if p.match(heading)), len(_STYLES))


@dataclass(slots=True)
class Numberings:
    """The styles of the headings that stand open on the way through the lines, outermost first."""

    styles: list[int] = field(default_factory=list)

    def depth(self, heading: str, is_annex: bool) -> int:
        """How deep a heading stands, from 0: below those that its style was first seen under."""
        style = _style(heading)
        if is_annex and _ANNEX not in self.styles:
            self.styles = [_ANNEX]
        elif style in self.styles:
            self.styles = self.styles[: self.styles.index(style) + 1]
        else:
            self.styles.append(style)
        return len(self.styles) - 1
