"""The passes of annotation: read them, hold them against each other, and check what was decided.

A pass is kept whole in ``corpus/curated/<document>/passes/<name>/``, the four label layers as
the curated ones. What is published is the common label of passes one and two, and where they differ,
or a later reading mended both, the decision in ``adjudication.jsonl``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..annotation import jsonlines
from ..annotation.errors import DataError, UsageError
from ..annotation.records import Annotated
from ..annotation.repo import LABEL_LAYERS, Repo, read_bytes
from ..annotation.spans import Unit, units
from ..files import store
from ..text.split import sentences
from ..validate import Validator
from . import sheets

PUBLISHED = "published"


@dataclass(frozen=True)
class Annotation:
    """An annotation of some documents: their units, and the text by paragraph id, in text order."""

    name: str
    units: list[Unit]
    texts: dict[str, str]


def names(repo: Repo) -> list[str]:
    """The passes that the corpus keeps, and ``published``."""
    found = {p.name for folder in repo.documents() for p in (folder / "passes").glob("*/")}
    return [PUBLISHED, *sorted(found)]


def read(repo: Repo, source: str) -> Annotation:
    """The annotation that ``source`` names: ``published``, a pass, or a folder.

    A folder is named after a document or holds folders so named, each with layer files.
    Raises UsageError if there is none, DataError naming the first record that does not fit.
    """
    parts = list(documents(repo, source))
    if not parts:
        raise UsageError(
            f"no annotation {source!r}: name {', '.join(names(repo))}, or a folder with "
            f"<document>/<layer>.jsonl; documents are {', '.join(p.name for p in repo.documents())}"
        )
    found: list[Unit] = []
    texts: dict[str, str] = {}
    for annotated, lines in parts:
        found += units(annotated, sentences)
        texts |= lines
    return Annotation(source, found, texts)


def documents(repo: Repo, source: str) -> Iterator[tuple[Annotated, dict[str, str]]]:
    """Each document that ``source`` annotates, and its text by paragraph; none if there is no source.

    Raises DataError naming the first record that does not fit.
    """
    validator = Validator(repo)
    for document, folder in folders(repo, source):
        read = validator.annotation(repo.curated / document, folder)
        if read.annotated is None:
            raise DataError(str(read.findings[0]))
        yield read.annotated, read.texts


def _kept(document: Path) -> list[str]:
    return [p.name for p in (document / "passes").glob("*") if p.is_dir()]


def folders(repo: Repo, source: str) -> Iterator[tuple[str, Path]]:
    """Document id → the folder with its layer files."""
    path = Path(source)
    for document in repo.documents():
        if source == PUBLISHED:
            yield document.name, document
        elif source in _kept(document):
            yield document.name, document / "passes" / source
        elif path.is_dir():
            store.check_output_finished(path)
            for folder in (path / document.name, *([path] if path.name == document.name else [])):
                if any((folder / f"{layer}.jsonl").exists() for layer in LABEL_LAYERS):
                    yield document.name, folder


def common(one: Annotation, other: Annotation) -> tuple[list[Unit], list[Unit], dict[str, str]]:
    """The units on the documents that both annotate, and their text. Raises UsageError if none."""
    texts = {p: text for p, text in one.texts.items() if p in other.texts}
    if not texts:
        raise UsageError(f"{one.name} and {other.name} annotate different texts")
    ours, theirs = ([u for u in a.units if u.paragraph in texts] for a in (one, other))
    return ours, theirs, texts


def export(repo: Repo, document: str, folder: Path, blank: bool) -> list[Path]:
    """Write the published annotation of ``document`` as CSV, with its text; say which files.

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
    """Turn ``folder/<document>/<layer>.csv`` into ``into/<document>/<layer>.jsonl``; say which files.

    Raises DataError for what cannot be placed in the text, UsageError if there is nothing to import or
    ``into`` has other content (with ``force``, files of the same name are replaced).
    """
    files: dict[Path, bytes] = {}
    for document in sorted(d for d in repo.documents() if (folder / d.name).is_dir()):
        _, texts = _document(repo, document.name)
        layers = {}
        for layer in LABEL_LAYERS:
            file = folder / document.name / f"{layer}.csv"
            layers[layer] = sheets.from_csv(layer, read_bytes(file), str(file), texts)
        sheets.claim_of_numerals(layers["numerals"], layers["claims"])
        for layer, records in layers.items():
            files[into / document.name / f"{layer}.jsonl"] = jsonlines.lines(records)
    if not files:
        raise UsageError(f"{folder}: holds no folder named after a document")
    store.write_output(into, files, force=force)
    return list(files)


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
