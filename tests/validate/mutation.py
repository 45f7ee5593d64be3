"""Faults made one at a time in a copy of the corpus: each must be found, or be provably harmless.

Run ``python tests/validate/mutation.py --times 3000 --seed 1``: it prints a table of how many faults of each
kind were found in the annotation (levels 1 to 4), found only as a stale release (level 5), were harmless
(everything that is derived stays the same, byte for byte), or were missed.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from mutations import BINARY, LINES, RECORDS, TEXTS, Skip

from conftest import copy_root
from xiangqu.annotation.errors import XiangQuError
from xiangqu.annotation.repo import SCHEMA_OF
from xiangqu.release import derived_files, pipeline
from xiangqu.tabular import derive
from xiangqu.validate import Validator

OUTCOMES = ("annotation", "release", "harmless", "missed")
Table = dict[str, Counter[str]]


class Corpus:
    """A copy of the repository in ``folder``, to break and mend."""

    def __init__(self, folder: Path) -> None:
        self.repo = copy_root(folder)
        self.validator = Validator(self.repo)
        self.derived = self._derive()
        curated = sorted(self.repo.curated.rglob("*.jsonl"))
        self.layers = [f for f in curated if f.stem in SCHEMA_OF]
        self.seeds = sorted(self.repo.seeds.glob("*.txt"))
        self.published = [
            *(
                f
                for folder in (self.repo.data, self.repo.text)
                for f in folder.rglob("*")
                if f.is_file()
            ),
            *(self.repo.schema / name for name in ("README.md", "CHECKS.md")),
            *(
                self.repo.root / name
                for name in ("croissant.json", "datapackage.json", "corpus/example.svg")
            ),
        ]
        self.cards = [self.repo.root / name for name in derived_files.FIGURES]

    def _derive(self) -> derived_files.Files:
        documents = pipeline.read_documents(self.repo)
        derived = derive.derive(self.repo, documents)
        return derived_files.files(self.repo, derived, derive.parquet(derived))

    def outcome(self, file: Path) -> str:
        """What becomes of the fault that is in ``file`` now."""
        try:
            if file.is_relative_to(self.repo.curated):
                folder = self.repo.curated / file.relative_to(self.repo.curated).parts[0]
                if self.validator.document(folder).findings:
                    return "annotation"
            found = [f.level for f in pipeline.validate(self.repo)]
            if found:
                return "annotation" if min(found) < 5 else "release"
            return "harmless" if self._derive() == self.derived else "missed"
        except XiangQuError:  # one sentence that names the file is as good as a finding
            return "release"


Mutation = Callable[[random.Random, Any], Any]


def faults(corpus: Corpus, rng: random.Random) -> Iterator[tuple[str, Path, bytes]]:
    """Without end, every kind once a round: the name of a fault, the file, and its bytes with the fault."""
    kinds: list[tuple[str, Mutation, list[Path]]] = [
        *((name, _record(change), _of_layers(corpus, layers)) for name, change, layers in RECORDS),
        *((name, change, corpus.layers) for name, change in LINES),
        *((name, change, _of(corpus, where)) for name, change, where in TEXTS),
        *((name, change, corpus.published) for name, change in BINARY),
    ]
    while True:
        for name, change, files in rng.sample(kinds, len(kinds)):
            for file in rng.sample(files, min(len(files), 20)):
                before = file.read_bytes()
                try:
                    after = change(rng, before)
                except Skip:
                    continue
                if after != before:
                    yield name, file, after
                    break


def _of_layers(corpus: Corpus, layers: str) -> list[Path]:
    return [f for f in corpus.layers if f.stem in layers.split()]


def _of(corpus: Corpus, where: str) -> list[Path]:
    found: list[Path] = getattr(corpus, where)
    return found


def _record(change: Callable[[random.Random, dict[str, Any]], None]) -> Mutation:
    """A change of one record as a change of the file's bytes."""

    def mutate(rng: random.Random, content: bytes) -> bytes:
        lines = content.decode().splitlines()
        if not lines:
            raise Skip
        for at in rng.sample(range(len(lines)), len(lines)):  # a record that it fits may be rare
            record = json.loads(lines[at])
            try:
                change(rng, record)
            except Skip:
                continue
            lines[at] = json.dumps(record, ensure_ascii=False)
            return ("\n".join(lines) + "\n").encode()
        raise Skip

    return mutate


def run(times: int, seed: int, say: Callable[[str], None] = print) -> Table:
    """Make ``times`` faults; the table by kind. Every missed one is told to ``say``."""
    table: Table = {}
    rng = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        corpus = Corpus(Path(folder))
        for _, (kind, file, content) in zip(range(times), faults(corpus, rng), strict=False):
            before = file.read_bytes()
            file.write_bytes(content)
            outcome = corpus.outcome(file)
            file.write_bytes(before)
            table.setdefault(kind, Counter())[outcome] += 1
            if outcome == "missed":
                say(
                    f"missed: {kind} in {file.relative_to(folder)}: {_first_change(before, content)}"
                )
    return table


def _first_change(before: bytes, after: bytes) -> str:
    at = next((i for i, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), 0)
    return repr(after[max(at - 60, 0) : at + 60].decode(errors="replace"))


def show(table: Table) -> str:
    head = f"{'fault':28} {'tried':>6}" + "".join(f"{name:>12}" for name in OUTCOMES)
    rows = [*table.items(), ("all", sum(table.values(), Counter()))]
    return "\n".join(
        [head]
        + [
            f"{kind:28} {counts.total():6}" + "".join(f"{counts[name]:12}" for name in OUTCOMES)
            for kind, counts in rows
        ]
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    table = run(options.times, options.seed)
    print(show(table))
    raise SystemExit(bool(sum(table.values(), Counter())["missed"]))


if __name__ == "__main__":
    main()
