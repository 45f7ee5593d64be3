"""Relations between claims to published rows: each with its arithmetic and both intervals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from ..annotation.jsonlines import loads, plain
from ..annotation.records import Relation, from_json
from ..annotation.repo import Repo, read_bytes
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
    if not repo.relations.exists():
        return []
    lines = read_bytes(repo.relations).split(b"\n")
    found = [from_json("relations", loads(line)) for line in lines if line]
    return [relation for relation in found if isinstance(relation, Relation)]


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
