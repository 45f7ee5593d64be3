"""JioNLP: the extractor of sums of money, with its parser.

Done: ``ner.extract_money`` on each clause of a paragraph, since across a comma it takes the unit of
the sum before along (元，7000余万元); the verb 达(到) before a sum is cut off, bound words (近, 超)
stay as the tool gives them. A vague sum (7000余万元) is a range; its lower end is the value.
Left out: ``ner.extract_time``, whose durations (五年) are mostly no quantities and whose parser
logs errors on sums. JioNLP 1.5 extracts no other quantities.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterator
from pathlib import Path

from common import Span, serve

with Path(os.devnull).open("w") as nowhere, contextlib.redirect_stdout(nowhere):
    import jionlp  # greets on stdout

CLAUSE = re.compile("[^，。；、：！？（）“”]+")
REACH = re.compile("达到?")
CURRENCIES = {"元": "CNY", "人民币": "CNY", "美元": "USD", "美金": "USD"}


def extract(text: str) -> Iterator[Span]:
    """Every sum of money of a paragraph."""
    for clause in CLAUSE.finditer(text):
        for money in jionlp.ner.extract_money(clause[0], with_parsing=True):
            start, end = (clause.start() + offset for offset in money["offset"])
            if verb := REACH.match(text, start, end):
                start = verb.end()
            end = start + len(text[start:end].rstrip())
            detail = money["detail"]
            number = detail["num"] if isinstance(detail["num"], str) else detail["num"][0]
            yield start, end, float(number), CURRENCIES.get(detail["case"])


if __name__ == "__main__":
    serve(extract)
