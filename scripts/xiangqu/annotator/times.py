"""Times: dates, years, clock times, plan periods, and spans that only say when."""

from __future__ import annotations

import re
from typing import Any

from .lexicon import Ends, Starts, plain

_D, _CN = "[0-9０-９]", "[〇零一二三四五六七八九十]"
_TO = "[ ]*(?:[—–－~～-]+|至|到)[ ]*"
_YEAR = rf"(?:1[0-9]|20){_D}{{2}}"
_MONTH = rf"{_D}{{1,2}}(?:{_TO}{_D}{{1,2}})?[ ]*月(?:份|底|末|初)?"
_DAY = rf"(?:[ ]*{_D}{{1,2}}(?:{_TO}{_D}{{1,2}})?[ ]*[日号](?!召))?"
_DATE = re.compile(
    "|".join(
        [
            rf"{_YEAR}(?: *年?度?{_TO}(?:1[0-9]|20)?{_D}{{2}})? *年[度底末初]?(?: *{_MONTH}{_DAY})?",
            rf"{_YEAR}[-/.]{_D}{{1,2}}[-/.]{_D}{{1,2}}(?!{_D})",
            rf"(?:19|20){_D}{{2}}{_TO}(?:19|20){_D}{{2}}(?![0-9万亿元])",
            rf"(?:19|20){_D}{{2}}(?=[）)〕\]])",
            rf"{_MONTH}{_DAY}",
            rf"{_D}{{1,2}}[日号](?![内常均产处供照用线楼院口])",
            rf"{_D}{{1,2}}[:：]{_D}{{2}}(?![∶:：.0-9])",
            rf"{_D}{{1,2}}[时点](?:{_D}{{1,2}}分|半|整|许|钟|前|后|左右)?(?![位阵])",
            rf"{_D}{{1,2}}世纪(?:{_D}{{2}}年代)?|{_D}{{2}}年代",
            "十[一二三四五六]五(?![个家项])|半年",
            rf"[一二〇零]{_CN}{{3}}(?:{_TO}[一二〇零]{_CN}{{3}})?年|{_CN}{{1,3}}月(?:份)?(?:{_CN}{{1,3}}[日号])?",
            "(?:[一二三四]|[1-4])季度",
        ]
    )
)
_YEARS = re.compile(rf"(?:{_D}+|[一二三四五六七八九十两百]+)(周年|年)")
_HOW_LONG = re.compile(
    "(?:期|期限|达|满|为|长达|延长|缩短|历时|历经|连续|不少于|不低于|不超过|超过|最长|至少|平均"
    "|年限|寿命|工龄|党龄|滞后|提前|近|约)$"
)
_LIVED = ("了近", "达近", "过近")


class Times:
    """The words of the rules that tell when from how long."""

    def __init__(self, rules: dict[str, Any]) -> None:
        self._before = Ends(plain(rules["time_before"]))
        self._after = Starts(plain(rules["time_after"]))

    def at(self, text: str, start: int) -> int | None:
        """Where the time that begins at ``start`` ends; None if there is none."""
        if date := _DATE.match(text, start):
            return date.end()
        years = _YEARS.match(text, start)
        return years.end() if years and self._is_when(text, start, years) else None

    def _is_when(self, text: str, start: int, years: re.Match[str]) -> bool:
        """``五年来``, ``过去5年`` say when; ``连续四年``, ``居住了近40年`` say how long."""
        end = years.end()
        if years[1] == "周年" or text.startswith(("级", "代", "制"), end):
            return True
        if text.endswith("连续", 0, start) or text.startswith(("多", "以上", "以内", "左右"), end):
            return False
        if self._before.at(text, start) and not text.endswith(_LIVED, 0, start):
            return True
        if self._after.at(text, end) or years[0][:-1] in ("一", "1"):
            return True
        return not _HOW_LONG.search(text, max(start - 4, 0), start)
