"""Saved results: agreement, baselines and benchmark, which take too long to compute at every build."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from ..annotation.errors import DataError, UsageError
from ..annotation.jsonlines import indented, loads, plain
from ..annotation.repo import Repo, read_bytes, sha256
from ..compare.baselines import Found
from ..files import store
from ..tabular import tables
from ..tabular.derive import Rows
from ..tabular.tables import TASKS
from . import card

BENCHMARK = Path("corpus", "benchmark.json")
"""Written by tests/benchmarks/compare.py."""
BASELINES = Path("corpus", "baselines.json")
AGREEMENT = Path("corpus", "agreement.json")


def passes_digest(repo: Repo) -> str:
    """The SHA-256 over every file of passes one and two, by which a saved agreement knows them."""
    files = [f for folder in repo.documents() for f in sorted(folder.glob("passes/*/*.jsonl"))]
    files = [f for f in files if f.parent.name in ("one", "two")]
    lines = [f"{sha256(read_bytes(f))}  {f.relative_to(repo.curated).as_posix()}" for f in files]
    return sha256("\n".join(lines).encode())


def save_agreement(repo: Repo, one: str, other: str, layers: Sequence[Any]) -> None:
    """Keep the agreement of passes one and two, for the figures in the documents.

    Raises UsageError for any other annotations.
    """
    if (one, other) != ("one", "two"):
        raise UsageError(
            "only the agreement of passes one and two is kept: xiangqu agree one two --save"
        )
    data = {"passes_sha256": passes_digest(repo), "layers": plain(list(layers))}
    files = {repo.root / AGREEMENT: f"{indented(data)}\n".encode()}
    store.write_all(repo.root, files)


def agreement(repo: Repo) -> list[dict[str, Any]]:
    """The kept agreement by layer; none if there are no passes.

    Raises DataError if it is missing or of other passes than are there.
    """
    if not any((folder / "passes" / "one").is_dir() for folder in repo.documents()):
        return []
    file = repo.root / AGREEMENT
    try:
        data = loads(read_bytes(file))
        known: str = data["passes_sha256"]
        layers: list[dict[str, Any]] = plain(data["layers"])
        card.agreement_rows(layers), card.attribute_rows(layers)  # it has what the figures show
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DataError(f"{file}: is not a saved agreement: {error!s:.80}") from None
    if known != passes_digest(repo):
        raise DataError(f"{file} is of other passes; run: xiangqu agree one two --save")
    return layers


def read(repo: Repo, name: Path, key: str, shown: Callable[[Any], Any]) -> Any:
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


def stale_baselines(repo: Repo, rows: Rows) -> bool:
    """Whether the saved baselines are of other rows than ``rows``. Raises DataError as `figures`."""
    known = read(repo, BASELINES, "tables_sha256", str)
    return bool(known) and known != rows_digest(rows)


def rows_digest(rows: Rows) -> str:
    """The SHA-256 of the rows of the task configs, by which saved baselines know them."""
    return sha256(json.dumps([rows[config] for config in TASKS]).encode())


def save_baselines(repo: Repo, found: Found) -> None:
    """Keep the scores, for the figure in README.md."""
    rows = {config: tables.read(repo.data, config) for config in TASKS}
    kept = {"tables_sha256": rows_digest(rows), "models": found}
    files = {repo.root / BASELINES: f"{indented(kept)}\n".encode()}
    store.write_all(repo.root, files)
