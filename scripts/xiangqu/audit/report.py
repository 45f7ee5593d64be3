"""An audit in JSON, CSV and Markdown, line by line."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from ..tabular.arithmetic import finite, number, shown
from .audit import Audited

COLUMNS = (
    *("id", "kind", "rule", "verdict", "reason", "outcome", "arithmetic"),
    *("computed_low", "computed_high", "stated_low", "stated_high", "slack", "smallest_error"),
    *("explanation", "decided_by", "claims", "texts", "sentences"),
)


def row(one: Audited) -> dict[str, Any]:
    """A relation as published, with the words of its claims and of their sentences."""
    c = one.computed
    ends = (c.computed.low, c.computed.high, c.stated.low, c.stated.high) if c else [None] * 4
    values = (
        *(one.id, one.kind, one.rule, one.verdict, one.reason, one.outcome, one.arithmetic),
        *(end if end is None else finite(end) for end in ends),
        *(c and c.slack, c and c.smallest_error, one.explanation, one.decided_by),
        [claim["id"] for claim, _ in one.passages],
        [claim["text"] for claim, _ in one.passages],
        [sentence["text"].strip() for _, sentence in one.passages],
    )
    return dict(zip(COLUMNS, values, strict=True))


def to_json(found: Iterable[Audited]) -> Iterator[str]:
    """An object a line."""
    return (json.dumps(row(one), ensure_ascii=False) for one in found)


def to_csv(found: Iterable[Audited]) -> Iterator[str]:
    """A head and a line each; lists are JSON, and what is missing is an empty cell."""
    yield _csv_line(COLUMNS)
    for one in found:
        cells = row(one).values()
        yield _csv_line(
            json.dumps(cell, ensure_ascii=False) if isinstance(cell, list) else cell
            for cell in cells
        )


def _csv_line(cells: Iterable[Any]) -> str:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="").writerow(cells)
    return stream.getvalue()


def to_markdown(found: Iterable[Audited]) -> Iterator[str]:
    """A section each: the verdict, both passages side by side, the arithmetic and the intervals."""
    for one in found:
        yield f"### {one.id}: {one.kind}, {told(one)}\n"
        told_in = passages(one)
        yield "| " + " | ".join(f"`{name}`" for name, _ in told_in) + " |"
        yield "|" + " --- |" * len(told_in)
        yield "| " + " | ".join(_escaped(text) for _, text in told_in) + " |\n"
        yield f"{_escaped(one.arithmetic)}\n"
        if ends := intervals(one):
            yield f"{ends}\n"
        if one.explanation:
            yield f"{one.explanation}\n"


def told(one: Audited) -> str:
    """The verdict with its reason and, of a target, its outcome; and whether anyone has read it."""
    more = [part for part in (one.reason, one.outcome) if part]
    said = one.verdict + (f" ({', '.join(more)})" if more else "")
    return said if one.decided_by else f"{said}, proposed by rule"


def passages(one: Audited) -> list[tuple[str, str]]:
    """Each sentence once, under the ids of its claims, which are in brackets: ``改造老旧小区【222个】``."""
    found: dict[tuple[str, int], tuple[Mapping[str, Any], list[Mapping[str, Any]]]] = {}
    for claim, sentence in one.passages:
        place = claim["paragraph"], claim["sentence"]
        found.setdefault(place, (sentence, []))[1].append(claim)
    return [(_ids(claims), _marked(claims, sentence)) for sentence, claims in found.values()]


def _ids(claims: Sequence[Mapping[str, Any]]) -> str:
    first, *others = (claim["id"] for claim in claims)
    return ", ".join([first, *(name.rpartition(".")[2] for name in others)])


def _marked(claims: Sequence[Mapping[str, Any]], sentence: Mapping[str, Any]) -> str:
    text = str(sentence["text"])
    for claim in sorted(claims, key=lambda c: -int(c["start"])):
        start, end = (claim[name] - sentence["start"] for name in ("start", "end"))
        text = f"{text[:start]}【{text[start:end]}】{text[end:]}"
    return text.strip()


def intervals(one: Audited) -> str:
    """Both intervals, the room left or the gap between them, and the smallest error that could be seen."""
    if one.computed is None:
        return ""
    c = one.computed
    parts = [f"computed {shown(c.computed, '')}", f"stated {shown(c.stated, '')}"]
    if c.slack is not None:
        room = number(Fraction(abs(c.slack)))
        parts.append(f"gap {room}" if c.slack < 0 else f"room left {room}")
    if c.smallest_error is not None:
        parts.append(f"sees errors above {number(Fraction(c.smallest_error))}")
    return "; ".join(parts)


def _escaped(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


REPORTERS: dict[str, Callable[[Iterable[Audited]], Iterator[str]]] = {
    "json": to_json,
    "csv": to_csv,
    "markdown": to_markdown,
}
