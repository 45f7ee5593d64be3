"""Validation of curated annotation, level by level; a failed lower level ends a record.

`validate` is the way in. Imports nothing that makes the annotation, so as not to repeat its faults.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ..errors import DataError
from ..records import Annotated, from_json
from ..repo import LAYERS, Repo, read_text, sha256
from ..vocabulary import Vocabulary, vocabularies
from . import census, claims, structure, text
from .context import Context
from .finding import Check, Finding, Item, identify
from .reading import Schemas, finding, read_layer

__all__ = ["CHECKS", "Finding", "Validator", "validate"]

LABEL_CHECKS: dict[str, Check] = {**structure.CHECKS, **claims.CHECKS, **census.CHECKS}
CHECKS: dict[str, Check] = {**text.CHECKS, **LABEL_CHECKS}
"""Every check of levels 3 and 4 by its code; the docstring of a check is its message."""


class Validator:
    """Schemas and vocabularies, compiled once for any number of documents."""

    def __init__(self, repo: Repo) -> None:
        self.repo = repo
        self.schemas = Schemas(repo)
        self.vocabularies: dict[str, Vocabulary] = vocabularies(repo)

    def document(self, folder: Path) -> tuple[Annotated | None, list[Finding]]:
        """The document in ``folder``, if nothing is wrong with it, and what is wrong."""
        context, findings = self._read(folder)
        findings += self._seed(folder, context)
        if context.raw is not None:
            findings += _run(text.CHECKS, context, folder)
        if context.alignment is not None:
            _drop_broken(context)
            findings += _run(LABEL_CHECKS, context, folder)
        return (None if findings else _annotated(context)), sorted(set(findings))

    def file(self, file: Path, layer: str) -> list[Finding]:
        """Levels 1 and 2 of one file that stands alone."""
        return read_layer(file, layer, self.schemas)[1]

    def _read(self, folder: Path) -> tuple[Context, list[Finding]]:
        context, findings = Context(self.vocabularies), []
        for layer in LAYERS:
            file = folder / f"{layer}.jsonl"
            records, found = read_layer(file, layer, self.schemas)
            findings += found
            items: list[Item[Any]] = [
                Item(layer, line, from_json(layer, record)) for line, record in records
            ]
            if layer == "document":
                context.document = items[0] if len(items) == 1 else None
                if not found and [i.record.id for i in items] != [folder.name]:
                    findings.append(finding(file, 1, "XQ108", None, f"expected: {folder.name}"))
            else:
                setattr(context, layer, items)
            for fault in found:
                _mark(context, layer, fault.id)
        for stray in sorted(folder.iterdir()):
            if stray.name not in {f"{layer}.jsonl" for layer in LAYERS}:
                findings.append(finding(stray, 0, "XQ107", None, "move it elsewhere"))
        return context, findings

    def _seed(self, folder: Path, context: Context) -> list[Finding]:
        """Read the seed of the document; a seed that is not the one recorded is a finding."""
        if context.document is None or "edits" in context.broken_layers:
            return []
        record = context.document.record
        file = self.repo.seeds / record.seed_file
        try:
            raw = read_text(file)
        except DataError as error:
            return [_seed_finding(folder, context.document, str(error))]
        if sha256(raw.encode()) != record.seed_sha256:
            return [_seed_finding(folder, context.document, f"{file} has another SHA-256")]
        context.raw = raw
        return []


def _seed_finding(folder: Path, item: Item[Any], detail: str) -> Finding:
    return Finding(
        str(folder / "document.jsonl"),
        item.line,
        "XQ300",
        identify(item.record),
        "The seed is not the one that was annotated.",
        detail,
    )


def _run(checks: dict[str, Check], context: Context, folder: Path) -> list[Finding]:
    """The findings of ``checks``; what the checks of level 3 find is broken for what follows."""
    findings = []
    for code, check in checks.items():
        for (layer, line, record), detail in list(check(context)):
            identity = identify(record)
            if checks is text.CHECKS:
                _mark(context, layer, identity)
            message = check.__doc__ or ""
            file = folder / f"{layer}.jsonl"
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
    layers = {layer: tuple(i.record for i in getattr(context, layer)) for layer in LAYERS[1:]}
    return Annotated(context.document.record, **layers)


def validate(repo: Repo, paths: Iterable[Path] = ()) -> list[Finding]:
    """Findings over the curated documents of ``repo``, or over the files and folders given.

    A folder that holds ``document.jsonl`` is a document, other folders are searched for such; a
    layer file is checked with its document if that stands beside it, else by levels 1 and 2.
    Raises DataError where a path does not exist or is nothing that can be validated.
    """
    validator = Validator(repo)
    findings: list[Finding] = []
    for path in list(paths) or [repo.curated]:
        findings += _validate_path(validator, path)
    return sorted(findings)


def _validate_path(validator: Validator, path: Path) -> list[Finding]:
    if path.is_dir():
        folders = sorted(file.parent for file in path.rglob("document.jsonl"))
        folders += [
            f
            for f in sorted(path.iterdir())
            if f.is_dir()
            and f not in folders
            and any((f / f"{layer}.jsonl").exists() for layer in LAYERS)
        ]
        if not folders:
            raise DataError(f"{path}: holds no curated document (a folder with document.jsonl)")
        return [f for folder in folders for f in validator.document(folder)[1]]
    if not path.exists():
        raise DataError(f"{path}: no such file or folder")
    if path.suffix != ".jsonl" or path.stem not in LAYERS:
        raise DataError(f"{path}: is not named after a layer ({', '.join(LAYERS)}).jsonl")
    if (path.parent / "document.jsonl").exists():
        return [f for f in validator.document(path.parent)[1] if f.file == str(path)]
    return validator.file(path, path.stem)
