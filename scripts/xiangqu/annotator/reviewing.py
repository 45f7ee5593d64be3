"""A document of the corpus while its drafts are read: what is left to read, and changes to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from ..annotation.errors import DataError, UsageError
from ..annotation.jsonlines import dumps
from ..annotation.records import LAYERS, Annotated, Draft
from ..annotation.repo import Repo, machine_errors, read_bytes
from ..annotation.unread import is_unread, listed, placeholders
from ..files import store
from ..validate import CheckedDocument, Validator
from .doubts import Doubts


def read(repo: Repo, document: str) -> tuple[Annotated, CheckedDocument]:
    """The records of ``document``, and its text.

    Raises UsageError if there is no such document, DataError with the first finding of levels 1 to 3.
    """
    folder = repo.curated / document
    if folder not in repo.documents():
        names = ", ".join(d.name for d in repo.documents())
        raise UsageError(f"no document {document!r}; there are {names}")
    checked = Validator(repo).annotation(folder, folder)
    if checked.annotated is None:
        raise DataError(str(checked.findings[0]))
    return checked.annotated, checked


def change(
    repo: Repo, document: str, edit: Callable[[Annotated, CheckedDocument], Annotated]
) -> Annotated:
    """Replace the records of ``document`` with what ``edit`` makes of them, and give them back.

    A record that stays the same keeps its line byte for byte. Everything is written or, if ``edit``
    raises, nothing. Raises as `read` does, and UsageError if nothing of the document is left to read.
    """
    with store.writing(repo.root):
        before, checked = read(repo, document)
        if not before.drafts:
            raise UsageError(
                f"{document}: all of it has been read; to correct a label see CONTRIBUTING.md"
            )
        after = edit(before, checked)
        folder = repo.curated / document
        files = {}
        for layer in LAYERS:
            old, new = records(before, layer), records(after, layer)
            if old == new:
                continue
            file = folder / f"{layer}.jsonl"
            known = dict(zip(map(dumps, old), read_bytes(file).split(b"\n"), strict=False))
            lines = map(dumps, new)
            files[file] = b"".join(known.get(line, line.encode()) + b"\n" for line in lines)
        store.put(repo.root, files)
        if not after.drafts:
            with machine_errors(folder):
                (folder / "drafts.jsonl").unlink()
    return after


def records(annotated: Annotated, layer: str) -> Sequence[Any]:
    """The records of a layer, that of the document among them."""
    return [annotated.document] if layer == "document" else getattr(annotated, layer)


def left(annotated: Annotated, doubts: Doubts | None = None) -> list[Draft]:
    """What is left to read: first what holds for the whole document, then the claims, those with the most
    ``doubts`` first, then the rest in the order of the text.
    """
    drafts = {*annotated.drafts}
    lines = [line for line in listed(annotated) if is_unread(line, drafts)]

    def need(line: Draft) -> tuple[bool, int]:
        rank = 1 if line.claim is None else -len((doubts or {}).get(line.claim, ()))
        return line.paragraph is not None, rank

    return sorted(lines, key=need)


def counts(annotated: Annotated) -> dict[str, tuple[int, int]]:
    """By layer, how many drafts are left to read, and of how many."""
    unread = Counter(line.layer for line in left(annotated))
    there = Counter(line.layer for line in listed(annotated))
    return {layer: (unread[layer], number) for layer, number in there.items()}


def confirmed(annotated: Annotated, names: Iterable[str]) -> Annotated:
    """The document with what ``names`` name marked as read: ``p006`` (all in the paragraph), ``p006.c03``
    (a claim), ``p006.themes``, ``claims`` (a layer), or ``all``. Ids may begin with that of the document.

    Raises UsageError for a name of nothing that is left to read, or for the metadata while they have
    placeholders.
    """
    lines = left(annotated)
    for name in names:
        done = {
            line
            for line in lines
            if _is_meant(line, name.removeprefix(f"{annotated.document.id}."))
        }
        if not done:
            raise UsageError(f"nothing is left to read of {name!r} in {annotated.document.id}")
        if Draft("document", None) in done and (said := [*placeholders(annotated.document)]):
            raise UsageError(
                f"document.jsonl of {annotated.document.id} is not complete: {'; '.join(said)}"
            )
        lines = [line for line in lines if line not in done]
    there = {*lines}
    return replace(annotated, drafts=tuple(d for d in listed(annotated) if d in there))


def _is_meant(line: Draft, name: str) -> bool:
    if line.paragraph is None:
        return name in ("all", line.layer)
    paragraph = line.paragraph.partition(".")[2]
    of_claim = f"{paragraph}.{line.claim.rpartition('.')[2]}" if line.claim else None
    return name in ("all", line.layer, paragraph, f"{paragraph}.{line.layer}", of_claim)
