"""What a text says of itself: title, speaker, date, periods and place, on texts made up for it."""

from __future__ import annotations

import pytest

from conftest import annotator
from xiangqu.annotation.records import Document
from xiangqu.annotation.repo import Repo
from xiangqu.annotator import Given

BODY = "全县新建学校3所，改造道路5公里，群众得到了实惠。"


def about(*lines: str, given: Given = Given()) -> Document:  # noqa: B008
    return annotator().annotate("\n".join(lines), given=given).document


def report(*lines: str, date: str = "2022年1月6日") -> Document:
    """A report of 桃源县 with ``lines`` after its front."""
    front = ("政府工作报告", f"——{date}在桃源县第十八届人民代表大会第一次会议上", "县长 张三丰")
    return about(*front, "各位代表：", "现在，我代表县人民政府向大会报告工作，请予审议。", *lines)


def test_the_front_of_a_report() -> None:
    found = report("一、2021年工作回顾", BODY, "二、2022年工作安排", BODY)
    assert (found.title, found.genre, found.authors) == ("政府工作报告", "report", ("张三丰",))
    assert found.subtitle == "2022年1月6日在桃源县第十八届人民代表大会第一次会议上"
    assert (found.date, found.date_certainty, found.date_evidence) == ("2022-01-06", "stated", None)
    assert (found.place, found.place_name) == ("430725", "桃源县")
    assert (found.review_period, found.plan_period) == ("2021", "2022")


@pytest.mark.parametrize(
    ("headings", "review", "plan"),
    [
        (["一、过去五年工作回顾", "二、今后五年工作的总体要求"], "2017/2021", "2022/2026"),
        (["一、2021年和过去五年工作回顾", "二、2022年工作安排"], "2021", "2022"),
        (["一、“十三五”及2020年工作回顾", "二、“十四五”发展目标"], "2016/2020", "2021/2025"),
        (["一、本届政府工作回顾", "二、未来五年工作思路"], "2017/2021", "2022/2026"),
        (["一、工作回顾", "二、“十四五”时期总体要求和2022年目标"], "2021", "2022"),
        (["一、二〇二一年工作回顾", "二、２０２２年重点工作"], "2021", "2022"),
        (["一、2021年预算执行情况", "二、2022年预算草案情况"], "2021", "2022"),
        (["2022年转移支付情况", "一、2021年预算执行情况"], "2021", "2022"),
        (["一、2021年回顾", "二、“十四五”目标", "三、2022年主要工作"], "2021", "2022"),
        (
            ["一、“十三五”回顾", "二、“十四五”目标", "三、2022年主要工作"],
            "2016/2020",
            "2021/2025",
        ),
        ([], "2021", "2022"),  # the rule of the codebook
    ],
)
def test_periods(headings: list[str], review: str, plan: str) -> None:
    found = report(*(line for heading in headings for line in (heading, BODY)))
    assert (found.review_period, found.plan_period) == (review, plan)


def test_a_report_at_the_end_of_a_year_looks_back_on_it() -> None:
    found = report("一、工作回顾", BODY, date="2022年12月26日")
    assert (found.review_period, found.plan_period) == ("2022", "2023")


@pytest.mark.parametrize(
    ("lines", "date", "certainty", "evidence"),
    [
        (
            ["政府工作报告", "——二〇二二年一月十二日在县人民代表大会上"],
            "2022-01-12",
            "stated",
            None,
        ),
        (["政府工作报告", "（2022年1月6日）"], "2022-01-06", "stated", None),
        (["某县统计公报", "某县统计局", "2022年3月"], "2022-03", "stated", None),
        (
            ["关于印发措施的通知", BODY, "某县人民政府办公室", "2022年5月18日"],
            "2022-05-18",
            "stated",
            None,
        ),
        (["政府工作报告", "发布时间：2022-01-20 09:15"], "2022-01-20", "inferred", "2022-01-20"),
        (["政府工作报告", "2022年2月31日"], None, "unknown", None),
        (
            ["政府工作报告", f"——2011年3月5日在第四次会议上总理 张三丰 {BODY}"],
            "2011-03-05",
            "stated",
            None,
        ),
        (
            ["政府工作报告", "各位代表：", f"——2011年3月5日，新桥通车。{BODY}"],
            None,
            "unknown",
            None,
        ),
        (
            ["政府工作报告", "2022年2月1日", "2022年1月6日在县人民代表大会上", "各位代表："],
            "2022-01-06",
            "stated",
            None,
        ),
        (
            ["2020年某县政府工作报告", "时间：2022-11-22", "各位代表："],
            "2020",
            "inferred",
            "2020年某县政府工作报告",
        ),
        (
            ["政府工作报告", BODY, "一、2021年工作回顾", BODY, "二、2022年工作安排"],
            "2022",
            "inferred",
            "二、2022年工作安排",
        ),
    ],
)
def test_dates(lines: list[str], date: str | None, certainty: str, evidence: str | None) -> None:
    found = about(*lines, BODY)
    assert (found.date, found.date_certainty, found.date_evidence) == (date, certainty, evidence)


