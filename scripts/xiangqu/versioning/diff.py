"""What changed from one release to another: which records, field by field, and how much it matters."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import count
from typing import Any

import pyarrow as pa

from ..annotation.repo import Repo
from . import snapshot
from .changed import Change, schema_change
from .semver import MAJOR, MINOR, PATCH, needed, parse, weightiest
from .snapshot import Snapshot

PROSE = {("documents", "date_evidence"), ("edits", "reason")}
"""Columns that are words about the data: another wording changes no result."""

PLACE = {
    *(("documents", "text"), ("paragraphs", "text"), ("documents", "seed_sha256")),
    *(("claims", "paragraph"), ("sections", "first_paragraph"), ("documents", "rights")),
}
"""Columns that offsets count in, that say what an id names, or on what terms the text is there."""

Keys = Mapping[str, tuple[str, ...]]
Compare = Callable[[str, Any, Any], "Iterator[Change]"]


@dataclass(frozen=True)
class Difference:
    """All ``changes``, the ``weight`` of the weightiest, the lowest version that it ``needs``, and what
    is wrong with the version or an ``$id``, a sentence each.
    """

    old: str
    new: str
    changes: list[Change]
    weight: str | None
    needs: str
    problems: list[str]


def compare(repo: Repo, old: str, new: str) -> Difference:
    """What changed from ``old`` to ``new``, folders or git revisions of ``repo``; raises as
    `xiangqu.versioning.snapshot.read` does, and DataError if a version is not three numbers.
    """
    one, other = snapshot.read(repo, old), snapshot.read(repo, new)
    found = list(changes(one, other))
    weight = weightiest(change.weight for change in found)
    needs = needed(one.version, weight)
    problems = [
        f"{change.what} is another in more than words and labels: give it another $id than {change.new}"
        for change in found
        if (change.field, change.weight) == ("$id", MAJOR) and change.old == change.new
    ]
    if parse(other.version) < parse(needs):
        problems.append(f"version {other.version} says too little: it must be {needs} or higher")
    return Difference(one.version, other.version, found, weight, needs, problems)


def changes(old: Snapshot, new: Snapshot) -> Iterator[Change]:
    """Every difference: of terms, in schemas, in vocabularies, and in tables record by record."""
    if old.terms != new.terms:
        yield Change("LICENSE", "changed", "", MAJOR)
    yield from _both("schema", old.schemas, new.schemas, schema_change)
    yield from _both("vocabulary", old.labels, new.labels, _vocabulary)
    yield from _both("table", old.tables, new.tables, partial(_table, keys=old.keys | new.keys))


def _both(
    part: str, old: Mapping[str, Any], new: Mapping[str, Any], compare: Compare
) -> Iterator[Change]:
    """What is in one only, and what ``compare`` (name, old, new) says of what is in both."""
    for name in sorted({*old, *new}):
        if name in old and name in new:
            yield from compare(name, old[name], new[name])
        else:
            kind = "removed" if name in old else "added"
            yield Change(f"{part} {name}", kind, "", MAJOR if name in old else MINOR)


def _vocabulary(name: str, old: list[str], new: list[str]) -> Iterator[Change]:
    what = f"vocabulary {name}"
    yield from (Change(what, "removed", label, MAJOR) for label in old if label not in new)
    yield from (Change(what, "added", label, MINOR) for label in new if label not in old)


def _table(name: str, old: pa.Table, new: pa.Table, keys: Keys) -> Iterator[Change]:
    yield from _columns(name, old.schema, new.schema)
    names = snapshot.label_names(old), snapshot.label_names(new)
    if names[0] != names[1]:
        weight = MINOR if names[1][: len(names[0])] == names[0] else MAJOR
        yield Change(name, "changed", "", weight, "numbers of labels", *names)
    key = keys.get(name, ())
    if key and {*key} <= {*old.column_names} & {*new.column_names}:
        yield from _records(name, _by(key, old), _by(key, new), cited=key == ("id",))
    elif old.to_pylist() != new.to_pylist():
        yield Change(name, "changed", "", MINOR, "rows", old.num_rows, new.num_rows)


def _columns(name: str, old: pa.Schema, new: pa.Schema) -> Iterator[Change]:
    for column in dict.fromkeys((*old.names, *new.names)):
        if column not in new.names:
            yield Change(name, "removed", f"column {column}", MAJOR)
        elif column not in old.names:
            yield Change(name, "added", f"column {column}", MINOR)
        elif old.field(column).type != new.field(column).type:
            types = old.field(column).type, new.field(column).type
            weight = MINOR if _holds(*reversed(types)) else MAJOR
            yield Change(name, "changed", f"column {column}", weight, "type", *map(str, types))


def _holds(new: pa.DataType, old: pa.DataType) -> bool:
    """Whether ``new`` is ``old``, perhaps with more fields in its structs."""
    if pa.types.is_list(new) and pa.types.is_list(old):
        return _holds(new.value_type, old.value_type)
    if pa.types.is_struct(new) and pa.types.is_struct(old):
        names = {field.name for field in new}
        return all(f.name in names and _holds(new.field(f.name).type, f.type) for f in old)
    return bool(new == old)


def _by(key: tuple[str, ...], table: pa.Table) -> dict[str, dict[str, Any]]:
    """The rows by their key; one more with the same key is told apart by a number."""
    rows: dict[str, dict[str, Any]] = {}
    for row in table.to_pylist():
        name = " ".join(str(row[column]) for column in key)
        again = (f"{name} ({n})" for n in count(2))
        rows[name if name not in rows else next(a for a in again if a not in rows)] = row
    return rows


def _records(
    name: str, old: dict[str, dict[str, Any]], new: dict[str, dict[str, Any]], cited: bool
) -> Iterator[Change]:
    """An id that is ``cited`` must not vanish."""
    for identity in dict.fromkeys((*old, *new)):
        if identity not in new:
            yield Change(name, "removed", identity, MAJOR if cited else MINOR)
        elif identity not in old:
            yield Change(name, "added", identity, MINOR)
        else:
            yield from _fields(name, identity, old[identity], new[identity])


def _fields(name: str, identity: str, old: dict[str, Any], new: dict[str, Any]) -> Iterator[Change]:
    elsewhere = name == "claims" and _apart(old, new)
    for field in new:
        if field in old and old[field] != new[field]:
            column = (name, field)
            moved = elsewhere and field in ("start", "end")
            weight = MAJOR if moved or column in PLACE else PATCH if column in PROSE else MINOR
            yield Change(name, "changed", identity, weight, field, old[field], new[field])


def _apart(old: dict[str, Any], new: dict[str, Any]) -> bool:
    """Whether two spans have no character in common."""
    return bool(old["end"] <= new["start"] or new["end"] <= old["start"])
