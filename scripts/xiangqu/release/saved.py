"""Saved results: what takes too long to compute at every build, kept with hashes of what it depends on.

A file ``corpus/<name>.json`` has ``depends_on``, a SHA-256 for each kind of input, and ``result``. It is
stale once an input has another hash.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..annotation import settings
from ..annotation.errors import DataError, UsageError
from ..annotation.jsonlines import indented, plain
from ..annotation.repo import LABEL_LAYERS, Repo, sha256
from ..compare import agreement, baselines, draft_scores, extraction
from ..compare.annotations import common
from ..compare.annotations import read as read_annotation
from ..compare.baselines import Found
from ..files import store
from ..tabular.derive import Progress

_PACKAGE = Path(__file__).resolve().parent.parent
REFRESH = "run: xiangqu build --refresh"


@dataclass(frozen=True)
class Saved:
    """A kind of result. ``inputs`` are keys of `INPUTS`, ``mend`` says how to bring it up to date, and
    ``compute``, if a build can do that, gives the result anew.
    """

    name: str
    inputs: tuple[str, ...]
    mend: str = REFRESH
    compute: Callable[[Repo, Progress], Any] | None = None

    def file(self, repo: Repo) -> Path:
        return repo.root / "corpus" / f"{self.name}.json"


def _agreement(repo: Repo, progress: Progress) -> Any:
    if not agreement.HAS_GAMMA:
        raise UsageError("gamma is one of the saved figures: pip install 'xiangqu[gamma]'")
    progress("compare the passes")
    both = common(read_annotation(repo, "one"), read_annotation(repo, "two"))
    return list(agreement.compare(*both))


def _rule_scores(repo: Repo, progress: Progress) -> Any:
    progress("score the rules")
    return extraction.rule_scores(repo)


AGREEMENT = Saved("agreement", ("passes", "texts", "scoring"), compute=_agreement)
BASELINES = Saved(
    "baselines", ("texts", "labels", "rules", "annotator", "scoring"), compute=baselines.compare
)
RULE_SCORES = Saved(
    "rule-scores",
    ("texts", "labels", "held-out set", "whole texts", "rules", "annotator", "scoring"),
    compute=_rule_scores,
)
BENCHMARK = Saved(
    "benchmark",
    ("texts", "labels", "held-out set", "other extractors"),
    "run: python tests/benchmarks/compare.py --save",
)
"""Speeds, and the scores of the other extractors; those of ours are `RULE_SCORES`."""

AUDIT_SCORES = Saved(
    "audit-scores",
    ("relations", "audit", "rules of the audit", "planted texts"),
    "run: python tests/audit/audit_scores.py --save",
)
"""What the audit finds of what was planted, and of the relations that were decided by reading."""

ALL = (AGREEMENT, BASELINES, RULE_SCORES, BENCHMARK, AUDIT_SCORES)

INPUTS: dict[str, Callable[[Repo], Iterable[Path]]] = {
    "passes": lambda repo: _curated(repo, "passes/one/*", "passes/two/*"),
    "texts": lambda repo: _curated(repo, "edits", "paragraphs"),
    "labels": lambda repo: _curated(repo, *LABEL_LAYERS),
    "held-out set": lambda repo: extraction.held_out(repo).glob("*.jsonl"),
    "whole texts": lambda repo: (
        file for folder in draft_scores.folders(repo).values() for file in folder.rglob("*.*")
    ),
    "rules": lambda repo: (*repo.vocabularies.glob("*.json"), *repo.schema.glob("rules/*.json")),
    "annotator": lambda _: _PACKAGE.glob("annotator/*.py"),
    "scoring": lambda _: (*_PACKAGE.glob("text/*.py"), *_PACKAGE.glob("compare/*.py")),
    "relations": lambda repo: repo.curated.glob("relations.jsonl"),
    "audit": lambda _: (
        *_PACKAGE.glob("audit/*.py"),
        *_PACKAGE.glob("tabular/arithmetic.py"),
        *_PACKAGE.glob("tabular/formulas.py"),
    ),
    "rules of the audit": lambda repo: repo.schema.glob("rules/relations.json"),
    "planted texts": lambda repo: (repo.root / "tests" / "audit").glob("planted.py"),
    "other extractors": lambda repo: (repo.root / "tests" / "benchmarks" / "peers").glob("*.*"),
}
"""The files that a result may depend on, by what people call them."""


def _curated(repo: Repo, *layers: str) -> Iterator[Path]:
    return (f for layer in layers for f in repo.curated.glob(f"*/{layer}.jsonl"))


def inputs(repo: Repo) -> dict[str, str | None]:
    """The hash of each of `INPUTS` as it is now; None for one that is not there, as in an installed copy."""
    return {name: _digest(sorted(files(repo))) for name, files in INPUTS.items()}


def _digest(files: Sequence[Path]) -> str | None:
    """Without the folders that the files stand in, which are others in an installed copy."""
    lines = [f"{sha256(settings.contents(file))}  {file.name}" for file in files]
    return sha256("\n".join(lines).encode()) if lines else None


def read(repo: Repo, saved: Saved) -> Any:
    """The result that was kept; None if there is no such file. Raises DataError if it is broken."""
    file = saved.file(repo)
    return _load(repo, saved)["result"] if file.exists() else None


def _load(repo: Repo, saved: Saved) -> Any:
    return settings.load(saved.file(repo), repo.settings / f"{saved.name}.schema.json")


def save(repo: Repo, saved: Saved, result: Any) -> None:
    """Keep ``result``, which is of the inputs that are there now."""
    now = inputs(repo)
    kept = {"depends_on": {name: now[name] for name in saved.inputs}, "result": plain(result)}
    store.write_all(repo.root, {saved.file(repo): f"{indented(kept)}\n".encode()})


def stale(repo: Repo, saved: Saved, now: Mapping[str, str | None]) -> str | None:
    """What is the matter with a saved result, and how to mend it; None if it is up to date.

    ``now`` has the `inputs` of ``repo``. Raises DataError if the file is broken.
    """
    if not _is_shown(repo, saved):
        return None
    if not saved.file(repo).exists():
        return f"there is no such file; {saved.mend}"
    then = _load(repo, saved)["depends_on"]
    changed = [name for name in saved.inputs if now[name] not in (None, then[name])]
    said = f"changed since it was computed: {', '.join(changed)}; {saved.mend}"
    return said if changed else None


def _is_shown(repo: Repo, saved: Saved) -> bool:
    """Whether a document shows the result: of passes if there are any, of our rules beside others."""
    if saved is AGREEMENT:
        return any((folder / "passes" / "one").is_dir() for folder in repo.documents())
    return (BENCHMARK if saved is RULE_SCORES else saved).file(repo).exists()


def faults(repo: Repo) -> Iterator[tuple[Path, str]]:
    """Each saved result or audit that is broken or stale: its file, and what is the matter."""
    now = inputs(repo)
    for saved in ALL:
        try:
            said = stale(repo, saved, now)
        except DataError as error:
            said = error.about(saved.file(repo))
        if said:
            yield saved.file(repo), said
    try:
        fitness(repo)
    except DataError as error:
        yield _fitness_file(repo), error.about(_fitness_file(repo))


def refresh(repo: Repo, progress: Progress) -> list[Path]:
    """Compute what is stale or broken and can be computed here, and keep it; say which files.

    The published tables must be those of the curated layers. Raises UsageError if what a computation
    needs is not installed.
    """
    wrong = {file for file, _ in faults(repo)}
    due = [(s, s.compute) for s in ALL if s.compute and s.file(repo) in wrong]
    for saved, compute in due:
        save(repo, saved, compute(repo, progress))
    return [saved.file(repo) for saved, _ in due]


def save_agreement(repo: Repo, one: str, other: str, layers: Sequence[Any]) -> None:
    """Keep the agreement of passes one and two. Raises UsageError for any other annotations."""
    if (one, other) != ("one", "two"):
        raise UsageError(
            "only the agreement of passes one and two is kept: xiangqu agree one two --save"
        )
    save(repo, AGREEMENT, layers)


def save_baselines(repo: Repo, found: Found) -> None:
    """Keep the scores of the baselines."""
    save(repo, BASELINES, found)


def agreement_by_layer(repo: Repo) -> list[dict[str, Any]]:
    """The kept agreement by layer; none if there are no passes or none is kept."""
    return (read(repo, AGREEMENT) or []) if _is_shown(repo, AGREEMENT) else []


def extractors(repo: Repo) -> list[dict[str, Any]]:
    """The rows of the table of extractors, with the scores of our own rules; none if none is kept."""
    kept, scores = read(repo, BENCHMARK), read(repo, RULE_SCORES) or {}
    ours = extraction.OURS
    return [row | scores if row["tool"] == ours else row for row in kept["rows"]] if kept else []


def drafts(repo: Repo) -> dict[str, dict[str, float | None]]:
    """The kept scores of whole drafts, by set and measure; none if none are kept."""
    return dict((read(repo, RULE_SCORES) or {}).get("drafts", {}))


def fitness(repo: Repo) -> Counter[str]:
    """How often the audit of fitness found a row right, incomplete or misleading; nothing without one."""
    file = _fitness_file(repo)
    if not file.exists():
        return Counter()
    found = settings.load(file, repo.settings / "fitness.schema.json")
    return Counter(row["verdict"] for row in found["rows"])


def _fitness_file(repo: Repo) -> Path:
    return repo.root / "corpus" / "fitness.json"
