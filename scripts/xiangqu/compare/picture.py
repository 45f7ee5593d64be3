"""A confusion matrix as SVG. Its labels are text, shown in whatever Chinese font the viewer has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from html import escape

FONTS = "Noto Sans CJK SC, Source Han Sans SC, PingFang SC, Microsoft YaHei, WenQuanYi, sans-serif"
CELL, MARGIN, FONT = 34, 190, 13
_SPAN = (206, 145, 85)  # from white down to blue


def confusion_svg(
    counts: Counter[tuple[str, str]], names: Mapping[str, str], one: str, other: str
) -> str:
    """Rows are the labels of ``one``, columns those of ``other``; ``names`` says how labels are shown.

    The shade of a cell is its share of its row.
    """
    labels = [label for label in names if any(label in pair for pair in counts)]
    size = MARGIN + CELL * len(labels) + 10
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="{size}" '
        f'font-family="{FONTS}" font-size="{FONT}">',
        '<rect width="100%" height="100%" fill="white"/>',
        f'<text x="8" y="20">rows: {escape(one)}, columns: {escape(other)}</text>',
    ]
    for row, label in enumerate(labels):
        at = MARGIN + CELL * row
        name = escape(names[label])
        parts.append(f'<text x="{MARGIN - 8}" y="{at + 22}" text-anchor="end">{name}</text>')
        turn = f"translate({at + 22},{MARGIN - 8}) rotate(-90)"
        parts.append(f'<text transform="{turn}">{name}</text>')
        total = sum(counts[label, other_label] for other_label in labels)
        for column, other_label in enumerate(labels):
            parts += _cell(MARGIN + CELL * column, at, counts[label, other_label], total)
    return "\n".join([*parts, "</svg>", ""])


def _cell(x: int, y: int, count: int, total: int) -> list[str]:
    share = count / total if total else 0
    shade = "rgb({:.0f},{:.0f},{:.0f})".format(*(255 - span * share for span in _SPAN))
    box = f'<rect x="{x}" y="{y}" width="{CELL}" height="{CELL}" fill="{shade}" stroke="#ddd"/>'
    ink = "white" if share > 0.6 else "#333"
    text = (
        f'<text x="{x + CELL // 2}" y="{y + 22}" text-anchor="middle" fill="{ink}">{count}</text>'
    )
    return [box, text] if count else [box]
