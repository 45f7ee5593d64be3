"""The drafts of one text in Python: records, tables, and what a notebook shows."""

from __future__ import annotations

import pyarrow as pa
import pytest

import xiangqu
from conftest import ROOT
from xiangqu.annotation.errors import UsageError
from xiangqu.annotation.repo import Repo
from xiangqu.annotator import drafting
from xiangqu.tabular.tables import LAYERED

TEXT = "# <某区> & 工作报告\n\n全市新建学校3所，增长5%。\n"


def test_from_python() -> None:
    drafted = xiangqu.annotate(TEXT)
    claim = drafted.claims[0]
    assert (claim.text, claim.value, claim.unit, claim.classifier) == ("3所", 3, "count", "所")
    assert drafted.text == "<某区> & 工作报告\n全市新建学校3所，增长5%。"
    counts = [len(getattr(drafted, layer)) for layer in ("paragraphs", "claims", "numerals")]
    assert counts == [2, 2, 2] and drafted.sections and drafted.themes
    assert repr(drafted).startswith("<text-0001: 2 paragraphs, ")


def test_in_one_call_into_a_table() -> None:
    drafted = xiangqu.annotate(TEXT)
    for config, schema in LAYERED.items():
        assert drafted.to_arrow(config).schema == schema
    assert drafted.to_arrow().column("text").to_pylist() == ["3所", "5%"]
    frame = drafted.to_pandas()
    assert [*frame.columns] == LAYERED["claims"].names and [*frame.value] == [3.0, 5.0]
    assert drafted.to_pandas("documents").text[0] == drafted.text
    with pytest.raises(UsageError, match="claims, documents, edits"):
        drafted.to_arrow("claim")


def test_paragraphs_hold_the_rows_of_the_other_tables() -> None:
    drafted = xiangqu.annotate(f"{TEXT}一、教育\n没有数字。\n新建医院2所，床位300张。\n")
    paragraphs = drafted.to_arrow("paragraphs")
    whole = pa.Table.from_pylist(drafted.rows["paragraphs"], schema=LAYERED["paragraphs"])
    assert paragraphs.equals(whole) and paragraphs.num_rows == 5


def test_what_is_given_is_taken() -> None:
    known = {
        "date": "2022-01-06",
        "place": "430602",
        "review_period": "2021",
        "plan_period": "2022",
    }
    document = xiangqu.annotate(TEXT, **known).document
    assert known == {name: getattr(document, name) for name in known}
    with pytest.raises(UsageError, match="2022/1/6"):
        xiangqu.annotate(TEXT, date="2022/1/6")


def test_the_rules_are_compiled_once() -> None:
    assert drafting.rules(Repo(ROOT)) is drafting.rules(Repo(ROOT))


def test_a_notebook_shows_it() -> None:
    """Claims are marked where they stand; nothing in the text is taken for HTML."""
    shown = xiangqu.annotate(f"{TEXT}<script>有3个'\"</script>。")._repr_html_()
    assert "<h4>&lt;某区&gt; &amp; 工作报告</h4>" in shown
    assert ">3所</mark>，增长<mark" in shown and ">5%</mark>。</p>" in shown
    assert "<td>3所</td><td>学校</td><td>actual</td>" in shown
    assert "<script" not in shown and "&lt;script&gt;有<mark" in shown
    assert "<table>" not in xiangqu.annotate("没有。")._repr_html_()
