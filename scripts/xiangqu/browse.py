"""Look up one paragraph or claim of the published tables, with where it stands in its seed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pyarrow.parquet as pq

from .errors import UsageError
from .repo import Repo, machine_errors, read_text

Row = dict[str, Any]


@dataclass(frozen=True)
class View:
    """A paragraph row, the claim asked for (None: the whole paragraph), and its seed.

    ``lines`` are the numbers, from 1, of the seed's lines that the paragraph was read from.
    """

    paragraph: Row
    claim: Row | None
    seed_file: str
    lines: list[int]


def view(repo: Repo, identity: str) -> View:
    """Find a paragraph (``….p006``) or a claim (``….p006.c03``). Raises UsageError if there is none."""
    document, _, rest = identity.partition(".")
    wanted, _, claim_part = rest.partition(".")
    paragraph = _one(repo, "paragraphs", f"{document}.{wanted}") if wanted else None
    claim = None
    if paragraph and claim_part:
        claim = next((c for c in paragraph["claims"] if c["id"] == identity), None)
    if paragraph is None or (claim_part and claim is None):
        raise UsageError(f"no paragraph or claim {identity!r}; ids look like {_example(repo)}")
    file = _one(repo, "documents", document)["seed_file"]  # type: ignore[index]
    raw = read_text(repo.seeds / file)
    lines = sorted({raw.count("\n", 0, span["start"]) + 1 for span in paragraph["source_spans"]})
    return View(paragraph, claim, file, lines)


def _one(repo: Repo, config: str, identity: str) -> Row | None:
    file = repo.data / config / "train-00000-of-00001.parquet"
    with machine_errors():
        rows: list[Row] = pq.read_table(file, filters=[("id", "=", identity)]).to_pylist()
    return rows[0] if rows else None


def _example(repo: Repo) -> str:
    with machine_errors():
        ids = pq.read_table(repo.data / "claims", columns=["id"]).column("id")
    first = str(ids[0])
    return f"{first.rpartition('.')[0]} (a paragraph) or {first} (a claim)"
