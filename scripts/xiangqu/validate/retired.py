"""The ids of documents that were removed: ``corpus/retired.jsonl``, which names what no folder does."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from ..annotation.jsonlines import JsonError, loads
from ..annotation.repo import Repo, read_bytes
from .finding import Finding
from .reading import read_layer
from .schemas import Schemas
from .text import id_given_twice


def retired_ids(repo: Repo) -> set[str]:
    """The ids in the file, as far as it can be read; none if there is no such file."""
    found = set()
    for line in read_bytes(repo.retired).split(b"\n") if repo.retired.exists() else ():
        with contextlib.suppress(JsonError, TypeError, KeyError):
            found.add(str(loads(line)["id"]))
    return found


def check(repo: Repo, schemas: Schemas, encoding: str) -> Iterator[Finding]:
    """Findings on the file: its form, and documents that have an id of those removed."""
    if not repo.retired.exists():
        return
    records, findings = read_layer(repo.retired, "retired", schemas, repo.root, encoding)
    yield from findings
    there = {folder.name for folder in repo.documents()}
    for line, record in records:
        name = record["id"].partition(".")[0]
        if name in there:
            said = f"{name} was removed, and is there again"
            message = id_given_twice.__doc__ or ""
            yield Finding(str(repo.retired), line, "XQ318", record["id"], message, said)
