"""The task of a worker: draft a batch and write its parts of the tables, the same ones however often it runs.

A part is written under another name and renamed when all parts of the shard are on the disk. The process that
gave out the task adds the line of the manifest.
"""

from __future__ import annotations

import contextlib
import gc
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from .. import __version__
from ..annotation.errors import MachineError
from ..annotation.repo import Repo, machine_errors, sha256
from ..annotation.repo import path as installed
from ..files.store import WORK
from . import batches, manifest
from .drafts import draft
from .limits import Limits
from .manifest import Line, Part

RUN = "run"
ROWS = 65_536
"""The most rows of a row group."""


@dataclass(frozen=True)
class Shard:
    """A fixed range of the input: its number, its ``texts`` as `batches.packed` gives them, their hash.

    The documents in the rows ``dead`` are left out: they ended the process that drafted them.
    """

    number: int
    texts: bytes
    input: str
    documents: int
    dead: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Job:
    """What all shards of a run share; ``root`` has the rules, if not the package of the worker."""

    folder: Path
    run: str
    limits: Limits
    root: Path | None = None


def make(job: Job, shard: Shard) -> Line:
    """Draft ``shard``, write its parts, and return its line of the manifest.

    Raises MachineError if the disk fails, or if another run has begun in the folder.
    """
    position = job.folder / WORK / f"{shard.number:05d}.at"

    def at(row: int | str) -> None:
        position.write_text(str(row), encoding="ascii")

    with machine_errors(job.folder), _without_collections():
        drafts = draft(
            batches.unpacked(shard.texts),
            root=job.root,
            limits=job.limits,
            dead=shard.dead,
            at=at,
        )
        at("")
        parts = {config: encode(table) for config, table in drafts.tables.items()}
        _write(job, shard.number, parts)
        position.unlink()
    return Line(
        shard=shard.number,
        input=shard.input,
        rules=manifest.rules(Repo(job.root or installed())),
        version=__version__,
        counts=drafts.counts,
        tables={
            config: Part(len(drafts.tables[config]), len(content), sha256(content))
            for config, content in parts.items()
        },
        aside=drafts.aside,
    )


@contextlib.contextmanager
def _without_collections() -> Iterator[None]:
    """No search for cycles of objects: drafts are many objects without any."""
    is_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if is_on:
            gc.enable()


def row_at(folder: Path, shard: Shard) -> int | None:
    """The row at which the shard was when its worker died; None if it was at none."""
    try:
        return int((folder / WORK / f"{shard.number:05d}.at").read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None


def encode(table: pa.Table) -> bytes:
    """The Parquet file of a part, with checksums of its pages."""
    schema = table.schema.with_metadata(
        {"xiangqu.made_by": f"xiangqu annotate {__version__}, rules"}
    )
    sink = pa.BufferOutputStream()
    with pq.ParquetWriter(sink, schema, compression="zstd", write_page_checksum=True) as writer:
        if len(table):  # `datasets` cannot read a row group without rows
            writer.write_table(table.cast(schema), row_group_size=ROWS)
    return bytes(sink.getvalue())


def _write(job: Job, number: int, parts: dict[str, bytes]) -> None:
    staged = {
        job.folder / WORK / f"{config}-{number:05d}-{os.getpid()}": content
        for config, content in parts.items()
    }
    try:
        for file, content in staged.items():
            with file.open("wb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
        if (job.folder / WORK / RUN).read_text(encoding="ascii") != job.run:
            raise MachineError(f"{job.folder}: another run has begun here")
        for file, config in zip(staged, parts, strict=True):
            file.replace(manifest.part(job.folder, config, number))
    finally:
        for file in staged:
            file.unlink(missing_ok=True)
