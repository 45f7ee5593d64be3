"""The verb annotate: what it prints, the folder that it writes, and what other verbs make of it."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from conftest import Command
from xiangqu.annotation import vocabulary
from xiangqu.annotation.errors import UsageError
from xiangqu.annotation.repo import Repo
from xiangqu.annotator import Annotator
from xiangqu.annotator.inputs import Reading, Texts
from xiangqu.annotator.output import SCHEMAS
from xiangqu.cli import cli, progress, terminal
from xiangqu.tabular.tables import LAYERED

FILE = "part-00000.parquet"
TEXT = "# 工作报告\n\n全市新建学校3所，增长5%。\n"


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    (folder / "长沙").mkdir(parents=True)
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    (folder / "长沙" / "2022年 报告.md").write_text("投资10亿元。", encoding="utf-8")
    return folder


def test_a_text_from_a_pipe_is_shown_at_once(command: Command) -> None:
    code, out, err = command("annotate", stdin=TEXT.encode())
    assert code == 0 and err == "1 document, 23 characters, 2 paragraphs, 2 claims, 2 numerals\n"
    lines = [line.split() for line in out.splitlines()]
    assert lines[0] == ["text-0001", "工作报告"]
    assert lines[3] == ["3所", "学校", "actual", "education", "no_period,", "odd_indicator"]
    assert command("annotate", "-", stdin=TEXT.encode())[1] == out


def test_a_long_row_is_not_broken_in_a_pipe(capsys: pytest.CaptureFixture[str]) -> None:
    name = "学校" * 60
    terminal.words(["one", "other"], [[name, "[x]"], ["a", ""]])
    assert [line.split() for line in capsys.readouterr().out.splitlines()][2:] == [
        [name, "[x]"], ["a"],
    ]  # fmt: skip


def test_jsonl_has_the_published_columns(texts: Path, command: Command) -> None:
    code, out, _ = command("annotate", texts, "--format", "jsonl", "--review-period", "2021")
    rows = [json.loads(line) for line in out.splitlines()]
    assert code == 0 and [row["text"] for row in rows] == ["3所", "5%", "10亿元"]
    assert [*rows[0]] == [*LAYERED["claims"].names, "doubts"]
    assert rows[0]["doubts"] == ["period_of_document", "odd_indicator"]
    assert rows[0]["period_end"] == "2021-12-31" and rows[2]["document"] == "2022年-报告"


def test_csv_has_a_column_for_each_part_of_a_span(texts: Path, command: Command) -> None:
    _, out, _ = command("annotate", texts, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    parts = ("indicator_text", "indicator_start", "indicator_end", "status_cue_text")
    assert [rows[0][name] for name in parts] == ["学校", "4", "6", ""]
    assert {*LAYERED["claims"].names} - {*rows[0]} == {
        "indicator", "predicate", "reference", "status_cue",
    }  # fmt: skip
    assert json.loads(rows[0]["section_path"]) == [] and rows[0]["value"] == "3"
    assert rows[0]["doubts"] == "no_period odd_indicator"


def test_a_folder_that_every_verb_takes(texts: Path, tmp_path: Path, command: Command) -> None:
    out = tmp_path / "drafts"
    code, _, err = command("annotate", texts, "--output", out)
    assert code == 0 and err.startswith("2 documents, ")
    assert {file.parent.name for file in out.glob(f"*/{FILE}")} == {*SCHEMAS}
    for config in SCHEMAS:
        table = pq.read_table(out / config / FILE)
        assert table.schema.remove_metadata() == SCHEMAS[config], config
        assert b"rules" in table.schema.metadata[b"xiangqu.made_by"]
    claims = pq.read_table(out / "claims" / FILE).to_pylist()
    assert [(c["id"], c["text"], c["value"]) for c in claims] == [
        ("a.p002.c01", "3所", 3.0),
        ("a.p002.c02", "5%", 5.0),
        ("2022年-报告.p001.c01", "10亿元", 1e9),
    ]
    documents = pq.read_table(out / "documents" / FILE).to_pylist()
    assert [d["seed_file"] for d in documents] == ["a.txt", "长沙/2022年 报告.md.txt"]
    sources = pq.read_table(out / "sources" / FILE).to_pylist()
    assert [s["raw"] for s in sources] == [TEXT, "投资10亿元。"]

    for words in (["validate", out], ["validate", "--root", out]):
        code, said, err = command(*words)
        assert (code, said) == (0, "") and err.startswith("These are drafts")
    code, said, _ = command("show", "2022年-报告.p001.c01", "--root", out)
    assert code == 0 and "seeds/长沙/2022年 报告.md.txt, line 1 [2:6]" in said
    code, said, _ = command("evaluate", out, out)
    assert code == 0 and "Claims: 3 in gold, 3 predicted" in said
    assert command("stats", "--root", out)[0] == 0
    assert command("export", "a", tmp_path / "sheets", "--root", out)[0] == 0
    assert command("import", tmp_path / "sheets", tmp_path / "in", "--root", out)[0] == 0
    code, _, err = command("build", "--root", out)
    assert code == 2 and "xiangqu add" in err


def test_files_of_one_name_keep_apart(tmp_path: Path, command: Command) -> None:
    for folder in ("x", "y"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.txt").write_text(f"{folder}有3个。", encoding="utf-8")
    out = tmp_path / "out"
    assert command("annotate", tmp_path / "x", tmp_path / "y", "--output", out)[0] == 0
    rows = pq.read_table(out / "documents" / FILE).to_pylist()
    assert [(r["id"], r["seed_file"]) for r in rows] == [
        ("a", "a.txt"), ("text-0001", "text-0001.txt"),
    ]  # fmt: skip
    assert command("validate", out)[0] == 0


def test_ids_of_any_number_and_of_a_users_own(repo: Repo) -> None:
    pattern = vocabulary.schema(repo, "claim")["properties"]["id"]["pattern"]
    for identity in ("text-10000.p001.c01", "长沙_2022.p1000.c100", "A.p001.c01"):
        assert re.search(pattern, identity)
    for identity in ("a b.p001.c01", "a.b.p001.c01", "é.p001.c01", ".p001.c01"):
        assert not re.search(pattern, identity)


def test_one_bad_file_does_not_stop_the_folder(
    texts: Path, tmp_path: Path, command: Command
) -> None:
    (texts / "b.txt").write_bytes(b"\xff")
    (texts / "x.pdf").touch()
    (texts / "c.txt").write_bytes("有4个。".encode("gbk"))
    out = tmp_path / "out"
    code, _, err = command("annotate", texts, "--output", out)
    assert code == 1 and err.splitlines()[:3] == [
        f"{texts}/b.txt: byte 0 is not UTF-8; save it as UTF-8, or name its --encoding",
        "passed over, being of another kind: x.pdf",
        "not UTF-8, and read as GB18030: c.txt",
    ]
    assert err.splitlines()[3].startswith("3 documents")
    assert command("validate", out)[0] == 0


@pytest.mark.parametrize("options", [(), ("-o", "drafts")])
def test_the_place_of_a_text_by_its_name(
    options: tuple[str, ...], tmp_path: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A row that names no one place is named, and the others are drafted; an option is refused at once."""
    monkeypatch.chdir(tmp_path)
    places = ["岳阳楼区", "火星", "市中区", "衡阳市雁峰区", "430602"]
    rows = [f"{n},新建学校3所。,{place}" for n, place in enumerate(places)]
    Path("texts.csv").write_text("\n".join(["id,text,place", *rows]), encoding="utf-8")
    code, out, err = command("annotate", "texts.csv", "--text-column", "text", *options)
    assert code == 1 and "3 documents" in err
    assert "GB/T 2260 has no place '火星'" in err and "511002 内江市市中区" in err
    code, out, err = command("annotate", "texts.csv", "--text-column", "text", "--place", "火星")
    assert (code, out, err.count("\n")) == (2, "", 1)


