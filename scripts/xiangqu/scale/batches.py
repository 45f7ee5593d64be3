"""Texts as Arrow record batches: what goes to a worker."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from typing import Any

import msgspec
import pyarrow as pa

from ..annotation.repo import sha256
from ..annotator.inputs import GIVEN, Source
from ..annotator.names import Names

SCHEMA = pa.schema([(name, pa.string()) for name in ("id", "seed_file", "text", *GIVEN)])
"""A row is a text with its id, the name of its seed, and what is known of it."""
CHARACTERS = 4_000_000
"""A batch is closed when it holds so many, whatever the number of its documents."""
Row = Mapping[str, Any]


def batches(texts: Iterable[Source], documents: int) -> Iterator[pa.RecordBatch]:
    """The texts in batches of as many ``documents``, with ids that are given once."""
    names, rows, characters = Names(), list[Row](), 0
    for source in texts:
        identity, seed = names.give(source)
        rows.append(
            {"id": identity, "seed_file": seed, "text": source.text, **asdict(source.given)}
        )
        characters += len(source.text)
        if len(rows) == documents or characters >= CHARACTERS:
            yield pa.RecordBatch.from_pylist(rows, schema=SCHEMA)
            rows, characters = [], 0
    if rows:
        yield pa.RecordBatch.from_pylist(rows, schema=SCHEMA)


def digest(batch: pa.RecordBatch) -> str:
    """A hash of what the texts are, whatever version of Arrow holds them."""
    return sha256(msgspec.json.encode(batch.to_pylist()))


def packed(batch: pa.RecordBatch) -> bytes:
    """The batch as compressed bytes."""
    sink = pa.BufferOutputStream()
    options = pa.ipc.IpcWriteOptions(compression="zstd")
    with pa.ipc.new_stream(sink, batch.schema, options=options) as writer:
        writer.write_batch(batch)
    return bytes(sink.getvalue())


def unpacked(content: bytes) -> pa.RecordBatch:
    """The batch in what `packed` gave."""
    with pa.ipc.open_stream(content) as reader:
        return reader.read_next_batch()
