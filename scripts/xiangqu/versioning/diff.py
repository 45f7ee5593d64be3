"""What changed from one release to another: which records, field by field, and how much it matters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import pyarrow as pa

from ..annotation.repo import Repo
from ..tabular.places import PLACE, same_place
from . import snapshot
from .semver import MAJOR, MINOR, PATCH, WEIGHTS, needed, parse
from .snapshot import Snapshot

PROSE = {("documents", "date_evidence"), ("edits", "reason")}
"""Columns of remarks about the data: another wording changes no result."""

GROUND = {
    ("documents", "text"),
    ("documents", "seed_sha256"),
    ("documents", "rights"),
    ("paragraphs", "text"),
    ("claims", "paragraph"),
}
"""Columns that offsets count in, or that say on what terms the text is there."""

_WORDS = {"$id", "title", "description", "x-zh"}
"""Keywords of a JSON Schema that only describe, and cannot make it refuse a record."""

_NAMED = {"properties", "$defs"}
"""Keywords whose value is an object with names chosen by the schema, not keywords."""

Row = dict[str, Any]
Compare = Callable[[str, Any, Any], Iterator["Change"]]
"""Takes a name, and what the old and the new release have under it; yields the changes."""


@dataclass(frozen=True)
class Change:
    """Something of a table, vocabulary or schema was ``added``, ``removed`` or ``changed``.

    ``id`` names the record, column or label, and is empty for the whole; ``field`` is what of a record
    changed. ``old`` and ``new`` are None where there is nothing to show.
    """

    what: str
    kind: str
    id: str
    weight: str
    field: str | None = None
    old: Any = None
    new: Any = None


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
    weight = max((change.weight for change in found), key=WEIGHTS.index, default=None)
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
    yield from _each("schema", old.schemas, new.schemas, _schema)
    yield from _each("vocabulary", old.labels, new.labels, _vocabulary)
    yield from _each("table", old.tables, new.tables, partial(_table, old.keys | new.keys))


def _each(
    part: str, old: Mapping[str, Any], new: Mapping[str, Any], compare: Compare
) -> Iterator[Change]:
    """Every schema, vocabulary or table of the two releases, by name."""
    for name in sorted({*old, *new}):
        if name in old and name in new:
            yield from compare(name, old[name], new[name])
        else:
            kind = "removed" if name in old else "added"
            yield Change(f"{part} {name}", kind, "", MAJOR if name in old else MINOR)


def _within(
    what: str,
    old: Mapping[str, Any],
    new: Mapping[str, Any],
    compare: Compare,
    removed: str = MAJOR,
) -> Iterator[Change]:
    """The labels of a vocabulary, or the columns or rows of a table, those of ``old`` first."""
    for name in dict.fromkeys((*old, *new)):
        if name not in new:
            yield Change(what, "removed", name, removed)
        elif name not in old:
            yield Change(what, "added", name, MINOR)
        else:
            yield from compare(name, old[name], new[name])


def _schema(name: str, old: dict[str, Any], new: dict[str, Any]) -> Iterator[Change]:
    """*Patch* if only words changed, *minor* if the new one surely takes all that the old one took."""
    if old != new:
        weight = MAJOR if not _takes(new, old) else PATCH if _takes(old, new) else MINOR
        yield Change(f"schema {name}", "changed", "", weight, "$id", old.get("$id"), new.get("$id"))


def _takes(new: Any, old: Any, keyword: str = "") -> bool:
    """Whether the schema ``new`` surely takes all that ``old`` takes: they differ in nothing but words,
    labels and optional properties that were added, and properties that need not be there any more.
    """
    if isinstance(old, list) and isinstance(new, list) and keyword in ("enum", "required"):
        fewer, more = (old, new) if keyword == "enum" else (new, old)
        return all(value in more for value in fewer)
    if not (isinstance(old, dict) and isinstance(new, dict)):
        return bool(old == new)
    if keyword in _NAMED:
        return all(name in new and _takes(new[name], part) for name, part in old.items())
    return all(_takes(new.get(k), old.get(k), k) for k in (old.keys() | new.keys()) - _WORDS)


def _vocabulary(name: str, old: list[str], new: list[str]) -> Iterator[Change]:
    ids_old, ids_new = dict.fromkeys(old), dict.fromkeys(new)
    yield from _within(f"vocabulary {name}", ids_old, ids_new, lambda *_: iter(()))


def _table(
    keys: Mapping[str, tuple[str, ...]], name: str, old: pa.Table, new: pa.Table
) -> Iterator[Change]:
    yield from _within(name, _types(old), _types(new), partial(_column, name))
    before, after = snapshot.label_names(old), snapshot.label_names(new)
    if before != after:
        weight = MINOR if after[: len(before)] == before else MAJOR
        yield Change(name, "changed", "", weight, "numbers of labels", before, after)
    if old.equals(new):
        return  # which is quicker than to compare their rows
    key = keys.get(name, ())
    if key and {*key} <= {*old.column_names} & {*new.column_names}:
        removed = MAJOR if key == ("id",) else MINOR  # an id may have been cited
        yield from _within(name, _by(key, old), _by(key, new), partial(_row, name, key), removed)
    elif old.to_pylist() != new.to_pylist():
        yield Change(name, "changed", "", MINOR, "rows", old.num_rows, new.num_rows)


def _types(table: pa.Table) -> dict[str, pa.DataType]:
    return {f"column {field.name}": field.type for field in table.schema}


def _column(table: str, name: str, old: pa.DataType, new: pa.DataType) -> Iterator[Change]:
    if old != new:
        weight = MINOR if _holds(new, old) else MAJOR
        yield Change(table, "changed", name, weight, "type", str(old), str(new))


def _holds(new: pa.DataType, old: pa.DataType) -> bool:
    """Whether ``new`` is the same type as ``old``, perhaps with more fields in its structs."""
    if pa.types.is_list(new) and pa.types.is_list(old):
        return _holds(new.value_type, old.value_type)
    if pa.types.is_struct(new) and pa.types.is_struct(old):
        names = {field.name for field in new}
        return all(f.name in names and _holds(new.field(f.name).type, f.type) for f in old)
    return bool(new == old)


def _by(key: tuple[str, ...], table: pa.Table) -> dict[str, Row]:
    """The rows by their key; the second with the same key is named ``KEY (2)``."""
    rows: dict[str, Row] = {}
    seen: Counter[str] = Counter()
    for row in table.to_pylist():
        name = " ".join(str(row[column]) for column in key)
        seen[name] += 1
        rows[name if seen[name] == 1 else f"{name} ({seen[name]})"] = row
    return rows


def _row(table: str, key: tuple[str, ...], identity: str, old: Row, new: Row) -> Iterator[Change]:
    is_moved = key == ("id",) and not same_place(old, new)
    for field in new:
        if field in old and old[field] != new[field]:
            is_heavy = (table, field) in GROUND or (is_moved and field in PLACE)
            weight = MAJOR if is_heavy else PATCH if (table, field) in PROSE else MINOR
            yield Change(table, "changed", identity, weight, field, old[field], new[field])
