"""Where annotation to be scored may stand, and how each kind is read: layer files, tables, paragraphs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from ..annotation import jsonlines
from ..annotation.errors import DataError, UsageError
from ..annotation.jsonlines import plain
from ..annotation.repo import LABEL_LAYERS, Repo, path, read_bytes
from ..files import store
from ..tabular import tables
from ..text.split import sentences
from . import matching, passes
from .evaluation import Layers
from .matching import Passage, Row

SPAN: dict[str, Any] = {"paragraph": str, "start": int, "end": int, "text": str}
_NUMBER = int | float | None
NEEDED: dict[str, dict[str, Any]] = {
    "paragraphs": {"id": str, "text": str},
    "claims": SPAN
    | dict.fromkeys(("value", "low", "high"), _NUMBER)
    | dict.fromkeys(("unit", "bound", "measure", "status"), str)
    | {"parts": list | None, "indicator": dict | None, "period": str | None},
    "sections": {"heading": str | None, "first_paragraph": str, "start": int, "level": int},
    "themes": SPAN | {"theme": str},
    "numerals": SPAN | {"label": str},
}
"""What is read of each record of a folder of paragraphs, and of what type it must be."""


def read(repo: Repo, source: str) -> Layers:
    """The annotation that ``source`` names, a kind of `KINDS`. Raises UsageError if there is none,
    DataError naming the first record that cannot be read or whose text does not stand there.
    """
    for kind in KINDS:
        layers = kind(repo, source)
        if layers is not None:
            _check(layers)
            return layers
    raise UsageError(
        f"no annotation {source!r}: name {', '.join(passes.names(repo))}, or a folder with "
        "<document>/<layer>.jsonl, with <config>/train-*.parquet, with corpus/data, or with "
        "paragraphs.jsonl that have texts"
    )


def is_corpus(layers: Layers) -> bool:
    """Whether these are texts of the corpus that the rules were written with."""
    known = {folder.name for folder in Repo(path()).documents()}
    return any(passage.document in known for passage in layers.passages)


def _parquet(_: Repo, source: str) -> Layers | None:
    """Published tables: the nested paragraphs, and the sections."""
    store.check_output_finished(Path(source))
    for folder in (Path(source), Path(source) / "corpus" / "data"):
        if (folder / "paragraphs").is_dir():
            rows = _rows(folder, "paragraphs")
            return Layers(
                source,
                matching.passages(rows),
                _nested(rows, "claims"),
                list(_heads(_rows(folder, "sections"))),
                [s for s in _nested(rows, "sentences") if s["theme"]],
                _nested(rows, "numerals"),
            )
    return None


def _nested(paragraphs: list[Row], layer: str) -> list[Row]:
    return [row | {"paragraph": p["id"]} for p in paragraphs for row in p[layer]]


def _rows(folder: Path, config: str) -> list[Row]:
    rows: list[Row] = []
    files = sorted((folder / config).glob("train-*.parquet"))
    for file in files:
        table = tables.parse(read_bytes(file), file)
        if table.schema.remove_metadata() != tables.SCHEMAS[config]:
            raise DataError(f"{file}: has other columns than {config} of this version")
        rows += table.to_pylist()
    if not files:
        raise DataError(f"{folder / config}: has no train-*.parquet")
    return rows


def _layer_files(repo: Repo, source: str) -> Layers | None:
    """``published``, a pass, or a folder with ``<document>/<layer>.jsonl``."""
    passages: list[Passage] = []
    rows: dict[str, list[Row]] = {layer: [] for layer in LABEL_LAYERS}
    for annotated, texts in passes.documents(repo, source):
        passages += [Passage(key, annotated.document.id, text) for key, text in texts.items()]
        for layer, found in rows.items():
            found += plain(getattr(annotated, layer))
    return _layers(source, passages, rows) if passages else None


def _paragraphs(_: Repo, source: str) -> Layers | None:
    """A folder with ``paragraphs.jsonl`` that have texts, and layer files beside it."""
    folder = Path(source)
    if not (folder / "paragraphs.jsonl").is_file():
        return None
    rows = {layer: _lines(folder / f"{layer}.jsonl", needed) for layer, needed in NEEDED.items()}
    passages = [
        Passage(p["id"], p.get("document", folder.resolve().name), p["text"])
        for p in rows["paragraphs"]
    ]
    return _layers(source, passages, rows)


def _lines(file: Path, needed: dict[str, Any]) -> list[Row]:
    """The records of ``file``, none if it is not there."""
    rows = []
    for number, line in enumerate(read_bytes(file).splitlines() if file.exists() else [], 1):
        try:
            row = plain(jsonlines.loads(line))
            wrong = [name for name, kind in needed.items() if not isinstance(row[name], kind)]
        except (jsonlines.JsonError, KeyError, TypeError) as error:
            raise DataError(f"{file}:{number}: {error}") from None
        if wrong:
            raise DataError(f"{file}:{number}: {wrong[0]} is {row[wrong[0]]!r:.40}")
        rows.append(row)
    return rows


def _layers(source: str, passages: list[Passage], rows: dict[str, list[Row]]) -> Layers:
    heads, themes = list(_heads(rows["sections"])), list(_sentences(rows["themes"]))
    return Layers(source, passages, rows["claims"], heads, themes, rows["numerals"])


def _heads(sections: Iterable[Row]) -> Iterator[Row]:
    """The heads of the sections that have one."""
    for s in sections:
        if text := s["heading"]:
            span = {"start": s["start"], "end": s["start"] + len(text), "text": text}
            yield {"paragraph": s["first_paragraph"], **span, "level": s["level"]}


def _sentences(themes: Iterable[Row]) -> Iterator[Row]:
    for t in themes:
        for start, end in sentences(t["text"]):
            span = {"start": t["start"] + start, "end": t["start"] + end}
            yield t | span | {"text": t["text"][start:end]}


def _check(layers: Layers) -> None:
    """Raise DataError unless ids are given once and every span stands in the text of its paragraph."""
    texts = {passage.id: passage.text for passage in layers.passages}
    if len(texts) < len(layers.passages):
        raise DataError(f"{layers.name}: two paragraphs have one id")
    for row in (*layers.claims, *layers.heads, *layers.themes, *layers.census):
        for span in filter(None, (row, row.get("indicator"))):
            if not _stands(span, texts.get(row["paragraph"], "")):
                where = f"{row['paragraph']}[{span.get('start')}:{span.get('end')}]"
                raise DataError(f"{layers.name}: {where} is not {span.get('text')!r:.40}")


def _stands(span: Row, text: str) -> bool:
    start, end = span.get("start"), span.get("end")
    return isinstance(start, int) and isinstance(end, int) and text[start:end] == span.get("text")


KINDS: tuple[Callable[[Repo, str], Layers | None], ...] = (_parquet, _layer_files, _paragraphs)
