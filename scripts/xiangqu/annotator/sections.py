"""Kinds of paragraphs and sections, from lines and from the marks that cleaning removed.

Words and lengths are those of ``schema/rules/sections.json``. Places of the text that open a section
are collected in text order with a *rank*, and a stack of open ones makes the tree: what opens closes
all of its rank and deeper, so that sections nest and cover whatever the text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from itertools import islice, pairwise
from typing import Any

from ..records import Section
from ..repo import Repo
from ..split import sentences
from ..vocabulary import load_json

Position = tuple[int, int]
Bounds = tuple[int, int]
Stretch = tuple[int, int, int]
Words = Sequence[str]
FAR: Position = (1 << 60, 0)
OUTER, RUN_IN, ITEM = 20, 30, 40
"""Ranks of sections inside those of a line; these are ranked by their numbering, from 0."""

_NUMBER = r"[一二三四五六七八九十百]+"
_NUMBERED = tuple(
    re.compile(pattern)
    for pattern in (
        rf"第{_NUMBER}[章节部分篇编]+",
        rf"{_NUMBER}、",
        rf"（{_NUMBER}）",
        r"\d{1,2}[.．、](?!\d)",
        r"（\d{1,2}）",
    )
)
_ITEM = re.compile(rf"{_NUMBER}是|[①-⑳]|（{_NUMBER}）|\d[.．、](?!\d)|第{_NUMBER}，")
_NAMES = re.compile(r"\w{2,3}(?:[ 　]+\w{1,3})+")
_OPEN_END = tuple("。！？；：，…—")


@dataclass(frozen=True, slots=True)
class Opening:
    """Where a section begins, its rank, and where it ends if nothing closes it before."""

    at: Position
    rank: int
    head_kind: str
    heading: str | None
    function: str | None
    until: Position = FAR


@dataclass(slots=True)
class _Node:
    """A section that stands open."""

    opening: Opening
    number: int
    parent: _Node | None
    level: int
    function: str
    end: Position = field(default=FAR)


class SectionRules:
    """The words and lengths by which headings and functions are known."""

    def __init__(self, repo: Repo) -> None:
        rules = load_json(repo.schema / "rules" / "sections.json")
        self.lengths: Mapping[str, int] = rules["lengths"]
        self.words: Mapping[str, Words] = rules["kinds"]
        self.heads: Mapping[str, tuple[str, ...]] = {k: tuple(v) for k, v in rules["heads"].items()}
        self.functions: Mapping[str, Any] = rules["functions"]

    def draft(
        self, document: str, lines: Sequence[str], marked: Set[int], strong: Sequence[Stretch]
    ) -> tuple[list[str], list[Section]]:
        """The kind of each line (none is empty) and the sections; line ``n`` is paragraph ``p<n+1>``.

        ``marked``: numbers, from 0, of the lines that had a heading mark. ``strong``: stretches
        ``(line, start, end)`` that stood in strong type.
        """
        text = _Text(self, lines, marked, strong)
        return text.kinds, list(_sections(document, lines, sorted(text.openings(), key=_place)))

    def kinds(self, lines: Sequence[str], marked: Set[int]) -> list[str]:
        """The kind of each line, in text order: what stands before the text is told by that."""
        kinds: list[str] = []
        seen: set[str] = set()
        annex = False
        for n, line in enumerate(lines):
            annex = annex or self.is_annex(line)
            kind = self._kind(line, n in marked, seen, kinds[-1] if kinds else "")
            kinds.append("note" if annex and kind in ("body", "caption") else kind)
            seen.add(kinds[-1])
        return kinds

    def is_annex(self, line: str) -> bool:
        return len(line) <= self.lengths["caption"] and line.startswith(tuple(self.words["annex"]))

    def _kind(self, line: str, marked: bool, seen: Set[str], last: str) -> str:
        """The kind of a line after one of kind ``last``, with those ``seen`` before it."""
        is_front = seen.isdisjoint(("body", "heading", "note"))
        if self._says(line, "source") and not line.endswith("。"):
            return "source"
        if self._is_byline(line, is_front):
            return "byline"
        if self._says(line, "caption_marks"):
            return "caption"
        if is_front and not _numbered(line) and self._is_title(line, marked, seen):
            return "title"
        if marked or self.is_heading(line):
            return "heading"
        after_end = not is_front and last in ("byline", "source")
        is_short = len(line) <= self.lengths["line"]
        return "caption" if self._is_caption(line) or (after_end and is_short) else "body"

    def _is_title(self, line: str, marked: bool, seen: Set[str]) -> bool:
        if marked:
            return not seen
        return line.startswith("——") or (self.is_heading(line) and "byline" not in seen)

    def is_heading(self, line: str) -> bool:
        """A short line that no sentence ends, or a numbered one of one sentence, or of the annex."""
        if len(line) > self.lengths["line"]:
            return False
        if self.is_annex(line):
            return True
        if _numbered(line):
            return not line.endswith(("；", "，", "：")) and len(list(sentences(line))) == 1
        return not line.endswith(_OPEN_END) and not any(c in line for c in "。；")

    def _is_byline(self, line: str, is_front: bool) -> bool:
        if len(line) > self.lengths["byline"] or line.endswith(_OPEN_END):
            return False
        names = _NAMES.fullmatch(line) or (
            any(f"{office} " in line for office in self.words["offices"])
        )
        return self._says(line, "byline") or bool(is_front and names and len(line) <= 40)

    def _says(self, line: str, kind: str) -> bool:
        return len(line) <= self.lengths["byline"] and line.startswith(tuple(self.words[kind]))

    def _is_caption(self, line: str) -> bool:
        ends = tuple(self.words["caption_ends"])
        if len(line) <= self.lengths["byline"] and line.rstrip("。").endswith(ends):
            return True
        short = len(line) <= self.lengths["caption"] and line.endswith("。")
        return short and "，" not in line and line.count("。") == 1

    def function(self, heading: str, kind: str) -> str | None:
        """The function that the words of a heading tell, of kind ``line`` or ``run_in``."""
        found: Sequence[tuple[str, Words]] = self.functions[kind]
        return next((name for name, words in found if any(w in heading for w in words)), None)


class _Text:
    """The lines of one document, and where sections open in them."""

    def __init__(
        self, rules: SectionRules, lines: Sequence[str], marked: Set[int], strong: Sequence[Stretch]
    ) -> None:
        self.rules = rules
        self.lines = lines
        self.strong = {n: end for n, start, end in _topics(lines, strong) if start == 0}
        whole = {n for n, start, end in strong if start == 0 and end == len(lines[n])}
        self.kinds = rules.kinds(lines, marked | whole)
        self.heads = {n: h for n, h in enumerate(map(self._head, range(len(lines)))) if h}
        self.lined = {n: h for n, h in enumerate(map(self._line_heading, range(len(lines)))) if h}
        self.tense = self._tense()
        self.body = [n for n, kind in enumerate(self.kinds) if kind == "body"]

    def openings(self) -> Iterator[Opening]:
        yield from self._blocks()
        for n in self.body:
            yield from self._items(n)

    def _blocks(self) -> Iterator[Opening]:
        """What opens at the start of a line: front, lead, line and run-in heads, closing, annex."""
        starts = self._unheaded()
        state = _State()
        for n in range(len(self.lines)):
            if n in starts:
                state = _State(starts[n])
                yield Opening((n, 0), 0, "none", None, starts[n])
            if n in self.lined:
                yield self._line(n, state)
            elif n in self.heads:
                yield self._run_in(n, state)
            elif self.kinds[n] == "body" and n not in starts:
                yield from self._unnamed(n, state)

    def _line_heading(self, n: int) -> str | None:
        """The heading of its own line, or the numbered sentence that opens a paragraph."""
        if self.kinds[n] == "heading":
            return self.lines[n]
        return self.heads[n] if n in self.heads and _numbered(self.lines[n]) else None

    def _unheaded(self) -> dict[int, str]:
        """Lines that open a section of level 1 without a heading, and its function."""
        first = min(self.lined, default=len(self.lines))
        starts = {0: "front"} if first else {}
        addressed = any(self._is_address(n) for n in range(first))
        lead = next((n for n in self.body if not self._is_address(n)), first)
        if lead < first and not (addressed and self.lined):
            starts[lead] = "lead"
            run_in = next((n for n in self.heads if n < first), first)
            if run_in < first:
                starts[run_in] = self.tense
        return starts | self._last()

    def _last(self) -> dict[int, str]:
        """The closing, and the lines after the end of the text."""
        text = [n for n, kind in enumerate(self.kinds) if kind in ("body", "heading", "note")]
        ends = range(text[-1] + 1 if text else len(self.lines), len(self.lines))
        annex = next((n for n in ends if self.kinds[n] in ("byline", "source")), None)
        starts = {} if annex is None else {annex: "annex"}
        if self.lined and self.body and self._is_closing(self.body[-1]):
            starts[self.body[-1]] = "closing"
        return starts

    def _is_address(self, n: int) -> bool:
        return self.lines[n].startswith(tuple(self.rules.words["address"]))

    def _is_closing(self, n: int) -> bool:
        line, words = self.lines[n], self.rules.functions["closing"]
        says = self._is_address(n) or line.endswith("！") or any(word in line for word in words)
        return says and n not in self.heads

    def _line(self, n: int, state: _State) -> Opening:
        heading = self.lined[n]
        rank = state.rank(_style(heading), self.rules.is_annex(heading))
        function = self.rules.function(heading, "line")
        if function is None and not rank:
            function = self.tense
        if function in (None, "plan") and (function or state.function) == "plan":
            function = self._self(heading) or function
        state.enter(function if function or not rank else state.function)
        return Opening((n, 0), rank, "line", heading, function)

    def _run_in(self, n: int, state: _State) -> Opening:
        heading = self.heads[n]
        function = None
        if state.function == "plan":
            function = self.rules.function(heading, "run_in") or self._self(heading)
        following = self.heads.get(n + 1, "，")
        is_outer = "，" in self._bare(heading) and "，" not in self._bare(following)
        state.saw_run_in = True
        rank, until = (OUTER, FAR) if is_outer else (RUN_IN, (n, len(self.lines[n])))
        return Opening((n, 0), rank, "run_in", heading, function, until)

    def _unnamed(self, n: int, state: _State) -> Iterator[Opening]:
        """A section without a heading under one: by its words, or since it leads into run-in heads."""
        line = self.lines[n]
        for inside, function, words in self.rules.functions["opens"]:
            in_place = inside == state.function and not (inside == "plan" and state.saw_run_in)
            if in_place and function not in state.opened and any(word in line for word in words):
                state.opened.add(function)
                rank = OUTER if inside == "review" else RUN_IN
                yield Opening((n, 0), rank, "none", None, function)
                return
        leads = line.endswith("：") and line.count("。") and n + 1 in self.heads
        if leads and state.saw_run_in:
            yield Opening((n, 0), OUTER, "none", None, None)

    def _self(self, heading: str) -> str | None:
        return "self" if any(word in heading for word in self.rules.functions["self"]) else None

    def _tense(self) -> str:
        """``plan`` where the text speaks of what will be done more than of what was, else ``review``."""
        text = "".join(self.lines)
        words = self.rules.functions
        future, past = (sum(map(text.count, words[tense])) for tense in ("future", "past"))
        return "plan" if future > past else "review"

    def _bare(self, heading: str) -> str:
        """The heading without the ``五年来，`` before it."""
        prefixes = self.rules.heads["prefixes"]
        return next((heading[len(p) :] for p in prefixes if heading.startswith(p)), heading)

    def _head(self, n: int) -> str | None:
        """The head that opens paragraph ``n``: strong, numbered, or a short sentence with a sign."""
        line = self.lines[n]
        if self.kinds[n] != "body" or self._is_address(n):
            return None
        if 0 < self.strong.get(n, 0) < len(line):
            return line[: self.strong[n]]
        head = self._first(n)
        if head is None or _numbered(line):
            return head
        bare = self._bare(head)
        is_head = bare != head or bare.startswith(self.rules.heads["verbs"])
        beside = [self._first(m) for m in (n - 1, n + 1) if 0 <= m < len(self.lines)]
        return head if is_head or any(_parallel(head, other) for other in beside if other) else None

    def _first(self, n: int) -> str | None:
        """The first sentence, if it is short and more of the paragraph follows."""
        line, lengths = self.lines[n], self.rules.lengths
        end = line.find("。") + 1
        if self.kinds[n] != "body" or not 0 < end < len(line) - 8:
            return None
        head = line[:end]
        if _numbered(line):
            return head if end <= lengths["line"] else None
        short = end <= lengths["run_in"] and not any(c in head for c in "！？：；")
        return head if short and self._bare(head).count("，") <= 1 else None

    def _items(self, n: int) -> Iterator[Opening]:
        """The enumerated heads of paragraph ``n``, and where the last item ends."""
        line = self.lines[n]
        bounds = list(sentences(line))
        heads = (
            self._numbered_items(line, bounds)
            or self._side_items(line, bounds)
            or self._plain_items(n in self.heads, line, bounds)
        )
        last = heads[-1][0] if heads else 0
        sums = (s for s, _ in bounds if s > last and line.startswith(self.rules.heads["sums"], s))
        until = (n, next(sums, len(line)))
        for start, end in heads:
            yield Opening((n, start), ITEM, "enumerated", line[start:end], None, until)

    def _numbered_items(self, line: str, bounds: Sequence[Bounds]) -> list[Bounds]:
        """``一是…。`` where its text follows in sentences of their own."""
        starts = [bool(_ITEM.match(line, s)) for s, _ in bounds] + [True]
        longest = self.rules.lengths["run_in"]
        found = [
            (s, e)
            for (s, e), here, after in zip(bounds, starts, starts[1:], strict=False)
            if here and not after and s and e - s <= longest and line[e - 1] == "。"
        ]
        return found if len(found) > 1 else []

    def _side_items(self, line: str, bounds: Sequence[Bounds]) -> list[Bounds]:
        """``精准脱贫方面：``, of which there are at least two."""
        found = []
        for ending in self.rules.heads["ends"]:
            for start, end in bounds:
                at = line.find(ending, start, min(end, start + self.rules.lengths["enumerated"]))
                if at >= 0 and "，" not in line[start:at]:
                    found.append((start, at + len(ending)))
        return found if len(found) > 1 else []

    def _plain_items(self, headed: bool, line: str, bounds: Sequence[Bounds]) -> list[Bounds]:
        """Short sentences that are built alike or open with a verb, each before a longer one."""
        found: list[Bounds] = []
        last = -1
        for (start, end), (_, after) in islice(pairwise(bounds), headed, None):
            at = line.rfind("：", start, end) + 1 or start
            is_short = end - at <= self.rules.lengths["enumerated"] and after - end > end - at
            if is_short and line[end - 1] == "。" and "，" not in line[at:end] and start != last:
                found.append((at, end))
                last = end
        for sign in (_beginning, _build):
            alike = Counter(sign(line[s:e]) for s, e in found)
            kept = [(s, e) for s, e in found if alike[sign(line[s:e])] > 2]
            if kept:
                return kept
        verbs, pairs = self.rules.heads["verbs"], Counter(_beginning(line[s:e]) for s, e in found)
        kept = [(s, e) for s, e in found if line.startswith(verbs, s) or pairs[line[s : s + 2]] > 1]
        return kept if len(kept) > 1 else []


@dataclass(slots=True)
class _State:
    """What stands open on the way through the lines: numberings, function, what was seen under it."""

    function: str | None = None
    styles: list[int] = field(default_factory=list)
    opened: set[str] = field(default_factory=set)
    saw_run_in: bool = False

    def rank(self, style: int, is_annex: bool) -> int:
        """How deep a heading of this numbering stands: below those that it was first seen under."""
        if is_annex and -1 not in self.styles:
            self.styles = [-1]
        elif style in self.styles:
            self.styles = self.styles[: self.styles.index(style) + 1]
        else:
            self.styles.append(style)
        return min(len(self.styles) - 1, OUTER - 1)

    def enter(self, function: str | None) -> None:
        self.function, self.opened, self.saw_run_in = function, set(), False


def _numbered(line: str) -> bool:
    return any(pattern.match(line) for pattern in _NUMBERED)


def _style(heading: str) -> int:
    """Which numbering a heading has; headings without one have one style."""
    return next((n for n, p in enumerate(_NUMBERED) if p.match(heading)), len(_NUMBERED))


def _topics(lines: Sequence[str], strong: Sequence[Stretch]) -> list[Stretch]:
    """The strong stretches that name a topic: not a rubric, which stands there again and again."""
    seen = Counter(lines[n][start:end] for n, start, end in strong)
    return [s for s in strong if seen[lines[s[0]][s[1] : s[2]]] == 1 and s[1] < s[2]]


def _parallel(one: str, other: str) -> bool:
    """Whether two heads are built alike: the same beginning, the same end, or as few characters."""
    return one[:2] == other[:2] or one[-4:] == other[-4:] or len(one) == len(other) < 10


def _beginning(head: str) -> str:
    return head[:2]


def _build(head: str) -> str:
    """``就业更充分。`` and ``教育更均衡。`` are built alike: as long, with one character in the middle."""
    return f"{head[2:3]}{len(head)}"


def _place(opening: Opening) -> tuple[Position, int]:
    return opening.at, opening.rank


def _sections(
    document: str, lines: Sequence[str], openings: Sequence[Opening]
) -> Iterator[Section]:
    """The tree of what opens in text order."""
    stack: list[_Node] = []
    nodes: list[_Node] = []
    for opening in openings:
        while stack and (stack[-1].opening.rank >= opening.rank or stack[-1].end <= opening.at):
            closed = stack.pop()
            closed.end = min(closed.end, opening.at)
        parent = stack[-1] if stack else None
        function = opening.function or (parent.function if parent else "review")
        end = min(opening.until, parent.end) if parent else opening.until
        node = _Node(opening, len(nodes) + 1, parent, len(stack) + 1, function, end)
        stack.append(node)
        nodes.append(node)
    return (_section(document, lines, node) for node in nodes)


def _section(document: str, lines: Sequence[str], node: _Node) -> Section:
    line, end = min(node.end, (len(lines), 0))
    if not end:
        line, end = line - 1, len(lines[line - 1])
    at = node.opening
    return Section(
        f"{document}.s{node.number:03}",
        f"{document}.s{node.parent.number:03}" if node.parent else None,
        node.level,
        at.head_kind,
        at.heading,
        node.function,
        f"{document}.p{at.at[0] + 1:03}",
        f"{document}.p{line + 1:03}",
        at.at[1],
        end,
    )
