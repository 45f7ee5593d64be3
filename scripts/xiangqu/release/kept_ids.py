"""Level 5, what must not be lost: the seeds as they were, and every id that was once published."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ..annotation.errors import DataError
from ..annotation.records import Annotated
from ..annotation.repo import Repo, read_bytes, sha256
from ..tabular.derive import Derived
from ..tabular.tables import FILE, SCHEMAS, parse
from ..validate import Finding
from . import derived_files
from .derived_files import finding


def seeds(repo: Repo, documents: Sequence[Annotated] | None) -> Iterator[Finding]:
    """Findings on the folder of seeds; that every one has a document only if all are given."""
    listing = repo.seeds / "SHA256SUMS"
    try:
        listed = derived_files.listed(listing)
    except DataError as error:
        yield finding(listing, 0, "XQ501", "", str(error))
        return
    for line, (name, digest) in enumerate(listed.items(), 1):
        file = repo.seeds / name
        if not file.is_file() or sha256(read_bytes(file)) != digest:
            said = "has another SHA-256; restore the file" if file.exists() else "is not there"
            yield finding(listing, line, "XQ501", "", f"{name} {said}")
    for file in sorted(repo.seeds.iterdir()):
        if file.name not in {*listed, listing.name}:
            yield finding(file, 0, "XQ501", "", f"it is not listed in {listing.name}")
    annotated = {d.document.seed_file for d in documents or ()}
    for file in sorted(repo.seeds.glob("*.txt")) if documents is not None else ():
        if file.name not in annotated:
            yield finding(file, 0, "XQ502", "", f"no document in {repo.curated} names it")


def ids(repo: Repo, documents: Sequence[Annotated], derived: Derived) -> Iterator[Finding]:
    """The ids of the tables that are there, held against the rows that are to replace them."""
    retired = {r.id for document in documents for r in document.retired}
    for config in ("paragraphs", "sections", "claims"):
        file = repo.data / config / FILE
        try:
            table = parse(read_bytes(file), file)
        except DataError:
            continue  # that it is missing or damaged is a finding of its own
        if table.schema.remove_metadata() != SCHEMAS[config]:
            continue  # and so are other columns
        now = {row["id"]: row for row in derived.rows[config]}
        for row in table.to_pylist():
            if row["document"] not in derived.texts or row["id"] in retired:
                continue
            if row["id"] not in now:
                said = "it is gone: give it back, or add it to retired.jsonl"
                yield finding(file, 0, "XQ512", row["id"], said)
            elif not _same_place(row, now[row["id"]]):
                said = f"it named {_place(row)}, now {_place(now[row['id']])}"
                yield finding(file, 0, "XQ513", row["id"], said)


def _same_place(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """A section begins in its paragraph; a paragraph or a claim shares a character of the seed."""
    if "first_paragraph" in one:
        return bool(one["first_paragraph"] == other["first_paragraph"])
    (start, end), (other_start, other_end) = _place(one), _place(other)
    return bool(start < other_end and other_start < end)


def _place(row: dict[str, Any]) -> Any:
    if "first_paragraph" in row:
        return row["first_paragraph"]
    if spans := row.get("source_spans"):
        return spans[0]["start"], spans[-1]["end"]
    return row.get("source_start"), row.get("source_end")
