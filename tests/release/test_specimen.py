"""The picture of one annotated sentence: its characters, a box a claim, what is said of each."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import pytest

from xiangqu.annotation import settings
from xiangqu.annotation.repo import Repo
from xiangqu.release import specimen
from xiangqu.tabular import tables

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def example(repo: Repo) -> tuple[dict[str, Any], int]:
    """The paragraph and the sentence that README shows."""
    chosen = settings.read(repo, "release")["example"]
    (paragraph,) = tables.read(repo.data, "paragraphs", {"id": chosen["paragraph"]})
    return paragraph, chosen["sentence"]


def test_the_boxes_stand_around_the_claims(example: tuple[dict[str, Any], int]) -> None:
    paragraph, number = example
    sentence = paragraph["sentences"][number]
    claims = [claim for claim in paragraph["claims"] if claim["sentence"] == number]
    root = ElementTree.fromstring(specimen.svg(paragraph, number))
    characters = [(int(span.attrib["x"]), span.text or "") for span in root.iter(f"{SVG}tspan")]
    assert "".join(text for _, text in characters) == sentence["text"]
    boxes = [
        (int(box.attrib["x"]), int(box.attrib["x"]) + int(box.attrib["width"]))
        for box in list(root.iter(f"{SVG}rect"))[1:]
    ]
    inside = ["".join(t for x, t in characters if left <= x < right - 1) for left, right in boxes]
    assert inside == [claim["text"] for claim in claims]


def test_the_card_of_a_claim_has_what_is_not_null(example: tuple[dict[str, Any], int]) -> None:
    paragraph, number = example
    root = ElementTree.fromstring(specimen.svg(paragraph, number))
    texts = [text.text for text in root.iter(f"{SVG}text")]
    assert texts.count("bound") == 3 and "at_most" in texts and "3.8" in texts
    assert "direction" not in texts


def test_signs_of_xml_are_escaped(example: tuple[dict[str, Any], int]) -> None:
    paragraph, _ = example
    text = '<a>&"'
    sentence = {"start": 0, "end": len(text), "text": text, "theme": "general"}
    hostile = paragraph | {"sentences": [sentence], "claims": [], "section_path": ["<&"]}
    root = ElementTree.fromstring(specimen.svg(hostile, 0))
    assert "".join(span.text or "" for span in root.iter(f"{SVG}tspan")) == text
