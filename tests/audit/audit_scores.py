"""What the audit finds: planted contradictions, and the relations of the corpus that were decided by reading.

    python tests/audit/audit_scores.py [--save]

``--save`` keeps the scores in corpus/audit-scores.json, from which the datasheet shows them.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from planted import Planted, corpus

import xiangqu
from xiangqu.annotation.repo import Repo
from xiangqu.audit import audit
from xiangqu.audit.audit import Audited
from xiangqu.release import card, saved
from xiangqu.release.markdown import numbers
from xiangqu.tabular import tables

ROOT = Path(__file__).resolve().parent.parent.parent
PLANTED = corpus(seed=17, times=5)

Found = list[tuple[Planted, list[Audited]]]


def audited(repo: Repo) -> Found:
    """Each planted text with what the audit proposes for its draft."""
    return [(planted, _proposals(repo, planted)) for planted in PLANTED]


def _proposals(repo: Repo, planted: Planted) -> list[Audited]:
    rows = xiangqu.annotate(planted.text, date="2024-01", place="430600", review_period="2023").rows
    return audit.proposals(repo, rows["documents"], rows["paragraphs"], rows["claims"])


def is_accused(found: Iterable[Audited]) -> bool:
    return any(one.verdict == "inconsistent" for one in found)


def planted_scores(found: Found) -> list[dict[str, Any]]:
    """By kind, how many texts there are and are at fault, and how many of these and of others are accused."""
    kinds = dict.fromkeys(planted.name.split()[0] for planted, _ in found)
    return [
        {
            "kind": kind,
            "texts": len(of_kind),
            "faults": sum(planted.is_fault for planted, _ in of_kind),
            "found": sum(planted.is_fault and is_accused(of) for planted, of in of_kind),
            "accused": sum(is_accused(of) and not planted.is_fault for planted, of in of_kind),
        }
        for kind in kinds
        for of_kind in [[one for one in found if one[0].name.split()[0] == kind]]
    ]


def proposal_scores(repo: Repo) -> list[dict[str, Any]]:
    """By kind, how many relations were decided by reading and are proposed, and how many are the same."""
    rows = {name: tables.read(repo.data, name) for name in ("documents", "paragraphs", "claims")}
    found = audit.proposals(repo, rows["documents"], rows["paragraphs"], rows["claims"])
    mine = {(one.kind, frozenset(c["id"] for c, _ in one.passages)) for one in found}
    relations: Iterable[Mapping[str, Any]] = tables.read(repo.data, "relations")
    decided = {(row["kind"], frozenset(row["claims"])): None for row in relations}
    return [
        {
            "kind": kind,
            "decided": sum(one == kind for one, _ in decided),
            "proposed": sum(one == kind for one, _ in mine),
            "shared": sum(one[0] == kind for one in mine & decided.keys()),
        }
        for kind in dict.fromkeys(kind for kind, _ in decided)
    ]


def scores(repo: Repo, found: Found) -> dict[str, Any]:
    return {"planted": planted_scores(found), "proposals": proposal_scores(repo)}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--save", action="store_true")
    repo = Repo(ROOT)
    now = scores(repo, audited(repo))
    print(numbers(*card.planted_rows(now["planted"])))
    print(numbers(*card.proposal_rows(now["proposals"])))
    if parser.parse_args().save:
        saved.save(repo, saved.AUDIT_SCORES, now)


if __name__ == "__main__":
    main()
