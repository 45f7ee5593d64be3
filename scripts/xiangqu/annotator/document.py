"""What a text says of itself: its title and genre, and the years that it looks back and forward to."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from ..annotation.records import Document
from ..annotation.repo import Repo, sha256
from .rules import any_of, load

RIGHTS = "Not known to xiangqu annotate."
_YEAR = "((?:19|20)[0-9]{2})年"


class DocumentRules:
    """The words of ``schema/rules/documents.json``."""

    def __init__(self, repo: Repo) -> None:
        rules = load(repo, "documents")
        self._report = re.compile(any_of(rules["report_cues"]))
        self._five_years = re.compile(any_of(rules["five_years"]))
        self._year = re.compile(_YEAR)
        self._reviewed = re.compile(  # 2020年工作回顾
            f"{_YEAR}(?:以来)?(?:的)?(?:主要)?工作{any_of(rules['review_nouns'])}"
        )
        self._planned = re.compile(  # 2021年主要工作目标
            f"{_YEAR}(?:的)?{any_of(rules['plan_modifiers'])}?{any_of(rules['plan_topics'])}?"
            f"{any_of(rules['plan_nouns'])}"
        )

    def draft(
        self, raw: str, text: str, titles: Sequence[str], document: str, seed_file: str
    ) -> Document:
        """The metadata of the seed ``raw``, whose cleaned text is ``text``, with id ``document``.

        ``titles`` are its lines of that kind. What no rule can tell is left open.
        """
        planned = self._planned.search(text)
        return Document(
            id=document,
            title=titles[0] if titles else None,
            subtitle=titles[1] if titles[1:] else None,
            authors=(),
            publisher=None,
            genre="report" if self._report.search(text) else "article",
            place="000000",
            place_name="?",
            date=None,
            date_evidence=None,
            date_certainty="unknown",
            review_period=self._review_period(text),
            plan_period=planned[1] if planned else None,
            seed_file=seed_file,
            seed_sha256=sha256(raw.encode("utf-8", "surrogatepass")),
            rights=RIGHTS,
        )

    def _review_period(self, text: str) -> str | None:
        """The year of the review, else that named most; or the five years that end in it."""
        reviewed = self._reviewed.search(text)
        years = Counter(self._year.findall(text))
        common = max(years, key=lambda year: (years[year], year)) if years else None
        last = reviewed[1] if reviewed else common
        return f"{int(last) - 4}/{last}" if last and self._five_years.search(text) else last
