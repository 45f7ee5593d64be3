"""Faults of folders and of the release: ``cases/<code>/<bad|good>[-name].change.json`` is a list of
steps that change a small repository which was built and is sound.
"""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from conftest import CASES
from xiangqu.annotation.repo import Repo
from xiangqu.release import pipeline, saved
from xiangqu.validate.catalogue import MESSAGES, RELEASE

FILES = sorted(CASES.glob("XQ*/*.change.json"))


@pytest.fixture
def root(built: Path) -> Path:
    """What was built, in links: at a place of its own, always the same, so that what a test leaves as it is
    needs no reading again.
    """
    root = built.with_name("changed")
    if root.exists():
        shutil.rmtree(root)
    shutil.copytree(built, root, copy_function=os.link)
    return root


def part(file: Path) -> None:
    """Make a file of its own of a link to one that was built."""
    own = file.with_name("own")
    shutil.copy(file, own)
    own.replace(file)


def take(root: Path, step: dict[str, Any]) -> None:
    """Do one step; paths are relative to ``root``."""
    verb = next(iter(step))
    path, to = root / str(step[verb]), root / str(step.get("to"))
    path.parent.mkdir(parents=True, exist_ok=True)
    to.parent.mkdir(parents=True, exist_ok=True)
    if verb in ("write", "append", "replace", "chmod") and path.is_file():
        part(path)
    match verb:
        case "write":
            path.write_text(step["text"], encoding="utf-8")
        case "append":
            with path.open("a", encoding="utf-8") as file:
                file.write(step["text"])
        case "replace":
            text = path.read_text(encoding="utf-8")
            assert step["old"] in text, step
            path.write_text(text.replace(step["old"], step["new"]), encoding="utf-8")
        case "remove":
            path.unlink()
        case "folder":
            path.mkdir(exist_ok=True)
        case "move":
            path.rename(to)
        case "copy":
            (shutil.copytree if path.is_dir() else shutil.copy)(path, to)
        case "link":
            path.symlink_to(to)
        case "chmod":
            path.chmod(step["mode"])
        case "save":
            (kind,) = (s for s in saved.ALL if s.name == step[verb])
            saved.save(Repo(root), kind, step["result"])
        case "build":
            pipeline.build(Repo(root))
        case _:
            raise AssertionError(step)


@pytest.mark.slow  # a release is checked for each
@pytest.mark.parametrize("file", FILES, ids=lambda f: f"{f.parent.name}-{f.name.partition('.')[0]}")
def test_change(root: Path, file: Path) -> None:
    for step in json.loads(file.read_text(encoding="utf-8")):
        take(root, step)
    code = file.parent.name
    if code == "XQ114" and os.geteuid() == 0 and file.name.startswith("bad"):
        pytest.skip("the superuser may read everything; test_hostile refuses by other means")
    findings = list(pipeline.validate(Repo(root)))
    if file.name.startswith("good"):
        assert findings == []
        return
    codes = {f.code for f in findings}
    assert code in codes, findings
    assert code in RELEASE or min(f.level for f in findings) == int(code[2])
    assert all("\n" not in f.detail for f in findings)


def test_every_code_has_a_failing_case_and_a_near_miss() -> None:
    for code in MESSAGES:
        names = {file.name.split(".")[0].split("-")[0] for file in (CASES / code).iterdir()}
        assert names == {"bad", "good"}, code


def test_the_release_is_checked_by_changes() -> None:
    assert set(RELEASE) <= {file.parent.name for file in FILES}
