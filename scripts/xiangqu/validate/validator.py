"""One curated document through levels 1 to 4, and 6; a failed lower level ends a record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ..annotation.errors import DataError
from ..annotation.records import Annotated, Document, Edit, Record, from_json
from ..annotation.repo import LABEL_LAYERS, LAYERS, SCHEMA_OF, Repo, read_text, real, sha256
from ..annotation.spans import units
from ..annotation.vocabulary import Vocabulary, places, vocabularies
from ..text.align import Alignment
from . import census, claims, dates, edits, likely, passes, quotes, structure, text, wording
from .context import Check, Context
from .finding import Finding, Item, identify
from .quantity_reader import Reader
from .reading import MACHINE, UTF8, finding, read_layer
from .schemas import Schemas
from .sentences import sentences

TEXT_CHECKS: dict[str, Check] = {**edits.CHECKS, **text.CHECKS}
LABEL_CHECKS: dict[str, Check] = {
    **structure.CHECKS,
    **claims.CHECKS,
    **quotes.CHECKS,
    **dates.CHECKS,
    **wording.CHECKS,
    **census.CHECKS,
    **passes.CHECKS,
}
CHECKS: dict[str, Check] = {**TEXT_CHECKS, **LABEL_CHECKS, **likely.CHECKS}
"""Every check of levels 3, 4 and 6 by its code; the docstring of a check is its message."""

SEED = "XQ300"
MESSAGES = {SEED: "The seed is the one that was annotated."}


@dataclass(frozen=True)
class CheckedDocument:
    """What was read of a document, and what is wrong with it.

    ``annotated`` is None if there are ``findings``. ``alignment`` is that of the seed, replayed once
    for all who need it, and ``texts`` gives the text of a paragraph by its id: none and empty if the
    seed or the edits are at fault. ``warnings`` say what is likely at fault beyond that.
    """

    annotated: Annotated | None
    findings: list[Finding]
    alignment: Alignment | None
    texts: dict[str, str]
    warnings: tuple[Finding, ...] = ()


class Validator:
    """Checks documents, one at a time, with schemas and vocabularies that are compiled once.

    ``encoding`` is that of the layer files; seeds are UTF-8.
    """

    def __init__(self, repo: Repo, encoding: str = UTF8) -> None:
        self.repo = repo
        self.encoding = encoding
        self.schemas = Schemas(repo)
        self.vocabularies: dict[str, Vocabulary] = vocabularies(repo)
        self.places = places(repo)
        self.reader = Reader(self.vocabularies["units"], self.vocabularies["bounds"])

    def document(self, folder: Path) -> CheckedDocument:
        """The document in ``folder``, checked on levels 1 to 4 and 6; its passes on levels 1 to 3."""
        context, findings = self._read_document(folder, folder)
        found_in, unread = _passes(folder)
        findings += [*unread, *_names(folder, found_in)]
        kept: list[tuple[str, Annotated]] = []
        for labels in (path for path in found_in if path.is_dir()):
            of_pass, found = self._read_labels(folder, labels, context)
            findings += found
            if not found:
                kept.append((labels.name, _annotated(of_pass)))
        context.passes = {name: units(annotated, sentences) for name, annotated in kept}
        if context.alignment is not None:
            findings += _run(LABEL_CHECKS, context)
        at_fault = {(f.file, f.line) for f in findings}
        likely_too = (w for w in _run(likely.CHECKS, context) if (w.file, w.line) not in at_fault)
        checked = replace(_result(context, findings), warnings=tuple(sorted(likely_too)))
        if checked.annotated is None:
            return checked
        return replace(checked, annotated=replace(checked.annotated, passes=tuple(kept)))

    def annotation(self, folder: Path, labels: Path) -> CheckedDocument:
        """The document in ``folder`` with the label layers of the folder ``labels``.

        Levels 1 to 3 only: what a pass decided is kept as it is, right or wrong.
        """
        return _result(*self._read_document(folder, labels))

    def _read_document(self, folder: Path, labels: Path) -> tuple[Context, list[Finding]]:
        """Levels 1 to 3 of a document."""
        context = Context(self.vocabularies, self.reader, self.places)
        findings = self._read(context, folder, labels, tuple(SCHEMA_OF))
        findings += self._seed(context)
        if context.raw is not None:
            findings += _run(TEXT_CHECKS, context)
        return context, findings

    def _read_labels(
        self, folder: Path, labels: Path, known: Context
    ) -> tuple[Context, list[Finding]]:
        """Levels 1 to 3 of a pass on a document that is ``known``."""
        if known.alignment is None:
            return self._read_document(folder, labels)
        context = known.without_labels()
        findings = self._read(context, folder, labels, LABEL_LAYERS)
        return context, findings + _run(text.CHECKS, context)

    def _read(
        self, context: Context, folder: Path, labels: Path, layers: tuple[str, ...]
    ) -> list[Finding]:
        findings = []
        for layer in layers:
            place = labels if layer in LABEL_LAYERS else folder
            file = place / f"{layer}.jsonl"
            if layer not in LAYERS and not file.exists():
                continue
            context.files[layer] = file
            records, found = read_layer(
                file, layer, self.schemas, root_of(self.repo, place), self.encoding
            )
            items = [Item(layer, line, from_json(layer, record)) for line, record in records]
            if layer == "document":
                found += _take_document(context, file, items, bool(found))
            else:
                setattr(context, layer, items)
            for fault in found:
                context.damage.add(layer, fault.line, fault.id)
            findings += found
        return findings

    def _seed(self, context: Context) -> list[Finding]:
        """Read the seed of the document; a seed that is not the one recorded is a finding."""
        if context.document is None or "edits" in context.damage.layers:
            return []
        record = context.document.record
        file = self.repo.seeds / record.seed_file
        try:
            if not real(file).is_relative_to(real(self.repo.root)):
                return [_seed_finding(context, f"{file} is a link out of the repository")]
            raw = read_text(file)
        except DataError as error:
            return [_seed_finding(context, str(error))]
        if sha256(raw.encode()) != record.seed_sha256:
            return [_seed_finding(context, f"{file} has another SHA-256")]
        context.raw = raw
        return []


def root_of(repo: Repo, folder: Path) -> Path:
    """What the files of a document may not leave: its repository, or what its folder stands in."""
    root = real(repo.root)
    inside = folder.absolute().is_relative_to(root) or real(folder).is_relative_to(root)
    return repo.root if inside else real(folder).parent


def _passes(folder: Path) -> tuple[list[Path], list[Finding]]:
    """What is in the folder of the passes of a document, or the finding that it cannot be read."""
    place = folder / "passes"
    try:
        return sorted(place.iterdir()) if place.is_dir() else [], []
    except OSError as error:
        return [], [finding(place, 0, MACHINE, None, (error.strerror or str(error)).lower())]


def _names(folder: Path, passes: Sequence[Path]) -> list[Finding]:
    """Findings on the names in ``folder`` and its passes: what does not belong, and what clashes."""
    layers = {*(f"{layer}.jsonl" for layer in SCHEMA_OF)}
    labels = {*(f"{layer}.jsonl" for layer in LABEL_LAYERS)}
    findings = _odd(folder, {"passes", *layers})
    for labelled in passes:
        if labelled.is_dir():
            findings += _odd(labelled, labels)
        else:
            findings.append(finding(labelled, 0, "XQ107", None, "a pass is a folder"))
    return findings


def _odd(folder: Path, known: set[str]) -> list[Finding]:
    findings, seen = [], dict[str, Path]()
    for file in sorted(folder.iterdir()):
        twin = seen.setdefault(file.name.casefold(), file)
        if twin != file:
            findings.append(finding(file, 0, "XQ115", None, f"{twin.name} and {file.name}"))
        elif file.name not in known:
            findings.append(finding(file, 0, "XQ107", None, "move it elsewhere"))
    return findings


def _take_document(
    context: Context, file: Path, items: Sequence[Item[Record]], damaged: bool
) -> list[Finding]:
    """Put the one record of ``document.jsonl`` into the context; else the finding."""
    name = file.parent.name
    match items:
        case [(layer, line, Document(id=found) as record)] if found == name:
            context.document = Item(layer, line, record)
            return []
    return [] if damaged else [finding(file, 1, "XQ108", None, f"expected: {name}")]


def _seed_finding(context: Context, detail: str) -> Finding:
    assert context.document is not None
    file, (_, line, record) = context.files["document"], context.document
    return Finding(str(file), line, SEED, record.id, MESSAGES[SEED], detail)


def _run(checks: dict[str, Check], context: Context) -> list[Finding]:
    """The findings of ``checks``; what the checks of level 3 find is broken for what follows."""
    findings = []
    for code, check in checks.items():
        for (layer, line, record), detail in list(check(context)):
            identity = identify(record)
            if code in TEXT_CHECKS:
                context.damage.add(layer, line, identity)
            if isinstance(record, Edit):
                context.shake(record.source_start)
                if record.moved:
                    context.shake(record.moved.start)
            file = context.files[layer]
            message = check.__doc__ or ""
            findings.append(Finding(str(file), line, code, identity, message, detail))
    return findings


def _result(context: Context, findings: list[Finding]) -> CheckedDocument:
    annotated = None if findings else _annotated(context)
    return CheckedDocument(annotated, sorted(set(findings)), context.alignment, context.texts)


def _annotated(context: Context) -> Annotated:
    assert context.document is not None, "a document that is not there is a finding"
    layers = list(SCHEMA_OF)[1:]
    records = {layer: tuple(i.record for i in getattr(context, layer)) for layer in layers}
    return Annotated(context.document.record, **records)
