"""Drafts of what a claim measures, the verb that asserts it, and what it is relative to."""

from __future__ import annotations

import pytest

from conftest import annotator
from xiangqu.annotation.records import Claim, Span


def claims(text: str) -> tuple[Claim, ...]:
    return tuple(annotator().annotate(text, "text-2020").claims)


def said(span: Span | None) -> str:
    return span.text if span else "-"


@pytest.mark.parametrize(
    ("text", "indicators"),
    [
        # before the quantity, without time, place, adverbs and verbs
        ("2019年，全县地区生产总值预计完成80亿元。", ["地区生产总值"]),
        ("到2025年达到60亿元。", ["-"]),
        ("（一）粮食总产量 12万吨。", ["粮食总产量"]),
        ("一是全年改造老旧小区12个。", ["老旧小区"]),
        ("固定资产投资（不含农户）同比增长5%。", ["固定资产投资"]),
        ("扣除价格因素后，居民消费价格涨幅2%。", ["居民消费价格"]),
        ("贷款余额30亿元，研发投入强度2%。", ["贷款余额", "研发投入强度"]),
        ("新建学校5所，新增停车位300个。", ["学校", "新增停车位"]),
        ("城镇新增就业4000人。", ["城镇新增就业"]),
        ("每千名老人拥有床位40张。", ["每千名老人拥有床位"]),
        ("建成保健院等医疗机构3家。", ["医疗机构"]),
        ("签约亿元以上项目7个。", ["项目", "亿元以上项目"]),
        # after it
        ("12个贫困村全部退出，组建25支医疗服务队。", ["贫困村", "医疗服务队"]),
        ("80户230名贫困人口脱贫。", ["贫困人口", "贫困人口"]),
        ("完成30公里农村公路养护。", ["农村公路养护"]),
        ("设立20亿元产业基金。", ["产业基金"]),
        ("打造“一刻钟”服务点，建成6个“城市书房”。", ["城市书房"]),
        # lists
        ("发案数、事故数分别下降5%、6%。", ["发案数", "事故数"]),
        ("煤炭、电力产量分别增长5%和6%。", ["煤炭、电力产量", "电力产量"]),
        ("税收5亿元、利润2亿元，分别增长3%和4%。", ["税收", "利润"] * 2),
        ("拆除违建30处、2万平方米。", ["拆除违建", "拆除违建"]),
        # what a clause goes on about
        ("粮食产量50万吨，比上年增长3%，居全省第一。", ["粮食产量"] * 3),
        ("新增高新技术企业47家，总数200家。", ["新增高新技术企业", "高新技术企业"]),
        ("排查纠纷214起，化解209起。", ["纠纷", "纠纷"]),
        ("经济总量不够大，占全省比重仅6%。", ["经济总量"]),
        ("城镇化率：2020年57%，2025年62%。", ["城镇化率"] * 2),
        ("投入5亿元，教育质量提高。", ["投入"]),
    ],
)
def test_indicators(text: str, indicators: list[str]) -> None:
    assert [said(claim.indicator) for claim in claims(text)] == indicators


@pytest.mark.parametrize(
    ("text", "predicates"),
    [
        ("规上工业增加值同比实际增长约5%。", ["增长"]),
        ("人均收入从2万元提高到3万元。", ["提高到", "提高到"]),
        ("失业率控制在4%以内。", ["控制在"]),
        ("累计投入扶贫资金5亿元。", ["投入"]),
        ("粮食产量50万吨。", ["-"]),
        ("改造老旧小区12个、房屋300栋。", ["改造", "改造"]),
        ("新建和改扩建学校5所。", ["新建和改扩建"]),
        ("完成6个排污口整治。", ["整治"]),
        ("14个码头全部关停。", ["关停"]),
        ("第三产业占比突破80%，销售额与去年持平。", ["突破", "持平"]),
        ("安全事故保持零发生。", ["发生"]),
        ("支持城镇新增就业3万人。", ["新增"]),
        ("现有经营主体3万户。", ["有"]),
        ("产值连续三年下降。", ["下降"]),
    ],
)
def test_predicates(text: str, predicates: list[str]) -> None:
    assert [said(claim.predicate) for claim in claims(text)] == predicates


@pytest.mark.parametrize(
    ("text", "references"),
    [
        ("总量居全市第一。", ["全市"]),
        ("综合排名列全省各县（市、区）第三位。", ["全省各县（市、区）"]),
        ("信访总量较2015年下降65%。", ["2015年"]),
        ("产值是上年的1.4倍。", ["上年"]),
        ("增速高于全省平均水平2个百分点。", ["全省平均水平"]),
        ("民生支出占财政支出的80%。", ["财政支出"]),
        ("三产占GDP比重达到52%。", ["GDP"]),
        ("收入完成预算的101%。", ["预算"]),
        ("销售额与去年持平。", ["去年"]),
        ("产量在2020年基础上翻一番。", ["2020年"]),
        ("产值同比增长5%，占比达60%。", ["-", "-"]),
    ],
)
def test_references(text: str, references: list[str]) -> None:
    assert [said(claim.reference) for claim in claims(text)] == references


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("2020年全县地区生产总值80亿元。", "gdp"),
        ("GDP增长5%。", "gdp"),
        ("人均地区生产总值6万元。", "gdp_per_capita"),
        ("单位地区生产总值能耗下降3%。", "energy_per_gdp"),
        ("非公有制经济增加值增长5%。", "private_value_added"),
        ("规模以上工业增加值增长5%。", "industrial_value_added_above_designated_size"),
        ("全部工业增加值增长5%。", "industrial_value_added"),
        ("工业总产值增长5%。", None),
        ("农村居民人均可支配收入2万元。", "rural_income_per_capita"),
        ("粮食总产量30亿斤。", "grain_output"),
        ("粮食总产量30亿元。", None),
        ("高新技术企业达到300家。", "high_tech_enterprises"),
        ("新增高新技术企业30家。", "new_high_tech_enterprises"),
        ("引进高新技术企业30家。", None),
        ("改造老旧小区12个。", "old_estates_renovated"),
        ("拆除老旧小区12个。", None),
        ("税收收入占一般公共预算收入的60%。", "tax_share_of_budget_revenue"),
        ("税收收入占地区生产总值的10%。", None),
        ("税收收入增长6%。", "tax_revenue"),
        ("税收收入下降2个百分点。", None),
        ("地区生产总值增速高于全省1个百分点。", "gdp"),
        ("脱贫贫困人口30户。", None),
    ],
)
def test_ids(text: str, key: str | None) -> None:
    assert [claim.indicator_id for claim in claims(text)] == [key]


def test_an_id_is_of_an_entry_that_has_the_indicator_among_its_spellings() -> None:
    text = "接待游客50万人次，旅游收入6亿元。研发投入占GDP比重2%，民生支出占财政支出的80%。建成停车场4个。"
    found = [(said(claim.indicator), claim.indicator_id) for claim in claims(text)]
    assert found == [
        ("游客", "tourist_visits"),
        ("旅游收入", "tourism_revenue"),
        ("研发投入占GDP比重", "rd_intensity"),
        ("民生支出", "livelihood_share_of_fiscal_spending"),
        ("停车场", "car_parks_built"),
    ]
