"""A release as it lies in a folder or in a git revision: version, terms, tables, labels and schemas.

Other versions have other columns, so tables are taken as they are, not held to `xiangqu.tabular.tables`.
"""

from __future__ import annotations

import io
import os
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import pyarrow as pa

from ..annotation import settings, vocabulary
from ..annotation.errors import DataError, UsageError
from ..annotation.repo import Repo, machine_errors, read_bytes, read_text
from ..citation import cff
from ..files import store
from ..tabular import tables

T = TypeVar("T")

PARTS = ("CITATION.cff", "LICENSE", "corpus/data/", "schema/")
"""The files and folders of a release that a comparison needs."""


@dataclass(frozen=True)
class Snapshot:
    """``terms`` is the LICENSE; ``keys`` are the columns that name a row, by config; ``labels`` are those
    of each vocabulary, in its order; ``schemas`` are by record type.
    """

    version: str
    terms: str
    tables: dict[str, pa.Table]
    keys: dict[str, tuple[str, ...]]
    labels: dict[str, list[str]]
    schemas: dict[str, dict[str, Any]]


class _Term(msgspec.Struct):
    id: str


class _Vocabulary(msgspec.Struct):
    terms: list[_Term]


class _Table(msgspec.Struct):
    table: str
    key: tuple[str, ...]


class _Tables(msgspec.Struct):
    tables: list[_Table]


class _Feature(msgspec.Struct):
    names: list[str] = []
    feature: _Feature | None = None


class _Info(msgspec.Struct):
    features: dict[str, _Feature]


class _Metadata(msgspec.Struct):
    info: _Info


def read(repo: Repo, source: str) -> Snapshot:
    """The release in the folder ``source``, or at that git revision of ``repo``.

    Raises UsageError if it is neither, DataError if a part of it is missing or damaged.
    """
    with machine_errors(Path(source)):
        is_folder = bool(source) and Path(source).is_dir()
    if is_folder:
        store.check_finished(Path(source))
        return _read(Repo(Path(source)), source)
    with tempfile.TemporaryDirectory() as folder:
        _extract(repo.root, source, folder)
        return _read(Repo(Path(folder)), source)


def _extract(root: Path, revision: str, folder: str) -> None:
    """Put what is needed of a revision into ``folder``. Its hash alone reaches git archive, which would
    take a name like ``--output=FILE`` for an option.
    """
    asked = ("--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    commit = _git(root, "rev-parse", *asked).decode().strip()
    if not commit:
        raise UsageError(f"{revision!r} is neither a folder nor a revision of {root}")
    try:
        with tarfile.open(fileobj=io.BytesIO(_git(root, "archive", commit))) as tar:
            members = [member for member in tar if member.name.startswith(PARTS)]
            tar.extractall(folder, members, filter="data")
    except tarfile.TarError as error:
        raise DataError(f"{revision}: cannot be taken out of git: {error}") from None


def _git(root: Path, *words: str) -> bytes:
    """What git prints about the repository around ``root``, even if a hook runs for another one."""
    environment = {name: value for name, value in os.environ.items() if name[:4] != "GIT_"}
    command = ["git", "-C", str(root), *words]
    try:
        return subprocess.run(command, capture_output=True, env=environment).stdout
    except FileNotFoundError:
        raise UsageError(f"{words[-1]}: no such folder, and no git to ask for a revision") from None


def _read(repo: Repo, name: str) -> Snapshot:
    files = sorted(repo.data.glob(f"*/{tables.FILE}"))
    if not (repo.root / "schema").is_dir() or not files:
        said = "holds no release: schema/ or the tables of corpus/data/ are missing"
        raise DataError(f"{name}: {said}")
    described = repo.schema / "tables.json"  # the first releases have none
    known = _json(described, _Tables).tables if described.exists() else []
    vocabularies = sorted(repo.vocabularies.glob("*.json"))
    return Snapshot(
        version=cff.read(repo)["version"],
        terms=read_text(repo.root / "LICENSE"),
        tables={file.parent.name: tables.parse(read_bytes(file), file) for file in files},
        keys={table.table: table.key for table in known},
        labels={file.stem: _labels(file) for file in vocabularies},
        schemas={
            name: settings.read_json(repo.schema / f"{name}.schema.json")
            for name in vocabulary.schema_names(repo)
        },
    )


def _labels(file: Path) -> list[str]:
    return [term.id for term in _json(file, _Vocabulary).terms]


def _json(file: Path, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(read_text(file), type=kind)
    except (msgspec.DecodeError, RecursionError) as error:
        raise DataError(f"{file}: cannot be used: {error!s:.120}") from None


def label_names(table: pa.Table) -> list[str]:
    """The labels that are stored as numbers in a table, 0 first, as `datasets` writes them; or none."""
    metadata = (table.schema.metadata or {}).get(b"huggingface", b"")
    try:
        features = msgspec.json.decode(metadata, type=_Metadata).info.features
    except (msgspec.DecodeError, UnicodeDecodeError):  # another program's metadata
        return []
    return [name for each in features.values() for name in (each.feature or each).names]
