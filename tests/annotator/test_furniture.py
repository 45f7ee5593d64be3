"""Lines of web pages are set aside by edits, which give back the raw text; what informs is kept."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT
from xiangqu.annotation.repo import Repo
from xiangqu.annotator.furniture import FurnitureRules
from xiangqu.text import align, clean

REPO = Repo(ROOT)


@cache
def rules() -> FurnitureRules:
    return FurnitureRules(REPO)


def cleaned(raw: str) -> str:
    return align.apply(raw, clean.propose(raw, rules().edits(raw))).text


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


PROSE = "。".join("这里说的是做了哪些事情，做得怎么样，说得很长很长" for _ in range(4)) + "。"


def test_the_foot_of_a_page() -> None:
    foot = "人人网\n和讯\n相关文章\n01-24\n2022年某县工作报告"
    assert cleaned(f"报告\n{PROSE}\n{foot}") == f"报告\n{PROSE}"
    links = "省教育厅\n省财政厅\n版权所有：某省\n备案号1300"
    assert cleaned(f"报告\n{PROSE}\n2022年3月\n{links}") == f"报告\n{PROSE}\n2022年3月"
    table = "收入\n12亿元\n支出"
    assert cleaned(f"报告\n{PROSE}\n{table}\n网站地图") == f"报告\n{PROSE}\n收入\n12亿元"
    menu = f"相关文章\n报告\n{PROSE}"
    assert cleaned(menu) == menu


def test_a_second_copy_of_the_text() -> None:
    text = "\n".join(f"{n}，{PROSE}" for n in "甲乙丙丁戊己")
    assert (
        cleaned(f"报告\n{text}\n报告\n记者 张三\n{text}\n来源：某报") == f"报告\n{text}\n来源：某报"
    )
    refrain = "\n".join([text, *(f"{n}，{PROSE}\n{PROSE}" for n in "子丑寅卯辰巳")])
    assert cleaned(refrain) == refrain


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
    edits = clean.propose(raw, rules().edits(raw))
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
    lines = [f"第{n}个季度，" + "全区完成固定资产投资等任务，" * 5 + "都好。" for n in range(40)]
    raw = "\n".join(lines * times)
    assert align.restore(cleaned(raw), clean.propose(raw, rules().edits(raw))) == raw
