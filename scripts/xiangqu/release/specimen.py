"""One annotated sentence as SVG: its claims boxed, their indicators underlined, what is said of each.

Its text is text, in whatever Chinese font the viewer has.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from html import escape
from itertools import accumulate
from typing import Any

from ..compare.picture import FONTS

Row = dict[str, Any]

EM, MARGIN, CARD, LINE = 20, 24, 240, 19
BASELINE, TOP = 74, 128
INK, FAINT, CLAIM, INDICATOR = "#222", "#777", "#1f6fb2", "#b3541e"
SHOWN = ("value", "unit", "bound", "measure", "direction", "status", "period", "place")


def svg(paragraph: Row, sentence: int) -> str:
    """Sentence number ``sentence`` of a row of config ``paragraphs``, with its theme and claims."""
    given = paragraph["sentences"][sentence]
    claims = [claim for claim in paragraph["claims"] if claim["sentence"] == sentence]
    xs = list(accumulate(map(_advance, given["text"]), initial=MARGIN))
    at = given["start"]
    width = max(xs[-1], MARGIN + CARD * len(claims)) + MARGIN
    cards = [_lines(claim) for claim in claims]
    height = TOP + LINE * (max(map(len, cards), default=0) + 1)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" font-family="{FONTS}" font-size="14">',
        '<rect width="100%" height="100%" fill="white"/>',
        f'<text x="{MARGIN}" y="30" fill="{FAINT}">{escape(_place(paragraph, given))}</text>',
    ]
    for number, (claim, lines) in enumerate(zip(claims, cards, strict=True)):
        start, end = xs[claim["start"] - at], xs[claim["end"] - at]
        parts += _marks(start, end, MARGIN + CARD * number)
        parts += _card(MARGIN + CARD * number, lines)
    for indicator in filter(None, (claim["indicator"] for claim in claims)):
        if at <= indicator["start"] and indicator["end"] <= given["end"]:
            parts += _underline(xs[indicator["start"] - at], xs[indicator["end"] - at])
    words = "".join(
        f'<tspan x="{x}">{escape(character)}</tspan>'  # each at its place, whatever the font
        for x, character in zip(xs, given["text"], strict=False)
    )
    parts.append(f'<text y="{BASELINE}" font-size="{EM}" fill="{INK}">{words}</text>')
    return "\n".join([*parts, "</svg>"])


def _advance(character: str) -> int:
    """Pixels to the next character: an em for a wide one, and for marks that are wide in Chinese type."""
    wide = unicodedata.east_asian_width(character) in "WF" or character in "“”‘’…—%"
    return EM if wide else EM * 3 // 10 if character == "." else EM * 3 // 5


def _place(paragraph: Row, sentence: Row) -> str:
    path = " › ".join(paragraph["section_path"])
    return f"{path} · theme: {sentence['theme']} · {paragraph['id']}"


def _lines(claim: Row) -> list[tuple[str, str]]:
    """What is said of a claim, by column; what is null is left out."""
    indicator = (claim["indicator"] or {}).get("text")
    said = {"indicator": indicator} | {name: claim[name] for name in SHOWN}
    return [(name, str(value)) for name, value in said.items() if value is not None]


def _marks(start: int, end: int, card: int) -> Iterator[str]:
    """A box around the claim, and a line from it to its card."""
    top, bottom = BASELINE - EM, BASELINE + 6
    yield (
        f'<rect x="{start - 1}" y="{top}" width="{end - start + 2}" height="{bottom - top}" rx="4" '
        f'fill="#e3f0fb" stroke="{CLAIM}"/>'
    )
    yield (
        f'<path d="M{(start + end) // 2} {bottom} V{TOP - 34} H{card + 6} V{TOP - 14}" '
        f'fill="none" stroke="{CLAIM}"/>'
    )


def _underline(start: int, end: int) -> Iterator[str]:
    yield (
        f'<path d="M{start + 1} {BASELINE + 8} H{end - 1}" stroke="{INDICATOR}" stroke-width="2"/>'
    )


def _card(x: int, lines: list[tuple[str, str]]) -> Iterator[str]:
    for number, (name, value) in enumerate(lines):
        y = TOP + LINE * number
        ink = INDICATOR if name == "indicator" else INK
        yield f'<text x="{x}" y="{y}" fill="{FAINT}">{name}</text>'
        yield f'<text x="{x + 76}" y="{y}" fill="{ink}">{escape(value)}</text>'
