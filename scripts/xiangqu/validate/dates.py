"""Level 4, dates, and what a document says of itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ..annotation.records import Claim, Document
from .context import Check, Context
from .finding import Fault, Item, quoted


def period_wrong(context: Context) -> Iterator[Fault]:
    """A date names a month and a day that exist."""
    for item, name, ends in _periods(context):
        for end in ends:
            if not is_date(end):
                yield Fault(item, f"{name} {end}")


def interval_backwards(context: Context) -> Iterator[Fault]:
    """An interval ends after it begins."""
    for item, name, ends in _periods(context):
        if len(ends) == 2 and ends[0] >= ends[1]:
            yield Fault(item, f"{name} {'/'.join(ends)}")


def _periods(context: Context) -> Iterator[tuple[Item[Document | Claim], str, list[str]]]:
    """Every date and interval of the document and its claims, by its ends."""
    named: list[tuple[Item[Document | Claim], str, str | None]] = []
    if context.document:
        d = context.document.record
        dates = {"date": d.date, "review_period": d.review_period, "plan_period": d.plan_period}
        named += [(context.document, name, value) for name, value in dates.items()]
    for _, _, items in context.sound_claims:
        named += [(item, "period", item.record.period) for item in items]
        named += [(item, "basis_period", item.record.basis_period) for item in items]
    for item, name, value in named:
        if value:
            yield item, name, value.split("/")


def period_without_source(context: Context) -> Iterator[Fault]:
    """A period says how it is known, and where there is no period there is no source."""
    for item, *_ in context.read_claims:
        c = item.record
        if (c.period is None) != (c.period_source is None):
            said = f"period {quoted(c.period)} with period_source {quoted(c.period_source)}"
            yield Fault(item, said)


def period_without_type(context: Context) -> Iterator[Fault]:
    """A level or a difference with a period has a period type, and no other claim has one."""
    for item, *_ in context.read_claims:
        c = item.record
        typed = c.measure in ("level", "difference") and c.period is not None
        if typed != (c.period_type is not None):
            said = f"a {c.measure} of period {quoted(c.period)}"
            yield Fault(item, f"{said} with period_type {quoted(c.period_type)}")


def standard_with_period(context: Context) -> Iterator[Fault]:
    """A standard holds until it is changed: it has no period."""
    for item, *_ in context.read_claims:
        c = item.record
        if c.status == "standard" and c.period is not None:
            yield Fault(item, f"{quoted(c.text)} is a standard of period {c.period}")


def title_not_in_text(context: Context) -> Iterator[Fault]:
    """Title and subtitle stand in the text, in one line or in lines one after the other; none is left out."""
    if context.document is None:
        return
    titles = [p.record.id for p in context.paragraphs if p.record.kind == "title"]
    if titles and context.document.record.title is None:
        yield Fault(context.document, f"no title, and {titles[0]} is one")
    text = context.text.replace("\n", "")
    for words in (context.document.record.title, context.document.record.subtitle):
        if words is not None and words not in text:
            yield Fault(context.document, f"{quoted(words)} is not there")


def evidence_not_in_text(context: Context) -> Iterator[Fault]:
    """A date that is inferred, and no other, gives as evidence words that stand in the text."""
    if context.document is None:
        return
    d = context.document.record
    evidence = d.date_evidence.split("；") if d.date_evidence else []
    if (d.date_certainty == "inferred") != bool(evidence):
        said = f"date_certainty {d.date_certainty} with date_evidence {quoted(d.date_evidence)}"
        yield Fault(context.document, said)
    for words in evidence:
        if words not in context.text:
            yield Fault(context.document, f"{quoted(words)} is not there")


def date_without_certainty(context: Context) -> Iterator[Fault]:
    """A document without a date says that it is unknown, and one with a date does not."""
    if context.document:
        d = context.document.record
        if (d.date is None) != (d.date_certainty == "unknown"):
            said = f"date {quoted(d.date)} with date_certainty {d.date_certainty}"
            yield Fault(context.document, said)


def is_date(text: str) -> bool:
    """Whether a year, a month (2020-13 is none) or a day is one of the calendar."""
    try:
        return bool(date.fromisoformat(f"{text}-01-01"[:10]))
    except ValueError:
        return False


CHECKS: dict[str, Check] = {
    "XQ433": period_wrong,
    "XQ446": interval_backwards,
    "XQ457": period_without_source,
    "XQ458": period_without_type,
    "XQ463": standard_with_period,
    "XQ435": title_not_in_text,
    "XQ447": evidence_not_in_text,
    "XQ448": date_without_certainty,
}
