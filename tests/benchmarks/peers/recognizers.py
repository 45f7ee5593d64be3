"""Recognizers-Text, culture zh-cn: numbers with units, percentages, ordinals, numbers.

Done: the currency, dimension, age, temperature, percentage, ordinal and number models on each
paragraph; a unit found without a number is dropped; of spans that overlap the longest stays, the
model named first where they are equal. Numbers without a unit (6 of 6个; the tool has no
classifiers) stay, with no unit. Ordinals have the unit ``rank``; 个百分点 is told from % by the text.
Left out: the date-time model (its durations, mostly no quantities, lose more than they find, for
half the speed); ranges, which the Python port does not have for numbers.
The number models lose every number of a paragraph when one of them fails (1080B地块).
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any

from common import Span, serve

warnings.simplefilter("ignore")  # invalid escapes in the tool's own source

import recognizers_number as number  # noqa: E402
import recognizers_number_with_unit as with_unit  # noqa: E402
from recognizers_text import Culture  # noqa: E402

MODELS = (
    with_unit.recognize_currency, with_unit.recognize_dimension, with_unit.recognize_age,
    with_unit.recognize_temperature, number.recognize_percentage, number.recognize_ordinal,
    number.recognize_number,
)  # fmt: skip
UNITS = {
    "Chinese yuan": "CNY", "United States dollar": "USD", "Meter": "m", "Kilometer": "km",
    "Square meter": "m2", "Square kilometer": "km2", "Cubic meter": "m3", "Mu": "mu",
    "Hectare": "ha", "Ton": "t", "Kilogram": "kg", "Kilometer per hour": "km/h", "Year": "year",
    "Month": "month", "Day": "day",
}  # fmt: skip


def unit(found: Any) -> str | None:
    """The unit of one result of the tool."""
    if found.type_name == "percentage":
        return "pp" if found.text.endswith("百分点") else "%"
    return "rank" if found.type_name == "ordinal" else UNITS.get(found.resolution.get("unit"))


def value(written: str) -> float | None:
    """A value as the tool writes it: 185000, 8.5%."""
    try:
        return float(written.rstrip("%"))
    except ValueError:
        return None


def extract(text: str) -> Iterator[Span]:
    """Every quantity of a paragraph, none over another."""
    even = text.replace("İ", "I")  # the one character that the tool's lower() makes longer
    found = [one for model in MODELS for one in model(even, Culture.Chinese)]
    found = [one for one in found if one is not None and one.resolution.get("value")]
    taken: set[int] = set()
    for one in sorted(found, key=lambda one: one.start - one.end):
        place = range(one.start, one.end + 1)
        if taken.isdisjoint(place):
            taken.update(place)
            yield one.start, one.end + 1, value(one.resolution["value"]), unit(one)


if __name__ == "__main__":
    serve(extract)
