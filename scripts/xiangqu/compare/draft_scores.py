"""How well `xiangqu annotate` drafts whole texts: every level of a claim, and what is around the claims."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ..annotation.jsonlines import loads, plain
from ..annotation.pairing import pairs
from ..annotation.records import Annotated
from ..annotation.repo import Repo, decode, read_bytes
from ..annotation.spans import Unit, units
from ..annotator import Annotator
from ..annotator.doubts import DoubtRules
from ..text.align import apply
from ..text.split import paragraph_offsets, sentences
from .annotations import PUBLISHED, Annotation, moved, read
from .evaluation import Evaluation, evaluate
from .fields import equal
from .paragraphs import Passage, same_paragraphs

FRAME = ("title", "date", "place", "genre", "review_period", "plan_period")
"""What a document says of itself, as far as it is scored."""
SETS = ("reports", "blind")
"""Folders of ``tests/`` with whole texts: the one that rules are developed on, and the other."""

RIGHT = ("value", "unit", "bound", "measure", "status", "indicator", "period")
"""The fields of a draft that is right; its indicator need only overlap that of gold."""
BY_DOUBT = ("right, no doubt", "right, one doubt", "right, two doubts", "right, more doubts")

Row = dict[str, Any]
Place = tuple[str, int, int]
"""A paragraph, and where in it a claim begins and ends."""


def folders(repo: Repo) -> dict[str, Path]:
    """The sets of whole texts that are there; an installed copy of the corpus has none."""
    found = {name: repo.root / "tests" / name for name in SETS}
    return {name: folder for name, folder in found.items() if (folder / "claims.jsonl").exists()}


def draft_scores(repo: Repo) -> dict[str, dict[str, float | None]]:
    """By set (``corpus`` for its own texts), the score of each measure between 0 and 1.

    ``span`` and ``span, value, unit, bound`` are F1; a field is the share of the claims with the same
    span that have it; themes and census are accuracies, heads F1; fields of the document are shares.
    """
    rules = Annotator(repo), DoubtRules(repo)
    scores = {"corpus": _scores(*rules, read(repo, PUBLISHED), list(_corpus(repo)))}
    for name, folder in folders(repo).items():
        scores[name] = _scores(*rules, read(repo, str(folder)), list(_texts(folder)))
    return scores


def _corpus(repo: Repo) -> Iterator[tuple[Row, Path]]:
    """The metadata of each document of the corpus, and its seed."""
    for folder in repo.documents():
        about = _objects(folder / "document.jsonl")[0]
        yield about | {"document": about["id"]}, repo.seeds / about["seed_file"]


def _texts(folder: Path) -> Iterator[tuple[Row, Path]]:
    """The metadata of each document of a set, and its text."""
    for about in _objects(folder / "documents.jsonl"):
        yield about, folder / "texts" / f"{about['document']}.txt"


def _objects(file: Path) -> list[Row]:
    return [loads(line) for line in read_bytes(file).splitlines()]


def _scores(
    annotator: Annotator, doubts: DoubtRules, gold: Annotation, texts: list[tuple[Row, Path]]
) -> dict[str, float | None]:
    drafts = [
        (about, annotator.annotate(raw, about["document"], file.name), raw)
        for about, file in texts
        for raw in [decode(read_bytes(file), file)]
    ]
    passages = [p for _, drafted, raw in drafts for p in _passages(drafted, raw)]
    found: list[Unit] = [u for _, drafted, _ in drafts for u in units(drafted, sentences)]
    said = Annotation("drafts", passages, found)
    doubted = {
        (claim.paragraph, claim.start, claim.end): len(about.get(claim.id, ()))
        for _, drafted, _ in drafts
        for about in [doubts.of(drafted)]
        for claim in drafted.claims
    }
    return (
        _claims(evaluate(gold, said))
        | _by_doubt(gold, said, doubted)
        | {
            f"document: {field}": _share(
                [
                    plain(getattr(drafted.document, field)) == about[field]
                    for about, drafted, _ in drafts
                ]
            )
            for field in FRAME
        }
    )


def _by_doubt(
    gold: Annotation, said: Annotation, doubted: Mapping[Place, int]
) -> dict[str, float | None]:
    """By how many doubts there are about a claim, the share of those that are right in `RIGHT`."""
    same = same_paragraphs(gold.passages, said.passages)
    claims = [unit for unit in said.layer("claims") if unit.paragraph in same]
    found = pairs(gold.layer("claims"), moved(claims, same))
    right = {
        theirs.place for ours, theirs in found if all(_is_right(ours, theirs, f) for f in RIGHT)
    }
    shares: dict[str, list[bool]] = {name: [] for name in BY_DOUBT}
    for claim in claims:
        name = BY_DOUBT[min(doubted[claim.place], len(BY_DOUBT) - 1)]
        shares[name].append((same[claim.paragraph], claim.start, claim.end) in right)
    return {name: _share(hits) for name, hits in shares.items()}


def _is_right(gold: Unit, said: Unit, field: str) -> bool:
    return equal((gold, said), field, exact=field != "indicator")


def _passages(drafted: Annotated, raw: str) -> Iterator[Passage]:
    text = apply(raw, drafted.edits).text
    lines = [text[start:end] for start, end in paragraph_offsets(text) if start < end]
    for paragraph, line in zip(drafted.paragraphs, lines, strict=True):
        yield Passage(paragraph.id, drafted.document.id, line)


def _claims(found: Evaluation) -> dict[str, float | None]:
    """The scores of an evaluation by name, in the order in which they are shown."""
    scores = found.scores
    claims, fields = scores.claims or {}, scores.fields or {}
    rows: dict[str, float | None] = {
        "span": claims["span"]["exact"].f1,
        "span, value, unit, bound": claims["bound"]["exact"].f1,
    }
    for name, score in fields.items():
        rows[name] = score.equal / score.shared if score.shared else None
        if score.overlap is not None:
            rows[f"{name}, overlap"] = score.overlap / score.shared if score.shared else None
    rows["theme of the sentence"] = scores.themes.accuracy if scores.themes else None
    rows["label of the numeral"] = scores.census.accuracy if scores.census else None
    rows["section heads"] = scores.heads["span"].f1 if scores.heads else None
    return rows


def _share(right: list[bool]) -> float | None:
    return sum(right) / len(right) if right else None
