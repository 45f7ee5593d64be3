"""The period that a claim holds for, from the years around it and from those of its document."""

from __future__ import annotations

import re
from typing import NamedTuple

from ..annotation.repo import Repo
from .measures import Measured
from .mention import Mention
from .rules import any_of, load

_WINDOW = 80
"""How many characters before a quantity are searched for a year."""
_YEAR = re.compile("((?:19|20)[0-9]{2})[ ]*年")  # 2020年
_SINCE_YEAR = re.compile("[较比](?:19|20)[0-9]{2}年|(?:19|20)[0-9]{2}年的")  # 比2015年, 2015年的
_STATES = ("share", "rank", "ratio", "growth", "multiple")
"""Measures that hold at the end of a period, not for all of it."""


class Period(NamedTuple):
    """A year or ``first/last``, how it is known, and of an amount how it is meant."""

    time: str
    source: str
    type: str | None


class PeriodRules:
    """The words of ``schema/rules/periods.json``."""

    def __init__(self, repo: Repo) -> None:
        # 达到 of 总产值达到100亿元
        rules = load(repo, "periods")
        self._reached = re.compile(f"{any_of(rules['reached'])}$")
        # 年均 of 年均新增城镇就业1万人, in the clause before the quantity
        self._mean = re.compile(f"{any_of(rules['mean'])}[^，。；]*$")

    def read(self, mention: Mention, measured: Measured, status: str) -> Period | None:
        """The period of a claim, or None.

        That is the last year named in its sentence before the quantity. If there is none, it is the
        review or plan period of the document: of a flow all of it, of a state its end, of an average
        growth from the year before it.
        """
        if status == "standard":
            return None
        about = mention.passage.about
        before = mention.text[mention.opens : mention.quantity.start]
        near = before[-_WINDOW:]
        is_reached = measured.change is not None or bool(self._reached.search(near[-3:]))
        kind = self._type(before, measured, is_reached)
        if years := _YEAR.findall(_SINCE_YEAR.sub("", near)):
            return Period(str(years[-1]), "sentence", kind)
        named = about.plan_period if status == "target" else about.review_period
        if named is None:
            return None
        return Period(_of_document(named, measured, is_reached), "document", kind)

    def _type(self, before: str, measured: Measured, is_reached: bool) -> str | None:
        """How the period of an amount or a change is meant; None for the other measures."""
        if measured.measure not in ("level", "difference"):
            return None
        if self._mean.search(before):
            return "average"
        return "instant" if is_reached else "duration"


def _of_document(named: str, measured: Measured, is_reached: bool) -> str:
    """What of a document's period a claim holds for."""
    if "/" not in named:
        return named
    first, last = named.split("/")
    base = str(int(first[:4]) - 1)
    if measured.change == "from":
        return base
    if measured.basis == "annual_average":
        return f"{base}/{last}"
    return last if measured.measure in _STATES or is_reached else named