def test_papers_of_other_kinds() -> None:
    budget = about(
        "关于桃源县2021年预算执行情况与",
        "2022年预算草案的报告",
        "（2022年1月6日在桃源县人民代表大会上）",
        "各位代表：",
        BODY,
    )
    assert budget.title == "关于桃源县2021年预算执行情况与2022年预算草案的报告"
    assert (budget.review_period, budget.plan_period) == ("2021", "2022")
    communique = about(
        "桃源县2021年国民经济和社会发展统计公报[1]", "2022年3月2日", "一、综合", BODY
    )
    assert communique.title == "桃源县2021年国民经济和社会发展统计公报"
    assert (communique.review_period, communique.plan_period) == ("2021", None)
    outline = about("桃源县国民经济和社会发展第十四个五年规划和二〇三五年远景目标纲要", BODY)
    assert (outline.date, outline.plan_period) == (None, "2021/2025")


@pytest.mark.parametrize(
    ("lines", "genre", "review", "plan"),
    [
        # what ends as titles of papers do is one, of the time that its title names
        (["漆河镇2022年工作总结暨2023年工作计划", BODY], "report", "2022", "2023"),
        (["桃源县教育局2023年工作要点", BODY], "report", None, "2023"),
        (["桃源县交通三年行动计划（2023—2025年）", BODY], "report", None, "2023/2025"),
        (["关于印发《桃源县2022年小区改造实施方案》的通知", BODY], "report", None, "2022"),
        (["2023年上半年桃源县经济运行情况", BODY], "report", "2023", None),
        # of a plan, the plan period before it, if the text tells of that
        (["“十四五”卫生发展规划", BODY], "report", None, "2021/2025"),
        (["“十四五”卫生发展规划", f"“十三五”时期，{BODY}"], "report", "2016/2020", "2021/2025"),
        # a report in the middle of a year has no plan without saying so
        (
            ["2021年预算执行的审计工作报告", "——2022年9月20日在县人大常委会会议上", BODY],
            "report",
            "2021",
            None,
        ),
        # it looks forward to the rest of its year if it says so
        (
            [
                "2021年财政决算的报告",
                "——2022年8月20日在县人大常委会会议上",
                BODY,
                "下半年工作重点",
                BODY,
            ],
            "report",
            "2021",
            "2022",
        ),
        (
            ["桃源县第十二个五年规划纲要", f"“十一五”时期，{BODY}"],
            "report",
            "2006/2010",
            "2011/2015",
        ),
        (
            ["关于制定第十五个五年规划的建议", f"“十四五”时期，{BODY}"],
            "report",
            "2021/2025",
            "2026/2030",
        ),
        (
            ["关于印发《“十四五”交通规划》的通知", f"“十三五”时期，{BODY}", "2021年12月20日"],
            "report",
            "2016/2020",
            "2021/2025",
        ),
        (
            ["某县人民政府", "关于做好2023年重点工作的意见", "（2023年2月20日）", BODY],
            "report",
            None,
            "2023",
        ),
        (["某县2022年民生实事完成情况通报", BODY], "report", "2022", None),
        (["某县2020年经济运行简况", BODY], "report", "2020", None),
        (["在县委全体会议上的报告", "（2022年12月30日）", BODY], "report", "2022", "2023"),
        (["一、2008 年工作回顾", f"各位代表：{BODY}"], "report", "2008", "2009"),
        ([f"桃源县2023年政府工作报告各位代表：{BODY}"], "report", "2022", "2023"),
        # a dispatch of the press about a report
        (
            ["本报讯 县长作政府工作报告。2022年，产值增长5%。2023年的目标是增长6%。"],
            "feature",
            "2022",
            "2023",
        ),
        # a year that a sentence plans; but not one of which it reports
        (["2022年，全县新建公路120公里。2023年，计划再建100公里。"], "article", "2022", "2023"),
        (["2022年，全县新建公路120公里。2023年，按计划再建100公里。"], "article", "2023", None),
        (["一座城的变化", "——桃源县2017年至2021年发展纪实", BODY], "article", "2017/2021", None),
        (["一座城的变化", f"2018年以来，{BODY}"], "article", None, None),
        (["一座城的变化", f"近五年变化大。2016年以来，{BODY}"], "article", "2016/2021", None),
    ],
)
def test_genres_and_their_periods(
    lines: list[str], genre: str, review: str | None, plan: str | None
) -> None:
    found = about(*lines)
    assert (found.genre, found.review_period, found.plan_period) == (genre, review, plan)


def test_authors_are_no_editors_and_no_offices() -> None:
    found = about(
        "一座城的变化", "■策划/张一 文/本报记者 李二 王三丰 图片/赵四", BODY, "来源：某某日报"
    )
    assert (found.authors, found.genre) == (("李二", "王三丰"), "feature")
    assert found.publisher == "某某日报"
    assert about("一座城的变化", "某县统计局", BODY).authors == ()
    assert about("政府工作报告", "省长　龚 正", BODY).authors == ("龚正",)


