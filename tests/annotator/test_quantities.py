"""The grammar of quantities: numbers, units and bounds what is none, and what is doubtful."""

from __future__ import annotations

import random
import time
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import annotator, findings_of_draft
from xiangqu.annotation.repo import Repo
from xiangqu.annotator.reading import Reading


def readings(text: str) -> list[Reading]:
    return [reading for reading in annotator().quantities.find(text) if reading.unit]


def said(text: str) -> list[str]:
    """Each quantity as ``span = value unit``, with its bound where that is not exact."""
    return [
        f"{text[r.start : r.end]} = {_amount(r)} {r.unit}"
        + (f" {r.bound}" if r.bound != "exact" else "")
        for r in readings(text)
    ]


def _amount(reading: Reading) -> str:
    amount = (reading.value,) if reading.value is not None else reading.ends or reading.parts or ()
    return "/".join(f"{Decimal(n).normalize():f}" for n in amount)


@pytest.mark.parametrize(
    ("text", "quantities"),
    [
        # numerals
        ("培训三万五千人，奖励两百五十元。", ["三万五千人 = 35000 count", "两百五十元 = 250 CNY"]),
        ("共三千二户。", ["三千二户 = 3200 count"]),
        ("带动五六户，惠及六七千万人。", ["五六户 = 5/6 count", "六七千万人 = 60000000/70000000 count"]),
        ("开展三十来场。", ["三十来场 = 30 count over"]),
        ("增长百分之二百，扩大五分之十一。", ["百分之二百 = 200 %"]),
        ("增长百分之八點三，投入三萬元。", ["百分之八點三 = 8.3 %", "三萬元 = 30000 CNY"]),
        ("满意率七成八，比重扩大两成。", ["七成八 = 78 %", "两成 = 20 %"]),
        ("半数以上的村，一半以上的户。", ["半数以上 = 50 % at_least", "一半以上 = 50 % at_least"]),
        ("收入翻两番半，产值翻一番以上。", ["翻两番半 = 6 times", "翻一番以上 = 2 times at_least"]),
        ("算力10.36百亿亿次/秒。", ["10.36百亿亿次/秒 = 10360000000000000000 count/second"]),
        ("接待2000至3万人次。", ["2000至3万人次 = 2000/30000 count"]),
        ("水深4.5米至6米。", ["4.5米至6米 = 4.5/6 m"]),
        ("从5公里到6公里。", ["5公里 = 5 km", "6公里 = 6 km"]),
        # units of units
        ("周转量3.5亿吨公里、8万人公里。", ["3.5亿吨公里 = 350000000 t.km", "8万人公里 = 80000 {person}.km"]),
        ("能耗310克标准煤/千瓦时。", ["310克标准煤/千瓦时 = 310 g{ce}/kW.h"]),
        ("能耗0.35吨标准煤/万元。", ["0.35吨标准煤/万元 = 0.000035 t{ce}/CNY"]),
        ("浓度3毫克每升，流量520立方米/秒。", ["3毫克每升 = 3 mg/L", "520立方米/秒 = 520 m3/s"]),
        ("奖励30万元/家。", ["30万元/家 = 300000 CNY/count"]),
        ("公厕每平方公里5.2座。", ["每平方公里5.2座 = 5.2 count/km2"]),
        ("床位每间12人。", ["每间12人 = 12 count"]),
        ("指数上涨2.3点。", ["2.3点 = 2.3 point"]),
        ("利率下降20个基点，位次前移9位。", ["20个基点 = 0.2 pp", "9位 = 9 rank"]),
        ("电价3元2角，工期一年零六个月。", ["3元2角 = 3.2 CNY", "一年零六个月 = 18 month"]),
        ("出口US$ 1.2亿，同比-0.8%。", ["US$ 1.2亿 = 120000000 USD", "-0.8% = 0.8 %"]),
        ("投资¥3.5亿元，US$5万元。", ["¥3.5亿元 = 350000000 CNY", "5万元 = 50000 CNY"]),
        ("办好10件事，完成13件事项。", ["10件 = 10 count", "13件 = 13 count"]),
        ("连续六个季度低于全省。", ["连续六个季度 = 6 quarter"]),
        ("60周岁以上，15日内办结，不超过30日。", [
            "60周岁以上 = 60 year at_least", "15日内 = 15 day at_most", "不超过30日 = 30 day at_most",
        ]),
        # bounds that touch, and that do not
        ("占比不得低于80%。", ["不得低于80% = 80 % at_least"]),
        ("最高不超过100万元。", ["最高不超过100万元 = 1000000 CNY at_most"]),
        ("签约超千亿。", ["超千亿 = 100000000000 CNY over"]),
        ("规模突破百亿大关。", ["突破百亿 = 10000000000 CNY over"]),
        ("119家企业，每10万元投入。", ["119家 = 119 count", "10万元 = 100000 CNY"]),
        ("上亿元投资，不到千户，逾万人。", [
            "上亿元 = 100000000 CNY at_least", "不到千户 = 1000 count under", "逾万人 = 10000 count over",
        ]),
        ("大约有5000人，至少增加3个。", ["5000人 = 5000 count about", "3个 = 3 count at_least"]),
        ("至少增加3个村和5户。", ["3个 = 3 count at_least", "5户 = 5 count"]),
        ("不低于年产5万吨。", ["5万吨 = 50000 t at_least"]),
        ("比缩小到2∶1以内，带动约1∶6。", ["2∶1以内 = 2/1 ratio at_most", "约1∶6 = 1/6 ratio about"]),
        ("迈上万亿元台阶。", ["万亿元 = 1000000000000 CNY"]),
        ("亿元以上项目。", ["亿元以上 = 100000000 CNY at_least"]),
        ("附近3家，节约5万元，约5万元。", [
            "3家 = 3 count", "5万元 = 50000 CNY", "约5万元 = 50000 CNY about",
        ]),
        ("约超过100万元，近200多名，约200多名。", [
            "约超过100万元 = 1000000 CNY about", "近200多名 = 200 count over", "约200多名 = 200 count about",
        ]),
        ("以上亿元项目，上万家企业。", []),
        ("5天以内，3公里内，2小时多，三年多，5个多。", [
            "5天以内 = 5 day at_most", "3公里 = 3 km",
            "2小时多 = 2 hour over", "三年多 = 3 year over", "5个 = 5 count",
        ]),
        ("不足5%，至多5个。", ["不足5% = 5 % under", "至多5个 = 5 count at_most"]),
        ("下降-5%，区间3-5%，误差±3℃。", ["-5% = 5 %", "3-5% = 3/5 %", "±3℃ = 3 Cel"]),
        ("近百家，百余家，上百家，数百家，千家企业，百大工程。", [
            "近百家 = 100 count nearly", "百余家 = 100 count over", "上百家 = 100 count at_least",
        ]),
        # signs, and units that are parts of other words
        ("出口US$ 1.2亿，花费￥5万，收入5万港币。", [
            "US$ 1.2亿 = 120000000 USD", "￥5万 = 50000 CNY", "5万港币 = 50000 HKD",
        ]),
        ("旋转35度角。", []),
        ("用电35度，省下5度电。", ["35度 = 35 kWh", "5度电 = 5 kWh"]),
        ("产量5吨/3亩，5万元每年，售价5元每公斤。", [
            "5吨 = 5 t", "3亩 = 3 mu", "5万元 = 50000 CNY", "5元每公斤 = 5 CNY/kg",
        ]),
        ("购置5台（第二批），12大类，覆盖三大：农业。", ["5台 = 5 count", "12大类 = 12 count"]),
        ("新建12个（处），增设12个（外）。", ["12个（处） = 12 count", "12个 = 12 count"]),
        ("售价5元/0。", ["5元 = 5 CNY"]),
        ("约 5个，节约 5元，近 5%。", ["约 5个 = 5 count about", "5元 = 5 CNY", "近 5% = 5 % nearly"]),
        ("三泓清泉，十泓，来了200多。", []),
        ("每亩500公斤，每人每月640元。", ["每亩500公斤 = 500 kg/mu", "每人每月640元 = 640 CNY/month"]),
        # 一 and 半 are numbers where they are stressed, or before what is measured in halves
        ("多一倍，修一公里，建“一公里”，半公里，半壁，一个。", [
            "一倍 = 1 times", "一公里 = 1 km", "半公里 = 0.5 km",
        ]),
        ("没有一例病例。发生一起事故。", ["一例 = 0 count"]),
        # ranges have two ends of one unit, the second the larger
        ("增长5%至6%，由5%至6%，5—3个，5公里—6公里，5至十个。", [
            "5%至6% = 5/6 %", "5% = 5 %", "6% = 6 %", "3个 = 3 count",
            "5公里—6公里 = 5/6 km", "十个 = 10 count",
        ]),
        # forms of their own
        ("12小时30分钟，2个多月，3年半，5个半小时。", [
            "12小时30分钟 = 750 minute", "2个多月 = 2 month over", "3年半 = 3.5 year", "5个半小时 = 5.5 hour",
        ]),
        ("六成多，三成半，百分之5.5，1/3月。", ["六成多 = 60 % over", "三成半 = 35 %", "百分之5.5 = 5.5 %"]),
        ("未发生零事故，零度，信访积案清零行动。", ["零事故 = 0 count"]),
        ("降为0，债务为0，杠杆倍数为3。", ["0 = 0 count", "0 = 0 CNY", "3 = 3 times"]),
        # what is written once for several
        ("教育9.8、社会保障7.6、卫生4.3亿元左右。", [
            "9.8 = 980000000 CNY", "7.6 = 760000000 CNY", "4.3亿元左右 = 430000000 CNY about",
        ]),
        ("快于全国、全省0.7个和0.2个百分点。", ["0.7个 = 0.7 pp", "0.2个百分点 = 0.2 pp"]),
        ("由35.2提高到40.1平方米。", ["35.2 = 35.2 m2", "40.1平方米 = 40.1 m2"]),
        ("每人每月640元提高到670元。", ["每人每月640元 = 640 CNY/month", "670元 = 670 CNY/month"]),
        ("标准每人每月再提高20元。", ["20元 = 20 CNY/month"]),
        # 0 of what the text speaks of, ranks, fractions of another amount
        ("隐性债务清零，发生率由2%降至0。", ["清零 = 0 CNY", "2% = 2 %", "0 = 0 %"]),
        ("由第十位升至第四位。", ["第十位 = 10 rank", "第四位 = 4 rank"]),
        ("相当于平均水平的1/3，占1/3。", ["1/3 = 0.3333 times", "1/3 = 33.33 %"]),
        ("超过一年未开工，经过八年努力。", ["超过一年 = 1 year over", "八年 = 8 year"]),
        # the end of a sentence stops every look-back
        ("占人口。投入3万。", ["3万 = 30000 count"]),
        ("用于消费。来了3万。", ["3万 = 30000 count"]),
    ],
)  # fmt: skip
def test_quantities(text: str, quantities: list[str]) -> None:
    assert said(text) == quantities


