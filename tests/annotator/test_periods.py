"""The period of each claim, how it is known, and how an amount is meant over it."""

from __future__ import annotations

import pytest

from conftest import annotator

FRONT = (
    "政府工作报告",
    "——2022年1月6日在桃源县第十八届人民代表大会第一次会议上",
    "县长 张三丰",
    "各位代表：",
    "现在，我代表县人民政府向大会报告工作，请予审议。",
)
BODY = "群众得到了实惠。"
ONE_YEAR = "一、2021年工作回顾", "二、2022年工作安排"
FIVE_YEARS = "一、过去五年工作回顾", "二、今后五年工作安排"


def periods(*lines: str) -> str:
    """Each claim's period, its source and its type, or ``-``."""
    return " ; ".join(
        " ".join(word for word in (c.period, c.period_source, c.period_type) if word) or "-"
        for c in annotator().annotate("\n".join(lines)).claims
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("新建学校3所。", "2021 context duration"),
        ("全年新建学校3所。", "2021 sentence duration"),
        ("上半年新建学校3所。", "2021-01/2021-06 sentence duration"),
        ("上半年末，学校达到50所。", "2021-06 sentence instant"),
        ("1—11月新建学校3所。", "2021-01/2021-11 sentence duration"),
        ("成立某某有限公司，装入资产3亿元。", "2021 context duration"),
        ("前11个月，新建学校3所。", "2021-01/2021-11 sentence duration"),
        ("2020年前11个月，新建学校3所。", "2020-01/2020-11 sentence duration"),
        ("2020年前三个月，新建学校3所。", "2020-01/2020-03 sentence duration"),
        ("提前3个月实现开工100%。", "2021 context ; 2021 context"),
        ("超额完成新增就业5000人的目标。", "2021 context duration"),
        ("9月新建学校3所。", "2021-09 sentence duration"),
        ("12月31日新建学校3所。", "2021-12-31 sentence duration"),
        ("2019年9月，新建学校3所。", "2019-09 sentence duration"),
        ("二〇二〇年，新建学校2所。", "2020 sentence duration"),
        ("2020年度，新建学校2所。", "2020 sentence duration"),
        ("前年，新建学校2所。", "2020 sentence duration"),
        ("去年底，学校达到5所。", "2021 sentence instant"),
        ("目前，全县有学校30所。", "2021 sentence instant"),
        ("截至2021年底，全县公路里程500公里。", "2021 sentence instant"),
        ("2016—2020年，新建学校9所。", "2016/2020 sentence duration"),
        ("2016年至2020年，新建学校9所。", "2016/2020 sentence duration"),
        ("2016年以来，新建学校9所。", "2016/2021 sentence duration"),
        ("2021年以来，新建学校9所。", "2021 sentence duration"),
        ("近三年，新建学校9所。", "2019/2021 sentence duration"),
        ("五年来，新建学校9所。", "2017/2021 sentence duration"),
        ("“十三五”时期，新建医院3所。", "2016/2020 sentence duration"),
        ("“十三五”末，城镇化率达到60%。", "2020 sentence"),
        ("“十四五”以来，新建医院3所。", "2021 sentence duration"),
        ("今明两年，计划新建学校9所。", "2022/2023 sentence duration"),
        ("预计到2025年，人口将达到5万人。", "2025 sentence instant"),
        # a running total is a state; what was done in a time is none
        ("截至11月底，已投入3亿元。", "2021-11 sentence instant"),
        ("11月底，投入3亿元。", "2021-11 sentence duration"),
        ("上年同期，招收学生300人。", "2020 sentence duration"),
        ("学生比上年同期增加300人。", "2021 context duration"),
        # the last time before the claim counts, unless it is a base or only describes a noun
        ("2019年，建成学校3所，2020年建成4所。", "2019 sentence duration ; 2020 sentence duration"),
        ("投资比2019年增长5%。", "2021 context"),
        ("投资与2019年持平。", "2021 context"),
        ("去年建成的学校，今年招收学生300人。", "2022 sentence duration"),
        ("2019年建成的学校投入使用，新增学位300个。", "2021 context duration"),
        # a year that opens an earlier sentence; a month does not
        ("2019年，事业发展。新建医院2所。", "2019 context duration"),
        ("2019年9月，事业发展。新建医院2所。", "2021 context duration"),
        ("事业在2019年发展。新建医院2所。", "2021 context duration"),
        ("刚刚过去的2019年，事业发展。新建医院2所。", "2019 context duration"),
        ("事业发展的2019年，令人难忘。新建医院2所。", "2019 context duration"),
        # a year before its noun, or before a number
        ("2019年的投资是3亿元。", "2019 sentence duration"),
        ("2019年的学校投入使用，新增学位300个。", "2021 context duration"),
        ("投资3亿元，是2019年的2倍。", "2021 context duration ; 2021 context"),
        ("使用外资比“十三五”时期增长71%。", "2021 context"),
        ("2014年至今招收学生442人。", "2014/2021 sentence duration"),
        ("新增就业5000人，完成全年任务的80%。", "2021 context duration ; 2021 context"),
        ("PM2.5年均浓度下降9%。", "2021 context"),
        ("上年结余3亿元，收入总计9亿元。", "2020 sentence duration ; 2021 context duration"),
        ("上年债券结转（3亿元）、调入5亿元。", "2020 sentence duration ; 2021 context duration"),
        ("上年结转3亿元、调入5亿元。", "2020 sentence duration ; 2021 context duration"),
        ("面积是 2016 年的2倍。", "2021 context"),
        ("面积由2016年的 32万平方米达到现在的50万平方米。", "2016 sentence instant ; 2021 context instant"),
        ("向老人发放津贴9万元，新增就业3万人。", "2021 context duration ; 2021 context duration"),
        # changes
        ("城镇化率由50%提高到60%。", "2020 context ; 2021 context"),
        ("产值从2015年的5亿元增长到2020年的8亿元。", "2015 sentence duration ; 2020 sentence duration"),
        ("2019年1—6月，城镇化率由50%提高到60%。", "2018 sentence ; 2019-06 sentence"),
        # runs
        ("财政收入连续三年增长。", "2019/2021 context"),
        ("总量连续四年居全省第一。", "2018/2021 context ; 2018/2021 context"),
        ("覆盖率连续两年稳定在60%以上。", "2020/2021 context ; 2021 context"),
        # how an amount is meant
        ("年均新增就业3万人，每年新建学校3所。", "2021 context average ; 2021 context average"),
        ("PM2.5平均浓度为35微克/立方米。", "2021 context average"),
        ("常住人口50万人，贷款余额30亿元。", "2021 context instant ; 2021 context instant"),
        ("投资30亿元，利润3亿元。", "2021 context duration ; 2021 context duration"),
        ("学校达到50所，拥有学位300个。", "2021 context instant ; 2021 context instant"),
        ("财政收入突破10亿元。", "2021 context duration"),
        ("市场主体净增3万户。", "2021 context duration"),
        ("粮食播种面积5万亩，新增床位3张。", "2021 context duration ; 2021 context duration"),
        ("补助标准由30元提高到50元。", "2020 context instant ; 2021 context instant"),
        ("日处理能力3万吨。", "2021 context instant"),
        ("生猪年末存栏3万头。", "2021 sentence instant"),
        ("第三产业占比高于全省3个百分点。", "2021 context instant"),
        ("产值增速高于全省3个百分点。", "2021 context duration"),
        ("市场主体增加到3万户。", "2021 context instant"),
        ("财政收入增长5%，居全省第3位。", "2021 context ; 2021 context"),
        # none
        ("农户说：“老家的树在这个春天又结果60多颗，收成很好。”", "-"),
        ("“学校真好”，有3个操场。", "2021 context instant"),
        ("农户说“好”，老家的树在这个春天又结果60多颗，“收成，很好”。", "2021 context instant"),
        ("该公司产值达到5亿元。", "-"),
        ("建成15分钟生活圈。", "-"),
    ],
)  # fmt: skip
def test_in_a_review_of_one_year(text: str, said: str) -> None:
    assert periods(*FRONT, ONE_YEAR[0], text, ONE_YEAR[1], BODY) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("新建学校3所。", "2022 context duration"),
        ("全年新建学校3所。", "2022 sentence duration"),
        ("上半年，完成投资5亿元。", "2022-01/2022-06 sentence duration"),
        ("年底前，建成学校5所。", "2022 sentence duration"),
        ("明年，新建学校5所。", "2023 sentence duration"),
        ("今后三年，新建医院3所。", "2022/2024 sentence duration"),
        ("到2025年，地区生产总值达到500亿元。", "2025 sentence duration"),
        ("“十四五”末，城镇化率达到65%。", "2025 sentence"),
        ("“十四五”期间，新建学校9所。", "2021/2025 sentence duration"),
        ("投资比上年增长5%。", "2022 context"),
        ("投资较2020年增长20%。", "2022 context"),
        ("城镇化率由60%提高到65%。", "2021 document ; 2022 context"),
        # what a plan finds there
        ("推动5个签约项目开工。", "2021 document instant"),
        ("去年，一期已投资3亿元。", "2021 sentence instant"),
    ],
)
def test_in_a_plan_of_one_year(text: str, said: str) -> None:
    found = periods(*FRONT, ONE_YEAR[0], BODY, ONE_YEAR[1], text)
    assert found == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("新建学校3所。", "2017/2021 context duration"),
        ("全年新建学校3所。", "2021 sentence duration"),
        ("五年来，新建学校3所。", "2017/2021 sentence duration"),
        ("过去三年，新建医院2所。", "2019/2021 sentence duration"),
        ("2020年，财政收入增长5%。", "2020 sentence"),
        # a state takes the last year, a change begins in the year before the first
        ("城镇化率达到60%，学校有50所。", "2021 context ; 2021 context instant"),
        ("地区生产总值达到80亿元。", "2021 context duration"),
        (
            "地区生产总值从50亿元增长到80亿元，年均增长8%。",
            "2016 context duration ; 2021 context duration ; 2016/2021 context",
        ),
        ("财政收入较2015年增长60%，年均增长9%。", "2021 context ; 2015/2021 context"),
        # what is held through, and what is kept
        ("安全事故始终为零。", "2017/2021 context duration"),
        ("森林覆盖率一直稳定在60%以上。", "2021 context"),
        ("累计投入10亿元。", "2017/2021 context duration"),
        ("粮食产量连续9年稳定在10亿斤以上。", "2013/2021 context ; 2021 context duration"),
        ("覆盖率五年提高3个百分点。", "2017/2021 sentence duration"),
        # what relates a sum holds for its years
        (
            "五年来，投入3亿元，占支出的80%，是前五年的2倍。",
            "2017/2021 sentence duration ; 2017/2021 sentence ; 2017/2021 sentence",
        ),
        ("五年来，投入3亿元，覆盖率达80%。", "2017/2021 sentence duration ; 2021 sentence"),
        ("五年实施项目81个。", "2017/2021 sentence duration"),
        (
            "2017年—2021年，财政收入连续四年居全省第一。",
            "2018/2021 sentence ; 2018/2021 sentence",
        ),
    ],
)
def test_in_a_review_of_five_years(text: str, said: str) -> None:
    found = periods(*FRONT, FIVE_YEARS[0], text, FIVE_YEARS[1], BODY)
    assert found == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("新建学校10所。", "2022/2026 context duration"),
        ("今后五年，新建学校10所。", "2022/2026 sentence duration"),
        ("今年，新建学校2所。", "2022 sentence duration"),
        ("到2026年，地区生产总值年均增长7%。", "2021/2026 sentence"),
        ("地区生产总值年均增长7%。", "2021/2026 context"),
        ("项目建成后，年产值达到5亿元；到2025年，产值达到9亿元。", "- ; 2025 sentence duration"),
    ],
)
def test_in_a_plan_of_five_years(text: str, said: str) -> None:
    found = periods(*FRONT, FIVE_YEARS[0], BODY, FIVE_YEARS[1], text)
    assert found == said


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        # the time that a paragraph opens with holds for those below it, until another opens one
        (
            ["五年来，新建学校3所。", "新建医院2所。", "新建公园1个。"],
            "2017/2021 sentence duration ; 2017/2021 context duration ; 2017/2021 context duration",
        ),
        (
            ["五年来，新建学校3所。", "2021年，新建医院2所。", "新建公园1个。"],
            "2017/2021 sentence duration ; 2021 sentence duration ; 2021 context duration",
        ),
        # a month does not
        (
            ["2019年9月，新建医院2所。", "新建公园1个。"],
            "2019-09 sentence duration ; 2021 context duration",
        ),
    ],
)
def test_of_several_paragraphs(lines: list[str], said: str) -> None:
    assert periods(*FRONT, ONE_YEAR[0], *lines, ONE_YEAR[1], BODY) == said


