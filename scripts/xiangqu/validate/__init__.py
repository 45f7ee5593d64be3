"""Validation of curated annotation, level by level; a failed lower level ends a record.

`validate` is the way in. Imports nothing that makes the annotation, so as not to repeat its faults.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from ..errors import DataError, UsageError
from ..records import Annotated, from_json
from ..repo import LABEL_LAYERS, LAYERS, SCHEMA_OF, Repo, read_text, sha256
from ..vocabulary import Vocabulary, vocabularies
from . import census, claims, dates, edits, structure, text
from .context import Context
from .finding import Check, Finding, Item, identify
from .reading import Schemas, finding, read_layer

__all__ = ["CHECKS", "Finding", "Validator", "stands_alone", "validate"]

TEXT_CHECKS: dict[str, Check] = {**edits.CHECKS, **text.CHECKS}
LABEL_CHECKS: dict[str, Check] = {
    **structure.CHECKS,
    **claims.CHECKS,
    **dates.CHECKS,
    **census.CHECKS,
}
CHECKS: dict[str, Check] = {**TEXT_CHECKS, **LABEL_CHECKS}
"""Every check of levels 3 and 4 by its code; the docstring of a check is its message."""


class Validator:
    """Schemas and vocabularies, compiled once for any number of documents."""

    def __init__(self, repo: Repo) -> None:
        self.repo = repo
        self.schemas = Schemas(repo)
        self.vocabularies: dict[str, Vocabulary] = vocabularies(repo)
        self.schemas.check_labels(self.vocabularies)

    def document(self, folder: Path) -> tuple[Annotated | None, list[Finding]]:
        """The document in ``folder``, if nothing is wrong with it or its passes, and what is wrong."""
        context, findings = self._checked(folder, folder)
        if context.alignment is not None:
            _drop_broken(context)
            findings += _run(LABEL_CHECKS, context)
        for stray in sorted(folder.iterdir()):
            if stray.name not in {"passes", *(f"{layer}.jsonl" for layer in SCHEMA_OF)}:
                findings.append(finding(stray, 0, "XQ107", None, "move it elsewhere"))
        passes = []
        for labels in sorted(folder.glob("passes/*")):
            annotated, _, found = self.reading(folder, labels)
            findings += found
            passes += [(labels.name, annotated)] if annotated else []
        if findings:
            return None, sorted(set(findings))
        return replace(_annotated(context), passes=tuple(passes)), []

    def reading(
        self, folder: Path, labels: Path
    ) -> tuple[Annotated | None, dict[str, str], list[Finding]]:
        """The document in ``folder`` with the label layers of the folder ``labels``; the text by
        paragraph; findings. Labels are not checked (levels 1 to 3 only): a pass is kept as it was made.
        """
        context, findings = self._checked(folder, labels)
        return (None if findings else _annotated(context)), context.texts, sorted(set(findings))

    def _checked(self, folder: Path, labels: Path) -> tuple[Context, list[Finding]]:
        """Levels 1 to 3."""
        context, findings = self._read(folder, labels)
        findings += self._seed(context)
        if context.raw is not None:
            findings += _run(TEXT_CHECKS, context)
        return context, findings

    def file(self, file: Path, layer: str) -> list[Finding]:
        """Levels 1 and 2 of one file that stands alone."""
        return read_layer(file, layer, self.schemas)[1]

    def _read(self, folder: Path, labels: Path) -> tuple[Context, list[Finding]]:
        context, findings = Context(self.vocabularies), []
        for layer in SCHEMA_OF:
            file = (labels if layer in LABEL_LAYERS else folder) / f"{layer}.jsonl"
            if layer not in LAYERS and not file.exists():
                continue
            context.files[layer] = file
            records, found = read_layer(file, layer, self.schemas)
            findings += found
            items: list[Item[Any]] = [
                Item(layer, line, from_json(layer, record)) for line, record in records
            ]
            if layer == "document":
                named = [i.record.id for i in items] == [folder.name]
                context.document = items[0] if named else None
                if not found and not named:
                    findings.append(finding(file, 1, "XQ108", None, f"expected: {folder.name}"))
            else:
                setattr(context, layer, items)
            for fault in found:
                context.damaged.add(layer)
                _mark(context, layer, fault.id)
        return context, findings

    def _seed(self, context: Context) -> list[Finding]:
        """Read the seed of the document; a seed that is not the one recorded is a finding."""
        if context.document is None or "edits" in context.broken_layers:
            return []
        record = context.document.record
        file = self.repo.seeds / record.seed_file
        try:
            raw = read_text(file)
        except DataError as error:
            return [_seed_finding(context, str(error))]
        if sha256(raw.encode()) != record.seed_sha256:
            return [_seed_finding(context, f"{file} has another SHA-256")]
        context.raw = raw
        return []


def _seed_finding(context: Context, detail: str) -> Finding:
    assert context.document is not None
    file, (_, line, record) = context.files["document"], context.document
    message = "The seed is the one that was annotated."
    return Finding(str(file), line, "XQ300", record.id, message, detail)


def _run(checks: dict[str, Check], context: Context) -> list[Finding]:
    """The findings of ``checks``; what the checks of level 3 find is broken for what follows."""
    findings = []
    for code, check in checks.items():
        for (layer, line, record), detail in list(check(context)):
            identity = identify(record)
            if checks is TEXT_CHECKS:
                _mark(context, layer, identity)
            message = check.__doc__ or ""
            file = context.files[layer]
            findings.append(Finding(str(file), line, code, identity, message, detail))
    return findings


def _mark(context: Context, layer: str, identity: str) -> None:
    """Higher levels leave out the paragraph of a faulty record, or its layer if none is known."""
    paragraph = identity.partition("[")[0]
    parts = paragraph.split(".")
    if layer in ("paragraphs", "claims", "themes", "numerals") and len(parts) >= 2:
        context.broken_paragraphs.add(".".join(parts[:2]))
    else:
        context.broken_layers.add(layer)


def _drop_broken(context: Context) -> None:
    for layer in context.broken_layers - {"document"}:
        setattr(context, layer, [])


def _annotated(context: Context) -> Annotated:
    assert context.document is not None, "a document that is not there is a finding"
    layers = list(SCHEMA_OF)[1:]
    records = {layer: tuple(i.record for i in getattr(context, layer)) for layer in layers}
    return Annotated(context.document.record, **records)


def validate(repo: Repo, paths: Iterable[Path] = ()) -> list[Finding]:
    """Findings over the curated documents of ``repo``, or over the files and folders given.

    A folder with a layer file is a document, other folders are searched for such. For a layer file the
    document that it stands in is checked, since a fault in it may show elsewhere; if it stands alone
    (`stands_alone`) it is checked by levels 1 and 2. Raises UsageError where a path does not exist or
    is nothing that can be validated.
    """
    validator = Validator(repo)
    findings: set[Finding] = set()
    for path in list(paths) or [repo.curated]:
        findings.update(_validate_path(validator, path))
    return sorted(findings)


def _validate_path(validator: Validator, path: Path) -> Iterable[Finding]:
    if path.is_dir():
        folders = _documents(validator.repo, path)
        return [f for folder in folders for f in validator.document(folder)[1]]
    if not path.exists():
        raise UsageError(f"{path}: no such file or folder")
    if path.suffix != ".jsonl" or path.stem not in SCHEMA_OF:
        raise UsageError(f"{path}: is not named after a layer ({', '.join(SCHEMA_OF)}).jsonl")
    if stands_alone(path):
        return validator.file(path, path.stem)
    folder = _folder(path)
    return validator.document(folder)[1]


def stands_alone(file: Path) -> bool:
    """Whether there is no document around the layer file ``file``."""
    return file.is_file() and not (_folder(file) / "document.jsonl").exists()


def _folder(file: Path) -> Path:
    """The folder of the document of a layer file, which may be one of a pass."""
    return file.parent.parent.parent if file.parent.parent.name == "passes" else file.parent


def _documents(repo: Repo, path: Path) -> list[Path]:
    """The document folders in ``path``, or ``path`` itself."""
    if path.resolve() == repo.curated.resolve():
        return repo.documents()
    files = [f for f in path.rglob("*.jsonl") if f.stem in SCHEMA_OF and "passes" not in f.parts]
    if not files:
        raise UsageError(f"{path}: holds no curated document (a folder with document.jsonl)")
    return sorted({file.parent for file in files})
