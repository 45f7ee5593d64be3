"""The small parts that checks are made of: sentences, order, and what a finding says."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import BASE
from xiangqu.annotation.records import Draft, Edit, ThemeSpan
from xiangqu.annotation.repo import Repo
from xiangqu.validate import MESSAGES, validate
from xiangqu.validate.context import Damage
from xiangqu.validate.finding import Finding, identify, quoted
from xiangqu.validate.order import misplaced
from xiangqu.validate.reading import read_layer
from xiangqu.validate.report import as_json, github, sarif, text
from xiangqu.validate.schemas import Schemas
from xiangqu.validate.sentences import sentences


@pytest.mark.parametrize(
    ("paragraph", "found"),
    [
        ("", []),
        ("甲", ["甲"]),
        ("甲。", ["甲。"]),
        ("甲。乙", ["甲。", "乙"]),
        ("甲！？!?。乙。", ["甲！？!?。", "乙。"]),
        ("他说“甲。”乙", ["他说“甲。”", "乙"]),
        ("（甲。）」』】'\")] 乙", ["（甲。）」』】'\")]", " 乙"]),
        ("甲。”。乙", ["甲。”", "。", "乙"]),
        ("。", ["。"]),
        ("甲；乙", ["甲；乙"]),
        ("甲；一是乙；二十一是丙;三是丁", ["甲；", "一是乙；", "二十一是丙;", "三是丁"]),
        ("甲；是乙；一乙", ["甲；是乙；一乙"]),
        ("①甲；②乙;⑳丙；㉑丁", ["①甲；", "②乙;", "⑳丙；㉑丁"]),
        ("甲；", ["甲；"]),
        ("甲；一", ["甲；一"]),
        ("甲…乙.丙", ["甲…乙.丙"]),
    ],
)
def test_sentences(paragraph: str, found: list[str]) -> None:
    assert [paragraph[start:end] for start, end in sentences(paragraph)] == found


@given(st.lists(st.integers(0, 9), max_size=9))
def test_misplaced(keys: list[int]) -> None:
    """Without them the others ascend, and fewer would not do."""
    out = misplaced(keys)
    kept = [key for at, key in enumerate(keys) if at not in out]
    assert all(one <= other for one, other in pairwise(kept))
    longest = [0] * len(keys)
    for at, key in enumerate(keys):
        longest[at] = 1 + max((longest[b] for b in range(at) if keys[b] <= key), default=0)
    assert len(kept) == max(longest, default=0)


def test_misplaced_names_the_one_that_was_moved() -> None:
    assert misplaced([1, 2, 3, 9, 4, 5]) == [3]
    assert misplaced([1, 5, 2, 3, 4]) == [1]
    assert misplaced([2, 1]) == [0]
    assert misplaced([1, 1, 2]) == [] == misplaced([])


def test_quoted() -> None:
    assert quoted(None) == "null"
    assert quoted('甲"\n') == '"甲\\"\\n"'
    assert quoted("甲" * 40) == f'"{"甲" * 40}"'
    assert quoted("甲" * 41) == f'"{"甲" * 40}…"'


@pytest.mark.parametrize(
    ("record", "name"),
    [
        ({"id": "d.c01", "paragraph": "d.p001"}, "d.c01"),
        ({"id": "x" * 99}, "x" * 80),
        ({"id": [1]}, "[1]"),
        ({"id": list("x" * 99)}, repr(list("x" * 99))[:80]),
        ({"paragraph": "d.p001", "start": 1, "end": 2}, "d.p001[1:2]"),
        (
            {"paragraph": "p" * 99, "start": "1" * 99, "end": "2" * 99},
            f"{'p' * 80}[{'1' * 20}:{'2' * 20}]",
        ),
        ({"source_start": 0, "source_end": 2}, "edit[0:2]"),
        ({"source_start": "1" * 99, "source_end": "2" * 99}, f"edit[{'1' * 20}:{'2' * 20}]"),
        ({}, ""),
        (5, ""),
        (ThemeSpan("d.p001", 1, 2, "甲", "general"), "d.p001[1:2]"),
        (Edit(0, 2, "", "", "slip", None, False), "edit[0:2]"),
        (Draft("claims", None), ""),
        (Draft("claims", "d.p001"), "d.p001"),
        (Draft("claims", "d.p001", "d.p001.c02"), "d.p001.c02"),
        ({"paragraph": "d.p001"}, "d.p001"),
        ({"paragraph": "d.p001", "start": 1}, "d.p001[1:]"),
    ],
)
def test_identify(record: object, name: str) -> None:
    assert identify(record) == name


def test_damage() -> None:
    damage = Damage()
    assert not damage and damage.spares("claims", "d.p001")
    damage.add("claims", 3, "d.p001.c02")
    damage.add("themes", 4, "d.p002[0:5]")
    assert damage.records == {("claims", 3), ("themes", 4)} and damage
    assert damage.places == {("claims", "d.p001"), ("themes", "d.p002")} and not damage.layers
    assert not damage.spares("claims", "d.p001") and damage.spares("claims", "d.p002")
    assert not damage.spares("themes", "d.p002") and damage.spares("numerals", "d.p001")
    damage.add("sections", 1, "d.s001")
    damage.add("edits", 1, "edit[0:5]")
    damage.add("numerals", 1, "")
    damage.add("paragraphs", 2, "d.p001")
    assert damage.layers == {"sections", "edits", "numerals", "paragraphs"}
    assert not damage.spares("numerals", "d.p009")


FINDING = Finding("/a,b:c/claims.jsonl", 3, "XQ423", "d.p001.c01", "It is so.", "5 %\n6")
NAMELESS = Finding("x.jsonl", 0, "XQ103", "", "Every file is there.", "no such file")


def test_a_finding_is_a_line() -> None:
    assert str(FINDING) == "/a,b:c/claims.jsonl:3: XQ423 d.p001.c01: It is so. Found: 5 %\\n6"
    assert str(NAMELESS) == "x.jsonl: XQ103 Every file is there. Found: no such file"
    assert (FINDING.level, NAMELESS.level) == (4, 1)


def test_text_shows_the_first_of_many() -> None:
    assert list(text([FINDING, NAMELESS])) == [str(FINDING), str(NAMELESS)]
    assert len(list(text([NAMELESS] * 20))) == 20
    *shown, last = text([NAMELESS] * 22 + [FINDING])
    assert shown == [str(NAMELESS)] * 20 + [str(FINDING)]
    assert last == "x.jsonl: 2 more XQ103 (validate --all lists them)"


def test_json_is_one_array() -> None:
    assert list(as_json([])) == ["[]"]
    first, second = json.loads("".join(as_json([FINDING, NAMELESS])))
    assert first == {
        "code": "XQ423",
        "level": 4,
        "severity": "error",
        "file": "/a,b:c/claims.jsonl",
        "line": 3,
        "id": "d.p001.c01",
        "message": "It is so.",
        "detail": "5 %\n6",
    }
    assert second["code"] == "XQ103"


def test_a_warning_is_told_as_one() -> None:
    warning = Finding("x.jsonl", 2, "XQ601", "d.p001.c01", "It is so.", "5 %")
    assert list(text([warning])) == ["x.jsonl:2: XQ601 warning: d.p001.c01: It is so. Found: 5 %"]
    assert json.loads("".join(as_json([warning])))[0]["severity"] == "warning"
    assert next(github([warning])).startswith("::warning file=x.jsonl,line=2,title=XQ601::")
    (log,) = sarif([warning])
    assert json.loads(log)["runs"][0]["results"][0]["level"] == "warning"


def test_github_commands_are_escaped() -> None:
    assert list(github([FINDING, NAMELESS])) == [
        "::error file=/a%2Cb%3Ac/claims.jsonl,line=3,title=XQ423::"
        "d.p001.c01: It is so. Found: 5 %25%0A6",
        "::error file=x.jsonl,line=1,title=XQ103::Every file is there. Found: no such file",
    ]


def test_sarif_has_rules_and_places() -> None:
    (line,) = sarif([FINDING, NAMELESS])
    log = json.loads(line)
    (run,) = log["runs"]
    rules = {
        rule["id"]: rule["shortDescription"]["text"] for rule in run["tool"]["driver"]["rules"]
    }
    assert log["version"] == "2.1.0" and rules["XQ423"].startswith("The value")
    first, second = run["results"]
    assert first["ruleId"] == "XQ423" and first["level"] == "error"
    assert first["message"]["text"] == "It is so. Found: 5 %\n6"
    (place,) = first["locations"]
    assert place["physicalLocation"] == {
        "artifactLocation": {"uri": "file:///a%2Cb%3Ac/claims.jsonl"},
        "region": {"startLine": 3},
    }
    assert place["logicalLocations"] == [{"name": "d.p001.c01", "kind": "record"}]
    (place,) = second["locations"]
    assert place == {
        "physicalLocation": {"artifactLocation": {"uri": "x.jsonl"}},
        "logicalLocations": [],
    }


@pytest.mark.parametrize(("length", "shown"), [(58, "x" * 58 + '"'), (59, "x" * 59 + "…")])
def test_a_long_value_is_cut(repo: Repo, length: int, shown: str) -> None:
    span = {
        "paragraph": "d-report-2020.p001",
        "start": 0,
        "end": 1,
        "text": "甲",
        "theme": "x" * length,
    }
    assert Schemas(repo).faults("themes", span) == [
        ("XQ204", f'theme is "{shown} (vocabularies/themes.json lists them)')
    ]


@pytest.mark.parametrize(
    ("error", "said"),
    [(OSError("Odd."), "odd."), (OSError(5, "Input/output error"), "input/output error")],
)
def test_a_file_that_cannot_be_opened(
    repo: Repo, monkeypatch: pytest.MonkeyPatch, error: OSError, said: str
) -> None:
    def refuse(*_: object) -> None:
        raise error

    schemas = Schemas(repo)
    monkeypatch.setattr(Path, "open", refuse)
    file = BASE / "themes.jsonl"
    records, (found,) = read_layer(file, "themes", schemas, BASE, "utf-8")
    assert records == [] and found == Finding(str(file), 0, "XQ114", "", MESSAGES["XQ114"], said)


@pytest.mark.parametrize(("certainty", "evidence"), [("inferred", None), ("stated", "2020年")])
def test_a_date_that_is_inferred_and_no_other_has_evidence(
    base: tuple[Repo, Path], certainty: str, evidence: str | None
) -> None:
    repo, folder = base
    file = folder / "document.jsonl"
    record = json.loads(file.read_text(encoding="utf-8"))
    record |= {"date_certainty": certainty, "date_evidence": evidence}
    file.write_text(json.dumps(record, ensure_ascii=False) + "\n", encoding="utf-8")
    said = [f.detail for f in validate(repo) if f.detail.startswith("date_certainty")]
    assert len(said) == 1 and said[0].startswith(f"date_certainty {certainty} with date_evidence")


def test_a_numeral_without_a_label_is_shown_with_six_characters_around_it(
    base: tuple[Repo, Path],
) -> None:
    repo, folder = base
    file = folder / "numerals.jsonl"
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    (at,) = (n for n, line in enumerate(lines) if '"75"' in line)
    file.write_text("".join(lines[:at] + lines[at + 1 :]), encoding="utf-8")
    (said,) = (f.detail for f in validate(repo) if f.code == "XQ441")
    assert "…税收占比超过75%，结构为1…" in said
