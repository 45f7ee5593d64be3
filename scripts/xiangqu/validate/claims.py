"""Level 4, claims: the attributes agree with the span, the vocabularies and each other."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise, zip_longest

from ..annotation.records import Claim
from .context import Check, Context, sentence_of
from .finding import Fault, quoted
from .quantity import Quantity

_OF_COMPOSED = ("level", "difference")
"""The measures of a unit that is composed of others: CNY/person/month."""


def claims_overlap(context: Context) -> Iterator[Fault]:
    """Quantity spans do not overlap."""
    for _, _, items in context.sound_claims:
        for before, item in pairwise(items):
            if item.record.start < before.record.end:
                yield Fault(item, f"overlaps {before.record.id}")


def claim_crosses_sentences(context: Context) -> Iterator[Fault]:
    """A quantity span lies in one sentence."""
    for item, _, sentence, _ in context.read_claims:
        if item.record.end > sentence[1]:
            yield Fault(item, f"{quoted(item.record.text)} goes beyond its sentence")


def span_is_no_quantity(context: Context) -> Iterator[Fault]:
    """The span of a claim is one quantity: bound words, number, multiplier, unit or classifier."""
    for item, _, sentence, quantity in context.read_claims:
        if quantity is None and item.record.end <= sentence[1]:
            yield Fault(item, f"{quoted(item.record.text)} cannot be read as one")


def bound_word_left_out(context: Context) -> Iterator[Fault]:
    """A word that bounds or approximates the number belongs to the span."""
    for item, text, *_ in context.read_claims:
        c = item.record
        if c.unit == "rank":
            continue  # 前三 has its bound in itself
        if word := context.reader.bounds.left_out(text[: c.start], c.text, text[c.end :]):
            yield Fault(item, f"{quoted(c.text)} leaves out {quoted(word)}")


def value_not_of_span(context: Context) -> Iterator[Fault]:
    """The value, or the parts of a ratio, are what the span says in its base unit."""
    for item, _, _, quantity in context.read_claims:
        c = item.record
        if quantity and (c.value != quantity.value or c.parts != quantity.parts):
            says = f"value {_show(quantity.value)}, parts {_show(quantity.parts)}"
            has = f"value {_show(c.value)}, parts {_show(c.parts)}"
            yield Fault(item, f"{quoted(c.text)} says {says}; the record {has}")


def unit_not_of_span(context: Context) -> Iterator[Fault]:
    """The unit and the classifier are what the span says; what it is per may stand before it."""
    for item, text, sentence, quantity in context.read_claims:
        c = item.record
        if quantity is None or (quantity.bare and _may_be(quantity, c)):
            continue
        unit, _, per = c.unit.rpartition("/")
        said = unit == quantity.unit and per in context.reader.units.said_per(
            text[sentence[0] : c.start]
        )
        if c.unit != quantity.unit and not said:
            yield Fault(item, f"{quoted(c.text)} says {quantity.unit}, the record {c.unit}")
        if c.classifier != quantity.classifier:
            says, has = quoted(quantity.classifier), quoted(c.classifier)
            yield Fault(item, f"{quoted(c.text)} says classifier {says}, the record {has}")


def _may_be(quantity: Quantity, claim: Claim) -> bool:
    """Whether a number without a unit may be of the unit that the claim has; 0 may be of any."""
    is_any = quantity.value == 0 or claim.unit.partition("/")[0] in ("count", "times", "1")
    return is_any and claim.classifier is None


def bound_not_of_span(context: Context) -> Iterator[Fault]:
    """The bound is what the words of the span say."""
    for item, _, _, quantity in context.read_claims:
        if quantity and item.record.bound != quantity.bound:
            yield Fault(
                item,
                f"{quoted(item.record.text)} says {quantity.bound}, the record {item.record.bound}",
            )


def ends_not_of_bound(context: Context) -> Iterator[Fault]:
    """Low and high are the ends that the bound asserts, no more."""
    for item, _, _, quantity in context.read_claims:
        c = item.record
        if quantity is None or (c.value, c.bound) != (quantity.value, quantity.bound):
            continue  # XQ423 or XQ425 says so
        if (c.low, c.high) != (quantity.low, quantity.high):
            said = f"[{_show(quantity.low)}, {_show(quantity.high)}]"
            has = f"[{_show(c.low)}, {_show(c.high)}]"
            yield Fault(
                item, f"{quoted(c.text)}, bound {c.bound}, asserts {said}; the record has {has}"
            )


def unit_does_not_fit_measure(context: Context) -> Iterator[Fault]:
    """A measure has units of its own: a share is in %, a rank is a rank."""
    units = context.vocabularies["units"].terms
    for item, *_ in context.read_claims:
        c = item.record
        measures = units[c.unit]["measures"] if c.unit in units else _OF_COMPOSED
        if c.measure not in measures:
            yield Fault(item, f"a {c.measure} in {c.unit}")


def basis_without_growth(context: Context) -> Iterator[Fault]:
    """Nothing but a growth has a basis."""
    for item, *_ in context.read_claims:
        c = item.record
        if c.basis and c.measure != "growth":
            yield Fault(item, f"a {c.measure} with basis {quoted(c.basis)}")


def since_without_year(context: Context) -> Iterator[Fault]:
    """A growth since a year names that year in basis_period, and no other claim has one."""
    for item, *_ in context.read_claims:
        c = item.record
        if (c.basis == "since") != (c.basis_period is not None):
            yield Fault(item, f"basis {quoted(c.basis)}, basis_period {quoted(c.basis_period)}")


def growth_without_direction(context: Context) -> Iterator[Fault]:
    """A growth other than 0 goes up or down."""
    for item, *_ in context.read_claims:
        c = item.record
        if c.measure == "growth" and (c.direction is None) != (c.value == 0):
            yield Fault(item, f"a growth of {_show(c.value)} with direction {quoted(c.direction)}")


def rank_with_direction(context: Context) -> Iterator[Fault]:
    """A rank or a ratio goes up or down only where it is an end of a change."""
    for item, *_ in context.read_claims:
        c = item.record
        if c.measure in ("rank", "ratio") and c.direction and not c.change:
            yield Fault(item, f"a {c.measure} with direction {quoted(c.direction)}")


def ratio_without_parts(context: Context) -> Iterator[Fault]:
    """A ratio has its parts and no value, and nothing else has parts."""
    for item, *_ in context.read_claims:
        c = item.record
        if (c.measure == "ratio") != (c.parts is not None):
            yield Fault(item, f"a {c.measure} with parts {_show(c.parts)}")


def change_without_other_end(context: Context) -> Iterator[Fault]:
    """The from of a change is followed by its to, of like measure, unit and direction, in its sentence."""
    for paragraph, text, items in context.sound_claims:
        whole = context.damage.spares("claims", paragraph.record.id)
        for item, after in zip_longest(items, items[1:]):
            c = item.record
            if c.change != "from" or not whole:
                continue
            d = after.record if after else None
            if (
                d is None
                or d.change != "to"
                or (d.measure, d.unit, d.direction) != (c.measure, c.unit, c.direction)
                or sentence_of(text, d) != sentence_of(text, c)
            ):
                yield Fault(item, "no claim with change to follows it")


def _show(value: object) -> str:
    if value is None:
        return "null"
    return "/".join(map(str, value)) if isinstance(value, tuple) else str(value)


CHECKS: dict[str, Check] = {
    "XQ421": claims_overlap,
    "XQ422": span_is_no_quantity,
    "XQ449": bound_word_left_out,
    "XQ423": value_not_of_span,
    "XQ424": unit_not_of_span,
    "XQ425": bound_not_of_span,
    "XQ426": ends_not_of_bound,
    "XQ427": unit_does_not_fit_measure,
    "XQ428": basis_without_growth,
    "XQ429": growth_without_direction,
    "XQ430": change_without_other_end,
    "XQ434": claim_crosses_sentences,
    "XQ436": since_without_year,
    "XQ437": rank_with_direction,
    "XQ444": ratio_without_parts,
}
