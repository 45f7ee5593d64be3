"""A new document of the corpus: its seed, and drafts of every layer that are still to be read."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from ..annotation.errors import DataError, UsageError
from ..annotation.jsonlines import lines
from ..annotation.repo import Repo, decode, read_bytes, sha256
from ..annotation.unread import RIGHTS, listed
from ..files import store
from ..validate.retired import retired_ids
from . import Annotator
from .document import Given
from .output import curated

_ID = re.compile("[a-z]+(?:-[a-z]+)*-[0-9]{4}")


def add(
    repo: Repo,
    file: Path,
    identity: str,
    known: Given = Given(),  # noqa: B008 (frozen)
    rights: str | None = None,
) -> list[Path]:
    """Copy ``file`` into seeds/ and write ``corpus/curated/<identity>/``; return the files that were made.

    What is ``known`` of the text, and the ``rights`` in it, are taken as they are.
    ``drafts.jsonl`` there lists what nobody has read: `xiangqu.validate` names each line of it.
    Raises UsageError if the id is malformed, taken or retired, or the text is in the corpus already.
    """
    if not _ID.fullmatch(identity):
        raise UsageError(
            f"{identity!r} is no id: give place, genre and year, like yiyang-report-2022"
        )
    store.finish(repo.root)
    content = read_bytes(file)
    _check_free(repo, identity, content)
    raw = decode(content, file)
    seed = repo.seeds / f"{identity}.txt"
    drafted = Annotator(repo).annotate(raw, identity, seed.name, known)
    if not drafted.paragraphs:
        raise DataError(f"{file}: holds no text")
    drafted = replace(drafted, document=replace(drafted.document, rights=rights or RIGHTS))
    folder = repo.curated / identity
    files = {folder / name: data for name, data in curated(drafted).items()}
    files[folder / "drafts.jsonl"] = lines(listed(drafted))
    files[seed] = content
    listing = repo.seeds / "SHA256SUMS"
    with store.writing(repo.root):  # looked at again: another process may just have added a text
        _check_free(repo, identity, content)
        sums = read_bytes(listing) if listing.exists() else b""
        files[listing] = sums + f"{sha256(content)}  {seed.name}\n".encode()
        store.put(repo.root, files)
    return sorted(files)


def _check_free(repo: Repo, identity: str, content: bytes) -> None:
    for path in (repo.curated / identity, repo.seeds / f"{identity}.txt"):
        if path.exists():
            raise UsageError(f"{path} already exists: choose another id")
    if identity in retired_ids(repo):
        raise UsageError(f"{identity} is the retired id of a document: choose another")
    for seed in sorted(repo.seeds.glob("*.txt")):
        if seed.stat().st_size == len(content) and read_bytes(seed) == content:
            raise UsageError(f"the corpus already has this text: {seed}")
