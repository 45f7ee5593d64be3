"""Findings as text for people, JSON for programs, and annotations for GitHub."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable

from .validate import Finding

MANY = 20
"""How many findings of one code in one file are printed as text."""

Reporter = Callable[[list[Finding]], str]


def text(findings: list[Finding]) -> str:
    """A line a finding; of many of one kind in one file the first few, and how many more."""
    lines, shown = [], Counter[tuple[str, str]]()
    for f in findings:
        kind = f.file, f.code
        shown[kind] += 1
        if shown[kind] <= MANY:
            lines.append(str(f))
    more = [f"{file}: {n - MANY} more {code}" for (file, code), n in shown.items() if n > MANY]
    return "\n".join([*lines, *(f"{line} (--format json has them all)" for line in more)])


def as_json(findings: list[Finding]) -> str:
    """One JSON array of objects with the fields of a finding."""
    return json.dumps([f.as_dict() for f in findings], ensure_ascii=False, indent=2)


def github(findings: list[Finding]) -> str:
    """Workflow commands that GitHub shows on the line at fault."""
    return "\n".join(
        f"::error file={_property(f.file)},line={max(f.line, 1)},title={_property(f.code)}::"
        + _data(f"{f.id}: {f.message} {f.detail}")
        for f in findings
    )


def _data(value: str) -> str:
    return value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: str) -> str:
    return _data(value).replace(":", "%3A").replace(",", "%2C")


REPORTERS: dict[str, Reporter] = {"text": text, "json": as_json, "github": github}
