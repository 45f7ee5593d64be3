"""Figures of a corpus, each with the table that it shows: for papers, and for the pages of the reader.

`of` counts, and needs no plotting library; `style` draws.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from ...annotation.errors import DataError
from ...annotation.repo import Repo
from ...files import store
from . import claims, columns, groups, growth, periods, series, style, themes
from .figure import Figure, Row, to_csv
from .groups import Groups
from .words import LANGUAGES, Words

CAPTIONS = "captions.md"
Progress = Callable[[str], None]


def of(repo: Repo, words: Words) -> list[Figure]:
    """The figures of a corpus or of a folder of drafts; one that would show nothing is left out.

    Up to `groups.MOST` texts stand side by side; more are shown by year and by place. Raises DataError if
    a table is missing or damaged, or there is no text.
    """
    texts = groups.documents(repo)
    if not texts:
        raise DataError(f"{repo.data}: has no documents")
    return list(_figures(repo, words, texts))


def _figures(repo: Repo, words: Words, texts: list[Row]) -> Iterator[Figure]:
    few = len(texts) <= groups.MOST
    shown = (
        [groups.by_document(repo, texts)]
        if few
        else [groups.by_year(words, texts), groups.by_place(repo, words, texts)]
    )
    groups_of = {text["id"]: tuple(by.of[text["id"]] for by in shown) for text in texts}
    if found := themes.characters(repo, groups_of):
        for number, by in enumerate(shown):
            yield themes.share(words, columns.of_group(found, number), by)
    claims_of = columns.batches(repo.data, "claims", ("document", "theme", "status"))
    if found := columns.count(claims_of, ("document", "theme", "status"), groups_of):
        yield from _claims(words, found, [] if few else shown)
    yield from filter(None, _values(repo, words, few))
    if found := periods.ends(repo, groups_of):
        yield periods.by_group(words, columns.of_group(found, 0), shown[0], texts)


def _values(repo: Repo, words: Words, few: bool) -> Iterator[Figure | None]:
    """Targets and growth: claim by claim, or the middle of many."""
    each = growth.by_year(repo, words) if few else None
    rates = {} if each else series.rates(repo)
    yield series.targets(repo, words) if few else series.targets_over_years(words, rates)
    yield each or series.growth_over_years(words, rates)


def _claims(words: Words, found: Counter[tuple[Any, ...]], shown: list[Groups]) -> Iterator[Figure]:
    """Claims by status and theme, and by the groups that are ``shown``."""
    by_theme, by_group = Counter[tuple[str, str]](), Counter[tuple[Any, ...]]()
    for (of, theme, status), number in found.items():
        by_theme[theme or "", status or ""] += number
        by_group[of, status or ""] += number
    names = words.labels("themes") | {"": words.label("unknown")}
    yield claims.by_status(words, "theme", by_theme, claims.ordered(by_theme, names))
    for number, by in enumerate(shown):
        yield claims.by_status(words, by.by, columns.of_group(by_group, number), by.labels)


def files(
    repo: Repo, folder: Path, progress: Progress, languages: tuple[str, ...] = LANGUAGES
) -> dict[Path, bytes]:
    """SVG and PNG of each figure in each language, its numbers as CSV, and all captions in one file.

    Raises UsageError if matplotlib is not installed, and as `of` does.
    """
    with style.settings():  # says at once what is missing
        words = Words(repo)
    made: dict[Path, bytes] = {}
    figures = of(repo, words)
    for figure in figures:
        progress(figure.name)
        made[folder / f"{figure.name}.csv"] = to_csv(figure.rows)
        for language in languages:
            name = f"{figure.name}.{language}"
            svg, png = style.both(figure, words, language)
            made[folder / f"{name}.svg"], made[folder / f"{name}.png"] = svg.encode(), png
    made[folder / CAPTIONS] = captions(figures, languages).encode()
    return made


def captions(figures: list[Figure], languages: tuple[str, ...] = LANGUAGES) -> str:
    """Title, caption and description of each figure, as Markdown."""
    parts = []
    for figure in figures:
        parts.append(f"# {figure.name}")
        for language in languages:
            title, caption, alt = (
                said.in_(language) for said in (figure.title, figure.caption, figure.alt)
            )
            stop = "。" if language == "zh" else "."
            space = "" if language == "zh" else " "
            parts.append(f"**{title}{stop}**{space}{caption}")
            parts.append(f"![{alt}]({figure.name}.{language}.svg)")
    return "\n\n".join(parts) + "\n"


def write(
    repo: Repo,
    folder: Path,
    progress: Progress,
    *,
    languages: tuple[str, ...] = LANGUAGES,
    force: bool = False,
) -> list[str]:
    """Write `files` into ``folder``, all of them or none; the names of the figures.

    Raises UsageError if ``folder`` has other content (with ``force``, files of the same name are
    replaced).
    """
    made = files(repo, folder, progress, languages)
    store.write_output(folder, made, force=force)
    return [file.stem for file in made if file.suffix == ".csv"]
