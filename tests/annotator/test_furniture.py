"""Lines of web pages are set aside by edits, which give back the raw text; what informs is kept."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT
from xiangqu.annotation.repo import Repo
from xiangqu.annotator.furniture import FurnitureRules
from xiangqu.text import align, clean

REPO = Repo(ROOT)
RULES = FurnitureRules(REPO)


def cleaned(raw: str) -> str:
    return align.apply(raw, clean.propose(raw, RULES.edits(raw))).text


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("下载\n打印\n【字号：\n大\n中\n小\n】\n报告\n甲。", "报告\n甲。"),
        ("\ufeff\r\n  下载 \r\n\r\n\u3000\u3000报告\r\n甲。\r\n", "报告\n甲。"),
        ("报告\n甲。\n\n 【打印本页】　【关闭窗口】\n", "报告\n甲。"),
        ("报告\n浏览次数：1376\n\n甲。", "报告\n甲。"),
        ("当前位置：\n首页\n>\n政务公开\n>\n工作报告\n报告\n甲。", "报告\n甲。"),
        ("当前位置：首页>政务公开\n报告", "报告"),
        (
            "某县2021年统计公报_某县人民政府\n走进某县\n政务公开\n某县2021年统计公报\n甲。",
            "某县2021年统计公报\n甲。",
        ),
    ],
)
def test_set_aside(raw: str, text: str) -> None:
    assert cleaned(raw) == text


@pytest.mark.parametrize(
    "text",
    [
        "来源：区府办　　发布日期：2025-01-20　　浏览次数：1376",
        "报告\n大\n中\n甲。",
        "分享发展成果。",
        "报告\n关闭煤矿3座",
        "全省下载量12万次",
    ],
)
def test_kept(text: str) -> None:
    assert cleaned(text) == text


SCRAPS = st.sampled_from(
    [
        "下载",
        "打印",
        "大",
        "】",
        ">",
        "报告",
        "甲。",
        "12",
        "\n",
        "\n",
        "\n",
        " ",
        "\u3000",
        "\r\n",
        "\ufeff",
    ]
)


@given(st.lists(SCRAPS, max_size=25).map("".join))
def test_edits_can_be_undone(raw: str) -> None:
    edits = clean.propose(raw, RULES.edits(raw))
    text = align.apply(raw, edits).text
    assert align.restore(text, edits) == raw
    assert "\n\n" not in text and text.strip("\n") == text


def test_paragraphs_in_one_long_line() -> None:
    raw = "　　一、回顾　　" + "甲乙丙丁。" * 50 + "　　二、安排\t" + "戊己庚辛。" * 5
    assert [line[:4] for line in cleaned(raw).split("\n")] == [
        "一、回顾",
        "甲乙丙丁",
        "二、安排",
        "戊己庚辛",
    ]
    assert cleaned("指标　　　数值") == "指标　　　数值", "a row of a table"


@pytest.mark.parametrize("times", [2, 5])
def test_a_text_that_is_nothing_but_copies(times: int) -> None:
    lines = [
        f"第{n}个季度，全区完成固定资产投资、社会消费品零售总额等任务，都好。"
        for n in range(40)
    ]
    raw = "\n".join(lines * times)
    assert align.restore(cleaned(raw), clean.propose(raw, RULES.edits(raw))) == raw
