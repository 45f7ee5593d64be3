"""A document taken out of the corpus: its files go, and the ids that were published are retired."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path

from ..annotation.errors import DataError, UsageError
from ..annotation.jsonlines import JsonError, lines, loads
from ..annotation.records import Retired
from ..annotation.repo import Repo, machine_errors, read_bytes
from ..files import journal, store
from ..tabular import tables
from ..validate.retired import retired_ids

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
    those that it had retired; relations of its claims are dropped, and theirs too. Returns the files that
    are gone, and how many ids were retired.
    What is derived goes with the next build. What an interruption leaves is removed by another run.
    Raises UsageError if there is no such document or no reason.
    """
    if not reason.strip():
        raise UsageError("say in --reason why the document is removed")
    with store.writing(repo.root):
        folder = repo.curated / document
        if folder not in repo.documents():
            raise UsageError(f"no document {document!r}")
        journal.target(repo.root, f"{folder.relative_to(repo.root).as_posix()}/document.jsonl")
        name = _seed(folder)
        seed = journal.target(repo.root, f"seeds/{name}")
        gone = sorted(file for file in folder.rglob("*") if not file.is_dir())
        there = retired_ids(repo)
        retired = [
            *_published(repo, document, reason),
            *_relations(repo, document, reason),
            *_retired(folder),
        ]
        new = [r for r in retired if r.id not in there]
        files: dict[Path, bytes] = {}
        if new:
            known = read_bytes(repo.retired) if repo.retired.exists() else b""
            files[repo.retired] = known + lines(new)
        is_shared = any(_seed(d) == name for d in repo.documents() if d != folder)
        if not is_shared:
            gone.append(seed)
            files |= _without(repo.seeds / "SHA256SUMS", name)
        files |= _relations_without(repo, document)
        store.put(repo.root, files)
        with machine_errors(folder):
            if not is_shared:
                seed.unlink(missing_ok=True)
            shutil.rmtree(folder)  # links in it are removed, not followed
    return gone, len(new)


def _without(listing: Path, name: str) -> dict[Path, bytes]:
    """The list of hashes without the line of the file ``name``."""
    if not listing.exists():
        return {}
    kept = read_bytes(listing).splitlines(keepends=True)
    end = f"  {name}".encode()
    return {listing: b"".join(line for line in kept if not line.rstrip().endswith(end))}


def _relations_without(repo: Repo, document: str) -> dict[Path, bytes]:
    """The files of relations, those of the passes and the decisions among them, without the document."""
    named = f'"{document}.p'.encode()
    files = {file: read_bytes(file) for file in repo.curated.glob("relation*.jsonl")}
    kept = {
        file: b"".join(line for line in content.splitlines(keepends=True) if named not in line)
        for file, content in files.items()
    }
    return {file: content for file, content in kept.items() if content != files[file]}


def _seed(folder: Path) -> str:
    """The name of the seed of a document. Raises DataError if its metadata give none inside seeds/."""
    file = folder / "document.jsonl"
    with contextlib.suppress(JsonError, TypeError, KeyError):
        name = str(loads(read_bytes(file))["seed_file"])
        if name.endswith(".txt") and ".." not in Path(name).parts:
            return name
    raise DataError("names no seed_file: correct it first", file)


def _published(repo: Repo, document: str, reason: str) -> Iterator[Retired]:
    for config, column in _WITH_IDS.items():
        if tables.is_there(repo.data, config):
            for row in tables.read(repo.data, config, {column: document}):
                yield Retired(row["id"], reason)


def _relations(repo: Repo, document: str, reason: str) -> Iterator[Retired]:
    """The published relations between claims of which one is of the document."""
    if tables.is_there(repo.data, "relations"):
        for row in tables.read(repo.data, "relations"):
            if any(claim.partition(".")[0] == document for claim in row["claims"]):
                yield Retired(row["id"], reason)


def _retired(folder: Path) -> Iterator[Retired]:
    file = folder / "retired.jsonl"
    for line in read_bytes(file).splitlines() if file.exists() else ():
        with contextlib.suppress(JsonError, TypeError, KeyError):
            record = loads(line)
            yield Retired(record["id"], record["reason"])
