"""Annotation as CSV, for people who annotate in a spreadsheet, and back.

One file a layer. Every row is a unit; of drafts, ``read`` says which were read. Where a span's ``start``
is left empty, it is found by its text (``nth`` says which occurrence in the paragraph). Quoted words
(indicator, status_cue) without a start are taken where they stand nearest to the claim.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from ..annotation.errors import DataError
from ..annotation.jsonlines import plain
from ..annotation.records import LABEL_OF, Annotated, Claim, Section, span_fields, types
from ..annotation.repo import LABEL_LAYERS
from ..annotation.unread import is_unread, line_of
from ..text.split import sentences

Row = dict[str, Any]
SPAN = ("paragraph", "start", "end", "text")
READ = "read"
QUOTES = tuple(span_fields(Claim))
NUMBERS = ("value", "low", "high", "parts")
PLAIN = tuple(name for name in types(Claim) if name not in {"id", *SPAN, *NUMBERS, *QUOTES})
COLUMNS = {
    "sections": tuple(name for name in types(Section) if name not in ("id", "parent")),
    "themes": (*SPAN, "theme"),
    "claims": (
        *SPAN,
        "nth",
        *NUMBERS,
        *PLAIN,
        *(f"{quote}{part}" for quote in QUOTES for part in ("", "_start")),
    ),
    "numerals": (*SPAN, "label"),
}
_LOWER, _UPPER = ("exact", "over", "at_least"), ("exact", "under", "at_most")


def to_csv(annotated: Annotated, texts: Mapping[str, str], blank: bool) -> dict[str, bytes]:
    """A CSV file by layer, in UTF-8 with a byte order mark, without which spreadsheets guess the encoding.

    Of a document with drafts the first column is ``read``: ``yes``, or nothing. ``blank`` leaves the
    labels out: every sentence and every numeral, and no claims or sections.
    """
    rows: dict[str, list[Row]] = {layer: [] for layer in LABEL_LAYERS}
    drafts = {*annotated.drafts}

    def read(record: Any) -> Row:
        return {READ: "" if is_unread(line_of(record), drafts) else "yes"}

    for theme in annotated.themes:
        for start, end in sentences(theme.text):
            at = {"start": theme.start + start, "end": theme.start + end}
            text = texts[theme.paragraph][at["start"] : at["end"]]
            label = {} if blank else {"theme": theme.theme}
            rows["themes"].append(
                {"paragraph": theme.paragraph, **at, "text": text, **label, **read(theme)}
            )
    for numeral in annotated.numerals:
        label = {"label": ""} if blank else {}
        rows["numerals"].append(plain(numeral) | label | read(numeral))
    if not blank:
        rows["sections"] = [plain(section) | read(section) for section in annotated.sections]
        rows["claims"] = [claim_row(claim) | read(claim) for claim in annotated.claims]
    marks = (READ,) if drafts and not blank else ()
    return {f"{name}.csv": _write((*marks, *COLUMNS[name]), rows[name]) for name in LABEL_LAYERS}


def claim_row(record: Claim) -> Row:
    """The cells of a claim."""
    claim: Row = plain(record)
    for quote in QUOTES:
        span = claim[quote] or {"text": None, "start": None}
        claim |= {quote: span["text"], f"{quote}_start": span["start"]}
    return claim | {"parts": ":".join(map(str, claim["parts"])) if claim["parts"] else None}


def _write(columns: tuple[str, ...], rows: list[Row]) -> bytes:
    stream = io.StringIO()
    writer = csv.DictWriter(stream, columns, extrasaction="ignore", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue().encode("utf-8-sig")


def from_csv(layer: str, content: bytes, file: str, texts: Mapping[str, str]) -> list[Row]:
    """The curated records of a CSV file, in text order, with ``read`` beside; ids are given anew.

    Rows without a label are not annotated yet and are passed over.
    Raises DataError naming the file and the row for what cannot be placed in the text.
    """
    try:
        reader = csv.DictReader(io.StringIO(content.decode("utf-8-sig")), strict=True)
        rows = list(reader)
    except (UnicodeDecodeError, csv.Error) as error:
        raise DataError(f"{file}: is not CSV in UTF-8: {error}") from None
    if missing := {c for c in COLUMNS[layer] if c not in (reader.fieldnames or [])}:
        raise DataError(f"{file}: lacks the column {sorted(missing)[0]!r}")
    records = []
    for number, row in enumerate(rows, 2):
        cells = {name: (cell or "").strip() or None for name, cell in row.items()}
        if not cells[LABEL_OF[layer]]:
            continue
        try:
            records.append(_RECORDS[layer](cells, texts) | {READ: bool(cells.get(READ))})
        except (ValueError, ArithmeticError, KeyError) as error:
            raise DataError(f"{file}:{number}: {error}") from None
    order = {paragraph: index for index, paragraph in enumerate(texts)}
    if layer == "sections":
        return list(_numbered_sections(records))
    records.sort(key=lambda r: (order[r["paragraph"]], r["start"]))
    if layer == "numerals":
        return records
    return list(_runs(records) if layer == "themes" else _numbered(records))


def _span(row: Row, texts: Mapping[str, str]) -> Row:
    """``paragraph``, ``start``, ``end`` and ``text`` of a row, found in the text if need be."""
    text = texts.get(row["paragraph"] or "")
    if text is None:
        raise ValueError(f"there is no paragraph {row['paragraph']}")
    words, start = row["text"] or "", -1
    if row["start"]:
        start = int(row["start"])
    else:
        for _ in range(int(row.get("nth") or 1)):
            start = text.find(words, start + 1)
            if start < 0:
                break
    if not words or start < 0 or text[start : start + len(words)] != words:
        raise ValueError(f"{words!r} does not stand there in {row['paragraph']}")
    return {"paragraph": row["paragraph"], "start": start, "end": start + len(words), "text": words}


def claim_of_row(row: Row, texts: Mapping[str, str]) -> Row:
    """The record, without an id, of the cells of a claim. Raises ValueError for what does not fit."""
    span = _span(row, texts)
    value, low, high = (_number(name, row[name]) for name in ("value", "low", "high"))
    if value is not None:
        low = value if row["bound"] in _LOWER else None
        high = value if row["bound"] in _UPPER else None
    parts = [_number("parts", part) for part in row["parts"].split(":")] if row["parts"] else None
    quotes = {q: _quote(row[q], row[f"{q}_start"], span, texts) for q in QUOTES}
    numbers = {"value": value, "low": low, "high": high, "parts": parts}
    return span | numbers | {name: row[name] for name in PLAIN} | quotes


def _number(name: str, written: str | None) -> Any:
    try:
        number = Decimal(written or 0)
    except ArithmeticError:
        number = Decimal("NaN")
    if not number.is_finite():
        raise ValueError(f"{name} is no number: {written!r}")
    return plain(number) if written else None


def _quote(
    words: str | None, start: str | None, claim: Row, texts: Mapping[str, str]
) -> Row | None:
    if not words:
        return None
    text = texts[claim["paragraph"]]
    at = int(start) if start else nearest(text, words, claim["start"])
    if at < 0 or not text.startswith(words, at):
        raise ValueError(f"{words!r} does not stand there in {claim['paragraph']}")
    return {"start": at, "end": at + len(words), "text": words}


def nearest(text: str, words: str, to: int) -> int:
    """Where ``words`` stand in ``text`` nearest ``to``; -1 if nowhere."""
    after = text.find(words, to)
    before = text.rfind(words, 0, to + len(words) - 1)
    if after < 0 or (before >= 0 and to - before <= after - to):
        return before
    return after


def _section(row: Row, texts: Mapping[str, str]) -> Row:
    first, last = texts[row["first_paragraph"]], texts[row["last_paragraph"]]
    start = int(row["start"]) if row["start"] else max(first.find(row["heading"] or ""), 0)
    fields = ("head_kind", "heading", "function", "first_paragraph", "last_paragraph")
    return {
        "level": int(row["level"] or 0),
        **{name: row[name] for name in fields},
        "start": start,
        "end": int(row["end"]) if row["end"] else len(last),
    }


def _numbered_sections(records: list[Row]) -> Iterator[Row]:
    """Sections with ids, in the order of the file, each under the last one above it."""
    above: dict[int, str] = {}
    for number, record in enumerate(records, 1):
        document = record["first_paragraph"].partition(".")[0]
        above[record["level"]] = identity = f"{document}.s{number:03d}"
        parent = above.get(record["level"] - 1)
        yield {"id": identity, "parent": parent, **record}


def _numbered(records: list[Row]) -> Iterator[Row]:
    counts: dict[str, int] = {}
    for record in records:
        counts[record["paragraph"]] = number = counts.get(record["paragraph"], 0) + 1
        yield {"id": f"{record['paragraph']}.c{number:02d}", **record}


def _runs(records: list[Row]) -> Iterator[Row]:
    """Theme spans: neighbouring sentences of one theme joined."""
    run: Row = {}
    for record in records:
        same = run and (run["paragraph"], run["end"]) == (record["paragraph"], record["start"])
        if same and run["theme"] == record["theme"]:
            run |= {
                "end": record["end"],
                "text": run["text"] + record["text"],
                READ: run[READ] and record[READ],
            }
            continue
        if run:
            yield run
        run = record
    if run:
        yield run


_RECORDS: dict[str, Any] = {
    "sections": _section,
    "themes": lambda row, texts: _span(row, texts) | {"theme": row["theme"]},
    "claims": claim_of_row,
    "numerals": lambda row, texts: _span(row, texts) | {"label": row["label"], "claim": None},
}


def claim_of_numerals(numerals: list[Row], claims: list[Row]) -> None:
    """Fill in which claim each numeral labelled ``claim`` lies in."""
    for numeral in numerals:
        inside = (
            c["id"]
            for c in claims
            if c["paragraph"] == numeral["paragraph"]
            and c["start"] <= numeral["start"]
            and numeral["end"] <= c["end"]
        )
        numeral["claim"] = next(inside, None) if numeral["label"] == "claim" else None
