"""A change from one release to another, and how much that of a JSON Schema matters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .semver import MAJOR, MINOR, PATCH

_WORDS = {"$id", "title", "description", "x-zh"}
"""Keywords that refuse no record."""

_NAMED = {"properties", "$defs"}
"""Keywords whose value has names of the schema's own, not keywords."""


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


def schema_change(name: str, old: dict[str, Any], new: dict[str, Any]) -> Iterator[Change]:
    """*Patch* if only words changed, *minor* if the new one surely takes all that the old one took."""
    if old != new:
        same = _bare(old) == _bare(new)
        weight = PATCH if same else MINOR if _takes(new, old) else MAJOR
        yield Change(f"schema {name}", "changed", "", weight, "$id", old.get("$id"), new.get("$id"))


def _bare(schema: Any) -> Any:
    """The schema without its words."""
    if not isinstance(schema, dict):
        return schema
    return {
        key: {name: _bare(part) for name, part in value.items()} if key in _NAMED else _bare(value)
        for key, value in schema.items()
        if key not in _WORDS
    }


def _takes(new: Any, old: Any) -> bool:
    """Whether ``new`` differs in nothing but words, labels and optional properties that were added,
    and properties that need not be there any more.
    """
    if not (isinstance(old, dict) and isinstance(new, dict)):
        return bool(old == new)
    return all(
        _takes_keyword(key, new.get(key), old.get(key))
        for key in (old.keys() | new.keys()) - _WORDS
    )


def _takes_keyword(key: str, new: Any, old: Any) -> bool:
    if isinstance(old, list) and isinstance(new, list) and key in ("enum", "required"):
        fewer, more = (old, new) if key == "enum" else (new, old)
        return all(value in more for value in fewer)
    if isinstance(old, dict) and isinstance(new, dict) and key in _NAMED:
        return all(name in new and _takes(new[name], part) for name, part in old.items())
    return _takes(new, old)
