"""Annotation as CSV: what a row may leave out, the order of rows, and what is filled in."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from conftest import ROOT
from xiangqu.annotation import jsonlines
from xiangqu.annotation.errors import DataError
from xiangqu.annotation.records import Annotated, Claim, from_json, types
from xiangqu.annotation.repo import Repo
from xiangqu.compare import passes, sheets
from xiangqu.tabular import formulas
from xiangqu.validate.schemas import Schemas

TEXTS = {"d-x-2020.p001": "一二三四。二五。", "d-x-2020.p002": "六二七。"}
FIRST, SECOND = TEXTS
SCHEMAS = Schemas(Repo(ROOT))
Cells = dict[str, str]
UNREAD = {"read": False}
CLAIM = {
    "paragraph": FIRST,
    "text": "二",
    "measure": "level",
    "bound": "exact",
    "unit": "count",
    "status": "actual",
}


def csv_of(layer: str, *rows: Cells) -> bytes:
    stream = io.StringIO()
    writer = csv.DictWriter(stream, sheets.COLUMNS[layer])
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue().encode()


def read(layer: str, *rows: Cells) -> list[sheets.Row]:
    return sheets.from_csv(layer, csv_of(layer, *rows), "f", TEXTS, SCHEMAS)


def theme(paragraph: str, start: str, text: str, label: str) -> Cells:
    return {"paragraph": paragraph, "start": start, "text": text, "theme": label}


def test_rows_come_back_in_text_order_and_sentences_of_one_theme_as_one_span() -> None:
    rows = [
        theme(SECOND, "0", "六二七。", "economy"),
        theme(FIRST, "5", "二五。", "rural"),
        theme(FIRST, "0", "一二三四。", "rural"),
    ]
    assert read("themes", *rows) == [
        {"paragraph": FIRST, "start": 0, "end": 8, "text": TEXTS[FIRST], "theme": "rural"} | UNREAD,
        {"paragraph": SECOND, "start": 0, "end": 4, "text": TEXTS[SECOND], "theme": "economy"}
        | UNREAD,
    ]
    rows[1]["theme"] = "economy"
    assert [r["theme"] for r in read("themes", *rows)] == ["rural", "economy", "economy"]


def test_a_span_may_be_told_by_which_of_its_occurrences_it_is() -> None:
    claim = CLAIM | {"value": "2"}
    found = read("claims", claim | {"nth": "2"}, claim | {"nth": "1"})
    assert [(r["id"], r["start"]) for r in found] == [(f"{FIRST}.c01", 1), (f"{FIRST}.c02", 5)]
    with pytest.raises(DataError, match="f:2: '二' does not stand there"):
        read("claims", claim | {"nth": "3"})
    with pytest.raises(DataError, match="f:2: '二' does not stand there"):
        read("claims", claim | {"nth": "4"})
    with pytest.raises(DataError, match="f:2: '二' stands there more than once: say which"):
        read("claims", claim)


def test_a_short_row_has_empty_cells() -> None:
    """Spreadsheets leave out the empty cells at the end of a row."""
    content = b",".join(c.encode() for c in sheets.COLUMNS["themes"]) + f"\n{FIRST},0\n".encode()
    assert sheets.from_csv("themes", content, "f", TEXTS, SCHEMAS) == []


@pytest.mark.parametrize(
    ("bound", "low", "high"),
    [
        ("exact", 2, 2), ("over", 2, None), ("at_least", 2, None), ("under", None, 2),
        ("at_most", None, 2), ("about", None, None),
    ],
)  # fmt: skip
def test_ends_follow_from_a_value_and_its_bound(
    bound: str, low: int | None, high: int | None
) -> None:
    claim = CLAIM | {"start": "1", "value": "2", "bound": bound}
    (record,) = read("claims", claim)
    assert (record["value"], record["low"], record["high"]) == (2, low, high)
    assert record["indicator"] is None and record["parts"] is None


def test_a_claim_without_a_value_has_the_numbers_of_its_row() -> None:
    claim = CLAIM | {"start": "1", "bound": "exact"}
    (record,) = read("claims", claim | {"low": "2", "high": "3", "parts": "1:22.6"})
    assert [record[n] for n in sheets.NUMBERS] == [None, 2, 3, [1, 22.6]]


def test_sections_stand_under_the_last_one_above_them() -> None:
    section = {"head_kind": "line", "function": "plan"}
    both = {"first_paragraph": FIRST, "last_paragraph": SECOND}
    found = read(
        "sections",
        section | {"level": "1", "heading": "三四"} | both,
        section | {"level": "2", "heading": "", "start": "2", "end": "3"} | both,
        section | {"level": "2", "heading": ""} | both,
        section | {"level": "1", "heading": "二三"} | both,
    )
    assert [(s["id"][-4:], s["parent"], s["start"], s["end"]) for s in found] == [
        ("s001", None, 2, 4), ("s002", "d-x-2020.s001", 2, 3), ("s003", "d-x-2020.s001", 0, 4),
        ("s004", None, 1, 4),
    ]  # fmt: skip
    assert (found[0]["heading"], found[1]["heading"]) == ("三四", None)


SECTION = {"level": "1", "head_kind": "line", "function": "plan", "heading": "三四"}
SECTION |= {"first_paragraph": FIRST, "last_paragraph": SECOND}
THEME = {"paragraph": FIRST, "start": "0", "text": "一二三四。", "theme": "economy"}
WRONG = [
    ("claims", CLAIM | {"nth": "1", "measure": "grwth"}, "measure is .grwth.; did you mean growth"),
    ("claims", CLAIM | {"nth": "1", "measure": ""}, "has no measure"),
    ("claims", CLAIM | {"nth": "1", "unit": "stone"}, "unit is .stone."),
    ("claims", CLAIM | {"nth": "1", "value": "1e9999999"}, "value is no number: '1e9999999'"),
    ("claims", CLAIM | {"nth": "1", "value": "NaN"}, "value is no number: 'NaN'"),
    ("claims", CLAIM | {"nth": "1", "place": "=1+1"}, "place is .=1.1., which does not match"),
    ("claims", CLAIM | {"start": "-3"}, "does not stand there"),
    ("themes", THEME | {"theme": "econ"}, "theme is .econ.; did you mean"),
    ("sections", SECTION | {"level": ""}, "level is 0; its minimum is 1"),
    ("sections", SECTION | {"function": ""}, "has no function"),
    ("sections", SECTION | {"start": "3"}, "'三四' does not stand there"),
    ("sections", SECTION | {"end": "5"}, "does not stand there"),
    (
        "sections",
        SECTION | {"last_paragraph": "d-x-2020.p003"},
        "there is no paragraph d-x-2020.p003",
    ),
    ("numerals", {"paragraph": FIRST, "text": "三", "label": "clam"}, "did you mean claim"),
]


@pytest.mark.parametrize(("layer", "row", "said"), WRONG, ids=[said for *_, said in WRONG])
def test_a_row_that_does_not_fit_is_refused_by_its_number(
    layer: str, row: Cells, said: str
) -> None:
    with pytest.raises(DataError, match=f"^f:2: .*{said}"):
        read(layer, row)


def test_rows_of_other_lengths() -> None:
    content = csv_of("claims", CLAIM | {"nth": "1"})
    with pytest.raises(DataError, match=r"^f:2: has more cells than there are columns$"):
        sheets.from_csv("claims", content.rstrip() + b",more", "f", TEXTS, SCHEMAS)
    nothing = content + b"," * (len(sheets.COLUMNS["claims"]) - 1) + b"\r\n\r\n"
    assert len(sheets.from_csv("claims", nothing, "f", TEXTS, SCHEMAS)) == 1


FORMULAS = ["-2.1%", "+5", "=1+1", "@SUM(A1)", "\t=1", "'=1", "''@", "＝1", "'", "1-2", ""]


@pytest.mark.parametrize("text", FORMULAS)
def test_formulas_go_to_a_spreadsheet_as_text_and_come_back(text: str) -> None:
    cell = formulas.defused(text)
    assert cell[:1] not in {*"=+-@\t\r＝"} and formulas.restored(cell) == text
    assert formulas.defused(-2.1) == -2.1


def test_a_formula_in_a_text_makes_the_round_trip() -> None:
    text = "增长-2.1%，=1+1。"
    claim = from_json(
        "claims",
        claims_of := dict.fromkeys(types(Claim))
        | {"id": f"{FIRST}.c01", "paragraph": FIRST, "start": 2, "end": 7, "text": "-2.1%"}
        | {"value": 2.1, "low": 2.1, "high": 2.1, "unit": "%", "bound": "exact"}
        | {"measure": "growth", "status": "actual", "direction": "down"}
        | {"indicator": {"start": 8, "end": 12, "text": "=1+1"}},
    )
    empty = {name: [] for name in Annotated.__dataclass_fields__}
    content = sheets.to_csv(Annotated(**empty | {"claims": [claim]}), {FIRST: text}, blank=False)
    (row,) = csv.DictReader(io.StringIO(content["claims.csv"].decode("utf-8-sig")))
    assert (row["text"], row["indicator"], row["value"]) == ("'-2.1%", "'=1+1", "2.1")
    (back,) = sheets.from_csv("claims", content["claims.csv"], "f", {FIRST: text}, SCHEMAS)
    assert back == claims_of | UNREAD


def test_a_numeral_belongs_to_the_claim_that_it_lies_in() -> None:
    claims = [
        {"id": "a", "paragraph": FIRST, "start": 1, "end": 3},
        {"id": "b", "paragraph": FIRST, "start": 3, "end": 5},
        {"id": "c", "paragraph": SECOND, "start": 1, "end": 3},
    ]
    places = [(FIRST, 1, 3), (FIRST, 2, 3), (FIRST, 3, 5), (SECOND, 1, 2), (SECOND, 2, 4)]
    numerals = [
        {"paragraph": p, "start": start, "end": end, "label": "claim"} for p, start, end in places
    ]
    numerals += [numerals[0] | {"start": 0}, numerals[0] | {"label": "date"}]
    sheets.claim_of_numerals(numerals, claims)
    assert [n["claim"] for n in numerals] == ["a", "a", "b", "c", None, None, None]


def test_import_says_of_each_numeral_in_which_claim_it_is(
    base: tuple[Repo, Path], tmp_path: Path
) -> None:
    repo, folder = base
    exported = passes.export(repo, folder.name, tmp_path / "csv", blank=False)
    assert sorted(file.name for file in exported) == sorted(
        ["sections.csv", "themes.csv", "claims.csv", "numerals.csv", "text.tsv"]
    )
    assert all(file.is_file() for file in exported)
    written = passes.import_(repo, tmp_path / "csv", tmp_path / "layers")
    (file,) = (file for file in written if file.name == "numerals.jsonl")
    again = [jsonlines.loads(line) for line in file.read_bytes().splitlines()]
    kept = (folder / file.name).read_bytes().splitlines()
    assert again == [jsonlines.loads(line) for line in kept]
    assert any(numeral["claim"] for numeral in again)


def test_a_damaged_document_is_not_exported(base: tuple[Repo, Path], tmp_path: Path) -> None:
    repo, folder = base
    (folder / "themes.jsonl").write_text("{\n[\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"themes\.jsonl:1: XQ\d+"):
        passes.export(repo, folder.name, tmp_path / "csv", blank=False)


def test_an_empty_annotation_has_the_columns_alone() -> None:
    empty = Annotated(**{name: [] for name in Annotated.__dataclass_fields__})
    for name, content in sheets.to_csv(empty, TEXTS, blank=False).items():
        columns = ",".join(sheets.COLUMNS[name.removesuffix(".csv")])
        assert content.decode("utf-8-sig") == columns + "\r\n"
