"""Decisions on drafts that were made in the pages, taken into the records that they are about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from .. import __version__
from ..annotation import settings
from ..annotation.errors import DataError
from ..annotation.jsonlines import lines
from ..annotation.records import Annotated
from ..annotation.repo import Repo, read_bytes, sha256
from ..annotation.unread import is_unread, line_of, listed
from ..annotator import reviewing
from ..compare import drafts
from ..files import store
from ..tabular import sources
from ..validate import CheckedDocument
from ..validate.schemas import Schemas
from .library import digest

Decision = dict[str, Any]


def import_(repo: Repo, file: Path) -> dict[str, Annotated]:
    """Accept, correct and reject drafts as the decisions in ``file`` say; give back the documents.

    A decision holds for the draft that was read, no other: document, text, place, and all that the draft
    says must be the same. Everything is written or, if one decision does not hold, nothing. Raises
    DataError for a decision that does not fit or hold, UsageError if there is no such document.
    """
    return _carry_out(repo, _read(repo, file), file)


def _carry_out(
    repo: Repo, by_document: Mapping[str, Sequence[Decision]], file: Path
) -> dict[str, Annotated]:
    make = drafts.maker(Schemas(repo))
    edits = {name: partial(_decided, make, own, file) for name, own in by_document.items()}
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


def into_corpus(drafted: Repo, file: Path, into: Path) -> dict[str, Annotated]:
    """As `import_`, for drafts in a folder that `xiangqu annotate` wrote.

    That folder can be made again at any time, so a person's work is not kept there: the documents decided on
    are written to ``into``, laid out as a corpus, with a list of what is left to read. Raises as `import_`,
    and UsageError if ``into`` has other content of the same name.
    """
    by_document = _read(drafted, file)
    with sources.opened(drafted, by_document) as corpus:
        for folder in corpus.documents():
            annotated, _ = reviewing.read(corpus, folder.name)
            (folder / "drafts.jsonl").write_bytes(lines(listed(annotated)))
        done = _carry_out(corpus, by_document, file)
        made = (path for part in (corpus.seeds, corpus.curated) for path in part.rglob("*"))
        files = {into / f.relative_to(corpus.root): read_bytes(f) for f in made if f.is_file()}
    store.write_output(into, files, force=False)
    return done