_NO_QUANTITIES = (
    "五花八门的活动 住在5号楼1单元 3栋2单元 Ⅳ类水质 Ⅲ类以上 40英尺柜 35吨箱 百日攻坚行动 依据第12条 "
    "两位数增长 万吨级码头 亿元企业 万元GDP能耗 每百户拥有汽车 北纬41° 三级政府 三番五次 八方来客 "
    "新疆十三师 （5村） 增长1.2.3倍 ‘第一产业’ 一成不变 第三成 三大战役 百大工程 千人计划 半壁江山 "
    "系统2.0版 附件2所列 国道219沿线 12345工单 （2023）云0102民初 1080P摄像头 4K电视 3D打印 近一年 "
    "数字政府2.0建设 增长32.9政府性基金 下降3.3支出 110联动 12315平台 "
    "每10万人口 打造千亿级 千亿企业"
)


@pytest.mark.parametrize("text", _NO_QUANTITIES.split())
def test_no_quantity(text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("实施三年行动计划和三年攻坚行动。", "三 name 三 name"),
        ("今后三年行动更快，三年计划投资5亿元。", "三 time 三 time 5亿 claim"),
        ("县十六届人大三次会议召开。", "十六 ordinal 三 ordinal"),
        ("党的十九届二中、三中全会。", "十九 ordinal 二 ordinal 三 ordinal"),
        ("县三中搬迁。", "三 name"),
        ("一期工程完工，二期已开工。", "一 ordinal 二 ordinal"),
        ("举办三期培训班。", "三 name"),
        ("6号机组投产，6号开工。", "6 name 6 time"),
        ("每千人口床位7张。", "千 name 7 claim"),
        ("地区生产总值（亿元）", "亿 name"),
        ("第一章 发展基础", "一 enumerator"),
        ("按照第一章办理。", "一 ordinal"),
        ("专栏3 重点工程", "3 enumerator"),
        ("第十四个五年规划", "十四 time 五 time"),
        ("四季度增长5%，四季常绿。", "四 time 5 claim 四 name"),
        ("改造小区[3]12个，“放管服”〔19〕改革。", "3 enumerator 12 claim 19 enumerator"),
        ("某政办规〔2022〕16号", "2022 time 16 name"),
        ("时间：2026-02-10 08:50:54", "2026 time 02 time 10 time 08 time 50 time 54 time"),
        ("产业结构比为12:38:50。", "12 claim 38 claim 50 claim"),
        ("10年前2.5个百分点。", "10 time 2.5 claim 百 claim"),
        ("“一株苗能结60多粒，收成好。”", "一 word 60 claim"),
        ("“九类”人员。", "九 name"),
        ("推进多规合一，每一个瞬间。", "一 name 一 word"),
        ("目前30家，前12批，提前20天。", "30 claim 12 name 20 claim"),
        ("提前2年完成，前2年投入。", "2 claim 2 time"),
        ("移动电话428万户，电话88888888。", "428万 claim 88888888 name"),
        ("热线2920条，热线12345反映。", "2920 claim 12345 name"),
        ("乡道25公里，国道318沿线。", "25 claim 318 name"),
        ("“小巨人”〔24〕1家，〔2022〕1603号。", "24 enumerator 1 claim 2022 time 1603 name"),
        ("计量器具320218件，邮编414000。", "320218 claim 414000 name"),
        ("奖励97名优秀教师，97名优产品。", "97 claim 97 name"),
        ("100家居家养老中心，5家居企业。", "100 claim 5 name"),
        ("指数上涨35点，15点开会。", "35 claim 15 time"),
        ("20806 企业改革补助，扶持208企业。", "20806 name 208 claim"),
        ("表6-1.2026年预算，历时1.5年。", "6 name 1.2026 time 1.5 claim"),
    ],
)
def test_labels(text: str, labels: str) -> None:
    numerals = annotator().annotate(text).numerals
    assert " ".join(f"{n.text} {n.label}" for n in numerals) == labels


