"""The verb audit: its formats, its exit codes, and what it makes of drafts."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from conftest import Command

FAULT = """2023年，全市地区生产总值100.0亿元，其中，第一产业增加值10.0亿元，\
第二产业增加值30.0亿元，第三产业增加值70.0亿元。

2023年，全市非税收入50000万元，比上年增加5000万元，增长11.1%。
"""


@pytest.fixture
def drafts(tmp_path: Path, command: Command) -> Path:
    (tmp_path / "fault.txt").write_text(FAULT, encoding="utf-8")
    assert command("annotate", tmp_path / "fault.txt", "--output", tmp_path / "drafts")[0] == 0
    return tmp_path / "drafts"


def test_the_corpus(command: Command) -> None:
    code, out, err = command("audit", "--verdict", "inconsistent")
    assert code == 0
    assert "【150条】" in out and "【86条】" in out and "2个 + 2个 + 1个 = 5个, stated 6个" in out
    assert err == (
        "172 relations: 3 inconsistent, 26 not_comparable, 3 within_rounding, 140 consistent\n"
    )
    assert command("audit", "--fail-on", "inconsistent")[0] == 1


def test_formats(command: Command) -> None:
    _, out, _ = command("audit", "--format", "json")
    rows = [json.loads(line) for line in out.splitlines()]
    assert [row["verdict"] for row in rows[:4]] == ["inconsistent"] * 3 + ["not_comparable"]
    _, out, _ = command("audit", "--format", "csv")
    cells = list(csv.DictReader(io.StringIO(out)))
    assert [cell["id"] for cell in cells] == [row["id"] for row in rows]
    assert json.loads(cells[0]["texts"]) == rows[0]["texts"] == ["150条", "86条"]
    _, out, _ = command("audit", "--format", "markdown")
    assert out.count("\n### ") + 1 == len(rows)
    # what stands in one sentence is shown once
    assert "| `yanfeng-feature-2021.p009.c03, c04, c06, c08` |\n| --- |\n" in out


def test_drafts_are_proposals(drafts: Path, command: Command) -> None:
    code, out, err = command("audit", drafts, "--format", "json", "--fail-on", "inconsistent")
    rows = [json.loads(line) for line in out.splitlines()]
    assert code == 1 and "3 proposals by rule, which nobody has read" in err
    assert [(row["rule"], row["verdict"]) for row in rows] == [
        ("sum", "inconsistent"),
        ("increment", "within_rounding"),
        ("base", "consistent"),
    ]
    assert rows[0]["arithmetic"] == "10.0亿元 + 30.0亿元 + 70.0亿元 = 110亿元, stated 100.0亿元"
    assert rows[0]["decided_by"] is rows[0]["explanation"] is None
    assert not (drafts / "relations").exists()
    _, out, _ = command("audit", drafts, "--format", "markdown", "--verdict", "inconsistent")
    assert out.startswith("### p00002: part_of, inconsistent, proposed by rule\n")
    assert (
        "computed 109.85亿 to 110.15亿; stated 99.95亿 to 100.05亿; gap 9.8亿; sees errors above 2000万"
        in out
    )


def test_what_is_no_corpus(command: Command, tmp_path: Path) -> None:
    code, out, err = command("audit", tmp_path)
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert command("audit", tmp_path / "nowhere")[0] == 2
