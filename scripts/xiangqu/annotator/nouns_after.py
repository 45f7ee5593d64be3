"""What stands after a quantity: the noun that it counts (222个老旧小区), and the verb that follows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..annotation.records import Span
from ..annotation.repo import Repo
from .mention import STOP, Mention
from .phrase_words import PhraseWords, span
from .predicates import PredicateRules
from .reading import Reading
from .rules import any_of, load

_NOUN = re.compile("(?:（[^（），。；]{1,10}）|[\u3400-\u9fffA-Za-z“”‘’《》·—\\-]){1,28}")
_FOLLOWING = 14
"""How many characters after a noun its verb may stand in."""
_NEXT = 3
"""How many readings after a quantity are looked at."""


class NounsAfter:
    """The words of ``schema/rules/indicators.json`` that are read after a quantity."""

    def __init__(self, repo: Repo, phrases: PhraseWords, verbs: PredicateRules) -> None:
        self._phrases, self._verbs = phrases, verbs
        rules = load(repo, "indicators")
        self._no_noun: str = rules["no_noun"]
        self._of_verb = re.compile(f"[\u4e00-\u9fff]{{0,8}}?{any_of(rules['verb_heads'])}")

    def noun(self, mention: Mention, listed: bool) -> tuple[Span, Span | None] | None:
        """The noun that a quantity counts where it stands after it, and the act on it: 排污口, 整治.

        ``listed`` says that quantities listed after it may stand between: 764户、1813名贫困人口.
        """
        text, q = mention.text, mention.quantity
        at = _past_adjoining(mention, ("", "、") if listed else ("",))
        at += text.startswith("的", at) and q.unit != "count"
        following = next((r for r in _next(mention) if r.start >= at), None)
        stop = following.start if following and not text.startswith("“", at) else len(text)
        run = _NOUN.match(text, at, stop)
        if run is None or (following and following.unit == "rank" and run.end() == stop):
            return None
        if run[0][0] in self._no_noun or self._phrases.context.match(text, at):
            return None
        cut = self._verbs.ends_noun.search(text, at, run.end())
        end = cut.start() if cut else run.end()
        is_verb = cut is not None and end == at and q.unit == "count"
        if cut and is_verb and (named := self._of_verb.match(text, cut.end(), run.end())):
            end = named.end()  # 增发国债项目
        if end == at:
            return None
        verb = self.verb(text, end)
        if acts := self._verbs.acts_at_end(text, at + 2, end):
            verb, end = self._verbs.after(text, acts, end), acts if q.unit == "count" else end
        start, end = self._phrases.closed(text, at, end)
        return (span(text, start, end), verb) if end > start else None

    def verb(self, text: str, at: int) -> Span | None:
        """The verb of the clause that goes on at ``at``."""
        stop = STOP.search(text, at, at + _FOLLOWING)
        return self._verbs.after(text, at, stop.start() if stop else at + _FOLLOWING)

    def verb_at_once(self, mention: Mention) -> Span | None:
        """The verb that follows a count at once: 脱贫 of 贫困户194户477人全部脱贫."""
        text, at = mention.text, _past_adjoining(mention, ("",))
        if text.startswith("的", at) or self._phrases.context.match(text, at):
            return None
        return self.verb(text, at) if self._verbs.ends_noun.match(text, at) else None

    def object(self, text: str, at: int) -> Span | None:
        """The noun at ``at``, of which a verb before it speaks: 绿色发展先进县, after 获评."""
        run = _NOUN.match(text, at)
        if run is None:
            return None
        cut = self._verbs.ends_noun.search(text, at + 1, run.end())
        start, end = self._phrases.phrase(text, at, cut.start() if cut else run.end())
        return span(text, start, end) if end - start >= 2 else None


def _next(mention: Mention) -> Iterator[Reading]:
    """The quantities among the next readings."""
    after = mention.passage.readings[mention.number + 1 : mention.number + 1 + _NEXT]
    return (reading for reading in after if reading.unit)


def _past_adjoining(mention: Mention, between: tuple[str, ...]) -> int:
    """Where a quantity ends, with those that adjoin it: 764户1813名."""
    at = mention.quantity.end
    for reading in _next(mention):
        if mention.text[at : reading.start] not in between:
            break
        at = reading.end
    return at
