"""What is published on the Hugging Face Hub: the card, the tables, and what their pages link to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import yaml

from ..annotation.errors import DataError
from ..annotation.repo import Repo, read_bytes, read_text, sha256
from ..citation import cff
from ..tabular.derive import Progress, silent
from . import pipeline

CARD = "README.md"
FILES = (
    CARD,
    "README.zh.md",
    "DATASHEET.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "RELEASING.md",
    "SCALE.md",
    "CITATION.cff",
    "LICENSE",
    "croissant.json",
    "datapackage.json",
    "schema/README.md",
    "schema/README.zh.md",
    "schema/CHECKS.md",
    "corpus/data/*/train-*.parquet",
    "corpus/claims.png",
    "corpus/edition.png",
    "corpus/example.svg",
    "corpus/tables.zip",
    "tests/heldout/README.md",
    "tests/reports/README.md",
    "tests/blind/README.md",
)
"""Every file, or pattern of files; a test holds the links of the pages among them to this list."""

_HEAD = re.compile(r"---\n(.*?\n)---\n", re.DOTALL)  # ---\nlicense: other\n---\n


@dataclass(frozen=True)
class File:
    """A file to publish: its path from the root, with ``/``, and its content."""

    path: str
    data: bytes

    @property
    def sha256(self) -> str:
        return sha256(self.data)


@dataclass(frozen=True)
class Upload:
    """The files that a push sends, by path, and the version that they are."""

    version: str
    files: list[File]


def plan(repo: Repo, progress: Progress = silent) -> Upload:
    """What a push sends; without the network.

    Raises DataError if the release is stale or does not validate, if a file is missing or a link out
    of the folder, or if the card does not begin with the metadata that the Hub reads.
    """
    pipeline.raise_first(pipeline.check(repo, progress), "; what is stale is not published")
    progress("gather the files to publish")
    _check_card(repo.root / CARD)
    return Upload(cff.read(repo)["version"], files(repo.root))


def files(root: Path) -> list[File]:
    """The files to publish in ``root``, by path. Raises DataError if one is missing, or outside."""
    found = sorted(path for pattern in FILES for path in _matching(root, pattern))
    return [File(path, read_bytes(root / path)) for path in found]


def _matching(root: Path, pattern: str) -> list[str]:
    found = [file for file in root.glob(pattern) if file.is_file()]
    if not found:
        raise DataError(f"{root / pattern}: is not there, but is to be published")
    for file in found:
        if not file.resolve().is_relative_to(root.resolve()):
            raise DataError(f"{file}: is a link to a file outside of {root}")
    return [file.relative_to(root).as_posix() for file in found]


def _check_card(file: Path) -> None:
    head = _HEAD.match(read_text(file))
    try:
        fields = yaml.safe_load(head[1]) if head else None
    except (yaml.YAMLError, ValueError) as error:  # ValueError: an impossible date
        said = " ".join(str(error).split())
        raise DataError(f"{file}: the YAML at its head cannot be read: {said:.120}") from None
    if not isinstance(fields, dict):
        raise DataError(f"{file}: the YAML at its head cannot be read: it is not of a dataset card")
