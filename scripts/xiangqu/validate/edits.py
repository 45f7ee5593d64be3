"""Level 3, edits: they fit the seed and their rules, and turn it into the cleaned text and back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from .. import align
from ..numerals import NUMERAL_CHARACTERS
from ..records import Edit
from .context import Context, misplaced
from .finding import Check, Fault


def edit_expects_other_text(context: Context) -> Iterator[Fault]:
    """An edit finds in the seed what it says stands there."""
    for item in context.edits:
        e, raw = item.record, context.raw or ""
        found = raw[e.source_start : e.source_end]
        if e.source_end > len(raw) or found != e.before:
            yield Fault(item, f"expects {e.before!r}, the seed has {found!r}")


def edits_out_of_order(context: Context) -> Iterator[Fault]:
    """Edits stand in the order of the seed and do not overlap."""
    strays = misplaced(
        [(item.record.source_start, item.record.source_end) for item in context.edits]
    )
    for index in strays:
        yield Fault(context.edits[index], "stands out of order")
    kept = [item for index, item in enumerate(context.edits) if index not in strays]
    for before, item in pairwise(kept):
        if item.record.source_start < before.record.source_end:
            yield Fault(item, f"begins before the edit in line {before.line} ends")
        elif item.record == before.record:
            yield Fault(item, f"repeats the edit in line {before.line}")


def edits_do_not_replay(context: Context) -> Iterator[Fault]:
    """The edits turn the seed into the cleaned text, and back."""
    if "edits" in context.broken_layers:
        return
    edits = [item.record for item in context.edits]
    try:
        alignment = align.apply(context.raw or "", edits)
    except align.EditError as error:
        yield Fault(next(i for i in context.edits if i.record is error.edit), str(error))
        return
    if align.restore(alignment.text, edits) != context.raw and context.document:
        yield Fault(context.document, "the cleaned text and the edits do not give back the seed")
        return
    context.alignment = alignment


def number_edit_not_flagged(context: Context) -> Iterator[Fault]:
    """The flag touches_number says whether an edit holds or adjoins a numeral."""
    raw = context.raw or ""
    for item in context.edits:
        e = item.record
        near = raw[max(e.source_start - 1, 0) : e.source_end + 1] + e.after
        touches = not e.moved and any(c in NUMERAL_CHARACTERS for c in near)
        if touches != e.touches_number:
            yield Fault(item, f"{near!r} {'holds or adjoins' if touches else 'holds no'} numeral")


def edit_not_of_its_rule(context: Context) -> Iterator[Fault]:
    """An edit does what its rule says, and gives its reason if it was made by hand."""
    rules = context.vocabularies["edit-rules"].terms
    for item in context.edits:
        e, rule = item.record, rules[item.record.rule]
        if rule["made_by"] == "hand" and not (e.reason or "").strip():
            yield Fault(item, f"{e.rule} needs a reason")
        if (e.moved is not None) != (e.rule == "reading-order"):
            yield Fault(item, "reading-order moves a stretch, and no other rule does")
        if e.moved and (e.before or e.after or e.source_start != e.source_end):
            yield Fault(item, "an edit that moves a stretch replaces nothing")
        if e.rule == "sic" and e.before != e.after:
            yield Fault(item, "sic leaves the text as it stands")
        if rule["changes"] and not _allowed(e, rule["changes"]):
            yield Fault(item, f"{e.rule} does not make {e.before!r} {e.after!r}")


def _allowed(edit: Edit, changes: dict[str, str]) -> bool:
    """Whether one of the rule's patterns matches all of what stood there and gives what is now."""
    return any(re.fullmatch(p, edit.before) and edit.after == to for p, to in changes.items())


CHECKS: dict[str, Check] = {
    "XQ301": edit_expects_other_text,
    "XQ302": edits_out_of_order,
    "XQ303": edits_do_not_replay,
    "XQ304": number_edit_not_flagged,
    "XQ305": edit_not_of_its_rule,
}
