"""The time that a claim holds for, from the years around it and from what its document looks at."""

from __future__ import annotations

import re
from typing import NamedTuple

_WINDOW = 40
_YEAR = re.compile("((?:19|20)[0-9]{2})[ ]*年")
_SINCE_YEAR = re.compile("[较比](?:19|20)[0-9]{2}年|(?:19|20)[0-9]{2}年的")
_STATES = ("share", "rank", "ratio", "growth", "multiple")
_REACHED = re.compile("达到?$|超$|突破$")


class Said(NamedTuple):
    """The attributes of a claim on which its period depends."""

    status: str
    measure: str
    change: str | None
    basis: str | None


def period(before: str, said: Said, review: str | None, plan: str | None) -> str | None:
    """The year that the words ``before`` the quantity name; else the review or the plan: of a flow all
    of it, of a state its end, of an average growth from the year before it.
    """
    if said.status == "standard":
        return None
    before = before[-2 * _WINDOW :]
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
    state = said.measure in _STATES or said.change == "to" or _REACHED.search(before[-3:])
    return last if state else named
