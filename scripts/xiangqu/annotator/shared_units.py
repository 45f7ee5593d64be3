"""A unit that is written once for several numbers: 1.2、3.4和5.6亿元, 每月530元、360元."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from .reading import Reading, parse

# 、社会保障支出, before 7.6; 提高到, between 35.2 and 40.1平方米; but not 及以上
_NEXT = re.compile(r"(?:[、和与]|及(?!以[上下内]))[^\W0-9]{0,14}|[^\W0-9]{1,4}[到至]")
_DIGITS = re.compile("[0-9０-９][0-9０-９.．,，]*")
_CHANGED_TO = re.compile(r"、|[^\W0-9]{1,4}[到至为]")  # 提高到, after 每月530元


def shared(text: str, readings: Sequence[Reading]) -> Iterator[Reading]:
    """``readings``, in text order, each number without a unit with that of the next in its list.

    What an amount is per holds for the next amount too. Every reading is looked at once from each side.
    """
    resolved: list[Reading] = []
    for reading in reversed(readings):
        resolved.append(_with_unit_of(text, reading, resolved[-1] if resolved else None))
    last: Reading | None = None
    for reading in reversed(resolved):
        if last and last.unit and _may_share(last, reading, text):
            between = text[last.end : reading.start]
            if len(between) <= 5 and _CHANGED_TO.fullmatch(between):
                reading = replace(reading, unit=last.unit)
        last = reading
        yield reading


def _may_share(last: Reading, reading: Reading, text: str) -> bool:
    """Whether the unit of ``last`` may be that of ``reading``: an amount per month, or a 0."""
    if reading.unit == "CNY":
        return str(last.unit).startswith("CNY/") and last.unit != "CNY/count"
    return text[reading.start : reading.end] in ("零", "0") and reading.unit == "count"


def _with_unit_of(text: str, reading: Reading, after: Reading | None) -> Reading:
    """``reading``, with the unit of ``after`` if it has none and the two are of one list."""
    is_bare = reading.value is not None and not reading.unit
    is_unfinished = reading.classifier == "个" and reading.value != int(reading.value or 0)
    if after is None or not after.unit or not (is_bare or is_unfinished):
        return reading
    if after.start - reading.end > 15 or not _NEXT.fullmatch(text[reading.end : after.start]):
        return reading
    if (
        after.value is None
        or reading.value is None
        or after.unit == "rank"
        or text[after.start] == "每"
    ):
        return reading
    if is_unfinished:  # 0.7个和0.2个百分点
        is_points = after.unit.partition("/")[0] == "pp"
        return replace(reading, unit=after.unit, classifier=None) if is_points else reading
    number = _DIGITS.search(text, after.start, after.end)
    written = parse(number[0]) if number else None
    if not written:
        return reading
    multiplier = after.value / written  # 亿 of 5.6亿元
    if multiplier.normalize().as_tuple().digits != (1,):  # of 1/3
        return reading
    value = reading.value * multiplier
    return replace(
        reading, label="claim", value=value, unit=after.unit, classifier=after.classifier
    )
