"""Curated records to the rows of the published tables.

Columns are those of `xiangqu.tabular.tables`; what they mean is in ``schema/``. Pure: no files are written.
"""

from __future__ import annotations

from bisect import bisect_right
from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from ..annotation.jsonlines import dumps, plain
from ..annotation.nesting import Nesting
from ..annotation.records import Annotated, Edit, ThemeSpan
from ..annotation.spans import Unit
from ..annotation.vocabulary import Vocabulary
from ..text.align import Alignment
from ..text.split import paragraph_offsets, sentences
from .tables import LAYERED

Row = dict[str, Any]


class Publisher:
    """The rows of one document. ``alignment`` is that of its edits applied to its seed, ``bounds`` the
    vocabulary, which says what ends a bound includes.
    """

    def __init__(self, annotated: Annotated, alignment: Alignment, bounds: Vocabulary) -> None:
        self.annotated = annotated
        self.id = annotated.document.id
        self.bounds = bounds
        self.alignment = alignment
        offsets = [(a, b) for a, b in paragraph_offsets(self.alignment.text) if a < b]
        self.starts = {
            p.id: start for p, (start, _) in zip(annotated.paragraphs, offsets, strict=True)
        }
        self.texts = {
            p.id: self.alignment.text[start:end]
            for p, (start, end) in zip(annotated.paragraphs, offsets, strict=True)
        }
        self.index = {p.id: index for index, p in enumerate(annotated.paragraphs)}
        self.nesting = Nesting(annotated.sections, self.index)
        spans = defaultdict(list)
        for span in annotated.themes:
            spans[span.paragraph].append(span)
        self.sentences = {p: _sentences(text, spans[p]) for p, text in self.texts.items()}

    def rows(self) -> dict[str, list[Row]]:
        """The rows of every config, each in text order."""
        a = self.annotated
        claims = [self._claim(plain(claim)) for claim in a.claims]
        themes = [self._sourced(plain(theme)) for theme in a.themes]
        numerals = [self._sourced(plain(numeral)) for numeral in a.numerals]
        sections = [plain(section) | {"document": self.id} for section in a.sections]
        edits = [_edit_row(edit) | {"document": self.id} for edit in a.edits]
        paragraphs = self._paragraphs(themes, claims, numerals)
        return {
            "passes": [],
            "documents": [self._document()],
            "paragraphs": paragraphs,
            "sections": sections,
            "themes": themes,
            "claims": claims,
            "numerals": numerals,
            "edits": edits,
        }

    def pass_rows(self, name: str, units: Iterable[Unit]) -> list[Row]:
        """The rows of a pass, a row a unit; ``attributes`` is a JSON object."""
        return [
            self._sourced(plain(unit) | {"pass": name, "attributes": dumps(unit.compared)})
            for unit in units
        ]

    def _document(self) -> Row:
        a = self.annotated
        counts = {
            "characters": len(self.alignment.text.replace("\n", "")),
            "paragraphs": len(a.paragraphs),
            "sentences": sum(map(len, self.sentences.values())),
            "sections": len(a.sections),
            "theme_spans": len(a.themes),
            "claims": len(a.claims),
            "numerals": len(a.numerals),
            "edits": len(a.edits),
        }
        row: Row = plain(a.document)
        return row | {"text": self.alignment.text, "counts": counts}

    def _paragraphs(self, themes: list[Row], claims: list[Row], numerals: list[Row]) -> list[Row]:
        nested = [_by_paragraph(layer) for layer in (themes, claims, numerals)]
        rows = []
        for paragraph in self.annotated.paragraphs:
            key, text = paragraph.id, self.texts[paragraph.id]
            start = self.starts[key]
            spans, *rest = (layer[key] for layer in nested)
            section = self.nesting.innermost((self.index[key], 0), (self.index[key], len(text)))
            rows.append(
                {
                    "id": key,
                    "document": self.id,
                    "index": self.index[key],
                    "kind": paragraph.kind,
                    "fragment": paragraph.fragment,
                    "section": section.id,
                    "section_path": self.nesting.path(section),
                    "function": section.function,
                    "text": text,
                    "source_spans": [
                        {"start": s, "end": e}
                        for s, e in self.alignment.source_spans(start, start + len(text))
                    ],
                    "sentences": self.sentences[key],
                    "themes": _longest_first(spans),
                    "theme_spans": spans,
                    "claims": rest[0],
                    "numerals": rest[1],
                }
            )
        return rows

    def _claim(self, row: Row) -> Row:
        """A claim with where it stands: its sentence, its theme, its sections, its source."""
        at = self.index[row["paragraph"]]
        section = self.nesting.innermost((at, row["start"]), (at, row["end"]))
        sentences = self.sentences[row["paragraph"]]
        number = bisect_right(sentences, row["start"], key=lambda s: s["start"]) - 1
        row.update(
            **_numbers(row),
            **_interval(row, self.bounds.terms[row["bound"]]),
            **_days(row["period"]),
            section_path=self.nesting.path(section),
            function=section.function,
            theme=sentences[number]["theme"],
            sentence=number,
        )
        return self._sourced(row)

    def _sourced(self, row: Row) -> Row:
        start = self.starts[row["paragraph"]]
        at, end = start + row["start"], start + row["end"]
        first, last = self.alignment.source(at, max(end, at + 1))
        last = last if end > at else first
        row.update(document=self.id, source_start=first, source_end=last)
        return row


