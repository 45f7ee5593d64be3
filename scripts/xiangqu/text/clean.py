"""The cleaning rules: edits that they propose for the characters and Markdown marks of a seed.

Rules propose; ``corpus/curated/<document>/edits.jsonl`` decides. The names of the rules are
those of ``schema/vocabularies/edit-rules.json``. Text is never normalized by NFKC, which would rewrite
``①`` and ``︰``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from ..annotation.records import Edit
from . import align
from .extraction import BLANKS, Change, letters_together, lines_together
from .numerals import NUMERAL_CHARACTERS

FULLWIDTH = dict(zip(",:;!?()", "，：；！？（）", strict=True))
_CHINESE_CHARACTER = re.compile(  # 湘 、 ， “ — …
    r"[\u3400-\u9fff\u3001-\u301f\uff01-\uff5e\u2018-\u201d\u2014\u2026]"
)

_LONG = 200
"""How long a line is, in characters, that holds several paragraphs, each with its indent."""
_BLANK = f"[{BLANKS}]"
_PATTERNS = {
    # the empty lines between two paragraphs, but not the line break
    "blank-line": re.compile(rf"(?<=\S){_BLANK}*(?:\n{_BLANK}*)+(?=\n{_BLANK}*\S)"),
    # the indent of a line, and blanks at its end
    "line-edge": re.compile(rf"(?<=\n){_BLANK}+(?=\S)|(?<=\S){_BLANK}+(?=\n{_BLANK}*\S)"),
    # the indent of a paragraph that stands in the middle of a line: 。　　二是
    "inline-indent": re.compile(r"(?<=[^\s])[ \t]*(?:\u3000{2,}|\t)[ \t\u3000]*(?=\S)"),
    # "## " of "## 标题", with an indent
    "markdown-heading": re.compile(rf"(?m)^{_BLANK}*(?:#{{1,6}} +)+{_BLANK}*"),
    "markdown-strong": re.compile(r"\*\*"),  # both of **回顾**
    "ratio-colon": re.compile("\ufe30"),  # ︰ of 1︰22.6
}

_PUNCTUATION = "fullwidth-punctuation"
_ASCII = re.compile(r"[,:;!?()]+")  # the comma of 增长8.1%,总量
_EXTRACTION = {"letter-spacing": letters_together, "line-wrap": lines_together}
_BLANKS = re.compile(f"{_BLANK}+")
_EDGE = f"{BLANKS}\n"
# what NFC may change: 〈 as U+2329, 豈 as U+F900, a letter with the accent after it
_COMPOSED = re.compile(
    "[\u2000\u2001\u2126\u212a\u212b\u2329\u232a\u2adc\uf900-\ufaff\ufb1d-\ufb4e\U0002f800-\U0002fa1f]+"
    "|[^\n]?[\u0300-\u1fff\u3099\u309a\ua800-\uabff\uac00-\ud7ff\U00010000-\U0001ffff]+"
)


def touches_number(raw: str, start: int, end: int, after: str) -> bool:
    """Whether replacing ``raw[start:end]`` by ``after`` changes or adjoins a numeral character."""
    neighbours = raw[max(start - 1, 0) : end + 1]
    return not NUMERAL_CHARACTERS.isdisjoint(neighbours + after)


def propose(raw: str, others: Iterable[Edit] = ()) -> list[Edit]:
    """The edits of every rule on the seed ``raw``, and ``others`` that set aside whole lines of it.

    They are in raw order and do not overlap: where two would, the first counts, and of two that begin
    at one place the longer one. What cannot be seen is a blank to every rule.
    """
    shown = visible(raw)
    found = [("file-edge", change) for change in _file_edges(shown)]
    found += [(rule, change) for rule in _PATTERNS for change in _matches(rule, shown)]
    found += [(rule, change) for rule, find in _EXTRACTION.items() for change in find(shown)]
    found += [("unprintable", change) for change in _unprintable(raw, shown)]
    found += [("normal-form", change) for change in _not_normal(raw)]
    laid_out = _apart([*(_edit(raw, rule, change) for rule, change in found), *others])
    punctuated = [_edit(raw, _PUNCTUATION, change) for change in _punctuation(raw, laid_out)]
    return _apart([*laid_out, *punctuated])


def visible(raw: str) -> str:
    """``raw`` with a blank in the place of each character that cannot be seen: U+000C, U+200B, U+E001."""
    unseen = {ord(c): " " for c in set(raw) - {"\n", "\t"} if _is_unseen(c)}
    return raw.translate(unseen) if unseen else raw


def _is_unseen(c: str) -> bool:
    """Whether ``c`` is a control, format, private or unassigned character, or a separator of lines."""
    return not c.isprintable() and unicodedata.category(c) != "Zs"


def _unprintable(raw: str, shown: str) -> Iterator[Change]:
    """A run with characters that cannot be seen is dropped; a blank is left if it has blanks."""
    for match in _BLANKS.finditer(shown) if shown != raw or "\t" in raw else ():
        run = raw[slice(*match.span())]
        if any(map(_is_unseen, run)):
            yield *match.span(), " " if any(map(str.isspace, run)) else ""


def _not_normal(raw: str) -> Iterator[Change]:
    """What is not in the normal form NFC."""
    if not unicodedata.is_normalized("NFC", raw):
        for match in _COMPOSED.finditer(raw):
            composed = unicodedata.normalize("NFC", match[0])
            if composed != match[0]:
                yield *match.span(), composed


def _file_edges(raw: str) -> Iterator[Change]:
    """Blank lines and indents at both ends of a file, and a byte order mark."""
    start = len(raw) - len(raw.lstrip(_EDGE))
    end = len(raw.rstrip(_EDGE))
    if start:
        yield 0, start, ""
    if start <= end < len(raw):
        yield end, len(raw), ""


def _edit(raw: str, rule: str, change: Change) -> Edit:
    start, end, after = change
    touches = touches_number(raw, start, end, after)
    return Edit(start, end, raw[start:end], after, rule, None, touches)


def _apart(edits: Iterable[Edit]) -> list[Edit]:
    """The first of edits that overlap: an indent at the start of the file is of both edge rules."""
    kept: list[Edit] = []
    for edit in sorted(edits, key=lambda e: (e.source_start, -e.source_end)):
        if not kept or edit.source_start >= kept[-1].source_end:
            kept.append(edit)
    return kept


def _matches(rule: str, raw: str) -> Iterator[Change]:
    for match in _PATTERNS[rule].finditer(raw):
        start, end = match.span()
        if rule == "ratio-colon":
            yield start, end, "\u2236"
        elif rule == "inline-indent":
            if _is_long(raw, start):
                yield start, end, "\n"
        else:
            yield start, end, ""


def _punctuation(raw: str, edits: Sequence[Edit]) -> Iterator[Change]:
    """The punctuation that becomes full-width in the text that ``edits`` give, whole runs of it."""
    cleaned = align.apply(raw, edits)
    text = cleaned.text
    for run in _ASCII.finditer(text):
        start, end = run.span()
        if _is_chinese_context(
            text[start - 1 : start] if start else "", run[0], text[end : end + 1]
        ):
            for at in range(start, end):
                yield *cleaned.source(at, at + 1), FULLWIDTH[text[at]]


def _is_long(raw: str, at: int) -> bool:
    """Whether the line around ``at`` is longer than a row of a table, so that it holds paragraphs."""
    start = raw.rfind("\n", max(at - _LONG, 0), at) + 1 or max(at - _LONG, 0)
    end = raw.find("\n", at, at + _LONG)
    return (end if end >= 0 else min(at + _LONG, len(raw))) - start > _LONG


def _is_chinese_context(left: str, run: str, right: str) -> bool:
    """Whether the punctuation ``run`` between two characters belongs to Chinese text.

    That is, it has Chinese or ``%`` before it or Chinese after it, or goes on after ``)``, and does not
    stand inside a number or a Latin word.
    """
    return (
        left == "%"
        or ")" in run[:-1]
        or any(_CHINESE_CHARACTER.match(c) for c in (left, right) if c)
    )


def merge(hand: Iterable[Edit], rules: Iterable[Edit]) -> list[Edit]:
    """Hand edits, and the rule edits that none of them overlaps, in raw order."""
    hand = list(hand)
    free = [
        r
        for r in rules
        if not any(h.source_start < r.source_end and r.source_start < h.source_end for h in hand)
    ]
    return sorted([*hand, *free], key=lambda e: (e.source_start, e.source_end))
