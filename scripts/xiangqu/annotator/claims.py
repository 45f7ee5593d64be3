"""Claims: what the words around a quantity say of it. Every attribute is a draft.

Rules read short windows of text that are cut at punctuation, or what was found once for the whole
paragraph, so that the cost of a claim does not grow with the length of its line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import zip_longest

from ..annotation.records import Claim, Span
from ..annotation.repo import Repo
from .indicator_ids import IndicatorIds
from .indicators import IndicatorRules, Phrases
from .measures import MeasureRules
from .mention import PLANS, Mention, Passage, mention
from .periods import PeriodRules, Times
from .places import PlaceRules
from .reading import Reading
from .statuses import StatusRules

_ENDS = frozenset("。！？!?")
_OF_ANOTHER = ("growth", "rank")
"""Measures that tell of what another claim measures."""
_NEAR = 8
"""How many claims before are looked at."""


class ClaimRules:
    """The rules of every attribute of a claim."""

    def __init__(self, repo: Repo) -> None:
        self._measures = MeasureRules(repo)
        self._statuses = StatusRules(repo)
        self._indicators = IndicatorRules(repo)
        self._ids = IndicatorIds(repo)
        self._periods = PeriodRules(repo)
        self._places = PlaceRules(repo)

    def opening(self, passage: Passage) -> str:
        """The time that the paragraph opens with, for `Passage.opening` of those below it."""
        return self._periods.opening(passage)

    def claims(self, passage: Passage) -> Iterator[Claim]:
        """The claims of a paragraph in text order, numbered from 1."""
        drafts = self._drafts(passage)
        for claim, after in zip_longest(drafts, drafts[1:]):
            yield _paired(claim, after) if claim.change == "from" else claim

    def _drafts(self, passage: Passage) -> list[Claim]:
        drafts: list[Claim] = []
        sentence = 0
        quantities = [n for n, reading in enumerate(passage.readings) if reading.unit]
        if not quantities:
            return []
        statuses = self._statuses.statuses(passage)
        times = self._periods.times(passage)
        for count, (number, status) in enumerate(zip(quantities, statuses, strict=True), 1):
            while passage.sentences[sentence][1] <= passage.readings[number].start:
                sentence += 1
            last = drafts[-1] if drafts else None
            about = mention(passage, number, sentence, last)
            drafts.append(self._claim(about, drafts, count, *status, times))
        return drafts

    def _claim(
        self,
        mention: Mention,
        earlier: Sequence[Claim],
        count: int,
        status: str,
        cue: Span | None,
        times: Times,
    ) -> Claim:
        """The ``count``-th claim of its paragraph. The order of the rules is that of what they need."""
        q, passage = mention.quantity, mention.passage
        measured = self._measures.read(mention)
        if measured.change == "from" and status == "target":  # 由80%提高到90%: the 80 % are there
            status, cue = "actual", None
        phrases = _sound(
            mention, self._indicators.read(mention, measured.change == "from", earlier)
        )
        period = self._periods.read(mention, measured, status, phrases, times)
        low, high = _ends(q)
        return Claim(
            id=f"{passage.id}.c{count:02d}",
            paragraph=passage.id,
            start=q.start,
            end=q.end,
            text=passage.text[q.start : q.end],
            value=q.value,
            low=low,
            high=high,
            parts=q.parts,
            unit=q.unit or "count",
            classifier=q.classifier,
            bound=q.bound,
            measure=measured.measure,
            direction=measured.direction,
            change=measured.change,
            basis=measured.basis,
            basis_period=measured.basis_period,
            reference=phrases.reference,
            status=status,
            status_cue=cue,
            indicator=phrases.indicator,
            predicate=phrases.predicate,
            indicator_id=self._ids.key(phrases, measured.measure, q.unit or "count", q.classifier)
            or _id_before(phrases.indicator, measured.measure, earlier),
            period=period.time if period else None,
            period_source=period.source if period else None,
            period_type=period.type if period else None,
            place=self._places.of_claim(mention, is_term=self._is_term(mention, status)),
        )

    def _is_term(self, mention: Mention, status: str) -> bool:
        """Whether a standard is a term (10亿元以上企业), and not a rule that a plan of a place lays down."""
        if status != "standard":
            return False
        is_limit = self._statuses.is_limit(mention.text, mention.quantity)
        return is_limit or mention.function not in PLANS


def _sound(mention: Mention, phrases: Phrases) -> Phrases:
    """``phrases`` without an indicator that is no name, and without words of another sentence."""
    q, what = mention.quantity, phrases.indicator
    if what and (
        not any(map(str.isalpha, what.text))
        or (what.start < q.end and q.start < what.end)
        or _ENDS.intersection(what.text)
    ):
        what = None
    start, end = mention.passage.sentences[mention.sentence]
    verb, reference = (
        words if words and start <= words.start and words.end <= end else None
        for words in (phrases.predicate, phrases.reference)
    )
    return Phrases(what, verb, reference)


def _id_before(what: Span | None, measure: str, earlier: Sequence[Claim]) -> str | None:
    """The id of what a claim before counted, if this one tells of its growth or rank: 游客5万人次，增长3%."""
    if what is None or measure not in _OF_ANOTHER:
        return None
    ids = (claim.indicator_id for claim in earlier[-_NEAR:] if claim.indicator == what)
    return next(filter(None, ids), None)


def _paired(claim: Claim, after: Claim | None) -> Claim:
    """A ``from`` with the direction of its ``to``; without one it is no change."""
    if (
        after is None
        or after.change != "to"
        or (after.measure, after.unit) != (claim.measure, claim.unit)
    ):
        is_order = claim.measure in ("rank", "ratio")
        return replace(claim, change=None, direction=None if is_order else claim.direction)
    return replace(claim, direction=after.direction)


def _ends(q: Reading) -> tuple[Decimal | None, Decimal | None]:
    """The ends that the bound asserts, as `xiangqu.validate` reads them too."""
    if q.ends:
        return q.ends
    low = q.value if q.bound in ("exact", "over", "at_least") else None
    return low, q.value if q.bound in ("exact", "under", "at_most") else None