@pytest.mark.parametrize(
    ("lines", "place", "name"),
    [
        (["衡阳市雁峰区政府工作报告"], "430406", "衡阳市雁峰区"),
        (["2022年恩施州统计公报"], "422800", "恩施土家族苗族自治州"),
        (["望城县政府工作报告"], "430122", "望城县"),  # a district since 2011
        (["鼓楼区政府工作报告"], None, None),  # of four cities
        (["鼓楼区政府工作报告", "南京市召开会议，鼓楼区参加了会议。"], "320106", "南京市鼓楼区"),
        (["漆河镇政府工作报告", "桃源县的县城很近。"], None, None),
        (["政府工作报告", "桃源县变了样。"], None, None),  # named once: it may be another
        (["工作报告", "桃源县。桃源县变了样，桃源县很美。"], "430725", "桃源县"),
        (["工作报告", "汉寿县、桃源县。桃源县、汉寿县。桃源县、桃源县。"], "430725", "桃源县"),
        (["工作报告", "汉寿县、桃源县。" * 3], None, None),  # one no more than the other
        (["湖南省常德市桃源县政府工作报告"], "430725", "桃源县"),
        (["桃源县政府与鼎城区政府合作"], "430725", "桃源县"),
        (["城区的变化", "旧城区很美，新城区更美，老城区也美。"], None, None),
        (["工作报告", "南京市场。南京市场、南京市场很好。"], None, None),
        (
            ["政府工作报告", "现在，我代表县人民政府报告工作。常德市、桃源县很美。"],
            "430725",
            "桃源县",
        ),
        (
            ["政府工作报告", "现在，我代表市人民政府报告工作。桃源县、常德市很美。"],
            "430700",
            "常德市",
        ),
        (["北京市海淀区政府工作报告"], "110108", "北京市海淀区"),
        (["政府工作报告", "在县委和县政府领导下。" * 3], None, None),
        (["安徽省和县政府工作报告"], "340523", "和县"),
        (["湖南省统计局 -", "常德市2025年统计公报"], "430700", "常德市"),
        (["政府工作报告", "南京市场、北京市场、上海市场都很好。" * 3], None, None),
    ],
)
def test_places(lines: list[str], place: str | None, name: str | None) -> None:
    found = about(*lines, BODY)
    assert (found.place, found.place_name) == (place, name)


def test_what_is_given_is_taken() -> None:
    given = Given("2020-01-02", "430406", "2019", "2020/2024")
    found = about("政府工作报告", "——2022年1月6日在桃源县人民代表大会上", BODY, given=given)
    assert (found.date, found.place, found.place_name) == ("2020-01-02", "430406", "衡阳市雁峰区")
    assert (found.review_period, found.plan_period) == ("2019", "2020/2024")
    assert about(BODY, given=Given(place="999999")).place_name == "999999"


def test_the_published_places_are_found(repo: Repo) -> None:
    from xiangqu.annotation.jsonlines import loads

    for folder in repo.documents():
        gold = loads((folder / "document.jsonl").read_bytes().splitlines()[0])
        raw = (repo.seeds / gold["seed_file"]).read_bytes().decode()
        drafted = annotator().annotate(raw, folder.name)
        assert (drafted.document.place, drafted.document.place_name) == (
            gold["place"],
            gold["place_name"],
        )


@pytest.mark.parametrize(
    ("sentence", "place"),
    [
        ("新建学校3所。", "430400"),
        ("其中，雁峰区新建学校3所。", "430406"),
        ("比雁峰区多新建学校3所。", "430400"),
        ("岳阳楼区新建学校3所。", "430400"),  # elsewhere: not what this text measures
        ("某某食品公司今年年产值3亿元。", "430400"),
        ("衡阳市新建学校3所。", "430400"),
        ("全市新建学校3所，雁峰区新建学校。", "430400"),
        ("建成15分钟生活圈。", None),  # a standard holds everywhere
    ],
)
def test_places_of_claims(sentence: str, place: str | None) -> None:
    drafted = annotator().annotate(f"衡阳市政府工作报告\n一、2021年工作回顾\n{sentence}")
    assert [claim.place for claim in drafted.claims] == [place]


def test_what_a_plan_lays_down_has_a_place_and_a_term_has_none() -> None:
    lines = "衡阳市政府工作报告", "二、2022年工作安排", "对10亿元以上企业每户奖励20万元。"
    found = annotator().annotate("\n".join(lines)).claims
    assert [(c.status, c.place) for c in found] == [("standard", None), ("standard", "430400")]


def test_a_place_of_a_province() -> None:
    lines = "湖南省政府工作报告", "一、2021年工作回顾", "湘西土家族苗族自治州新建学校3所。"
    assert [c.place for c in annotator().annotate("\n".join(lines)).claims] == ["433100"]


def test_a_firm_of_which_the_press_tells_has_no_place() -> None:
    def place(sentence: str) -> str | None:
        lines = ("雁峰区的变化", "本报记者 李二三", BODY, sentence)
        return annotator().annotate("\n".join(lines)).claims[-1].place

    assert place("雁峰区的某某食品公司年产值3亿元。") is None
    assert place("雁峰区引进公司3家。") == "430406"
