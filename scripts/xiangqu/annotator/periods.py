"""The time that a claim holds for, from the years around it and from what its document looks at."""

from __future__ import annotations

import re

from ..records import Claim

_WINDOW = 40
_YEAR = re.compile("((?:19|20)[0-9]{2})[ ]*年")
_SINCE_YEAR = re.compile("[较比](?:19|20)[0-9]{2}年|(?:19|20)[0-9]{2}年的")
_REACHED = re.compile("达到?$|超$|突破$")


def period(text: str, since: int, claim: Claim, review: str | None, plan: str | None) -> str | None:
    """The year that the words before name; else the review or the plan: of a flow all of it, of a
    state its end, of an average growth from the year before it.
    """
    if claim.status == "standard":
        return None
    near = text[max(since, claim.start - 2 * _WINDOW) : claim.start]
    years = _YEAR.findall(_SINCE_YEAR.sub("", near))
    if years:
        return str(years[-1])
    named = plan if claim.status == "target" else review
    if named is None or "/" not in named:
        return named
    first, last = named.split("/")
    base = str(int(first[:4]) - 1)
    if claim.change == "from":
        return base
    if claim.basis == "annual_average":
        return f"{base}/{last}"
    state = (
        claim.measure in ("share", "rank", "ratio", "growth", "multiple") or claim.change == "to"
    )
    return last if state or _REACHED.search(near[-3:]) else named
