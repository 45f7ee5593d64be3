"""The audit of a corpus: its relations, or those that rules propose, with both intervals and the passages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from ..annotation.repo import Repo
from ..annotation.vocabulary import Vocabulary, vocabulary
from ..tabular import tables
from ..tabular.arithmetic import Computed, compute, fault, finite
from .proposal import Proposal, Row
from .propose import load, propose

VERDICTS = ("inconsistent", "not_comparable", "within_rounding", "consistent")
"""The order in which relations are shown."""

_CERTAIN = ("increment", "sum", "shares_sum", "share", "contains", "ratio")
"""The rules that rest on one passage or on a definition, the surest first."""

_ADDED = ("sum", "shares_sum", "share", "ratio", "difference", "increment")
"""The rules whose result is as exact as what it is held against: a rate to a tenth makes no amount exact."""

_ACROSS = ("target_of", "differs", "restates", "baseline_of")
"""The kinds that may be of two texts, those first of which a reader learns most."""

_MISREAD = 0.5
"""A gap of more than half of what is stated is a misread claim rather than a wrong number."""


@dataclass(frozen=True)
class Audited:
    """A relation with its ``passages``: for each claim its row and its sentence, which has start and text.

    ``decided_by`` and ``explanation`` are None for a proposal, which nobody has read; ``computed`` where
    nothing can be computed, as of kilometres and a number of roads.
    """

    id: str
    kind: str
    rule: str
    arithmetic: str
    computed: Computed | None
    verdict: str
    reason: str | None
    outcome: str | None
    explanation: str | None
    decided_by: str | None
    passages: Sequence[tuple[Row, Row]]


def audit(repo: Repo) -> list[Audited]:
    """Every relation of ``repo`` by its verdict; of a corpus without any, the `proposals` by rule.

    Raises DataError if a table is missing or damaged.
    """
    claims = tables.read(repo.data, "claims")
    paragraphs = tables.read(repo.data, "paragraphs")
    if not (published := _published(repo)):
        return proposals(repo, tables.read(repo.data, "documents"), paragraphs, claims)
    units, said = vocabulary(repo, "units"), _sentences(paragraphs, claims)
    known = {claim["id"]: claim for claim in claims}
    found = [_decided(row, known, said, units) for row in published]
    return sorted(found, key=lambda one: VERDICTS.index(one.verdict))


def proposals(
    repo: Repo, documents: Sequence[Row], paragraphs: Sequence[Row], claims: Sequence[Row]
) -> list[Audited]:
    """What rules propose for published rows, in the order of how surely they are faults."""
    units, said = vocabulary(repo, "units"), _sentences(paragraphs, claims)
    found = propose(documents, paragraphs, claims, load(repo))
    sound = [p for p in found if not fault(p.rule, p.claims, p.given)]
    return sorted(
        (_proposed(f"p{n:05}", p, said, units) for n, p in enumerate(sound, 1)), key=_doubt
    )


def _sentences(paragraphs: Sequence[Row], claims: Sequence[Row]) -> dict[str, Row]:
    """The sentence of each claim."""
    sentences = {p["id"]: p["sentences"] for p in paragraphs}
    return {c["id"]: sentences[c["paragraph"]][c["sentence"]] for c in claims}


def _published(repo: Repo) -> list[dict[str, Any]]:
    return tables.read(repo.data, "relations") if tables.is_there(repo.data, "relations") else []


def _decided(
    row: Row, claims: dict[str, Any], sentences: dict[str, Row], units: Vocabulary
) -> Audited:
    of = [claims[name] for name in row["claims"]]
    names = ("id", "kind", "rule", "arithmetic", "verdict", "reason", "outcome")
    rule, given = row["rule"], row["given"]
    return Audited(
        **{name: row[name] for name in (*names, "explanation", "decided_by")},
        computed=None if fault(rule, of, given) else compute(rule, of, given, units),
        passages=[(claim, sentences[claim["id"]]) for claim in of],
    )


def _proposed(name: str, p: Proposal, sentences: dict[str, Row], units: Vocabulary) -> Audited:
    computed = compute(p.rule, p.claims, p.given, units)
    is_target = p.kind == "target_of"
    verdict = "consistent" if is_target else computed.verdict
    unlike = computed.verdict == "inconsistent" and p.reason is not None
    return Audited(
        id=name,
        kind=p.kind,
        rule=p.rule,
        arithmetic=computed.arithmetic,
        computed=computed,
        verdict="not_comparable" if unlike else verdict,
        reason=p.reason if unlike else None,
        outcome=computed.outcome if is_target else None,
        explanation=None,
        decided_by=None,
        passages=[(claim, sentences[claim["id"]]) for claim in p.claims],
    )


def _doubt(one: Audited) -> tuple[Any, ...]:
    """First faults, those of the surest rules before others and wide gaps, which are misread, last; then
    targets that were missed; what need not agree; sums and shares that make another last digit; what two
    texts say of one thing; last what agrees within one.
    """
    assert one.computed is not None, "a proposal is computed"
    rank = _CERTAIN.index(one.rule) if one.rule in _CERTAIN else len(_CERTAIN)
    if one.verdict == "inconsistent":
        stated = one.computed.stated
        size = max(abs(float(stated.low)), abs(float(stated.high)))
        return 0, -(one.computed.slack or 0) > _MISREAD * size, rank, one.id
    if one.outcome == "missed" or one.verdict == "not_comparable":
        return 1, one.outcome != "missed", one.reason or "", one.id
    if one.rule in _ADDED and one.verdict == "within_rounding" and _is_other_digit(one.computed):
        return 2, -rank, one.id
    if len({claim["document"] for claim, _ in one.passages}) > 1:
        return 3, _ACROSS.index(one.kind) if one.kind in _ACROSS else -1, one.id
    return 4, one.kind != "restates", VERDICTS.index(one.verdict), one.kind == "baseline_of", one.id


def _is_other_digit(found: Computed) -> bool:
    """Whether what is computed, as written, rounds to another last digit than what is stated."""
    ends = finite(found.computed.low), finite(found.computed.high)
    return None not in ends and Fraction(sum(end or 0 for end in ends) / 2) not in found.stated
