"""The words on figures and beside them, in Chinese and English: ``schema/figures.json``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from ...annotation import settings
from ...annotation.repo import Repo
from ...annotation.vocabulary import vocabulary

LANGUAGES = ("zh", "en")


class Label(NamedTuple):
    """A name in both languages."""

    zh: str
    en: str

    def in_(self, language: str) -> str:
        return self.en if language == "en" else self.zh


class Words:
    """The words of one repository; ``note`` is what every caption has to say of its numbers, if anything."""

    def __init__(self, repo: Repo) -> None:
        self._said = settings.read(repo, "figures")
        self._repo = repo
        self.note = self.label("drafts") if repo.is_drafts else Label("", "")

    def label(self, name: str) -> Label:
        """A word that stands on figures, e.g. ``undated``."""
        return Label(**self._said["words"][name])

    def labels(self, name: str) -> dict[str, Label]:
        """The terms of a vocabulary by id, in its order."""
        terms = vocabulary(self._repo, name).terms
        return {key: Label(term["zh"], term["en"]) for key, term in terms.items()}

    def text(self, figure: str, part: str, facts: Mapping[str, Any]) -> Label:
        """The ``title``, ``caption`` or ``alt`` of a figure, with the ``facts`` that it names."""
        return Label(
            *(
                self._said["figures"][figure][part][language].format_map(
                    {key: _in(value, language) for key, value in facts.items()}
                )
                for language in LANGUAGES
            )
        )

    def amount(self, value: float, language: str) -> str:
        """A number as it is read: 735亿, 73.5 bn; none of its digits is lost."""
        for scale in self._said["scales"][language]:
            if abs(value) >= scale["from"]:
                return f"{value / scale['from']:,.10g}{scale['word']}"
        return f"{value:,.10g}"


def _in(value: Any, language: str) -> Any:
    return value.in_(language) if isinstance(value, Label) else value
