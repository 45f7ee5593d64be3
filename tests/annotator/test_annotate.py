"""Drafts by rules: quantities of prose from anywhere, what is none, and texts that nobody should send."""

from __future__ import annotations

import json
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import Command, annotator, findings_of_draft
from xiangqu.annotation.repo import Repo
from xiangqu.text import numerals


def quantities(text: str) -> list[tuple[str, str | None, str | None]]:
    """Each quantity's text, its value or its ends, and its unit."""
    return [
        (
            text[f.start : f.end],
            _said(f.value if f.value is not None else f.ends or f.parts),
            f.unit,
        )
        for f in annotator().quantities.find(text)
        if f.unit
    ]


def _said(value: object) -> str | None:
    return "/".join(map(str, value)) if isinstance(value, tuple) else str(value)


@pytest.mark.parametrize(
    ("text", "span", "value", "unit"),
    [
        ("总人口三百二十万人。", "三百二十万人", "3200000", "count"),
        ("规模二十万亿元。", "二十万亿元", "20000000000000", "CNY"),
        ("增长百分之五。", "百分之五", "5", "%"),
        ("投入1，234亿元。", "1，234亿元", "123400000000", "CNY"),
        ("出口1,234.5万美元。", "1,234.5万美元", "12345000", "USD"),
        ("收入1 234.5亿元。", "1 234.5亿元", "123450000000", "CNY"),
        ("新建 12 个。", "12 个", "12", "count"),
        ("完成 3.5 亿元。", "3.5 亿元", "350000000", "CNY"),
        ("提高２．１个百分点。", "２．１个百分点", "2.1", "pp"),
        ("增长5%—6%。", "5%—6%", "5/6", "%"),
        ("新建5至10个。", "5至10个", "5/10", "count"),
        ("投资3—5万元。", "3—5万元", "30000/50000", "CNY"),
        ("周期三至五年。", "三至五年", "3/5", "year"),
        ("产粮3.2万吨。", "3.2万吨", "32000", "t"),
        ("造林5000公顷。", "5000公顷", "5000", "ha"),
        ("发电12.5亿千瓦时。", "12.5亿千瓦时", "1250000000", "kWh"),
        ("装机520万千瓦。", "520万千瓦", "5200000", "kW"),
        ("全长11千米。", "11千米", "11", "km"),
        ("收购价每公斤21元。", "每公斤21元", "21", "CNY/kg"),
        ("标准为每人每月640元。", "每人每月640元", "640", "CNY/month"),
        ("税收35万元/亩。", "35万元/亩", "350000", "CNY/mu"),
        ("来了大约200多名。", "大约200多名", "200", "count"),
        ("超过10亿元以上。", "超过10亿元以上", "1000000000", "CNY"),
        ("财政收入零增长。", "零增长", "0", "%"),
        ("居全省前三。", "前三", "3", "rank"),
        ("列全省第5位。", "第5位", "5", "rank"),
        ("占总量的三分之二。", "三分之二", "66.67", "%"),
        ("七成以上农户。", "七成以上", "70", "%"),
        ("结构为5.1∶38.2∶56.7。", "5.1∶38.2∶56.7", "5.1/38.2/56.7", "ratio"),
        ("时速250公里。", "时速250公里", "250", "km/h"),
        ("浓度35微克/立方米。", "35微克/立方米", "35", "ug/m3"),
        ("用了一个半小时。", "一个半小时", "1.5", "hour"),
        ("基尼系数0.38。", "0.38", "0.38", "1"),
        ("修步道半公里。", "半公里", "0.5", "km"),
        ("只需半小时。", "半小时", "0.5", "hour"),
        ("重达半公斤。", "半公斤", "0.5", "kg"),
        ("近百家企业。", "近百家", "100", "count"),
        ("未发生一起事故。", "一起", "0", "count"),
        ("收入翻了一番。", "翻了一番", "2", "times"),
        ("购置10台（套）。", "10台（套）", "10", "count"),
        ("解决1.12万贫困人口饮水。", "1.12万", "11200", "count"),
        ("连续四年增长。", "连续四年", "4", "year"),
        ("人均GDP66700元。", "66700元", "66700", "CNY"),
        ("完成“3%左右”的目标。", "3%左右", "3", "%"),
        ("失业率“5.5%以内”。", "5.5%以内", "5.5", "%"),
        ("从全国第22位退出。", "第22位", "22", "rank"),
        ("财政赤字2.76万亿。", "2.76万亿", "2760000000000", "CNY"),
        ("提升5480万农村人口供水。", "5480万", "54800000", "count"),
    ],
)
def test_quantities(text: str, span: str, value: str, unit: str) -> None:
    assert quantities(text) == [(span, value, unit)]


