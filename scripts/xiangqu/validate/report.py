"""Findings as text for people, JSON for programs, SARIF for code scanners, and annotations for GitHub.

A reporter is given findings one by one and yields lines, so that no list of them is held.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from .. import __version__
from . import Finding
from .catalogue import MESSAGES

MANY = 20
"""How many findings of one code in one file are printed as text."""

Reporter = Callable[[Iterable[Finding]], Iterator[str]]


def text(findings: Iterable[Finding]) -> Iterator[str]:
    """One line for each finding; of many of one kind in one file, the first few and how many more."""
    shown = Counter[tuple[str, str]]()
    for f in findings:
        shown[f.file, f.code] += 1
        if shown[f.file, f.code] <= MANY:
            yield _line(f)
    for (file, code), n in shown.items():
        if n > MANY:
            yield f"{_relative(file)}: {n - MANY} more {code} (validate --all lists them)"


def whole_text(findings: Iterable[Finding]) -> Iterator[str]:
    """One line for each finding, to the last."""
    yield from map(_line, findings)


def _line(f: Finding) -> str:
    return f"{_relative(f.file)}{str(f).removeprefix(f.file)}"


def as_json(findings: Iterable[Finding]) -> Iterator[str]:
    """One JSON array of objects with the fields of a finding."""
    before = "["
    for f in findings:
        row = f.as_dict() | {"file": _relative(f.file)}
        yield before + json.dumps(row, ensure_ascii=False)
        before = ","
    yield "[]" if before == "[" else "]"


def github(findings: Iterable[Finding]) -> Iterator[str]:
    """Workflow commands that GitHub shows on the line at fault."""
    for f in findings:
        where = f"file={_property(_relative(f.file))},line={max(f.line, 1)},title={f.code}"
        kind = "warning" if f.is_warning else "error"
        yield f"::{kind} {where}::" + _data(f"{f.id}: {f.message} Found: {f.detail}".lstrip(": "))


def sarif(findings: Iterable[Finding]) -> Iterator[str]:
    """A SARIF 2.1.0 log (https://docs.oasis-open.org/sarif/sarif/v2.1.0/): one run, a result a finding."""
    rules = [
        {"id": code, "shortDescription": {"text": message}} for code, message in MESSAGES.items()
    ]
    driver = {"name": "xiangqu", "semanticVersion": __version__, "rules": rules}
    run = {"tool": {"driver": driver}, "results": [_result(f) for f in findings]}
    schema = "https://json.schemastore.org/sarif-2.1.0.json"
    yield json.dumps({"$schema": schema, "version": "2.1.0", "runs": [run]}, ensure_ascii=False)


def _result(f: Finding) -> dict[str, Any]:
    place = {"artifactLocation": {"uri": _address(f.file)}}
    region = {"region": {"startLine": f.line}} if f.line else {}
    named = [{"name": f.id, "kind": "record"}] if f.id else []
    return {
        "ruleId": f.code,
        "level": "warning" if f.is_warning else "error",
        "message": {"text": f"{f.message} Found: {f.detail}"},
        "locations": [{"physicalLocation": place | region, "logicalLocations": named}],
    }


def _address(file: str) -> str:
    """The path as the URI reference that SARIF asks for: 区/a b.jsonl is %E5%8C%BA/a%20b.jsonl."""
    path = Path(_relative(file))
    return path.as_uri() if path.is_absolute() else quote(os.fsencode(path.as_posix()))


def _relative(file: str) -> str:
    """``file`` relative to the current folder, if it lies below it."""
    here = Path.cwd()
    return str(Path(file).relative_to(here)) if Path(file).is_relative_to(here) else file


def _data(value: str) -> str:
    return value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: str) -> str:
    return _data(value).replace(":", "%3A").replace(",", "%2C")


REPORTERS: dict[str, Reporter] = {
    "text": text,
    "json": as_json,
    "github": github,
    "sarif": sarif,
}
