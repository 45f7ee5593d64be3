"""SCALE.md: its blocks run one after the other in a folder with reports; its figures are those saved."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from conftest import ROOT

sys.path.insert(0, str(ROOT / "tests" / "benchmarks"))
import varied

import scale

PAGE = (ROOT / "SCALE.md").read_text("utf-8")
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", PAGE, re.S)
SPARK = "pyspark"


def test_every_block_is_run_or_said_not_to_be() -> None:
    assert {language for language, _ in BLOCKS} == {"sh", "python", "sql", "py"}
    assert PAGE.count("not run where this page is tested") == 2


def test_the_figures_are_those_of_the_last_benchmark() -> None:
    assert scale.shown() == PAGE, "run: python tests/benchmarks/scale.py --save"


def test_texts_vary_and_are_the_same_each_time() -> None:
    made = [*varied.texts(10)]
    assert made == [*varied.texts(10)] and len({row["text"] for row in made}) == 10
    one, other = ({*row["text"].split("\n")} for row in (made[0], made[5]))
    assert not [line for line in one & other if re.search("[0-9]{2}", line)]


@pytest.mark.slow
def test_the_page_can_be_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent), prepend=os.pathsep)
    varied.write(Path("my-reports.jsonl"), 15)
    for language, block in BLOCKS:
        if language == "sql":
            assert duckdb.sql(block).fetchall(), block
        elif language in ("sh", "python") and SPARK not in block:
            command = ["bash", "-e", "-m", "-c"] if language == "sh" else [sys.executable, "-c"]
            done = subprocess.run([*command, block], capture_output=True, text=True)
            assert done.returncode == 0, (block, done.stderr)
            assert done.stdout.strip() or "annotate" in block, block
    for other in ("drafts-of-rows", "drafts-of-dask"):
        assert len([*Path(other, "claims").iterdir()]) == 1
        table = "claims/part-00000.parquet"
        assert Path(other, table).read_bytes() == Path("drafts", table).read_bytes()


@pytest.mark.slow
def test_spark_counts_as_many_claims(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip(SPARK)
    if not shutil.which("java"):
        pytest.skip("no Java here")
    monkeypatch.chdir(tmp_path)
    varied.write(Path("my-reports.jsonl"), 5)
    (block,) = (block for language, block in BLOCKS if SPARK in block)
    environment = os.environ | {"PYSPARK_PYTHON": sys.executable}
    done = subprocess.run(
        [sys.executable, "-c", block], capture_output=True, text=True, env=environment
    )
    assert done.returncode == 0, done.stderr
    words = [
        sys.executable,
        "-m",
        "xiangqu",
        "annotate",
        "my-reports.jsonl",
        "--text-column",
        "text",
    ]
    rows = subprocess.run([*words, "--format", "jsonl"], capture_output=True, text=True).stdout
    assert int(done.stdout.split()[-1]) == len(rows.splitlines()) > 0
