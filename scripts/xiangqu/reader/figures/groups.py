"""What the texts of a corpus are set side by side by: each by itself, or by year and by place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ...annotation.repo import Repo
from ...annotation.vocabulary import places, vocabulary
from . import columns
from .words import Label, Words

Row = dict[str, Any]

MOST = 12
"""The most groups that stand side by side: more texts than that are grouped."""
_LEVELS = (6, 4, 2)
"""How many digits of a code of GB/T 2260 name a county, a prefecture, a province."""


@dataclass(frozen=True)
class Groups:
    """Groups of texts by ``by`` (document, year or place).

    ``labels`` has each group by its key, in the order shown; ``of`` the key by the id of a document.
    """

    by: str
    labels: dict[str, Label]
    of: dict[str, str]


def documents(repo: Repo) -> list[Row]:
    """What is known of each text, sorted by id."""
    names = ("id", "place", "date", "genre", "review_period", "plan_period")
    found = columns.rows(columns.batches(repo.data, "documents", names))
    return sorted(found, key=lambda row: str(row["id"]))


def by_document(repo: Repo, texts: Sequence[Row]) -> Groups:
    """A group a text. In Chinese it is called by place, genre and year, if no two are called alike."""
    known, genres = places(repo), vocabulary(repo, "genres").terms
    called = {row["id"]: _name(row, known, genres) for row in texts}
    often = Counter(called.values())
    labels = {
        key: Label(name if name and often[name] == 1 else key, key) for key, name in called.items()
    }
    return Groups("document", labels, {key: key for key in labels})


def _name(row: Row, known: dict[str, str], genres: dict[str, Row]) -> str:
    parts = (
        known.get(row["place"]),
        genres.get(row["genre"], {}).get("zh"),
        (row["date"] or "")[:4],
    )
    return " ".join(str(part) for part in parts if part)


def year(row: Row) -> int | None:
    """The year of a text, None if it has no date."""
    return int(row["date"][:4]) if row["date"] else None


def by_year(words: Words, texts: Sequence[Row]) -> Groups:
    """A group a year, or equal spans of years if there are too many; last the texts without a date."""
    years = [found for row in texts if (found := year(row)) is not None]
    first, last = min(years, default=0), max(years, default=0)
    width = -(-(last - first + 1) // MOST)
    starts = {row["id"]: _start(year(row), first, width) for row in texts}
    labels = {
        str(start): _years(start, width) for start in sorted(s for s in {*starts.values()} if s)
    }
    labels |= {"": words.label("undated")} if None in starts.values() else {}
    return Groups("year", labels, {key: str(start or "") for key, start in starts.items()})


def _start(found: int | None, first: int, width: int) -> int | None:
    return None if found is None else found - (found - first) % width


def _years(start: int, width: int) -> Label:
    name = str(start) if width == 1 else f"{start}–{start + width - 1}"
    return Label(name, name)


def by_place(repo: Repo, words: Words, texts: Sequence[Row]) -> Groups:
    """A group a county; where there are too many a prefecture, or a province. The smallest are others."""
    level = next((n for n in _LEVELS if len({*_codes(texts, n).values()}) <= MOST), _LEVELS[-1])
    codes, known = _codes(texts, level), places(repo)
    often = Counter(code for code in codes.values() if code)
    ranked = sorted(often, key=lambda code: (-often[code], code))
    kept = ranked if len({*codes.values()}) <= MOST else ranked[: MOST - 2]
    labels = {code: Label(known.get(code, code), known.get(code, code)) for code in sorted(kept)}
    labels |= {"others": words.label("others")} if len(kept) < len(ranked) else {}
    labels |= {"": words.label("no_place")} if "" in codes.values() else {}
    named = {key: code if code in labels else "others" for key, code in codes.items()}
    return Groups("place", labels, named)


def _codes(texts: Sequence[Row], digits: int) -> dict[str, str]:
    """By the id of a text the code of its place at that level, empty if it has none."""
    return {row["id"]: row["place"][:digits].ljust(6, "0") if row["place"] else "" for row in texts}
