"""The task configs: the annotation as two standard tasks, a row a sentence.

``claims_bio`` tags the characters of each sentence with the measures of its claims (B-, I- and O, as
Ramshaw and Marcus 1995 have it); ``themes_cls`` gives each sentence that has a theme its theme.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

from ..annotation.repo import Repo
from ..annotation.vocabulary import vocabulary

Row = dict[str, Any]
OUTSIDE = "O"


def label_names(repo: Repo) -> dict[str, list[str]]:
    """By task config the names of its labels, in the order of their vocabulary."""
    measures = vocabulary(repo, "measures").terms
    tags = [OUTSIDE, *(f"{part}-{measure}" for measure in measures for part in "BI")]
    return {"claims_bio": tags, "themes_cls": list(vocabulary(repo, "themes").terms)}


def rows(paragraphs: Iterable[Row], names: dict[str, list[str]]) -> dict[str, list[Row]]:
    """The rows of both configs from those of config ``paragraphs``; labels are numbers.

    ``start`` is that of the sentence in its paragraph: with it a character's place is known.
    """
    numbers = {config: {name: n for n, name in enumerate(some)} for config, some in names.items()}
    made: dict[str, list[Row]] = {config: [] for config in names}
    for paragraph in paragraphs:
        for index, sentence in enumerate(paragraph["sentences"]):
            row = {
                "document": paragraph["document"],
                "paragraph": paragraph["id"],
                "sentence": index,
                "start": sentence["start"],
                "text": sentence["text"],
            }
            claims = [claim for claim in paragraph["claims"] if claim["sentence"] == index]
            tags = [numbers["claims_bio"][tag] for tag in bio(sentence, claims)]
            made["claims_bio"].append(row | {"characters": list(sentence["text"]), "tags": tags})
            if sentence["theme"]:
                theme = numbers["themes_cls"][sentence["theme"]]
                made["themes_cls"].append(row | {"theme": theme})
    return made


def bio(sentence: Row, claims: Iterable[Row]) -> list[str]:
    """A tag a character; claims lie in the sentence and do not overlap (offsets in the paragraph)."""
    tags = [OUTSIDE] * len(sentence["text"])
    for claim in claims:
        start, end = claim["start"] - sentence["start"], claim["end"] - sentence["start"]
        tags[start:end] = [f"I-{claim['measure']}"] * (end - start)
        tags[start] = f"B-{claim['measure']}"
    return tags


def spans(tags: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """``(start, end, measure)`` of each run of tags, offsets in the sentence.

    An ``I-`` that continues nothing begins a span, as in the CoNLL-2000 evaluation.
    """
    starts = [
        n
        for n, (before, tag) in enumerate(pairwise([OUTSIDE, *tags]))
        if tag[0] == "B" or (tag[0] == "I" and before[2:] != tag[2:])
    ]
    for start in starts:
        end = start + 1
        while end < len(tags) and tags[end] == f"I-{tags[start][2:]}":
            end += 1
        yield start, end, tags[start][2:]
