"""Decisions on drafts that were made in the pages, taken into the records that they are about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from .. import __version__
from ..annotation import settings
from ..annotation.errors import DataError
from ..annotation.jsonlines import lines
from ..annotation.records import Annotated
from ..annotation.repo import Repo, read_text, sha256
from ..annotation.unread import is_unread, line_of
from ..annotation.vocabulary import vocabulary
from ..annotator import reviewing
from ..annotator.doubts import DoubtRules
from ..annotator.drafted import Drafted
from ..annotator.output import Output
from ..compare import drafts
from ..files import store
from ..validate import CheckedDocument
from .library import digest, left

Decision = dict[str, Any]
Edit = Callable[[Annotated, CheckedDocument], Annotated]


def import_(repo: Repo, file: Path) -> dict[str, Annotated]:
    """Accept, correct and reject drafts as the decisions in ``file`` say; give back the documents.

    A decision holds for the draft that was read, no other: document, text, place, and all that the draft
    says must be the same. Everything is written or, if one decision does not hold, nothing. Raises
    DataError for a decision that does not fit or hold, UsageError if there is no such document.
    """
    edits = {
        document: partial(_decided, drafts.maker(repo), own, file)
        for document, own in _read(repo, file).items()
    }
    if repo.is_drafts:
        return _into_drafts(repo, edits)
    for document, edit in edits.items():  # each holds, before one is carried out
        edit(*reviewing.read(repo, document))
    return {document: reviewing.change(repo, document, edit) for document, edit in edits.items()}


def _read(repo: Repo, file: Path) -> dict[str, list[Decision]]:
    """The decisions by document."""
    found = settings.load(file, repo.settings / "decisions.schema.json")
    if found["rules"] != __version__:
        said = f"decides on drafts of version {found['rules']}, and these are of {__version__}"
        raise DataError(f"{said}: run xiangqu browse again", file)
    if not found["decisions"]:
        raise DataError("has no decisions", file)
    by_document: dict[str, list[Decision]] = defaultdict(list)
    for decision in found["decisions"]:
        own = by_document[decision["document"]]
        if decision["claim"] in {other["claim"] for other in own}:
            raise DataError(f"decides twice on {decision['claim']}", file)
        own.append(decision)
    return by_document


def _decided(
    make: drafts.Make,
    decisions: Sequence[Decision],
    file: Path,
    before: Annotated,
    checked: CheckedDocument,
) -> Annotated:
    """The document with every decision carried out."""
    text = checked.alignment.text if checked.alignment else ""
    hashed = sha256(text.encode())
    known = {claim.id: claim for claim in before.claims}
    unread = {*before.drafts}
    after = before
    for decision in decisions:
        claim = known.get(decision["claim"])
        if (
            decision["text_sha256"] != hashed
            or claim is None
            or (
                (claim.start, claim.end, claim.text)
                != (decision["start"], decision["end"], decision["text"])
            )
        ):
            raise DataError(f"{decision['claim']}: another text or place than was read", file)
        if digest(claim) != decision["draft"]:
            raise DataError(f"{decision['claim']}: the draft has changed since it was read", file)
        if not is_unread(line_of(claim), unread):
            raise DataError(f"{decision['claim']}: is no draft any more", file)
        after = _carried_out(decision, after, checked.texts, make)
    return after


def _carried_out(
    decision: Decision, annotated: Annotated, texts: Mapping[str, str], make: drafts.Make
) -> Annotated:
    claim = decision["claim"]
    if decision["decision"] == "reject":
        return drafts.dropped(annotated, make, claim, decision["label"])
    if decision["decision"] == "correct":
        annotated = drafts.corrected(annotated, texts, make, claim, decision["fields"])
    return reviewing.confirmed(annotated, [claim])


def _into_drafts(repo: Repo, edits: Mapping[str, Edit]) -> dict[str, Annotated]:
    """Carry ``edits`` out in a folder that `xiangqu annotate` wrote: its tables follow the records, and what
    is left to read is listed from now on.
    """
    output, doubts, bounds = Output(repo.root), DoubtRules(repo), vocabulary(repo, "bounds")
    listed: dict[Path, bytes] = {}
    done: dict[str, Annotated] = {}
    with store.writing(repo.root):
        names = [folder.name for folder in repo.documents()]
        for name in sorted({*names, *edits}):
            annotated, checked = reviewing.read(repo, name)
            if name in edits:
                annotated = replace(annotated, drafts=tuple(left(repo, annotated)))
                done[name] = annotated = edits[name](annotated, checked)
                listed[repo.curated / name / "drafts.jsonl"] = lines(annotated.drafts)
            raw = read_text(repo.seeds / annotated.document.seed_file)
            output.add(Drafted(annotated, raw, bounds, doubts.of(annotated)))
        output.close()
        store.put(repo.root, {**output, **listed})
    return done
