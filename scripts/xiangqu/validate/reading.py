"""Level 1: a layer file can be read, line by line; a fault in one line hides no other."""

from __future__ import annotations

import io
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from ..annotation import jsonlines
from .finding import Finding, identify, quoted
from .schemas import MESSAGES as SCHEMA_MESSAGES
from .schemas import Json, Schemas

MESSAGES = SCHEMA_MESSAGES | {
    "XQ101": "A file is UTF-8.",
    "XQ102": "A line is one JSON value.",
    "XQ103": "Every file of a document is there.",
    "XQ104": "A file does not begin with a byte order mark.",
    "XQ105": "A line ends in \\n, not in \\r\\n.",
    "XQ106": "A line is not empty.",
    "XQ107": "A document has no files but its own.",
    "XQ108": "The document file has one record, whose id is the name of the folder.",
    "XQ109": "A JSON object has no key twice.",
    "XQ110": "A number is finite and of a size that can be kept.",
    "XQ111": "JSON is not nested deeper than a record is.",
    "XQ112": "A string holds no lone surrogate, and no control character but in what an edit replaces.",
    "XQ113": "A file of a document is a regular file inside the repository.",
    "XQ114": "A file can be opened and read.",
    "XQ115": "No two names differ by upper and lower case alone.",
}
MACHINE = "XQ114"
"""The code of what is the machine's fault: the command then ends with exit code 3."""

_CODES: dict[type[jsonlines.JsonError], str] = {
    jsonlines.KeyTwiceError: "XQ109",
    jsonlines.NumberError: "XQ110",
    jsonlines.DepthError: "XQ111",
    jsonlines.CharacterError: "XQ112",
}
_BOM = b"\xef\xbb\xbf"
UTF8 = "utf-8"

Lines = Iterator[tuple[int, Json, list[Finding]]]


def finding(file: Path, line: int, code: str, record: object, detail: str) -> Finding:
    identity = identify(record) if isinstance(record, dict) else ""
    return Finding(str(file), line, code, identity, MESSAGES[code], detail)


def read_layer(
    file: Path, layer: str, schemas: Schemas, root: Path, encoding: str
) -> tuple[list[tuple[int, Json]], list[Finding]]:
    """The records of ``file`` that fit, each with its line, and the findings of levels 1 and 2."""
    opened = _open(file, root)
    if isinstance(opened, Finding):
        return [], [opened]
    records: list[tuple[int, Json]] = []
    findings: list[Finding] = []
    with opened as stream:
        for number, record, found in read_lines(stream, file, layer, schemas, encoding):
            findings += found
            if not found:
                records.append((number, record))
    return records, findings


def _open(file: Path, root: Path) -> BinaryIO | Finding:
    """The open ``file``, or the finding that says why it cannot be read at all."""
    try:
        mode = file.stat().st_mode
        if not file.resolve().is_relative_to(root.resolve()):
            return finding(file, 0, "XQ113", None, f"a link to {file.resolve()}")
        if not stat.S_ISREG(mode):
            return finding(file, 0, "XQ113", None, "a folder" if file.is_dir() else "a device")
        return file.open("rb")
    except FileNotFoundError:
        return finding(file, 0, "XQ103", None, "no such file")
    except OSError as error:
        return finding(file, 0, MACHINE, None, (error.strerror or str(error)).lower())


def read_lines(
    stream: BinaryIO, file: Path, layer: str | None, schemas: Schemas, encoding: str = UTF8
) -> Lines:
    """Each line's number, record and findings; of UTF-8 one line is held at a time.

    Without ``layer`` a record is of the layer whose fields it has most of.
    """
    if encoding != UTF8:
        try:
            stream = io.BytesIO(stream.read().decode(encoding).encode())
        except UnicodeError as error:
            yield 0, None, [finding(file, 0, "XQ101", None, f"not {encoding} either: {error}")]
            return
    fits, told = schemas.fitting(layer), False
    for number, line in enumerate(stream, 1):
        if number == 1 and line.startswith(_BOM):
            yield 1, None, [finding(file, 1, "XQ104", None, "save the file without it")]
            line = line.removeprefix(_BOM)
        try:
            record = jsonlines.loads(line)
        except jsonlines.JsonError as error:
            if hint := _other_encoding(line):
                yield number, None, [finding(file, number, "XQ101", None, hint)]
                return
            if line.strip() in (b"{", b"["):
                hint = "it is spread over lines: write one record a line"
                yield number, None, [finding(file, number, "XQ102", None, hint)]
                return
            yield number, None, [_unread(file, number, line, error)]
            continue
        if line.endswith(b"\r\n") and not told:
            told = True
            yield number, record, [finding(file, number, "XQ105", record, "convert the line ends")]
        elif fits(record):
            yield number, record, []
        else:
            faults = schemas.faults(layer or schemas.layer_of(record), record)
            yield number, record, [finding(file, number, c, record, said) for c, said in faults]


def _unread(file: Path, number: int, line: bytes, error: jsonlines.JsonError) -> Finding:
    """Why a line is not a record, the simplest reason first."""
    if not line.strip():
        return finding(file, number, "XQ106", None, "remove the empty line")
    try:
        line.decode("utf-8")
    except UnicodeDecodeError as bad:
        before = line[: bad.start].decode()[-10:]
        return finding(
            file, number, "XQ101", None, f"byte {bad.start} of the line, after {quoted(before)}"
        )
    return finding(file, number, _CODES.get(type(error), "XQ102"), None, str(error))


def _other_encoding(line: bytes) -> str | None:
    """Advice on bytes that are not UTF-8 but make sense in another common encoding; None for others."""
    if line.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "looks like UTF-16; save it as UTF-8, or give --encoding utf-16"
    try:
        line.decode("utf-8")
    except UnicodeDecodeError as bad:
        try:
            line.decode("gb18030")
        except UnicodeDecodeError:
            return None
        if line[bad.start] >= 0xA1:  # where GB 2312 has its characters
            return "looks like GB18030 (GBK); save it as UTF-8, or give --encoding gb18030"
    return None
