"""Drafts in a folder, validated part by part."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from texts import sources

from conftest import Command
from xiangqu.annotation.repo import sha256
from xiangqu.annotator.output import SCHEMAS
from xiangqu.scale import checking, manifest, run, shards
from xiangqu.tabular import tables

Row = dict[str, Any]


@pytest.fixture
def out(tmp_path: Path) -> Path:
    run.annotate(sources(5), tmp_path / "out", print, options=run.Options(documents=2))
    return tmp_path / "out"


def _change(out: Path, config: str, change: Callable[[Row], Row]) -> None:
    """Change the first row of a table, as if a run had made it so."""
    file = manifest.part(out, config, 0)
    first, *others = tables.read_file(file, SCHEMAS[config]).to_pylist()
    content = shards.encode(pa.Table.from_pylist([change(first), *others], SCHEMAS[config]))
    file.write_bytes(content)
    lines = manifest.read(out)
    part = manifest.Part(1 + len(others), len(content), sha256(content))
    told = lines[0].tables | {config: part}
    lines[0] = manifest.Line(
        **{f: getattr(lines[0], f) for f in lines[0].__struct_fields__} | {"tables": told}
    )
    manifest.write(out, lines.values())


def _other_unit(row: Row) -> Row:
    first, *others = row["claims"].splitlines()
    claim = json.loads(first) | {"unit": "km"}
    return row | {"claims": "\n".join([json.dumps(claim), *others]) + "\n"}


def test_sound_drafts(out: Path) -> None:
    assert not [*checking.validate(out)]


def test_what_is_wrong_with_a_record_is_found_where_it_is_stored(out: Path) -> None:
    _change(out, "sources", _other_unit)
    (found,) = checking.validate(out)
    assert found.level == 4 and found.id == "t0.p002.c01" and found.line == 0
    assert found.file == str(out / "sources" / "part-00000.parquet")


@pytest.mark.parametrize(
    ("config", "change"),
    [
        ("claims", lambda row: row | {"value": 99.0}),
        ("documents", lambda row: row | {"title": None}),
        ("paragraphs", lambda row: row | {"kind": "x"}),
    ],
)
def test_tables_that_their_records_do_not_give(
    out: Path, config: str, change: Callable[[Row], Row]
) -> None:
    _change(out, config, change)
    (found,) = checking.validate(out)
    assert (found.code, found.file) == ("XQ504", str(out / config / "part-00000.parquet"))


def test_parts_that_are_missing_or_damaged(out: Path, command: Command) -> None:
    (out / "edits" / "part-00001.parquet").unlink()
    file = out / "claims" / "part-00002.parquet"
    file.write_bytes(file.read_bytes()[:-1])
    assert [(f.code, Path(f.file).parent.name) for f in checking.validate(out)] == [
        ("XQ506", "edits"), ("XQ506", "claims"),
    ]  # fmt: skip
    code, said, err = command("validate", out)
    assert code == 1 and len(said.splitlines()) == 2 and "XQ506 2: The manifest lists" in err
    (out / "manifest.jsonl").unlink()
    assert [f.code for f in checking.validate(out)] == ["XQ506"]


def test_of_many_findings_the_first_hundred_are_shown(
    tmp_path: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("xiangqu.cli.validate.MOST", 2)
    run.annotate(sources(3), tmp_path / "out", print)
    for config in ("claims", "themes", "numerals"):
        manifest.part(tmp_path / "out", config, 0).unlink()
    code, said, err = command("validate", tmp_path / "out")
    assert code == 1 and len(said.splitlines()) == 2 and "XQ506 3: " in err
    assert len(command("validate", tmp_path / "out", "--all")[1].splitlines()) == 3


@pytest.mark.slow
def test_workers_find_the_same(out: Path) -> None:
    _change(out, "sources", _other_unit)
    assert [*checking.validate(out, workers=2)] == [*checking.validate(out)]
