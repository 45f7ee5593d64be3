"""Validation of curated annotation, level by level; a failed lower level ends a record.

`validate` is the way in. Imports nothing that makes the annotation, so as not to repeat its faults.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from ..annotation.errors import DataError, UsageError
from ..annotation.records import Annotated
from ..annotation.repo import SCHEMA_OF, Repo, real
from ..files import store
from . import reading, relations, validator
from .finding import WARNING, Finding, level_of
from .reading import MACHINE, UTF8, finding, read_layer, read_lines
from .validator import CHECKS, CheckedDocument, Validator

__all__ = [
    "CHECKS",
    "MACHINE",
    "MESSAGES",
    "UTF8",
    "WARNING",
    "CheckedDocument",
    "Finding",
    "Validator",
    "level_of",
    "same_but_for_case",
    "stands_alone",
    "validate",
    "validate_stream",
]

MESSAGES: dict[str, str] = {
    **reading.MESSAGES,
    **validator.MESSAGES,
    **{code: check.__doc__ or "" for code, check in {**CHECKS, **relations.CHECKS}.items()},
}
"""What each code of levels 1 to 4 and 6 asks for, in a sentence."""


def validate(repo: Repo, paths: Iterable[Path] = (), encoding: str = UTF8) -> Iterator[Finding]:
    """Findings over the curated documents of ``repo``, or over the files and folders given, in order.

    Of all documents together the relations between their claims are checked too.
    A folder with a layer file is a document, other folders are searched for such. For a layer file the
    document that it stands in is checked, since a fault in it may show elsewhere; if it stands alone
    (`stands_alone`) it is checked by levels 1 and 2. Raises UsageError where a path does not exist or
    is nothing that can be validated.
    """
    checker = Validator(repo, encoding)
    documents: list[Annotated | None] = []
    wanted = dict.fromkeys(chain.from_iterable(_wanted(repo, p) for p in paths or [repo.curated]))
    for path in wanted:
        if path.is_dir():
            checked = checker.document(path)
            documents.append(checked.annotated)
            yield from (*checked.findings, *checked.warnings)
        else:
            root = validator.root_of(repo, path.parent)
            yield from read_layer(path, path.stem, checker.schemas, root, encoding)[1]
    yield from same_but_for_case(path for path in wanted if path.is_dir())
    if [*wanted] == repo.documents() and (sound := [d for d in documents if d]) == documents:
        yield from relations.read(repo, checker.schemas, sound, encoding)[1]


def validate_stream(
    repo: Repo, stream: BinaryIO, layer: str | None = None, encoding: str = UTF8
) -> Iterator[Finding]:
    """Findings of levels 1 and 2 on the lines of ``stream``, one at a time.

    Without ``layer`` each record is of the layer whose fields it has most of. Raises DataError if there
    is no line.
    """
    schemas = Validator(repo, encoding).schemas
    is_empty = True
    for *_, found in read_lines(stream, Path("-"), layer, schemas, encoding):
        is_empty = False
        yield from found
    if is_empty:
        raise DataError("standard input is empty: nothing was checked")


def _wanted(repo: Repo, path: Path) -> Iterator[Path]:
    """The document folders and the lone files that ``path`` stands for."""
    store.check_output_finished(path)
    if path.is_dir():
        yield from _documents(repo, path)
    elif not path.exists():
        raise UsageError(f"{path}: no such file or folder")
    elif path.suffix != ".jsonl" or path.stem not in SCHEMA_OF:
        raise UsageError(f"{path}: is not named after a layer ({', '.join(SCHEMA_OF)}).jsonl")
    else:
        yield path if stands_alone(path) else _folder(path)


def stands_alone(file: Path) -> bool:
    """Whether there is no document around the layer file ``file``."""
    return file.is_file() and not (_folder(file) / "document.jsonl").exists()


def _folder(file: Path) -> Path:
    """The folder of the document of a layer file, which may be one of a pass."""
    return file.parent.parent.parent if file.parent.parent.name == "passes" else file.parent


def _documents(repo: Repo, path: Path) -> list[Path]:
    """The document folders in ``path``, or ``path`` itself."""
    if real(path) == real(repo.curated):
        return repo.all_documents()
    files = [f for f in path.rglob("*.jsonl") if f.stem in SCHEMA_OF and "passes" not in f.parts]
    files = [f for f in files if real(f) != real(repo.retired)]
    if not files:
        raise UsageError(f"{path}: holds no curated document (a folder with document.jsonl)")
    return sorted({file.parent for file in files})


def same_but_for_case(folders: Iterable[Path]) -> Iterator[Finding]:
    """Findings on folders that would be one on a system that ignores case."""
    seen: dict[str, Path] = {}
    for folder in folders:
        twin = seen.setdefault(str(folder).casefold(), folder)
        if twin != folder:
            yield finding(folder, 0, "XQ115", None, f"{twin.name} and {folder.name}")
