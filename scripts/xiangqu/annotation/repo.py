"""Where things live, and how they are read.

A *root* is a folder laid out like the repository: ``seeds/ corpus/ schema/ README.md``. It is the
checkout that the package stands in, or the copy that an installed wheel carries; or a folder of drafts,
which holds the tables alone.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .errors import DataError, MachineError, UsageError

LAYERS = ("document", "edits", "paragraphs", "sections", "themes", "claims", "numerals")
"""The files of a curated document, ``<layer>.jsonl``; a record of layer ``themes`` is a theme."""

LABEL_LAYERS = ("sections", "themes", "claims", "numerals")
"""The layers that a pass of annotation decides."""

SCHEMA_OF = {
    "document": "document",
    "edits": "edit",
    "paragraphs": "paragraph",
    "sections": "section",
    "themes": "theme",
    "claims": "claim",
    "numerals": "numeral",
    "adjudication": "decision",
    "audit": "verdict",
    "retired": "retired",
    "drafts": "draft",
}


_PACKAGE = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Repo:
    """The folders under one root."""

    root: Path

    @property
    def is_installed_copy(self) -> bool:
        """Whether this is the copy inside an installed wheel, which no build must change."""
        return self.root == _PACKAGE / "dataset"

    @property
    def is_drafts(self) -> bool:
        """Whether `xiangqu annotate` wrote this: its tables are not in a folder corpus/data."""
        return (self.root / "paragraphs").is_dir()

    @property
    def seeds(self) -> Path:
        return self.root / "seeds"

    @property
    def curated(self) -> Path:
        return self.root / "corpus" / "curated"

    @property
    def text(self) -> Path:
        return self.root / "corpus" / "text"

    @property
    def data(self) -> Path:
        return self.root if self.is_drafts else self.root / "corpus" / "data"

    @property
    def archive(self) -> Path:
        """The tables as CSV, for those who do not read Parquet."""
        return self.root / "corpus" / "tables.zip"

    @property
    def retired(self) -> Path:
        """The ids of documents that were removed; those of the others are retired in their folders."""
        return self.root / "corpus" / "retired.jsonl"

    @property
    def schema(self) -> Path:
        """The root's own schema, or that of the package: annotation elsewhere needs none."""
        own = self.root / "schema"
        return own if own.is_dir() else path() / "schema"

    @property
    def vocabularies(self) -> Path:
        return self.schema / "vocabularies"

    @property
    def settings(self) -> Path:
        """The JSON Schemas of the files that people write in ``schema/``, and of saved results.

        Always those of the package: a root cannot say itself what it may hold.
        """
        return path() / "schema" / "settings"

    def documents(self) -> list[Path]:
        """The curated folder of every document, sorted by id; an empty folder is none.

        Drafts have none: their records are in a table, see `xiangqu.tabular.sources`.
        """
        if self.is_drafts:
            return []
        with machine_errors(self.curated):
            return sorted(
                p
                for p in self.curated.iterdir()
                if p.is_dir() and not p.name.startswith(".") and any(p.iterdir())
            )

    def all_documents(self) -> list[Path]:
        """As `documents`; raises DataError if there is none."""
        if found := self.documents():
            return found
        raise DataError("holds no document", self.curated)


def path() -> Path:
    """The root of the dataset: the checkout around this file, or the copy in the installed wheel."""
    for root in (_PACKAGE / "dataset", _PACKAGE.parent.parent):
        if (root / "schema").is_dir() and (root / "corpus").is_dir():
            return root
    raise UsageError(
        "this installation carries no dataset: reinstall xiangqu, or run it in a checkout"
    )


def real(path: Path) -> Path:
    """``path`` without links; `Path.resolve` fails where links lead in a circle."""
    return Path(os.path.realpath(path))


@contextlib.contextmanager
def machine_errors(file: Path) -> Iterator[None]:
    """Turn an OSError (disk, permission, missing file) into one sentence that names the file."""
    try:
        yield
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError) as error:
        raise DataError((error.strerror or "no such file").lower(), file) from None
    except OSError as error:
        raise MachineError(f"{error.filename or file}: {error.strerror or error}") from None


def read_bytes(file: Path) -> bytes:
    with machine_errors(file):
        return file.read_bytes()


def read_text(file: Path) -> str:
    """The file as strict UTF-8, line ends untouched. Raises DataError naming the first bad byte."""
    return decode(read_bytes(file), file)


def decode(data: bytes, file: Path) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise DataError(f"byte {error.start} is not UTF-8; save it as UTF-8", file) from None


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
