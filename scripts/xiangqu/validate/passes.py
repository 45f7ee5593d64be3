"""Level 4, passes: what is published is what the passes agree on, or what was decided of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ..annotation import disagreement
from ..annotation.disagreement import Disagreement
from ..annotation.records import (
    Claim,
    Decision,
    Numeral,
    Paragraph,
    Record,
    Section,
    ThemeSpan,
    Verdict,
)
from ..annotation.spans import Unit
from .context import Check, Context
from .finding import Fault, Item


def difference_not_decided(context: Context) -> Iterator[Fault]:
    """Where passes one and two differ, adjudication.jsonl has a decision."""
    if passes := _passes(context):
        decisions = [item.record for item in context.adjudication]
        for d in disagreement.open_questions(*passes, decisions):
            yield from _fault(context, d, f"pass one has {d.one}, pass two {d.other}")


def label_not_decided(context: Context) -> Iterator[Fault]:
    """What is published is the common label of passes one and two, or the decision."""
    if passes := _passes(context):
        decisions = [item.record for item in context.adjudication]
        decided = {disagreement.key(d) for d in decisions}
        for d in disagreement.departures(*passes, decisions, context.units):
            wanted = "decided is" if disagreement.key(d) in decided else "the passes have"
            yield from _fault(context, d, f"{wanted} {d.one}, published is {d.other}")


def decision_on_nothing(context: Context) -> Iterator[Fault]:
    """A decision is on a label of passes one and two, and quotes what they have there."""
    if context.damage:
        return
    one, two = (_values(context.passes.get(name, [])) for name in ("one", "two"))
    for item in context.adjudication:
        d = item.record
        key = disagreement.key(d)
        if key not in one and key not in two and d.decision is None:
            yield Fault(item, f"no pass has a {d.field} of {d.layer} there")
        elif (d.one, d.two) != (one.get(key), two.get(key)):
            has = f"pass one has {one.get(key)}, pass two {two.get(key)}"
            yield Fault(item, f"{d.field}: it says {d.one} and {d.two}; {has}")


def _values(units: list[Unit]) -> dict[disagreement.Key, Any]:
    """What a pass has of each label and attribute."""
    return {
        disagreement.key_of(unit, field): value
        for unit in units
        for field, value in disagreement.fields(unit)
    }


def given_twice(context: Context) -> Iterator[Fault]:
    """One label has one decision a field, and one verdict."""
    seen: dict[tuple[object, ...], int] = {}
    items: list[Item[Decision | Verdict]] = [*context.adjudication, *context.audit]
    for item in items:
        r = item.record
        field = r.field if isinstance(r, Decision) else None
        key = (item.layer, r.layer, r.paragraph, r.start, r.end, field)
        if seen.setdefault(key, item.line) != item.line:
            yield Fault(item, f"line {seen[key]} is on the same")


def verdict_on_nothing(context: Context) -> Iterator[Fault]:
    """A verdict of the audit is on a published label."""
    if context.damage:
        return
    published = {(u.layer, *u.place) for u in context.units}
    for item in context.audit:
        v = item.record
        if (v.layer, v.paragraph, v.start, v.end) not in published:
            yield Fault(item, f"{v.layer} has no label there")


def draft_not_read(context: Context) -> Iterator[Fault]:
    """What a rule drafted is annotation only when somebody has read it."""
    for item in context.drafts:
        d = item.record
        place = d.claim or d.paragraph
        of = f" of {place}" if place else ""
        yield Fault(item, f"{d.layer}{of}: read it against the text and mend it, then confirm it")


def _passes(context: Context) -> tuple[list[Unit], list[Unit]] | None:
    if context.damage or not {"one", "two"} <= {*context.passes}:
        return None
    return context.passes["one"], context.passes["two"]


def _fault(context: Context, d: Disagreement, said: str) -> Iterator[Fault]:
    """The fault at the record that holds the place of ``d``; else at its paragraph."""
    items = _labels(context, d.layer)
    for item in [*items, *context.paragraphs]:
        if _holds(item.record, d):
            yield Fault(item, f"{d.layer} {d.field} at {d.paragraph}[{d.start}:{d.end}]: {said}")
            return


def _labels(context: Context, layer: str) -> Sequence[Item[Record]]:
    match layer:
        case "sections":
            return context.sections
        case "themes":
            return context.themes
        case "claims":
            return context.claims
    return context.numerals


def _holds(record: Record, d: Disagreement) -> bool:
    match record:
        case Paragraph():
            return record.id == d.paragraph
        case Section():
            return (record.first_paragraph, record.start) == (d.paragraph, d.start)
        case ThemeSpan() | Claim() | Numeral():
            inside = record.start <= d.start and d.end <= record.end
            return record.paragraph == d.paragraph and inside
    return False


CHECKS: dict[str, Check] = {
    "XQ451": difference_not_decided,
    "XQ452": label_not_decided,
    "XQ453": decision_on_nothing,
    "XQ454": verdict_on_nothing,
    "XQ455": given_twice,
    "XQ456": draft_not_read,
}
