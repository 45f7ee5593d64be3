"""Annotation taken out of the corpus as CSV files, and brought back as layer files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from ..annotation import jsonlines
from ..annotation.errors import DataError, UsageError
from ..annotation.records import Annotated
from ..annotation.repo import LABEL_LAYERS, Repo, read_bytes
from ..files import store
from ..validate import Validator
from ..validate.schemas import Schemas
from . import sheets


def export(repo: Repo, document: str, folder: Path, blank: bool) -> list[Path]:
    """Write the published annotation of ``document`` as CSV, with its text, and return the files.

    Raises UsageError if there is no such document or a file is there already.
    """
    annotated, texts = _document(repo, document)
    contents = sheets.to_csv(annotated, texts, blank)
    lines = "".join(f"{paragraph}\t{text}\n" for paragraph, text in texts.items())
    files = {folder / document / name: content for name, content in contents.items()}
    files[folder / document / "text.tsv"] = lines.encode()
    with store.writing(folder):
        for file in files:
            if file.exists():
                raise UsageError(f"{file} is there already: name another folder")
        store.put(folder, files)
    return list(files)


def import_(repo: Repo, folder: Path, into: Path, *, force: bool = False) -> list[Path]:
    """Turn ``folder/<document>/<layer>.csv`` into ``into/<document>/<layer>.jsonl``; return the latter.

    Raises DataError for what cannot be placed in the text or does not fit its schema, UsageError if there
    is nothing to import or ``into`` has other content (with ``force``, files of the same name are replaced).
    """
    files: dict[Path, bytes] = {}
    schemas = Schemas(repo)
    for document in sorted(d for d in repo.documents() if (folder / d.name).is_dir()):
        _, texts = _document(repo, document.name)
        layers = read_sheets(folder / document.name, texts, schemas)
        sheets.claim_of_numerals(layers["numerals"], layers["claims"])
        for layer, rows in layers.items():
            records = [{k: v for k, v in row.items() if k != sheets.READ} for row in rows]
            files[into / document.name / f"{layer}.jsonl"] = jsonlines.lines(records)
    if not files:
        raise UsageError(f"{folder}: holds no folder named after a document")
    store.write_output(into, files, force=force)
    return list(files)


def read_sheets(
    folder: Path, texts: Mapping[str, str], schemas: Schemas
) -> dict[str, list[sheets.Row]]:
    """The rows of each layer's CSV file in ``folder``, as `xiangqu.compare.sheets.from_csv` gives them."""
    found = {}
    for layer in LABEL_LAYERS:
        file = folder / f"{layer}.csv"
        found[layer] = sheets.from_csv(layer, read_bytes(file), str(file), texts, schemas)
    return found


def _document(repo: Repo, document: str) -> tuple[Annotated, dict[str, str]]:
    folder = repo.curated / document
    if folder not in repo.documents():
        raise UsageError(
            f"no document {document!r}; there are {', '.join(d.name for d in repo.documents())}"
        )
    read = Validator(repo).annotation(folder, folder)
    if read.annotated is None:
        raise DataError(str(read.findings[0]))
    return read.annotated, read.texts
