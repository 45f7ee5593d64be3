"""Charts that compare groups: shares as shaded cells, claims as bars, years as histograms."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from . import style
from .figure import Draw, Row
from .style import COLOURS, FAINT, HATCHES, INK, RULE, SIZE, SMALL
from .words import Words

LABEL = 48.0
"""The most millimetres for the names of rows."""


EM = style.millimetres("湘", SMALL)
DARKEST = 0.4
"""The share from which on cells are no darker: else one theme would make all others pale."""


def _names(rows: Iterable[Row], column: str, language: str) -> dict[str, str]:
    """The names in a column by id, in the order of ``rows``."""
    return {row[column]: row[f"{column}_{language}"] for row in rows}


def heat(by: str) -> Draw:
    """Cells by theme and ``by``, shaded by the share, which stands in them in per cent."""

    def draw(rows: list[Row], words: Words, language: str) -> Any:
        themes, groups = _names(rows, "theme", language), _names(rows, by, language)
        shares = {(row["theme"], row[by]): row["share"] for row in rows}
        matrix = [[shares[theme, group] for group in groups] for theme in themes]
        darkest = min(max(map(max, matrix)), DARKEST) or 1.0
        names = [style.lines(name, LABEL) for name in themes.values()]
        room = style.WIDTH - 3 - max(style.millimetres(name, SMALL) for name in names)
        heads, tall, turned = _heads(list(groups.values()), room / len(groups))
        drawing = style.canvas(3.9 * len(themes) + tall + 6)
        axes = drawing.subplots()
        axes.pcolormesh(
            matrix, cmap="Blues", vmin=0, vmax=1.15 * darkest, edgecolors="white", lw=0.6
        )
        for y, line in enumerate(matrix):
            for x, share in enumerate(line):
                ink = "white" if share > 0.6 * darkest else INK
                axes.text(
                    x + 0.5,
                    y + 0.5,
                    _percent(share),
                    color=ink,
                    size=SMALL,
                    ha="center",
                    va="center",
                )
        axes.set_xlabel(words.label("percent").in_(language), size=SMALL)
        axes.xaxis.set_ticks_position("top")
        side = {"rotation": 90, "va": "bottom"} if turned else {}
        axes.set_xticks([x + 0.5 for x in range(len(heads))], heads, size=SMALL, **side)
        axes.set_yticks([y + 0.5 for y in range(len(names))], names, size=SMALL)
        axes.invert_yaxis()
        _bare(axes)
        return drawing

    return draw


def _percent(share: float) -> str:
    return "<1" if 0 < share < 0.005 else f"{100 * share:.0f}" if share else ""


def _heads(names: list[str], width: float) -> tuple[list[str], float, bool]:
    """The heads of columns of that width: in lines if four Chinese characters fit, else on their side.

    With their height in millimetres, and whether they are on their side.
    """
    parts = [name.replace("-", " ").split() for name in names]
    widest = max(
        style.millimetres(w, SMALL)
        for split in parts
        for part in split
        for w in style.words_of(part)
    )
    if max(widest, 4 * EM) <= width:
        broken = ["\n".join(style.lines(part, width, 2) for part in split) for split in parts]
        return broken, 3.2 * max(name.count("\n") + 1 for name in broken), False
    kept = [style.lines(name, 38) for name in names]
    return kept, max(style.millimetres(name, SMALL) for name in kept) + 2, True


def bars(by: str) -> Draw:
    """A bar a row of ``by``, divided by status: as long as its claims are many, by theme; else all alike."""

    def draw(rows: list[Row], words: Words, language: str) -> Any:
        names, statuses = _names(rows, by, language), _names(rows, "status", language)
        measure = "claims" if by == "theme" else "share"
        values = {(row[by], row["status"]): row for row in rows}
        totals = [sum(values[name, s]["claims"] for s in statuses) for name in names]
        drawing = style.canvas(4.3 * len(names) + 12)
        axes = drawing.subplots()
        left = [0.0] * len(names)
        ends = max(sum(values[name, s][measure] for s in statuses) for name in names)
        for status, label in statuses.items():
            widths = [values[name, status][measure] for name in names]
            look = {
                "color": COLOURS[status],
                "hatch": HATCHES[status],
                "edgecolor": "white",
                "lw": 0.3,
            }
            axes.barh(range(len(names)), widths, 0.74, left, label=label, **look)
            left = [a + b for a, b in zip(left, widths, strict=True)]
        for y, (end, total) in enumerate(zip(left, totals, strict=True)):
            axes.text(end + 0.015 * ends, y, f"{total:,}", size=SMALL, va="center")
        cut = [style.lines(name, LABEL) for name in names.values()]
        axes.set_yticks(range(len(names)), cut, size=SMALL)
        axes.set_xlim(0, 1.12 * ends)
        axes.set_ylim(len(names) - 0.4, -0.6)
        axes.set_xticks([])
        _bare(axes)
        drawing.legend(loc="outside upper left", ncols=len(statuses), fontsize=SIZE, borderpad=0)
        return drawing

    return draw


def histograms(by: str) -> Draw:
    """For each of ``by`` the claims by the year that their period ends in, over its review and its plan."""

    def draw(rows: list[Row], words: Words, language: str) -> Any:
        names = _names(rows, by, language)
        drawing = style.canvas(13.5 * len(names) + 15)
        all_axes = drawing.subplots(len(names), 1, sharex=True, squeeze=False)[:, 0]
        for (key, name), axes in zip(names.items(), all_axes, strict=True):
            _histogram(axes, [row for row in rows if row[by] == key], style.lines(name, 80))
        years = [row["period_year"] for row in rows]
        step = max(1, round((max(years) - min(years)) / 6))
        ticks = range(max(years) - (max(years) - min(years)) // step * step, max(years) + 1, step)
        all_axes[-1].set_xticks(list(ticks), [str(year) for year in ticks], size=SMALL)
        _legend(drawing, rows, words, language)
        return drawing

    return draw


BELOW = {"review": -0.2, "plan": -0.45}
"""Where the lines of a review and a plan run, below bars that are at most 1 high."""


def _histogram(axes: Any, rows: list[Row], title: str) -> None:
    most = max(row["claims"] for row in rows)
    for row in rows:
        told = (row["claims"] - row["from_document"]) / (most or 1)
        axes.bar([row["period_year"]], [told], 0.8, **_TOLD)
        axes.bar([row["period_year"]], [row["from_document"] / (most or 1)], 0.8, told, **_INFERRED)
        if row["written"]:
            axes.plot([row["period_year"]], [-0.25], **_WRITTEN)
    for row in _labelled(rows):
        at = row["period_year"], row["claims"] / most + 0.08
        axes.text(*at, f"{row['claims']:,}", size=SMALL, ha="center")
    for kind, y in BELOW.items():
        for first, last in _runs([row["period_year"] for row in rows if row[kind]]):
            axes.plot([first - 0.5, last + 0.5], [y, y], **_LINES[kind])
    axes.axhline(0, color=RULE, lw=0.5)
    axes.set_title(title, size=SIZE, loc="left", pad=1)
    axes.set_ylim(-0.65, 1.6)
    axes.set_yticks([])
    _bare(axes)


def _labelled(rows: list[Row]) -> list[Row]:
    """The rows whose number is written: all but those beside a higher one whose number takes their room."""
    year = style.WIDTH / (len(rows) + 2)
    taken: list[tuple[float, float]] = []
    found = []
    for row in sorted((row for row in rows if row["claims"]), key=lambda row: -row["claims"]):
        half = style.millimetres(f"{row['claims']:,}", SMALL) / 2 + 0.2
        middle = row["period_year"] * year
        if all(middle + half <= left or right <= middle - half for left, right in taken):
            taken.append((middle - half, middle + half))
            found.append(row)
    return found


def _runs(years: list[int]) -> list[tuple[int, int]]:
    """The first and last of each stretch of years that follow one another."""
    starts = [y for y in years if y - 1 not in years]
    ends = [y for y in years if y + 1 not in years]
    return list(zip(starts, ends, strict=True))


_TOLD: dict[str, Any] = {"facecolor": COLOURS["actual"]}
_INFERRED: dict[str, Any] = {
    "facecolor": COLOURS["estimate"],
    "hatch": HATCHES["estimate"],
    "edgecolor": "white",
    "lw": 0,
}
_LINES: dict[str, dict[str, Any]] = {
    "review": {"color": INK, "lw": 2.0, "solid_capstyle": "butt"},
    "plan": {"color": COLOURS["target"], "lw": 2.0, "ls": (0, (1.2, 0.8))},
}
_WRITTEN: dict[str, Any] = {
    "marker": "v",
    "color": INK,
    "ms": 4,
    "mec": "white",
    "mew": 0.5,
    "ls": "none",
    "zorder": 3,
}


def _legend(drawing: Any, rows: list[Row], words: Words, language: str) -> None:
    """What the bars, the lines and the mark mean, of those that there are."""
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    marks = {
        kind: Line2D([0], [0], **look) for kind, look in {**_LINES, "written": _WRITTEN}.items()
    }
    looks = {"told": Patch(**_TOLD), "from_document": Patch(**_INFERRED), **marks}
    shown = [kind for kind in looks if kind == "told" or any(row[kind] for row in rows)]
    drawing.legend(
        [looks[kind] for kind in shown],
        [words.label(kind).in_(language) for kind in shown],
        loc="outside upper left",
        ncols=3,
        fontsize=SIZE,
        borderpad=0,
    )


def _bare(axes: Any) -> None:
    """No frame and no tick marks: the labels say enough."""
    axes.tick_params(length=0, pad=2)
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.xaxis.label.set_color(FAINT)
