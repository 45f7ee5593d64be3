"""A text more: CONTRIBUTING.md's way, from `add` to `diff`, on a copy of the repository."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ROOT, Command, copy_root
from xiangqu.citation import cff
from xiangqu.release import pipeline, saved
from xiangqu.release.card import shown
from xiangqu.tabular import tables

ID = "yiyang-report-2022"
TEXT = """# 政府工作报告

## 一、2021年工作回顾

地区生产总值达到320亿元，增长8.3%。新建学校3所。

## 二、2022年工作安排

地区生产总值增长7%左右，新增城镇就业5000人以上。
"""
KNOWN = ("--date", "2022-01-06", "--place", "益阳市", "--review-period", "2021")
COUNTED = ("tabular/test_corpus.py", "tabular/test_tasks.py", "release/test_datasheet.py")
"""Tests of what the documents and the tables say; they must hold with any number of texts."""


@pytest.mark.slow
def test_from_add_to_diff(tmp_path: Path, command: Command) -> None:
    copy = copy_root(tmp_path / "copy")
    folder, sheets, text = copy.curated / ID, tmp_path / "sheets", tmp_path / "report.txt"
    text.write_text(TEXT, encoding="utf-8")

    def run(*words: str | Path) -> tuple[int, str]:
        return command(*words, "--root", copy.root)[:2]

    assert run("add", text, "--id", ID, *KNOWN)[0] == 0
    assert {line.split(" ")[1] for line in run("validate", folder)[1].splitlines()} == {"XQ456"}
    assert run("build")[0] == 1, "nothing that nobody read is published"
    assert run("redraft", ID, "--plan-period", "2022", "--rights", "Made for a test.")[0] == 0
    assert run("review", ID, "--set", "p003.c03.indicator=学校", "--confirm", "document")[0] == 0
    assert run("export", ID, sheets)[0] == 0
    for sheet in (sheets / ID).glob("*.csv"):
        rows = list(csv.DictReader(sheet.read_text(encoding="utf-8-sig").splitlines()))
        with sheet.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, rows[0])
            writer.writeheader()
            writer.writerows(row | {"read": "yes"} for row in rows)
    assert run("import", sheets)[0] == 0
    left = {json.loads(line)["layer"] for line in (folder / "drafts.jsonl").open(encoding="utf-8")}
    assert left == {"edits", "paragraphs"}
    assert run("review", ID, "--confirm", "edits", "--confirm", "paragraphs")[0] == 0
    assert run("validate", folder) == (0, "")

    citation = copy.root / cff.NAME
    cited = citation.read_text(encoding="utf-8")
    citation.write_text(cited.replace(f"version: {cff.read(copy)['version']}", "version: 9.0.0"))
    for result in saved.ALL:  # as if computed again, which takes its time
        saved.save(copy, result, saved.read(copy, result))
    assert run("build")[0] == 0
    assert list(pipeline.validate(copy)) == []
    code, said = run("diff", ROOT, copy.root)
    assert code == 0 and f"{ID}.p003.c01" in said and "removed" not in said
    claims = tables.read(copy.data, "claims", {"document": ID})
    assert {c["period"] for c in claims} == {"2021", "2022"}

    for name in ("README.md", "README.zh.md"):
        figures = {f: told for f, _, told in shown((copy.root / name).read_text(encoding="utf-8"))}
        assert ID in figures["documents"] and ID in figures["layers"]
    for part in ("scripts", "tests"):
        shutil.copytree(ROOT / part, copy.root / part)
    shutil.copy(ROOT / "pyproject.toml", copy.root)
    tests = [copy.root / "tests" / name for name in COUNTED]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *tests],
        cwd=copy.root,
        env=os.environ | {"PYTHONPATH": str(copy.root / "scripts")},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout
