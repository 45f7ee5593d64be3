"""Whatever the rules draft of a text, the validator accepts: a finding is a fault of one of the two."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import ROOT
from xiangqu.annotation.repo import Repo
from xiangqu.annotation.vocabulary import vocabulary
from xiangqu.annotator import Annotator
from xiangqu.annotator.output import curated
from xiangqu.validate import Validator

_RULES = Annotator(Repo(ROOT))
_UNITS = [w for t in vocabulary(Repo(ROOT), "units").terms.values() for w in t["written"]]
_WORDS = {
    name: words.split()
    for name, words in {
        "counted": (
            "个 家 户 人 名 所 项 条 次 起 台（套） 万人次 处 座 件 篇 批 位 大类 "
            "部 辆 片 棵 场 方 方面 度 点 面 "
        ),
        "before": (
            "近 约 超 超过 突破 不足 不低于 接近 逾 至少 大约 每月 每年 每人每月 "
            "每立方米 每亩 连续 上 前 第 最高不超过 "
        ),
        "after": "多 余 左右 以上 以内 以下 内 上下",
        "verbs": (
            "增长 下降 达到 达 完成 提高到 新增 新建 改造 减少 净增 压减 占 占比 居 "
            "位居 获 为 实现 提高 提升 稳定在 控制在 投入 由 "
        ),
        "things": (
            "地区生产总值 一般公共预算收入 学校 老旧小区 城镇新增就业 失业率 居民消费价格指数 "
            "空气质量综合指数 粮食总产量 农村低保 自然灾害 疫情 降尘量 医护 绿地 "
            "“四好农村路” 万元GDP能耗 PM2.5平均浓度 "
        ),
        "times": (
            "五年来 2023年 2025年 到2030年 “十四五”期间 今年 去年 上半年 "
            "截至12月底 3月 2019-2021年 十年间 近两年 "
        ),
        "status": "预计 力争 确保 将 计划 要 预期目标 争取 不得低于 应 规划 拟",
        "whole": (
            "持平 翻番 翻一番 清零 零增长 零事故 零感染 十二连增 首位 榜首 一半 七成 "
            "三分之二 百分之五 第一 前三 3元2角 一年零六个月 一个半小时 1∶2∶3 "
            "未发生一起 双位数 上亿元 一带一路 两学一做 十九届五中全会 "
        ),
        "joints": (
            "、 ， ； 和 ，其中 ，同比 ，年均 ，比上年 ，占全市的 到 至 提高到 分别为 （ ） : ; "
        ),
        "openers": "一、 （一） 一是 ① 十一、 二是要 ** 1. 1、 第三条",
        "chinese": "一 两 三 五 十 二十三 三百二十万 四点六 三四十 千 百 半 零 十几 数十",
        "odd": (  # numbers, units and words around them that seldom stand so, or never
            "十来元 亩每间 十来个 几十万元 好几亿 百来家 上百亿元 近百亩 每间 每套 每百户 一千零五十 "
            "2.5万多户 3万来人 百余 数千万 数百家 若干 第三产业 一至三 两三千 三五个 十一二万 "
            "七八成 一倍多 两倍以上 1.5倍 翻了两番 翻三番半 半数以上 一大半 百分之三十以上 千分之五 "
            "万分之一 3成以上 二分之一 12分之1 ￥35 $4.5亿 美元 5∶3 3:1 1比2 十三连增 "
            "5连冠 零下5度 零上 -3℃ 负增长3% 负5 全国第1 前10 前10名 第2-3位 前3% "
            "后3位 倒数第一 一年半 两个半月 1小时30分 3天2夜 5元8角 2丈 三尺 五寸 两斤半 "
            "3斤2两 5里 半亩 亩均 户均 人均3万元 每人每天20元 每吨公里 日均3万吨 时速120公里 "
            "每小时80公里 5-6月 5~8% 3%-5% 30%至40% 约30至40亿元 "
            "由每月550元提高到600元 从3%下降到2.5% 由35.2提高到36 五千米 八千米以上 ３５％ "
            "４．５亿 1，234 1,234,567 2×3 2*3 10的3次方 10^3 3/4 1/2以上 "
            "2/3左右 三分之一强 约占四成 两到三成 45度 45° 北纬30度 PM10 5A级 4G 3D "
            "100兆 50Mbps 20千瓦 5万千伏安 220千伏 千瓦时 毫克/立方米 微克每立方米 升/秒 "
            "人/平方公里 克标准煤/千瓦时 吨标准煤/万元 万吨公里 亿人公里 百分点 0.3个百分点 "
            "3个和0.2个百分点 个基点 位居第2 升3位 提升2个位次 上升1位 倍 番 成 强 弱 许 上下 "
            "之多 有余 不等 之内 以远 以来 以前 开外 出头 起 起步 打底 封顶 为上限 以下 不到 未满 "
            "仅 只有 最多 最少 至少增加 不低于年产 大约有 超过了 多达 高达 突破了 跨过 站上 达到了 "
            "〇 零 ○ 廿 卅 壹 贰仟 伍佰 二〇二五年 一九四九年 ① ⑩ ⑫ ㈠ Ⅲ类 ½ ¼ ² ³ "
            "m² km² ㎡ ㎞ ％ ‰ ℃ kg KM "
        ),
        "scales": "万 亿 千 百万 万亿 余万 百亿亿",
    }.items()
}
_CHARACTERS = (
    "零一二两三四五六七八九十百千万亿半双几数多来余年月日时分秒元角分个家户人亩间套每均第前后上下约近超成倍番位点强许至到比"
    "、，和—-～./%（）"
)
_NOISE = [*"\t\u200b\ue001\u00ad\u2028\x0c\ufeff\uf900\u3000,();!?#*", "e\u0301", "  "]


def _number(rng: random.Random) -> str:
    whole = str(rng.choice([rng.randrange(10), rng.randrange(100), rng.randrange(10**6)]))
    arabic = [
        whole,
        whole + f".{rng.randrange(100)}",
        f"{rng.randrange(1, 999)},{rng.randrange(100, 999)}",
        "0",
        "-3.5",
    ]
    chinese = _WORDS["chinese"]
    number = rng.choice(rng.choice([arabic, arabic, chinese]))
    return number + rng.choice([*_WORDS["scales"], *[""] * 4])


def _quantity(rng: random.Random) -> str:
    if rng.random() < 0.15:
        return rng.choice(_WORDS["whole"])
    unit = rng.choice(rng.choice([_UNITS, _WORDS["counted"], [""]]))
    if rng.random() < 0.12:
        unit += "/" + rng.choice(
            rng.choice([_UNITS, _WORDS["counted"], ["人", "月", "年", "百人", "万辆"]])
        )
    number = _number(rng)
    if rng.random() < 0.1:
        number += rng.choice(["至", "—", "-", "～", "－", "到"]) + _number(rng)
    before = rng.choice(_WORDS["before"]) if rng.random() < 0.3 else ""
    return before + number + unit + (rng.choice(_WORDS["after"]) if rng.random() < 0.2 else "")


def _paragraph(rng: random.Random) -> str:
    parts = [rng.choice([*_WORDS["openers"], "## ", "　　", *[""] * 5])]
    for _ in range(rng.randrange(1, 7)):
        named = ("times", "status", "things", "verbs")
        parts += (rng.choice(_WORDS[name]) for name in named if rng.random() < 0.5)
        parts += [
            _quantity(rng),
            rng.choice([*_WORDS["things"], "", "", ""]),
            rng.choice([*_WORDS["joints"], "", " ", "。", "。", "！"]),
        ]
        parts += [rng.choice(_NOISE)] if rng.random() < 0.08 else []
    return "".join(parts) + rng.choice(["。", "。", "", "："])


def _jumble(rng: random.Random) -> str:
    """A paragraph in which anything may follow anything."""
    words = _WORDS[rng.choice(list(_WORDS))]
    pieces: list[Callable[[], str]] = [
        *[lambda: rng.choice(_WORDS["odd"])] * 2,
        lambda: rng.choice(_CHARACTERS),
        lambda: _quantity(rng),
        lambda: _number(rng),
        lambda: rng.choice(words),
    ]
    return "".join(rng.choice(pieces)() for _ in range(rng.randrange(2, 20))) + "。"


def _text(rng: random.Random, paragraphs: int) -> str:
    title = rng.choice(
        [
            "政府工作报告\n2024年1月5日\n",
            "某市2023年国民经济和社会发展统计公报\n",
            "",
            "# 关于预算的报告\n",
        ]
    )
    gap = rng.choice(["\n", "\n\n", "\n　　"])
    kinds = [_paragraph, _paragraph, _jumble]
    body = gap.join(rng.choice(kinds)(rng) for _ in range(paragraphs))
    return title + body + rng.choice(["", "\n"])


def _findings(raw: str, root: Path) -> list[str]:
    """What is found in the drafts of ``raw``, which are laid out in ``root``."""
    folder = root / "corpus" / "curated" / "text-0001"
    drafted = _RULES.annotate(raw, "text-0001", "text-0001.txt")
    for name, content in {**curated(drafted), "seed": raw.encode()}.items():
        file = root / "seeds" / "text-0001.txt" if name == "seed" else folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return [f"{f.code} {f.detail}" for f in Validator(Repo(root)).document(folder).findings]


@pytest.mark.parametrize("seed", range(4))
def test_drafts_are_accepted(tmp_path: Path, seed: int) -> None:
    assert _findings(_text(random.Random(seed), 60), tmp_path) == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 140))
def test_many_drafts_are_accepted(tmp_path: Path, seed: int) -> None:
    assert _findings(_text(random.Random(seed), 200), tmp_path) == []
