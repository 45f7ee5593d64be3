"""What the rules propose for a text, and what they do not take for a relation."""

from __future__ import annotations

import pytest

import xiangqu
from xiangqu.annotation.repo import Repo
from xiangqu.audit import audit
from xiangqu.audit.audit import Audited
from xiangqu.tabular import tables

SEMICOLON = (
    "2023年，全市城镇居民社会投资100亿元，其中，产业投资60亿元，增长4%；民间投资70亿元，增长5%。"
)


def proposed(repo: Repo, text: str) -> list[Audited]:
    rows = xiangqu.annotate(text, date="2024-01", place="430600", review_period="2023").rows
    return audit.proposals(repo, rows["documents"], rows["paragraphs"], rows["claims"])


def lines(found: list[Audited]) -> list[tuple[str, str, str]]:
    return sorted((one.rule, one.arithmetic, one.verdict) for one in found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (  # what follows a semicolon is no part, unless each clause has one
            SEMICOLON,
            [
                ("base", "70亿元 ÷ (1 + 5%) = 66.6667亿元", "consistent"),
                ("contains", "60亿元 of 100亿元", "consistent"),
            ],
        ),
        (
            "2023年，全市完成项目投资100亿元，其中：产业投资60亿元，增长4%；基础设施投资40亿元，增长5%。",
            [
                ("base", "40亿元 ÷ (1 + 5%) = 38.0952亿元", "consistent"),
                ("sum", "60亿元 + 40亿元 = 100亿元, stated 100亿元", "consistent"),
            ],
        ),
        (  # in brackets, and not of the amount in brackets before
            "2023年，全市项目投资78亿元（其中：开发区6亿元），其中：一期50亿元，二期28亿元。",
            [
                ("contains", "6亿元 of 78亿元", "consistent"),
                ("sum", "50亿元 + 28亿元 = 78亿元, stated 78亿元", "consistent"),
            ],
        ),
        (  # what is per head does not add up
            "2023年，全市人均可支配收入34503元。其中，市区人均可支配收入43096元。",
            [],
        ),
        (  # an increase is not the whole
            "2023年，全市公路里程19319公里，新增108公里；其中，高速公路里程1501公里。",
            [("contains", "1501公里 of 19319公里", "consistent")],
        ),
        (  # the second 其中 is not of the last part of the first
            "2023年，发电装机容量800万千瓦。其中，火电430万千瓦，光伏106万千瓦。其中，可再生能源382万千瓦。",
            [("contains", "430万千瓦 of 800万千瓦", "consistent")],
        ),
        (
            "2023年，全市项目收入40.0亿元，上年结转2.0亿元，调入3.0亿元，收入总计46.0亿元。",
            [("sum", "40.0亿元 + 2.0亿元 + 3.0亿元 = 45亿元, stated 46.0亿元", "inconsistent")],
        ),
        (  # what is carried over is a part as well, whatever its status; and some parts may be told before
            "2023年，全市项目收入40.0亿元，预计上年结转2.0亿元，收入总计42.0亿元。"
            "加上补助5.0亿元、债券40.0亿元，收入总计46.0亿元。",
            [("sum", "40.0亿元 + 2.0亿元 = 42亿元, stated 42.0亿元", "consistent")],
        ),
        (  # other coverage, told in a heading of the paragraph
            "2023年，全市完成一般公共预算收入100亿元。\n\n1.市本级完成一般公共预算收入96亿元。",
            [],
        ),
        (  # the share is of the amount right before it, not of what the sentence tells first
            "2023年，全市基金收入90亿元，为年初预算100亿元的85%，为调整预算95亿元的94.7%。",
            [
                ("share", "90亿元 ÷ 100亿元 = 90%, stated 85%", "inconsistent"),
                ("share", "90亿元 ÷ 95亿元 = 94.7368%, stated 94.7%", "within_rounding"),
            ],
        ),
        (  # the earlier value is told; what is in brackets is not the later one
            "2023年，全市债务余额42亿元（专项债务30亿元），比上年40亿元增加2亿元，增长6%。",
            [
                ("difference", "42亿元 − 40亿元 = 2亿元, stated 2亿元", "consistent"),
                ("growth", "40亿元 × (1 + 6%) = 42.4亿元, stated 42亿元", "within_rounding"),
            ],
        ),
        (  # a gap to others is not the change, nor is what was added a multiple
            "2023年，全市物流费用率从14.7%降至13.0%、优于全国1个百分点。合同额从14亿元增加到42亿元、增长2倍。",
            [
                ("change", "13.0% − 14.7% = −1.7%", "consistent"),
                ("change", "42亿元 − 14亿元 = 28亿元", "consistent"),
            ],
        ),
        (
            "2023年，全市一般性支出压减10%、3900万元。",
            [("base_of_change", "−3900万元 ÷ −10% = 3.9亿元", "consistent")],
        ),
        (
            "2023年，全市高中、初中、小学学生分别占20.1%、30.2%、49.6%。",
            [("shares_sum", "20.1% + 30.2% + 49.6% = 99.9%, the whole is 100%", "within_rounding")],
        ),
        (  # items with numbers before them are as many as is stated
            "2023年，全市办好4件实事：①建学校；②修道路；③助就业。",
            [("items", "3 listed, stated 4件", "inconsistent")],
        ),
        (  # but a count before a comma is of something else
            "2023年，全市攻克两大难题，开创了新局面：一是建学校；二是修道路；三是助就业。",
            [],
        ),
        (  # names are a list only where they fit
            "2023年，全市壮大商贸、金融、房地产三大产业，扶持物流、文旅等三大产业。",
            [("items", "3 listed, stated 三大", "consistent")],
        ),
        (
            "2023年，全市6个指标排名：2个全市第一、2个城区第一、1个城区第二。",
            [
                ("rank_count", "1个: 第二", "consistent"),
                ("rank_count", "2个: 第一", "consistent"),
                ("rank_count", "2个: 第一", "consistent"),
                ("sum", "2个 + 2个 + 1个 = 5个, stated 6个", "inconsistent"),
            ],
        ),
        (  # stages of one budget, in one paragraph
            "2023年，全市一般公共预算支出482.1亿元。当年全市一般公共预算支出498.2亿元。",
            [],
        ),
    ],
)
def test_text(repo: Repo, text: str, expected: list[tuple[str, str, str]]) -> None:
    assert lines(proposed(repo, text)) == expected


