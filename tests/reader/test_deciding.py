"""Decisions of the pages, imported: each holds for the draft that was read, and for no other."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from conftest import Command, copy_root
from xiangqu import __version__
from xiangqu.annotation.repo import Repo, sha256
from xiangqu.annotation.unread import line_of
from xiangqu.annotator import reviewing
from xiangqu.reader import library
from xiangqu.tabular import sources, tables

ID = "yiyang-report-2022"
TEXT = (
    "各位代表：\n全区新建学校3所，改造小区约2个，增长5%。\n明年计划新建公园4个，其中第3个在城北。\n"
)
Decision = dict[str, Any]


@pytest.fixture
def added(tmp_path: Path, command: Command) -> Repo:
    """A corpus with a text that is being added."""
    repo = copy_root(tmp_path / "root")
    (tmp_path / "report.txt").write_text(TEXT * 2, encoding="utf-8")
    known = ["--date", "2022-01-06", "--rights", "Not cleared."]
    words = ["add", tmp_path / "report.txt", "--id", ID, *known, "--root", repo.root]
    assert command(*words)[0] == 0
    return repo


def decision(repo: Repo, number: int, kind: str = "accept", **more: Any) -> Decision:
    """A decision on the claim of that number, as the page writes it."""
    annotated, checked = reviewing.read(repo, annotated_id(repo))
    assert checked.alignment
    claim = annotated.claims[number]
    return {
        "document": annotated.document.id,
        "text_sha256": sha256(checked.alignment.text.encode()),
        "claim": claim.id,
        "start": claim.start,
        "end": claim.end,
        "text": claim.text,
        "draft": library.digest(claim),
        "decision": kind,
    } | more


def annotated_id(repo: Repo) -> str:
    names = [folder.name for folder in repo.documents()]
    return ID if ID in names else names[0]


def written(folder: Path, *decisions: Decision, rules: str = __version__) -> Path:
    file = folder / "decisions.json"
    file.write_text(json.dumps({"rules": rules, "decisions": decisions}), encoding="utf-8")
    return file


def state(repo: Repo) -> dict[str, bytes]:
    folder = repo.curated / ID
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def test_drafts_are_accepted_corrected_and_rejected(
    added: Repo, tmp_path: Path, command: Command
) -> None:
    before, _ = reviewing.read(added, ID)
    file = written(
        tmp_path,
        decision(added, 0),
        decision(added, 1, "correct", fields={"status": "target", "period": "2023"}),
        decision(added, 2, "reject", label="name"),
    )
    code, out, said = command("import", file, "--root", added.root)
    assert code == 0, said
    assert "left to read" in out
    after, _ = reviewing.read(added, ID)
    assert after.claims[0] == before.claims[0]
    assert (after.claims[1].status, after.claims[1].period) == ("target", "2023")
    assert before.claims[2].id not in {claim.id for claim in after.claims}
    assert {n.label for n in after.numerals if n.paragraph == before.claims[2].paragraph} >= {
        "name"
    }
    unread = {*after.drafts}
    assert not {line_of(claim) for claim in after.claims[:2]} & unread
    assert {line_of(claim) for claim in after.claims[2:]} <= unread


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"text_sha256": "0" * 64}, "another text or place"),
        ({"start": 1}, "another text or place"),
        ({"text": "4所"}, "another text or place"),
        ({"claim": f"{ID}.p099.c01"}, "another text or place"),
        ({"draft": "0" * 16}, "the draft has changed since it was read"),
        ({"document": "yueyanglou-report-2021"}, "another text or place"),
        ({"document": "nowhere"}, "no document 'nowhere'"),
        ({"decision": "maybe"}, "maybe"),
        ({"decision": "reject", "label": "nonsense"}, "nonsense"),
        ({"decision": "correct", "fields": {"status": "nonsense"}}, "nonsense"),
        ({"decision": "correct", "fields": {"nonsense": "1"}}, "nonsense"),
        ({"decision": "correct"}, "fields"),
        ({"start": "0"}, "decisions.json"),
        ({"who": "me"}, "who"),
    ],
)
def test_a_decision_that_does_not_hold_changes_nothing(
    change: Decision, said: str, added: Repo, tmp_path: Path, command: Command
) -> None:
    before = state(added)
    file = written(tmp_path, decision(added, 0), decision(added, 1) | change)
    code, _, message = command("import", file, "--root", added.root)
    assert code in (1, 2) and said in message and "Traceback" not in message, message
    assert state(added) == before


def test_files_that_are_no_decisions(added: Repo, tmp_path: Path, command: Command) -> None:
    before = state(added)
    twice = decision(added, 0)
    for decisions, rules, words in (
        ([twice], "0.0.9", "0.0.9"),
        ([], __version__, "no decisions"),
        ([twice, twice], __version__, "decides twice"),
    ):
        file = written(tmp_path, *decisions, rules=rules)
        code, _, said = command("import", file, "--root", added.root)
        assert code == 1 and words in said, said
    broken = tmp_path / "broken.json"
    broken.write_text('{"rules"', encoding="utf-8")
    assert command("import", broken, "--root", added.root)[0] == 1
    code, _, said = command("import", written(tmp_path, twice), tmp_path / "into")
    assert (code, "leave INTO out" in said) == (2, True)
    assert state(added) == before


def test_a_decision_holds_once(added: Repo, tmp_path: Path, command: Command) -> None:
    file = written(tmp_path, decision(added, 0))
    assert command("import", file, "--root", added.root)[0] == 0
    code, _, said = command("import", file, "--root", added.root)
    assert (code, "is no draft any more" in said) == (1, True)


def test_the_pages_show_an_added_text_that_is_not_built_yet(added: Repo) -> None:
    texts = {text.document["id"]: text for text in library.of_root(added).texts}
    assert len(texts) == 6 and texts[ID].unread and not texts[ID].is_published
    assert not texts["yueyanglou-report-2021"].unread


def test_drafts_of_a_folder_go_into_a_corpus(tmp_path: Path, command: Command) -> None:
    (tmp_path / "a.txt").write_text(TEXT * 2, encoding="utf-8")
    (tmp_path / "b.txt").write_text(TEXT, encoding="utf-8")
    folder, into = tmp_path / "drafts", tmp_path / "mine"
    assert command("annotate", tmp_path / "a.txt", tmp_path / "b.txt", "--output", folder)[0] == 0
    before = {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    number = len(tables.read(folder, "claims", {"document": "a"}))
    with sources.opened(Repo(folder), ["a"]) as drafts:
        file = written(
            tmp_path,
            decision(drafts, 0, "correct", fields={"status": "estimate"}),
            decision(drafts, 1, "reject", label="name"),
        )
    assert command("import", file, "--root", folder)[0] == 2
    assert command("import", file, into, "--root", folder)[0] == 0
    assert {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()} == before
    mine = Repo(into)
    (read,) = library.of_root(mine).texts
    claims = read.rows["claims"]
    assert claims[0]["status"] == "estimate" and len(claims) == number - 1
    assert claims[0]["id"] not in read.unread and len(read.unread) == number - 2
    assert command("import", file, into, "--root", folder)[0] == 0, "the same once more"
    rest = [decision(mine, n) for n in range(1, number - 1)]
    assert command("import", written(tmp_path, *rest), "--root", into)[0] == 0
    assert command("import", file, into, "--root", folder)[0] == 2, "it has other content now"
    assert not library.of_root(mine).texts[0].unread
