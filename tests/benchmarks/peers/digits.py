"""chinese2digits: numerals in a text, Arabic, Chinese or mixed (18.5万), with their values.

Done: ``takeNumberFromString`` once a paragraph, without folding per cent into fractions, with its
own guard against numerals it cannot convert, and with full-width digits made half-width. It gives
no offsets, so each numeral is looked up from left to right in the text as the tool normalises it
(the same length, character by character). It knows no unit but %, so a classifier or 元 after a
number is not part of the span, and it cuts 1,000 in two.
"""

from __future__ import annotations

from collections.abc import Iterator

import chinese2digits as tool
from common import HALF_WIDTH, Span, serve


def value(digits: str) -> float | None:
    """A number as the tool writes it: 185000, 8.5%, 2/3."""
    try:
        top, _, bottom = digits.rstrip("%").partition("/")
        return float(top) / float(bottom or 1)
    except (ValueError, ZeroDivisionError):
        return None


def extract(text: str) -> Iterator[Span]:
    """Every number of a paragraph."""
    text = text.translate(HALF_WIDTH)
    result = tool.takeNumberFromString(text, percentConvert=False, verbose=True)
    normalised = tool.traditionalTextConvertFunc(text, True)
    end = 0
    pairs = zip(result["CHNumberStringList"], result["digitsStringList"], strict=True)
    for written, digits in pairs:
        start = normalised.find(written, end)
        if start < 0:
            continue
        end = start + len(written)
        yield start, end, value(digits), "%" if digits.endswith("%") else None


if __name__ == "__main__":
    serve(extract)
