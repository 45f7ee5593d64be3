"""Drafts of many texts, as the tables that the corpus is published in.

Texts come from files, folders, standard input or a column of a table. Tables are written by batches,
so that what is held is compressed but for the text at hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from .. import __version__
from ..annotation.errors import DataError, UsageError
from ..annotation.jsonlines import lines, loads
from ..annotation.records import Annotated
from ..annotation.repo import LAYERS, Repo, decode, machine_errors, read_bytes
from ..annotation.spans import units
from ..annotation.vocabulary import Vocabulary, vocabulary
from ..files import store
from ..tabular.derive import Progress, silent
from ..tabular.rows import Publisher, Row
from ..tabular.tables import FILE, LAYERED
from ..text.align import apply
from ..text.split import sentences
from . import Annotator

BATCH = 256
RULES = "rules"
"""The name of the pass that says of every label that a rule made it."""


@dataclass(frozen=True)
class Source:
    """A text and the name that it goes by."""

    name: str
    text: str


def sources(
    paths: Sequence[Path], column: str | None = None, stdin: bytes | None = None
) -> Iterator[Source]:
    """The texts of files and of the ``.txt`` and ``.md`` files in folders, sorted by name.

    ``column`` is the field of the text in ``.jsonl`` and ``.parquet`` files; ``-`` stands for ``stdin``.
    Raises UsageError for what does not exist or needs a column, DataError for bytes that are not UTF-8.
    """
    for path in paths:
        if path == Path("-"):
            yield Source("-", decode(stdin or b"", path))
        elif path.is_dir():
            files = sorted(
                f for f in path.rglob("*") if f.suffix in (".txt", ".md") and f.is_file()
            )
            if not files:
                raise UsageError(f"{path}: holds no .txt or .md file")
            yield from sources(files)
        elif not path.exists():
            raise UsageError(f"{path}: no such file or folder")
        elif path.suffix in (".jsonl", ".parquet"):
            yield from _column(path, column)
        else:
            yield Source(str(path), decode(read_bytes(path), path))


def _column(path: Path, column: str | None) -> Iterator[Source]:
    if column is None:
        raise UsageError(f"{path}: say which column holds the text: --text-column NAME")
    for number, value in enumerate(_values(path, column), 1):
        if not isinstance(value, str):
            raise DataError(f"{path}:{number}: has no text in {column!r}")
        yield Source(f"{path}:{number}", value)


def _values(path: Path, column: str) -> Iterator[object]:
    if path.suffix == ".parquet":
        with machine_errors(path):
            try:
                table = pq.ParquetFile(path)
                if column not in table.schema_arrow.names:
                    names = ", ".join(table.schema_arrow.names)
                    raise UsageError(f"{path}: has no column {column!r}; there are {names}")
                for batch in table.iter_batches(BATCH, columns=[column], use_threads=False):
                    yield from batch.column(0).to_pylist()
            except pa.ArrowException as error:
                said = str(error).partition("\n")[0]
                raise DataError(f"{path}: cannot be read as Parquet: {said}") from None
        return
    content = read_bytes(path).removesuffix(b"\n")
    for number, line in enumerate(content.split(b"\n") if content else [], 1):
        try:
            record = loads(line)
        except ValueError:
            raise DataError(f"{path}:{number}: is not one JSON object") from None
        yield record.get(column) if isinstance(record, dict) else None


class _Tables:
    """Parquet files in memory, one a config, written a batch of rows at a time."""

    def __init__(self) -> None:
        note = {"xiangqu.made_by": f"xiangqu annotate {__version__}, rules"}
        self._sinks = {config: pa.BufferOutputStream() for config in LAYERED}
        self._writers = {
            config: pq.ParquetWriter(
                self._sinks[config],
                schema.with_metadata(note),
                compression="zstd",
                write_page_checksum=True,
            )
            for config, schema in LAYERED.items()
        }
        self._rows: dict[str, list[Row]] = {config: [] for config in self._sinks}

    def add(self, rows: dict[str, list[Row]]) -> None:
        for config, some in rows.items():
            self._rows[config] += some
            if len(self._rows[config]) >= BATCH * 16:
                self._flush(config)

    def _flush(self, config: str) -> None:
        schema = self._writers[config].schema
        self._writers[config].write_table(pa.Table.from_pylist(self._rows[config], schema=schema))
        self._rows[config] = []

    def close(self) -> dict[str, bytes]:
        """The bytes of every config's file."""
        for config, writer in self._writers.items():
            self._flush(config)
            writer.close()
        return {config: sink.getvalue().to_pybytes() for config, sink in self._sinks.items()}


def annotate(
    repo: Repo,
    texts: Iterable[Source],
    output: Path,
    jsonl: bool = False,
    progress: Progress = silent,
    *,
    force: bool = False,
) -> dict[str, int]:
    """Draft every text and write ``output/<config>/train-*.parquet``; say how many of what there are.

    With ``jsonl`` also ``output/curated/<document>/<layer>.jsonl``. All files are written, or none.
    Raises UsageError if there is no text, or if ``output`` has other content (with ``force``, files of
    the same name are replaced).
    """
    annotator, bounds, tables = Annotator(repo), vocabulary(repo, "bounds"), _Tables()
    files: dict[Path, bytes] = {}
    counts = dict.fromkeys(("documents", "characters", "paragraphs", "claims", "numerals"), 0)
    for source, drafted in _drafts(annotator, texts, progress):
        tables.add(rows(drafted, source.text, bounds))
        counts["documents"] += 1
        counts["characters"] += len(source.text)
        for layer in ("paragraphs", "claims", "numerals"):
            counts[layer] += len(getattr(drafted, layer))
        if jsonl:
            folder = output / "curated" / drafted.document.id
            files |= {folder / name: content for name, content in curated(drafted).items()}
    if not counts["documents"]:
        raise UsageError("no text to annotate")
    files |= {output / config / FILE: content for config, content in tables.close().items()}
    store.write_output(output, files, force=force)
    return counts


def _drafts(
    annotator: Annotator, texts: Iterable[Source], progress: Progress = silent
) -> Iterator[tuple[Source, Annotated]]:
    """Each text with its draft; documents are numbered from text-0001 on."""
    for number, source in enumerate(texts, 1):
        progress(f"annotate {source.name}")
        yield source, annotator.annotate(source.text, f"text-{number:04d}", source.name)


def rows(drafted: Annotated, raw: str, bounds: Vocabulary) -> dict[str, list[Row]]:
    """The rows of every layer; ``passes`` has each label again, as made by rules."""
    publisher = Publisher(drafted, apply(raw, drafted.edits), bounds)
    return publisher.rows() | {"passes": publisher.pass_rows(RULES, units(drafted, sentences))}


def curated(drafted: Annotated) -> dict[str, bytes]:
    """The layer files of a document by name."""
    files = {"document.jsonl": lines([drafted.document])}
    return files | {f"{layer}.jsonl": lines(getattr(drafted, layer)) for layer in LAYERS[1:]}


def explain(repo: Repo, texts: Iterable[Source]) -> Iterator[str]:
    """A line a sentence: where it is, its theme, and the words that speak for themes."""
    annotator = Annotator(repo)
    for _, drafted in _drafts(annotator, texts):
        for span in drafted.themes:
            for start, end in sentences(span.text):
                sentence = span.text[start:end]
                guess = annotator.themes.sentence(sentence)
                words = " ".join(f"{e.word} {e.theme} {e.weight:g}" for e in guess.evidence)
                words = words or "no word: as what is around it"
                yield f"{span.paragraph}\t{span.theme}\t{sentence}\t{words}"
