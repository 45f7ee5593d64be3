"""A run: every shard of the input is drafted on an engine, but those that are whole from a run before."""

from __future__ import annotations

import shutil
import uuid
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path

import pyarrow as pa

from ..annotation.errors import MachineError, UsageError
from ..annotation.repo import Repo, machine_errors
from ..annotation.repo import path as installed
from ..annotator.inputs import Report, Source
from ..annotator.output import SCHEMAS
from ..files import store
from ..files.lock import locked
from . import batches, folder, manifest, shards
from .engines import Engine, Here
from .limits import Limits
from .manifest import Line
from .shards import Job, Shard

DOCUMENTS = 200
"""How many documents a part holds: some seconds of work, some megabytes."""
BLAMELESS = 5
"""When so many workers of one shard died at no document, the run ends."""
Progress = Callable[[int, int, int], None]


def _silent(done: int, drafted: int, failed: int) -> None:
    """Say nothing."""


@dataclass(frozen=True)
class Options:
    """How a run is done. ``documents`` is the size of a part; with another one all is done again."""

    documents: int = DOCUMENTS
    limits: Limits = field(default_factory=Limits)
    root: Path | None = None
    force: bool = False


def annotate(
    texts: Iterable[Source],
    output: Path,
    report: Report,
    *,
    engine: Engine | None = None,
    options: Options = Options(),
    progress: Progress = _silent,
) -> Counter[str]:
    """Draft ``texts`` into the folder ``output``; return how many documents, characters and records it has.

    What a run before made of the same texts by the same rules stays, if it is whole; the rest is done
    again. A document that cannot be drafted goes to ``report``, and the others are drafted. ``progress``
    is told how many documents are done, how many of these were drafted now, and how many were set aside.

    Raises UsageError if ``output`` has content of others (unless ``force``), MachineError if the machine
    fails or another run writes there. What is whole by then stays for the next run.
    """
    parts = batches.batches(texts, options.documents)
    first = next(parts, None)
    if first is None:
        return Counter()
    _check(output, options.force)
    with machine_errors(output):
        output.mkdir(parents=True, exist_ok=True)
    with locked(output):
        _check(output, options.force)
        run = _Run(output, engine or Here(), options, report, progress)
        with machine_errors(output):
            return run.through(chain([first], parts))


def _check(output: Path, force: bool) -> None:
    """Raise UsageError if the folder has content and no run wrote it."""
    if force or not output.is_dir() or (output / manifest.NAME).is_file():
        return
    others = sorted(p.name for p in output.iterdir() if not p.name.startswith(".xiangqu-"))
    if others:
        said = "name another folder, or add --force to write into it all the same"
        raise UsageError(f"{output}: has other content ({others[0]}): {said}")


class _Run:
    def __init__(
        self, output: Path, engine: Engine, options: Options, report: Report, progress: Progress
    ) -> None:
        limits = replace(options.limits, fatal=engine.kills)
        self._job = Job(output.resolve(), uuid.uuid4().hex, limits, options.root)
        self._output, self._engine, self._report = self._job.folder, engine, report
        self._progress = progress
        self._rules = manifest.rules(Repo(options.root or installed()))
        self._lines: dict[int, Line] = {}
        self._pending: dict[Future[Line], Shard] = {}
        self._deaths: Counter[tuple[int, int | None]] = Counter()
        self._done = self._drafted = self._failed = 0

    def through(self, parts: Iterable[pa.RecordBatch]) -> Counter[str]:
        known = manifest.read(self._output)
        self._open(known)
        with manifest.appending(self._output) as self._manifest:
            for number, batch in enumerate(parts):
                digest = batches.digest(batch)
                line = known.pop(number, None)
                if line and self._is_whole(line, digest):
                    self._keep(line, drafted=0)
                    continue
                while len(self._pending) >= self._engine.window:
                    self._settle()
                self._submit(Shard(number, batches.packed(batch), digest, len(batch)))
            while self._pending:
                self._settle()
        return self._close()

    def _open(self, known: dict[int, Line]) -> None:
        """Mark the folder as unfinished, and as that of this run."""
        work = self._output / store.WORK
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir()
        (work / shards.RUN).write_text(self._job.run, encoding="ascii")
        for config in SCHEMAS:
            (self._output / config).mkdir(exist_ok=True)
        manifest.write(self._output, known.values())

    def _is_whole(self, line: Line, digest: str) -> bool:
        is_current = (line.input, line.rules) == (digest, self._rules)
        return is_current and manifest.is_whole(self._output, line)

    def _submit(self, shard: Shard) -> None:
        self._pending[self._engine.submit(shards.make, self._job, shard)] = shard

    def _settle(self) -> None:
        """Wait until a task ends, and take what it made; if its worker died, have it done again."""
        for future in wait(self._pending, return_when=FIRST_COMPLETED).done:
            shard = self._pending.pop(future)
            try:
                error = future.exception()
            except CancelledError:
                raise MachineError(
                    "the cluster is gone: start it, and give the command again"
                ) from None
            if error is None:
                line = future.result()
                if line.rules != self._rules:
                    raise MachineError(
                        "a worker has another xiangqu, or other rules, than this process"
                    )
                self._manifest.add(line)
                self._keep(line, drafted=shard.documents)
            elif self._engine.is_death(error):
                self._submit(self._after_death(shard))
            else:
                raise error

    def _after_death(self, shard: Shard) -> Shard:
        """The shard as it is done again: without the document at which too many of its workers died."""
        row = shards.row_at(self._output, shard)
        self._deaths[shard.number, row] += 1
        deaths = self._deaths[shard.number, row]
        if row is None and deaths >= BLAMELESS:
            raise MachineError("workers die, and not of a document: is there too little memory?")
        if row is None or deaths < self._engine.deaths:
            return shard
        return replace(shard, dead=shard.dead | {row})

    def _keep(self, line: Line, drafted: int) -> None:
        self._lines[line.shard] = line
        self._done += line.counts["documents"] + len(line.aside)
        self._drafted += drafted
        self._failed += len(line.aside)
        for aside in line.aside:
            self._report(f"{aside.seed_file}: {aside.said}")
        self._progress(self._done, self._drafted, self._failed)

    def _close(self) -> Counter[str]:
        """Remove what no shard has made, and say of the folder what it holds now."""
        lines = [self._lines[number] for number in sorted(self._lines)]
        parts = {manifest.part(self._output, config, n) for config in SCHEMAS for n in self._lines}
        for config in SCHEMAS:
            for file in {*(self._output / config).glob("part-*.parquet")} - parts:
                file.unlink()
        manifest.write(self._output, lines)
        folder.write(self._output, lines)
        shutil.rmtree(self._output / store.WORK)
        return sum((Counter(line.counts) for line in lines), Counter())
