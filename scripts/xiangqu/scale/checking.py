"""A folder of drafts validated part by part, so that one part at a time is held.

A document goes through levels 1 to 4 as those of a corpus do. Of level 5, what is asked of drafts is that
their tables are there, as the manifest lists them, and are what their records give.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa

from ..annotation.errors import DataError
from ..annotation.repo import Repo, path
from ..annotation.vocabulary import vocabulary
from ..annotator.output import SCHEMAS
from ..tabular import sources, tables
from ..tabular.derive import Progress, silent
from ..tabular.rows import Publisher
from ..validate import CheckedDocument, Finding, Validator
from ..validate.catalogue import MESSAGES
from . import engines, manifest
from .manifest import Line

READ, SAME, LISTED = "XQ503", "XQ504", "XQ506"


def validate(folder: Path, workers: int = 0, progress: Progress = silent) -> Iterator[Finding]:
    """The findings in the drafts in ``folder``, those of a part together, in the order of the parts.

    Their file is the part of the table `sources` that the document stands in. With ``workers``, so many
    processes check one part each.
    """
    lines = manifest.read(folder)
    if not lines:
        said = "no run has been finished here"
        yield _finding(folder / manifest.NAME, LISTED, said)
    with engines.workers(workers) as engine:
        waiting: dict[int, Future[list[Finding]]] = {}
        for done, number in enumerate(sorted(lines)):
            progress(f"validate part {done + 1} of {len(lines)}")
            waiting[number] = engine.submit(check, folder, lines[number])
            if len(waiting) >= engine.window:
                wait(waiting.values(), return_when=FIRST_COMPLETED)
            yield from _first(waiting, engine.window)
        yield from _first(waiting, 1)


def _first(waiting: dict[int, Future[list[Finding]]], most: int) -> Iterator[Finding]:
    """The findings of the first parts, until fewer than ``most`` are waited for."""
    while len(waiting) >= most:
        number = min(waiting)
        yield from waiting.pop(number).result()


def check(folder: Path, line: Line) -> list[Finding]:
    """The findings in the parts of one shard."""
    part = manifest.part(folder, sources.CONFIG, line.shard)
    if damaged := [*manifest.damaged(folder, line)]:
        return [_finding(file, LISTED, "missing, or another hash") for file in damaged]
    try:
        stored = {
            config: tables.read_file(manifest.part(folder, config, line.shard), schema)
            for config, schema in SCHEMAS.items()
        }
    except DataError as error:
        return [_finding(part, READ, str(error))]
    findings: list[Finding] = []
    made: dict[str, list[Any]] = {config: [] for config in tables.LAYERED}
    for row in stored[sources.CONFIG].to_pylist():
        checked = _checked(row)
        findings += (_placed(f, part, row["document"]) for f in checked.findings)
        if checked.annotated and checked.alignment:
            publisher = Publisher(checked.annotated, checked.alignment, _bounds())
            for config, rows in publisher.rows().items():
                made[config] += rows
    if findings:
        return findings
    return [
        _finding(manifest.part(folder, config, line.shard), SAME, "rows that no record gives")
        for config, rows in made.items()
        if config in stored
        and pa.Table.from_pylist(rows, schema=SCHEMAS[config])
        != stored[config].replace_schema_metadata()
    ]


def _checked(row: dict[str, str]) -> CheckedDocument:
    with tempfile.TemporaryDirectory(prefix="xiangqu-") as folder:
        repo = Repo(Path(folder).resolve())
        validator = _validator()
        validator.repo = repo
        return validator.document(sources.unpack(row, repo))


@cache
def _validator() -> Validator:
    return Validator(Repo(path()))


@cache
def _bounds() -> Any:
    return vocabulary(Repo(path()), "bounds")


def _placed(found: Finding, part: Path, document: str) -> Finding:
    """The finding where the record is stored: a draft has no file of its own."""
    is_named = found.id.startswith(document)
    identity = found.id if is_named else f"{document} {found.id}".strip()
    return replace(found, file=str(part), line=0, id=identity)


def _finding(file: Path, code: str, detail: str) -> Finding:
    return Finding(str(file), 0, code, "", MESSAGES[code], detail)