def test_several_in_one_sentence() -> None:
    assert quantities("审计项目388个、金额13.78亿元，15分钟到达。") == [
        ("388个", "388", "count"),
        ("13.78亿元", "1378000000", "CNY"),
        ("15分钟", "15", "minute"),
    ]
    assert [v for _, v, _ in quantities("从528亿元增长到735亿元。")] == [
        "52800000000",
        "73500000000",
    ]
    shared = quantities("分别投入1.2、3.4和5.6亿元。")
    assert [(v and Decimal(v), u) for _, v, u in shared] == [
        (Decimal(n) * 10**7, "CNY") for n in (12, 34, 56)
    ]


_NO_QUANTITIES = (
    "5G基站 PM2.5治理 王家河1080B地块 107国道 G4高速 2016年-2020年 2021—2025年 “十四五”时期 "
    "三高四新 电话0730-8888888 岳政发〔2021〕5号 2021年12月31日 8:30开门 下午3点半 第五条规定 "
    "12345热线 五一路改造 一、总体要求 （二）重点任务 1.加快发展 ①新增就业 一是抓落实 进一步优化 "
    "统一管理 一批项目 千方百计 数百万民众 万吨级码头 亿元企业 前三季度 近三年来 过去五年 "
    "第十四届 党的二十大 “1+4+2” 三大攻坚战 两学一做 每百户 三级政府 80后 7×24 4A级 零售 四川 "
    "三峡 “3·15” 百姓 双一流 社会消费品零售总额 一带一路 第一书记 半导体"
)


@pytest.mark.parametrize("text", _NO_QUANTITIES.split())
def test_no_quantity(text: str) -> None:
    assert quantities(text) == []


HOSTILE = [
    "",
    "\n\n\n",
    "9" * 5000 + "个",
    "１２３" * 2000,
    "一" * 5000,
    "亿" * 3000 + "元",
    "1.2.3.4.5亿元、1..2、1,2,3,,4",
    "5%—6%—7%—8%至9%到10%",
    "每每每每月每年每亩" * 200 + "5元",
    "近约超突破不足" * 500 + "5%",
    "“" * 2000 + "5个" + "”" * 2000,
    "1∶" * 3000 + "2",
    "百分之百分之百分之五",
    "\u200b5\u200b个\ufeff、e\u0301 10²个、①②③、Ⅳ级、㎡",
    "（" * 3000 + "一）" * 10,
    "。" * 5000 + "；一是" * 2000,
    "# " * 1000 + "题" + "**" * 1001 + "\r\n \u3000\t\n5个。 ",
    "翻零番、零成、〇年、第零位、前0、0/0、1/0、百分之零",
]


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_hostile_strings(number: int, base: tuple[Repo, Path]) -> None:
    """Drafted without an error, and as sound as the checks ask."""
    found = findings_of_draft(annotator(), HOSTILE[number], base)
    assert [f for f in found if f.code not in TOLERATED] == []


_PIECES = (
    "全市 增长 投资 完成 5% 3.2亿元 12个 、 ， 。 ； 和 至 一是 “ ” （ ） 第 前 近 每月 连续 百 万 三 2021年 "
    "年 多 以上 从 到 翻番 清零 PM2.5 - / 元 米 倍 项目 户 0 1.5 百分之 成 # **"
)
PIECES = st.sampled_from([*_PIECES.split(), "\n", " "])