def test_a_target_has_the_outcome_of_its_own_period(repo: Repo) -> None:
    """Not that of another year; a place that two reports of one year name was misread in one."""
    plan = "今年目标：新增城镇就业5000人。"
    texts = [
        ("2023-01", plan),
        ("2024-01", "2023年，新增城镇就业4000人。"),
        ("2025-01", "2024年，新增城镇就业9000人。"),
    ]
    documents, paragraphs, claims = [], [], []
    for number, (date, text) in enumerate(texts):
        rows = xiangqu.annotate(text, date=date, place="430600").rows
        for name, into in (
            ("documents", documents),
            ("paragraphs", paragraphs),
            ("claims", claims),
        ):
            into += [_renamed(row, str(number)) for row in rows[name]]
    for document, period in zip(documents, ("2022", "2023", "2024"), strict=True):
        document["review_period"] = period
    found = audit.proposals(repo, documents, paragraphs, claims)
    targets = [one for one in found if one.kind == "target_of"]
    assert [(t.computed and t.computed.outcome, t.arithmetic) for t in targets] == [
        ("missed", "target 5000人, outcome 4000人")
    ]
    for document in documents:
        document["review_period"] = "2023"
    alone = audit.proposals(repo, documents, paragraphs, claims)
    assert [one for one in alone if one.kind == "target_of"] == []


def _renamed(row: dict[str, object], number: str) -> dict[str, object]:
    names = ("id", "document", "paragraph")
    return row | {n: f"{number}{row[n]}" for n in names if n in row}


def test_what_the_rules_say_of_the_corpus(repo: Repo) -> None:
    """Against the relations that were decided by reading: nothing is told or accused that is wrong."""
    documents, paragraphs, claims, relations = (
        tables.read(repo.data, name) for name in ("documents", "paragraphs", "claims", "relations")
    )
    found = audit.proposals(repo, documents, paragraphs, claims)
    mine = {(one.kind, frozenset(c["id"] for c, _ in one.passages)) for one in found}
    decided = {(row["kind"], frozenset(row["claims"])) for row in relations}
    for kind in ("restates", "target_of", "differs"):
        assert {one for one in mine if one[0] == kind} <= decided, kind
    verdicts = {frozenset(row["claims"]): row["verdict"] for row in relations}
    accused = {
        frozenset(c["id"] for c, _ in o.passages) for o in found if o.verdict == "inconsistent"
    }
    assert {verdicts[one] for one in accused} <= {"inconsistent", "not_comparable"}