def _sentences(text: str, spans: list[ThemeSpan]) -> list[Row]:
    """Each sentence of a paragraph with its span, text and theme."""
    return [
        {
            "start": start,
            "end": end,
            "text": text[start:end],
            "theme": next((t.theme for t in spans if t.start <= start < t.end), None),
        }
        for start, end in sentences(text)
    ]


def _numbers(claim: Row) -> Row:
    """The numbers of a claim as Arrow takes them: it makes no float64 of an int beyond 64 bits."""
    single = {name: _fitting(claim[name]) for name in ("value", "low", "high")}
    return single | {"parts": claim["parts"] and [_fitting(part) for part in claim["parts"]]}


def _fitting(number: float | None) -> float | None:
    return float(number) if isinstance(number, int) and abs(number) >= 2**63 else number


def _interval(claim: Row, bound: Row) -> Row:
    """Whether the ends of the interval belong to it (Civil Code of the PRC, article 1259).

    A written range, which has both ends and no value, includes them.
    """
    is_range = claim["value"] is None and claim["low"] is not None and claim["high"] is not None
    return {
        name: None if claim[end] is None else is_range or bound[name]
        for end, name in (("low", "low_inclusive"), ("high", "high_inclusive"))
    }


def _days(period: str | None) -> Row:
    """The first and the last day of an ISO 8601 year, month, day or interval of such."""
    if period is None:
        return {"period_start": None, "period_end": None}
    first, _, last = period.partition("/")
    return {"period_start": _first_day(first), "period_end": _last_day(last or first)}


def _first_day(time: str) -> date:
    year, month, day = ([int(part) for part in time.split("-")] + [1, 1])[:3]
    return date(year, month, day)


def _last_day(time: str) -> date:
    year, *rest = (int(part) for part in time.split("-"))
    month = rest[0] if rest else 12
    return date(year, month, rest[1] if len(rest) > 1 else monthrange(year, month)[1])


def _edit_row(edit: Edit) -> Row:
    why = edit.reason or ""
    if edit.moved:
        why = f"raw {edit.moved.start}–{edit.moved.end} is read here. {why}"
    row: Row = plain(edit)
    row["reason"] = f"{edit.rule}: {why}" if why else edit.rule
    return row


def _by_paragraph(rows: list[Row]) -> dict[str, list[Row]]:
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row["paragraph"]].append(row)
    return groups


def _longest_first(spans: Iterable[Row]) -> list[str]:
    """The themes of a paragraph by length of text, the earlier first where they are equal."""
    lengths: dict[str, int] = defaultdict(int)
    for span in spans:
        lengths[span["theme"]] += span["end"] - span["start"]
    return sorted(lengths, key=lambda theme: -lengths[theme])


def collect(parts: Iterable[dict[str, list[Row]]]) -> dict[str, list[Row]]:
    """The rows of several documents, one after the other."""
    rows: dict[str, list[Row]] = {config: [] for config in LAYERED}
    for part in parts:
        for config, collected in rows.items():
            collected += part[config]
    return rows
