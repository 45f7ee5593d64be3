"""Level 4, the numeral census: every numeral of the text has one label, and claims are where it says."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate

from ..annotation.records import Claim, Numeral
from ..text import numerals
from .context import Check, Context
from .finding import Fault, quoted

_COUNTING = frozenset("一二三四五六七八九十")
_SESSIONS = ("次", "届")


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
    claims = {
        p.record.id: _Holders(i.record for i in items) for p, _, items in context.sound_claims
    }
    none = _Holders(())
    for paragraph, _, items in context.sound_numerals:
        whole = context.damage.spares("claims", paragraph.record.id)
        for item in items if whole else ():
            n = item.record
            if n.claim is not None and n.claim not in context.claim_ids:
                continue  # XQ308 says so
            holder = claims.get(paragraph.record.id, none).of(n)
            if (n.label == "claim") != (holder is not None):
                yield Fault(
                    item,
                    f"label {n.label}, but {'it lies in ' + holder if holder else 'no claim holds it'}",
                )
            elif n.claim != holder:
                yield Fault(item, f"names {n.claim}, lies in {holder}")


def item_mark_is_no_enumerator(context: Context) -> Iterator[Fault]:
    """A circled digit, and the numeral of 一、 or （一） that opens a paragraph, is an enumerator."""
    for _, text, items in context.sound_numerals:
        for item in items:
            n = item.record
            if n.label not in ("enumerator", "claim") and _is_mark(text, n):
                yield Fault(item, f"{quoted(text[max(n.start - 1, 0) : n.end + 4])} as a {n.label}")


def _is_mark(text: str, numeral: Numeral) -> bool:
    """Whether a numeral can be nothing but the mark of an item."""
    start, end = numeral.start, numeral.end
    if numeral.text[0] in numerals.CIRCLED:
        return True
    if not set(numeral.text) <= _COUNTING:
        return False
    return (start == 0 and text[end : end + 1] == "、") or (
        start == 1 and text[0] == "（" and text[end : end + 1] == "）"
    )


def ordinal_under_other_label(context: Context) -> Iterator[Fault]:
    """The numeral of a congress or a session, as 第五次 and 第四届 have it, is an ordinal."""
    for _, text, items in context.sound_numerals:
        for item in items:
            n = item.record
            is_counted = (
                text[n.start - 1 : n.start] == "第" and text[n.end : n.end + 1] in _SESSIONS
            )
            if is_counted and n.label not in ("ordinal", "claim"):
                yield Fault(item, f"{quoted(text[n.start - 1 : n.end + 1])} as a {n.label}")


class _Holders:
    """The claims of one paragraph, to look up which holds a numeral."""

    def __init__(self, claims: Iterable[Claim]) -> None:
        ordered = sorted(claims, key=lambda claim: claim.start)
        self._by_id = {claim.id: claim for claim in ordered}
        self._starts = [claim.start for claim in ordered]
        # of the claims up to each one, that which reaches furthest
        self._furthest = list(accumulate(ordered, _further))

    def of(self, numeral: Numeral) -> str | None:
        """The id of the claim that holds the numeral, the one that it names first; None if none does."""
        at = bisect_right(self._starts, numeral.start) - 1
        furthest = self._furthest[at] if at >= 0 else None
        for claim in (self._by_id.get(numeral.claim or ""), furthest):
            if claim and claim.start <= numeral.start and numeral.end <= claim.end:
                return claim.id
        return None


def _further(one: Claim, other: Claim) -> Claim:
    return other if other.end > one.end else one


CHECKS: dict[str, Check] = {
    "XQ441": numeral_without_label,
    "XQ442": label_on_no_numeral,
    "XQ443": claim_label_wrong,
    "XQ469": item_mark_is_no_enumerator,
    "XQ470": ordinal_under_other_label,
}
