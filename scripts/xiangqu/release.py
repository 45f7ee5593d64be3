"""What is derived from seeds, curated annotation and schema: the published rows, and the files.

`derive` gives the rows and `files` the files that hold them; neither writes anything.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from . import (
    audit,
    card,
    catalogue,
    codebook,
    croissant,
    datapackage,
    metadata,
    passes,
    publish,
    stats,
    tables,
    tasks,
)
from .catalogue import RELEASE
from .errors import DataError
from .jsonlines import loads, plain
from .publish import Row
from .records import Annotated
from .repo import Repo, read_bytes, read_text, sha256
from .tables import FILE, Names
from .units import units
from .validate import Finding
from .vocabulary import vocabulary

Files = dict[Path, bytes]
Rows = dict[str, list[Row]]
Progress = Callable[[str], None]
REBUILD = "run: xiangqu build"
BENCHMARK = Path("corpus", "benchmark.json")
BASELINES = Path("corpus", "baselines.json")
"""Saved results: of tests/benchmarks/compare.py and of `xiangqu baselines`."""
FIGURES = {"README.md": ("configs", "tables"), "DATASHEET.md": ("agreement", "error rates")}
"""The documents with figures, and the figures that each must have."""


def silent(_: str) -> None:
    """Say nothing."""


def finding(file: Path, line: int, code: str, identity: str, detail: str) -> Finding:
    """A finding of level 5."""
    return Finding(str(file), line, code, identity, RELEASE[code], detail)


@dataclass(frozen=True)
class Derived:
    """The rows of every config, the names of labels by task config, the cleaned text by document id,
    and what the figures count.
    """

    rows: Rows
    names: Names
    texts: dict[str, str]
    counts: stats.Counts
    rates: dict[str, tuple[int, int, float, float]]

    def table(self, config: str) -> pa.Table:
        """The rows of ``config`` with their types and the names of their labels."""
        return tables.table(config, self.rows[config], self.names)


def derive(repo: Repo, documents: Sequence[Annotated], progress: Progress = silent) -> Derived:
    """The release of ``documents``, which are sound, as values."""
    themes = vocabulary(repo, "themes")
    parts, texts = [], {}
    for annotated in documents:
        progress(f"publish {annotated.document.id}")
        raw = read_text(repo.seeds / annotated.document.seed_file)
        publisher = publish.Publisher(annotated, raw, themes)
        part = publisher.rows()
        for name, labels in annotated.passes:
            part["passes"] += publisher.pass_rows(name, units(labels))
        parts.append(part)
        texts[annotated.document.id] = part["documents"][0]["text"]
    rows = publish.collect(parts)
    names = tasks.label_names(repo)
    rows |= tasks.rows(rows["paragraphs"], names)
    rates = audit.error_rates([verdict for d in documents for verdict in d.audit])
    return Derived(rows, names, texts, stats.count(rows), rates)


def parquet(derived: Derived) -> dict[str, bytes]:
    """The Parquet file of every config."""
    return {config: publish.parquet(derived.table(config)) for config in derived.rows}


def files(repo: Repo, derived: Derived, data: dict[str, bytes]) -> Files:
    """Every derived file by its path; ``data`` is the Parquet file of every config.

    Raises DataError where a document lacks the markers of a figure, or the saved agreement is stale.
    """
    made = {repo.text / f"{name}.txt": f"{t}\n".encode() for name, t in derived.texts.items()}
    made |= {repo.data / config / FILE: content for config, content in data.items()}
    made[repo.data / "SHA256SUMS"] = _manifest(repo, made)
    shown = figures(repo, derived, data)
    for name, needed in FIGURES.items():
        text = card.fill(read_text(repo.root / name), shown, name, needed)
        made[repo.root / name] = text.encode()
    return made | codebooks(repo) | descriptions(repo, data)


def figures(repo: Repo, derived: Derived, data: dict[str, bytes]) -> dict[str, str]:
    """The figures of the documents by name."""
    hashes = {config: sha256(content) for config, content in data.items()}
    sizes = {config: len(rows) for config, rows in derived.rows.items()}
    return card.figures(
        derived.counts,
        hashes,
        sizes,
        passes.saved(repo),
        derived.rates,
        _saved(repo, BENCHMARK, "rows", card.extractor_rows),
        _saved(repo, BASELINES, "models", card.baseline_rows),
    )


def _saved(repo: Repo, name: Path, key: str, shown: Callable[[Any], Any]) -> Any:
    """What ``name`` holds under ``key``, which ``shown`` can show; nothing if there is no such file.

    Raises DataError if the file is not what its maker saves.
    """
    file = repo.root / name
    if not file.exists():
        return []
    try:
        found = plain(loads(read_bytes(file))[key])
        shown(found)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DataError(f"{file}: is not what was saved: {error!s:.80}") from None
    return found


def codebooks(repo: Repo) -> Files:
    """The codebook and the manual of checks; a root that uses the package's schema has neither."""
    if repo.schema.parent != repo.root:
        return {}
    return {
        repo.schema / "README.md": codebook.render(repo).encode(),
        repo.schema / "CHECKS.md": catalogue.manual(repo).encode(),
    }


def descriptions(repo: Repo, data: dict[str, bytes]) -> Files:
    """What other programs read of the release; a root that uses the package's schema has none.

    Raises DataError if CITATION.cff or a file of the schema lacks something.
    """
    if repo.schema.parent != repo.root:
        return {}
    files = {
        config: ((repo.data / config / FILE).relative_to(repo.root).as_posix(), content)
        for config, content in data.items()
    }
    try:
        described = metadata.read(repo)
        made = {
            "croissant.json": croissant.dataset(described, files),
            "datapackage.json": datapackage.package(described, files),
        }
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        said = f"CITATION.cff or schema/ lacks {error!s:.80}"
        raise DataError(f"{repo.root}: the release cannot be described: {said}") from None
    return {
        repo.root / name: f"{json.dumps(node, ensure_ascii=False, indent=2)}\n".encode()
        for name, node in made.items()
    }


def _manifest(repo: Repo, made: Files) -> bytes:
    lines = [
        f"{sha256(content)}  {file.relative_to(repo.data).as_posix()}"
        for file, content in sorted(made.items())
        if file.is_relative_to(repo.data)
    ]
    return ("\n".join(lines) + "\n").encode()


def listed(manifest: Path) -> dict[str, str]:
    """File name → SHA-256, as a ``SHA256SUMS`` lists them.

    Raises DataError, naming the line that is not a hash, two spaces and a name.
    """
    found: dict[str, str] = {}
    for number, line in enumerate(read_text(manifest).removesuffix("\n").split("\n"), 1):
        digest, _, name = line.partition("  ")
        if len(digest) != 64 or set(digest) - set("0123456789abcdef") or not name:
            raise DataError(f"{manifest}:{number}: is not a hash, two spaces and a file name")
        found[name] = digest
    return found
