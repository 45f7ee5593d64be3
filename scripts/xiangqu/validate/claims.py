"""Level 4, claims: the attributes agree with the span, the vocabularies and each other."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise, zip_longest

from ..records import Claim
from .context import Context, sentences
from .finding import Check, Fault, Item
from .quantity import Quantity, Reader


def _sound(context: Context) -> Iterator[tuple[Item[Claim], str]]:
    for _, text, items in context.sound("claims"):
        for item in items:
            yield item, text


def _sentence(text: str, claim: Claim) -> tuple[int, int]:
    spans = sentences(text)
    return spans[bisect_right(spans, (claim.start, len(text))) - 1]


def _read(context: Context) -> Iterator[tuple[Item[Claim], Quantity | None]]:
    reader = Reader(context.vocabularies["units"], context.vocabularies["bounds"])
    for item, text in _sound(context):
        start, _ = _sentence(text, item.record)
        yield item, reader.read(item.record.text, text[start : item.record.start])


def claims_overlap(context: Context) -> Iterator[Fault]:
    """Quantity spans do not overlap."""
    for _, _, items in context.sound("claims"):
        for before, item in pairwise(items):
            if item.record.start < before.record.end:
                yield Fault(item, f"overlaps {before.record.id}")


def claim_crosses_sentences(context: Context) -> Iterator[Fault]:
    """A quantity span lies in one sentence."""
    for item, text in _sound(context):
        if item.record.end > _sentence(text, item.record)[1]:
            yield Fault(item, f"{item.record.text!r} goes beyond its sentence")


def span_is_no_quantity(context: Context) -> Iterator[Fault]:
    """The span of a claim is one quantity: bound words, number, multiplier, unit or classifier."""
    for item, quantity in _read(context):
        if quantity is None:
            yield Fault(item, f"{item.record.text!r} cannot be read as one")


def value_not_of_span(context: Context) -> Iterator[Fault]:
    """The value, or the parts of a ratio, are what the span says in its base unit."""
    for item, quantity in _read(context):
        c = item.record
        if quantity and (c.value != quantity.value or c.parts != quantity.parts):
            said = quantity.parts or quantity.ends or quantity.value
            yield Fault(
                item, f"{c.text} says {_show(said)}, the record {_show(c.parts or c.value)}"
            )


def unit_not_of_span(context: Context) -> Iterator[Fault]:
    """The unit and the classifier are what the span says, or a unit that it shares with the span before."""
    carried = {
        item.record.id: before.record.unit
        for _, text, items in context.sound("claims")
        for before, item in pairwise(items)
        if text[before.record.end : item.record.start] == "、"
    }
    for item, quantity in _read(context):
        c = item.record
        if quantity is None:
            continue
        if quantity.bare and (c.unit, c.classifier) == ("count", None):
            continue
        shared = carried.get(c.id, "").startswith(f"{quantity.unit}/") and c.unit == carried[c.id]
        if c.unit != quantity.unit and not shared:
            yield Fault(item, f"{c.text} says {quantity.unit}, the record {c.unit}")
        if c.classifier != quantity.classifier:
            yield Fault(
                item, f"{c.text} has classifier {quantity.classifier}, the record {c.classifier}"
            )


def bound_not_of_span(context: Context) -> Iterator[Fault]:
    """The bound is what the words of the span say."""
    for item, quantity in _read(context):
        if quantity and item.record.bound != quantity.bound:
            yield Fault(
                item, f"{item.record.text} says {quantity.bound}, the record {item.record.bound}"
            )


def ends_not_of_bound(context: Context) -> Iterator[Fault]:
    """Low and high are the ends that the bound asserts, no more."""
    for item, quantity in _read(context):
        c = item.record
        if quantity and (c.low, c.high) != (quantity.low, quantity.high):
            yield Fault(
                item,
                f"{c.bound} asserts [{_show(quantity.low)}, {_show(quantity.high)}], "
                f"the record has [{_show(c.low)}, {_show(c.high)}]",
            )


def unit_does_not_fit_measure(context: Context) -> Iterator[Fault]:
    """A measure has units of its own: a share is in %, a rank is a rank."""
    measures = context.vocabularies["measures"].terms
    for item, _ in _sound(context):
        c = item.record
        if c.unit not in measures[c.measure]["units"]:
            yield Fault(item, f"a {c.measure} in {c.unit}")


def growth_without_basis(context: Context) -> Iterator[Fault]:
    """A growth has a basis and nothing else has one; a growth since a year names the year."""
    for item, _ in _sound(context):
        c = item.record
        if (c.measure == "growth") != (c.basis is not None):
            yield Fault(item, f"a {c.measure} with basis {c.basis}")
        if (c.basis == "since") != (c.basis_period is not None):
            yield Fault(item, f"basis {c.basis} with basis_period {c.basis_period}")


def direction_wrong(context: Context) -> Iterator[Fault]:
    """A growth other than 0 goes up or down; a rank or a ratio does neither."""
    for item, _ in _sound(context):
        c = item.record
        if c.measure == "growth" and (c.direction is None) != (c.value == 0):
            yield Fault(item, f"a growth of {_show(c.value)} with direction {c.direction}")
        if c.measure in ("rank", "ratio") and c.direction:
            yield Fault(item, f"a {c.measure} with direction {c.direction}")


def change_without_other_end(context: Context) -> Iterator[Fault]:
    """The from of a change is followed by its to, of like measure, unit and direction, in its sentence."""
    for _, text, items in context.sound("claims"):
        for item, after in zip_longest(items, items[1:]):
            c = item.record
            if c.change != "from":
                continue
            d = after.record if after else None
            if (
                d is None
                or d.change != "to"
                or (d.measure, d.unit, d.direction) != (c.measure, c.unit, c.direction)
                or _sentence(text, d) != _sentence(text, c)
            ):
                yield Fault(item, "no claim with change to follows it")


def status_cue_wrong(context: Context) -> Iterator[Fault]:
    """A status cue stands in the sentence of a claim whose status is not actual."""
    for item, text in _sound(context):
        c = item.record
        if c.status_cue is None:
            continue
        start, end = _sentence(text, c)
        if c.status == "actual":
            yield Fault(item, f"status actual with the cue {c.status_cue.text}")
        elif not (start <= c.status_cue.start and c.status_cue.end <= end):
            yield Fault(item, f"{c.status_cue.text} stands in another sentence")


def indicator_not_of_list(context: Context) -> Iterator[Fault]:
    """An indicator with an id is written in a way that the list has, and a level has its unit."""
    indicators = context.vocabularies["indicators"].terms
    for item, _ in _sound(context):
        c = item.record
        if c.indicator_id is None:
            continue
        term = indicators[c.indicator_id]
        if c.indicator is None or c.indicator.text not in term["spellings"]:
            written = c.indicator.text if c.indicator else "without an indicator"
            yield Fault(item, f"{c.indicator_id} is not written {written}")
        if c.measure in ("level", "share", "ratio") and c.unit != term["unit"]:
            yield Fault(item, f"{c.indicator_id} is in {term['unit']}, the record in {c.unit}")


def _show(value: object) -> str:
    return "/".join(map(str, value)) if isinstance(value, tuple) else str(value)


CHECKS: dict[str, Check] = {
    "XQ421": claims_overlap,
    "XQ422": span_is_no_quantity,
    "XQ423": value_not_of_span,
    "XQ424": unit_not_of_span,
    "XQ425": bound_not_of_span,
    "XQ426": ends_not_of_bound,
    "XQ427": unit_does_not_fit_measure,
    "XQ428": growth_without_basis,
    "XQ429": direction_wrong,
    "XQ430": change_without_other_end,
    "XQ431": status_cue_wrong,
    "XQ432": indicator_not_of_list,
    "XQ434": claim_crosses_sentences,
}
