"""Level 2 of what people write in ``schema/``: every file fits its own schema."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from ..annotation import settings
from ..annotation.errors import DataError
from ..annotation.repo import SCHEMA_OF, Repo
from ..annotation.vocabulary import READ_BY_NAME, schema, schema_names, vocabulary
from .finding import Finding
from .reading import finding

CODE = "XQ207"
REFERENCES = (("units", "measures", "measures"), ("indicators", "unit", "units"))
"""Vocabulary, field, and the vocabulary that the field takes its labels from."""


def check(repo: Repo) -> Iterator[Finding]:
    """Findings on the vocabularies, rules, schemas of records and settings of ``repo``."""
    sound = True
    for file, read in _files(repo):
        try:
            read()
        except DataError as error:
            sound = False
            yield finding(file, 0, CODE, None, error.about(file))
    if sound:
        yield from _strange_labels(repo)


def _files(repo: Repo) -> Iterator[tuple[Path, Callable[[], Any]]]:
    """Each file, and what reads it or raises DataError."""
    for name in sorted({*READ_BY_NAME, *(file.stem for file in repo.vocabularies.glob("*.json"))}):
        yield repo.vocabularies / f"{name}.json", partial(vocabulary, repo, name)
    for name in sorted({*SCHEMA_OF.values(), *schema_names(repo)}):
        file = repo.schema / f"{name}.schema.json"
        yield file, partial(_schema, repo, name, file)
    for name in ("checks", "derived-columns", "release", "rulings", "tables"):
        yield repo.schema / f"{name}.json", partial(settings.read, repo, name)
    for own in sorted(repo.settings.glob("rules-*.schema.json")):
        name = own.name.removeprefix("rules-").removesuffix(".schema.json")
        file = repo.schema / "rules" / f"{name}.json"
        yield file, partial(settings.load, file, own)


def _schema(repo: Repo, name: str, file: Path) -> None:
    settings.compiled(schema(repo, name), file)


def _strange_labels(repo: Repo) -> Iterator[Finding]:
    """Terms that name a label of another vocabulary which is not in it."""
    for name, field, other in REFERENCES:
        known = vocabulary(repo, other).terms
        for term in vocabulary(repo, name).terms.values():
            labels = term[field] if isinstance(term[field], list) else [term[field]]
            for label in labels:
                if label not in known:
                    said = f"{field} of {term['id']}: {label!r} is not in vocabularies/{other}.json"
                    yield finding(repo.vocabularies / f"{name}.json", 0, CODE, None, said)
