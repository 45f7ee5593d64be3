"""Level 3, edits: they fit the seed and their rules, and turn it into the cleaned text and back."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from ..annotation.records import Edit
from ..text import align
from ..text.numerals import NUMERAL_CHARACTERS
from .context import Check, Context
from .finding import Fault, quoted
from .order import misplaced
from .text import UNSEEN

_LONG = 60
"""How many characters a line has at the least that tells a copy of a text from what is like it."""


def edit_expects_other_text(context: Context) -> Iterator[Fault]:
    """An edit finds in the seed what it says stands there."""
    for item in context.edits:
        e, raw = item.record, context.raw or ""
        found = raw[e.source_start : e.source_end]
        if e.source_end > len(raw) or found != e.before:
            yield Fault(item, f"expects {quoted(e.before)}, the seed has {quoted(found)}")


def edits_out_of_order(context: Context) -> Iterator[Fault]:
    """Edits stand in the order of the seed."""
    for index in _strays(context):
        yield Fault(context.edits[index], "stands out of order")


def edits_overlap(context: Context) -> Iterator[Fault]:
    """Edits do not overlap, and none is made twice."""
    strays = _strays(context)
    kept = [item for index, item in enumerate(context.edits) if index not in strays]
    for before, item in pairwise(kept):
        if item.record.source_start < before.record.source_end:
            yield Fault(item, f"begins before the edit in line {before.line} ends")
        elif item.record == before.record:
            yield Fault(item, f"repeats the edit in line {before.line}")


def _strays(context: Context) -> set[int]:
    places = [(item.record.source_start, item.record.source_end) for item in context.edits]
    return set(misplaced(places))


def edits_do_not_replay(context: Context) -> Iterator[Fault]:
    """The edits turn the seed into the cleaned text, and back."""
    if "edits" in context.damage.layers:
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
            yield Fault(
                item, f"{quoted(near)} {'holds or adjoins a' if touches else 'holds no'} numeral"
            )


def edit_not_of_its_rule(context: Context) -> Iterator[Fault]:
    """An edit makes of what stood there what its rule says."""
    rules = context.vocabularies["edit-rules"].terms
    said = Counter(map(str.strip, (context.raw or "").split("\n")))
    for item in context.edits:
        e, changes = item.record, rules[item.record.rule]["changes"]
        if not _allowed(e, changes, said):
            yield Fault(item, f"{e.rule} does not make {quoted(e.before)} {quoted(e.after)}")


def hand_edit_without_reason(context: Context) -> Iterator[Fault]:
    """An edit made by hand gives its reason."""
    rules = context.vocabularies["edit-rules"].terms
    for item in context.edits:
        by_hand = rules[item.record.rule]["made_by"] == "hand"
        if by_hand and not (item.record.reason or "").strip():
            yield Fault(item, f"{item.record.rule} without a reason")


def move_wrong(context: Context) -> Iterator[Fault]:
    """A reading-order edit moves a stretch and replaces nothing; no other edit moves anything."""
    for item in context.edits:
        e = item.record
        if (e.moved is not None) != (e.rule == "reading-order"):
            yield Fault(item, f"{e.rule} with moved {'null' if e.moved is None else 'set'}")
        if e.moved and (e.after or e.source_start != e.source_end):
            yield Fault(item, "moves a stretch and replaces text at once")


def sic_changes_text(context: Context) -> Iterator[Fault]:
    """A sic edit marks a doubtful place and leaves it as it stands."""
    for item in context.edits:
        e = item.record
        if e.rule == "sic" and e.before != e.after:
            yield Fault(item, f"makes {quoted(e.before)} {quoted(e.after)}")


def mark_not_cleaned(context: Context) -> Iterator[Fault]:
    """No mark is left in the cleaned text that a rule would have cleaned away."""
    if context.alignment is None or context.document is None:
        return
    text, first = context.text, context.alignment.first
    starts = [item.record.source_start for item in context.edits]
    for rule, term in context.vocabularies["edit-rules"].terms.items():
        for match in re.finditer(term["leaves_no"], text) if term["leaves_no"] else ():
            raw = first[match.start()]
            at = bisect_right(starts, raw) - 1
            beside = context.edits[at] if at >= 0 else None
            if beside and beside.record.rule == "sic" and raw < beside.record.source_end:
                continue
            context.shake(raw)
            near = text[max(match.start() - 6, 0) : match.end() + 6]
            said = f"{quoted(match[0])} at raw {raw} needs {rule}, in {quoted(near)}"
            yield Fault(beside or context.document, said)


def _allowed(edit: Edit, changes: dict[str, str], said: Counter[str]) -> bool:
    """Whether one of the rule's patterns matches all of what stood there and gives what is now.

    ``said`` counts the lines of the seed.
    """
    if edit.rule == "normal-form":
        return unicodedata.normalize("NFC", edit.before) == edit.after != edit.before
    if edit.rule == "second-copy" and not _is_said_elsewhere(edit, said):
        return False
    before = "".join(map(_seen, edit.before))
    return not changes or any(
        re.fullmatch(p, before) and edit.after == to for p, to in changes.items()
    )


def _seen(c: str) -> str:
    """A blank for a character that nobody sees."""
    return " " if unicodedata.category(c) in UNSEEN and c not in "\n\t" else c


def _is_said_elsewhere(edit: Edit, said: Counter[str]) -> bool:
    """Whether most of the long lines of what is dropped stand in the rest of the seed."""
    dropped = Counter(map(str.strip, edit.before.split("\n")))
    long = [line for line in dropped if len(line) > _LONG]
    return sum(said[line] > dropped[line] for line in long) > 0.8 * len(long)


CHECKS: dict[str, Check] = {
    "XQ301": edit_expects_other_text,
    "XQ302": edits_out_of_order,
    "XQ313": edits_overlap,
    "XQ303": edits_do_not_replay,
    "XQ304": number_edit_not_flagged,
    "XQ305": edit_not_of_its_rule,
    "XQ314": hand_edit_without_reason,
    "XQ315": move_wrong,
    "XQ316": sic_changes_text,
    "XQ317": mark_not_cleaned,
}
