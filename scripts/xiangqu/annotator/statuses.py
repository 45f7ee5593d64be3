"""The status of a claim: reached, an estimate, a target, or a standard; and the cue that says so.

Clauses are read from left to right. A cue decides for what follows it in its clause and, where nothing
else speaks, for the clauses after it in the sentence, so that it holds for a list. A clause that reports
(已开工, 同比增长, 去年) ends that. What no word decides is meant as its section is: a target in a plan, else
reached.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from ..annotation.records import Document, Span
from ..annotation.repo import Repo
from .bases import last_year_of_plan
from .mention import BRACKETS, PLANS, STOP, WINDOW, Passage, clause_start
from .reading import Reading
from .rules import Rules, any_of, load, longest_of

_YEAR = "(?:19|20)[0-9]{2}"
_ENTRY = re.compile(r"[\[［【(（]?\d")  # [1]城市双修：, an entry of notes that no heading announces
_TIMES = ("minute", "hour", "day", "workday")
_WILL = "将"
_NEAR = 24
"""How many characters before a count say that it is of things that are there."""
_FAR = 200
"""How many characters after an estimate are searched for its end."""
_AFTER = 8
"""How many characters after a quantity may name it a target or an estimate: 500亿元的目标."""


class Scope(NamedTuple):
    """A status, and the words that decide it."""

    status: str
    cue: Span | None


class _Cue(NamedTuple):
    """A cue, and the words to show for it; ``lasts`` says that it holds beyond its clause.

    In brackets it holds ``until`` they close. ``is_weak`` says that it is no more than a year or 将, which
    do not end an estimate.
    """

    start: int
    status: str
    span: Span | None
    lasts: bool
    until: int = sys.maxsize
    is_weak: bool = False

    @property
    def scope(self) -> Scope:
        return Scope(self.status, self.span)


class StatusRules:
    """The cues of ``schema/rules/statuses.json``."""

    def __init__(self, repo: Repo) -> None:
        rules = load(repo, "statuses")
        self._parts: Mapping[str, str] = load(repo, "periods")["parts_of_years"]
        self._cues = re.compile(_alternatives(rules, self._parts))
        # 2022年, before 预计完成; but not 地区生产总值
        self._leads = re.compile(f"(?:^|[，。；：！？!?\n]|{any_of(rules['leads_estimate'])})$")
        # ；投资完成3亿元; but not ；投资3亿元, of which it is an estimate too
        self._own_part = re.compile(f"[；;](?=[^，。；：0-9]{{0,24}}{any_of(rules['own_verbs'])})")
        self._after = re.compile(f"[（(]({any_of(rules['estimate_after'])})")  # （预计
        self._goal = re.compile(
            f"[^，。；：！？、]{{0,{_AFTER}}}?({any_of(rules['target_after'])})"
        )
        self._rating_units = frozenset(rules["rating_units"])
        self._limit_units = frozenset(rules["limit_units"])
        self._limits = tuple(rules["limit_bounds"])
        counts: Mapping[str, Sequence[str]] = rules["limit_counts"]
        self._limit_counts = {counter: tuple(nouns) for counter, nouns in counts.items()}
        self._named = re.compile(
            f"的?(?!{any_of(rules['not_named_after_limit'])})[\u4e00-\u9fff0-9]"
        )
        # 的龙头企业达100家, 企业15家, after 超10亿元
        self._class = re.compile("的?[\u4e00-\u9fff（）]{2,12}?[0-9]+余?[个家户项名人所处条]")
        self._cases = tuple(rules["limit_cases"])
        self._case = re.compile("的[\u4e00-\u9fff（）]{1,10}，")  # 的企业，, after 超过5000万元
        self._given = re.compile(f"{any_of(rules['given_before'])}的$")  # 下达的, before 700万元
        self._basis = re.compile(f"的?{any_of(rules['basis_after'])}")  # 的基础上, after 18万元
        self._circle = re.compile(f"[\u4e00-\u9fff]{{0,8}}{any_of(rules['named_by_duration'])}")
        # 推动 before 14个; 对全县312户脱贫户和 before 405户
        self._existing = re.compile(
            f"{any_of(rules['existing_after'])}[^，。；：、0-9]{{0,6}}(?:[0-9]+[^，。；：0-9]{{1,10}}[、和与及])?$"
        )
        # 推动装备制造和建材, or 、建材, before 两大
        self._these = re.compile(
            f"(?:{any_of(rules['existing_after'])}[^，。；：0-9]{{0,20}}|[、和][\u4e00-\u9fff]{{1,8}})$"
        )
        self._standard = tuple(rules["standard_after"])
        self._by = re.compile(any_of(rules["standard_before"]))
        # 推进总投资, before 5亿元
        self._invested = re.compile(
            f"{any_of(rules['invested_after'])}[^，。；：、0-9]{{0,3}}投资$"
        )
        self._deadline_ends = tuple(rules["deadline_ends"])
        self._grant = re.compile(
            f"每[^，。；：0-9]{{1,8}}{any_of(rules['grants'])}$"
        )  # 每户奖励, before 20万元
        self._outcomes = re.compile(any_of(rules["outcomes"]))
        self._people = re.compile(f"[\u4e00-\u9fff]{{0,4}}{any_of(rules['peoples'])}")
        self._there = re.compile(any_of(rules["existing_before"]))
        self._makes = re.compile(any_of(rules["makes"]))
        # 国考断面水质优良率, after 8个
        self._rated = re.compile(f"[\u4e00-\u9fff]{{1,10}}{any_of(rules['counted_by_rate'])}")
        self._modifies = re.compile("[^，。；：、]{0,8}的")  # 建成的, after 去年底
        # 上年与省结账前结余, which is of that year alone
        self._carried = re.compile(
            f"{any_of(rules['past_cues'])}[^，。；]{{0,8}}{any_of(rules['carried_over'])}"
        )
        self._policy_titles = re.compile(any_of(rules["policy_titles"]))
        self._notice_titles = re.compile(any_of(rules["notice_titles"]))
        self._notice = re.compile(
            f"{any_of(rules['other_words'])}|(?P<rule>{any_of(rules['notice_cues'])})"
        )
        self._rules_titles = re.compile(f"{any_of(rules['rule_titles'])}$")

    def statuses(self, passage: Passage) -> Iterator[tuple[str, Span | None]]:
        """The status and the cue of each quantity of a paragraph, in text order."""
        quantities = [reading for reading in passage.readings if reading.unit]
        at = 0
        for (start, end), function in zip(passage.sentences, passage.functions, strict=True):
            first = at
            while at < len(quantities) and quantities[at].start < end:
                at += 1
            if first < at:
                yield from self._sentence(passage, function, start, end, quantities[first:at])

    def _sentence(
        self, passage: Passage, function: str, start: int, end: int, quantities: Sequence[Reading]
    ) -> Iterator[tuple[str, Span | None]]:
        """The statuses of the quantities of one sentence, clause by clause."""
        default, at, next_cue = self._default(passage, function), 0, 0
        held: _Cue | None = None
        is_notice = bool(self._notice_titles.search(passage.about.title or ""))
        cues = self._found(passage, function, start, end)
        stops = [start, *(m.end() for m in STOP.finditer(passage.text, start, end)), end]
        for first, last in pairwise(stops):
            first_cue = next_cue
            while next_cue < len(cues) and cues[next_cue].start < last:
                next_cue += 1
            inside = cues[first_cue:next_cue]
            scope = held.scope if held and first < held.until else default
            if scope.status == "estimate":  # 预计，2022年增长5%
                inside = [cue for cue in inside if not cue.is_weak]
            if is_notice and not inside and not (scope.status == "target" and scope.cue):
                inside = self._granted(
                    passage.text, first, last, is_policy=default.status == "standard"
                )
            while at < len(quantities) and quantities[at].start < last:
                q = quantities[at]
                before = [cue for cue in inside if cue.start < q.end and q.start < cue.until]
                yield self._one(passage, function, q, _governing(before, inside, scope))
                at += 1
            held = _lasting([cue for cue in inside if cue.lasts and cue.until > last]) or held

    def _default(self, passage: Passage, function: str) -> Scope:
        """What a section says of its quantities when no word of the sentence does."""
        if function == "annex" or (passage.kind == "note" and _ENTRY.match(passage.text)):
            return Scope("standard", None)
        if self._rules_titles.search(passage.about.title or ""):
            return Scope("standard", None)
        if function not in PLANS:
            return Scope("actual", None)
        is_policy = self._policy_titles.search(passage.about.title or "")
        return Scope("standard" if is_policy else "target", None)

    def _granted(self, text: str, start: int, end: int, *, is_policy: bool) -> list[_Cue]:
        """The cue of a rule in a clause of a notice: 给予20万元奖励; or of what a policy aims at."""
        rule = next((m for m in self._notice.finditer(text, start, end) if m["rule"]), None)
        aim = self._outcomes.search(text, start, rule.start() if rule else end)
        if aim and is_policy:
            return [_Cue(start, "target", None, False)]
        return [_Cue(start, "standard", Span(*rule.span(), rule[0]), False)] if rule else []

    def _one(
        self, passage: Passage, function: str, q: Reading, scope: Scope
    ) -> tuple[str, Span | None]:
        """The status of one quantity, where the words that touch it may overrule the ``scope``."""
        text = passage.text
        if after := self._after.match(text, q.end):
            return Scope("estimate", Span(*after.span(1), after[1]))
        if self.is_limit(text, q) or self._is_by_standard(text, q):
            return Scope("standard", None)
        if goal := self._goal.match(text, q.end):
            return Scope("target", Span(*goal.span(1), goal[1]))
        if function in PLANS and self._exists(text, q):
            return Scope("actual", None)
        if function in PLANS and self._is_rule(text, q):
            return Scope("standard", None)
        return scope

    def is_limit(self, text: str, q: Reading) -> bool:
        """Whether a quantity describes a noun: 10亿元以上项目, 220千伏线路, 15分钟生活圈."""
        if q.unit in self._rating_units and self._named.match(text, q.end):
            return not text.startswith("的", q.end)
        if q.unit in _TIMES and self._circle.match(text, q.end):
            return True
        if q.unit == "count" and (nouns := self._limit_counts.get(q.classifier or "")):
            return text.startswith(nouns, q.end) and text[q.start : q.end].endswith(self._limits)
        if q.unit not in self._limit_units:
            return False
        if text[q.start : q.end].endswith(self._limits):
            return bool(self._named.match(text, q.end))
        if q.bound != "exact" and self._case.match(text, q.end):
            return text.startswith(self._cases, clause_start(text, 0, q.start))
        return q.bound != "exact" and bool(self._class.match(text, q.end))

    def _is_rule(self, text: str, q: Reading) -> bool:
        """Whether a plan has a rule: a time limit (24小时内回应), or a grant (每户奖励20万元)."""
        if q.unit in _TIMES and text[q.start : q.end].endswith(self._deadline_ends):
            opens = clause_start(text, 0, q.start)
            return not self._outcomes.search(text, opens, q.start)  # 压缩至5日内
        is_grant = self._grant.search(text, max(q.start - _NEAR, 0), q.start)
        return bool(is_grant and q.unit and q.unit.startswith("CNY"))

    def _is_by_standard(self, text: str, q: Reading) -> bool:
        """Whether a rate is named as a rule that something goes by: 按每人每月600元的标准发放."""
        if not text.startswith(self._standard, q.end):
            return False
        return bool(self._by.search(text, clause_start(text, 0, q.start), q.start))

    def _exists(self, text: str, q: Reading) -> bool:
        """Whether a plan speaks of so much that is there: 用好已到位的3亿元, 推动14个开发区建成智慧园区."""
        if self._given.search(text, max(q.start - 6, 0), q.start) or self._basis.match(text, q.end):
            return True
        if q.unit == "CNY" and text.startswith("的", q.end):
            return bool(self._invested.search(text, max(q.start - _NEAR, 0), q.start))
        if q.unit != "count" or not q.value:
            return False
        if not q.classifier and self._people.match(text, q.end):
            return True
        if self._there.match(text, q.end) or self._rated.match(text, q.end):
            return True
        before = self._existing.search(text, max(q.start - _NEAR, 0), q.start)
        if before is None and q.classifier == "大":  # A、B、C三大产业
            before = self._these.search(text, max(q.start - _NEAR, 0), q.start)
        if before is None or before[0][0] not in "等、和":
            return before is not None
        return not self._makes.search(text, clause_start(text, 0, q.start), before.start())

    def _found(self, passage: Passage, function: str, start: int, end: int) -> list[_Cue]:
        """The cues of a sentence in text order."""
        text = passage.text
        found = (
            self._cue(text, match, function, passage.about)
            for match in self._cues.finditer(text, start, end)
        )
        brackets = [match.span() for match in BRACKETS.finditer(text, start, end)]
        cues = [
            cue._replace(until=min(cue.until, _closes(brackets, cue.start))) for cue in found if cue
        ]
        pairs = zip(cues, [None, *cues], strict=False)
        return [cue for cue, last in pairs if not _is_of_reached(text, cue, last)]

    def _until(self, text: str, start: int) -> int:
        """Where an estimate at ``start`` ends: that of what its clause names (投资预计完成3亿元) before a
        part of the sentence with a verb of its own; one that opens its clause, or stands after a time
        or a source, with its sentence.
        """
        if self._leads.search(text, max(start - WINDOW, 0), start):
            return sys.maxsize
        part = self._own_part.search(text, start, start + _FAR)
        return part.end() if part else sys.maxsize

    def _cue(self, text: str, match: re.Match[str], function: str, about: Document) -> _Cue | None:
        """What a match is a cue of; None where it decides nothing in a section of ``function``."""
        name, at = match.lastgroup, match.start()
        if name is None:
            return None
        span = Span(*match.span(name), match[name])
        is_plan = function in PLANS
        match name:
            case "estimate":
                return _Cue(at, name, span, True, self._until(text, at))
            case "target":
                return _Cue(at, name, span, True)
            case "modal":
                return _Cue(at, "target", span, True, is_weak=span.text == _WILL)
            case "plan" if is_plan:
                return _Cue(at, "target", span, True)
            case "rule":
                is_target = is_plan and not self._notice_titles.search(about.title or "")
                return _Cue(at, "target" if is_target else "standard", span, True)
            case "now" if not is_plan:
                return _Cue(at, "target", span, True) if _is_early(about) else None
            case "now" | "again" if is_plan:
                return _Cue(at, "target", None, True)
            case "reached":
                return _Cue(at, "actual", None, not is_plan)
            case "past":
                is_aside = self._modifies.match(text, match.end()) or self._carried.match(text, at)
                return _Cue(at, "actual", None, not is_aside)
            case "planned":
                return _Cue(at, "target", span, is_plan)
            case "part":
                is_over = _is_over(self._parts[span.text], about)
                return _Cue(at, "actual", None, True) if is_over else None
            case "years":
                return _of_plan_years(_Cue(at, "target", span, True), match["number"], about)
            case "year":
                ahead = _first_year_ahead(about)
                if ahead is None:
                    return _Cue(at, "target", span, True, is_weak=True) if match["until"] else None
                if int(match["ahead"]) >= ahead:
                    return _Cue(at, "target", span, True, is_weak=True)
                return _Cue(at, "actual", None, True, is_weak=True)
        return None


def _alternatives(rules: Rules, parts: Iterable[str]) -> str:
    """One pattern of all cues; what stands first is tried first, and hides cues inside it."""
    not_since = any_of(rules["not_past_after"])
    return "|".join(
        (
            # 预期寿命, 主要, 虚拟
            any_of(rules["other_words"]),
            _group("estimate", rules["estimate_cues"]),
            # 到2030年, 2026年底; but not 比2020年
            f"(?<!{not_since})(?P<year>(?P<until>[到至] ?)?(?P<ahead>{_YEAR}) ?年[底末]?)(?!以?来|代|的)",
            # “十五五”时期; but not 比“十四五”末
            f"(?=十)(?<!{not_since})(?<!{not_since}“)(?P<years>(?P<number>十[一二三四五六七])五”?{any_of(rules['of_plan_years'])})",
            f"(?<!{not_since}){_group('part', list(parts))}",
            _group("target", rules["target_cues"]),
            f"(?P<modal>{_before(rules['modals_before'])})",
            f"(?P<planned>{_before(rules['planned_amounts'])})",
            _group("rule", rules["rule_cues"]),
            _group("plan", rules["target_cues_in_plans"]),
            f"(?P<now>{_before(rules['this_year'], is_not=True)})",
            _group("again", rules["plan_resumes"]),
            _group("reached", rules["reached_cues"]),
            f"(?<!{not_since}){_group('past', rules['past_cues'])}",
        )
    )


def _closes(brackets: Sequence[tuple[int, int]], at: int) -> int:
    """Where the ``brackets``, in text order, close that ``at`` stands in; far away if it stands in none."""
    number = bisect_left(brackets, (at, 0)) - 1
    return brackets[number][1] if number >= 0 and at < brackets[number][1] else sys.maxsize


def _before(words: Mapping[str, Sequence[str]], *, is_not: bool = False) -> str:
    """A pattern of words, each before one of those that have to follow it (将 before 于), or that may not."""
    sign = "!" if is_not else "="
    return "|".join(
        re.escape(word) + (f"(?{sign}{any_of(after)})" if after else "")
        for word, after in words.items()
    )


def _group(name: str, words: Sequence[str]) -> str:
    """The words as a named group, the longest first, so that no cue hides one that begins like it."""
    return f"(?P<{name}>{longest_of(words)})"


def _governing(before: Sequence[_Cue], inside: Sequence[_Cue], scope: Scope) -> Scope:
    """What decides for a quantity: an estimate in its clause (预计将达到), the last cue before it, else one
    after it that reports (2140个已开工), else the ``scope`` of the clauses before.
    """
    if before:
        return next((c.scope for c in before if c.status == "estimate"), before[-1].scope)
    return next((cue.scope for cue in inside if cue.scope.status == "actual"), scope)


def _lasting(cues: Sequence[_Cue]) -> _Cue | None:
    """What decides after a clause: its last cue, but an estimate before a plan (预计到2025年末，)."""
    last = cues[-1] if cues else None
    guess = next((cue for cue in cues if cue.status == "estimate"), None)
    return guess if guess and last and last.status == "target" else last


def _is_of_reached(text: str, cue: _Cue, before: _Cue | None) -> bool:
    """Whether a year only describes what the clause says is there: 已下达2026年债务限额3亿元."""
    if before is None or before.status != "actual" or before.is_weak:
        return False
    is_bare = cue.is_weak and cue.span is not None and cue.span.text[0].isdigit()
    return is_bare and not STOP.search(text, before.start, cue.start)


def _is_early(about: Document) -> bool:
    """Whether a text that looks back on the year before was written in the first months of its own."""
    date, last = about.date or "", (about.review_period or "").rpartition("/")[2]
    return last[:4] < date[:4] and "01" <= date[5:7] <= "03"


def _is_over(months: str, about: Document) -> bool:
    """Whether ``months`` of the year that a text was written in and plans were over then."""
    date = about.date or ""
    is_this_year = (about.plan_period or date)[:4] == date[:4]
    return is_this_year and months.rpartition("/")[2] < date[5:7]


def _of_plan_years(cue: _Cue, plan: str, about: Document) -> _Cue | None:
    """What the years of a five-year plan are a cue of: a target if all lie ahead, reached if none does."""
    ahead, last = _first_year_ahead(about), int(last_year_of_plan(plan))
    if ahead is None or last - 4 < ahead <= last:
        return None
    return cue if ahead < last else _Cue(cue.start, "actual", None, True)


def _first_year_ahead(about: Document) -> int | None:
    """The first year that lies ahead of the text: that of its plan, else that after its date or review."""
    if about.plan_period:
        return int(about.plan_period[:4])
    past = about.date or (about.review_period or "").rpartition("/")[2]
    return int(past[:4]) + 1 if past else None
