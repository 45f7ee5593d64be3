"""The task configs hold the published claims and themes."""

from __future__ import annotations

from typing import Any

import datasets
import pytest
from hypothesis import given
from hypothesis import strategies as st

import xiangqu
from xiangqu.annotation.repo import Repo
from xiangqu.annotation.vocabulary import vocabulary
from xiangqu.release import pipeline
from xiangqu.tabular import tables, tasks

Row = dict[str, Any]
MEASURES = ("level", "share")


@pytest.fixture(scope="module")
def claims_bio() -> datasets.Dataset:
    return xiangqu.load("claims_bio")


@pytest.fixture(scope="module")
def themes_cls() -> datasets.Dataset:
    return xiangqu.load("themes_cls")


def test_tags_are_the_claims(repo: Repo, claims_bio: datasets.Dataset) -> None:
    """Every claim is found again from the tags, and nothing else is."""
    names = claims_bio.features["tags"].feature.names
    found = {
        (
            row["paragraph"],
            row["start"] + start,
            row["start"] + end,
            row["text"][start:end],
            measure,
        )
        for row in claims_bio
        for start, end, measure in tasks.spans([names[tag] for tag in row["tags"]])
    }
    claims = tables.read(repo.data, "claims")
    wanted = {(c["paragraph"], c["start"], c["end"], c["text"], c["measure"]) for c in claims}
    assert found == wanted and len(wanted) == len(claims)


def test_rows_are_the_sentences(
    repo: Repo, claims_bio: datasets.Dataset, themes_cls: datasets.Dataset
) -> None:
    paragraphs = tables.read(repo.data, "paragraphs")
    sentences = [(p["id"], n, s) for p in paragraphs for n, s in enumerate(p["sentences"])]
    assert [(r["paragraph"], r["sentence"], r["start"], r["text"]) for r in claims_bio] == [
        (p, n, s["start"], s["text"]) for p, n, s in sentences
    ]
    assert all("".join(row["characters"]) == row["text"] for row in claims_bio)
    assert all(len(row["characters"]) == len(row["tags"]) for row in claims_bio)
    names = themes_cls.features["theme"].names
    assert [(r["paragraph"], r["sentence"], names[r["theme"]]) for r in themes_cls] == [
        (p, n, s["theme"]) for p, n, s in sentences if s["theme"]
    ]


def test_names_are_those_of_the_vocabularies(
    repo: Repo, claims_bio: datasets.Dataset, themes_cls: datasets.Dataset
) -> None:
    assert themes_cls.features["theme"].names == list(vocabulary(repo, "themes").terms)
    tags = claims_bio.features["tags"].feature.names
    assert tags[0] == "O" and {tag[2:] for tag in tags[1:]} == {*vocabulary(repo, "measures").terms}


@pytest.mark.slow  # reads the whole corpus
def test_other_names_of_labels_are_stale(copy: Repo) -> None:
    """A label's number means nothing without its name."""
    rows = tables.read(copy.data, "themes_cls")
    names = tasks.label_names(copy)
    names["themes_cls"].reverse()
    table = tables.table("themes_cls", rows, names)
    (copy.data / "themes_cls" / tables.FILE).write_bytes(tables.encode(table))
    stale = [f for f in pipeline.check(copy) if "other names of labels" in str(f)]
    assert [f.code for f in stale] == ["XQ504"]


@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(1, 4), st.sampled_from(MEASURES)), max_size=6)
)
def test_spans_are_read_from_their_tags(gaps: list[tuple[int, int, str]]) -> None:
    claims, at = [], 5
    for gap, length, measure in gaps:
        claims.append({"start": at + gap, "end": at + gap + length, "measure": measure})
        at += gap + length
    tags = tasks.bio({"start": 5, "text": "字" * (at - 5 + 2)}, claims)
    wanted = [(c["start"] - 5, c["end"] - 5, c["measure"]) for c in claims]
    assert list(tasks.spans(tags)) == wanted


def test_an_inside_tag_that_continues_nothing_begins_a_span() -> None:
    tags = ["I-level", "I-level", "I-share", "O", "I-share", "B-share"]
    assert list(tasks.spans(tags)) == [
        (0, 2, "level"),
        (2, 3, "share"),
        (4, 5, "share"),
        (5, 6, "share"),
    ]
