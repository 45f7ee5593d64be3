"""Level 4, dates, and what a document says of itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from .context import Context
from .finding import Check, Fault, Item


def period_wrong(context: Context) -> Iterator[Fault]:
    """A date names months and days that exist, and an interval does not end before it begins."""
    claims: list[Item[Any]] = [item for *_, items in context.sound("claims") for item in items]
    for item in [*claims, *([context.document] if context.document else [])]:
        for name in ("period", "basis_period", "date", "review_period", "plan_period"):
            value = getattr(item.record, name, None)
            ends = value.split("/") if value else []
            if any(not _is_date(end) for end in ends) or (len(ends) == 2 and ends[0] >= ends[1]):
                yield Fault(item, f"{name} {value}")


def document_not_of_its_text(context: Context) -> Iterator[Fault]:
    """Title, subtitle and the evidence of the date stand in the text; a date has its certainty."""
    if context.document is None or context.alignment is None:
        return
    d, text = context.document.record, context.alignment.text
    evidence = d.date_evidence.split("；") if d.date_evidence else []
    for words in (d.title, d.subtitle, *evidence):
        if words is not None and words not in text:
            yield Fault(context.document, f"{words!r} is not in the text")
    if (d.date is None) != (d.date_certainty == "unknown"):
        yield Fault(context.document, f"date {d.date} with certainty {d.date_certainty}")
    if (d.date_certainty == "inferred") != bool(evidence):
        yield Fault(
            context.document, f"certainty {d.date_certainty} with evidence {d.date_evidence}"
        )


def _is_date(text: str) -> bool:
    parts = [int(part) for part in text.split("-")]
    try:
        date(*[*parts, 1, 1][:3])
    except ValueError:
        return False
    return True


CHECKS: dict[str, Check] = {
    "XQ433": period_wrong,
    "XQ435": document_not_of_its_text,
}
