"""Drafts as a notebook shows them: the text with its claims marked, then a table of these."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from typing import Any

Row = Mapping[str, Any]
SHOWN = ("quantity", "what is measured", "status", "period", "theme")
"""The heads of a table of claims to read, whose cells `cells` gives."""


def cells(claim: Row) -> list[str]:
    """The words of a row of config claims, by the heads `SHOWN`; empty where there is nothing."""
    measured = claim["indicator"] or claim["predicate"]
    words = (claim["text"], measured and measured["text"])
    return [word or "" for word in (*words, claim["status"], claim["period"], claim["theme"])]


def page(title: str | None, paragraphs: Sequence[Row]) -> str:
    """HTML of the published rows of config paragraphs; everything in it is escaped."""
    heading = f"<h4>{escape(title)}</h4>" if title else ""
    text = "".join(f"<p>{_marked(p['text'], p['claims'])}</p>" for p in paragraphs)
    claims = [claim for p in paragraphs for claim in p["claims"]]
    head = "".join(f"<th>{name}</th>" for name in SHOWN)
    rows = "".join(f"<tr>{''.join(_cells(claim))}</tr>" for claim in claims)
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>" if claims else ""
    return f"<div>{heading}{text}{table}</div>"


def _cells(claim: Row) -> Iterator[str]:
    return (f"<td>{escape(word)}</td>" for word in cells(claim))


def _marked(text: str, claims: Iterable[Row]) -> str:
    """``text`` with a mark around each claim, which shows its attributes when it is pointed at."""
    parts, at = [], 0
    for claim in claims:
        start, end = claim["start"], claim["end"]
        told = " · ".join(filter(None, cells(claim)[1:]))
        mark = f'<mark title="{escape(told)}">{escape(text[start:end])}</mark>'
        parts += [escape(text[at:start]), mark]
        at = end
    return "".join(parts) + escape(text[at:])
