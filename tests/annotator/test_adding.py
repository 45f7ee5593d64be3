"""A text on its way into the corpus: added, drafted again, reviewed, and taken out again."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any

import pytest

from conftest import Command, small_copy
from xiangqu.annotation.errors import UsageError
from xiangqu.annotation.repo import Repo
from xiangqu.annotator import reviewing
from xiangqu.annotator.given import given
from xiangqu.release import pipeline

ID = "mouqu-report-2022"
TEXT = """# 政府工作报告

一、过去工作回顾

全年新建学校3所，改造老旧小区12个，地区生产总值增长8.3%。

二、今后工作安排

地区生产总值增长7%左右，新增城镇就业5000人以上。
"""
GIVEN = ("--date", "2022-01-06", "--place", "岳阳楼区", "--rights", "Made for the tests.")


@pytest.fixture
def root(tmp_path: Path) -> Repo:
    return small_copy(tmp_path / "root")


@pytest.fixture
def add(root: Repo, tmp_path: Path, command: Command) -> Any:
    """Adds `TEXT`, or another, with more options; exit code and what is said."""

    def run(*more: str, text: str = TEXT, identity: str = ID) -> tuple[int, str]:
        file = tmp_path / "new.txt"
        file.write_text(text, encoding="utf-8")
        code, _, err = command("add", file, "--id", identity, *more, "--root", root.root)
        return code, err

    return run


def lines(root: Repo, layer: str) -> list[dict[str, Any]]:
    file = root.curated / ID / f"{layer}.jsonl"
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def files(root: Repo) -> dict[Path, bytes]:
    return {f: f.read_bytes() for f in root.root.rglob("*") if f.is_file() and f.suffix != ".lock"}


def claim(root: Repo, words: str) -> dict[str, Any]:
    (found,) = [c for c in lines(root, "claims") if c["text"] == words]
    return found


def test_what_is_given_is_taken(root: Repo, add: Any) -> None:
    assert add(*GIVEN, "--review-period", "2021", "--plan-period", "2022")[0] == 0
    (about,) = lines(root, "document")
    assert (about["date"], about["date_certainty"], about["date_evidence"]) == (
        "2022-01-06",
        "stated",
        None,
    )
    assert (about["place"], about["place_name"]) == ("430602", "岳阳市岳阳楼区")
    assert (about["review_period"], about["plan_period"]) == ("2021", "2022")
    assert about["rights"] == "Made for the tests."
    assert claim(root, "7%左右")["period"] == "2022"


@pytest.mark.parametrize(
    ("known", "said"),
    [
        ({"date": "2022-13"}, "'2022-13' is no date: write it as 2022-01-06"),
        ({"date": "2021/2022"}, "is no date"),
        ({"date": "２０２２"}, "is no date"),
        ({"review_period": "2021/2016"}, "is no review period"),
        ({"plan_period": "十四五"}, "is no plan period"),
        ({"place": "999999"}, "no place with the code 999999"),
        ({"place": "没有区"}, "no place '没有区'"),
        ({"place": "朝阳区"}, "110105 北京市朝阳区, 220104 长春市朝阳区"),
        ({"place": "岳阳市朝阳区"}, "is not the name of one place"),
        ({"place": "岳阳楼区政府"}, "no place '岳阳楼区政府'"),
    ],
)
def test_what_cannot_be_given(repo: Repo, known: dict[str, str], said: str) -> None:
    with pytest.raises(UsageError, match=re.escape(said)):
        given(repo, **known)


def test_what_cannot_be_added(root: Repo, add: Any) -> None:
    before = files(root)
    for words in (("--date", "2022-13"), ("--place", "朝阳区")):
        code, err = add(*words)
        assert (code, err.count("\n")) == (2, 1)
    assert add(identity="Mouqu")[0] == add(text="\n")[0] + 1 == 2
    assert files(root) == before


def test_a_text_is_added_once(root: Repo, add: Any) -> None:
    assert add()[0] == 0
    for identity, said in (("mouqu-report-2023", "already has this text"), (ID, "already exists")):
        code, err = add(identity=identity)
        assert code == 2 and said in err


def review(command: Command, root: Repo, *words: str) -> tuple[int, str, str]:
    return command("review", ID, *words, "--root", root.root)


def test_reading_draft_by_draft(root: Repo, add: Any, command: Command) -> None:
    """From the first look to a document that builds, with a correction, a removal, and no residue."""
    add(*GIVEN)
    code, out, err = review(command, root)
    assert code == 0 and "claims" in out and f"review {ID} --confirm document" in err
    assert review(command, root, "--confirm", "document", "--confirm", "edits")[0] == 0
    school, second = (claim(root, words)["id"].partition(".")[2] for words in ("3所", "12个"))
    unread = {line["claim"] for line in lines(root, "drafts") if line["layer"] == "claims"}
    code, out, _ = review(
        command,
        root,
        *("--set", f"{school}.indicator=新建学校", "--set", f"{school}.indicator_id=schools_built"),
        *("--set", f"{school}.status=target", "--set", f"{school}.period=2022"),
        *("--drop", f"{second}=name", "--confirm", school),
    )
    assert code == 0
    mended = claim(root, "3所")
    assert mended["status"] == "target" and mended["indicator"] == {
        "start": 2,
        "end": 6,
        "text": "新建学校",
    }
    assert [n["label"] for n in lines(root, "numerals") if n["text"] == "12"] == ["name"]
    left = {line["claim"] for line in lines(root, "drafts") if line["layer"] == "claims"}
    assert unread - left == {f"{ID}.{school}", f"{ID}.{second}"}
    assert "claims" in review(command, root)[1]
    code, out, _ = review(command, root, "--confirm", "all")
    assert (code, out) == (0, f"{ID}: all drafts have been read. Next: xiangqu build --refresh\n")
    assert not (root.curated / ID / "drafts.jsonl").exists()
    pipeline.build(root)
    assert list(pipeline.validate(root)) == []


REFUSED: list[tuple[tuple[str, str], int, str]] = [
    (("--confirm", "p099"), 2, "nothing is left to read of 'p099'"),
    (("--set", "p003.c01.status=maybe"), 1, 'status is "maybe"'),
    (("--set", "p003.c01.colour=red"), 2, "no field 'colour'"),
    (("--set", "p003.c01.indicator=没有"), 2, "'没有' does not stand there"),
    (("--set", "p003.c01.value=many"), 2, "p003.c01: value is no number: 'many'"),
    (("--set", "status=target"), 2, "is not CLAIM.FIELD=VALUE"),
    (("--drop", "p003.c09=name"), 2, "has no claim 'p003.c09'"),
    (("--drop", "p003.c01=nothing"), 1, 'label is "nothing"'),
    (("--drop", "p003.c01=\udcff"), 1, "numerals of "),
    (("--confirm", "all"), 2, "is not complete: rights are not given"),
]


def test_what_cannot_be_done_changes_nothing(root: Repo, add: Any, command: Command) -> None:
    add()
    before = files(root)
    for words, code, said in REFUSED:
        found, out, err = review(command, root, "--confirm", "edits", *words)
        assert (found, out, err.count("\n")) == (code, "", 1) and said in err, words
        assert files(root) == before


def test_drafting_again_keeps_what_was_read(root: Repo, add: Any, command: Command) -> None:
    """Lines that are confirmed stay byte for byte, even if they are written otherwise than by us."""
    add()
    folder = root.curated / ID
    review(command, root, "--confirm", "p003.themes", "--confirm", "p003.c01")
    odd = (folder / "claims.jsonl").read_text(encoding="utf-8").replace('", "', '",  "', 1)
    (folder / "claims.jsonl").write_text(odd, encoding="utf-8")
    ids = [c["id"] for c in lines(root, "claims")]
    assert {c["place"] for c in lines(root, "claims")} == {None}
    again = ("--date", "2022", "--place", "430602", "--plan-period", "2022", "--rights", "Mine.")
    code, out, _ = command("redraft", ID, *again, "--root", root.root)
    assert code == 0 and "claims" in out
    now = lines(root, "claims")
    assert [c["id"] for c in now] == ids
    assert [c["place"] for c in now] == [None, *["430602"] * (len(now) - 1)]
    assert (folder / "claims.jsonl").read_text(encoding="utf-8").split("\n")[0] == odd.split("\n")[
        0
    ]
    assert lines(root, "document")[0]["rights"] == "Mine."
    assert [c for c in lines(root, "drafts") if c["claim"] == ids[0]] == []
    before = files(root)
    assert command("redraft", ID, "--root", root.root)[0] == 0 and files(root) == before


def test_claims_come_and_go_until_the_numerals_are_read(
    root: Repo, add: Any, command: Command
) -> None:
    add(*GIVEN)
    review(command, root, "--drop", "p003.c02=name")
    command("redraft", ID, "--root", root.root)
    assert claim(root, "12个")["id"] == f"{ID}.p003.c04", "a number that was never used"
    review(command, root, "--drop", "p003.c04=name", "--confirm", "p003.numerals")
    command("redraft", ID, "--root", root.root)
    assert "12个" not in {c["text"] for c in lines(root, "claims")}
    annotated, _ = reviewing.read(root, ID)
    assert {n.text: n.label for n in annotated.numerals}["12"] == "name"
    assert command("validate", root.curated / ID, "--root", root.root)[1].count("XQ4") == len(
        annotated.drafts
    )


def test_reading_in_a_spreadsheet(root: Repo, add: Any, command: Command, tmp_path: Path) -> None:
    add(*GIVEN)
    folder = tmp_path / "sheets"
    review(command, root, "--confirm", "p003.c01")
    assert command("export", ID, folder, "--root", root.root)[0] == 0
    sheet = folder / ID / "claims.csv"
    rows = list(csv.DictReader(sheet.read_text(encoding="utf-8-sig").splitlines()))
    assert [row["read"] for row in rows[:3]] == ["yes", "", ""]
    before = files(root)
    assert command("import", folder, "--root", root.root)[0] == 0 and files(root) == before
    rows[1] |= {"read": "x", "text": "改造老旧小区12个", "start": "", "end": ""}
    with sheet.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    code, out, _ = command("import", folder, "--root", root.root)
    assert code == 0 and "claims" in out
    assert claim(root, "改造老旧小区12个")["id"] == f"{ID}.p003.c02"
    assert f"{ID}.p003.c02" not in {line["claim"] for line in lines(root, "drafts")}
    broken = sheet.read_text(encoding="utf-8-sig").replace("growth", "grown", 1)
    sheet.write_text(broken, encoding="utf-8-sig")
    before = files(root)
    code, _, err = command("import", folder, "--root", root.root)
    assert code == 1 and 'measure is "grown"' in err and files(root) == before


def test_a_document_is_removed(root: Repo, add: Any, command: Command) -> None:
    """Of another nothing is touched; a document that was published leaves its ids behind."""
    pipeline.build(root)
    before = files(root)
    add(*GIVEN)
    assert command("remove", ID, "--reason", " ", "--root", root.root)[0] == 2
    assert command("remove", ID, "--root", root.root)[0] == 2
    assert command("remove", "nobody", "--reason", "No.", "--root", root.root)[0] == 2
    assert command("remove", ID, "--reason", "A test.", "--root", root.root)[0] == 0
    assert files(root) == before and not (root.curated / ID).exists()
    add(*GIVEN)
    review(command, root, "--confirm", "all")
    pipeline.build(root)
    published = files(root)
    code, out, err = command("remove", ID, "--reason", "The publisher asked.", "--root", root.root)
    assert code == 0 and f"{ID}.txt" in out and "Ids retired: " in err
    changed = {
        f.relative_to(root.root).as_posix() for f, c in files(root).items() if published.get(f) != c
    }
    assert changed == {"corpus/retired.jsonl", "seeds/SHA256SUMS"}
    retired = [json.loads(line) for line in root.retired.read_text(encoding="utf-8").splitlines()]
    assert {ID, f"{ID}.p003", f"{ID}.p003.c01", f"{ID}.s001"} <= {line["id"] for line in retired}
    pipeline.build(root)
    assert list(pipeline.validate(root)) == []
    assert command("validate", root.root / "corpus", "--root", root.root)[:2] == (0, "")
    assert "is the retired id of a document" in add(*GIVEN)[1]


@pytest.mark.parametrize(
    "place", ["corpus", "corpus/curated", "corpus/curated/a-report-2022", "seeds"]
)
def test_nothing_is_removed_through_a_link(
    root: Repo, add: Any, command: Command, tmp_path: Path, place: str
) -> None:
    assert add(identity="a-report-2022")[0] == 0
    (root.root / place).rename(tmp_path / "victim")
    (root.root / place).symlink_to(tmp_path / "victim")
    before = {file: file.read_bytes() for file in (tmp_path / "victim").rglob("*.*")}
    for words in (
        ["remove", "a-report-2022", "--reason", "Why."],
        ["redraft", "a-report-2022", "--date", "2020"],
        ["review", "a-report-2022", "--confirm", "all"],
    ):
        code, _, err = command(*words, "--root", root.root)
        assert code == 1 and "link" in err
    assert {file: file.read_bytes() for file in (tmp_path / "victim").rglob("*.*")} == before


def test_what_is_retired_stays_so(root: Repo, add: Any) -> None:
    add(*GIVEN)
    root.retired.write_text(json.dumps({"id": f"{ID}.p001", "reason": "A test."}) + "\n{}\n")
    found = [f for f in pipeline.validate(root) if Path(f.file) == root.retired]
    assert [(f.code, f.line) for f in found] == [("XQ202", 2), ("XQ318", 1)]
