"""The vocabularies of ``schema/vocabularies/`` and the JSON Schemas: labels are listed there only."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from . import settings
from .errors import DataError
from .repo import Repo, path

Term = dict[str, Any]

READ_BY_NAME = ("bounds", "edit-rules", "indicators", "kinds", "measures", "themes", "units")
"""The vocabularies that the package reads by their name; others are those of a field of a schema."""


WITH_PATTERNS = "edit-rules"
"""The vocabulary whose terms have regular expressions, which are run on texts."""


@dataclass(frozen=True)
class Vocabulary:
    """A closed list of labels: ``terms[id]`` has Chinese and English names and what else it needs."""

    name: str
    title_zh: str
    title_en: str
    terms: dict[str, Term]


def vocabulary(repo: Repo, name: str) -> Vocabulary:
    """One vocabulary, e.g. ``themes``. Raises DataError if the file is missing or broken."""
    file = repo.vocabularies / f"{name}.json"
    data = settings.load(file, repo.settings / "vocabulary.schema.json")
    terms: dict[str, Term] = {term["id"]: term for term in data["terms"]}
    if data["name"] != name:
        raise DataError(f"name: {data['name']!r} is not the name of the file", file)
    if len(terms) < len(data["terms"]):
        raise DataError("terms: two of them have the same id", file)
    if name == WITH_PATTERNS:
        own = path() / "schema" / "vocabularies" / file.name
        settings.check_patterns(file, own, _patterns)
    return Vocabulary(name, data["title_zh"], data["title_en"], terms)


def _patterns(data: Term) -> Iterator[str]:
    for term in data["terms"]:
        yield from term["changes"]
        if term["leaves_no"]:
            yield term["leaves_no"]


def vocabularies(repo: Repo) -> dict[str, Vocabulary]:
    """Every vocabulary by name. Raises DataError if one that the package reads is not there."""
    names = {*READ_BY_NAME, *(file.stem for file in repo.vocabularies.glob("*.json"))}
    return {name: vocabulary(repo, name) for name in sorted(names)}


def places(repo: Repo) -> dict[str, str]:
    """The name of every place by its code, those that are gone since 2000 included."""
    file = repo.schema / "rules" / "places.json"
    found = settings.load(file, repo.settings / "rules-places.schema.json")
    former = {code: name for code, name, _ in found["former"]["values"]}
    now: dict[str, str] = found["places"]["values"]
    return former | now


def schema(repo: Repo, name: str) -> dict[str, Any]:
    """The JSON Schema of one record type, e.g. ``claim``.

    Where a field names a vocabulary, its enum lists the labels that are in the vocabulary now, and null
    if the file has it there. The labels of a field that is ``x-composed`` may be joined, as units are
    (CNY/person/month): it has a pattern instead. Raises DataError if the schema
    or a vocabulary is missing or broken.
    """
    file = repo.schema / f"{name}.schema.json"
    definition: dict[str, Any] = settings.load(file, repo.settings / "record.schema.json")
    fields = definition["properties"].items()
    return definition | {"properties": {key: _with_labels(repo, field) for key, field in fields}}


def _with_labels(repo: Repo, field: Term) -> Term:
    if "x-vocabulary" not in field:
        return field
    terms = vocabulary(repo, field["x-vocabulary"]).terms
    if field.get("x-composed"):
        one = "|".join(re.escape(label) for label in sorted(terms, key=len, reverse=True))
        parts = "|".join(sorted({re.escape(p) for label in terms for p in re.split("[./]", label)}))
        return field | {"pattern": f"^(?:{one})(?:[./](?:{parts}))*$", "examples": [*terms]}
    labels: list[str | None] = [*terms]
    return field | {"enum": labels + [None] * (None in field.get("enum", ()))}


def schema_names(repo: Repo) -> list[str]:
    return sorted(
        file.name.removesuffix(".schema.json") for file in repo.schema.glob("*.schema.json")
    )


def derived_columns(repo: Repo) -> list[Term]:
    """Descriptions of the published columns that no curated record has."""
    columns: list[Term] = settings.read(repo, "derived-columns")["columns"]
    return columns


def rulings(repo: Repo) -> list[Term]:
    """The rules of annotation by layer, each with examples."""
    layers: list[Term] = settings.read(repo, "rulings")["layers"]
    return layers
