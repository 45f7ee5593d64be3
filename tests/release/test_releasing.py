"""The commands of RELEASING.md make a version, in a fresh clone and an environment of its own."""

from __future__ import annotations

import json
import os
import re
import subprocess
import zipfile
from pathlib import Path

import pytest

from conftest import ROOT, relabel
from xiangqu.annotation.repo import Repo
from xiangqu.citation.cff import read
from xiangqu.versioning import semver

TEXT = (ROOT / "RELEASING.md").read_text(encoding="utf-8")


def test_the_table_has_every_weight() -> None:
    assert tuple(re.findall(r"(?m)^\| \*\*(\w+)\*\*", TEXT)) == semver.WEIGHTS


@pytest.mark.slow
def test_the_commands_make_a_version(tmp_path: Path) -> None:
    """A label is corrected after version 0.1.0. `.ci/run` stands for itself: it runs this."""
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", ROOT, clone], check=True)
    names = {"GIT_AUTHOR_NAME": "x", "GIT_AUTHOR_EMAIL": "x@example.org"}
    names |= {"GIT_COMMITTER_NAME": "x", "GIT_COMMITTER_EMAIL": "x@example.org"}
    env = os.environ | names | {"OLD": "v0.1.0", "NEW": "0.1.1"}

    def run(command: str) -> str:
        done = subprocess.run(
            ["bash", "-euc", command], cwd=clone, env=env, capture_output=True, encoding="utf-8"
        )
        assert done.returncode == 0, (command, done.stdout, done.stderr)
        return done.stdout

    run("git tag v0.1.0")
    relabel(Repo(clone))
    log = clone / "CHANGELOG.md"
    if "## Unreleased" not in log.read_text(encoding="utf-8"):
        log.write_text("## Unreleased\n" + log.read_text(encoding="utf-8"), encoding="utf-8")
    run("make build && git commit -qam 'A theme is corrected'")
    block, _ = re.findall(r"```sh\n(.*?)```", TEXT, re.S)
    assert block.count(".ci/run\n") == 1
    run(block.replace(".ci/run\n", ""))
    assert run("git status --porcelain") == "" and "v0.1.1" in run("git tag")
    assert read(Repo(clone))["version"] == "0.1.1"
    for name in ("croissant.json", "datapackage.json", ".zenodo.json"):
        assert json.loads((clone / name).read_text(encoding="utf-8"))["version"] == "0.1.1"
    assert "## 0.1.1" in (clone / "CHANGELOG.md").read_text(encoding="utf-8")
    (wheel,) = (clone / "dist").glob("xiangqu-0.1.1-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        assert b"version: 0.1.1" in archive.read("xiangqu/dataset/CITATION.cff")
    said = run(".venv/bin/xiangqu diff v0.1.0 v0.1.1")
    assert "the weightiest minor: 0.1.0 → 0.1.1, needs 0.1.1 or higher" in said
