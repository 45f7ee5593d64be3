"""The description of the release: its facts, and its tables with the meaning of every column.

The facts stand in ``CITATION.cff`` (authors, title, version, keywords) and ``schema/release.json``
(all others); the meanings in ``schema/tables.json``, the schemas of the records and
``schema/derived-columns.json``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pyarrow as pa

from ..annotation import settings
from ..annotation.errors import DataError
from ..annotation.repo import Repo
from ..annotation.vocabulary import Term, derived_columns, schema, vocabulary
from ..citation import cff
from ..tabular.tables import SCHEMAS, TASKS
from ..tabular.tasks import label_names

NEEDED = ("title", "version", "authors", "type", "abstract", "keywords")
"""The fields of CITATION.cff without which a release cannot be described."""


@dataclass(frozen=True)
class Labels:
    """A closed list of labels: by label, or the number that stands for it, its English and Chinese name."""

    name: str
    terms: dict[str | int, tuple[str, str]]


@dataclass(frozen=True)
class Column:
    """A column. ``labels`` is the closed list that its values are of, None if there is none;
    ``columns`` are those of a struct or of each struct in a list.
    """

    name: str
    type: pa.DataType
    en: str
    zh: str
    nullable: bool
    labels: Labels | None
    columns: tuple[Column, ...]

    @property
    def is_list(self) -> bool:
        return bool(pa.types.is_list(self.type))


@dataclass(frozen=True)
class Table:
    """A config. ``key`` names a row; ``references`` gives the table and column that a column is of."""

    name: str
    en: str
    zh: str
    key: tuple[str, ...]
    references: dict[str, tuple[str, str]]
    columns: tuple[Column, ...]


@dataclass(frozen=True)
class Release:
    """``citation`` is CITATION.cff and ``facts`` schema/release.json."""

    citation: dict[str, Any]
    facts: dict[str, Any]
    tables: tuple[Table, ...]

    @property
    def identifier(self) -> str | None:
        """The address of the DOI."""
        return f"https://doi.org/{self.citation['doi']}" if "doi" in self.citation else None


def given(facts: Mapping[str, Any]) -> dict[str, Any]:
    """``facts`` without those that are None."""
    return {name: value for name, value in facts.items() if value is not None}


def read(repo: Repo) -> Release:
    """The release as ``repo`` describes it.

    Raises DataError if a file is broken, or says nothing of a table, a column or what a release needs.
    """
    citation, facts = cff.read(repo), settings.read(repo, "release")
    for field in NEEDED:
        if field not in citation:
            raise DataError(
                f"{repo.root / cff.NAME}: {field}: a release needs it, and it is missing"
            )
    names = [licence["name"] for licence in facts["licenses"]]
    if "license" in citation and citation["license"] not in names:
        said = f"{citation['license']} is none of schema/release.json ({', '.join(names)})"
        raise DataError(f"{repo.root / cff.NAME}: license: {said}")
    known = {table["table"]: table for table in settings.read(repo, "tables")["tables"]}
    for name in SCHEMAS:
        if name not in known:
            raise DataError(f"{repo.schema / 'tables.json'}: tables: {name} is missing")
    return Release(citation, facts, tuple(_table(repo, known[name]) for name in SCHEMAS))


def _table(repo: Repo, known: Term) -> Table:
    name = known["table"]
    references = {column: to.split(".") for column, to in known["references"].items()}
    return Table(
        name=name,
        en=known["en"],
        zh=known["zh"],
        key=tuple(known["key"]),
        references={column: (table, to) for column, (table, to) in references.items()},
        columns=tuple(
            _numbered(column, name, label_names(repo)[name])
            if column.name == TASKS.get(name)
            else column
            for column in _columns(repo, SCHEMAS[name], _meanings(repo, known["record"], name))
        ),
    )


def _numbered(column: Column, table: str, names: list[str]) -> Column:
    """The column of a task, with the labels that its numbers stand for, in its description too."""
    listed = "; ".join(f"{number} {name}" for number, name in enumerate(names))
    labels = Labels(table, {number: (name, name) for number, name in enumerate(names)})
    return replace(column, en=f"{column.en} {listed}.", zh=f"{column.zh}：{listed}", labels=labels)


def _meanings(repo: Repo, record: str | None, table: str | None = None) -> dict[str, Term]:
    """The meaning of the columns of ``record`` by name: what is said of ``table`` alone counts first, then
    the schema of the record, then what derived columns mean anywhere.
    """
    derived = derived_columns(repo)
    anywhere = {c["column"]: c for c in derived if "table" not in c}
    here = {c["column"]: c for c in derived if c.get("table", "") == table}
    return anywhere | (_properties(schema(repo, record)) if record else {}) | here


def _properties(definition: Term) -> dict[str, Term]:
    """The properties of a schema, each with what it refers to."""
    parts = {f"#/$defs/{name}": part for name, part in definition.get("$defs", {}).items()}
    return {
        name: parts.get(part.get("$ref"), {}) | part
        for name, part in definition["properties"].items()
    }


def _columns(
    repo: Repo, fields: pa.Schema | pa.StructType, meanings: Mapping[str, Term]
) -> tuple[Column, ...]:
    for field in fields:
        if field.name not in meanings:
            raise DataError(f"{repo.schema}: no file says what the column {field.name!r} is")
    return tuple(_column(repo, field, meanings[field.name]) for field in fields)


def _column(repo: Repo, field: pa.Field, meaning: Term) -> Column:
    inner = field.type.value_type if pa.types.is_list(field.type) else field.type
    columns: tuple[Column, ...] = ()
    if pa.types.is_struct(inner):
        record = meaning.get("record")
        within = _meanings(repo, record) if record else meaning.get("properties", {})
        columns = _columns(repo, inner, within)
    nullable = "null" in meaning.get("type", "") or None in meaning.get("enum", ())
    return Column(
        name=field.name,
        type=field.type,
        en=meaning["description"],
        zh=meaning["x-zh"],
        nullable=nullable or meaning.get("nullable", False),
        labels=_labels(repo, meaning),
        columns=columns,
    )


def _labels(repo: Repo, meaning: Term) -> Labels | None:
    if "x-vocabulary" not in meaning:
        return None
    terms = vocabulary(repo, meaning["x-vocabulary"]).terms
    return Labels(meaning["x-vocabulary"], {key: (t["en"], t["zh"]) for key, t in terms.items()})
