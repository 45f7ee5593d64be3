"""The status of a claim: reached, an estimate, a target, or a standard; and the cue that says so."""

from __future__ import annotations

import re

from ..annotation.records import Span
from ..annotation.repo import Repo
from .mention import Mention
from .rules import any_of, load

_WINDOW = 80
"""How many characters before a quantity are searched for cues."""
_PLANS = ("plan", "goals", "self")
"""Functions of sections that speak of what is to be done."""


class StatusRules:
    """The cues of ``schema/rules/statuses.json``."""

    def __init__(self, repo: Repo) -> None:
        rules = load(repo, "statuses")
        self._estimates = frozenset(rules["estimate_cues"])
        self._targets = frozenset(rules["target_cues"])
        cues = [*rules["estimate_cues"], *rules["target_cues"], *rules["target_cues_in_plans"]]
        # the longest first, so that no cue hides one that begins like it
        self._cues = re.compile(any_of(sorted(cues, key=len, reverse=True)))
        self._not_estimate = re.compile(f"[，。；]|{any_of(rules['not_estimates'])}")
        self._after = re.compile(f"[（(]({any_of(rules['estimate_after'])})")  # （预计

    def read(self, mention: Mention) -> tuple[str, Span | None]:
        """The status of a quantity, and the cue that decides it."""
        text, function, start = mention.text, mention.function, mention.quantity.start
        if mention.passage.kind == "note" or function == "annex":
            return "standard", None
        if after := self._after.match(text, mention.quantity.end):
            return "estimate", Span(*after.span(1), after[1])
        cues = list(self._cues.finditer(text, max(mention.opens, start - _WINDOW), start))
        for cue in reversed(cues):
            if cue[0] in self._estimates:
                if not self._not_estimate.search(text[cue.start() : start]):
                    return "estimate", Span(*cue.span(), cue[0])
            elif function in _PLANS or cue[0] in self._targets:
                return "target", Span(*cue.span(), cue[0])
        return ("target" if function in _PLANS else "actual"), None
