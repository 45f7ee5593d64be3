"""Annotation as CSV, for people who annotate in a spreadsheet, and back.

One file a layer. Every row is a unit; of drafts, ``read`` says which were read. Where a span's ``start``
is left empty, it is found by its text (``nth`` says which occurrence in the paragraph, if there are
several). Quoted words (indicator, status_cue) without a start are taken where they stand nearest to the
claim. Text that a spreadsheet would take for a formula has an apostrophe before it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from ..annotation.errors import DataError
from ..annotation.jsonlines import MAX_DIGITS, plain
from ..annotation.records import LABEL_OF, Annotated, Claim, Section, span_fields, types
from ..annotation.repo import LABEL_LAYERS
from ..annotation.unread import is_unread, line_of
from ..tabular.formulas import defused, restored
from ..text.split import sentences
from ..validate.schemas import Schemas

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
    writer.writerows({name: defused(cell) for name, cell in row.items()} for row in rows)
    return stream.getvalue().encode("utf-8-sig")


def from_csv(
    layer: str, content: bytes, file: str, texts: Mapping[str, str], schemas: Schemas
) -> list[Row]:
    """The curated records of a CSV file, in text order, with ``read`` beside; ids are given anew.

    Numerals and sentences without a label are not annotated yet, and rows without anything are nothing:
    both are passed over. Raises DataError naming the file and the row for what cannot be placed in the
    text, or does not fit the schema of its layer.
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
        try:
            cells = _cells(row)
            if _is_annotated(layer, cells):
                record = _RECORDS[layer](cells, texts)
                _check_fit(layer, record, schemas)
                records.append(record | {READ: bool(cells.get(READ))})
        except (ValueError, ArithmeticError) as error:
            raise DataError(f"{file}:{number}: {error}") from None
    order = {paragraph: index for index, paragraph in enumerate(texts)}
    if layer == "sections":
        return list(_numbered_sections(records))
    records.sort(key=lambda r: (order[r["paragraph"]], r["start"]))
    if layer == "numerals":
        return records
    return list(_runs(records) if layer == "themes" else _numbered(records))


def _cells(row: Mapping[str | None, Any]) -> Row:
    """The cells of a row by column, None for those that are empty."""
    if None in row:
        raise ValueError("has more cells than there are columns")
    return {name: restored((cell or "").strip()) or None for name, cell in row.items() if name}


def _is_annotated(layer: str, cells: Row) -> bool:
    """Whether a row has a label. Raises ValueError if it has none and says something all the same."""
    label = LABEL_OF[layer]
    if cells[label]:
        return True
    if layer in ("claims", "sections") and any(cells.values()):
        raise ValueError(f"has no {label}")
    return False


def _check_fit(layer: str, record: Row, schemas: Schemas) -> None:
    """Raise ValueError unless ``record`` fits the schema of ``layer``, whatever its id will be."""
    numbered = {"claims": _numbered, "sections": _numbered_sections}
    whole = next(numbered[layer]([record])) if layer in numbered else record
    if not schemas.fitting(layer)(whole):
        raise ValueError(schemas.faults(layer, whole)[0][1])


def _span(row: Row, texts: Mapping[str, str]) -> Row:
    """``paragraph``, ``start``, ``end`` and ``text`` of a row, found in the text if need be."""
    text = texts.get(row["paragraph"] or "")
    if text is None:
        raise ValueError(f"there is no paragraph {row['paragraph']}")
    words = row["text"] or ""
    if row["start"]:
        start = int(row["start"])
    elif row.get("nth"):
        start = _nth(text, words, int(row["nth"]))
    else:
        start = text.find(words)
        if words and text.find(words, start + 1) > start >= 0:
            raise ValueError(f"{words!r} stands there more than once: say which in start or nth")
    if not words or start < 0 or text[start : start + len(words)] != words:
        raise ValueError(f"{words!r} does not stand there in {row['paragraph']}")
    return {"paragraph": row["paragraph"], "start": start, "end": start + len(words), "text": words}


def _nth(text: str, words: str, number: int) -> int:
    """Where ``words`` stand for that time, counted from 1; -1 if they do not."""
    start = -1
    for _ in range(number):
        start = text.find(words, start + 1)
        if start < 0:
            break
    return start


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
    if not number.is_finite() or abs(number.adjusted()) > MAX_DIGITS:  # 1e9999999 fills the memory
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
    first, last = (texts.get(row[name] or "") for name in ("first_paragraph", "last_paragraph"))
    if first is None or last is None:
        raise ValueError(
            f"there is no paragraph {row['last_paragraph' if first else 'first_paragraph']}"
        )
    heading = row["heading"] or ""
    start = int(row["start"]) if row["start"] else max(first.find(heading), 0)
    end = int(row["end"]) if row["end"] else len(last)
    if not (0 <= start <= len(first) and end <= len(last) and first.startswith(heading, start)):
        raise ValueError(f"{heading!r} does not stand there in {row['first_paragraph']}")
    fields = ("head_kind", "heading", "function", "first_paragraph", "last_paragraph")
    level = int(row["level"] or 0)
    return {"level": level, **{name: row[name] for name in fields}, "start": start, "end": end}


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
