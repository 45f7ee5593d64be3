"""An evaluation as tables to read: heads and rows of text, each with a title."""

from __future__ import annotations

from collections.abc import Iterator

from .evaluation import Evaluation, Scores
from .scores import LEVELS, VIEWS, LabelScores, Score

Table = tuple[str, list[str], list[list[str]]]

_PRF = ["P", "R", "F1"]
_COUNTS = ["gold", "predicted"]


def tables(found: Evaluation) -> Iterator[Table]:
    """Claims by level, heads, themes and census as far as gold has them, then all by document."""
    scores = found.scores
    if scores.claims:
        heads = ["claims, up to", *(f"{view} {name}" for view in VIEWS for name in _PRF)]
        rows = [
            [level, *(cell for view in VIEWS for cell in _prf(views[view]))]
            for level, views in scores.claims.items()
        ]
        span = scores.claims["span"]["exact"]
        yield f"Claims: {span.gold} in gold, {span.predicted} predicted", heads, rows
    if scores.heads:
        rows = [[level, *_prf(score)] for level, score in scores.heads.items()]
        span = scores.heads["span"]
        title = f"Section heads: {span.gold} in gold, {span.predicted} predicted"
        yield title, ["heads, up to", *_PRF], rows
    if scores.themes:
        title = f"Themes: {scores.themes.gold} sentences, accuracy {_score(scores.themes.accuracy)}"
        title += f", macro-F1 {_score(scores.themes.macro_f1)}"
        yield title, ["theme", *_COUNTS, *_PRF], _labels(scores.themes)
    if scores.census:
        title = f"Census: {scores.census.gold} numerals, accuracy {_score(scores.census.accuracy)}"
        yield title, ["label", *_COUNTS, *_PRF], _labels(scores.census)
    heads = ["document", "claims", "span", "all", "overlap", "heads", "themes", "census"]
    rows = [[name, *_document(scores)] for name, scores in found.documents.items()]
    title = "By document: F1 of claims (span; all levels; all, with overlap) and heads, accuracy of labels"
    yield title, heads, rows


def _document(scores: Scores) -> list[str]:
    claims = scores.claims
    ends = [claims["span"]["exact"], *claims[LEVELS[-1]].values()] if claims else []
    return [
        str(ends[0].gold) if ends else "0",
        *([_score(end.f1) for end in ends] or ["–"] * 3),
        _score(scores.heads["level"].f1 if scores.heads else None),
        _score(scores.themes.accuracy if scores.themes else None),
        _score(scores.census.accuracy if scores.census else None),
    ]


def _labels(scores: LabelScores) -> list[list[str]]:
    return [
        [label, str(score.gold), str(score.predicted), *_prf(score)]
        for label, score in scores.labels.items()
    ]


def _prf(score: Score) -> list[str]:
    return [_score(value) for value in (score.precision, score.recall, score.f1)]


def _score(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"
