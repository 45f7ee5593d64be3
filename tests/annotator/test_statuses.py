"""What is reached, expected, planned or required: the status of each number, and the words that decide."""

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


def statuses(*lines: str) -> list[str]:
    """Each claim's text and status, and its cue if it has one."""
    return [
        " ".join([c.text, c.status, *([c.status_cue.text] if c.status_cue else [])])
        for c in annotator().annotate("\n".join(lines)).claims
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("新建学校3所。", "3所 actual"),
        (
            "完成投资5亿元，到2025年达到10亿元，已开工项目12个。",
            "5亿元 actual ; 10亿元 target 到2025年 ; 12个 actual",
        ),
        # a cue holds for what is listed after it, until a clause reports
        (
            "力争新增就业3万人、新增企业20家，已开工项目12个。",
            "3万人 target 力争 ; 20家 target 力争 ; 12个 actual",
        ),
        (
            "将新建学校3所，去年，建成医院2所。",
            "3所 target 将 ; 2所 actual",
        ),
        ("力争建成学校3所。医院2所。", "3所 target 力争 ; 2所 actual"),
        # what is planned is not yet what the clause after it reports
        (
            "2140个项目已开工，计划投资50亿元，实际完成投资30亿元。",
            "2140个 actual ; 50亿元 target 计划 ; 30亿元 actual",
        ),
        ("全力争取资金5亿元。", "5亿元 actual"),
        ("拟投资5亿元，建成学校3所。", "5亿元 target 拟 ; 3所 actual"),
        # an estimate goes before a plan in its clause
        (
            "预计将完成投资5亿元，力争突破6亿元。",
            "5亿元 estimate 预计 ; 突破6亿元 target 力争",
        ),
        (
            "预计地区生产总值增长5%，财政收入增长6%。",
            "5% estimate 预计 ; 6% estimate 预计",
        ),
        # of what it stands behind in its clause, to a part of the sentence that reports
        (
            "生产总值预计完成5亿元，增长5%；投资完成3亿元。",
            "5亿元 estimate 预计 ; 5% estimate 预计 ; 3亿元 actual",
        ),
        (
            "生产总值预计完成5亿元；投资3亿元。",
            "5亿元 estimate 预计 ; 3亿元 estimate 预计",
        ),
        (
            "2021年预计生产总值完成5亿元；投资完成3亿元。",
            "5亿元 estimate 预计 ; 3亿元 estimate 预计",
        ),
        # a year and 将 say nothing new of an estimate; 力争 does
        ("预计到2025年，人口将达到5万人。", "5万人 estimate 预计"),
        ("预计到2025年，人口力争达到5万人。", "5万人 target 力争"),
        # years that lie ahead; but not a base
        ("今明两年，改造小区20个。", "20个 target 今明两年"),
        ("“十五五”期间，改造小区20个。", "20个 target 十五五”期间"),
        ("“十三五”期间，改造小区20个。", "20个 actual"),
        ("计划改造小区20个。", "20个 target 计划"),
        ("按计划改造小区20个。", "20个 actual"),
        ("好的预期不断释放，生产总值增长5%。", "5% actual"),
        ("完成增长5%的年度目标。", "5% target 年度目标"),
        # a text of the first months that looks back on the year before plans its own
        ("今年，新建学校3所。", "3所 target 今年"),
        ("今年以来，新建学校3所。", "3所 actual"),
        ("规划新增用地5亩。", "5亩 target 规划"),
        ("城市规划用地5亩。", "5亩 actual"),
        ("班额应控制在45人以内。", "45人以内 standard 应控制在"),
        ("对销售额超过5亿元的企业，奖励3万元。", "超过5亿元 standard ; 3万元 actual"),
        ("成立销售额超过5亿元的企业，奖励3万元。", "超过5亿元 actual ; 3万元 actual"),
        # a rate that something goes by; but not one that is raised
        ("按每人每月600元的标准发放补贴。", "每人每月600元 standard"),
        ("补贴提高到每人每月600元的标准。", "每人每月600元 actual"),
        # and touches one amount alone where it stands behind it
        ("实现税收3亿元（预计数），新建学校3所。", "3亿元 estimate 预计 ; 3所 actual"),
        ("完成500亿元的目标，新建学校3所。", "500亿元 target 的目标 ; 3所 actual"),
        # what describes a noun is a standard
        ("建成15分钟生活圈6个。", "15分钟 standard ; 6个 actual"),
        ("改造220千伏线路3条。", "220千伏 standard ; 3条 actual"),
        (
            "培育10亿元以上企业5家，规模超过10亿元。",
            "10亿元以上 standard ; 5家 actual ; 超过10亿元 actual",
        ),
        ("投入10亿元以上用于民生。", "10亿元以上 actual"),
        (
            "产值超5亿元的企业达9家，总投资超3亿元的基地开工。",
            "超5亿元 standard ; 9家 actual ; 超3亿元 actual",
        ),
        ("30户以上自然村通公交，新增就业100人以上。", "30户以上 standard ; 100人以上 actual"),
        # a cue in brackets holds there
        (
            "产值增长5%（预期目标为8%），投资增长9%。",
            "5% actual ; 8% target 预期目标 ; 9% actual",
        ),
        ("预计，2021年产值增长5%，投资增长9%。", "5% estimate 预计 ; 9% estimate 预计"),
        # a rule
        (
            "办理时限不得超过5天，缩短到3天。",
            "不得超过5天 standard 不得超过 ; 3天 standard 不得超过",
        ),
        ("救援队伍应在5分钟内出动。", "5分钟内 standard 应在"),
        # words that only look like cues
        ("限额以上零售额增长5%。", "5% actual"),
        ("主要新建学校3所。", "3所 actual"),
        ("人均预期寿命79岁。", "79岁 actual"),
        ("推进三年行动计划，新建学校3所。", "3所 actual"),
        # a year that is over
        ("2020年，新建学校3所。", "3所 actual"),
        ("2022年，新建学校3所。", "3所 target 2022年"),
    ],
)
def test_in_a_review(text: str, said: str) -> None:
    found = statuses(*FRONT, "一、2021年工作回顾", text, "二、2022年工作安排", BODY)
    assert " ; ".join(found) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("新建学校3所。", "3所 target"),
        (
            "确保财政收入增长5%以上，城镇新增就业3万人。",
            "5%以上 target 确保 ; 3万人 target 确保",
        ),
        ("计划新建学校3所。", "3所 target 计划"),
        # a plan about what is there
        ("用好已到位的3亿元资金，新建学校3所。", "3亿元 actual ; 3所 target"),
        ("用好上级下达的700万元资金。", "700万元 actual"),
        ("推动14个开发区建成智慧园区，新建学校3所。", "14个 actual ; 3所 target"),
        ("对全县312户脱贫户和405户监测户开展帮扶。", "312户 actual ; 405户 actual"),
        ("8个国考断面水质优良率达到100%。", "8个 actual ; 100% target"),
        ("确保5个签约项目开工。", "5个 actual"),
        ("壮大装备制造、新材料两大产业，打造文旅、康养两大产业。", "两大 actual ; 两大 target"),
        ("推动某某公司等3个项目投产，建成某某高铁等2条干线。", "3个 actual ; 2条 target"),
        ("实现污染企业等动态清零。", "清零 target"),
        ("会议费不超过去年的90%。", "90% target"),
        ("在人均18万元的基础上，新增3万元。", "18万元 actual ; 3万元 target"),
        ("城镇化率由60%提高到65%。", "60% actual ; 65% target"),
        ("让500万桃源人民过上好日子，惠及500万人。", "500万 actual ; 500万人 target"),
        # what a project costs that is there; but not one that is to be found
        ("推进总投资5亿元的水电站建设。", "5亿元 actual"),
        ("引进总投资5亿元的项目。", "5亿元 target"),
        # what is left of a year says nothing of what follows
        ("上年政府债券结余3亿元，收入5亿元。", "3亿元 actual ; 5亿元 target"),
        ("上年新建学校3所，医院2所。", "3所 actual ; 2所 actual"),
        # a year that describes what is there
        ("省里已下达2022年债务限额3亿元。", "3亿元 actual"),
        ("省里已下达债务限额，2022年新建学校3所。", "3所 target 2022年"),
        ("“十三五”时期，新建学校3所。", "3所 actual"),
        ("比“十三五”末增加3所。", "3所 target"),
        # what was reached, and where the plan goes on
        ("去年建成的5所学校投入使用，新建3所。", "5所 actual ; 3所 target"),
        ("目前，全县有学校12所，今年新建3所。", "12所 actual ; 3所 target"),
        ("已建成学校12所，新建3所。", "12所 actual ; 3所 target"),
        ("去年，新建学校2所。今年，新建学校5所。", "2所 actual ; 5所 target"),
        ("增速比去年提高5%。", "5% target"),
        # time limits and grants are rules in a plan too; but not what is aimed at
        ("群众诉求24小时内回应，办理时间压缩至5天以内。", "24小时内 standard ; 5天以内 target"),
        ("对升规企业每户奖励20万元，安排奖励资金5亿元。", "20万元 standard ; 5亿元 target 安排"),
        # a rule of a plan is a target
        ("办理时限不得超过5天。", "不得超过5天 target 不得超过"),
        (
            "2021年，新建学校3所。到2025年，新建学校9所。",
            "3所 actual ; 9所 target 到2025年",
        ),
    ],
)
def test_in_a_plan(text: str, said: str) -> None:
    found = statuses(*FRONT, "一、2021年工作回顾", BODY, "二、2022年工作安排", text)
    assert " ; ".join(found) == said


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (
            ["某县人民政府关于印发支持企业若干措施的通知", "一、总体要求", "到2025年培育企业50家。"],
            "50家 target 到2025年",
        ),
        (
            [
                "某县人民政府关于印发支持企业若干措施的通知",
                "二、重点任务",
                "对新认定企业给予20万元奖励。新建园区3个，给予5万元补助。",
            ],
            "20万元 standard 给予 ; 3个 standard ; 5万元 standard 给予",
        ),
        (
            [
                "某县人民政府关于印发支持企业若干措施的通知",
                "2022年5月18日",
                "二、重点任务",
                "设立2亿元基金，失业率控制在5%以内，给予5万元补助。",
                "一季度，贷款余额3亿元。二季度，新增贷款2亿元，给予1%贴息。",
            ],
            "2亿元 target ; 5%以内 target ; 5万元 standard 给予 ; 3亿元 actual ; "
            "2亿元 standard ; 1% standard 给予",
        ),
        # what an annex reports under a heading of its own; but not its entries
        (
            [
                *("某县报告", "一、2021年工作回顾", BODY, "附件1", "一、2021年预算执行情况"),
                *("全县收入完成5亿元。", "[1]一圈：3公里的圈。"),
            ],
            "5亿元 actual ; 3公里 standard",
        ),
        (
            ["某县报告", "一、2021年工作回顾", BODY, "附件1", "全县收入完成5亿元。"],
            "5亿元 standard",
        ),
        (["某县招标管理办法", "投标人不少于3家，工期5天。"], "不少于3家 standard 不少于 ; 5天 standard"),
        (["某县规划", "一、发展目标", "产值达到5亿元。"], "5亿元 target"),
        (["到2030年，产值达到5亿元。"], "5亿元 target 到2030年"),
        (["2020年，产值达到5亿元。"], "5亿元 actual"),
        (["力争到2030年，产值达到5亿元。2020年产值3亿元。"], "5亿元 target 到2030年 ; 3亿元 actual"),
    ],
)  # fmt: skip
def test_in_other_texts(lines: list[str], said: str) -> None:
    assert " ; ".join(statuses(*lines)) == said
