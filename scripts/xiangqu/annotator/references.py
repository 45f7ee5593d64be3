"""What a relative quantity is relative to: the set of a rank, the base of a change, the whole of a share."""

from __future__ import annotations

import re
from typing import NamedTuple

from ..annotation.records import Span
from ..annotation.repo import Repo
from .phrase_words import longest_first, span
from .rules import load

_TO = "[^，。；：、“”（）()]"
# 比上年, 在2020年的基础上, 与上年末相比
_BASE = re.compile(
    "(?:(?:较|(?<![占贷之同环对入性])比)(?P<than>(?![大小高低好多少快强为重例率])[^，。；：、较比]{2,14}?)(?:相比|的?基础上|增速|增幅)?"
    "|在(?P<on>[^，。；：、在]{2,14}?)的?(?:基础上|水平上)"
    "|[与同](?P<with>[^，。；：、与同]{2,14}?)(?:相比|基本|大体|总体)?)$"
)
_COMPARED = re.compile(
    "(?<![占贷之同环对入性])比(?P<base>(?![重例率])[^，。；：、]{2,14}?)(?<![提降减增升缩加放])(?P<verb>高出?|低|快|慢|多|少)$"
)
_PART = re.compile("(?P<verb>占)(?P<whole>(?!比)[^占，。；]{1,24})的$")
# 不低于本级支出的
_BOUNDED = re.compile(
    "(?P<verb>(?:按照?)?不(?:低于|超过|高于|少于)|按照?)(?P<whole>[^，。；、按]{1,20})的$"
)
_SHARE_OF = re.compile(
    "占(?P<whole>[^占，。；、]{1,20}?)(?:的)?(?:比重|比例|份额|比)(?:[为达]|达到|约|仅|的)*$"
)
_TOWARDS = re.compile("对(?P<whole>[^，。；、]{2,12}?)的?贡献率")  # 对经济增长的贡献率
_FROM = re.compile("(?:从|由)(?P<base>[^，。；：、从由]{0,16})$")
_RANKED = re.compile(
    "(?P<set>(?:[全我本][国省市县区州]|[^，。；：、“”的]{0,6}(?:城区|地区|省份|市州|县区))(?:（[^（）]{1,6}）|[^，。；、“”]){0,12})$"
)
_SHARE = re.compile("(?P<verb>约?占)(?P<whole>(?!比)[^，。；、占]{2,16})$")


class Relation(NamedTuple):
    """Where the words that relate a quantity begin, their verb, and what it is related to."""

    start: int
    verb: Span | None
    reference: Span | None


class ReferenceRules:
    """The verbs that relate a quantity to something, of ``schema/rules/indicators.json``."""

    def __init__(self, repo: Repo) -> None:
        rules = load(repo, "indicators")
        self._whole = re.compile(
            f"(?<![成作因])(?P<verb>{longest_first(rules['wholes'])})(?P<whole>[^，。；、]{{1,20}})的$"
        )  # 是2020年的
        self._gap = re.compile(
            f"(?P<verb>{longest_first(rules['gaps'])})(?P<base>[^，。；0-9]{{2,16}})$"
        )
        ranks = longest_first(rules["rank_verbs"])
        self._rank = re.compile(
            f"(?P<verb>{ranks})(?![民住])(?:在|于)?(?P<set>{_TO}{{2,18}}(?:（[^（）]{{1,6}}）[^，。；：]?)?)$"
        )
        self._rank_behind = re.compile(f"在(?P<set>[^，。；：、“”]{{2,18}}?)(?P<verb>{ranks})$")
        self._rank_alone = re.compile(f"(?P<verb>{ranks})$")

    def relation(self, text: str, start: int, end: int, unit: str | None) -> Relation | None:
        """How the words before a quantity relate it: 占财政支出的, 居全市, 高于全省."""
        if unit == "rank":
            return self._of_rank(text, start, end)
        if text[end - 1 : end] == "的":
            for pattern in (_PART, _BOUNDED, self._whole):
                if whole := pattern.search(text, start, end):
                    verb = None if pattern is _BOUNDED else span(text, *whole.span("verb"))
                    return Relation(whole.start(), verb, span(text, *whole.span("whole")))
        if compared := _COMPARED.search(text, start, end):
            return Relation(
                compared.start(),
                span(text, *compared.span("verb")),
                span(text, *compared.span("base")),
            )
        if gap := self._gap.search(text, start, end):
            return Relation(
                gap.start(), span(text, *gap.span("verb")), span(text, *gap.span("base"))
            )
        share = _SHARE_OF.match(text, start, end)
        if share:  # 占全省比重, whose subject stands before
            return Relation(start, Span(start, start + 1, "占"), span(text, *share.span("whole")))
        if unit == "%" and (part := _SHARE.search(text, start, end)) and not share:
            if not any(word in part["whole"] for word in ("比重", "比例", "份额", "达", "为")):
                return Relation(
                    part.start(),
                    span(text, part.end("verb") - 1, part.end("verb")),
                    span(text, *part.span("whole")),
                )
        return None

    def _of_rank(self, text: str, start: int, end: int) -> Relation | None:
        for pattern in (self._rank_behind, self._rank):
            if found := pattern.search(text, start, end):
                return Relation(
                    found.start(), span(text, *found.span("verb")), span(text, *found.span("set"))
                )
        if found := self._rank_alone.search(text, start, end):
            return Relation(found.start(), span(text, *found.span("verb")), None)
        if found := _RANKED.search(text, start, end):
            return Relation(found.start(), None, span(text, *found.span("set")))
        return None

    def base(self, text: str, start: int, end: int, is_even: bool) -> tuple[int, Span] | None:
        """Where the words for the base of a change begin, at the end of a stretch, and the base: 比上年.

        Of a quantity that ``is_even`` with something 与 names that too: 与去年持平.
        """
        found = _BASE.search(text, start, end)
        if found is None or (found.lastgroup == "with" and not is_even and "相比" not in found[0]):
            return None
        return found.start(), span(text, *found.span(found.lastgroup or 0))

    def starting_point(self, text: str, start: int, end: int) -> tuple[int, Span] | None:
        """Where 从 or 由 stands that leads to a quantity, and the words between them."""
        found = _FROM.search(text, start, end)
        return (found.start(), span(text, *found.span("base"))) if found else None

    def rank_verb(self, text: str, start: int, end: int) -> Span | None:
        """The verb of a rank anywhere in a stretch: 居 of 居全省前列、全市第一."""
        found = re.search("位?[居列](?![民住])", text[start:end])
        return span(text, start + found.start(), start + found.end()) if found else None

    def whole_in(self, text: str, start: int, end: int) -> Span | None:
        """The whole that the name of a share has: GDP of 三产占GDP比重."""
        found = _SHARE_OF.search(text, start, end) or _TOWARDS.search(text, start, end)
        return span(text, *found.span("whole")) if found else None