@pytest.mark.parametrize(
    ("text", "span", "classifier"),
    [
        ("修复湿地12泓。", "12泓", "泓"),
        ("采挖3000篼和肥料。", "3000篼", "篼"),
        ("日检测由3万鲱提升。", "3万鲱", "鲱"),
        ("浓度35ppm。", "35ppm", "ppm"),
        ("容量达1，200mAh。", "1，200mAh", "mAh"),
        ("规模突破1 500P。", "突破1 500P", "P"),
        ("扩建八十泓。", "八十泓", "泓"),
        ("修复12泓湖。", "12泓湖", "泓湖"),
        ("水面5.5泓。", "5.5泓", "泓"),
    ],
)
def test_what_no_list_has_is_proposed_with_doubt(text: str, span: str, classifier: str) -> None:
    (found,) = readings(text)
    assert text[found.start : found.end] == span
    assert (found.unit, found.classifier, found.doubt) == ("count", classifier, "unlisted-unit")


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("连续四年增长。", ["连续四年"]),
        ("连续5公里路段开工。", []),
        ("十二连增。", ["十二连增"]),
        ("四年增长。", []),
    ],
)
def test_runs_of_time(text: str, spans: list[str]) -> None:
    assert [text[r.start : r.end] for r in readings(text) if r.streak] == spans


