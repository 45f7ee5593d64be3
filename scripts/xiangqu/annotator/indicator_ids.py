"""The id of the listed indicator that a claim's words name.

An id is proposed if exactly one entry of ``schema/vocabularies/indicators.json`` has the indicator among
its spellings, character by character, and fits the claim: a level, a share or a ratio is in a unit of the
entry. Nothing is found by likeness: 人均, 单位…能耗 and 规模以上 are words of the spelling. The verb
decides where entries are about acts:

- an entry about something done (改造老旧小区数) needs its verb, before or after the thing;
- an entry that counts what there is (高新技术企业数) is not meant where things were newly made or won
  (认定高新技术企业150家), unless the words say that it changed by so many;
- an entry that is the share of something (税收收入占一般公共预算收入比重) needs 占 and its whole.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import NamedTuple

from ..annotation.repo import Repo
from ..annotation.vocabulary import Term, vocabulary
from .indicators import Phrases
from .rules import load

_COUNT = re.compile("(?:[户件人项条处个]?数|人次)$")  # 户数, of 经营主体户数


class _Entry(NamedTuple):
    """An indicator under one of its spellings."""

    term: Term
    is_state: bool
    is_with_act: bool


class IndicatorIds:
    """The indicators of ``schema/vocabularies/indicators.json`` by their spellings."""

    def __init__(self, repo: Repo) -> None:
        rules = load(repo, "indicators")
        self._states = (*rules["states"], *rules["changes"])
        self._acts = frozenset(rules["acts"])
        self._gaps = frozenset(rules["gaps"])
        self._listed: dict[str, list[_Entry]] = defaultdict(list)
        for term in vocabulary(repo, "indicators").terms.values():
            for spelling in term["spellings"]:
                self._listed[spelling].append(
                    _Entry(term, _is_state(term), self._is_with_act(term, spelling))
                )

    def key(self, phrases: Phrases, measure: str, unit: str, classifier: str | None) -> str | None:
        """The id of the only listed indicator that the words of a claim name; None if there is none."""
        if phrases.indicator is None:
            return None
        name = phrases.indicator.text
        verb = phrases.predicate.text if phrases.predicate else ""
        whole = phrases.reference.text if phrases.reference else ""
        written = [
            entry
            for entry in self._listed.get(name, ())
            if _counts(entry.term, classifier) and self._in_unit(entry.term, measure, unit, verb)
        ]
        share, act = f"{name}占{whole}比重", verb + name
        of_share = [e for e in written if verb == "占" and share in e.term["spellings"]]
        of_act = [e for e in written if verb and act in e.term["spellings"]]
        of_thing = [e for e in written if self._by_verb(e, name, verb, measure)]
        entries = of_share or of_act or of_thing
        return entries[0].term["id"] if len(entries) == 1 else None

    def _is_with_act(self, term: Term, name: str) -> bool:
        """Whether an entry is also spelled with an act on what has a name, or as a share that it has:
        新增高新技术企业.
        """
        return any(
            spelling.startswith(f"{name}占")
            or (spelling.endswith(name) and spelling.removesuffix(name) in self._acts)
            for spelling in term["spellings"]
        )

    def _in_unit(self, term: Term, measure: str, unit: str, verb: str) -> bool:
        """Whether a claim can be in its unit; percentage points are of a share, or a gap in growth."""
        if unit == "pp":
            return term["unit"] in ("%", "‰") or verb in self._gaps
        if measure not in ("level", "share", "ratio"):
            return True
        return unit in (term["unit"], *term.get("other_units", ()))

    def _by_verb(self, entry: _Entry, name: str, verb: str, measure: str) -> bool:
        """Whether an entry with the spelling ``name`` is about what the verb says of it."""
        if entry.is_with_act:
            return False
        term = entry.term
        if not entry.is_state:
            return term["zh"].startswith((verb + name, name + verb)) if verb else False
        if term["unit"] != "count" or not verb or verb in name or measure == "difference":
            return True
        return verb.startswith(self._states)


def _is_state(term: Term) -> bool:
    """Whether an entry is named by the thing alone, and not by what is done to it."""
    return term["zh"] in term["spellings"] or _COUNT.sub("", term["zh"]) in term["spellings"]


def _counts(term: Term, classifier: str | None) -> bool:
    """Whether an entry that counts households is said of households, and another of none."""
    return classifier is None or term["zh"].endswith("户数") == (classifier == "户")
