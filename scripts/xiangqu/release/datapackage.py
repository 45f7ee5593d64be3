"""The release as a Data Package: ``datapackage.json``, see https://datapackage.org/standard/."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pyarrow as pa

from ..annotation.repo import sha256
from ..citation.cff import full_name
from .metadata import Column, Labels, Release, Table, given

Node = dict[str, Any]

_TYPES = {
    pa.string(): "string",
    pa.bool_(): "boolean",
    pa.int32(): "integer",
    pa.int64(): "integer",
    pa.float64(): "number",
    pa.date32(): "date",
}


def package(release: Release, files: Mapping[str, tuple[str, bytes]]) -> Node:
    """The description as JSON. ``files`` has by config the path of its file, from the root of the
    repository, and what is in it.

    Each file is listed twice, as a table and as bytes: Frictionless does not check size and hash of a
    table in Parquet.
    """
    citation, facts = release.citation, release.facts
    return given(
        {
            "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
            "name": facts["name"],
            "id": release.identifier,
            "title": citation["title"],
            "description": facts["description"]["en"],
            "homepage": citation.get("url"),
            "version": citation["version"],
            "licenses": [_licence(licence) for licence in facts["licenses"]],
            "contributors": [_contributor(author) for author in citation["authors"]],
            "keywords": citation["keywords"],
            "resources": list(_resources(release.tables, files)),
        }
    )


def _licence(licence: Node) -> Node:
    """A licence that has an address, or the file of the repository that says what is reserved."""
    if licence["url"]:
        return {"name": licence["name"], "path": licence["url"], "title": licence["covers"]}
    return {"path": "LICENSE", "title": licence["covers"]}


def _contributor(author: Node) -> Node:
    return {"title": full_name(author), "roles": ["creator"]}


def _resources(tables: tuple[Table, ...], files: Mapping[str, tuple[str, bytes]]) -> Iterator[Node]:
    for table in tables:
        path, content = files[table.name]
        yield {
            "name": table.name,
            "type": "table",
            "description": table.en,
            "path": path,
            "format": "parquet",
            "mediatype": "application/vnd.apache.parquet",
            "schema": _schema(table),
        }
        yield {
            "name": f"{table.name}-file",
            "path": path,
            "format": "binary",  # or Frictionless would take it for a table again
            "mediatype": "application/octet-stream",
            "bytes": len(content),
            "hash": f"sha256:{sha256(content)}",
        }


def _schema(table: Table) -> Node:
    references = [
        {"fields": [column], "reference": _reference(table, *to)}
        for column, to in table.references.items()
    ]
    return given(
        {
            "fields": [_field(column) for column in table.columns],
            "missingValues": [],  # an empty text is a text
            "primaryKey": list(table.key),
            "foreignKeys": references or None,
        }
    )


def _reference(table: Table, resource: str, field: str) -> Node:
    """What a foreign key refers to; a resource that is left out is the table itself."""
    return given({"resource": resource if resource != table.name else None, "fields": [field]})


def _field(column: Column) -> Node:
    kind = _kind(column)
    constraints: Node = {} if column.nullable else {"required": True}
    labels = column.labels if kind in ("string", "integer") else None  # not in a list
    if labels:
        constraints["enum"] = list(labels.terms)
    # Frictionless reads through pandas, where a number that is missing is not a number.
    missing = ["nan"] if column.nullable and kind in ("integer", "number") else None
    return given(
        {
            "name": column.name,
            "type": kind,
            "title": column.zh,
            "description": column.en,
            "missingValues": missing,
            "categories": labels and _categories(labels),
            "constraints": constraints or None,
        }
    )


def _categories(labels: Labels) -> list[Node]:
    return [{"value": value, "label": zh} for value, (_, zh) in labels.terms.items()]


def _kind(column: Column) -> str:
    """The type of a field. A list is ``any``: Frictionless reads it as an array of numpy, which its
    type ``array`` refuses.
    """
    kind = column.type
    if pa.types.is_list(kind):
        return "any"
    if pa.types.is_struct(kind):
        return "object"
    return _TYPES[kind]