def test_doubt() -> None:
    assert [r.doubt for r in readings("惠及86万人口，投资3亿，新建3所。")] == [
        "no-unit",
        "no-unit",
        None,
    ]
    assert [r.doubt for r in readings("速度3吨/亩。")] == ["unlisted-unit"]


def test_a_long_list_without_a_unit_takes_linear_time() -> None:
    """5,000 numbers, none of which has a unit, or only the last; twice as many take about twice as long."""
    assert readings("、".join(["7"] * 5000)) == []
    times = []
    for count in (5000, 10000):
        text = "、".join(["7"] * count) + "个"
        start = time.process_time()
        found = readings(text)
        times.append(time.process_time() - start)
        assert len(found) == count and {r.classifier for r in found} == {"个"}
    assert times[1] < 4 * times[0]


_BEFORE = (
    "全市新增就业 完成投资 债务为 发生率降至 占比 相当于平均水平的 近 约 超过 不低于 至少增加 大约有 不超过 "
    "最高不超过 不得低于 每月 每人每月 每平方公里 每间 连续 上 时速 US$ - 第 前 前移 从 由 增长 分别为"
)
_NUMBERS = (
    "3 12 0.5 1,234 5.6万 3亿 三万五 三四十万 五六 十七八 7千 百 十来 200多 3000余万 亿 0 零 一 两 半 七成八 "
    "三成 1/3 三分之二 百分之五 2021 99 二十 三百二十 2000至3万 5—6 3至5"
)
_UNITS = (
    "元 万元 人 个 家 % 个百分点 吨公里 人公里 毫克每升 元/亩 吨标准煤/万元 台（套） 标准箱 点 泓 ppm 公里 "
    "个季度 年 个月 天 日内 小时 分钟 倍 户 人次 次/秒 元/家 美元 千瓦时 周 位 成 番 周岁以上 ℃ 基点 角 斤 "
    "镇 级 号 年零六个月 元2角"
)
_AFTER = "以上 左右 以内 多 内 及以上 。 ， 、 和 至 提高到 的项目 、社会保障支出 ；"
_PIECES = [["", *words.split()] for words in (_BEFORE, _NUMBERS, _UNITS, _AFTER)]


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chance=st.randoms(use_true_random=True))
def test_validate_reads_what_is_drafted_alike(
    chance: random.Random, base: tuple[Repo, Path]
) -> None:
    """Value, unit, bound and ends of every draft are those that the checks read from its span."""
    text = "\n".join(
        "".join(chance.choice(words) for _ in range(4) for words in _PIECES) for _ in range(30)
    )
    found = findings_of_draft(annotator(), text, base)
    assert [f for f in found if f.code in _OF_QUANTITIES] == []


_OF_QUANTITIES = {"XQ421", "XQ422", "XQ423", "XQ424", "XQ425", "XQ426", "XQ434", "XQ443", "XQ444"}
