"""The cleaning rules: what they change, and what they must leave alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangqu.annotation.repo import LAYERS, Repo, read_text
from xiangqu.text import align, clean
from xiangqu.text.split import paragraph_offsets, sentences
from xiangqu.validate.sentences import sentences as sentences_of_the_validator


def cleaned(raw: str) -> str:
    return align.apply(raw, clean.propose(raw)).text


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("\n\n甲\n\n\n\n乙\n", "甲\n乙"),
        ("## 标题\n**回顾：**甲", "标题\n回顾：甲"),
        ("增长8.1%,总量", "增长8.1%，总量"),
        ("达到96.3%,11项", "达到96.3%，11项"),
        ("区(预计数),年", "区（预计数），年"),
        ("由1︰22.6︰76.4调整", "由1∶22.6∶76.4调整"),
        ("各位代表!现在;", "各位代表！现在；"),
        ("手机App,真正", "手机App，真正"),
        ("甲,,乙", "甲，，乙"),
        ("甲\n\u2003\u200b乙 \u2002\n", "甲\n乙"),
        ("甲\u2028乙\t丙", "甲 乙 丙"),
        ("甲\ue001乙\u00ad丙\u0378", "甲乙丙"),
        ("甲\n\x0c \ue001\n\n \u200d乙\x0c", "甲\n乙"),
        ("e\u0301甲\uf900\u2329乙", "é甲豈〈乙"),
        ("甲a(b)()乙", "甲a(b）（）乙"),
        ("甲\n  ## \u3000乙", "甲\n乙"),
        ("  ".join("各位代表我代表区人民政府,向大会"), "各位代表我代表区人民政府，向大会"),
    ],
)
def test_changes(raw: str, text: str) -> None:
    assert cleaned(raw) == text


@pytest.mark.parametrize(
    "text",
    [
        "1,234亿元",
        "12:30开会",
        "Word, word (see) here",
        "①甲②乙",
        "天伦城-花板桥",
        "1+4+2",
        "甲 乙",
        "C#语言",
        "甲\u3000乙",
        "ｆ１２",
        "㎡",
    ],
)
def test_leaves_alone(text: str) -> None:
    assert cleaned(text) == text


@pytest.mark.parametrize(
    ("raw", "flagged"),
    [
        ("1︰2", True),
        ("甲,2个", True),
        ("甲,乙", False),
        ("五,乙", True),
        ("①;甲", True),
        ("%,甲", False),
    ],
)
def test_numbers_are_flagged(raw: str, flagged: bool) -> None:
    assert [edit.touches_number for edit in clean.propose(raw)] == [flagged]


@given(st.text(alphabet="甲1a,:;()#*\n︰%", max_size=40))
def test_rules_never_overlap_and_can_be_undone(raw: str) -> None:
    edits = clean.propose(raw)
    assert align.restore(align.apply(raw, edits).text, edits) == raw


@pytest.mark.parametrize(
    ("paragraph", "found"),
    [
        ("甲。乙！", ["甲。", "乙！"]),
        ("“甲。”乙", ["“甲。”", "乙"]),
        ("甲；乙", ["甲；乙"]),
        ("甲；②乙", ["甲；", "②乙"]),
        ("甲；二是乙", ["甲；", "二是乙"]),
        ("甲（乙。）丙…丁", ["甲（乙。）", "丙…丁"]),
        ("", []),
    ],
)
def test_sentences(paragraph: str, found: list[str]) -> None:
    assert [paragraph[start:end] for start, end in sentences(paragraph)] == found


CLOSING = "”’」』）》〉】〕\"')]"


@given(st.sampled_from("。！？!?"), st.text(alphabet=CLOSING, min_size=1, max_size=3))
def test_closing_marks_belong_to_the_sentence_that_they_close(end: str, marks: str) -> None:
    first = f"甲{end}{marks}"
    assert list(sentences(f"{first}乙")) == [(0, len(first)), (len(first), len(first) + 1)]


@given(st.text(alphabet="甲。！；②一二是" + CLOSING, max_size=30))
def test_the_validator_splits_sentences_alike(paragraph: str) -> None:
    assert list(sentences(paragraph)) == sentences_of_the_validator(paragraph)


def test_lines_end_at_line_feeds_only() -> None:
    text = "甲\u2028乙\x0b丙\r丁\n戊"
    assert [text[start:end] for start, end in paragraph_offsets(text)] == text.split("\n")


def test_recorded_rule_edits_are_what_the_rules_propose(repo: Repo) -> None:
    """A rule that is changed shows here; the recorded edits decide until someone decides anew."""
    from xiangqu.validate import Validator

    validator = Validator(repo)
    assert LAYERS[1] == "edits"
    for folder in repo.documents():
        annotated = validator.document(folder).annotated
        assert annotated
        raw = read_text(repo.seeds / annotated.document.seed_file)
        by_hand = validator.vocabularies["edit-rules"].terms
        hand = [e for e in annotated.edits if by_hand[e.rule]["made_by"] == "hand"]
        assert sorted(clean.merge(hand, clean.propose(raw)), key=repr) == sorted(
            annotated.edits, key=repr
        )


def test_an_edit_at_the_start_of_a_seed_touches_the_number_there() -> None:
    assert clean.touches_number("2甲乙", 0, 1, "")
    assert not clean.touches_number("甲乙2", 0, 1, "")
