"""What a text says of itself: title, speaker, date, genre, place, and the periods that it is about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..annotation.records import Document
from ..annotation.repo import Repo, sha256
from ..annotation.unread import RIGHTS
from .authors import AuthorRules
from .frame import UNDATED, Dated, FrameRules, Parts
from .paragraph_kinds import is_subtitle
from .places import Place, PlaceRules
from .rules import any_of, load

_DASHES = re.compile("^[—―–－-]+")
_BRACKETS = re.compile("[（(](.*)[）)]")
_BRACKETED = re.compile("[（(][^（()）]*[）)]$")  # （2023—2025年） at the end of a title
_HELD = re.compile(
    "[—―－-]+.{0,30}在[^，。]{0,30}会议"
)  # ——2011年3月5日在第四次会议, with the text after it
_NOTE = re.compile(r"[\[［]\d+[\]］]$")  # [1] of 统计公报[1]
_OPENING = 4
"""How many paragraphs of the body are read for what the front does not say."""
_ADDRESS = 2
"""How many of these say in whose name the text is given: 各位代表：, 我代表县人民政府…."""
_SIGNATURE = 30
"""How long a line with a signature or the date of it is at the most."""


@dataclass(frozen=True, slots=True)
class Given:
    """What the user knows of a text: no rule decides it then. Fields are as those of `Document`.

    The place may also be given by its name, as `PlaceRules.find` takes it.
    """

    date: str | None = None
    place: str | None = None
    review_period: str | None = None
    plan_period: str | None = None


@dataclass(frozen=True, slots=True)
class Lines:
    """The paragraphs of a text with the kind of each."""

    texts: Sequence[str]
    kinds: Sequence[str]

    def of(self, *kinds: str) -> list[str]:
        """The paragraphs of these kinds."""
        return [t for t, kind in zip(self.texts, self.kinds, strict=True) if kind in kinds]

    @property
    def front(self) -> list[str]:
        """What stands before the text."""
        kinds = self.kinds
        text = ("body", "heading", "note")
        return list(self.texts[: next((n for n, k in enumerate(kinds) if k in text), len(kinds))])


class DocumentRules:
    """The words of ``schema/rules/documents.json``."""

    def __init__(self, repo: Repo) -> None:
        rules = load(repo, "documents")
        self._places = PlaceRules(repo)
        self._frame = FrameRules(rules)
        self._authors = AuthorRules(rules)
        self._report = re.compile(any_of(rules["report_words"]))
        self._given = re.compile(any_of(rules["given_words"]))
        self._address = tuple(rules["address"])
        self._press = re.compile(any_of(rules["press_words"]))
        self._label = re.compile(any_of(rules["title_labels"]))
        self._goes_on = tuple(rules["title_goes_on"])
        self._ends = tuple(rules["paper_ends"])
        self._dispatch = re.compile(any_of(rules["dispatches"]))
        self._source = re.compile(f"{any_of(rules['source_words'])}[：:][ \u3000]*([^ \u3000：:]+)")
        self._kind = re.compile(f"({any_of(rules['place_kinds'])}){any_of(rules['place_offices'])}")
        self._no_code = re.compile(any_of(rules["without_code"]))

    def draft(
        self, raw: str, lines: Lines, document: str, seed_file: str, given: Given
    ) -> Document:
        """The metadata of the seed ``raw`` with id ``document``, from its ``lines``.

        What is ``given`` is taken as it is. What no rule can tell is null.
        """
        title, subtitle = self._title(lines.of("title"))
        whole = "".join(lines.texts)
        if not all(words is None or words in whole for words in (title, subtitle)):
            # other lines stand between those of a title
            title, subtitle = lines.of("title")[-1], None
        genre = self._genre(title or "", lines)
        is_report = genre == "report"
        opening = (*lines.of("title"), *lines.of("body")[:_OPENING])
        is_given = self._is_addressed(lines) or any(map(self._given.search, opening))
        parts = _parts(lines)
        dated = Dated(given.date, "stated", None) if given.date else None
        dated = dated or self._frame.date(parts, is_report=is_report)
        review, plan = self._frame.periods(
            parts, dated.date, is_report=is_report, is_given=is_given
        )
        if not given.date and review and (dated.date or review)[:4] < review[:4]:
            dated = UNDATED  # a date in the text is not that of it
        place = self._places.find(given.place) if given.place else self._place(title, lines)
        return Document(
            id=document,
            title=title,
            subtitle=subtitle,
            authors=tuple(dict.fromkeys(self._authors.names(lines.of("byline")))),
            publisher=self._publisher(lines.of("source")),
            genre=genre,
            place=place.code if place else None,
            place_name=place.name if place else None,
            date=dated.date,
            date_evidence=dated.evidence,
            date_certainty=dated.certainty,
            review_period=given.review_period or review,
            plan_period=given.plan_period or plan,
            seed_file=seed_file,
            seed_sha256=sha256(raw.encode("utf-8", "surrogatepass")),
            rights=RIGHTS,
        )

    def _title(self, titles: Sequence[str]) -> tuple[str | None, str | None]:
        """The title and the subtitle; each may take several lines.

        A subtitle has a dash, stands in brackets or has a date; the last counts. The title is the line
        before it with those that go on in it: other lines above are rubrics.
        """
        is_sub = [is_subtitle(line) for line in titles]
        subs = [n for n, now in enumerate(is_sub) if now and not (n and is_sub[n - 1])]
        last = subs[-1] if subs else self._end_of_title(titles)
        first = last - 1
        while first > 0 and titles[first - 1].endswith(self._goes_on):
            first -= 1
        named = _NOTE.sub("", "".join(titles[max(first, 0) : last]))
        title = self._label.sub("", named, count=1) or None
        if not subs:
            return title, None
        subtitle = "".join(titles[last:])
        bare = _DASHES.sub("", subtitle)
        in_brackets = _BRACKETS.fullmatch(bare)
        return title, (in_brackets[1] if in_brackets else bare) or None

    def _end_of_title(self, titles: Sequence[str]) -> int:
        """Where the lines of a title end that has no subtitle: after the first that ends as titles of
        papers do, else after the first that does not go on.
        """
        ends = (n for n, line in enumerate(titles, 1) if line.endswith(self._ends))
        whole = (n for n, line in enumerate(titles, 1) if not line.endswith(self._goes_on))
        return next(ends, None) or next(whole, len(titles))

    def _genre(self, title: str, lines: Lines) -> str:
        """What a government issues or is told in a congress is a report; else the press has features.

        A dispatch of the press may tell of a report: that does not make one of it.
        """
        opening = lines.of("body")[:_OPENING]
        is_dispatch = any(map(self._dispatch.search, opening))
        head = [*lines.of("title"), *(() if is_dispatch else opening)]
        is_paper = _BRACKETED.sub("", title).endswith(self._ends)
        if is_paper or self._is_addressed(lines) or any(map(self._report.search, head)):
            return "report"
        signed = [*lines.of("byline", "source"), *lines.of("body")[-1:]]
        is_press = is_dispatch or any(map(self._press.search, signed))
        return "feature" if is_press else "article"

    def _is_addressed(self, lines: Lines) -> bool:
        """Whether a paragraph speaks to the members of a congress."""
        return any(line.startswith(self._address) for line in lines.of("body"))

    def _publisher(self, sources: Sequence[str]) -> str | None:
        """Whom the source lines name as the origin of this copy."""
        found = next((m for m in map(self._source.search, sources) if m), None)
        return found[1] if found else None

    def _place(self, title: str | None, lines: Lines) -> Place | None:
        """The place of the title, the front, the address and the signature; else that named most.

        A town and the whole state have no code, and no other place that the text names stands for them.
        """
        front = [*([title] if title else []), *lines.of("title"), *lines.of("byline")]
        body = lines.of("body")
        opening = body[:_OPENING]
        firsts = (line.partition("。")[0] for line in opening[:_ADDRESS])
        told = (*front, *(first for first in firsts if self._given.search(first)))
        if any(map(self._no_code.search, told)):
            return None
        kinds = (m[1] for line in told for m in self._kind.finditer(line))
        return self._places.of_text(front, opening, body, next(kinds, None))


def _parts(lines: Lines) -> Parts:
    front = lines.front
    texts = lines.texts
    notes = lines.of("source")
    titles = sorted(lines.of("title"), key=is_subtitle, reverse=True)
    held = [m[0] for m in map(_HELD.match, lines.of("body")[:_ADDRESS]) if m]
    dated = [line for line in (*titles, *front, *lines.of("byline"), *held) if line not in notes]
    signed = [line for line in texts[-_OPENING:] if len(line) <= _SIGNATURE and line not in notes]
    return Parts(lines.of("title"), [*dated, *signed], notes, lines.of("heading"), lines.of("body"))
