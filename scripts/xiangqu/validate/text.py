"""Level 3: the seed, the edits and the cleaned text fit; every span slices to its quote."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise, zip_longest

from ..annotation.records import (
    Claim,
    Numeral,
    Paragraph,
    Record,
    Retired,
    Section,
    Span,
    span_fields,
)
from .context import Check, Context, Spanned
from .finding import Fault, Item, quoted
from .order import misplaced

UNSEEN = frozenset(("Cc", "Cf", "Co", "Cn", "Cs", "Zl", "Zp"))
"""The categories of characters that nobody sees, but for blanks: control, format, private and unassigned
ones, and the separators U+2028 and U+2029, at which other programs break lines.
"""


def text_not_normal(context: Context) -> Iterator[Fault]:
    """The cleaned text is in the Unicode normal form NFC."""
    for item in context.paragraphs:
        text = context.texts.get(item.record.id, "")
        if not unicodedata.is_normalized("NFC", text):
            at = _in_common(text, unicodedata.normalize("NFC", text))
            yield Fault(item, f"{quoted(text[max(at - 1, 0) : at + 2])} at {at}")


def _in_common(one: str, other: str) -> int:
    """How many characters both begin with."""
    pairs = enumerate(zip_longest(one, other))
    return next((at for at, (a, b) in pairs if a != b), len(one))


def control_characters(context: Context) -> Iterator[Fault]:
    """The cleaned text has no control, invisible, private or unassigned characters."""
    for item in context.paragraphs:
        text = context.texts.get(item.record.id, "")
        for at, c in enumerate("" if text.isprintable() else text):
            if unicodedata.category(c) in UNSEEN:
                yield Fault(item, f"U+{ord(c):04X} at {at}")


def paragraphs_do_not_match_lines(context: Context) -> Iterator[Fault]:
    """Each line of the cleaned text is one paragraph, found by the raw offset that it begins at."""
    if context.alignment is None or "paragraphs" in context.damage.layers:
        return
    holder: dict[int, Item[Paragraph]] = {}
    for item in context.paragraphs:
        line = context.line_at.get(item.record.source_start)
        if line is None:
            yield Fault(item, f"no line begins at raw {item.record.source_start}")
        elif line in holder:
            yield Fault(item, f"is the same line as {holder[line].record.id}")
        else:
            holder[line] = item
    previous: Item[Record] | None = context.document
    for number, (_, line_text) in enumerate(context.lines):
        if number not in holder and previous:
            yield Fault(previous, f"line {number + 1} is no paragraph: {line_text[:20]}…")
        previous = holder.get(number, previous)


def id_not_of_document(context: Context) -> Iterator[Fault]:
    """An id begins with the id of what holds it."""
    document = context.document.record.id if context.document else ""
    for item in _named(context):
        holder = item.record.paragraph if isinstance(item.record, Claim) else document
        if not item.record.id.startswith(f"{holder}."):
            yield Fault(item, f"does not begin with {holder}")


def _named(context: Context) -> Sequence[Item[Retired | Paragraph | Section | Claim]]:
    """What has an id of its own; what is retired comes first, so that the new use is at fault."""
    return [*context.retired, *context.paragraphs, *context.sections, *context.claims]


def id_given_twice(context: Context) -> Iterator[Fault]:
    """An id is given once, and never again when it is retired."""
    seen: dict[str, str] = {}
    for item in _named(context):
        identity = item.record.id
        if identity in seen:
            yield Fault(item, f"it is in {seen[identity]} too")
        seen[identity] = f"line {item.line} of {item.layer}.jsonl"


def reference_not_found(context: Context) -> Iterator[Fault]:
    """What a record names is in the document."""
    told: set[str] = set()
    incomplete = context.damage.layers | {layer for layer, _ in context.damage.places}
    for item, name, value in _references(context):
        target, known = (
            ("claims", context.claim_ids)
            if name == "claim"
            else ("paragraphs", context.paragraph_ids)
        )
        if value in known or value in told:
            continue
        context.damage.dangling |= target == "paragraphs"
        if target not in incomplete:
            told.add(value)
            yield Fault(item, f"{name} {value} is not there")


def _references(context: Context) -> Iterator[tuple[Item[Record], str, str]]:
    """Every id of another record that a record names, and the field that names it."""
    for section in context.sections:
        yield section, "first_paragraph", section.record.first_paragraph
        yield section, "last_paragraph", section.record.last_paragraph
    for items in context.spanned():
        for item in items:
            yield item, "paragraph", item.record.paragraph
            if isinstance(item.record, Numeral) and item.record.claim:
                yield item, "claim", item.record.claim


def span_is_not_its_quote(context: Context) -> Iterator[Fault]:
    """A span slices its paragraph to the text that it quotes."""
    for item in chain(*context.spanned()):
        r = item.record
        text = context.texts.get(r.paragraph)
        if text is None or r.paragraph in context.damage.shaken:
            continue
        yield from _misquotes(item, r, text, "span")
        if isinstance(r, Claim):
            for name in span_fields(Claim):
                yield from _misquotes(item, getattr(r, name), text, name)


def _misquotes(
    item: Item[Spanned], span: Spanned | Span | None, text: str, name: str
) -> Iterator[Fault]:
    if span is None:
        return
    found = text[span.start : span.end]
    if found != span.text or span.end > len(text):
        at = max(_in_common(found, span.text) - 5, 0)
        is_, not_ = found[at : at + 20], span.text[at : at + 20]
        yield Fault(item, f"{name} [{span.start}:{span.end}] is …{is_}…, not …{not_}…")


def span_does_not_round_trip(context: Context) -> Iterator[Fault]:
    """A span has a range in the seed that leads back to it: it cuts no edit in two."""
    if context.alignment is None:
        return
    first, last = context.alignment.first, context.alignment.last
    came_from = list(zip(first, last, strict=True))
    cuts = {at for at, (one, other) in enumerate(pairwise(came_from), 1) if one == other}
    added = {at for at, (start, end) in enumerate(came_from) if start == end}
    for item in chain(*context.spanned()) if cuts or added else ():
        r = item.record
        if not r.start < r.end <= len(context.texts.get(r.paragraph, "")):
            continue
        start, end = (context.starts[r.paragraph] + at for at in (r.start, r.end))
        if {start, end} & cuts or {start, end - 1} & added:
            yield Fault(item, f"the seed's [{first[start]}:{last[end - 1]}] is not the span")


def records_out_of_order(context: Context) -> Iterator[Fault]:
    """Records stand in the order of the text."""
    index = context.paragraph_index
    lines = [item for item in context.paragraphs if item.record.id in index]
    for at in misplaced([index[item.record.id] for item in lines]):
        yield Fault(lines[at], "stands out of order")
    for spans in context.spanned():
        items = [item for item in spans if item.record.paragraph in index]
        for at in misplaced([(index[i.record.paragraph], i.record.start) for i in items]):
            yield Fault(items[at], "stands out of order")


CHECKS: dict[str, Check] = {
    "XQ306": paragraphs_do_not_match_lines,
    "XQ307": id_not_of_document,
    "XQ308": reference_not_found,
    "XQ309": span_is_not_its_quote,
    "XQ310": span_does_not_round_trip,
    "XQ311": records_out_of_order,
    "XQ312": text_not_normal,
    "XQ318": id_given_twice,
    "XQ319": control_characters,
}
