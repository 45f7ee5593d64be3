"""What was made of which input: ``manifest.jsonl``, a line for each shard, written when its parts are whole.

A shard is whole if its line names the input, the version of the rules and the hashes of the parts that are
there now. A line that a crash cut off does not count.
"""

from __future__ import annotations

import contextlib
import functools
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from .. import __version__
from ..annotation.errors import MachineError
from ..annotation.repo import Repo, machine_errors, read_bytes, sha256
from .drafts import Aside

NAME = "manifest.jsonl"
_PACKAGE = Path(__file__).resolve().parent.parent
_ROOMS = ("annotation", "text", "tabular", "annotator", "scale")


class Part(msgspec.Struct, frozen=True):
    """A file of a table: how many rows and bytes it has, and its hash."""

    rows: int
    bytes: int
    sha256: str


class Line(msgspec.Struct, frozen=True):
    """What was made of shard ``shard``: ``tables`` has its part by config.

    ``input`` is the hash of its texts and what is known of them, ``rules`` that of the words and the code
    which draft, ``counts`` how much there is.
    """

    shard: int
    input: str
    rules: str
    version: str
    counts: dict[str, int]
    tables: dict[str, Part]
    aside: tuple[Aside, ...] = ()


def part(folder: Path, config: str, shard: int) -> Path:
    """The file of a table that a shard writes."""
    return folder / config / f"part-{shard:05d}.parquet"


def read(folder: Path) -> dict[int, Line]:
    """The sound lines by shard, a later one in the place of an earlier one; none if there is no file."""
    file = folder / NAME
    found: dict[int, Line] = {}
    for line in read_bytes(file).split(b"\n") if file.exists() else []:
        with contextlib.suppress(msgspec.DecodeError):
            made = msgspec.json.decode(line, type=Line)
            found[made.shard] = made
    return found


def write(folder: Path, lines: Iterable[Line]) -> None:
    """Replace the manifest at once."""
    file = folder / NAME
    with machine_errors(file):
        new = file.with_name(f"{NAME}.new")
        new.write_bytes(b"".join(map(_encoded, lines)))
        new.replace(file)


@contextlib.contextmanager
def appending(folder: Path) -> Iterator[Appender]:
    """The manifest, open for more lines."""
    with machine_errors(folder / NAME), (folder / NAME).open("ab", buffering=0) as stream:
        yield Appender(stream.fileno())


class Appender:
    """Adds lines, each of which has reached the disk when `add` returns."""

    def __init__(self, handle: int) -> None:
        self._handle = handle

    def add(self, line: Line) -> None:
        content = _encoded(line)
        if os.write(self._handle, content) != len(content):
            raise MachineError(f"{NAME}: there is no space left")
        os.fsync(self._handle)


def _encoded(line: Line) -> bytes:
    return msgspec.json.encode(line) + b"\n"


def is_whole(folder: Path, line: Line) -> bool:
    """Whether the parts that ``line`` tells of are there, byte for byte, and nothing was set aside."""
    return not line.aside and not any(damaged(folder, line))


def damaged(folder: Path, line: Line) -> Iterator[Path]:
    """The parts that are missing or not as ``line`` tells."""
    for config, made in line.tables.items():
        file = part(folder, config, line.shard)
        if not file.is_file() or sha256(read_bytes(file)) != made.sha256:
            yield file


@functools.cache
def rules(repo: Repo) -> str:
    """A hash of all that decides what is drafted: the words, and the code of the rooms that take part."""
    words = [*repo.schema.glob("*/*.json"), *repo.schema.glob("*.json")]
    code = [file for room in _ROOMS for file in _PACKAGE.glob(f"{room}/*.py")]
    files = [*sorted(words), *sorted(code)]
    told = [f"{sha256(read_bytes(file))} {file.parent.name}/{file.name}" for file in files]
    return sha256("\n".join([__version__, *told]).encode())
