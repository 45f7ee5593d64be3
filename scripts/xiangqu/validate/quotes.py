"""Level 4, claims: the words that they quote, such as the indicator, are the right ones."""

from __future__ import annotations

from collections.abc import Iterator

from .context import Check, Context
from .finding import Fault, quoted
from .sentences import ENDS


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


def predicate_in_other_sentence(context: Context) -> Iterator[Fault]:
    """Predicate and reference stand in the sentence of their claim."""
    for item, _, (start, end), _ in context.read_claims:
        for words in (item.record.predicate, item.record.reference):
            if words and not (start <= words.start and words.end <= end):
                yield Fault(item, f"{quoted(words.text)} stands in another sentence")


def reference_overlaps_quantity(context: Context) -> Iterator[Fault]:
    """What a claim is relative to is named outside its quantity."""
    for item, *_ in context.read_claims:
        c = item.record
        if c.reference and c.reference.start < c.end and c.start < c.reference.end:
            yield Fault(item, f"{quoted(c.reference.text)} overlaps {quoted(c.text)}")


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
        term = indicators[c.indicator_id]
        if c.unit not in (term["unit"], *term.get("other_units", ())):
            yield Fault(item, f"{c.indicator_id} is in {term['unit']}, the record in {c.unit}")


def indicator_is_the_quantity(context: Context) -> Iterator[Fault]:
    """An indicator says what is measured, so it is more than the quantity itself."""
    for item, *_ in context.read_claims:
        c = item.record
        if c.indicator and c.start <= c.indicator.start and c.indicator.end <= c.end:
            yield Fault(item, f"{quoted(c.indicator.text)} lies inside {quoted(c.text)}")


def indicator_holds_quantity(context: Context) -> Iterator[Fault]:
    """An indicator does not hold, in whole or in part, the quantity that it is the indicator of."""
    for item, *_ in context.read_claims:
        c = item.record
        if c.indicator is None or (c.indicator.start, c.indicator.end) == (c.start, c.end):
            continue  # XQ445 says so
        if c.start <= c.indicator.start and c.indicator.end <= c.end:
            continue  # and so it does here
        if c.indicator.start < c.end and c.start < c.indicator.end:
            yield Fault(item, f"{quoted(c.indicator.text)} overlaps {quoted(c.text)}")


def indicator_is_no_name(context: Context) -> Iterator[Fault]:
    """An indicator is a name: it has a letter or a Chinese character, and no end of a sentence."""
    for item, *_ in context.read_claims:
        words = item.record.indicator
        if words and not any(c.isalpha() for c in words.text):
            yield Fault(item, f"{quoted(words.text)} has neither letter nor Chinese character")
        elif words and ENDS.intersection(words.text):
            yield Fault(item, f"{quoted(words.text)} goes beyond a sentence")


CHECKS: dict[str, Check] = {
    "XQ431": cue_in_other_sentence,
    "XQ438": actual_with_cue,
    "XQ432": indicator_not_of_list,
    "XQ439": unit_not_of_indicator,
    "XQ445": indicator_is_the_quantity,
    "XQ459": predicate_in_other_sentence,
    "XQ460": reference_overlaps_quantity,
    "XQ461": indicator_is_no_name,
    "XQ462": indicator_holds_quantity,
}
