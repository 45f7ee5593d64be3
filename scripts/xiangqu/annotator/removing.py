"""A document taken out of the corpus: its files go, and the ids that were published are retired."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from ..annotation.errors import DataError, UsageError
from ..annotation.jsonlines import JsonError, lines, loads
from ..annotation.records import Retired
from ..annotation.repo import Repo, read_bytes
from ..files import store
from ..tabular import tables

_WITH_IDS = {
    "documents": "id",
    "paragraphs": "document",
    "sections": "document",
    "claims": "document",
}
"""The tables whose rows have ids, and the column that names the document."""


def remove(repo: Repo, document: str, reason: str) -> tuple[list[Path], int]:
    """Remove the folder and the seed of ``document`` and the line on it in SHA256SUMS.

    Its published ids, its own among them, go with the ``reason`` into corpus/retired.jsonl, and so do
    those that it had retired. Returns the files that are gone, and how many ids were retired.
    What is derived goes with the next build. Raises UsageError if there is no such document or no reason.
    """
    if not reason.strip():
        raise UsageError("say in --reason why the document is removed")
    with store.writing(repo.root):
        folder = repo.curated / document
        if folder not in repo.documents():
            raise UsageError(f"no document {document!r}")
        gone = sorted(file for file in folder.rglob("*") if file.is_file() or file.is_symlink())
        retired = [*_published(repo, document, reason), *_retired(folder)]
        files: dict[Path, bytes] = {}
        if retired:
            known = read_bytes(repo.retired) if repo.retired.exists() else b""
            files[repo.retired] = known + lines(retired)
        seed = _seed(folder)
        if not any(_seed(other) == seed for other in repo.documents() if other != folder):
            gone.append(repo.seeds / seed)
            listing = repo.seeds / "SHA256SUMS"
            kept = read_bytes(listing).splitlines(keepends=True)
            files[listing] = b"".join(k for k in kept if k.rstrip()[66:] != seed.encode())
        store.put(repo.root, files, gone)
        _remove_empty(folder)
    return gone, len(retired)


def _seed(folder: Path) -> str:
    """The name of the seed of a document. Raises DataError if its metadata cannot be read."""
    file = folder / "document.jsonl"
    with contextlib.suppress(JsonError, TypeError, KeyError):
        return str(loads(read_bytes(file))["seed_file"])
    raise DataError("names no seed_file: mend it first", file)


def _published(repo: Repo, document: str, reason: str) -> Iterator[Retired]:
    for config, column in _WITH_IDS.items():
        if (repo.data / config / tables.FILE).exists():
            for row in tables.read(repo.data, config, [(column, "=", document)]):
                yield Retired(row["id"], reason)


def _retired(folder: Path) -> Iterator[Retired]:
    file = folder / "retired.jsonl"
    for line in read_bytes(file).splitlines() if file.exists() else ():
        with contextlib.suppress(JsonError, TypeError, KeyError):
            record = loads(line)
            yield Retired(record["id"], record["reason"])


def _remove_empty(folder: Path) -> None:
    """Remove ``folder`` with the folders in it, if no file is left there."""
    for empty in [*sorted((p for p in folder.rglob("*") if p.is_dir()), reverse=True), folder]:
        with contextlib.suppress(OSError):
            empty.rmdir()
