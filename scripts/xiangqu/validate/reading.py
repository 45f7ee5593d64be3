"""Levels 1 and 2: the file can be read; each record fits its schema."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

import jsonschema_rs

from .. import jsonlines
from ..errors import DataError
from ..repo import SCHEMA_OF, Repo, read_bytes
from ..vocabulary import Vocabulary, schema
from .finding import Finding, identify

MESSAGES = {
    "XQ101": "A file is UTF-8.",
    "XQ102": "A line is one JSON value as JSON Lines has it.",
    "XQ103": "Every file of a document is there.",
    "XQ104": "A file does not begin with a byte order mark.",
    "XQ105": "A line ends in \\n, not in \\r\\n.",
    "XQ106": "A line is not empty.",
    "XQ107": "A document has no files but its own.",
    "XQ108": "The document file has one record, whose id is the name of the folder.",
    "XQ201": "A record fits its schema.",
}


def finding(file: Path, line: int, code: str, record: Any, detail: str) -> Finding:
    return Finding(
        str(file), line, code, identify(record) if record else "", MESSAGES[code], detail
    )


class Schemas:
    """The compiled schema of every layer: fast verdicts, and the reference's words for a fault."""

    def __init__(self, repo: Repo) -> None:
        self._schemas = {layer: schema(repo, name) for layer, name in SCHEMA_OF.items()}

    def check_labels(self, vocabularies: dict[str, Vocabulary]) -> None:
        """Raise DataError unless every enum of a schema lists the labels of its vocabulary."""
        for layer, definition in self._schemas.items():
            for name, field in definition["properties"].items():
                if vocabulary := field.get("x-vocabulary"):
                    listed = [label for label in field["enum"] if label is not None]
                    if listed != list(vocabularies[vocabulary].terms):
                        raise DataError(
                            f"schema/{SCHEMA_OF[layer]}.schema.json: the enum of {name} does not list "
                            f"the labels of vocabularies/{vocabulary}.json"
                        )

    @cached_property
    def _fast(self) -> dict[str, Any]:
        try:
            return {layer: jsonschema_rs.validator_for(s) for layer, s in self._schemas.items()}
        except ValueError as error:
            said = str(error).partition("\n")[0]
            raise DataError(f"schema/: not a JSON Schema: {said}") from None

    def fits(self, layer: str, record: Any) -> bool:
        return bool(self._fast[layer].is_valid(record))

    def faults(self, layer: str, record: Any) -> Iterator[str]:
        """What `jsonschema` says is wrong, each with the place in the record."""
        from jsonschema import Draft202012Validator  # slow to import, and seldom needed

        for error in Draft202012Validator(self._schemas[layer]).iter_errors(record):
            place = "/".join(str(part) for part in error.absolute_path)
            message = error.message if len(error.message) < 300 else error.message[:300] + "…"
            yield f"{place}: {message}" if place else message


def read_layer(
    file: Path, layer: str, schemas: Schemas
) -> tuple[list[tuple[int, Any]], list[Finding]]:
    """The records of ``file`` that fit, each with its line, and the findings of levels 1 and 2."""
    try:
        data = read_bytes(file)
    except DataError as error:
        return [], [finding(file, 0, "XQ103", None, str(error))]
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        at = data[: error.start].count(b"\n") + 1
        return [], [finding(file, at, "XQ101", None, f"byte {error.start} of the file")]
    records: list[tuple[int, Any]] = []
    findings: list[Finding] = []
    if text.startswith("\ufeff"):
        findings.append(finding(file, 1, "XQ104", None, "save the file without it"))
        text = text[1:]
    for number, line in enumerate(text.removesuffix("\n").split("\n") if text else [], 1):
        record, found = _read_line(file, number, line, layer, schemas)
        findings += found
        if not found:
            records.append((number, record))
    return records, findings


def _read_line(
    file: Path, number: int, line: str, layer: str, schemas: Schemas
) -> tuple[Any, list[Finding]]:
    if line.endswith("\r"):
        return None, [finding(file, number, "XQ105", None, "convert the file's line ends")]
    if not line.strip():
        return None, [finding(file, number, "XQ106", None, "remove it")]
    try:
        record = jsonlines.loads(line)
    except ValueError as error:
        return None, [finding(file, number, "XQ102", None, str(error))]
    if schemas.fits(layer, record):
        return record, []
    shown = record if isinstance(record, dict) else None
    faults = list(schemas.faults(layer, record)) or ["a string ends in a line break"]
    return record, [finding(file, number, "XQ201", shown, fault) for fault in faults]
