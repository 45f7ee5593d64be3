"""What a relative quantity is relative to: the set of a rank, the base of a change, the whole of a share.

In every pattern the group ``verb`` is the verb that relates the quantity, ``to`` what it is related to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ..annotation.records import Span
from ..annotation.repo import Repo
from .phrase_words import span
from .rules import load, longest_of

_THAN = "(?<![占贷之同环对入性])比(?![重例率])"  # not in 占比, 同比, 比重
_BASES = (
    # 较上年末, 比去年同期
    re.compile(
        f"(?:较(?![大小高低好多少快强为])|{_THAN})(?P<to>[^，。；：、较比]{{2,14}}?)(?:相比|的?基础上|增速|增幅)?$"
    ),
    re.compile("在(?P<to>[^，。；：、在]{2,14}?)的?(?:基础上|水平上)$"),  # 在2020年的基础上
    re.compile("[与同](?P<to>[^，。；：、与同]{2,14}?)相比$"),  # 与上年末相比
)
_EVEN_WITH = re.compile("[与同](?P<to>[^，。；：、与同]{2,14}?)(?:基本|大体|总体)?$")  # 与去年
# 比全省高
_COMPARED = re.compile(
    f"{_THAN}(?P<to>[^，。；：、]{{2,14}}?)(?<![提降减增升缩加放])(?P<verb>高出?|低|快|慢|多|少)$"
)
_WHOLES = (
    re.compile("(?P<verb>占)(?P<to>(?!比)[^占，。；]{1,24})的$"),  # 占财政支出的
    # 按不低于本级支出的: a rule, whose verb follows
    re.compile("(?:按照?|(?:按照?)?不(?:低于|超过|高于|少于))(?P<to>[^，。；、按]{1,20})的$"),
)
# 占财政支出, but not 占比达到
_PART = re.compile("约?(?P<verb>占)(?P<to>(?!比)(?:(?!比重|比例|份额)[^，。；、占达为]){2,16})$")
# 占GDP比重; with a subject before it the name of a share, else what another clause goes on to say
_SHARE = "占(?P<to>[^占，。；、]{1,20}?)的?(?:比重|比例|份额|比)(?:[为达]|达到|约|仅|的)*$"
_NAMES_WHOLE = re.compile(
    f"{_SHARE}|对(?P<growth>[^，。；、]{{2,12}}?)的?贡献率"
)  # 对经济增长的贡献率
_HAS_SHARE = re.compile(f"(?P<verb>(?=占)){_SHARE}")
_FROM = re.compile("(?:从|由)(?P<to>[^，。；：、从由]{0,16})$")
# 全市, 四城区, 全省各县（市、区）
_SET = re.compile(
    "(?P<to>(?:[全我本][国省市县区州]|[^，。；：、“”的]{0,6}(?:城区|地区|省份|市州|县区))"
    "(?:（[^（）]{1,6}）|[^，。；、“”]){0,12})$"
)
_RANKS = re.compile("位?[居列](?![民住])")


class Relation(NamedTuple):
    """Where the words that relate a quantity begin, their verb, and what it is related to."""

    start: int
    verb: Span | None
    reference: Span | None


class ReferenceRules:
    """The verbs that relate a quantity to something, of ``schema/rules/indicators.json``."""

    def __init__(self, repo: Repo) -> None:
        rules = load(repo, "indicators")
        wholes, gaps = longest_of(rules["wholes"]), longest_of(rules["gaps"])
        rank_verbs = longest_of(rules["rank_verbs"])
        ranks = f"(?P<verb>{rank_verbs})"
        # 是2020年的, 为调整预算的
        is_of = re.compile(f"(?<![成作因])(?P<verb>{wholes})(?P<to>[^，。；、]{{1,20}})的$")
        self._wholes = (*_WHOLES, is_of)
        self._gap = re.compile(f"(?P<verb>{gaps})(?P<to>[^，。；0-9]{{2,16}})$")  # 高于全省
        self._ranks = (
            re.compile(f"在(?P<to>[^，。；：、“”]{{2,18}}?){ranks}$"),  # 在全省排名
            # 居全市, 位列全省各县（市、区）
            re.compile(
                f"{rank_verbs}?{ranks}(?![民住])(?:在|于)?(?P<to>[^，。；：、“”（）()]{{2,18}}(?:（[^（）]{{1,6}}）)?)$"
            ),
            re.compile(f"{ranks}(?P<to>)$"),
            _SET,
        )

    def relation(self, text: str, start: int, end: int, unit: str | None) -> Relation | None:
        """How the words before a quantity relate it: 占财政支出的, 居全市, 高于全省."""
        for pattern in self._ranks if unit == "rank" else self._relating(text, start, end, unit):
            if found := pattern.search(text, start, end):
                return _relation(text, found)
        if found := _HAS_SHARE.match(text, start, end):
            return Relation(start, Span(start, start + 1, "占"), span(text, *found.span("to")))
        return None

    def _relating(
        self, text: str, start: int, end: int, unit: str | None
    ) -> Iterator[re.Pattern[str]]:
        if text.endswith("的", start, end):
            yield from self._wholes
        yield from (_COMPARED, self._gap)
        if unit == "%":
            yield _PART

    def base(self, text: str, start: int, end: int, is_even: bool) -> tuple[int, Span] | None:
        """Where the words for the base of a change begin, at the end of a stretch, and the base: 比上年.

        Of a quantity that ``is_even`` with something 与 names that too: 与去年持平.
        """
        for pattern in (*_BASES, *((_EVEN_WITH,) if is_even else ())):
            if found := pattern.search(text, start, end):
                return found.start(), span(text, *found.span("to"))
        return None

    def starting_point(self, text: str, start: int, end: int) -> tuple[int, Span] | None:
        """Where 从 or 由 stands that leads to a quantity, and the words between them."""
        found = _FROM.search(text, start, end)
        return (found.start(), span(text, *found.span("to"))) if found else None

    def rank_verb(self, text: str, start: int, end: int) -> Span | None:
        """The verb of a rank anywhere in a stretch: 居 of 居全省前列、全市第一."""
        found = _RANKS.search(text, start, end)
        return span(text, *found.span()) if found else None

    def whole_in(self, text: str, start: int, end: int) -> Span | None:
        """The whole that the name of a share has: GDP of 三产占GDP比重."""
        found = _NAMES_WHOLE.search(text, start, end)
        return span(text, *found.span(found.lastgroup or 0)) if found else None


def _relation(text: str, found: re.Match[str]) -> Relation:
    groups = found.re.groupindex
    verb = span(text, *found.span("verb")) if "verb" in groups else None
    to = span(text, *found.span("to"))
    return Relation(found.start(), verb, to if to.text else None)
