"""Headings: how they are numbered, heads that open a paragraph, and heads enumerated inside one.

- numbering: ``第一章``, ``一、``, ``（一）``, ``1.``, ``一是``, ``①``; it tells how deep a heading stands;
- run-in heads: ``五年来，经济实力跨越发展。`` at the start of a paragraph that goes on after it;
- enumerated heads: ``一是抓产业。``, ``精准脱贫方面：``, or short sentences that are built alike.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice, pairwise

from ..text.split import sentences
from .rules import Rules

Bounds = tuple[int, int]
Stretch = tuple[int, int, int]
"""``(line, start, end)``: ``[start, end)`` of a line; lines count from 0."""

_NUMBER = r"[一二三四五六七八九十百]+"
_STYLES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"第{_NUMBER}(?:部分|[篇编])",  # 第二部分
        rf"第{_NUMBER}章",  # 第一章
        rf"第{_NUMBER}[节条]",  # 第一节
        rf"{_NUMBER}、",  # 一、
        rf"（{_NUMBER}）",  # （一）
        r"\d{1,2}[.．、](?!\d)",  # 1. but not 1.5
        r"（\d{1,2}）",  # （1）
    )
)
_ITEM = re.compile(  # 一是, ①, （一）, 1., 第一，
    rf"{_NUMBER}是|[①-⑳]|（{_NUMBER}）|\d[.．、](?!\d)|第{_NUMBER}，"
)
_ANNEX = -1
"""The style of the heading of an annex, which stands beside the outermost headings."""
_LEAST_AFTER = 8
"""How many characters of the paragraph follow a run-in head at the least."""


def is_numbered(line: str) -> bool:
    """Whether a number opens the line, as it does a heading."""
    return any(pattern.match(line) for pattern in _STYLES)


def is_item(line: str, at: int) -> bool:
    """Whether a number opens an item at ``at``."""
    return bool(_ITEM.match(line, at))


def _style(heading: str) -> int:
    """The number of the style of a heading; all headings without a number have one style."""
    return next((n for n, p in enumerate(_STYLES) if p.match(heading)), len(_STYLES))


@dataclass(slots=True)
class Numberings:
    """The styles of the headings above the present line, outermost first."""

    styles: list[int] = field(default_factory=list)

    def depth(self, heading: str, is_annex: bool) -> int:
        """The depth of the next heading, from 0, which it has below those that its style was first under."""
        style = _style(heading)
        if is_annex and _ANNEX not in self.styles:
            self.styles = [_ANNEX]
        elif style in self.styles:
            self.styles = self.styles[: self.styles.index(style) + 1]
        else:
            self.styles.append(style)
        return len(self.styles) - 1


class RunInHeadRules:
    """The words and lengths of ``schema/rules/sections.json`` that tell the head of a paragraph."""

    def __init__(self, rules: Rules) -> None:
        self._lengths: Mapping[str, int] = rules["lengths"]
        self._prefixes: tuple[str, ...] = tuple(rules["head_prefixes"])
        self._verbs: tuple[str, ...] = tuple(rules["head_verbs"])

    def heads(
        self,
        lines: Sequence[str],
        body: Sequence[int],
        addresses: Collection[int],
        strong: Mapping[int, int],
    ) -> dict[int, str]:
        """The heads by line, in text order, of the lines ``body`` that are not ``addresses``.

        ``strong`` gives where the topic in strong type ends that opens a line.
        """
        firsts = {n: first for n in body if (first := self._first(lines[n]))}
        heads: dict[int, str] = {}
        for n in body:
            is_topic = 0 < strong.get(n, 0) < len(lines[n])
            head = lines[n][: strong[n]] if is_topic else self._head(n, firsts)
            if head and n not in addresses:
                heads[n] = head
        return heads

    def has_clauses(self, head: str) -> bool:
        """Whether the head has more than one clause, not counting a 五年来， before it."""
        return "，" in self._bare(head)

    def _head(self, n: int, firsts: Mapping[int, str]) -> str | None:
        """The first sentence if it is numbered, opens like a head, or is built as one beside it."""
        head = firsts.get(n)
        if head is None or is_numbered(head) or self._has_sign(head):
            return head
        beside = (firsts.get(n - 1), firsts.get(n + 1))
        return head if any(_are_parallel(head, other) for other in beside if other) else None

    def _first(self, line: str) -> str | None:
        """The first sentence, if it is short and the paragraph goes on after it."""
        end = line.find("。") + 1
        if not 0 < end < len(line) - _LEAST_AFTER:
            return None
        head = line[:end]
        if is_numbered(line):
            return head if end <= self._lengths["line"] else None
        is_short = end <= self._lengths["run_in"] and not any(c in head for c in "！？：；")
        return head if is_short and self._bare(head).count("，") <= 1 else None

    def _has_sign(self, head: str) -> bool:
        """Whether a prefix or a verb opens the head."""
        bare = self._bare(head)
        return bare != head or bare.startswith(self._verbs)

    def _bare(self, head: str) -> str:
        """The head without a 五年来， before it."""
        return next((head[len(p) :] for p in self._prefixes if head.startswith(p)), head)


def topics(lines: Sequence[str], strong: Sequence[Stretch]) -> dict[int, int]:
    """By line, where the strong stretch ends that opens it and names its topic.

    A stretch that opens several lines is a rubric (权威回顾：), which names no topic.
    """
    seen = Counter(lines[n][start:end] for n, start, end in strong)
    return {
        n: end
        for n, start, end in strong
        if start == 0 and start < end and seen[lines[n][start:end]] == 1
    }


def _are_parallel(one: str, other: str) -> bool:
    """Whether two heads are built alike: same beginning, same end, or both short and of one length."""
    return one[:2] == other[:2] or one[-4:] == other[-4:] or len(one) == len(other) < 10


class EnumeratedHeadRules:
    """The words and lengths of ``schema/rules/sections.json`` that tell enumerated heads."""

    def __init__(self, rules: Rules) -> None:
        self._length: int = rules["lengths"]["enumerated"]
        self._numbered_length: int = rules["lengths"]["run_in"]
        self._verbs: tuple[str, ...] = tuple(rules["head_verbs"])
        self._ends: tuple[str, ...] = tuple(rules["head_ends"])
        self._sums: tuple[str, ...] = tuple(rules["sums"])

    def heads(self, line: str, is_headed: bool) -> tuple[list[Bounds], int]:
        """The offsets of the heads inside a paragraph, and where what the last of them heads ends.

        ``is_headed``: the first sentence is the head of the paragraph.
        """
        bounds = list(sentences(line))
        heads = (
            self._numbered(line, bounds)
            or self._sides(line, bounds)
            or self._alike(line, list(self._short(line, bounds, is_headed)))
        )
        last = heads[-1][0] if heads else 0
        sums = (s for s, _ in bounds if s > last and line.startswith(self._sums, s))
        return heads, next(sums, len(line))

    def _numbered(self, line: str, bounds: Sequence[Bounds]) -> list[Bounds]:
        """``一是抓产业。``, where its text follows in sentences of their own."""
        opens = [is_item(line, start) for start, _ in bounds] + [True]
        found = [
            (start, end)
            for (start, end), here, after in zip(bounds, opens, opens[1:], strict=False)
            if here and not after and start and self._is_numbered_head(line, start, end)
        ]
        return found if len(found) > 1 else []

    def _is_numbered_head(self, line: str, start: int, end: int) -> bool:
        return end - start <= self._numbered_length and line[end - 1] == "。"

    def _sides(self, line: str, bounds: Sequence[Bounds]) -> list[Bounds]:
        """``精准脱贫方面：``, of which there are at least two."""
        found: list[Bounds] = []
        for ending in self._ends:
            for start, end in bounds:
                at = line.find(ending, start, min(end, start + self._length))
                if at >= 0 and "，" not in line[start:at]:
                    found.append((start, at + len(ending)))
        return found if len(found) > 1 else []

    def _short(self, line: str, bounds: Sequence[Bounds], is_headed: bool) -> Iterator[Bounds]:
        """Short sentences of one clause, each before a longer one that is not a head."""
        last = -1
        for (start, end), (_, after) in islice(pairwise(bounds), is_headed, None):
            at = line.rfind("：", start, end) + 1 or start
            is_short = end - at <= self._length and after - end > end - at
            if is_short and line[end - 1] == "。" and "，" not in line[at:end] and start != last:
                yield at, end
                last = end

    def _alike(self, line: str, found: Sequence[Bounds]) -> list[Bounds]:
        """Of short sentences, three or more that are built alike; else those that open with a verb or in
        pairs.
        """
        for sign in (_beginning, _build):
            alike = Counter(sign(line[s:e]) for s, e in found)
            if kept := [(s, e) for s, e in found if alike[sign(line[s:e])] > 2]:
                return kept
        pairs = Counter(_beginning(line[s:e]) for s, e in found)
        kept = [
            (s, e)
            for s, e in found
            if line.startswith(self._verbs, s) or pairs[line[s : s + 2]] > 1
        ]
        return kept if len(kept) > 1 else []


def _beginning(head: str) -> str:
    return head[:2]


def _build(head: str) -> str:
    """Length and middle character, which ``就业更充分。`` and ``教育更均衡。`` have in common."""
    return f"{head[2:3]}{len(head)}"
