"""The rules that draft themes: words, heads, neighbours, and that every sentence has exactly one."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT
from xiangqu.annotation.jsonlines import loads
from xiangqu.annotation.records import Paragraph, Section, ThemeSpan, from_json
from xiangqu.annotation.repo import Repo
from xiangqu.annotation.spans import theme_units
from xiangqu.annotation.vocabulary import vocabulary
from xiangqu.annotator.rules import load
from xiangqu.annotator.sections import SectionRules
from xiangqu.annotator.themes import Head, ThemeRules
from xiangqu.text.split import sentences

REPO = Repo(ROOT)
DATA = load(REPO, "themes")
SCRAPS = ["一是", "①", "财政收入", "医院", "农村", *"的。！；”，5\u2028a"]
TEXTS = st.lists(st.sampled_from(SCRAPS), min_size=1, max_size=30).map("".join)


@cache
def rules() -> ThemeRules:
    return ThemeRules(REPO)


def themes(text: str, around: str | None = None, heads: tuple[Head, ...] = ()) -> list[str]:
    return [span.theme for span in rules().paragraph("d.p001", text, around, heads)]


def test_words_are_of_every_theme_and_of_two_to_eight_characters() -> None:
    assert set(DATA["themes"]) == set(vocabulary(REPO, "themes").terms)
    for theme, by_weight in DATA["themes"].items():
        words = [word for group in by_weight.values() for word in group]
        assert len(words) == len(set(words)), theme
        assert all(2 <= len(word) <= 8 for word in words), theme


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        ("一般公共预算收入增长6%。", "fiscal"),
        ("地区生产总值增长6%。", "economy"),
        ("新建农贸市场7家。", "industry"),  # not economy: 市场
        ("铺设雨污管网35公里。", "infrastructure"),
        ("建成污水处理厂2座，城市污水处理率达98%。", "environment"),  # not infrastructure
        ("建设法治政府，推进依法行政。", "government"),
        ("开展法治宣传教育，化解信访积案。", "governance"),  # not government
        ("营造良好政治生态。", "party"),  # not environment: 生态
        ("创建国家卫生城市。", "city_management"),  # not health: 卫生
        ("城乡居民医保参保率达95%。", "welfare"),  # not health: 医保
        ("各位代表！", "general"),
        ("新建农村公路86公里。", "infrastructure"),  # not rural: 农村
        ("外贸进出口总额增长6%。", "reform"),
        ("年末常住人口300万人。", "economy"),
        ("各项贷款余额500亿元。", "industry"),
        ("平均气温16度，降水量800毫米。", "environment"),  # weather
        ("完善受灾群众救助。", "welfare"),  # disaster relief
        ("压减一般性支出，管好国库。", "fiscal"),
        ("电网建设投入5亿元，新增变电站3座。", "infrastructure"),  # works of supply
        ("新能源发电量增长6%。", "industry"),  # energy
        ("铸牢中华民族共同体意识。", "party"),
        ("巩固强边固防成果，守好边境。", "governance"),  # border defence
        ("本通知自印发之日起施行。", "general"),
        ("强化财经纪律约束。", "fiscal"),  # not party: 纪律
        (
            "中小金融机构风险处置有序，地方债务风险得到化解。",
            "fiscal",
        ),  # not governance: 风险, 处置
        ("加强动植物防疫。", "rural"),  # not health: 防疫
        ("疏解北京非首都功能。", "economy"),  # regional coordination
        ("“现在拿药方便多了。”一位村民说。", "health"),  # not rural: 村民
        ("受疫情影响，经济下行压力加大。", "economy"),  # not health: 疫情
        ("“散乱污”排查整治实现动态清零。", "environment"),
        ("建设用地安全利用率保持100%。", "environment"),  # not projects: 建设用地
        ("新增建设用地500亩。", "projects"),
        ("推进财政体制改革。", "fiscal"),  # not reform: 体制改革
        ("推进供销社体制改革。", "reform"),
        ("抓好农田水利和农村电网。", "rural"),  # not infrastructure: 水利, 电网
        ("民用汽车保有量80万辆。", "infrastructure"),  # not industry: 汽车
        ("生产汽车80万辆。", "industry"),
        ("引进人才200名。", "innovation"),  # not projects: 引进
        ("引进项目20个。", "projects"),
        ("其中财产险5亿元。", "industry"),
    ],
)
def test_a_sentence(text: str, theme: str) -> None:
    assert rules().sentence(text).theme == theme


def test_evidence_is_the_words_read_with_their_weights() -> None:
    guess = rules().sentence("新建农贸市场7家。")
    assert [(e.word, e.theme) for e in guess.evidence] == [("农贸市场", "industry")]
    assert guess.score == guess.evidence[0].weight


def test_without_evidence_a_sentence_is_of_what_heads_it() -> None:
    assert rules().sentence("好极了。").theme == "general"
    assert rules().sentence("好极了。", "health").theme == "health"
    assert rules().sentence("好极了。", "health").score == 0


def test_what_heads_a_sentence_does_not_outweigh_it() -> None:
    assert rules().sentence("新建小学3所、幼儿园5所。", "health").theme == "education"


def test_without_evidence_a_sentence_is_of_its_neighbour() -> None:
    assert themes("新建医院3家。好极了。") == ["health"]
    assert themes("好极了。新建医院3家。") == ["health"]


def test_equal_themes_are_general() -> None:
    assert rules().sentence("医院和农村。").theme == "general"


def test_of_two_equal_themes_that_with_more_of_the_text_counts() -> None:
    assert rules().sentence("自来水和农田。").theme == "infrastructure"
    assert rules().sentence("水厂和家庭农场。").theme == "rural"


def test_a_head_takes_the_theme_of_what_it_heads() -> None:
    text = "畅通循环。新建高速公路80公里。"
    assert themes(text, heads=(Head(0, 5, len(text)),)) == ["infrastructure"]


def test_a_head_of_mixed_matters_is_general() -> None:
    text = "成绩多多。新建医院门诊3家。新建中小学校3家。脱贫人口有3户。"
    assert themes(text, heads=(Head(0, 5, len(text)),)) == [
        "general",
        "health",
        "education",
        "rural",
    ]


@given(TEXTS, st.sampled_from([None, "health"]), st.booleans())
def test_spans_cover_each_sentence_once(text: str, around: str | None, headed: bool) -> None:
    heads = (Head(0, min(3, len(text)), len(text)),) if headed else ()
    spans = rules().paragraph("d.p001", text, around, heads)
    assert [(u.start, u.end) for u in theme_units(spans, sentences)] == list(sentences(text))
    assert all(one.theme != other.theme for one, other in pairwise(spans))
    assert "".join(span.text for span in spans) == text
    assert spans == rules().paragraph("d.p001", text, around, heads)


def test_only_themed_kinds_have_spans() -> None:
    lines = ["政府工作报告", "各位代表：", "一、回顾", "新建医院3家。"]
    kinds, sections = SectionRules(REPO).draft("d", lines, set(), [])
    paragraphs = [Paragraph(f"d.p{n:03}", n, kind, False) for n, kind in enumerate(kinds, 1)]
    spans = rules().draft(paragraphs, lines, sections)
    assert [(span.paragraph, span.theme) for span in spans] == [
        ("d.p002", "general"),
        ("d.p004", "health"),
    ]


def records(document: str, layer: str) -> list[object]:
    file = REPO.curated / document / f"{layer}.jsonl"
    return [from_json(layer, loads(line)) for line in file.read_bytes().splitlines()]


def test_the_curated_themes_are_met() -> None:
    met = total = 0
    for folder in REPO.documents():
        lines = (REPO.text / f"{folder.name}.txt").read_text("utf-8").rstrip("\n").split("\n")
        paragraphs = [r for r in records(folder.name, "paragraphs") if isinstance(r, Paragraph)]
        sections = [r for r in records(folder.name, "sections") if isinstance(r, Section)]
        gold = [r for r in records(folder.name, "themes") if isinstance(r, ThemeSpan)]
        drafted = {
            u.place: u.label
            for u in theme_units(rules().draft(paragraphs, lines, sections), sentences)
        }
        met += sum(drafted[unit.place] == unit.label for unit in theme_units(gold, sentences))
        total += len(drafted)
    assert met / total >= 0.85
