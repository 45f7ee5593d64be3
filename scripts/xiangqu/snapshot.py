"""A release as it lies in a folder or in a git revision: tables, names of labels, schemas, version.

Other versions have other columns, so tables are taken as they are, not held to `xiangqu.tables`.
"""

from __future__ import annotations

import io
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from . import cff, tables, vocabulary
from .errors import DataError, UsageError
from .repo import Repo, machine_errors, read_bytes, read_text

PARTS = ("CITATION.cff", "LICENSE", "corpus/data", "schema")
"""What a comparison needs of a release."""


@dataclass(frozen=True)
class Snapshot:
    """``tables`` by config; ``labels`` in their order, by vocabulary; ``schemas`` by record type;
    ``terms`` is LICENSE.
    """

    name: str
    version: str
    terms: str
    tables: dict[str, pa.Table]
    labels: dict[str, list[str]]
    schemas: dict[str, dict[str, Any]]


def read(repo: Repo, source: str) -> Snapshot:
    """The release in the folder ``source``, or at that git revision of ``repo``.

    Raises UsageError if it is neither, DataError if a part of it is missing or damaged.
    """
    if Path(source).is_dir():
        return _read(Repo(Path(source)), source)
    with tempfile.TemporaryDirectory() as folder:
        _extract(repo.root, source, Path(folder))
        return _read(Repo(Path(folder)), source)


def _extract(root: Path, revision: str, folder: Path) -> None:
    git = ["git", "-C", str(root), "archive", "--format=tar", revision, "--", *PARTS]
    try:
        archive = subprocess.run(git, capture_output=True)
    except FileNotFoundError:
        raise UsageError(f"{revision}: no such folder, and no git to ask for a revision") from None
    if archive.returncode:
        said = archive.stderr.decode("utf-8", "replace").strip().partition("\n")[0]
        raise UsageError(f"{revision}: neither a folder nor a revision of {root} ({said})")
    with tarfile.open(fileobj=io.BytesIO(archive.stdout)) as tar:
        tar.extractall(folder, filter="data")


def _read(repo: Repo, name: str) -> Snapshot:
    if not (repo.root / "schema").is_dir() or not repo.data.is_dir():
        raise DataError(f"{name}: holds no release: schema/ or corpus/data/ is missing")
    vocabularies = sorted(repo.vocabularies.glob("*.json"))
    return Snapshot(
        name,
        str(cff.read(repo)["version"]),
        read_text(repo.root / "LICENSE"),
        {file.parent.name: _table(file) for file in sorted(repo.data.glob(f"*/{tables.FILE}"))},
        {file.stem: _ids(file) for file in vocabularies},
        {name: vocabulary.schema(repo, name) for name in vocabulary.schema_names(repo)},
    )


def _table(file: Path) -> pa.Table:
    with machine_errors(file):
        return tables.parse(read_bytes(file), file)


def _ids(file: Path) -> list[str]:
    try:
        return [term["id"] for term in vocabulary.load_json(file)["terms"]]
    except (KeyError, TypeError):
        raise DataError(f"{file}: is not a vocabulary") from None
