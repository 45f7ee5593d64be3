"""Flat tables: every value is there, whole numbers stay whole, and a text is never a formula."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, datetime
from pathlib import Path
from zipfile import BadZipFile

import openpyxl
import pandas
import pyarrow as pa
import pytest

from conftest import Command
from xiangqu.annotation.errors import DataError
from xiangqu.annotation.repo import Repo
from xiangqu.release import pipeline
from xiangqu.tabular import flat, tables
from xiangqu.tabular.tables import SCHEMAS

SPAN = pa.struct([("start", pa.int32()), ("text", pa.string())])
SCHEMA = pa.schema(
    [
        ("a", pa.string()),
        ("span", SPAN),
        ("n", pa.float64()),
        ("l", pa.list_(pa.date32())),
        ("d", pa.date32()),
        ("b", pa.bool_()),
    ]
)
DAY = date(2021, 1, 31)
ROWS = [
    {"a": "=1+1", "span": {"start": 3, "text": "学校"}, "n": 3.0, "l": [DAY], "d": DAY, "b": True},
    {"a": '1,5\n"x"', "span": None, "n": 0.1, "l": None, "d": None, "b": False},
]
HEADS = ["a", "span_start", "span_text", "n", "l", "d", "b"]


def test_csv() -> None:
    rows = list(csv.reader(io.StringIO(flat.to_csv(SCHEMA, ROWS).decode())))
    assert rows == [
        HEADS,
        ["'=1+1", "3", "学校", "3", '["2021-01-31"]', "2021-01-31", "True"],
        ['1,5\n"x"', "", "", "0.1", "", "", "False"],
    ]


def test_jsonl() -> None:
    first, second = map(json.loads, flat.to_jsonl(SCHEMA, ROWS).decode().splitlines())
    assert list(first) == HEADS and first["l"] == ["2021-01-31"]
    assert second == dict.fromkeys(HEADS) | {"a": ROWS[1]["a"], "n": 0.1, "b": False}


def test_xlsx() -> None:
    content = flat.to_xlsx(SCHEMA, ROWS)
    assert content == flat.to_xlsx(SCHEMA, ROWS)
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    assert [[cell.value for cell in row] for row in sheet] == [
        HEADS,
        ["=1+1", 3, "学校", 3, '["2021-01-31"]', datetime(2021, 1, 31), True],
        [ROWS[1]["a"], None, None, 0.1, None, None, False],
    ]
    assert sheet["A2"].data_type == "s"  # no formula


def test_what_a_cell_of_a_sheet_cannot_hold_is_refused() -> None:
    row = ROWS[0] | {"a": "字" * 32_768}
    with pytest.raises(DataError, match="row 1, a: more than a sheet holds; take csv or jsonl"):
        flat.to_xlsx(SCHEMA, [row])


def test_data_frames_keep_whole_numbers_and_dates(repo: Repo) -> None:
    content = io.BytesIO(flat.read(repo.data, "claims", "csv"))
    frame = pandas.read_csv(
        content, dtype_backend="numpy_nullable", parse_dates=["period_start", "period_end"]
    )
    rows = tables.read(repo.data, "claims")
    assert list(frame.columns) == flat.names(SCHEMAS["claims"])
    assert str(frame.dtypes["predicate_start"]) == "Int64" and frame.predicate_start.isna().any()
    wanted = [row["predicate"] and row["predicate"]["start"] for row in rows]
    assert [None if pandas.isna(n) else n for n in frame.predicate_start] == wanted
    assert [row["value"] for row in rows if row["value"] is not None] == [*frame.value.dropna()]
    days = [None if pandas.isna(day) else day.date() for day in frame.period_end]
    assert days == [row["period_end"] for row in rows]


@pytest.mark.parametrize("form", ["csv", "jsonl", "xlsx"])
def test_the_verb(form: str, repo: Repo, tmp_path: Path, command: Command) -> None:
    file = tmp_path / f"t.{form}"
    for _ in range(2):  # the same again is no harm
        assert command("table", "sections", "--format", form, "-o", file) == (0, "", "")
    assert file.read_bytes() == flat.read(repo.data, "sections", form)
    code, _, err = command("table", "labels", "--format", form, "-o", file)
    assert code == 2 and err.endswith("is there already with other content; --force replaces it\n")
    assert command("table", "labels", "--format", form, "-o", file, "--force")[0] == 0


def test_the_verb_prints_drafts(tmp_path: Path, command: Command) -> None:
    out = tmp_path / "drafts"
    command("annotate", "-", "--output", out, stdin="新建学校3所，增长5%。".encode())
    _, printed, _ = command("table", "claims", "--root", out)
    assert [row["text"] for row in csv.DictReader(io.StringIO(printed))] == ["3所", "5%"]
    assert command("table", "doubts", "--root", out, "--format", "jsonl")[1].count("\n") > 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nope",), "no config 'nope'; there are claims, "),
        (("../seeds",), "no config '../seeds'"),
        (("claims", "--format", "xlsx"), "a workbook is not printed: give --output FILE"),
    ],
)
def test_the_verb_refuses(words: tuple[str, ...], said: str, command: Command) -> None:
    code, out, err = command("table", *words)
    assert (code, out) == (2, "") and err.startswith(f"xiangqu: {said}")


def test_the_archive_has_every_table(repo: Repo) -> None:
    found = flat.contents(repo.archive.read_bytes())
    assert found == {f"{config}.csv": flat.read(repo.data, config, "csv") for config in SCHEMAS}


def test_the_archive_is_the_same_at_any_time() -> None:
    table = {"t": pa.Table.from_pylist(ROWS, schema=SCHEMA)}
    assert flat.archive(table) == flat.archive(table)
    with pytest.raises(BadZipFile):
        flat.contents(flat.archive(table)[:50])


def test_an_archive_of_other_tables_is_a_finding(small: Repo) -> None:
    small.archive.write_bytes(flat.archive({"t": pa.Table.from_pylist(ROWS, schema=SCHEMA)}))
    found = [f for f in pipeline.check(small) if f.file == str(small.archive)]
    assert {f.code for f in found} == {"XQ504"} and len(found) == len(SCHEMAS) + 1
    small.archive.write_bytes(b"PK")
    (damaged,) = (f for f in pipeline.check(small) if f.file == str(small.archive))
    assert damaged.code == "XQ503"
