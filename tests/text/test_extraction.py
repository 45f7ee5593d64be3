"""Letters and lines that extraction set apart are put together again; prose and tables are left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangqu.text import align, clean

LINE = "全区上下坚持以人民为中心的发展思想推动经济社会各项事业取得新的成"
END = "效，群众得到了实惠。"


def cleaned(raw: str) -> str:
    return align.apply(raw, clean.propose(raw)).text


def apart(text: str) -> str:
    return "  ".join(text)


def test_letters_set_apart() -> None:
    assert cleaned(apart("各位代表我代表区人民政府")) == "各位代表我代表区人民政府"
    assert (
        cleaned(apart("全区财政收入") + "  2025  年  完  成  1.5  亿  元")
        == "全区财政收入2025年完成1.5亿元"
    )
    assert cleaned("政 府 工 作 报 告") == "政 府 工 作 报 告"


@pytest.mark.parametrize(
    "text",
    [
        "突出扩容提质 城市面貌明显改善",
        "张三丰 李四 王五 赵六 孙七 周八 吴九 郑十 钱一 陈二",
        "Word and word 2025 2026",
    ],
)
def test_words_stay_apart(text: str) -> None:
    assert cleaned(text) == text


def test_a_short_line_is_set_apart_where_many_are() -> None:
    long = apart("各位代表我代表区人民政府")
    assert cleaned("\n".join([long] * 10 + [apart("预算草案")])).endswith("\n预算草案")
    assert cleaned(apart("预算草案")) == apart("预算草案")


def test_full_lines_are_joined() -> None:
    joined = cleaned("\n".join([LINE, LINE, END] * 10)).split("\n")
    assert joined == [LINE + LINE + END] * 10
    assert cleaned("\n".join(["一、回顾", LINE, "\n  " + END] * 25)).split("\n")[1] == LINE + END


def test_lines_of_other_texts_are_not_joined() -> None:
    short = "\n".join([LINE, END])
    assert cleaned(short) == short
    prose = "\n".join([LINE * 4 + END, LINE] * 20)
    assert cleaned(prose) == prose
    heads = "\n".join(f"（{n}）{LINE}" for n in "一二三四五六七八九十" * 3)
    assert cleaned(heads) == heads


def test_lines_that_a_link_broke_are_joined() -> None:
    assert cleaned("开展环境\n整治\n，面貌改善。") == "开展环境\n整治，面貌改善。"
    assert cleaned("二、“\n十四五\n”时期任务\n甲。") == "二、“十四五”时期任务\n甲。"
    broken = "坚决开展，\n整治\n行动。\n要“\n两个维护\n”，\n做到位。\n一、任务\n甲，乙\n丙丁\n。"
    whole = "坚决开展，整治行动。\n要“两个维护”，做到位。\n一、任务\n甲，乙丙丁。"
    assert cleaned(broken) == whole


@pytest.mark.parametrize(
    "text",
    [
        "全区新建学校，完成改造。\n”十四五“时期",
        "抓好以下工作，\n（一）甲。",
        "请审议，并提出意见\n工作回顾\n甲。",
    ],
)
def test_other_lines_stay_apart(text: str) -> None:
    assert cleaned(text) == text


def test_cells_are_not_joined() -> None:
    rows = "要“\n甲\n”，\n乙，\n丙。\n项目，金额 171\n2025年"
    assert cleaned(rows).endswith("171\n2025年")


@given(
    st.lists(
        st.sampled_from([LINE, END, "- 1 -", apart(END), "", "  ", "一、甲", "2025"]), max_size=60
    )
)
def test_edits_can_be_undone(lines: list[str]) -> None:
    raw = "\n".join(lines)
    edits = clean.propose(raw)
    text = align.apply(raw, edits).text
    assert align.restore(text, edits) == raw
    assert not text.startswith("\n") and "\n\n" not in text
