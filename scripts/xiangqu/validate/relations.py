"""Level 4, relations: the files beside the documents; what is said of claims is what their numbers give."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..annotation.jsonlines import plain
from ..annotation.records import Annotated, Claim, Relation, RelationDecision, from_json
from ..annotation.repo import PASSES, Repo
from ..annotation.vocabulary import Vocabulary, vocabulary
from ..tabular import arithmetic
from ..tabular.relations import Key, key, said
from .finding import Finding, Item
from .reading import UTF8, read_layer
from .retired import retired_ids
from .schemas import Schemas

Fault = Iterator[tuple[Item[Any], str]]

KINDS = {
    "restates": ("equal",),
    "differs": ("equal", "ratio"),
    "target_of": ("met",),
    "baseline_of": ("change", "ratio_change", "contains", "other_years"),
    "part_of": ("sum", "items", "shares_sum", "contains"),
}
"""The rules of each kind; ``implies`` has any of the others."""


@dataclass
class Related:
    """The relations of a repository with their lines, the claims by id, and what else the checks need."""

    claims: Mapping[str, Mapping[str, Any]]
    dates: Mapping[str, str]
    units: Vocabulary
    relations: list[Item[Relation]] = field(default_factory=list)
    decisions: list[Item[RelationDecision]] = field(default_factory=list)
    passes: dict[str, list[Item[Relation]]] = field(default_factory=dict)
    retired: set[str] = field(default_factory=set)

    def named(self, relation: Relation) -> list[Mapping[str, Any]] | None:
        """The claims of a relation, None if one of them is not there."""
        found = [self.claims[name] for name in relation.claims if name in self.claims]
        return found if len(found) == len(relation.claims) else None


def read(
    repo: Repo, schemas: Schemas, documents: Sequence[Annotated], encoding: str = UTF8
) -> tuple[list[Relation], list[Finding]]:
    """The relations between claims of ``documents``, and what is wrong with them."""
    if not repo.relations.exists():
        return [], []
    claims = {claim.id: _row(claim, d.document.id) for d in documents for claim in d.claims}
    dates = {d.document.id: d.document.date or "" for d in documents}
    related = Related(claims, dates, vocabulary(repo, "units"), retired=retired_ids(repo))
    findings: list[Finding] = []

    def records(file: Path, layer: str) -> list[Item[Any]]:
        read, found = read_layer(file, layer, schemas, repo.root, encoding)
        findings.extend(found)
        return [Item(layer, line, from_json(layer, record)) for line, record in read]

    related.relations = records(repo.relations, "relations")
    if repo.relation_decisions.exists():
        related.decisions = records(repo.relation_decisions, "relation-decisions")
    for name in PASSES:
        if (file := repo.relations_of(name)).exists():
            related.passes[name] = records(file, "relations")
    if not findings:
        for code, check in CHECKS.items():
            for item, detail in check(related):
                of_relation = item.layer == "relations"
                file = repo.relations if of_relation else repo.relation_decisions
                name = item.record.id if of_relation else " ".join(item.record.claims)
                message = check.__doc__ or ""
                findings.append(Finding(str(file), item.line, code, name or "", message, detail))
    return [item.record for item in related.relations], findings


def _row(claim: Claim, document: str) -> dict[str, Any]:
    row: dict[str, Any] = plain(claim)
    return row | {"document": document}


def claim_not_there(related: Related) -> Fault:
    """A relation is between claims that the corpus has."""
    for item in related.relations:
        for name in item.record.claims:
            if name not in related.claims:
                yield item, f"there is no claim {name}"


def rule_does_not_fit(related: Related) -> Fault:
    """A relation has a rule of its kind, and claims of which that rule can be computed."""
    others = {rule for rules in KINDS.values() for rule in rules} - {"ratio"}
    for item in related.relations:
        r = item.record
        if r.rule not in KINDS.get(r.kind, (r.rule,)) or (r.kind == "implies" and r.rule in others):
            yield item, f"{r.kind} by the rule {r.rule}"
        elif claims := related.named(r):
            why = arithmetic.fault(r.rule, claims, r.given)
            if why and r.reason != "other_unit":
                yield item, why


def verdict_not_computed(related: Related) -> Fault:
    """The verdict is what the arithmetic gives, unless the numbers are not comparable."""
    for item, found in _computed(related):
        r = item.record
        if (r.verdict == "not_comparable") != (r.reason is not None):
            yield item, f"verdict {r.verdict}, reason {r.reason}"
        elif r.verdict not in ("not_comparable", expected(r, found)):
            yield item, f"{found.arithmetic}: {expected(r, found)}, not {r.verdict}"


def outcome_not_computed(related: Related) -> Fault:
    """A target and its outcome, and nothing else, say whether it was met; missed is what the numbers say."""
    for item, found in _computed(related):
        r = item.record
        if (r.outcome is not None) != (r.kind == "target_of"):
            yield item, f"{r.kind} with outcome {r.outcome}"
        elif r.outcome in ("met", "exceeded", "missed") and (r.outcome == "missed") != (
            found.outcome == "missed"
        ):
            yield item, f"{found.arithmetic}: {found.outcome}, not {r.outcome}"


def kind_not_of_values(related: Related) -> Fault:
    """What restates has the same value, what differs has not."""
    for item in related.relations:
        r = item.record
        claims = related.named(r)
        if claims and r.rule == "equal" and len(claims) == 2:
            same = all(claims[0][name] == claims[1][name] for name in ("value", "parts", "bound"))
            if same != (r.kind == "restates"):
                yield item, f"{r.kind}: {claims[0]['text']} and {claims[1]['text']}"


def out_of_order(related: Related) -> Fault:
    """Of two claims that should be equal, that of the earlier text or passage is first."""
    for item in related.relations:
        claims = related.named(item.record)
        if claims and item.record.rule == "equal":
            (one, day), (other, later) = ((c, related.dates[c["document"]]) for c in claims)
            together = one["document"] == other["document"]
            length = min(len(day), len(later))
            if one["id"] > other["id"] if together else day[:length] > later[:length]:
                yield item, f"{other['id']} is earlier"


def relation_given_twice(related: Related) -> Fault:
    """A relation is listed once, and its id is its own."""
    ids: dict[str | None, int] = {}
    keys: dict[Key, int] = {}
    for item in related.relations:
        first = ids.setdefault(item.record.id, item.line)
        if first != item.line or item.record.id is None:
            yield item, "it has no id" if item.record.id is None else f"line {first} has this id"
        elif (first := keys.setdefault(key(item.record), item.line)) != item.line:
            yield item, f"line {first} has the same rule and claims"
        elif item.record.id in related.retired:
            yield item, "the id is retired"


def relation_not_decided(related: Related) -> Fault:
    """A published relation is what both passes have, or what was decided of it."""
    decided = {_decided(item.record): item.record.decision for item in related.decisions}
    one, two = (_sides(related, name) for name in PASSES)
    for item in related.relations if related.passes else ():
        r = item.record
        both = one.get(key(r)) if one.get(key(r)) == two.get(key(r)) else None
        wanted = decided.get(key(r), both)
        if wanted != said(r):
            yield item, f"published is {said(r)}, decided or common is {wanted}"
        elif (key(r) in decided) == (r.decided_by == "passes"):
            yield item, f"decided by {r.decided_by}"


def decision_does_not_fit(related: Related) -> Fault:
    """A decision quotes what the passes have, and what it decides is published; each difference has one."""
    published = {key(item.record): item for item in related.relations}
    one, two = (_sides(related, name) for name in PASSES)
    decided = set[Key]()
    for item in related.decisions:
        d, at = item.record, _decided(item.record)
        decided.add(at)
        if (d.one, d.two) != (one.get(at), two.get(at)):
            yield item, f"pass one has {one.get(at)}, pass two {two.get(at)}"
        elif (at in published) != (d.decision is not None):
            yield item, f"decided is {d.decision}, published is {at in published}"
    first = next(iter(related.relations), None)
    for at in {*one, *two} - decided - {*published}:
        if first:
            claims = " ".join(sorted(at[1]))
            yield first, f"nothing is decided of {at[0]} between {claims}, which a pass has"


def _sides(related: Related, name: str) -> dict[Key, str]:
    return {key(item.record): said(item.record) for item in related.passes.get(name, [])}


def _decided(decision: RelationDecision) -> Key:
    return decision.kind, frozenset(decision.claims)


def expected(relation: Relation, found: arithmetic.Computed) -> str:
    """The verdict on numbers that can be compared: that a target was missed is no fault in them."""
    return "consistent" if relation.kind == "target_of" else found.verdict


def _computed(related: Related) -> Iterator[tuple[Item[Relation], arithmetic.Computed]]:
    for item in related.relations:
        r = item.record
        claims = related.named(r)
        if claims and not arithmetic.fault(r.rule, claims, r.given):
            yield item, arithmetic.compute(r.rule, claims, r.given, related.units)


CHECKS: dict[str, Callable[[Related], Fault]] = {
    "XQ481": claim_not_there,
    "XQ482": rule_does_not_fit,
    "XQ483": verdict_not_computed,
    "XQ484": outcome_not_computed,
    "XQ485": kind_not_of_values,
    "XQ486": out_of_order,
    "XQ487": relation_given_twice,
    "XQ488": relation_not_decided,
    "XQ489": decision_does_not_fit,
}
