"""The files of ``schema/rules/``: every list is read, and a broken file is told in one line."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

import xiangqu
from conftest import ROOT, Command
from xiangqu.annotation.errors import DataError
from xiangqu.annotation.repo import Repo
from xiangqu.annotator import rules

NAMES = sorted(file.stem for file in (ROOT / "schema" / "rules").glob("*.json"))
ROOMS = [Path(xiangqu.__file__).parent / room for room in ("annotator", "audit")]
SOURCES = sorted(file for room in ROOMS for file in room.glob("*.py"))


@pytest.fixture
def root(tmp_path: Path) -> Repo:
    """A root with the schema alone."""
    shutil.copytree(ROOT / "schema", tmp_path / "schema")
    return Repo(tmp_path)


def rules_file(repo: Repo, name: str) -> tuple[Path, dict[str, Any]]:
    file = repo.schema / "rules" / f"{name}.json"
    return file, json.loads(file.read_text(encoding="utf-8"))


def write(file: Path, value: dict[str, Any]) -> None:
    file.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_every_list_is_read_and_described(name: str) -> None:
    source = "".join(file.read_text(encoding="utf-8") for file in SOURCES)
    read = set(re.findall(r"""\[["'](\w+)["']\]""", source))
    lists = rules_file(Repo(ROOT), name)[1]
    assert lists.pop("description")
    assert set(lists) <= read
    assert all(entry["description"] for entry in lists.values())


@pytest.mark.parametrize("name", NAMES)
def test_every_list_is_needed_and_no_other_allowed(name: str, root: Repo) -> None:
    file, value = rules_file(root, name)
    for key in value.keys() - {"description"}:
        write(file, {k: v for k, v in value.items() if k != key})
        with pytest.raises(DataError, match=key):
            rules.load(root, name)
    write(file, {**value, "spare": []})
    with pytest.raises(DataError, match="spare"):
        rules.load(root, name)


@pytest.mark.parametrize("values", [["级", ""], ["级", "级"], [], "级", None])
def test_a_broken_list_is_told_in_one_line(values: Any, root: Repo, command: Command) -> None:
    """An empty word would stand everywhere, and an empty list would match everything."""
    file, value = rules_file(root, "quantities")
    value["grade_suffixes"]["values"] = values
    write(file, value)
    (root.root / "a.txt").write_text("新建3所。", encoding="utf-8")
    to = ("--output", root.root / "out", "--root", root.root)
    code, _, err = command("annotate", root.root / "a.txt", *to)
    assert code == 1 and err.count("\n") == 1
    assert "quantities.json" in err and "grade_suffixes" in err
