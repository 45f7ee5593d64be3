"""What changed from one release to another: which records, field by field, and how much it matters."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import pyarrow as pa

from . import snapshot
from .repo import Repo
from .snapshot import Snapshot
from .versions import MAJOR, MINOR, PATCH, needed, parse, weightiest
from .vocabulary import load_json

PROSE = {("documents", "date_evidence"), ("edits", "reason")}
"""Columns that are words about the data: another wording changes no result."""

PLACE = {
    *(("documents", "text"), ("paragraphs", "text"), ("documents", "rights")),
    *(("claims", "paragraph"), ("sections", "first_paragraph")),
}
"""Columns that offsets count in, that say what an id names, or on what terms the text is there."""

_WORDS = {"$id", "title", "description", "x-zh"}
"""Keywords of a schema that refuse no record."""

Keys = Mapping[str, tuple[str, ...]]
Compare = Callable[[str, Any, Any], "Iterator[Change]"]


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
    `xiangqu.snapshot.read` does, and DataError if a version is not three numbers.
    """
    one, other = snapshot.read(repo, old), snapshot.read(repo, new)
    found = list(changes(one, other, _keys(repo)))
    weight = weightiest(change.weight for change in found)
    needs = needed(one.version, weight)
    problems = [
        f"{change.what} refuses what it took before: give it another $id than {change.new}"
        for change in found
        if (change.field, change.weight) == ("$id", MAJOR) and change.old == change.new
    ]
    if parse(other.version) < parse(needs):
        problems.append(f"version {other.version} says too little: it must be {needs} or higher")
    return Difference(one.version, other.version, found, weight, needs, problems)


def _keys(repo: Repo) -> Keys:
    """By config the columns whose values name a record."""
    known = load_json(repo.schema / "tables.json")["tables"]
    return {table["table"]: tuple(table["key"]) for table in known}


def changes(old: Snapshot, new: Snapshot, keys: Keys) -> Iterator[Change]:
    """Every difference, in schemas, in vocabularies, and in tables record by record."""
    if old.terms != new.terms:
        yield Change("LICENSE", "changed", "", MAJOR)
    yield from _both("schema", old.schemas, new.schemas, _schema)
    yield from _both("vocabulary", old.labels, new.labels, _vocabulary)
    yield from _both("table", old.tables, new.tables, partial(_table, keys=keys))


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


def _schema(name: str, old: dict[str, Any], new: dict[str, Any]) -> Iterator[Change]:
    if old != new:
        same = _bare(old) == _bare(new)
        weight = PATCH if same else MINOR if _takes(new, old) else MAJOR
        yield Change(f"schema {name}", "changed", "", weight, "$id", old.get("$id"), new.get("$id"))


def _bare(schema: Any) -> Any:
    if not isinstance(schema, dict):
        return schema
    return {key: _bare(value) for key, value in schema.items() if key not in _WORDS}


def _takes(new: Any, old: Any) -> bool:
    """Whether ``new`` differs from ``old`` in nothing but words and labels that were added."""
    if not (isinstance(old, dict) and isinstance(new, dict)):
        return bool(old == new)
    wider = {*old.get("enum", ())} <= {*new.get("enum", ())} and ("enum" in old) == ("enum" in new)
    rest = (old.keys() | new.keys()) - _WORDS - {"enum"}
    return wider and all(_takes(new.get(key), old.get(key)) for key in rest)


def _vocabulary(name: str, old: list[str], new: list[str]) -> Iterator[Change]:
    what = f"vocabulary {name}"
    yield from (Change(what, "removed", label, MAJOR) for label in old if label not in new)
    yield from (Change(what, "added", label, MINOR) for label in new if label not in old)


def _table(name: str, old: pa.Table, new: pa.Table, keys: Keys) -> Iterator[Change]:
    types = ({field.name: str(field.type) for field in table.schema} for table in (old, new))
    yield from _columns(name, *types)
    names = _label_names(old), _label_names(new)
    if names[0] != names[1]:
        weight = MINOR if names[1][: len(names[0])] == names[0] else MAJOR
        yield Change(name, "changed", "", weight, "numbers of labels", *names)
    key = keys.get(name, ())
    if key and {*key} <= {*old.column_names} & {*new.column_names}:
        yield from _records(name, _by(key, old), _by(key, new), cited=key == ("id",))


def _label_names(table: pa.Table) -> list[str]:
    """The labels that stand as numbers in a task config, 0 first."""
    said = (table.schema.metadata or {}).get(b"huggingface", b"{}")
    features = json.loads(said).get("info", {}).get("features", {}).values()
    return [name for f in features for name in f.get("feature", f)["names"]]


def _columns(name: str, old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Change]:
    for column in dict.fromkeys((*old, *new)):
        if column not in new:
            yield Change(name, "removed", f"column {column}", MAJOR)
        elif column not in old:
            yield Change(name, "added", f"column {column}", MINOR)
        elif old[column] != new[column]:
            yield Change(
                name, "changed", f"column {column}", MAJOR, "type", old[column], new[column]
            )


def _by(key: tuple[str, ...], table: pa.Table) -> dict[str, dict[str, Any]]:
    return {" ".join(str(row[column]) for column in key): row for row in table.to_pylist()}


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
