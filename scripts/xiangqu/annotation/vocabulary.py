"""The vocabularies of ``schema/vocabularies/`` and the JSON Schemas: labels are listed there only."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from types import UnionType
from typing import Any

from .errors import DataError
from .repo import Repo, read_text

Term = dict[str, Any]

_NEEDED: dict[str, dict[str, type | UnionType]] = {
    "bounds": {"before": list, "after": list},
    "edit-rules": {"made_by": str, "changes": dict, "leaves_no": str | None},
    "indicators": {"unit": str, "spellings": list},
    "kinds": {"themed": bool},
    "measures": {"units": list},
    "themes": {"cap_major": int | None},
    "units": {"written": list},
}
"""What the package reads of the terms of a vocabulary, besides their names."""


@dataclass(frozen=True)
class Vocabulary:
    """A closed list of labels: ``terms[id]`` has Chinese and English names and what else it needs."""

    name: str
    title_zh: str
    title_en: str
    terms: dict[str, Term]


def load_json(file: Path) -> Any:
    """The JSON in ``file`` of the schema. Raises DataError, naming the line that is not JSON."""
    try:
        return json.loads(read_text(file))
    except json.JSONDecodeError as error:
        raise DataError(f"{file}:{error.lineno}: not JSON: {error.msg}") from None
    except RecursionError:
        raise DataError(f"{file}: is nested too deeply") from None


def vocabulary(repo: Repo, name: str) -> Vocabulary:
    """Read one vocabulary, e.g. ``themes``. Raises DataError if the file is missing or broken."""
    file = repo.vocabularies / f"{name}.json"
    data = load_json(file)
    try:
        terms: dict[str, Term] = {term["id"]: term for term in data["terms"]}
        for term in terms.values():
            for key, kind in ({"zh": str, "en": str} | _NEEDED.get(name, {})).items():
                if not isinstance(term[key], kind):
                    raise TypeError(f"{key} of {term['id']}")
        _patterns(terms if name == "edit-rules" else {})
        return Vocabulary(data["name"], data["title_zh"], data["title_en"], terms)
    except (KeyError, TypeError, AttributeError, re.error) as error:
        raise DataError(f"{file}: is not a vocabulary: {error!s:.80} is wrong or missing") from None


def _patterns(rules: dict[str, Term]) -> None:
    """Raise re.error unless every pattern of an edit rule is one."""
    for rule in rules.values():
        for pattern in (*rule["changes"], rule["leaves_no"] or ""):
            re.compile(pattern)


def vocabularies(repo: Repo) -> dict[str, Vocabulary]:
    """Every vocabulary by name. Raises DataError if one that the package reads is not there."""
    names = {*_NEEDED, *(file.stem for file in repo.vocabularies.glob("*.json"))}
    return {name: vocabulary(repo, name) for name in sorted(names)}


def schema(repo: Repo, name: str) -> dict[str, Any]:
    """The JSON Schema of one record type, e.g. ``claim``."""
    file = repo.schema / f"{name}.schema.json"
    loaded = load_json(file)
    if not isinstance(loaded, dict) or not isinstance(loaded.get("properties"), dict):
        raise DataError(f"{file}: is not the schema of a record")
    return loaded


def schema_names(repo: Repo) -> list[str]:
    return sorted(
        file.name.removesuffix(".schema.json") for file in repo.schema.glob("*.schema.json")
    )


def derived_columns(repo: Repo) -> list[Term]:
    """Descriptions of the published columns that no curated record has."""
    columns: list[Term] = load_json(repo.schema / "derived-columns.json")["columns"]
    return columns


def rulings(repo: Repo) -> list[Term]:
    """The rules of annotation by layer, each with examples."""
    layers: list[Term] = load_json(repo.schema / "rulings.json")["layers"]
    return layers
