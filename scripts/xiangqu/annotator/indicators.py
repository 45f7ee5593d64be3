"""What is measured: the words of the paragraph that say so, and the listed indicator that they name."""

from __future__ import annotations

import re

from ..annotation.records import Claim, Span
from ..annotation.repo import Repo
from ..annotation.vocabulary import vocabulary
from .number import Found

_TRIM_HEAD = re.compile(
    "^(?:[、和与及]|其中|同时|目前|全年|今年|去年|累计|共计|共有|共|已经|已|先后|依法|有序|该区|该市|该县|[一二三四五]年|全区|全市|全县|全省"
    "|预计|力争|确保|实现|完成|建成|新建|改扩建|扩建|拥有|改造|提质|拆除|整治|推进|打掉|建设|打造|腾退空间|组建|涵盖|下沉|实施|动迁"
    "|将|使|为|把|对(?!经济|外)|的|并|又|再|还|均|约|达|在)+"
)
_TRIM_TAIL = re.compile(
    "(?:同比|环比|比上年末|比上年|较上年|比去年|较去年|[较比][0-9]{4}年|年均|分别|实际|名义|累计|预计|预期|保持在|稳定在|控制在|稳定|保持|始终|动态"
    "|达到|达|为|是|有|共计|共|合计|约为|约|增长|增加|提高|提升|上升|下降|降低|减少|压减|增|降|减|到|至|了|在|的|超|突破|近|完成|实现|仅|均|已"
    "|率先|可|再|由|从|每|第|：|:|居|列|位居|位列|全[国省市区县]|城区|中部)+$"
)
_AFTER = re.compile("[\u3400-\u9fffA-Za-z“”（）]{1,24}")
_VERBS = re.compile(
    "(?:完成|实现|全部|全面|投入|建成|开工|竣工|退出|脱贫|建设|改造|整治|关停|获|达|参与|参加|入驻|落户|上平台|进行|得到|被|实施|实行|下放|有序|成功|加快|提质|稳定|以上|对|在|为|和|等|，|居|的)"
)


class Indicators:
    """The words that tell what is measured, and the list of indicators by their spellings."""

    def __init__(self, repo: Repo) -> None:
        self._listed: dict[str, dict[str, str]] = {}
        for key, term in vocabulary(repo, "indicators").terms.items():
            for spelling in term["spellings"]:
                self._listed.setdefault(spelling, {})[key] = term["unit"]

    def at(
        self, text: str, q: Found, before: str, last: Claim | None, sentence: tuple[int, int]
    ) -> Span | None:
        """The noun after a counted quantity, else the words before it, else what the last claim had."""
        if last and last.start >= sentence[0]:
            if last.change == "from" or q.unit in ("rank", "times"):
                return last.indicator
            before = text[max(q.start - len(before), last.end) : q.start]
        if q.unit == "count" and (noun := _noun_after(text, q.end)):
            return noun
        words = _TRIM_TAIL.sub("", before)
        head = _TRIM_HEAD.match(words)
        cut = head.end() if head else 0
        offset = q.start - len(before)
        if len(words) - cut >= 2:
            return Span(offset + cut, offset + len(words), words[cut:])
        return last.indicator if last and last.start >= sentence[0] else None

    def key(self, indicator: Span | None, measure: str, unit: str) -> str | None:
        """The listed indicator that is so written and, for an amount, has this unit."""
        keys = self._listed.get(indicator.text, {}) if indicator else {}
        if len(keys) != 1:
            return None
        ((key, listed),) = keys.items()
        return None if measure in ("level", "share", "ratio") and unit != listed else key


def _noun_after(text: str, start: int) -> Span | None:
    run = _AFTER.match(text, start)
    if run is None:
        return None
    verb = _VERBS.search(text, start + 1, run.end())
    end = verb.start() if verb else run.end()
    words = text[start:end]
    return Span(start, end, words) if len(words) >= 2 and words[0] not in "的以（" else None
