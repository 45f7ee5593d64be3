"""A release as it lies in a folder or in a git revision: tables, names of labels, schemas, version.

Other versions have other columns, so tables are taken as they are, not held to `xiangqu.tabular.tables`.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from ..annotation import vocabulary
from ..annotation.errors import DataError, UsageError
from ..annotation.repo import Repo, machine_errors, read_bytes, read_text
from ..citation import cff
from ..tabular import tables

PARTS = ("CITATION.cff", "LICENSE", "corpus/data", "schema")
"""What a comparison needs of a release."""


@dataclass(frozen=True)
class Snapshot:
    """``terms`` is LICENSE; ``keys`` the columns that name a row, by config; ``labels`` by vocabulary,
    in their order; ``schemas`` by record type.
    """

    name: str
    version: str
    terms: str
    tables: dict[str, pa.Table]
    keys: dict[str, tuple[str, ...]]
    labels: dict[str, list[str]]
    schemas: dict[str, dict[str, Any]]


def read(repo: Repo, source: str) -> Snapshot:
    """The release in the folder ``source``, or at that git revision of ``repo``.

    Raises UsageError if it is neither, DataError if a part of it is missing or damaged.
    """
    with machine_errors(Path(source)):
        is_folder = bool(source) and Path(source).is_dir()
    if is_folder:
        return _read(Repo(Path(source)), source)
    with tempfile.TemporaryDirectory() as folder:
        _extract(repo.root, source, Path(folder))
        return _read(Repo(Path(folder)), source)


def _extract(root: Path, revision: str, folder: Path) -> None:
    """Put what is needed of a revision into ``folder``; only its hash reaches a command of git."""
    named = _git(
        root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"
    )
    if named.returncode:
        raise UsageError(f"{revision!r} is neither a folder nor a revision of {root}")
    commit = named.stdout.decode().strip()
    there = _git(root, "ls-tree", "--name-only", "-z", commit, "--", *PARTS).stdout.decode()
    archive = _git(root, "archive", "--format=tar", commit, "--", *filter(None, there.split("\0")))
    try:
        with tarfile.open(fileobj=io.BytesIO(archive.stdout)) as tar:
            tar.extractall(folder, filter="data")
    except tarfile.TarError as error:
        raise DataError(f"{revision}: cannot be taken out of git: {error}") from None


def _git(root: Path, *words: str) -> subprocess.CompletedProcess[bytes]:
    """Run git on the repository around ``root``, whichever a hook may be running for."""
    environment = {name: value for name, value in os.environ.items() if name[:4] != "GIT_"}
    try:
        return subprocess.run(["git", "-C", root, *words], capture_output=True, env=environment)
    except FileNotFoundError:
        raise UsageError(f"{words[-1]}: no such folder, and no git to ask for a revision") from None


def _read(repo: Repo, name: str) -> Snapshot:
    """Only the release's own schema counts, not that of the package."""
    files = sorted(repo.data.glob(f"*/{tables.FILE}"))
    if not (repo.root / "schema").is_dir() or not files:
        raise DataError(
            f"{name}: holds no release: schema/ or the tables of corpus/data/ are missing"
        )
    try:
        return Snapshot(
            name,
            str(cff.read(repo)["version"]),
            read_text(repo.root / "LICENSE"),
            {file.parent.name: tables.parse(read_bytes(file), file) for file in files},
            _keys(repo),
            {file.stem: _ids(file) for file in sorted(repo.vocabularies.glob("*.json"))},
            {
                name: vocabulary.load_json(repo.schema / f"{name}.schema.json")
                for name in vocabulary.schema_names(repo)
            },
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise DataError(f"{name}: its schema/ cannot be used: {error!s:.80}") from None


def _keys(repo: Repo) -> dict[str, tuple[str, ...]]:
    """None, if the release is older than the file that tells them."""
    file = repo.schema / "tables.json"
    known = vocabulary.load_json(file)["tables"] if file.exists() else ()
    return {table["table"]: tuple(table["key"]) for table in known}


def _ids(file: Path) -> list[str]:
    return [str(term["id"]) for term in vocabulary.load_json(file)["terms"]]


def label_names(table: pa.Table) -> list[str]:
    """The labels that stand as numbers in a table, 0 first, as `datasets` writes them; or none."""
    said = (table.schema.metadata or {}).get(b"huggingface", b"{}")
    try:
        features = json.loads(said)["info"]["features"].values()
        return [name for f in features for name in f.get("feature", f).get("names", ())]
    except (ValueError, KeyError, TypeError, AttributeError):
        return []
