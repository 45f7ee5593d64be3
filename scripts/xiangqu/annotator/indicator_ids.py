"""The id of the listed indicator that a phrase names."""

from __future__ import annotations

from ..annotation.records import Span
from ..annotation.repo import Repo
from ..annotation.vocabulary import vocabulary


class IndicatorIds:
    """The indicators of ``schema/vocabularies/indicators.json`` by their spellings."""

    def __init__(self, repo: Repo) -> None:
        self._listed: dict[str, dict[str, str]] = {}
        for key, term in vocabulary(repo, "indicators").terms.items():
            for spelling in term["spellings"]:
                self._listed.setdefault(spelling, {})[key] = term["unit"]

    def key(self, indicator: Span | None, measure: str, unit: str | None) -> str | None:
        """The id of the listed indicator that is written so and, for an amount, has this unit."""
        keys = self._listed.get(indicator.text, {}) if indicator else {}
        if len(keys) != 1:
            return None
        ((key, listed),) = keys.items()
        return None if measure in ("level", "share", "ratio") and unit != listed else key
