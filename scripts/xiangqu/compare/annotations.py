"""An annotation as a value, where one may stand, and how each kind is read: layer files, tables,
paragraphs with their texts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, get_type_hints

import msgspec

from ..annotation import jsonlines, spans
from ..annotation.errors import DataError, UsageError
from ..annotation.jsonlines import plain
from ..annotation.records import LAYERS, span_fields, types
from ..annotation.repo import LABEL_LAYERS, Repo, machine_errors, path, read_bytes
from ..annotation.spans import Unit
from ..files import store
from ..tabular import sources, tables
from ..text.split import sentences
from ..validate import Validator
from .paragraphs import Passage, passages, same_paragraphs

Row = dict[str, Any]
PUBLISHED = "published"
SPAN = ("paragraph", "start", "end", "text")
NEEDED = {
    "sections": ("heading", "first_paragraph", "start", "level"),
    "themes": (*SPAN, "theme"),
    "claims": (
        *SPAN,
        "value",
        "low",
        "high",
        "parts",
        "unit",
        "bound",
        "measure",
        "status",
        "indicator",
        "period",
    ),
    "numerals": (*SPAN, "label"),
}
"""The fields that a record in a folder of paragraphs must have; the others of its layer are optional."""


@dataclass(frozen=True)
class Annotation:
    """Paragraphs in text order, and the units annotated in them, which have every attribute."""

    name: str
    passages: list[Passage]
    units: list[Unit]

    def layer(self, name: str) -> list[Unit]:
        return [unit for unit in self.units if unit.layer == name]


def read(repo: Repo, source: str) -> Annotation:
    """The annotation that ``source`` names, a kind of `KINDS`.

    Raises UsageError if there is none, DataError naming the first record that cannot be read or
    whose text does not stand there.
    """
    for kind in KINDS:
        annotation = kind(repo, source)
        if annotation is not None:
            _check(annotation)
            return annotation
    raise UsageError(
        f"no annotation {source!r}: name {', '.join(names(repo))}, or a folder with "
        "<document>/<layer>.jsonl, with <config>/train-*.parquet, with corpus/data, or with "
        "paragraphs.jsonl that have texts"
    )


def names(repo: Repo) -> list[str]:
    """``published``, and the passes that the corpus keeps."""
    return [PUBLISHED, *sorted({name for folder in repo.documents() for name in _kept(folder)})]


def _kept(document: Path) -> set[str]:
    passes = document / "passes"
    with machine_errors(passes):
        return {p.name for p in passes.iterdir() if p.is_dir()} if passes.is_dir() else set()


def is_corpus(annotation: Annotation) -> bool:
    """Whether these are texts of the corpus that the rules were written with."""
    known = {folder.name for folder in Repo(path()).documents()}
    return any(passage.document in known for passage in annotation.passages)


def common(one: Annotation, other: Annotation) -> tuple[list[Unit], list[Unit], dict[str, str]]:
    """The units on the paragraphs that both annotate, and the text of these by id, all as ``one``
    has the ids. Raises UsageError if there is no such paragraph.
    """
    same = same_paragraphs(one.passages, other.passages)
    if not same:
        raise UsageError(f"{one.name} and {other.name} annotate different texts")
    kept = set(same.values())
    texts = {passage.id: passage.text for passage in one.passages if passage.id in kept}
    return [u for u in one.units if u.paragraph in texts], moved(other.units, same), texts


def moved(units: Iterable[Unit], same: Mapping[str, str]) -> list[Unit]:
    """The units in the paragraphs that ``same`` has, with the ids that it gives these."""
    return [replace(u, paragraph=same[u.paragraph]) for u in units if u.paragraph in same]


def _tables(_: Repo, source: str) -> Annotation | None:
    """Published tables: the nested paragraphs, and the sections."""
    store.check_output_finished(Path(source))
    for folder in (Path(source), Path(source) / "corpus" / "data"):
        if (folder / "paragraphs").is_dir():
            paragraphs = _rows(folder, "paragraphs")
            layers = {
                "sections": _rows(folder, "sections"),
                "themes": _nested(paragraphs, "theme_spans"),
                "claims": _nested(paragraphs, "claims"),
                "numerals": _nested(paragraphs, "numerals"),
            }
            records = {layer: [_record(layer, r) for r in rows] for layer, rows in layers.items()}
            return Annotation(source, passages(paragraphs), spans.units_of(records, sentences))
    return None


def _nested(paragraphs: list[Row], layer: str) -> list[Row]:
    return [row | {"paragraph": p["id"]} for p in paragraphs for row in p[layer]]


def _rows(folder: Path, config: str) -> list[Row]:
    return tables.read(folder, config)


def _layer_files(repo: Repo, source: str) -> Annotation | None:
    """``published``, a pass, or a folder that is named after a document or holds folders so named,
    each with layer files.
    """
    inside = [path.name for path in Path(source).glob("*/")]
    with sources.opened(repo, [Path(source).name, *inside]) as repo:
        validator = Validator(repo)
        found: list[Passage] = []
        units: list[Unit] = []
        for document, folder in _folders(repo, source):
            read = validator.annotation(repo.curated / document, folder)
            if read.annotated is None:
                raise DataError(str(read.findings[0]))
            found += [Passage(key, document, text) for key, text in read.texts.items()]
            units += spans.units(read.annotated, sentences)
    return Annotation(source, found, units) if found else None


def _folders(repo: Repo, source: str) -> Iterator[tuple[str, Path]]:
    """The id of each document that ``source`` annotates, and the folder with its layer files."""
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


def _paragraphs(_: Repo, source: str) -> Annotation | None:
    """A folder with ``paragraphs.jsonl`` that have texts, and layer files beside it."""
    folder = Path(source)
    file = folder / "paragraphs.jsonl"
    if not file.is_file():
        return None
    rows = _lines(file, Passage, ("id", "text"))
    found = [Passage(**{"document": folder.resolve().name} | row) for row in rows]
    records = {
        layer: [_record(layer, r) for r in _lines(folder / f"{layer}.jsonl", LAYERS[layer], needed)]
        for layer, needed in NEEDED.items()
    }
    return Annotation(source, found, spans.units_of(records, sentences))


def _lines(file: Path, record: type, needed: Iterable[str]) -> Iterator[Row]:
    """Of each line of ``file``, the fields that ``record`` declares; none if there is no such file."""
    hints = get_type_hints(record)
    for number, line in enumerate(read_bytes(file).splitlines() if file.exists() else [], 1):
        try:
            row = jsonlines.loads(line)
        except jsonlines.JsonError as error:
            raise DataError(f"{file}:{number}: {error}") from None
        if not isinstance(row, dict):
            raise DataError(f"{file}:{number}: is not an object")
        if lacking := [name for name in needed if name not in row]:
            raise DataError(f"{file}:{number}: lacks {lacking[0]!r}")
        fields = {}
        for name in hints.keys() & row.keys():
            try:
                fields[name] = msgspec.convert(row[name], hints[name])
            except msgspec.ValidationError:
                said = f"{name} is {plain(row[name])!r:.40}"
                raise DataError(f"{file}:{number}: {said}") from None
        yield fields


def _record(layer: str, row: Row) -> Any:
    """The record of ``layer`` with what ``row`` has; fields that it lacks are None."""
    record: type = LAYERS[layer]
    return record(**{name: row.get(name) for name in types(record)})


def _check(annotation: Annotation) -> None:
    """Raise DataError unless ids are given once and every span stands in the text of its paragraph."""
    texts = {passage.id: passage.text for passage in annotation.passages}
    if len(texts) < len(annotation.passages):
        raise DataError(f"{annotation.name}: two paragraphs have one id")
    for unit in annotation.units:
        text = texts.get(unit.paragraph, "")
        quotes = [unit.get(name) for name in span_fields(LAYERS[unit.layer])]
        for start, end, words in (
            (unit.start, unit.end, unit.text),
            *((q["start"], q["end"], q["text"]) for q in quotes if q),
        ):
            if text[start:end] != words:
                where = f"{unit.paragraph}[{start}:{end}]"
                raise DataError(f"{annotation.name}: {where} is not {words!r:.40}")


KINDS: tuple[Callable[[Repo, str], Annotation | None], ...] = (_tables, _layer_files, _paragraphs)
