"""What verbs make of a quantity: its measure, its direction, the side of a change, and its basis."""

from __future__ import annotations

import pytest

from conftest import annotator


def meant(text: str) -> str:
    """Each claim's measure, direction, change, basis and basis_period, up to the last that is not null."""
    return " ; ".join(
        " ".join(
            value or "-" for value in (c.measure, c.direction, c.change, c.basis, c.basis_period)
        ).rstrip("- ")
        for c in annotator().annotate(text).claims
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("地区生产总值增长5.2%，高于全省2.1个百分点。", "growth up - year_on_year ; difference"),
        ("比上年增加266亿元。", "difference up"),
        ("进出口总额同比增加35.6亿美元。", "difference up"),
        ("城镇新增就业5.2万人。", "level"),
        ("全年节约财政资金3.2亿元。", "level"),
        ("为企业减免税费12.5亿元。", "level"),
        ("为群众挽回经济损失2300万元。", "level"),
        ("市场主体净增2.2万户。", "difference up"),
        ("规上企业净减12家。", "difference down"),
        ("全省排名前移9位。", "difference up"),
        ("综合评价排名上升3位。", "difference up"),
        ("营商环境排名提升5个位次。", "difference up"),
        ("平均气温较常年偏高0.8℃。", "difference"),
        ("降水量比常年偏少31%。", "growth down"),
        ("企业所得税税率15%。", "share"),
        ("贷款利率降至3.85%。", "share down to"),
        ("财政赤字率按3%安排。", "share"),
        ("群众满意度达98.5%。", "share"),
        ("居民消费价格指数为102.1%。", "level"),
        ("工业生产者出厂价格指数（上年=100）98.6%。", "level"),
        ("用电量相当于全省平均水平的1.5倍。", "multiple"),
        ("规模工业总产值翻番。", "multiple up"),
        ("力争五年翻两番。", "multiple up"),
        ("财政支出实现零增长。", "growth - - year_on_year"),
        ("社会消费品零售总额与上年持平。", "growth - - year_on_year"),
        ("地区生产总值从500亿元增长到800亿元。", "level up from ; level up to"),
        ("三次产业结构由10∶40∶50调整为8∶42∶50。", "ratio - from ; ratio - to"),
        ("城乡收入比由2.5∶1缩小到2.2∶1。", "ratio down from ; ratio down to"),
        ("企业开办时间由3天压缩至1天。", "duration down from ; duration down to"),
        ("规上企业数量增至356家。", "level up to"),
        ("低保标准提高到每人每月650元。", "level up to"),
        (
            "第一产业、第二产业、第三产业增加值分别下降1.2%、3.4%、5.6%。",
            "growth down - year_on_year ; growth down - year_on_year ; growth down - year_on_year",
        ),
        ("出口增速达12.5%。", "growth up - year_on_year"),
        ("工业投资降幅收窄3.2个百分点。", "difference down"),
        ("工业投资降幅为3.2%。", "growth down - year_on_year"),
        ("税收占一般公共预算收入的比重为68.5%。", "share"),
        ("完成年度计划的107.5%。", "share"),
        (
            "一般公共预算收入完成35.6亿元，占年初预算的101.2%，比上年增长（可比口径）6.8%。",
            "level ; share ; growth up - year_on_year",
        ),
        ("“十三五”期间地区生产总值年均增长7.8%。", "growth up - annual_average"),
        ("较2015年增长45.2%。", "growth up - since 2015"),
        ("比“十二五”末增长1.2倍。", "multiple up"),
        ("在2020年基础上下降18%。", "growth down - since 2020"),
        ("环比下降0.3%。", "growth down - month_on_month"),
        ("各项存款余额5600亿元，比年初增长8.9%。", "level ; growth up - year_on_year"),
        ("以年均8.5%的速度增长。", "growth up - annual_average"),
        ("保持了10%以上的增长。", "growth up - year_on_year"),
        ("PM2.5平均浓度下降6.5微克/立方米。", "difference down"),
        ("优良天数比率提高2.3个百分点。", "difference up"),
        ("优良天数达到321天，比上年增加12天。", "level ; difference up"),
        ("每万元GDP能耗下降3.5%。", "growth down - year_on_year"),
        ("压减行政审批事项126项。", "difference down"),
        ("压减“三公”经费1200万元。", "difference down"),
        ("减少二氧化碳排放5.6万吨。", "difference down"),
        ("带动村集体增收120万元。", "difference up"),
        ("粮食增产1.2万吨。", "difference up"),
        ("降低企业成本8.6亿元。", "difference down"),
        ("提升改造农村公路120公里。", "level"),
        ("改善道路照明35条。", "level"),
        ("增加值达到123亿元。", "level"),
        ("平均年龄38.5岁。", "level"),
        ("人均预期寿命79.2岁。", "level"),
        ("人均预期寿命提高1.2岁。", "difference up"),
        ("无霜期210天。", "duration"),
        ("全年日照时数1850小时。", "level"),
        ("审批时限压缩60%以上。", "growth down"),
        ("连续十年保持增长。", "duration"),
        ("粮食产量实现十二连增。", "duration up"),
        # a change without its other end is none
        ("覆盖率从5%提高到2020年的水平。", "share up"),
        ("覆盖率从5%提高到3所。", "share up ; level up to"),
        ("财政收入连续四年下降。", "duration down"),
        ("债务为零，增长0%，事故下降0起。", "level ; growth - - year_on_year ; difference down"),
        ("比全市平均水平高3.5个百分点。", "difference"),
        ("增速居全省第3位，比上年提升4位。", "rank ; difference up"),
        ("税收收入比上年多增2.3亿元。", "difference up"),
        ("增速比一季度回落1.2个百分点。", "difference down"),
        ("一般性支出压减15%。", "growth down - year_on_year"),
        (
            "下达各类补助资金5.6亿元，同比增长12.3%，增加6100万元。",
            "level ; growth up - year_on_year ; difference up",
        ),
        ("人口自然增长率为3.2‰。", "share"),
        ("常住人口城镇化率提高到65.3%，比上年提高1.2个百分点。", "share up to ; difference up"),
        ("规模以上工业增加值增长预期目标为7%左右。", "growth up - year_on_year"),
        ("居民收入与经济增长基本同步，粮食产量达到12亿斤。", "level"),
        ("进度快于上年同期8天。", "difference"),
        ("超过国家标准12.5%。", "growth up"),
        ("财政收入超预算3.2亿元。", "difference"),
        ("规模突破1000亿元，达到1025亿元。", "level ; level"),
        ("耕地保有量不低于350万亩。", "level"),
        ("由12个部门组成专班。", "level"),
        (
            "其中：税收收入35.2亿元，增8.6%；非税收入12.1亿元，减5.3%。",
            "level ; growth up - year_on_year ; level ; growth down - year_on_year",
        ),
        ("同比+5.6%。", "growth up - year_on_year"),
        ("负增长3.2%。", "growth down - year_on_year"),
        (
            "比2019年同期增长8.1%，两年平均增长4.0%。",
            "growth up - since 2019 ; growth up - annual_average",
        ),
        ("减少贫困村89个、贫困人口5.83万人。", "difference down ; difference down"),
        ("累计减排二氧化硫1.2万吨。", "difference down"),
        (
            "工资性收入18500元，增长6.5%，占可支配收入的56.3%。",
            "level ; growth up - year_on_year ; share",
        ),
        ("森林覆盖率由60.2%提升至62.5%。", "share up from ; share up to"),
        ("增速由上年的3.5%提高到6.2%。", "growth up from year_on_year ; growth up to year_on_year"),
        ("新建学校12所，新增学位1.5万个，改造危房320户。", "level ; level ; level"),
        ("学生人数比上年减少1200人。", "difference down"),
        ("每千人口医疗床位数增加到7.5张。", "level up to"),
        ("实际利用外资额增幅居全省前列，增长35.6%。", "growth up - year_on_year"),
        ("地方级收入增收2.3亿元、增长5.6%。", "difference up ; growth up - year_on_year"),
        (
            "教育支出56.8亿元，比上年执行数增加3.2亿元，增长6.0%。",
            "level ; difference up ; growth up - year_on_year",
        ),
        ("综合排名由全省第5位上升到第3位。", "rank up from ; rank up to"),
    ],
)
def test_measures(text: str, said: str) -> None:
    assert meant(text) == said
