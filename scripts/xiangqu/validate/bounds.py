"""The words that bound or approximate a number, at the ends of a quantity span and next to it."""

from __future__ import annotations

from collections.abc import Iterable

from ..annotation.vocabulary import Vocabulary
from ..text import numerals

APART = 12
"""How many characters before a number its bound may stand, the word itself included."""


class Bounds:
    """The words of the vocabulary of bounds, by the side of the number that they stand on."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        terms = vocabulary.terms.items()
        self._before = longest_first((word, b) for b, term in terms for word in term["before"])
        self._after = longest_first((word, b) for b, term in terms for word in term["after"])
        self._apart = longest_first((word, b) for b, term in terms for word in term["apart"])
        self._other_words = frozenset(word for _, term in terms for word in term["other_words"])

    def split_before(self, text: str) -> tuple[str, str]:
        """The bound that the first word of ``text`` gives, and the text without that word."""
        for word, bound in self._before:
            if text.startswith(word):
                return bound, text.removeprefix(word)
        return "exact", text

    def split_after(self, text: str) -> tuple[str, str]:
        """The bound that the last word of ``text`` gives, and the text without that word."""
        for word, bound in self._after:
            if text.endswith(word):
                return bound, text.removesuffix(word)
        return "exact", text

    def apart(self, before: str) -> str:
        """The bound that the last such word near the end of ``before`` gives, with a few words after it.

        No number and no punctuation stands between it and the number that it bounds: 至少增加.
        """
        nearest, said = APART, "exact"
        for word, bound in self._apart:
            _, found, between = before[-APART:].rpartition(word)
            is_plain = between.isalpha() and numerals.NUMERAL_CHARACTERS.isdisjoint(between)
            if found and is_plain and len(between) < nearest:
                nearest, said = len(between), bound
        return said

    def left_out(self, before: str, span: str, after: str) -> str | None:
        """The word that touches ``span`` from outside, given the text ``before`` and ``after`` it.

        Of one character only those before it count, and not in 节约 or 附近: a span may well be
        followed by the 多 or 余 of another word.
        """
        before = before.rstrip()
        for word, _ in self._before:
            if before.endswith(word) and before[-2:] not in self._other_words:
                return word
        if self.split_after(span)[1] != span:
            return None  # it has one: 以内左右
        return next((w for w, _ in self._after if len(w) > 1 and after.startswith(w)), None)


def longest_first(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """So that 超过 is found before 超."""
    return sorted(pairs, key=lambda pair: -len(pair[0]))
