"""What a person knows of a text, held against the calendar and the list of places."""

from __future__ import annotations

import re
from dataclasses import replace

from ..annotation.errors import UsageError
from ..annotation.records import Document
from ..annotation.repo import Repo
from ..validate.dates import is_date
from .document import Given
from .places import PlaceRules

_TIME = "[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?"
_DATE = re.compile(_TIME)
_PERIOD = re.compile(f"{_TIME}(?:/{_TIME})?")  # 2021, 2016/2020


def given(
    repo: Repo,
    date: str | None = None,
    place: str | None = None,
    review_period: str | None = None,
    plan_period: str | None = None,
) -> Given:
    """What is given, with the code of the place, which may be given by its name.

    Raises UsageError as `check` and `PlaceRules.find`, and for a code that no place has.
    """
    known = Given(date, place, review_period, plan_period)
    check(known)
    if place is None:
        return known
    found = PlaceRules(repo).find(place)
    if found.name == found.code:
        raise UsageError(f"GB/T 2260 has no place with the code {place}")
    return replace(known, place=found.code)


def check(given: Given) -> None:
    """Raise UsageError, in one line, for what is no date or no period."""
    _check("date", given.date, _DATE, "2022-01-06, 2022-01 or 2022")
    for name, period in (
        ("review period", given.review_period),
        ("plan period", given.plan_period),
    ):
        _check(name, period, _PERIOD, "2021 or 2016/2020")


def _check(name: str, value: str | None, form: re.Pattern[str], like: str) -> None:
    if value is None:
        return
    ends = value.split("/")
    if not form.fullmatch(value) or not all(map(is_date, ends)) or sorted({*ends}) != ends:
        raise UsageError(f"{value!r} is no {name}: write it as {like}")


def told(repo: Repo, document: Document, known: Given) -> Document:
    """The ``document`` with what is ``known`` of it put in."""
    if known.date:
        document = replace(document, date=known.date, date_certainty="stated", date_evidence=None)
    if known.place:
        place = PlaceRules(repo).find(known.place)
        document = replace(document, place=place.code, place_name=place.name)
    return replace(
        document,
        review_period=known.review_period or document.review_period,
        plan_period=known.plan_period or document.plan_period,
    )
