"""How well `xiangqu annotate` finds quantities in paragraphs, scored as other people's extractors are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ..annotation.repo import Repo
from ..annotation.spans import Unit
from ..annotator import Annotator
from .annotations import Annotation, read
from .draft_scores import draft_scores
from .evaluation import evaluate

OURS = "xiangqu annotate"
Records = list[dict[str, Any]]
"""By paragraph (``id``) the ``spans`` found in it: start, end, text, value (a float or None), unit."""


def held_out(repo: Repo) -> Path:
    """The folder of texts that the rules were not written with; a copy of the corpus may lack it."""
    return repo.root / "tests" / "heldout"


def gold(repo: Repo) -> dict[str, Annotation]:
    """The texts to score on, by name: those of the corpus, and the held-out set where it is."""
    found = {"corpus": read(repo, "published")}
    if (held_out(repo) / "claims.jsonl").exists():
        found["held-out"] = read(repo, str(held_out(repo)))
    return found


def rule_scores(repo: Repo) -> dict[str, Any]:
    """The scores of our rules on each set of `gold`, as `span_scores` gives them, and of whole ``drafts``."""
    annotator = Annotator(repo)
    spans = {
        name: span_scores(layers, find(annotator, layers)) for name, layers in gold(repo).items()
    }
    return spans | {"drafts": draft_scores(repo)}


def find(annotator: Annotator, layers: Annotation) -> Records:
    """What `xiangqu annotate` finds in the paragraphs of ``layers``, each a text of its own."""
    return [
        {
            "id": passage.id,
            "spans": [
                {
                    "start": found.start,
                    "end": found.end,
                    "text": passage.text[found.start : found.end],
                    "value": None if found.value is None else float(found.value),
                    "unit": found.unit,
                }
                for found in annotator.quantities.find(passage.text)
                if found.unit
            ],
        }
        for passage in layers.passages
    ]


def span_scores(right: Annotation, found: Records) -> dict[str, float | None]:
    """F1 of exact spans (``span``), of those with the right ``value``, and with ``unit`` too."""
    claims = [
        Unit(
            "claims",
            record["id"],
            span["start"],
            span["end"],
            span["text"],
            "",
            {"value": span["value"], "unit": span["unit"]},
        )
        for record in found
        for span in record["spans"]
    ]
    said = Annotation("", right.passages, claims)
    gold = Annotation("", right.passages, right.layer("claims"))
    levels = evaluate(gold, said).scores.claims or {}
    return {name: levels[name]["exact"].f1 for name in ("span", "value", "unit")}