def test_a_year_under_a_heading_of_several_holds_for_its_own_paragraph() -> None:
    lines = ("2021年，新建医院2所。", "（一）民生改善", f"新建公园1个。{BODY}")
    said = "2021 sentence duration ; 2017/2021 context duration"
    assert periods(*FRONT, FIVE_YEARS[0], *lines, FIVE_YEARS[1], BODY) == said
    lines = ("2021年，新建医院2所。", f"新建公园1个。{BODY}")
    said = "2021 sentence duration ; 2021 context duration"
    assert periods(*FRONT, FIVE_YEARS[0], *lines, FIVE_YEARS[1], BODY) == said
    heading = "一、2021年和过去五年工作回顾"  # a yearly mean is of several
    said = "2016/2021 context ; 2021 context"
    assert periods(*FRONT, heading, "投资年均增长5%，利润增长6%。", FIVE_YEARS[1], BODY) == said
    heading = "二、今后五年目标和2022年任务"
    lines = ("2022年是开局之年，新建公园1个。", f"新建学校3所。{BODY}")
    said = "2022 sentence duration ; 2022 context duration"
    assert periods(*FRONT, FIVE_YEARS[0], BODY, heading, *lines) == said


@pytest.mark.parametrize(
    ("date", "said"),
    [
        ("2021年12月28日", "2021 document duration"),
        ("2022年2月28日", "2021 document duration"),
        ("2022年8月28日", "2022 document duration"),
    ],
)
def test_of_a_feature(date: str, said: str) -> None:
    """At the beginning of a year the press tells of the year before."""
    assert periods("雁峰区的变化", "本报记者 李二三", date, "雁峰区新建学校3所。", BODY) == said
