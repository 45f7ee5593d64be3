"""Charts of values: an indicator a panel over the years, or a claim a row."""

from __future__ import annotations

from typing import Any

from . import style
from .figure import Row
from .style import COLOURS, FAINT, INK, MARKERS, RULE, SIZE, SMALL
from .words import Words

COLUMNS = 2
HALF = style.WIDTH / COLUMNS - 2
"""Millimetres for a panel."""
SIGNS = {"about": "≈", "nearly": "≈", "over": ">", "at_least": "≥", "under": "<", "at_most": "≤"}

Box = tuple[float, float, float, float]


def panels(rows: list[Row], words: Words, language: str) -> Any:
    """A panel an indicator: outcomes and targets by year, each with its value; or medians."""
    series: dict[tuple[Any, ...], list[Row]] = {}
    for row in rows:
        series.setdefault(_key(row), []).append(row)
    height = -(-len(series) // COLUMNS)
    drawing = style.canvas(25 * height + 9)
    grid = drawing.subplots(height, COLUMNS, squeeze=False).flatten()
    places = {row.get("place") for row in rows}
    years = min(row["year"] for row in rows), max(row["year"] for row in rows)
    for axes, points in zip(grid, series.values(), strict=False):
        _panel(axes, points, words, language, years)
        title = _title(points[0], words, language, len(places) > 1)
        axes.set_title(title, size=SIZE, loc="left", pad=2, linespacing=1.1)
    for axes in grid[len(series) :]:
        axes.set_visible(False)
    _legend(drawing, rows, words, language)
    return drawing


def _key(row: Row) -> tuple[Any, ...]:
    return tuple(row.get(name) for name in ("indicator", "measure", "unit", "basis", "place"))


def _title(row: Row, words: Words, language: str, placed: bool) -> str:
    """The indicator, and below it the measure if it is no amount, the place and the unit."""
    parts = [words.labels("measures")[row["measure"]].in_(language).lower()]
    parts = parts if row["measure"] != "level" else []
    if placed and row.get("place_name"):
        parts.append(row["place_name"])
    if row["unit"] not in ("count", "%"):
        unit = words.labels("units").get(row["unit"])
        parts.append(unit.in_(language) if unit else row["unit"])
    details = ("，" if language == "zh" else ", ").join(parts) + " %" * (row["unit"] == "%")
    name, room = row[f"indicator_{language}"], HALF - (7 if "claims" in row else 1)
    comma = ("，" if language == "zh" else ", ") if details else ""
    if style.millimetres(name + comma + details) <= room:
        return style.lines(name + comma + details, room, 1, SIZE)
    return f"{style.lines(name, room, 2, SIZE)}\n{style.lines(details, room, 1, SIZE)}".rstrip("\n")


def _panel(
    axes: Any, points: list[Row], words: Words, language: str, years: tuple[int, int]
) -> None:
    _frame(axes, points, years)
    if "claims" in points[0]:
        _medians(axes, points)
        return
    promises = _promises(points)
    for xs, ys in promises:
        axes.plot(xs, ys, ":", color=COLOURS["target"], lw=0.8)
    for p in points:
        axes.plot([p["year"]], [p["value"]], **_mark(p["status"]), clip_on=False, zorder=3)
    _values(axes, points, promises, words, language)


def _medians(axes: Any, points: list[Row]) -> None:
    """A line through the medians, in a band between the quartiles."""
    for kind, dashes in (("actual", "-"), ("target", "--")):
        line = [p for p in points if p["status"] == kind]
        if not line:
            continue
        xs, ys, lows, highs = ([p[name] for p in line] for name in ("year", "value", "low", "high"))
        axes.fill_between(xs, lows, highs, color=COLOURS[kind], alpha=0.18, lw=0)
        look = _mark(kind) | {"ls": dashes, "ms": 3 if kind == "target" else 2, "mew": 0.6}
        axes.plot(xs, ys, **look, lw=0.8, color=COLOURS[kind], clip_on=False)
    axes.locator_params(axis="y", nbins=3)
    axes.tick_params(axis="y", labelsize=SMALL)


def _frame(axes: Any, points: list[Row], years: tuple[int, int]) -> None:
    """The scales: all years of the figure, and from zero to the highest value and the words above it."""
    first, last = years
    room = 0.06 * (last - first) + 0.6
    values: list[float] = [
        p[name] for p in points for name in ("value", "low", "high") if name in p
    ]
    bottom, top = min(0, *values), max(0, *values) or 1.0
    axes.set_xlim(first - room, last + room)
    axes.set_ylim(bottom - (0.1 * (top - bottom) if bottom else 0), top + 0.65 * (top - bottom))
    axes.axhline(0, color=RULE, lw=0.5)
    all_years = range(first, last + 1)
    ticks = [*all_years] if len(all_years) < 6 else [first, (first + last) // 2, last]
    axes.set_xticks(ticks, [str(year) for year in ticks], size=SMALL)
    if "claims" not in points[0]:
        axes.set_yticks([])
    axes.tick_params(length=0, pad=3)
    for spine in axes.spines.values():
        spine.set_visible(False)


def _promises(points: list[Row]) -> list[tuple[tuple[int, int], tuple[float, float]]]:
    """The years and values of lines from the last outcome before a target to that target."""
    outcomes = [p for p in points if p["status"] != "target"]
    found = []
    for target in (p for p in points if p["status"] == "target"):
        if before := [p for p in outcomes if p["year"] < target["year"]]:
            start = max(before, key=lambda p: p["year"])
            found.append(((start["year"], target["year"]), (start["value"], target["value"])))
    return found


def _values(axes: Any, points: list[Row], promises: list[Any], words: Words, language: str) -> None:
    """The value of each point, once, at a spot beside it where it covers nothing, if there is one."""
    (left, right), (bottom, top) = axes.get_xlim(), axes.get_ylim()
    across, up = (
        (right - left) / (HALF - 2),
        (top - bottom) / 11,
    )  # a millimetre in units of the axes
    taken = [_around(p["year"], p["value"], 1.1 * across, 1.1 * up) for p in points]
    for (x1, x2), (y1, y2) in promises:
        steps = [n / 12 for n in range(13)]
        taken += [
            _around(x1 + n * (x2 - x1), y1 + n * (y2 - y1), 0.3 * across, 0.3 * up) for n in steps
        ]
    said = {(_said(p, words, language), p["year"]): p for p in points if p["status"] == "target"}
    said |= {(_said(p, words, language), p["year"]): p for p in points if p["status"] != "target"}
    for (text, year), p in said.items():
        wide, tall = style.millimetres(text, SMALL) * across, 2.6 * up
        boxes = [
            (x, y, x + wide, y + tall)
            for dx, dy in SPOTS
            for x in [year + dx * (wide / 2 + across * 1.3) - wide / 2]
            for y in [p["value"] + dy * up]
        ]
        inside = [
            b for b in boxes if left <= b[0] and b[2] <= right and bottom <= b[1] and b[3] <= top
        ]
        free = (b for b in inside if not any(_overlap(b, other) for other in taken))
        box = next(free, (inside or boxes)[0])
        taken.append(box)
        colour = COLOURS["target"] if p["status"] == "target" else INK
        axes.text(box[0], box[1], text, size=SMALL, color=colour)


SPOTS = (
    *((0, 1.7), (-0.5, 1.7), (0.5, 1.7), (-0.8, 1.7), (0.8, 1.7), (-1, -1.2), (1, -1.2), (0, -4.2)),
    *((-0.7, -4.2), (0.7, -4.2), (0, 4.3), (-0.7, 4.3), (0.7, 4.3)),
)
"""Where a value may stand: its middle in widths from its point, its foot in millimetres."""


def _said(p: Row, words: Words, language: str) -> str:
    return (SIGNS.get(p["bound"], "") + words.amount(p["value"], language)).replace("-", "−")


def _mark(status: str) -> dict[str, Any]:
    """How a point of that status looks; a target is hollow, so that an outcome shows in it."""
    is_target = status == "target"
    look = {"mec": COLOURS[status], "mfc": "none" if is_target else COLOURS[status], "mew": 0.9}
    return {"marker": MARKERS[status], "ms": 5 if is_target else 3.5, "ls": "none", **look}


def _around(x: float, y: float, wide: float, tall: float) -> Box:
    return x - wide, y - tall, x + wide, y + tall


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def dots(rows: list[Row], words: Words, language: str) -> Any:
    """A row a claim of growth, by year: a mark for its status, and its value with its basis."""
    years = sorted({row["year"] for row in rows})
    drawing = style.canvas(3.9 * (len(rows) + len(years)) + 14)
    axes = drawing.subplots()
    ticks: list[float] = []
    names: list[str] = []
    below = 0.0
    for year in years:
        axes.axhline(below, color=RULE, lw=0.4, zorder=0)
        ticks.append(below)
        names.append(str(year))
        below += 1
        for row in (row for row in rows if row["year"] == year):
            name = style.lines(row[f"indicator_{language}"], 48, 2)
            high = 1.7 if "\n" in name else 1
            _dot(axes, below + (high - 1) / 2, row, words, language)
            ticks.append(below + (high - 1) / 2)
            names.append(name)
            below += high
    drawing.set_figheight((3.9 * below + 14) * style.MM)
    axes.set_yticks(ticks, names, size=SMALL)
    for name, tick in zip(names, axes.get_yticklabels(), strict=True):
        if name in map(str, years):
            tick.set(color=FAINT, size=SIZE)
    axes.set_ylim(below - 0.4, -0.8)
    _scale(axes, [row["value"] for row in rows])
    axes.axvline(0, color=RULE, lw=0.6, zorder=0)
    axes.set_xlabel(words.label("growth").in_(language), size=SMALL)
    axes.tick_params(length=0, pad=2)
    for spine in axes.spines.values():
        spine.set_visible(False)
    _legend(drawing, rows, words, language)
    return drawing


def _dot(axes: Any, y: float, row: Row, words: Words, language: str) -> None:
    """The mark, a line to it from zero, and the value: to the right of both, where there is room."""
    status, value = row["status"] or "", row["value"]
    axes.plot([0, value], [y, y], color=COLOURS[status], lw=0.8, alpha=0.6, zorder=1)
    axes.plot([value], [y], **_mark(status))
    said = _said(row, words, language)
    if row["basis"] in ("annual_average", "since"):
        said += f" {words.label(row['basis']).in_(language)}"
    place = {"xytext": (5, 0), "textcoords": "offset points", "va": "center"}
    axes.annotate(said, (max(value, 0), y), **place, size=SMALL)


LINEAR = 10
"""Per cent to both sides of zero where a wide scale is linear; logarithmic beyond."""


def _scale(axes: Any, values: list[float]) -> None:
    low, high = min(0.0, *values), max(0.0, *values)
    if max(-low, high) <= 4 * LINEAR:
        axes.set_xlim(1.1 * low - 1, 1.45 * high + 2)
        return
    axes.set_xscale("symlog", linthresh=LINEAR, linscale=1.2)
    axes.set_xlim(2 * min(low, -1), 12 * max(high, 2))
    ticks = [t for t in (-1000, -100, -10, 0, 10, 100, 1000) if 3 * low <= t <= 4 * high]
    axes.set_xticks(ticks, [f"{t:,}".replace("-", "−") for t in ticks], size=SMALL)
    axes.minorticks_off()


def _legend(drawing: Any, rows: list[Row], words: Words, language: str) -> None:
    """What the marks mean, if there are several."""
    from matplotlib.lines import Line2D

    names = words.labels("statuses")
    there = {row["status"] for row in rows}
    shown = [status for status in names if status in there]
    if len(shown) < 2:
        return
    lines = [Line2D([0], [0], **_mark(status)) for status in shown]
    labels = [names[s].in_(language) for s in shown]
    drawing.legend(
        lines, labels, loc="outside upper left", ncols=len(shown), fontsize=SIZE, borderpad=0
    )
