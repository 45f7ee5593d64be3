"""The command: exit codes, one-line errors, and output that programs can read."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from conftest import CASES, ROOT, Command
from xiangqu.annotation.repo import Repo
from xiangqu.annotation.vocabulary import schema_names
from xiangqu.cli import cli, main
from xiangqu.cli.terminal import counts_tables
from xiangqu.validate import Finding
from xiangqu.validate.catalogue import MESSAGES
from xiangqu.validate.report import as_json, github, sarif, text, whole_text

CLAIM = "yueyanglou-report-2021.p006.c03"


@pytest.mark.parametrize("verb", sorted(cli.commands))
def test_help_has_an_example(command: Command, verb: str) -> None:
    code, out, _ = command(verb, "--help")
    assert code == 0
    assert f"Example: xiangqu {verb}" in out


def test_validate_clean(command: Command) -> None:
    code, out, _ = command("validate")
    assert (code, out) == (0, "")


@pytest.fixture
def broken(copy: Repo) -> Repo:
    file = copy.curated / "yueyanglou-report-2021" / "claims.jsonl"
    file.write_text(
        file.read_text(encoding="utf-8").replace('"value": 8.1,', '"value": 8.2,', 1),
        encoding="utf-8",
    )
    return copy


def test_validate_formats(broken: Repo, command: Command) -> None:
    file = broken.curated / "yueyanglou-report-2021" / "claims.jsonl"
    code, out, err = command("validate", "--root", broken.root)
    assert code == 1
    assert out.startswith(f"{file}:3: XQ423 {CLAIM}: ")
    assert err.endswith("xiangqu validate --explain XQ423\n")
    _, out, _ = command("validate", "--root", broken.root, "--format", "json", file)
    found = json.loads(out)
    assert [found[0][key] for key in ("code", "level", "line", "id")] == ["XQ423", 4, 3, CLAIM]
    _, github, _ = command("validate", "--root", broken.root, "--format", "github", file.parent)
    assert github.startswith(f"::error file={file},line=3,title=XQ423::")


def test_warnings_fail_only_if_strict(base: tuple[Repo, Path], command: Command) -> None:
    repo, folder = base
    shutil.copy(CASES / "XQ602" / "bad.claims.jsonl", folder / "claims.jsonl")
    words = ["validate", "--root", repo.root, folder]
    code, out, err = command(*words)
    assert (code, err.partition(";")[0]) == (0, "1 warning") and ": XQ602 warning: " in out
    assert command(*words, "--strict")[:2] == (1, out)
    claims = (folder / "claims.jsonl").read_text(encoding="utf-8")
    (folder / "claims.jsonl").write_text(claims.replace('"value": 8.1,', '"value": 8,'), "utf-8")
    code, out, err = command(*words)
    assert (code, err.partition(";")[0]) == (1, "1 finding, 1 warning") and "XQ423" in out
    (folder / "claims.jsonl").write_text(claims.replace('"value": 15,', '"value": 1,'), "utf-8")
    assert command(*words)[2].startswith("1 finding; "), "a record at fault is not warned of"


@pytest.mark.slow
def test_build_check(copy: Repo, command: Command) -> None:
    assert command("build", "--check", "--root", copy.root)[0] == 0
    (copy.text / "yanfeng-feature-2021.txt").unlink()
    code, out, _ = command("build", "--check", "--root", copy.root)
    assert code == 1
    assert "yanfeng-feature-2021.txt: XQ503" in out
    code, out, _ = command("build", "--root", copy.root)
    assert code == 0 and "claims" in out


def test_build_refuses_faults(broken: Repo, command: Command) -> None:
    code, out, err = command("build", "--root", broken.root)
    assert (code, out) == (1, "")
    assert err.count("\n") == 1 and "XQ423" in err


def test_schema(repo: Repo, command: Command) -> None:
    assert command("schema")[1].split() == schema_names(repo)
    assert json.loads(command("schema", "claim")[1])["title"] == "Numeric claim"


def test_stats(command: Command) -> None:
    counts = json.loads(command("stats", "--format", "json")[1])
    assert counts["layers"]["claims"]["total"] == sum(
        row["total"] for row in counts["claims by measure"].values()
    )
    table = command("stats")[1]
    assert "numerals by label" in table and "…" not in table


def test_the_table_of_many_documents_is_not_cut(capsys: pytest.CaptureFixture[str]) -> None:
    numbers = {f"district-report-{year}": 1_000_000 + year for year in range(2000, 2030)}
    counts_tables({"layers": {"claims": numbers}})
    out = capsys.readouterr().out
    assert all(str(number) in out for number in numbers.values()) and "…" not in out


def test_show(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    _, claim, _ = command("show", CLAIM)
    assert "地区生产总值" in claim and "annual_average" in claim and "line 6 [299:303]" in claim
    _, paragraph, _ = command("show", CLAIM.rpartition(".")[0])
    assert "735亿元" in paragraph and "economy" in paragraph
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    _, coloured, _ = command("show", CLAIM)
    assert "\x1b[" in coloured and "\x1b[" not in claim


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("show", "nowhere.p001"), 2),
        (("schema", "claims"), 2),
        (("nonsense",), 2),
        (("validate", "--format", "xml"), 2),
        (("validate", str(ROOT / "nowhere")), 2),
        (("stats", "--root", str(ROOT / "nowhere")), 2),
        (("stats", "--root", str(ROOT / "tests")), 1),
        (("export", "..", str(ROOT / "nowhere")), 2),
    ],
)
def test_errors_are_one_line_and_a_code(
    command: Command, words: tuple[str, ...], code: int
) -> None:
    returned, _, err = command(*words)
    assert returned == code
    assert "Traceback" not in err
    assert err.strip().splitlines()[-1]


@pytest.mark.parametrize("words", ["stats", "stats --format json", "schema claim"])
def test_a_pipe_closed_at_once_is_no_failure(words: str) -> None:
    script = f"{sys.executable} -m xiangqu {words} | true; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("0\n", "")


@pytest.mark.parametrize(
    ("error", "code"),
    [(KeyboardInterrupt(), 130), (OSError(28, "No space left"), 3), (ZeroDivisionError("x"), 3)],
)
def test_exit_codes_of_what_goes_wrong(
    error: BaseException,
    code: int,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    def fail() -> None:
        raise error

    monkeypatch.setattr("xiangqu.cli._run", fail)
    monkeypatch.setattr("os.dup2", lambda *_: None)
    with pytest.raises(SystemExit) as exit_:
        main()
    assert exit_.value.code == code
    assert capfd.readouterr().err.count("\n") == 1


def test_output_that_the_terminal_cannot_encode(monkeypatch: pytest.MonkeyPatch) -> None:
    written = io.BytesIO()
    monkeypatch.setattr(sys, "argv", ["xiangqu", "show", CLAIM])
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(written, encoding="ascii"))
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    main()
    assert b"\\u5730" in written.getvalue()


@pytest.mark.parametrize("identity", [CLAIM, "湘区"])
def test_files_and_pipes_are_utf_8_whatever_the_locale(identity: str) -> None:
    """Standard output, and standard error where there is no such id."""
    env = os.environ | {"PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"}
    words = [sys.executable, "-m", "xiangqu", "show", identity]
    done = subprocess.run(words, env=env, capture_output=True)
    shown, said = done.stdout.decode(), done.stderr.decode()
    assert "地区生产总值" in shown if identity == CLAIM else "湘区" in said


def test_a_shell_completes_the_verbs() -> None:
    asked = {"_XIANGQU_COMPLETE": "bash_complete", "COMP_WORDS": "xiangqu va", "COMP_CWORD": "1"}
    words = [sys.executable, "-m", "xiangqu"]
    assert subprocess.check_output(words, env=os.environ | asked) == b"plain,validate\n"


def test_numbers_are_whole_on_a_narrow_terminal(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "30")
    _, out, _ = command("show", CLAIM.rpartition(".")[0])
    assert "73,500,000,000" in out and "2015/2020" in out


def test_the_checkout_around_us_is_the_one_meant(
    broken: Repo, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(broken.text)
    assert command("validate")[0] == 1


def test_places_are_named_from_where_we_stand(
    broken: Repo, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    """GitHub and SARIF viewers know files by their path in the repository."""
    monkeypatch.chdir(broken.root)
    place = "corpus/curated/yueyanglou-report-2021/claims.jsonl"
    folder = Path(place).parent  # of the document alone, which is quicker
    assert command("validate", folder)[1].startswith(f"{place}:3: XQ423 ")
    _, github, _ = command("validate", folder, "--format", "github")
    assert github.startswith(f"::error file={place},line=3,title=XQ423::{CLAIM}: ")
    log = json.loads(command("validate", folder, "--format", "sarif")[1])
    result = log["runs"][0]["results"][0]
    physical = result["locations"][0]["physicalLocation"]
    assert (log["version"], result["ruleId"]) == ("2.1.0", "XQ423")
    assert physical == {"artifactLocation": {"uri": place}, "region": {"startLine": 3}}
    rules = [rule["id"] for rule in log["runs"][0]["tool"]["driver"]["rules"]]
    assert rules == sorted(MESSAGES)


@pytest.mark.parametrize("code", ["XQ301", "xq423", "XQ504"])
def test_explain(command: Command, code: str) -> None:
    returned, out, _ = command("validate", "--explain", code)
    assert returned == 0
    assert MESSAGES[code.upper()] in out
    assert "wrong" in out and "right" in out and "。" in out


def test_explain_what_is_no_code(command: Command) -> None:
    code, _, err = command("validate", "--explain", "XQ999")
    assert code == 2 and "CHECKS.md" in err


def test_annotation_elsewhere_needs_no_schema(base: tuple[Repo, Path], command: Command) -> None:
    repo, folder = base
    (repo.root / "schema").unlink()
    code, _, err = command("validate", "--root", repo.root)
    assert (code, err) == (0, "No findings.\n")
    (folder / "claims.jsonl").unlink()
    assert "XQ103" in command("validate", "--root", repo.root)[1]


def test_hook() -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert hook["entry"].split()[0] == "xiangqu" and hook["entry"].split()[1] in cli.commands
    for file, wanted in {
        "corpus/curated/x-report-2020/claims.jsonl": True,
        "corpus/curated/x-report-2020/passes/one/claims.jsonl": True,
        "corpus/data/SHA256SUMS": False,
        "notes.jsonl": False,
    }.items():
        assert bool(re.search(hook["files"], file)) == wanted


def test_github_annotations_are_escaped() -> None:
    finding = Finding("a,b:c", 0, "XQ101", "id", "50%\nmore", "x")
    assert list(github([finding])) == [
        "::error file=a%2Cb%3Ac,line=1,title=XQ101::id: 50%25%0Amore Found: x"
    ]


@pytest.mark.parametrize(
    ("file", "address"),
    [
        ("区/a b#1.jsonl", "%E5%8C%BA/a%20b%231.jsonl"),
        ("/x/50%.jsonl", "file:///x/50%25.jsonl"),
        ("a\udcff.jsonl", "a%FF.jsonl"),  # a name that is not UTF-8
    ],
)
def test_addresses_in_sarif_are_percent_encoded(file: str, address: str) -> None:
    (log,) = sarif([Finding(file, 1, "XQ101", "", "m", "d")])
    (result,) = json.loads(log)["runs"][0]["results"]
    place = result["locations"][0]["physicalLocation"]["artifactLocation"]
    assert place == {"uri": address}


def test_long_lists_are_cut_in_text_only() -> None:
    findings = [Finding("f", n, "XQ441", "", "m", "d") for n in range(100)]
    lines = list(text(findings))
    assert len(lines) == 21 and "80 more XQ441 (validate --all lists them)" in lines[-1]
    assert len(list(whole_text(findings))) == 100
    assert len(json.loads("".join(as_json(findings)))) == 100
    assert json.loads("".join(as_json([]))) == []


def test_a_closed_pipe_is_quiet() -> None:
    done = subprocess.run(
        f"{sys.executable} -m xiangqu stats --format json | head -c 10",
        shell=True,
        capture_output=True,
        text=True,
    )
    assert done.stderr == ""


def test_runs_from_anywhere(
    tmp_path: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert command("validate")[0] == 0


def test_other_content_is_replaced_only_by_force(tmp_path: Path, command: Command) -> None:
    out = tmp_path / "out"
    assert command("export", "yanfeng-feature-2021", tmp_path / "csv")[0] == 0
    words = ["import", tmp_path / "csv", out]
    for _ in range(2):  # the second time everything is there already
        assert command(*words)[0] == 0
    (layer,) = out.rglob("claims.jsonl")
    made = layer.read_bytes()
    layer.write_text("")
    code, _, err = command(*words)
    assert code == 2 and "claims.jsonl): name another folder, or add --force" in err
    (out / "mine.txt").write_text("mine")
    assert command(*words, "--force")[0] == 0
    assert layer.read_bytes() == made and (out / "mine.txt").read_text() == "mine"
    assert command(*words)[0] == 2


def test_a_verb_does_without_pandas_and_what_follows_does_not() -> None:
    script = (
        "import sys, xiangqu.cli as cli\n"
        "sys.argv = ['xiangqu', 'annotate']\n"
        "cli.main()\n"
        "assert 'pandas' not in sys.modules\n"
        "import xiangqu\n"
        "assert len(xiangqu.annotate('增长5%。').to_pandas()) == 1\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], input="增长5%。", capture_output=True, encoding="utf-8"
    )
    assert done.returncode == 0 and done.stderr.startswith("1 document, "), done.stderr