@given(text=st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=60))
def test_any_text_is_read(text: str) -> None:
    """Spans quote the text and do not overlap; every numeral of the census has one label."""
    drafted = annotator().annotate(text.encode("utf-8", "replace").decode())
    rows = [(c.paragraph, c.start, c.end) for c in drafted.claims]
    for (paragraph, _, end), (other, start, _) in pairwise(rows):
        assert paragraph != other or end <= start
    assert len({c.id for c in drafted.claims}) == len(drafted.claims)
    for n in drafted.numerals:
        assert n.text and numerals.census(n.text) == [(0, len(n.text))]
        assert (n.label == "claim") == (n.claim is not None)


TOLERATED = {"XQ204", "XQ206", "XQ312", "XQ319", "XQ449"}
"""A unit that is not listed, a value beyond all bounds, what only a person can clean, bounds in a row."""


def test_a_value_beyond_64_bits(tmp_path: Path, command: Command) -> None:
    (tmp_path / "a.txt").write_text("算力达到10.36百亿亿次/秒。", encoding="utf-8")
    assert command("annotate", tmp_path / "a.txt", "--output", tmp_path / "out")[0] == 0
    (claim,) = pq.read_table(tmp_path / "out" / "claims" / "part-00000.parquet").to_pylist()
    assert (claim["text"], claim["value"]) == ("10.36百亿亿次/秒", 1.036e19)


@pytest.mark.parametrize(
    ("sentence", "periods"),
    [
        ("财政收入年均增长8%。", ["2015/2020"]),  # from the year before the first
        ("城镇化率从50%提高到60%。", ["2015", "2020"]),
        ("累计新建学校3所。", ["2016/2020"]),
        ("绿化覆盖率为40%。", ["2020"]),
        ("2018年新建学校3所。", ["2018"]),
    ],
)
def test_periods_of_five_years(sentence: str, periods: list[str]) -> None:
    drafted = annotator().annotate(f"一、“十三五”工作回顾\n五年来，成绩很大。{sentence}")
    assert drafted.document.review_period == "2016/2020"
    assert [claim.period for claim in drafted.claims] == periods


@pytest.mark.parametrize(
    ("text", "status", "cue"),
    [
        ("一、回顾\n力争新建学校3所。", "target", "力争"),
        ("一、回顾\n计划新建学校3所。", "target", "计划"),
        ("一、任务\n计划新建学校3所。", "target", "计划"),
        ("一、任务\n新建学校3所。", "target", None),
        ("一、回顾\n预计新建学校3所。", "estimate", "预计"),
        ("一、回顾\n预计数为学校3所。", "actual", None),
        ("一、回顾\n新建学校3所（预计）。", "estimate", "预计"),
        ("一、回顾\n有关情况。\n附件\n新建学校3所。", "standard", None),
    ],
)
def test_statuses(text: str, status: str, cue: str | None) -> None:
    (claim,) = annotator().annotate(text).claims
    assert (claim.status, claim.status_cue and claim.status_cue.text) == (status, cue)


def test_the_seeds_again(repo: Repo) -> None:
    """Rule edits of the seeds are those that were curated; most claims are found again."""
    for folder in repo.documents():
        about = json.loads((folder / "document.jsonl").read_text(encoding="utf-8"))
        raw = (repo.seeds / about["seed_file"]).read_bytes().decode()
        drafted = annotator().annotate(raw, folder.name)
        gold = [json.loads(line) for line in (folder / "claims.jsonl").open(encoding="utf-8")]
        found = [
            (c.text, float(c.value) if c.value is not None else None, c.unit)
            for c in drafted.claims
        ]
        kept = [c for c in gold if (c["text"], c["value"], c["unit"]) in found]
        assert len(kept) >= 0.97 * len(gold)


@pytest.mark.parametrize(
    ("words", "period"),
    [
        ("2021年6月30日", "2021-06-30"),
        ("2021年2月30日", "2021-02"),
        ("2021年13月", "2021"),
        ("2021年1—11月", "2021-01/2021-11"),
    ],
)
def test_no_period_is_a_day_that_is_none(words: str, period: str) -> None:
    drafted = annotator().annotate(f"{words}，全区新建学校3所。")
    assert drafted.claims[-1].period == period
