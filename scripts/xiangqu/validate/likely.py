"""Level 6, claims: what is likely a fault, and may be none. Findings here are warnings.

Each holds for all claims of the corpus. A person who has looked, and knows better, may leave it so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from ..annotation.records import Claim
from ..annotation.vocabulary import Term, Vocabulary
from .context import Check, Context
from .finding import Fault, quoted

_LINKS = ("、", "和", "与", "及")
_TIMES = frozenset("年月日季")
_LONGEST = 14
"""How many characters stand at most between two items of a list, after the sign or word between them."""


def indicator_without_id(context: Context) -> Iterator[Fault]:
    """An indicator that is written as the list of indicators names one has its id."""
    listed = _by_spelling(context.vocabularies["indicators"])
    for item, *_ in context.read_claims:
        c = item.record
        if c.indicator is None or c.indicator_id is not None:
            continue
        fitting = [term for term in listed[c.indicator.text] if _is_in_unit(c, term)]
        if len(fitting) == 1 and _is_named(fitting[0]):
            yield Fault(item, f"{quoted(c.indicator.text)} without {fitting[0]['id']}")


def target_in_the_past(context: Context) -> Iterator[Fault]:
    """A target is of a period that was not over when the text was written."""
    date = context.document.record.date if context.document else None
    for item, *_ in context.read_claims:
        c = item.record
        end = (c.period or "").rpartition("/")[2]
        known = min(len(end), len(date or ""))
        if c.status == "target" and date and end[:known] < date[:known]:
            yield Fault(item, f"target of {c.period}, in a text of {date}")


def neighbours_differ(context: Context) -> Iterator[Fault]:
    """Two claims next to each other in a list have the same status and place and, of one measure, period."""
    for _, text, items in context.sound_claims:
        for one, other in pairwise(items):
            a, b = one.record, other.record
            between = text[a.end : b.start]
            if _is_list(between) and _may_be_alike(a) and _may_be_alike(b):
                is_of_one_time = a.measure == b.measure and _TIMES.isdisjoint(between)
                fields = ["status", "place", *["period"] * is_of_one_time]
                for name in fields:
                    was, is_ = getattr(a, name), getattr(b, name)
                    if was != is_:
                        said = f"{name} {quoted(is_)} after {quoted(a.text)} with {quoted(was)}"
                        yield Fault(other, said)


def _by_spelling(indicators: Vocabulary) -> dict[str, list[Term]]:
    listed: dict[str, list[Term]] = defaultdict(list)
    for term in indicators.terms.values():
        for spelling in term["spellings"]:
            listed[spelling].append(term)
    return listed


def _is_in_unit(claim: Claim, term: Term) -> bool:
    """Whether a claim can be in the unit of an indicator: a growth, say, is in none."""
    is_amount = claim.measure in ("level", "share", "ratio")
    return not is_amount or claim.unit in (term["unit"], *term.get("other_units", ()))


def _is_named(term: Term) -> bool:
    """Whether one of the spellings of an indicator is its name: 投资 alone is that of many things."""
    return term["zh"].removesuffix("数") in {word.removesuffix("数") for word in term["spellings"]}


def _is_list(between: str) -> bool:
    """Whether what stands between two quantities makes them a list: 、, 和减少 or nothing."""
    words = between.removeprefix(next((w for w in _LINKS if between.startswith(w)), ""))
    is_linked = len(words) < len(between)
    return not between or (is_linked and len(words) <= _LONGEST and (words.isalpha() or not words))


def _may_be_alike(claim: Claim) -> bool:
    """Whether a claim has the attributes of its list: a threshold has none, a change has two periods."""
    return claim.status != "standard" and claim.change is None


CHECKS: dict[str, Check] = {
    "XQ601": indicator_without_id,
    "XQ602": target_in_the_past,
    "XQ603": neighbours_differ,
}
