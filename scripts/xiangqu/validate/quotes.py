"""Level 4, claims: the words that they quote, the indicator and the status cue, are the right ones."""

from __future__ import annotations

from collections.abc import Iterator

from .context import Check, Context
from .finding import Fault, quoted


def actual_with_cue(context: Context) -> Iterator[Fault]:
    """A claim whose status is actual has no status cue."""
    for item, *_ in context.read_claims:
        c = item.record
        if c.status == "actual" and c.status_cue:
            yield Fault(item, f"status actual with the cue {quoted(c.status_cue.text)}")


def cue_in_other_sentence(context: Context) -> Iterator[Fault]:
    """A status cue stands in the sentence of its claim."""
    for item, _, (start, end), _ in context.read_claims:
        c = item.record
        if c.status_cue and not (start <= c.status_cue.start and c.status_cue.end <= end):
            yield Fault(item, f"{quoted(c.status_cue.text)} stands in another sentence")


def indicator_not_of_list(context: Context) -> Iterator[Fault]:
    """An indicator with an id is written in a way that the list of indicators has."""
    indicators = context.vocabularies["indicators"].terms
    for item, *_ in context.read_claims:
        c = item.record
        if c.indicator_id is None:
            continue
        written = c.indicator.text if c.indicator else None
        if written not in indicators[c.indicator_id]["spellings"]:
            yield Fault(item, f"{quoted(written)} is no way to write {c.indicator_id}")


def unit_not_of_indicator(context: Context) -> Iterator[Fault]:
    """A level, a share or a ratio of a listed indicator has the unit of the list."""
    indicators = context.vocabularies["indicators"].terms
    for item, *_ in context.read_claims:
        c = item.record
        if c.indicator_id is None or c.measure not in ("level", "share", "ratio"):
            continue
        unit = indicators[c.indicator_id]["unit"]
        if c.unit != unit:
            yield Fault(item, f"{c.indicator_id} is in {unit}, the record in {c.unit}")


def indicator_is_the_quantity(context: Context) -> Iterator[Fault]:
    """An indicator says what is measured, so it is more than the quantity itself."""
    for item, *_ in context.read_claims:
        c = item.record
        if c.indicator and c.start <= c.indicator.start and c.indicator.end <= c.end:
            yield Fault(item, f"{quoted(c.indicator.text)} lies inside {quoted(c.text)}")


CHECKS: dict[str, Check] = {
    "XQ431": cue_in_other_sentence,
    "XQ438": actual_with_cue,
    "XQ432": indicator_not_of_list,
    "XQ439": unit_not_of_indicator,
    "XQ445": indicator_is_the_quantity,
}
