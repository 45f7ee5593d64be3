"""The period that a claim holds for, from the years around it and from those of its document."""

from __future__ import annotations

import re
from typing import NamedTuple

from ..annotation.repo import Repo
from .rules import any_of, load

_WINDOW = 80
"""How many characters before a quantity are searched for a year."""
_YEAR = re.compile("((?:19|20)[0-9]{2})[ ]*年")  # 2020年
_SINCE_YEAR = re.compile("[较比](?:19|20)[0-9]{2}年|(?:19|20)[0-9]{2}年的")  # 比2015年, 2015年的
_STATES = ("share", "rank", "ratio", "growth", "multiple")
"""Measures that hold at the end of a period, not for all of it."""


class Said(NamedTuple):
    """The attributes of a claim on which its period depends."""

    status: str
    measure: str
    change: str | None
    basis: str | None


class PeriodRules:
    """The words of ``schema/rules/periods.json``."""

    def __init__(self, repo: Repo) -> None:
        # 达到 of 总产值达到100亿元
        self._reached = re.compile(f"{any_of(load(repo, 'periods')['reached'])}$")

    def period(self, before: str, said: Said, review: str | None, plan: str | None) -> str | None:
        """The period of a claim: a year, or ``first/last``.

        That is the last year named in ``before``, the words of the sentence before the quantity. If
        there is none, it is the document's ``review`` or ``plan`` period: of a flow all of it, of a
        state its end, of an average growth from the year before it.
        """
        if said.status == "standard":
            return None
        before = before[-_WINDOW:]
        years = _YEAR.findall(_SINCE_YEAR.sub("", before))
        if years:
            return str(years[-1])
        named = plan if said.status == "target" else review
        if named is None or "/" not in named:
            return named
        first, last = named.split("/")
        base = str(int(first[:4]) - 1)
        if said.change == "from":
            return base
        if said.basis == "annual_average":
            return f"{base}/{last}"
        is_reached = said.change == "to" or self._reached.search(before[-3:])
        return last if said.measure in _STATES or is_reached else named
