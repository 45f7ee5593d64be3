"""The table ``sources`` of a folder of drafts: of each document its raw text and its records.

A folder of drafts may hold ten thousands of documents, too many for a folder each. What reads a document from
its layer files gets those of the documents that it asks for, in a temporary folder laid out as a corpus.
"""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

import pyarrow as pa

from ..annotation.jsonlines import lines
from ..annotation.records import Annotated
from ..annotation.repo import LAYERS, Repo, read_text
from . import tables

CONFIG = "sources"
SCHEMA = pa.schema(
    [(name, pa.string()) for name in ("document", "seed_file", "raw", *LAYERS[1:], "about")]
)
"""``raw`` is the text as it was given, ``about`` and each layer the lines of its file, in JSON."""


Row = Mapping[str, str]


def row(annotated: Annotated, raw: str) -> Row:
    """A document as a row of the table."""
    about = annotated.document
    layers = {layer: lines(getattr(annotated, layer)).decode() for layer in LAYERS[1:]}
    known = {"document": about.id, "seed_file": about.seed_file, "raw": raw}
    return known | layers | {"about": lines([about]).decode()}


def unpack(row: Row, repo: Repo) -> Path:
    """Write the seed and the layer files of a document into ``repo``; return the folder of the latter."""
    seed, folder = repo.seeds / row["seed_file"], repo.curated / row["document"]
    seed.parent.mkdir(parents=True, exist_ok=True)
    folder.mkdir(parents=True)
    seed.write_bytes(row["raw"].encode())
    for layer in LAYERS:
        name = "about" if layer == "document" else layer
        (folder / f"{layer}.jsonl").write_bytes(row[name].encode())
    return folder


@contextlib.contextmanager
def opened(repo: Repo, documents: Collection[str]) -> Iterator[Repo]:
    """``repo`` as it is if it is a corpus; of drafts, a temporary corpus of those ``documents`` it has."""
    if not repo.is_drafts:
        yield repo
        return
    with tempfile.TemporaryDirectory(prefix="xiangqu-") as folder:
        unpacked = Repo(Path(folder).resolve())
        unpacked.curated.mkdir(parents=True)
        for document in documents:
            for found in tables.read(repo.data, CONFIG, {"document": document}, SCHEMA):
                unpack(found, unpacked)
        yield unpacked


def raw(repo: Repo, document: str, seed_file: str) -> str:
    """The raw text of a document of a corpus or of drafts."""
    if not repo.is_drafts:
        return read_text(repo.seeds / seed_file)
    found = tables.read(repo.data, CONFIG, {"document": document}, SCHEMA)
    return str(found[0]["raw"])
