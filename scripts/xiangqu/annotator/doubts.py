"""Reasons to doubt the draft of a claim, so that a person reads it before others.

Each doubt is a trait that drafts with errors have more often than others. `compare.draft_scores` measures how
many drafts are right by their number of doubts, and README shows it.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..annotation.nesting import Nesting
from ..annotation.records import Annotated, Claim
from ..annotation.repo import Repo
from ..annotation.vocabulary import vocabulary
from .mention import PLANS
from .rules import load

_SHORT, _LONG = 2, 14
"""The length of an indicator that says too little, and that above which one says too much."""
_FAR = 24
"""An indicator that begins more characters than this before its quantity is far from it."""

Doubts = dict[str, tuple[str, ...]]
"""By id of the claim, the ids of ``vocabularies/doubts.json`` that hold for it; claims without any are
left out.
"""


class DoubtRules:
    """The listed units and counters; a claim with any other is doubtful."""

    def __init__(self, repo: Repo) -> None:
        rules = load(repo, "quantities")
        units = vocabulary(repo, "units").terms
        self._units = frozenset(units)
        self._common = frozenset(rules["common_units"])
        counters = ("classifiers", "chinese_classifiers", "counted_nouns")
        self._counters = frozenset(word for name in counters for word in rules[name])

    def of(self, annotated: Annotated) -> Doubts:
        """The doubts about each claim of a document."""
        lines = {paragraph.id: n for n, paragraph in enumerate(annotated.paragraphs)}
        nesting = Nesting(annotated.sections, lines)
        found = {}
        for claim in annotated.claims:
            line = lines[claim.paragraph]
            section = nesting.innermost((line, claim.start), (line, claim.end))
            found[claim.id] = tuple(self._about(claim, section.function in PLANS))
        return {key: doubts for key, doubts in found.items() if doubts}

    def _about(self, claim: Claim, is_plan: bool) -> Iterator[str]:
        if claim.unit not in self._units or not self._is_counter(claim.classifier):
            yield "unlisted_unit"
        elif claim.unit not in self._common:
            yield "rare_unit"
        if claim.bound != "exact":
            yield "hedged"
        yield from self._about_time(claim, is_plan)
        if claim.indicator is None:
            yield "no_indicator"
        elif claim.indicator.start < claim.start - _FAR:
            yield "far_indicator"
        elif not _SHORT < len(claim.indicator.text) <= _LONG:
            yield "odd_indicator"

    def _is_counter(self, classifier: str | None) -> bool:
        return classifier is None or classifier in self._counters

    def _about_time(self, claim: Claim, is_plan: bool) -> Iterator[str]:
        """Doubts about the status, and about the period that hangs on it."""
        if claim.status == "standard":
            yield "standard"
        elif claim.period is None:
            yield "no_period"
        elif claim.period_source == "document":
            yield "period_of_document"
        if is_plan and claim.status == "actual":
            yield "reached_in_plan"
        elif not is_plan and claim.status == "target":
            yield "target_outside_plan"
