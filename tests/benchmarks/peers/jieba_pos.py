"""jieba: words with parts of speech; a number word and the unit after it, parsed by cn2an.

Done: ``posseg.cut`` (accurate mode with its HMM) once a paragraph, digits made half-width. A
quantity starts at a word of kind m that begins with a numeral, or at digits whatever their kind
(some are x); what is of kind m or q or on the list of units goes with it until it has a unit, which
is a word of kind q or on the list. Calendar years (1900-2099 before 年) are left out, and a lone 一,
which is mostly a word. cn2an (smart mode) gives the value, 多/余/几 skipped. Numbers without a unit
are left out. What jieba glues to the word after it is lost (9 个棚 改, 102 家电 商, 104 名联点).
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator

import cn2an
import jieba
from common import COUNTERS, HALF_WIDTH, UNITS, Span, serve
from jieba import posseg

jieba.setLogLevel(logging.WARNING)
NUMERAL = re.compile(
    "(百分之)?([0-9零〇一二两三四五六七八九十][0-9.,零〇一二两三四五六七八九十百千万亿多余几]*)"
)
MORE = re.compile("[百千万亿多余几]+")
THOUSANDS = re.compile(r"[0-9]{3}(\.[0-9]+)?")
YEAR = re.compile("(?:19|20)[0-9]{2}年")
LISTED = {*UNITS, *COUNTERS}


def starts(word: str, kind: str) -> bool:
    """Whether a quantity starts with a word."""
    return word[0].isdecimal() or (kind == "m" and NUMERAL.match(word) is not None)


def goes_with(held: str, word: str, kind: str) -> bool:
    """Whether a word continues the quantity held."""
    if held.endswith(","):
        return THOUSANDS.fullmatch(word) is not None
    if NUMERAL.fullmatch(held):
        if word == ",":
            return held[-1].isdecimal()
        return kind in ("m", "q") or word in LISTED or MORE.fullmatch(word) is not None
    return held.endswith("个") and word == "百分点"


def quantities(text: str) -> Iterator[tuple[int, str, str]]:
    """What may be a quantity: its place, its text, the kind of its last word."""
    at, start, held, last = 0, 0, "", ""
    for word, kind in posseg.cut(text.translate(HALF_WIDTH)):
        if held and goes_with(held, word, kind):
            held, last = held + word, kind
        else:
            if held:
                yield start, held, last
            start, held, last = at, word if starts(word, kind) else "", kind
        at += len(word)
    if held:
        yield start, held, last


def value(numeral: str) -> float | None:
    """The value of a numeral, as cn2an reads it."""
    try:
        return round(float(cn2an.cn2an(re.sub("[多余几,]", "", numeral), "smart")), 6)
    except (ValueError, LookupError):  # it raises both for what it cannot read
        return None


def extract(text: str) -> Iterator[Span]:
    """Every quantity of a paragraph."""
    for start, held, last in quantities(text):
        match = NUMERAL.match(held)
        if match is None or match[2] == "一" or YEAR.fullmatch(held):
            continue
        unit = "%" if match[1] else held[match.end() :]
        if unit in LISTED or (unit and last == "q"):
            yield start, start + len(held), value(match[2]), UNITS.get(unit, "count")


if __name__ == "__main__":
    serve(extract)
