"""Results printed line by line: changes of a release, disagreements of passes, a check explained."""

from __future__ import annotations

import json
from typing import Any

from rich.text import Text

from ..annotation.disagreement import Disagreement
from ..validate import catalogue
from ..validate.catalogue import Entry
from ..versioning.diff import Difference
from .terminal import Screen

_WEIGHTS = {"patch": "green", "minor": "yellow", "major": "red"}
_LONGEST = 60


def difference(found: Difference) -> None:
    """Print every change with its weight, then the version that is needed, then what is wrong."""
    console = Screen()
    for change in found.changes:
        values = f"  {change.field}: {_short(change.old)} → {_short(change.new)}"
        line = Text.assemble(
            (" ".join(filter(None, (change.what, change.kind, change.id))), "bold"),
            (f"  [{change.weight}]", _WEIGHTS[change.weight]),
            values if change.field else "",
        )
        console.print(line, soft_wrap=True)
    if found.weight:
        said = f"Changes: {len(found.changes)}, the weightiest {found.weight}: "
        said += f"{found.old} → {found.new}, needs {found.needs} or higher"
    else:
        said = f"No difference in the data: {found.old} → {found.new}"
    console.print(Text(said), soft_wrap=True)
    for problem in found.problems:
        console.print(Text(problem, "bold red"), soft_wrap=True)


def _short(value: Any) -> str:
    """A value as JSON, cut so that two of them fit on a line."""
    shown = json.dumps(value, ensure_ascii=False)
    return shown if len(shown) <= _LONGEST else f"{shown[:_LONGEST]}…"


def explain(check: Entry) -> None:
    """Print what a check asks for, why, and its examples."""
    console = Screen()
    console.print(Text.assemble((check.code, "bold red"), f"  {catalogue.LEVELS[check.level]}"))
    console.print(Text(check.message, "bold"))
    console.print(Text(f"{check.zh}\n", "bold"))
    console.print(Text(f"{check.why}\n"))
    place = f"  ({check.layer}.jsonl)" if check.layer else ""
    for name, style, example in (("wrong", "red", check.wrong), ("right", "green", check.right)):
        console.print(Text.assemble((name, style), place))
        console.print(Text(f"  {catalogue.shown(example)}"), soft_wrap=True)


def disagreements(found: list[Disagreement], one: str, other: str) -> None:
    """Print every disagreement with its text."""
    console = Screen()
    for d in found:
        place = f"{d.paragraph}[{d.start}:{d.end}]"
        console.print(
            Text.assemble((f"{place} ", "bold"), f"{d.layer} {d.field}  ", (d.text, "cyan"))
        )
        console.print(Text(f"    {one}: {_value(d.one)}    {other}: {_value(d.other)}"))
    console.print(Text(f"{len(found)} disagreements"))


def _value(value: Any) -> str:
    return str(value["text"]) if isinstance(value, dict) else str(value)
