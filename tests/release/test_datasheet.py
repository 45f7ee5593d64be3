"""DATASHEET.md: the questions of Gebru et al. (CACM 2021), each answered, and held to the corpus."""

from __future__ import annotations

import re
from typing import Any

import pytest

from conftest import ROOT
from xiangqu.annotation.repo import Repo
from xiangqu.release.card import shown
from xiangqu.tabular import tables

TEXT = (ROOT / "DATASHEET.md").read_text(encoding="utf-8")
SECTIONS = {
    "Motivation": 4,
    "Composition": 16,
    "Collection process": 12,
    "Preprocessing/cleaning/labeling": 4,
    "Uses": 6,
    "Distribution": 7,
    "Maintenance": 8,
}
FIGURES = {
    "layers",
    "agreement",
    "agreement on attributes",
    "error rates",
    "fitness",
    "relations",
    "agreement on relations",
    "proposals",
    "planted faults",
    "claims by measure",
    "claims by status",
    "claims by unit",
    "claims by theme",
    "sentences by theme",
    "numerals by label",
}
DATA = Repo(ROOT).data
DOCUMENTS = tables.read(DATA, "documents")


def answers() -> dict[str, list[tuple[int, str, str]]]:
    """By section: number, question and answer."""
    parts = re.split(r"(?m)^## (.+)\n", TEXT)[1:]
    return {
        head: [
            (int(number), question, answer)
            for number, question, answer in re.findall(
                r"(?ms)^### (\d+)\. ([^\n]+)\n(.*?)(?=^### |\Z)", body
            )
        ]
        for head, body in zip(parts[::2], parts[1::2], strict=True)
    }


def prose() -> str:
    """What the datasheet says of its own: no headings, no figures, lines joined."""
    own = re.sub(r"(?s)<!-- figure .*?<!-- /figure -->|(?m:^)#[^\n]*", "", TEXT)
    return re.sub(r"\s+", " ", own)


def test_questions_are_those_of_the_paper() -> None:
    counts = {section: len(found) for section, found in answers().items() if found}
    assert list(counts.items()) == list(SECTIONS.items())
    numbers = [number for found in answers().values() for number, _, _ in found]
    assert numbers == list(range(1, 58))
    assert len(re.findall(r"(?m)^### ", TEXT)) == 57


def test_each_question_asks_and_is_answered() -> None:
    for found in answers().values():
        for number, question, answer in found:
            assert question.endswith("?"), number
            assert re.match(r"\n\w", answer) and len(answer.split()) > 5, number
        assert not found or found[-1][1] == "Any other comments?"


def test_each_figure_stands_once() -> None:
    names = [name for name, _, _ in shown(TEXT)]
    assert sorted(names) == sorted(FIGURES)


@pytest.mark.parametrize(
    "document", [d for d in DOCUMENTS if d["date_evidence"]], ids=lambda d: d["id"]
)
def test_what_is_inferred_of_a_document_is_told_with_its_evidence(document: dict[str, Any]) -> None:
    items = re.findall(rf"(?ms)^- `{document['id']}`: date .*?(?=^- |\n\n)", TEXT)
    assert len(items) == 1
    item = items[0].replace("\n  ", " ")
    assert f"date `{document['date']}`," in item
    for period in (document["review_period"], document["plan_period"]):
        assert period is None or f"`{period}`" in item
    for phrase in document["date_evidence"].split("；"):
        assert f"「{phrase}」" in item


def test_words_in_corner_brackets_stand_in_the_texts() -> None:
    texts = "\n".join(document["text"] for document in DOCUMENTS)
    quotes = re.findall(r"「([^」]*)」", TEXT)
    assert quotes and TEXT.count("「") == TEXT.count("」") == len(quotes)
    assert [quote for quote in quotes if quote not in texts] == []


def test_paragraphs_referred_to_exist() -> None:
    named = set(re.findall(r"`([\w-]+\.p\d+)`", TEXT))
    assert named and named <= {paragraph["id"] for paragraph in tables.read(DATA, "paragraphs")}


def test_no_human_annotators_are_claimed() -> None:
    """A sentence that speaks of them says that there were none."""
    makers = r"(?i)\b(human|crowd|expert|volunteer|student|native speaker)\w*\b"
    told = [s for s in re.split(r"(?<=[.:;?]) ", prose()) if re.search(makers, s)]
    assert told
    assert [s for s in told if not re.search(r"(?i)\b(no|not|none|nobody)\b", s)] == []
