"""The folder that `xiangqu annotate` writes: tables, and the records and texts that they come from.

It is laid out for `Repo`, so that every verb reads it: <config>/train-*.parquet, curated/<document>/
and seeds/. What is to be written is held compressed, but for the text at hand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from .. import __version__
from ..annotation.jsonlines import lines
from ..annotation.records import Annotated
from ..annotation.repo import LAYERS
from ..tabular.tables import FILE, LAYERED
from .drafted import DOUBTS, Drafted

ROWS = 65_536
"""How many rows a group of a table has at least, but for the last one."""
_CODEC = "zstd"
SCHEMAS = {config: schema for config, schema in LAYERED.items() if config != "passes"}
SCHEMAS["doubts"] = DOUBTS
"""What drafts have, by config: one pass by rules would say all of it again."""


class Output(Mapping[Path, bytes]):
    """The files of the folder ``root``, which grow by a document at a time."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._tables = {config: _Writer(schema) for config, schema in SCHEMAS.items()}
        self._files: dict[Path, tuple[int, bytes]] = {}

    def add(self, drafted: Drafted) -> None:
        """The rows, records and raw text of a document; nothing of it if a part cannot be made."""
        tables = {config: drafted.to_arrow(config) for config in SCHEMAS}
        about = drafted.document
        folder = self._root / "curated" / about.id
        files = {folder / name: content for name, content in curated(drafted.annotated).items()}
        files[self._root / "seeds" / about.seed_file] = drafted.raw.encode()
        for config, table in tables.items():
            self._tables[config].add(table)
        for path, content in files.items():
            self._put(path, content)

    def close(self) -> None:
        """Nothing more is added: the tables are files from now on."""
        for config, table in self._tables.items():
            self._put(self._root / config / FILE, table.close())

    def _put(self, path: Path, content: bytes) -> None:
        self._files[path] = len(content), pa.compress(content, _CODEC, asbytes=True)

    def __getitem__(self, path: Path) -> bytes:
        size, content = self._files[path]
        return bytes(pa.decompress(content, size, _CODEC, asbytes=True))

    def __iter__(self) -> Iterator[Path]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)


class _Writer:
    """A Parquet file in memory, written a group of rows at a time."""

    def __init__(self, schema: pa.Schema) -> None:
        note = {"xiangqu.made_by": f"xiangqu annotate {__version__}, rules"}
        self._sink = pa.BufferOutputStream()
        self._file = pq.ParquetWriter(
            self._sink, schema.with_metadata(note), compression=_CODEC, write_page_checksum=True
        )
        self._waiting: list[pa.Table] = []

    def add(self, table: pa.Table) -> None:
        self._waiting.append(table)
        if sum(len(waiting) for waiting in self._waiting) >= ROWS:
            self._flush()

    def _flush(self) -> None:
        rows = pa.concat_tables(self._waiting).combine_chunks()
        self._file.write_table(rows.replace_schema_metadata(self._file.schema.metadata))
        self._waiting = []

    def close(self) -> bytes:
        if self._waiting:
            self._flush()
        self._file.close()
        return bytes(self._sink.getvalue().to_pybytes())


def curated(drafted: Annotated) -> dict[str, bytes]:
    """The layer files of a document by name."""
    files = {"document.jsonl": lines([drafted.document])}
    return files | {f"{layer}.jsonl": lines(getattr(drafted, layer)) for layer in LAYERS[1:]}
