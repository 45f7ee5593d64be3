"""Drafts of the corpus corrected: claim by claim, or by the sheets that `export` wrote."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import Any

from ..annotation.errors import DataError, UsageError
from ..annotation.jsonlines import dumps, loads, plain
from ..annotation.records import Annotated, Claim, from_json
from ..annotation.repo import Repo
from ..annotation.unread import is_unread, line_of, listed
from ..annotator import reviewing
from ..annotator.ids import claims_with_ids, sections_with_ids
from ..validate import CheckedDocument
from ..validate.finding import identify
from ..validate.schemas import Schemas
from . import sheets
from .passes import read_sheets

Row = dict[str, Any]
Make = Callable[[str, Row], Any]
"""The record of a layer that is written as this row."""


def maker(schemas: Schemas) -> Make:
    """Makes records that fit ``schemas``; raises DataError for a row that does not."""

    def make(layer: str, row: Row) -> Any:
        try:
            record = loads(dumps(row).encode())
        except ValueError as error:  # a character that no record can hold
            raise DataError(f"{layer} of {identify(row)}: {error}") from None
        if not schemas.fitting(layer)(record):
            raise DataError(f"{layer} of {identify(record)}: {schemas.faults(layer, record)[0][1]}")
        return from_json(layer, record)

    return make


def corrected(
    annotated: Annotated, texts: Mapping[str, str], make: Make, claim: str, cells: Mapping[str, str]
) -> Annotated:
    """The document with ``cells`` of a claim as they would be written in its sheet; empty ones are null.

    Raises UsageError for a claim or a field that is not there, or words that are not in the paragraph,
    DataError for what a field cannot hold.
    """
    old = _claim(annotated, claim)
    row = {name: None if v is None else str(v) for name, v in sheets.claim_row(old).items()}
    for field, value in cells.items():
        if field not in sheets.COLUMNS["claims"]:
            known = ", ".join(sheets.COLUMNS["claims"])
            raise UsageError(f"a claim has no field {field!r}; there are {known}")
        row[field] = value or None
        if field in sheets.QUOTES:
            row[f"{field}_start"] = None  # the words are found where they stand nearest
        if field == "text":
            row["start"] = str(sheets.nearest(texts[old.paragraph], value, old.start))
    try:
        found = sheets.claim_of_row(row, texts)
    except (ValueError, ArithmeticError) as error:
        raise UsageError(f"{old.id}: {error}") from None
    new = make("claims", {"id": old.id, **found})
    return replace(annotated, claims=tuple(new if c is old else c for c in annotated.claims))


def dropped(annotated: Annotated, make: Make, claim: str, label: str) -> Annotated:
    """The document without a claim; its numerals get ``label``. Raises as `corrected`."""
    old = _claim(annotated, claim)
    numerals = [
        make("numerals", plain(n) | {"label": label, "claim": None}) if n.claim == old.id else n
        for n in annotated.numerals
    ]
    return replace(
        annotated,
        claims=tuple(c for c in annotated.claims if c is not old),
        numerals=tuple(numerals),
        drafts=tuple(d for d in annotated.drafts if d != line_of(old)),
    )


def _claim(annotated: Annotated, name: str) -> Claim:
    """The claim with the id ``name``, which may lack that of the document."""
    for claim in annotated.claims:
        if name in (claim.id, claim.id.partition(".")[2]):
            return claim
    raise UsageError(f"{annotated.document.id} has no claim {name!r}: ids look like p006.c03")


def import_(repo: Repo, folder: Path) -> dict[str, Annotated]:
    """Bring the sheets in ``folder/<document>/`` into the documents of the corpus, and give these back.

    What is marked as ``read`` is confirmed, and what stands where a label stood keeps its id. Of several
    documents each is written whole or not at all. Raises UsageError if there is nothing to import or
    a document has no drafts, DataError for what cannot be placed or does not fit.
    """
    names = [d.name for d in repo.documents() if (folder / d.name).is_dir()]
    if not names:
        raise UsageError(f"{folder}: holds no folder named after a document")
    schemas = Schemas(repo)

    def edit(before: Annotated, checked: CheckedDocument) -> Annotated:
        rows = read_sheets(folder / before.document.id, checked.texts, schemas)
        return _with_sheets(before, rows, maker(schemas))

    return {name: reviewing.change(repo, name, edit) for name in names}


def _with_sheets(before: Annotated, rows: dict[str, list[Row]], make: Make) -> Annotated:
    marks = {name: [bool(row.pop(sheets.READ)) for row in layer] for name, layer in rows.items()}
    retired = [r.id for r in before.retired]
    claims = _claims(before, [make("claims", row) for row in rows["claims"]], retired)
    sheets.claim_of_numerals(rows["numerals"], [plain(claim) for claim in claims])
    sections = [make("sections", row) for row in rows["sections"]]
    made: dict[str, list[Any]] = {
        "sections": [*sections_with_ids(before.sections, sections, before.document.id, retired)],
        "themes": [make("themes", row) for row in rows["themes"]],
        "claims": claims,
        "numerals": [make("numerals", row) for row in rows["numerals"]],
    }
    unread = {
        line_of(record)
        for layer, records in made.items()
        for record, is_read in zip(records, marks[layer], strict=True)
        if not is_read
    }
    after = replace(
        before,
        sections=tuple(made["sections"]),
        themes=tuple(made["themes"]),
        claims=tuple(made["claims"]),
        numerals=tuple(made["numerals"]),
    )
    drafts = {*before.drafts}
    return replace(
        after,
        drafts=tuple(
            line
            for line in listed(after)
            if (line in unread if line.layer in made else is_unread(line, drafts))
        ),
    )


def _claims(before: Annotated, new: list[Claim], retired: list[str]) -> list[Claim]:
    """The ``new`` claims with the ids of those that stood there, paragraph by paragraph."""
    old: dict[str, list[Claim]] = defaultdict(list)
    for claim in before.claims:
        old[claim.paragraph].append(claim)
    return [
        claim
        for paragraph, claims in groupby(new, key=lambda claim: claim.paragraph)
        for claim in claims_with_ids(old[paragraph], [*claims], retired)
    ]
