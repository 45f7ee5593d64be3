"""The kinds of fault for `mutation`: what goes wrong in records, in lines, in texts and in binaries."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

from xiangqu.annotation.repo import Repo
from xiangqu.annotation.vocabulary import vocabulary

ROOT = Path(__file__).resolve().parents[2]
Record = dict[str, Any]


class Skip(Exception):
    """There is nothing in this record or file to which the fault applies."""


def _labels(name: str) -> list[str]:
    return list(vocabulary(Repo(ROOT), name).terms)


def _other(field: str, vocabulary: str, nullable: bool = False) -> Callable[..., None]:
    """Another label of the vocabulary."""
    labels: list[str | None] = [*_labels(vocabulary), *([None] if nullable else [])]

    def change(rng: random.Random, record: Record) -> None:
        record[field] = rng.choice([label for label in labels if label != record[field]])

    return change


def _shift(field: str) -> Callable[..., None]:
    def change(rng: random.Random, record: Record) -> None:
        record[field] += rng.choice([-1, 1])

    return change


def _shift_span(rng: random.Random, record: Record) -> None:
    by = rng.choice([-1, 1])
    record |= {"start": record["start"] + by, "end": record["end"] + by}


def _shift_quote(field: str) -> Callable[..., None]:
    def change(rng: random.Random, record: Record) -> None:
        if not record[field]:
            raise Skip
        _shift_span(rng, record[field])

    return change


def _digit(field: str) -> Callable[..., None]:
    """One digit of a number or a text becomes another."""

    def change(rng: random.Random, record: Record) -> None:
        written = json.dumps(record[field])
        places = [i for i, c in enumerate(written) if c.isascii() and c.isdigit()]
        if not places or isinstance(record[field], list):
            raise Skip
        at = rng.choice(places)
        digit = rng.choice([d for d in "123456789" if d != written[at]])
        record[field] = json.loads(written[:at] + digit + written[at + 1 :])

    return change


def _times(field: str, factor: float) -> Callable[..., None]:
    def change(rng: random.Random, record: Record) -> None:
        if not record[field]:
            raise Skip
        record[field] = record[field] * factor

    return change


def _character(field: str) -> Callable[..., None]:
    """One character of a text becomes another, is lost, or is doubled."""

    def change(rng: random.Random, record: Record) -> None:
        text = record[field]
        if not text:
            raise Skip
        at = rng.randrange(len(text))
        record[field] = text[:at] + rng.choice(["", "的", text[at] * 2]) + text[at + 1 :]
        if record[field] == text:
            raise Skip

    return change


def _lost(rng: random.Random, record: Record) -> None:
    del record[rng.choice(list(record))]


def _added(rng: random.Random, record: Record) -> None:
    record["note"] = "?"


def _misnamed(rng: random.Random, record: Record) -> None:
    field = rng.choice(list(record))
    record[field.capitalize()] = record.pop(field)


def _null(rng: random.Random, record: Record) -> None:
    record[rng.choice([k for k, v in record.items() if v is not None])] = None


def _as_text(rng: random.Random, record: Record) -> None:
    fields = [k for k, v in record.items() if type(v) in (int, float)]
    if not fields:
        raise Skip
    field = rng.choice(fields)
    record[field] = str(record[field])


def _not(field: str) -> Callable[..., None]:
    def change(_: random.Random, record: Record) -> None:
        record[field] = not record[field]

    return change


def _renumbered(field: str) -> Callable[..., None]:
    def change(rng: random.Random, record: Record) -> None:
        if not record[field]:
            raise Skip
        number = int(record[field][-2:])
        record[field] = f"{record[field][:-2]}{(number + rng.choice([1, 40])) % 100:02d}"

    return change


SPANS = "themes claims numerals"
RECORDS: list[tuple[str, Callable[..., None], str]] = [
    ("start shifted", _shift("start"), f"{SPANS} sections"),
    ("end shifted", _shift("end"), f"{SPANS} sections"),
    ("span shifted", _shift_span, SPANS),
    ("indicator shifted", _shift_quote("indicator"), "claims"),
    ("status cue shifted", _shift_quote("status_cue"), "claims"),
    ("edit start shifted", _shift("source_start"), "edits"),
    ("edit end shifted", _shift("source_end"), "edits"),
    ("anchor shifted", _shift("source_start"), "paragraphs"),
    ("digit of value", _digit("value"), "claims"),
    ("digit of low", _digit("low"), "claims"),
    ("digit of high", _digit("high"), "claims"),
    ("digit of period", _digit("period"), "claims"),
    ("digit of place", _digit("place"), "claims"),
    ("value times 10000", _times("value", 10000), "claims"),
    ("value as a fraction", _times("value", 0.01), "claims"),
    ("unit swapped", _other("unit", "units"), "claims"),
    ("bound swapped", _other("bound", "bounds"), "claims"),
    ("measure swapped", _other("measure", "measures"), "claims"),
    ("direction swapped", _other("direction", "directions", True), "claims"),
    ("change swapped", _other("change", "changes", True), "claims"),
    ("basis swapped", _other("basis", "bases", True), "claims"),
    ("status swapped", _other("status", "statuses"), "claims"),
    ("classifier altered", _character("classifier"), "claims"),
    ("indicator id swapped", _other("indicator_id", "indicators", True), "claims"),
    ("theme renamed", _other("theme", "themes"), "themes"),
    ("numeral label renamed", _other("label", "numeral-labels"), "numerals"),
    ("kind swapped", _other("kind", "kinds"), "paragraphs"),
    ("fragment flipped", _not("fragment"), "paragraphs"),
    ("head kind swapped", _other("head_kind", "head-kinds"), "sections"),
    ("function swapped", _other("function", "functions"), "sections"),
    ("level shifted", _shift("level"), "sections"),
    ("heading altered", _character("heading"), "sections"),
    ("quote altered", _character("text"), SPANS),
    ("id renumbered", _renumbered("id"), "paragraphs sections claims"),
    ("paragraph renumbered", _renumbered("paragraph"), SPANS),
    ("parent renumbered", _renumbered("parent"), "sections"),
    ("claim of numeral renumbered", _renumbered("claim"), "numerals"),
    ("edit before altered", _character("before"), "edits"),
    ("edit after altered", _character("after"), "edits"),
    ("edit rule swapped", _other("rule", "edit-rules"), "edits"),
    ("edit reason lost", lambda _, r: r.update(reason=None), "edits"),
    ("number flag flipped", _not("touches_number"), "edits"),
    (
        "document field altered",
        lambda rng, r: (
            _character(rng.choice([*r][:-1]))(rng, r)
            if all(isinstance(v, str) for v in r.values())
            else _null(rng, r)
        ),
        "document",
    ),
    ("decision altered", _character("field"), "adjudication"),
    ("verdict shifted", _shift("start"), "audit"),
    ("field lost", _lost, " ".join(["document edits paragraphs sections", SPANS])),
    ("field added", _added, " ".join(["document edits paragraphs sections", SPANS])),
    ("field misnamed", _misnamed, " ".join(["document edits paragraphs sections", SPANS])),
    ("field null", _null, " ".join(["document edits paragraphs sections", SPANS])),
    ("number as text", _as_text, " ".join(["edits paragraphs sections", SPANS])),
]


def _line(rng: random.Random, content: bytes) -> tuple[list[bytes], int]:
    lines = content.split(b"\n")[:-1]
    if len(lines) < 2:
        raise Skip
    return lines, rng.randrange(len(lines))


def _dropped(rng: random.Random, content: bytes) -> bytes:
    lines, at = _line(rng, content)
    return b"\n".join(lines[:at] + lines[at + 1 :]) + b"\n"


def _doubled(rng: random.Random, content: bytes) -> bytes:
    lines, at = _line(rng, content)
    return b"\n".join(lines[: at + 1] + lines[at:]) + b"\n"


def _swapped(rng: random.Random, content: bytes) -> bytes:
    lines, at = _line(rng, content)
    at = max(at, 1)
    lines[at - 1], lines[at] = lines[at], lines[at - 1]
    return b"\n".join(lines) + b"\n"


def _moved(rng: random.Random, content: bytes) -> bytes:
    lines, at = _line(rng, content)
    return b"\n".join([*lines[:at], *lines[at + 1 :], lines[at]]) + b"\n"


def _put(piece: bytes) -> Callable[[random.Random, bytes], bytes]:
    """``piece`` is put in somewhere."""

    def change(rng: random.Random, content: bytes) -> bytes:
        at = rng.randrange(len(content) + 1)
        return content[:at] + piece + content[at:]

    return change


def _cut(rng: random.Random, content: bytes) -> bytes:
    if not content:
        raise Skip
    return content[: rng.randrange(len(content))]


def _bit(rng: random.Random, content: bytes) -> bytes:
    if not content:
        raise Skip
    at = rng.randrange(len(content))
    return content[:at] + bytes([content[at] ^ 1 << rng.randrange(8)]) + content[at + 1 :]


def _without(mark: bytes) -> Callable[[random.Random, bytes], bytes]:
    """One occurrence of ``mark`` is lost."""

    def change(rng: random.Random, content: bytes) -> bytes:
        places = [i for i in range(len(content)) if content.startswith(mark, i)]
        if not places:
            raise Skip
        at = rng.choice(places)
        return content[:at] + content[at + len(mark) :]

    return change


def _digit_of_figure(rng: random.Random, content: bytes) -> bytes:
    """A digit between the markers of a figure becomes another."""
    places, inside = [], False
    at = 0
    for line in content.splitlines(keepends=True):
        if line.startswith((b"<!-- figure", b"# figure", b"<!-- /figure", b"# /figure")):
            inside = b"/figure" not in line
        elif inside:
            places += [at + i for i, c in enumerate(line) if 48 <= c <= 57]
        at += len(line)
    at = rng.choice(places)
    digit = rng.choice([d for d in b"0123456789" if d != content[at]])
    return content[:at] + bytes([digit]) + content[at + 1 :]


Bytes = Callable[[random.Random, bytes], bytes]
LINES: list[tuple[str, Bytes]] = [
    ("record dropped", _dropped),
    ("record doubled", _doubled),
    ("records swapped", _swapped),
    ("record moved to the end", _moved),
    ("JSON brace lost", _without(b"}")),
    ("JSON comma lost", _without(b", ")),
    ("JSON quote lost", _without(b'"')),
    ("key twice", lambda rng, c: c.replace(b'{"', b'{"id": "", "', 1)),
    ("blank line", _put(b"\n")),
    ("NUL put in", _put(b"\0")),
    ("byte order mark", lambda rng, c: b"\xef\xbb\xbf" + c),
    ("line ends of Windows", lambda rng, c: c.replace(b"\n", b"\r\n")),
    ("saved as GB18030", lambda rng, c: c.decode().encode("gb18030")),
    ("file cut", _cut),
    ("bit flipped", _bit),
    ("byte of UTF-8 lost", _without(b"\xe7")),
    ("line separator put in", _put("\u2028".encode())),
    ("emptied", lambda rng, c: b""),
]
TEXTS: list[tuple[str, Bytes, str]] = [
    ("seed: bit flipped", _bit, "seeds"),
    ("seed: cut", _cut, "seeds"),
    ("seed: character put in", _put("的".encode()), "seeds"),
    ("figure: digit", _digit_of_figure, "cards"),
    ("figure: marker lost", _without(b"<!-- /figure -->"), "cards"),
]
BINARY: list[tuple[str, Bytes]] = [
    ("published: bit flipped", _bit),
    ("published: cut", _cut),
    ("published: byte put in", _put(b"x")),
    ("published: emptied", lambda rng, c: b""),
]