def test_a_fault_of_the_rules_costs_one_text(
    texts: Path, tmp_path: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    annotate = Annotator.annotate

    def fail(self: Annotator, raw: str, *others: object) -> object:
        if "学校" in raw:
            raise RecursionError("too deep")
        return annotate(self, raw, *others)  # type: ignore[arg-type]

    monkeypatch.setattr(Annotator, "annotate", fail)
    code, _, err = command("annotate", texts, "--output", tmp_path / "out")
    fault, summary = err.splitlines()
    assert code == 1 and fault.startswith("a.txt: a fault of the program, please report: Recursion")
    assert summary.startswith("1 document, 7 characters")
    code, out, _ = command("annotate", texts)
    assert code == 1 and "10亿元" in out


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["nowhere.txt"], 2, "nowhere.txt: no such file or folder"),
        (["t.csv"], 2, "--text-column NAME; there are body"),
        (["t.csv", "--text-column", "text"], 2, "has no column 'text'; there are body"),
        (["e.csv", "--text-column", "body"], 2, "no text to annotate"),
        (["e.csv", "--text-column", "text"], 2, "has no column 'text'; there are body"),
        (["t.txt", "--date", "2022-1"], 2, "'2022-1' is no date: write it as"),
        (["t.txt", "--date", "2016/2020"], 2, "'2016/2020' is no date: write it as"),
        (["t.txt", "--plan-period", "2025/2021"], 2, "'2025/2021' is no plan period: write it as"),
        (
            ["t.txt", "--format", "csv", "--output", "out"],
            2,
            "--format prints, and --output writes tables",
        ),
        (["t.txt", "--why", "--output", "out"], 2, "--why prints, and --output writes tables"),
        (["t.txt", "--format", "csv", "--why"], 2, "leave --format out"),
        (["t.txt", "--encoding", "foo"], 2, "no encoding of text"),
        (["t.txt", "--encoding", "ascii"], 1, "t.txt: byte 0 is not ascii"),
    ],
)
def test_what_cannot_be_annotated(
    words: list[str],
    code: int,
    said: str,
    tmp_path: Path,
    command: Command,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("t.txt").write_text("有3个。", encoding="utf-8")
    Path("t.csv").write_text("body\n有3个。\n", encoding="utf-8")
    Path("e.csv").write_text("body\n", encoding="utf-8")
    status, out, err = command("annotate", *words)
    assert (status, out) == (code, "") and said in err
    assert not Path("out").exists()


def test_nobody_waits_at_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = io.StringIO()
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stdin", terminal)
    with pytest.raises(UsageError, match="pipe a text in"):
        cli.main(["annotate"], standalone_mode=False)


def test_why(texts: Path, command: Command) -> None:
    code, out, _ = command("annotate", texts / "a.txt", "--why")
    assert code == 0 and "education" in out and "学校" in out


@pytest.mark.parametrize("is_terminal", [True, False])
def test_progress(texts: Path, is_terminal: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal the line is written over and then gone; in a log it stays."""
    err, clock = io.StringIO(), iter(range(0, 1000, 40))
    monkeypatch.setattr(sys, "stderr", err)
    monkeypatch.setattr(err, "isatty", lambda: is_terminal)
    monkeypatch.setattr(progress.time, "monotonic", lambda: next(clock))
    run = progress.Run(printing=False)
    assert len(list(run.follow(Texts([texts], Reading(), run.say)))) == 2
    lines = err.getvalue().replace("\r", "\n").split("\n")
    assert [line.removeprefix("\x1b[K") for line in lines if len(line) > 3] == [
        "1 of 2 texts, 0.0 a second, 0:00:40 left",
        "2 of 2 texts, 0.0 a second, 0:00:00 left",
    ]
    assert err.getvalue().endswith("\x1b[K" if is_terminal else "left\n")
