"""Kinds of paragraphs: title, byline, source, caption, heading, note and body.

The kind of a line depends on the words that open or end it, on its length, and on what stands before it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set

from ..text.split import sentences
from .headings import is_numbered
from .rules import Rules

_NAMES = re.compile(r"\w{2,3}(?:[ 　]+\w{1,3})+")  # 本报记者 张三 李四
_NAME = re.compile("[\u4e00-\u9fff]{2,3}")
_NAMES_LENGTH = 40
_NUMBER_OF_PAPER = re.compile(r"\w{2,12}[〔\[（]\d{4}[〕\]）]\w{0,3}\d+号")  # 齐政办规〔2022〕16号
_NOTE = re.compile(r"[\[［【]\d+[\]］】]|注[:：]|注释[:：]")  # [1]本公报所列
_DATE_LINE = re.compile(r"\w{4} *年 *\w{1,2} *月(?: *\w{1,3} *日)?")  # 2025年3月26日
_STAMP = re.compile(
    r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?[ \u3000]+\d{1,2}[:：时]"
)  # 2026-02-03 09:02
_SUBTITLE = re.compile(  # ——2022年1月6日在, （2022年1月6日
    r"[—―–－]|[（(]?\w{4} *年 *\w{1,3} *月 *\w{1,3} *日(?:在|[）)])"
)
_CHINESE = re.compile("[\u4e00-\u9fff]")
_GOES_ON = "，。、；：！？”’）》,;:"
"""What no line begins with but the rest of a broken one."""
_WORD = re.compile(r"\w")
_FIGURE = re.compile(
    "[图表] *(?:[0-9０-９]+|[一二三四五六七八九十]+)(?![0-9０-９章、，])[^。；]*"
)  # 图5 2021—2025年增加值
_LISTED = re.compile(r"[●•·◆■○].*[0-9０-９]")  # ●产值增长5%, an item of a list
_NO_WORD = re.compile(r"\W+")
_ABSTRACT = 2
"""How many paragraphs may stand before the address, as an abstract does."""
_OPEN_END = tuple("。！？；：，、“‘（《…—")
"""What ends a line that is no heading, title or byline."""
_TEXT = ("body", "heading", "note")


def _is_before_name(line: str, kind: str) -> bool:
    """Whether a name may stand alone after a line: after the date of a speech, or its source."""
    return kind == "source" or is_subtitle(line)


def is_subtitle(line: str) -> bool:
    """Whether a line of the front has a dash before it, or is the date of a speech."""
    return bool(_SUBTITLE.match(line))


class KindRules:
    """The words and lengths of ``schema/rules/sections.json`` that tell the kind of a line."""

    def __init__(self, rules: Rules) -> None:
        self._lengths: Mapping[str, int] = rules["lengths"]
        self._source = tuple(rules["source"])
        self._byline = tuple(rules["byline"])
        self._offices = tuple(rules["offices"])
        self._address = tuple(rules["address"])
        self._caption_marks = tuple(rules["caption_marks"])
        self._caption_ends = tuple(rules["caption_ends"])
        self._annex = tuple(rules["annex"])
        self._bodies = tuple(rules["bodies"])
        self._title_opens = tuple(rules["title_opens"])
        self._title_ends = tuple(rules["title_ends"])
        self._subtitle_ends = tuple(rules["subtitle_ends"])

    def kinds(self, lines: Sequence[str], marked: Set[int]) -> list[str]:
        """The kind of each line, in text order.

        ``marked``: numbers, from 0, of the lines that had a heading mark.
        """
        text = self._text(lines)
        kinds = self._front(lines[:text], marked)
        seen = set(kinds)
        in_annex = False
        for n, line in enumerate(lines[text:], text):
            in_annex = in_annex or self.is_annex(line)
            is_rest = n > 0 and kinds[-1] == "source" and lines[n - 1].endswith(("：", ":"))
            kind = self._kind(line, n in marked, seen, kinds[-1] if kinds else "")
            if (
                kind == "title"
                and n
                and _NAME.fullmatch(line)
                and _is_before_name(lines[n - 1], kinds[-1])
            ):
                kind = "byline"
            kind = "source" if is_rest and len(line) <= self._lengths["caption"] else kind
            is_note = in_annex or ("body" in seen and _NOTE.match(line))
            is_note = is_note and (kind in ("body", "caption") or self._is_cell(lines, n, kind))
            kinds.append("note" if is_note else kind)
            if (
                kind == "byline"
                and n
                and kinds[-2] == "heading"
                and self._is_signed(lines[n - 1 : n + 1])
            ):
                kinds[-2] = "byline"
            seen.add(kinds[-1])
        self._head_nothing(lines, kinds)
        return kinds

    def _text(self, lines: Sequence[str]) -> int:
        """Where the text begins: with the address, or with line 0 if none opens it.

        Before the address stand lines of the page, but no text of several paragraphs.
        """
        told = 0
        for n, line in enumerate(lines):
            if is_numbered(line):
                break
            if self.is_address(line) and len(line) <= self._lengths["caption"]:
                return n
            told += len(line) > self._lengths["line"] and "。" in line
            if told > _ABSTRACT:
                break
        return 0

    def _front(self, lines: Sequence[str], marked: Set[int]) -> list[str]:
        """The kinds of the lines before the address: what is no title and no byline is of the page."""
        kinds: list[str] = []
        seen: set[str] = set()
        for n, line in enumerate(lines):
            before = lines[n - 1] if n else ""
            last = kinds[-1] if kinds else ""
            kind = self._told(line, is_front=True)
            is_ended = before.endswith(self._subtitle_ends)
            is_whole = "在" not in before or is_ended
            is_named = is_ended or (is_whole and _is_before_name(before, last))
            if not kind and is_named and _NAME.fullmatch(line):
                kind = "byline"
            is_title = self._is_of_paper(line) or self._is_title(line, n in marked, seen)
            is_rest = is_subtitle(before) and not is_whole and last == "title"
            kinds.append(kind or ("title" if is_title or is_rest else "source"))
            seen.add(kinds[-1])
        return kinds

    def _head_nothing(self, lines: Sequence[str], kinds: list[str]) -> None:
        """Make the lines after the end of the text, which look like headings, lines of the page."""
        for n in range(len(lines) - 1, -1, -1):
            if kinds[n] != "heading" and len(lines[n]) > self._lengths["caption"]:
                break
            is_head = is_numbered(lines[n]) or self.is_annex(lines[n])
            if kinds[n] == "heading" and not is_head:
                kinds[n] = "source"

    def _is_cell(self, lines: Sequence[str], n: int, kind: str) -> bool:
        """Whether a line of the annex looks like a heading as cells of tables do: it has no number, and
        does not tell what the annex is.
        """
        heads = is_numbered(lines[n]) or self.is_annex(lines[n]) or self.is_annex(lines[n - 1])
        return kind == "heading" and not heads

    def _is_signed(self, lines: Sequence[str]) -> bool:
        """Whether the first of two lines is an office, and the second the date of its signature."""
        return lines[0].endswith(self._bodies) and bool(_DATE_LINE.fullmatch(lines[1]))

    def is_annex(self, line: str) -> bool:
        """Whether the line heads the annex."""
        return len(line) <= self._lengths["caption"] and line.startswith(self._annex)

    def is_address(self, line: str) -> bool:
        """Whether the line speaks to those who are present: ``各位代表：``."""
        return line.startswith(self._address)

    def _kind(self, line: str, is_marked: bool, seen: Set[str], last: str) -> str:
        """The kind of a line after one of kind ``last``, with those ``seen`` before it."""
        is_front = seen.isdisjoint(_TEXT)
        if kind := self._told(line, is_front):
            return kind
        if not _WORD.search(line):
            return "source"
        if is_front and not is_numbered(line) and self._is_title(line, is_marked, seen):
            return "title"
        if is_marked or self._is_heading(line):
            return "heading"
        is_after_end = not is_front and last in ("byline", "source")
        is_beside = is_after_end and len(line) <= self._lengths["line"]
        return "caption" if is_beside or self._is_caption(line) else "body"

    def _told(self, line: str, is_front: bool) -> str | None:
        """The kind that the words of a line tell, whatever stands before it."""
        if self._opens_with(line, self._source) and not line.endswith("。"):
            return "source"
        if is_front and len(line) <= self._lengths["byline"] and _STAMP.match(line):
            return "source"
        if self._is_byline(line, is_front):
            return "byline"
        if self._opens_with(line, self._caption_marks):
            return "caption"
        is_figure = len(line) <= self._lengths["byline"] and _FIGURE.fullmatch(line)
        return "caption" if is_figure else None

    def _opens_with(self, line: str, words: tuple[str, ...]) -> bool:
        return len(line) <= self._lengths["byline"] and line.lstrip("（(【[").startswith(words)

    def _is_byline(self, line: str, is_front: bool) -> bool:
        """Whether the line says so, or stands before the text and has names, or an office and a name."""
        if len(line) > self._lengths["byline"] or line.endswith(_OPEN_END):
            return False
        if self._opens_with(line, self._byline) or _DATE_LINE.fullmatch(line):
            return True
        if not is_front or len(line) > _NAMES_LENGTH:
            return False
        is_named = _NAMES.fullmatch(line) or any(
            f"{o}{b}" in line for o in self._offices for b in " 　"
        )
        return bool(is_named or self._is_body(line) or _NUMBER_OF_PAPER.fullmatch(line))

    def _is_body(self, line: str) -> bool:
        """Whether a line is the name of an office: without digits, which a title has."""
        return line.endswith(self._bodies) and not any(c.isdecimal() for c in line)

    def _is_title(self, line: str, is_marked: bool, seen: Set[str]) -> bool:
        """Whether it is the first line and marked, a subtitle, or like a heading before the byline."""
        if is_marked:
            return not seen
        if len(line) <= self._lengths["byline"] and is_subtitle(line):
            return True
        if self._is_of_paper(line):
            return "byline" not in seen or line.startswith(self._title_opens)
        return self._is_heading(line) and not any(kind in seen for kind in ("byline", "source"))

    def _is_of_paper(self, line: str) -> bool:
        """Whether a line ends as titles of papers do, also set apart: 政 府 工 作 报 告."""
        words = _NO_WORD.sub("", line)
        is_line = len(line) <= self._lengths["byline"] and not line.endswith(_OPEN_END)
        return is_line and words.endswith(self._title_ends)

    def _is_heading(self, line: str) -> bool:
        """Whether a line is short and ends no sentence, is one numbered sentence, or heads an annex."""
        if len(line) > self._lengths["line"] or _LISTED.match(line):
            return False
        if self.is_annex(line):
            return True
        if is_numbered(line):
            is_item = "：" in line or line.endswith(("；", "，"))
            return not is_item and len(list(sentences(line))) == 1
        is_of_words = bool(_CHINESE.search(line)) and line[0] not in _GOES_ON
        return is_of_words and not line.endswith(_OPEN_END) and not any(c in line for c in "。；")

    def _is_caption(self, line: str) -> bool:
        """Whether a line ends as captions do, or is one short sentence of one clause."""
        is_ended = line.rstrip("。").endswith(self._caption_ends)
        if is_ended and len(line) <= self._lengths["byline"]:
            return True
        is_short = len(line) <= self._lengths["caption"] and line.endswith("。")
        return is_short and "，" not in line and line.count("。") == 1
