"""What the texts write about: the share of their text by theme."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from ...annotation.repo import Repo
from . import charts, columns
from .figure import Figure, figure, named
from .groups import Groups
from .words import Words


def characters(repo: Repo, groups_of: Mapping[str, tuple[str, ...]]) -> Counter[tuple[Any, ...]]:
    """How many characters the spans of each theme have, by groups and theme."""
    import pyarrow.compute as pc

    spans = (
        table.append_column("characters", pc.subtract(table["end"], table["start"]))
        for table in columns.batches(repo.data, "themes", ("document", "theme", "start", "end"))
    )
    return columns.count(spans, ("document", "theme"), groups_of, "characters")


def share(words: Words, by: Counter[tuple[Any, ...]], groups: Groups) -> Figure:
    """A row a theme and group: its characters, and its share of all of the group's that have a theme."""
    of_group = Counter[str]()
    of_theme = Counter[str]()
    for (group, theme), number in by.items():
        of_group[group] += number
        of_theme[theme] += number
    names = words.labels("themes")
    rows = [
        named("theme", theme, names[theme])
        | named(groups.by, group, label)
        | {
            "characters": by[group, theme],
            "share": round(by[group, theme] / of_group[group], 4) if of_group[group] else 0.0,
        }
        for theme, _ in of_theme.most_common()
        for group, label in groups.labels.items()
    ]
    top = max(rows, key=lambda row: row["share"])
    facts = {
        "themes": len(of_theme),
        "groups": len(groups.labels),
        "characters": f"{of_group.total():,}",
        "largest": names[top["theme"]],
        "where": groups.labels[top[groups.by]],
        "percent": f"{100 * top['share']:.0f}",
        "most": names[of_theme.most_common(1)[0][0]],
    }
    return figure(words, f"theme-share-by-{groups.by}", rows, charts.heat(groups.by), **facts)
