"""Level 4, sections and themes: sections nest and cover, each sentence has exactly one theme."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise

from ..annotation.records import Section
from .context import Check, Context
from .finding import Fault, Item, quoted
from .order import misplaced
from .sentences import sentences

Position = tuple[int, int]

_WHOLE = frozenset(("front", "lead", "closing"))


def _sections(context: Context) -> list[tuple[Item[Section], Position, Position]]:
    """Sections whose paragraphs exist and have the text that was annotated; where they begin and end."""
    index = context.paragraph_index
    return [
        (
            item,
            (index[item.record.first_paragraph], item.record.start),
            (index[item.record.last_paragraph], item.record.end),
        )
        for item in _readable(context)
    ]


def _readable(context: Context) -> list[Item[Section]]:
    sound = context.paragraph_index.keys() - context.damage.shaken
    return [
        item
        for item in context.sections
        if item.record.first_paragraph in sound and item.record.last_paragraph in sound
    ]


def heading_not_at_start(context: Context) -> Iterator[Fault]:
    """A heading is what stands at the start of its section; without one, head_kind is none."""
    for item in _readable(context):
        s = item.record
        if (s.heading is None) != (s.head_kind == "none"):
            yield Fault(item, f"head_kind {s.head_kind} with heading {quoted(s.heading)}")
        text = context.texts[s.first_paragraph]
        if s.heading and not text.startswith(s.heading, s.start):
            yield Fault(
                item, f"at {s.start} stands {quoted(text[s.start : s.start + len(s.heading)])}"
            )
        if s.head_kind in ("line", "run_in") and s.start:
            yield Fault(item, f"a section with head_kind {s.head_kind} begins its paragraph")
        if s.head_kind == "none" and s.start and s.start not in dict(sentences(text)):
            yield Fault(item, "begins inside a sentence")


def heading_without_section(context: Context) -> Iterator[Fault]:
    """A heading paragraph opens a line section, and is the whole of its heading."""
    if "sections" in context.damage.layers:
        return
    lines = {s.record.first_paragraph: s for s in context.sections if s.record.head_kind == "line"}
    for paragraph in context.paragraphs:
        if paragraph.record.kind != "heading" or paragraph.record.id not in context.texts:
            continue
        section = lines.get(paragraph.record.id)
        if section is None:
            yield Fault(paragraph, "no line section begins here")
        elif section.record.heading != context.texts[paragraph.record.id]:
            yield Fault(section, f"its paragraph is {quoted(context.texts[paragraph.record.id])}")


def section_parent_wrong(context: Context) -> Iterator[Fault]:
    """A section is one level below its parent, and has none at level 1."""
    levels = {item.record.id: item.record.level for item in context.sections}
    for item in context.sections:
        s = item.record
        if s.parent is None and s.level != 1:
            yield Fault(item, f"level {s.level} without a parent")
        elif s.parent is not None and s.parent not in levels:
            if "sections" not in context.damage.layers:
                yield Fault(item, f"parent {s.parent} is not there")
        elif s.parent is not None and s.level != levels[s.parent] + 1:
            yield Fault(item, f"level {s.level} under level {levels[s.parent]}")


def sections_do_not_nest(context: Context) -> Iterator[Fault]:
    """A section lies inside its parent, and siblings do not overlap."""
    placed = {item.record.id: (start, end) for item, start, end in _sections(context)}
    last: dict[str | None, tuple[str, Position]] = {}
    for item, start, end in sorted(_sections(context), key=lambda section: section[1]):
        s = item.record
        if start >= end or end[1] > len(context.texts.get(s.last_paragraph, "")):
            yield Fault(item, "ends before it begins, or after its last paragraph")
        if s.parent in placed and not (placed[s.parent][0] <= start and end <= placed[s.parent][1]):
            yield Fault(item, f"does not lie inside its parent {s.parent}")
        if s.parent in last and start < last[s.parent][1]:
            yield Fault(item, f"overlaps its sibling {last[s.parent][0]}")
        last[s.parent] = s.id, end


def sections_out_of_order(context: Context) -> Iterator[Fault]:
    """Sections stand in the order of the text, a parent before its children."""
    placed = _sections(context)
    for at in misplaced([(start, item.record.level) for item, start, _ in placed]):
        yield Fault(placed[at][0], "stands out of order")


def paragraph_without_section(context: Context) -> Iterator[Fault]:
    """Every paragraph lies whole in a section of level 1."""
    if "sections" in context.damage.layers or len(_readable(context)) < len(context.sections):
        return
    held: set[int] = set()
    for item, (first, start), (last, end) in _sections(context):
        if item.record.level == 1:
            whole = end >= len(context.texts[item.record.last_paragraph])
            held.update(range(first + (start > 0), last + whole))
    for paragraph in context.paragraphs:
        index = context.paragraph_index.get(paragraph.record.id)
        if index is not None and index not in held:
            yield Fault(paragraph, "no section of level 1 holds all of it")


def sentence_without_one_theme(context: Context) -> Iterator[Fault]:
    """Every sentence of a body, caption or note paragraph has exactly one theme."""
    kinds = context.vocabularies["kinds"].terms
    for paragraph, text, items in context.sound_themes:
        if not kinds[paragraph.record.kind]["themed"]:
            for item in items:
                yield Fault(item, f"a {paragraph.record.kind} carries no theme")
            continue
        for before, item in pairwise(items):
            if item.record.start < before.record.end:
                yield Fault(item, "overlaps the theme span before it")
        covered = {at for item in items for at in range(item.record.start, item.record.end)}
        whole = context.damage.spares("themes", paragraph.record.id)
        for number, (start, end) in enumerate(sentences(text) if whole else ()):
            if not covered.issuperset(range(start, end)):
                yield Fault(paragraph, f"sentence {number} has no theme: {quoted(text[start:end])}")


def theme_span_not_sentences(context: Context) -> Iterator[Fault]:
    """A theme span begins and ends with a sentence."""
    for _, text, items in context.sound_themes:
        spans = sentences(text)
        starts, ends = {s for s, _ in spans}, {e for _, e in spans}
        for item in items:
            r = item.record
            if r.start not in starts or r.end not in ends:
                yield Fault(item, f"[{r.start}:{r.end}] cuts a sentence")


def theme_span_not_maximal(context: Context) -> Iterator[Fault]:
    """Neighbouring theme spans have different themes."""
    for _, _, items in context.sound_themes:
        for before, item in pairwise(items):
            if before.record.end == item.record.start and before.record.theme == item.record.theme:
                yield Fault(item, f"continues the {item.record.theme} before it")


def heading_cut_short(context: Context) -> Iterator[Fault]:
    """A heading inside a paragraph ends with a punctuation mark, with strong type, or with its paragraph."""
    strong = {i.record.source_end for i in context.edits if i.record.rule == "markdown-strong"}
    for item in _readable(context):
        s = item.record
        if s.heading is None or s.head_kind not in ("run_in", "enumerated"):
            continue
        end = s.start + len(s.heading)
        rest = context.texts[s.first_paragraph][end : end + 10]
        is_marked = unicodedata.category(s.heading.rstrip()[-1:] or " ").startswith("P")
        if not rest or is_marked or context.alignment is None:
            continue
        if context.alignment.first[context.starts[s.first_paragraph] + end] not in strong:
            yield Fault(item, f"{quoted(s.heading)} goes on with {quoted(rest)}")


def section_ends_in_sentence(context: Context) -> Iterator[Fault]:
    """A section ends with a sentence, and the next one of its level in the paragraph begins there."""
    ends: dict[str, set[int]] = {}
    last: dict[tuple[str | None, int], tuple[str, Position]] = {}
    for item, start, end in sorted(_sections(context), key=lambda section: section[1]):
        s = item.record
        if s.last_paragraph not in ends:
            ends[s.last_paragraph] = {at for _, at in sentences(context.texts[s.last_paragraph])}
        if s.end not in ends[s.last_paragraph]:
            yield Fault(item, f"ends at {s.end}, inside a sentence")
        before, reached = last.get((s.parent, start[0]), ("", start))
        if reached < start:
            yield Fault(item, f"begins at {start[1]}, its sibling {before} ends at {reached[1]}")
        last[s.parent, end[0]] = s.id, end


def function_out_of_place(context: Context) -> Iterator[Fault]:
    """Front, lead and closing are of level 1 and hold no other function; titles stand in front."""
    functions = {item.record.id: item.record.function for item in context.sections}
    for item in context.sections:
        s = item.record
        above = functions.get(s.parent or "")
        if above and above != s.function and not _WHOLE.isdisjoint((above, s.function)):
            yield Fault(item, f"{s.function} inside {above}")
    tops = sorted(
        (start[0], i.line, i) for i, start, _ in _sections(context) if i.record.level == 1
    )
    starts = [first for first, *_ in tops]
    for paragraph in context.paragraphs:
        at = context.paragraph_index.get(paragraph.record.id, -1)
        holder = bisect_right(starts, at) - 1
        if paragraph.record.kind != "title" or at < 0 or holder < 0:
            continue
        item = tops[holder][2]
        if item.record.function != "front":
            yield Fault(item, f"{item.record.function} holds the title {paragraph.record.id}")


CHECKS: dict[str, Check] = {
    "XQ401": heading_not_at_start,
    "XQ402": section_parent_wrong,
    "XQ403": sections_do_not_nest,
    "XQ404": sections_out_of_order,
    "XQ405": paragraph_without_section,
    "XQ406": heading_without_section,
    "XQ407": heading_cut_short,
    "XQ408": section_ends_in_sentence,
    "XQ409": function_out_of_place,
    "XQ411": sentence_without_one_theme,
    "XQ412": theme_span_not_sentences,
    "XQ413": theme_span_not_maximal,
}
