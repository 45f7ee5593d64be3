"""Level 4, the numeral census: every numeral of the text has one label, and claims are where it says."""

from __future__ import annotations

from collections.abc import Iterator

from ..text import numerals
from .context import Check, Context
from .finding import Fault, quoted


def numeral_without_label(context: Context) -> Iterator[Fault]:
    """Every numeral of the text is labelled, once."""
    for paragraph, text, items in context.sound_numerals:
        labelled: set[tuple[int, int]] = set()
        for item in items:
            span = item.record.start, item.record.end
            if span in labelled:
                yield Fault(item, f"{quoted(item.record.text)} is labelled twice")
            labelled.add(span)
        whole = context.damage.spares("numerals", paragraph.record.id)
        for start, end in numerals.census(text) if whole else ():
            if (start, end) not in labelled:
                near = text[max(start - 6, 0) : end + 6]
                yield Fault(
                    paragraph, f"{quoted(text[start:end])} at {start} has no label: …{near}…"
                )


def label_on_no_numeral(context: Context) -> Iterator[Fault]:
    """A label lies on a whole numeral of the text."""
    for _, text, items in context.sound_numerals:
        census = set(numerals.census(text))
        for item in items:
            if (item.record.start, item.record.end) not in census:
                yield Fault(item, f"{quoted(item.record.text)} is not a maximal run")


def claim_label_wrong(context: Context) -> Iterator[Fault]:
    """A numeral is labelled claim where, and only where, it lies in a claim, and names that claim."""
    claims = {p.record.id: [i.record for i in items] for p, _, items in context.sound_claims}
    for paragraph, _, items in context.sound_numerals:
        whole = context.damage.spares("claims", paragraph.record.id)
        for item in items if whole else ():
            n = item.record
            if n.claim is not None and n.claim not in context.claim_ids:
                continue  # XQ308 says so
            holder = next(
                (
                    c.id
                    for c in claims.get(paragraph.record.id, [])
                    if c.start <= n.start and n.end <= c.end
                ),
                None,
            )
            if (n.label == "claim") != (holder is not None):
                yield Fault(
                    item,
                    f"label {n.label}, but {'it lies in ' + holder if holder else 'no claim holds it'}",
                )
            elif n.claim != holder:
                yield Fault(item, f"names {n.claim}, lies in {holder}")


CHECKS: dict[str, Check] = {
    "XQ441": numeral_without_label,
    "XQ442": label_on_no_numeral,
    "XQ443": claim_label_wrong,
}
