"""Relations between claims to published rows: each with its arithmetic and both intervals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from ..annotation.jsonlines import loads, plain
from ..annotation.records import Relation, from_json
from ..annotation.repo import PASSES, Repo, read_bytes
from ..annotation.vocabulary import Vocabulary
from .arithmetic import compute, fault, finite
from .tables import COMPUTED

Row = dict[str, Any]


Key = tuple[str, frozenset[str]]
"""What makes two relations the same one: the kind, and the claims in whatever order."""


def key(relation: Relation) -> Key:
    return relation.kind, frozenset(relation.claims)


def said(relation: Relation) -> str:
    """What is said of the claims, as decisions write it: ``met:not_comparable:other_window:open``."""
    parts = (relation.rule, relation.verdict, relation.reason, relation.outcome)
    return ":".join(part for part in parts if part)


def read(repo: Repo) -> list[Relation]:
    """The curated relations, which are sound; none if ``repo`` has no such file."""
    return _read(repo.relations)


def _read(file: Path) -> list[Relation]:
    lines = read_bytes(file).split(b"\n") if file.exists() else []
    found = [from_json("relations", loads(line)) for line in lines if line]
    return [relation for relation in found if isinstance(relation, Relation)]


def agreement(repo: Repo) -> list[Row]:
    """By kind, and over all, how many relations each blind pass has, how many both have, the F1 of the two
    lists, and how many of the shared ones have the same rule, verdict, reason and outcome.
    """
    one, two = (
        {key(relation): said(relation) for relation in _read(repo.relations_of(name))}
        for name in PASSES
    )
    kinds = dict.fromkeys(kind for kind, _ in (*one, *two))
    rows = [_agreement(kind, one, two) for kind in kinds]
    return [*rows, _agreement(None, one, two)] if rows else []


def _agreement(kind: str | None, one: dict[Key, str], two: dict[Key, str]) -> Row:
    """A relation is the same one where its kind and its claims are, in whatever order."""
    a, b = ({at for at in found if kind in (None, at[0])} for found in (one, two))
    shared = a & b
    return {
        "kind": kind or "all",
        "one": len(a),
        "two": len(b),
        "shared": len(shared),
        "f1": 2 * len(shared) / (len(a) + len(b)),
        "same": sum(one[at] == two[at] for at in shared),
    }


def rows(relations: Sequence[Relation], claims: Iterable[Row], units: Vocabulary) -> list[Row]:
    """The rows of ``relations``, in their order; those between other claims than ``claims`` are left out."""
    known = {claim["id"]: claim for claim in claims}
    return [
        _row(relation, [known[name] for name in relation.claims], units)
        for relation in relations
        if known.keys() >= {*relation.claims}
    ]


def _row(relation: Relation, claims: Sequence[Row], units: Vocabulary) -> Row:
    row: Row = plain(relation)
    if fault(relation.rule, claims, relation.given):  # kilometres and numbers of roads
        nothing = dict.fromkeys(name for name in COMPUTED if name != "arithmetic")
        return row | nothing | {"arithmetic": "; ".join(c["text"] for c in claims)}
    found = compute(relation.rule, claims, relation.given, units)
    return row | {
        "arithmetic": found.arithmetic,
        "computed_low": finite(found.computed.low),
        "computed_high": finite(found.computed.high),
        "stated_low": finite(found.stated.low),
        "stated_high": finite(found.stated.high),
        "slack": found.slack,
        "smallest_error": found.smallest_error,
    }
