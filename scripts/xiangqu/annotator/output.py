"""The folder that `xiangqu annotate` writes: tables, and the records and texts that they come from.

It is laid out so that `Repo`, and with it every verb, can read it: <config>/train-*.parquet,
curated/<document>/ and seeds/. Until they are written, the files are held compressed in memory.
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
"""The least number of rows in a row group of a table; the last group may have fewer."""
_CODEC = "zstd"
SCHEMAS = {config: schema for config, schema in LAYERED.items() if config != "passes"}
SCHEMAS["doubts"] = DOUBTS
"""The columns of each config of drafts: without ``passes``, which would say everything once more."""


class Output(Mapping[Path, bytes]):
    """The files of the folder ``root``, which grow document by document."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._tables = {config: _Writer(schema) for config, schema in SCHEMAS.items()}
        self._files: dict[Path, tuple[int, bytes]] = {}

    def add(self, drafted: Drafted) -> None:
        """Add the rows, records and raw text of a document, all of them or none."""
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
        """End the tables and put them among the files; nothing can be added after that."""
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
