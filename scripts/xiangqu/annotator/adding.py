"""The curated skeleton of a new document: its seed, and drafts of every layer that are still to be read."""

from __future__ import annotations

import re
from pathlib import Path

from ..annotation.errors import DataError, UsageError
from ..annotation.jsonlines import lines
from ..annotation.records import Annotated, Draft
from ..annotation.repo import LABEL_LAYERS, Repo, decode, read_bytes, sha256
from ..files import store
from . import Annotator
from .output import curated

_ID = re.compile("[a-z]+(?:-[a-z]+)*-[0-9]{4}")


def add(repo: Repo, file: Path, identity: str) -> list[Path]:
    """Copy ``file`` into seeds/ and write ``corpus/curated/<identity>/``; say which files were made.

    ``drafts.jsonl`` there lists what nobody has read: `xiangqu.validate` names each line of it.
    Raises UsageError if the id is malformed or taken, or the seed is there already.
    """
    if not _ID.fullmatch(identity):
        raise UsageError(f"{identity!r} is no id: place, genre and year, as yiyang-report-2022")
    folder, seed = repo.curated / identity, repo.seeds / f"{identity}.txt"
    store.finish(repo.root)
    _check_free(folder, seed)
    content = read_bytes(file)
    raw = decode(content, file)
    drafted = Annotator(repo).annotate(raw, identity, seed.name)
    if not drafted.paragraphs:
        raise DataError(f"{file}: holds no text")
    files = {folder / name: data for name, data in curated(drafted).items()}
    files[folder / "drafts.jsonl"] = lines(_unread(drafted))
    files[seed] = content
    listing = repo.seeds / "SHA256SUMS"
    with store.writing(repo.root):  # looked at again: another process may just have added a text
        _check_free(folder, seed)
        listed = read_bytes(listing) if listing.exists() else b""
        files[listing] = listed + f"{sha256(content)}  {seed.name}\n".encode()
        store.put(repo.root, files)
    return sorted(files)


def _check_free(*paths: Path) -> None:
    for path in paths:
        if path.exists():
            raise UsageError(f"{path} is there already: choose another id")


def _unread(drafted: Annotated) -> list[Draft]:
    """What is to be read: the metadata, the kinds and edits, and each layer of each paragraph."""
    whole = [Draft(layer, None) for layer in ("document", "edits", "paragraphs", "sections")]
    places = {layer: {r.paragraph for r in getattr(drafted, layer)} for layer in LABEL_LAYERS[1:]}
    return whole + [
        Draft(layer, paragraph.id)
        for paragraph in drafted.paragraphs
        for layer, held in places.items()
        if paragraph.id in held
    ]
