"""The documents: every code block runs as it stands, links lead somewhere, generated parts are fresh."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from conftest import BASE, CASES, ROOT, Command, copy_root
from xiangqu.cli import cli, manual
from xiangqu.cli.manual import usage
from xiangqu.tabular import flat

PAGES = ("README.md", "README.zh.md", "CONTRIBUTING.md")
MAKE = {"make build", "make test"}
"""What .ci/run itself runs."""
ADDED = "yiyang-report-2022"
"""The document that CONTRIBUTING.md adds in the first block that names it."""


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    found = [b for page in PAGES for b in re.findall(rf"```{language}\n(.*?)```", text(page), re.S)]
    return list(dict.fromkeys(found))


def commands(block: str) -> list[str]:
    """Its lines without their comments."""
    lines = [line.partition(" #")[0].strip() for line in block.splitlines()]
    return [line for line in lines if line and not line.startswith("#")]


SHELL = re.compile(r"[|&;<>$*?~`#]")
"""What only a shell understands, such as the pipe of ``xiangqu stats | head``."""


def test_every_block_is_run() -> None:
    for page in PAGES:
        languages = re.findall(r"(?ms)^```(\w*)\n.*?^```$", text(page))
        assert {*languages} <= {"sh", "python", "sql", "r"}, page  # no R here to run the last


@pytest.mark.parametrize("block", blocks("python"))
def test_python_blocks_run(
    block: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    exec(compile(block, "README.md", "exec"), {"__name__": "__main__"})
    assert capsys.readouterr().out.strip()


@pytest.mark.parametrize("block", blocks("sql"))
def test_sql_blocks_run(block: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert duckdb.sql(block).fetchall()


@pytest.mark.parametrize("block", blocks("r"))
def test_r_blocks_name_files_and_columns_that_are_there(block: str) -> None:
    """And the tables, in the order of the lines that read them and take columns of them."""
    (file,) = re.findall(r"read_parquet\(\"(.+?)\"\)", block)
    ((archive, name),) = re.findall(r"unz\(\"(.+?)\", \"(.+?)\"\)", block)
    heads = flat.contents((ROOT / archive).read_bytes())[name].partition(b"\n")[0].decode()
    for line, known in zip(
        re.findall(r"subset\((.+)\)", block),
        (pq.read_schema(ROOT / file).names, heads.split(",")),
        strict=True,
    ):
        condition, columns = line.partition(", c(")[::2]
        used = {*columns.removesuffix(")").split(", "), *re.findall(r"(\w+) ==", condition)}
        assert used <= {*known}


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A copy of the corpus, with the folders that the blocks speak of in it."""
    root = tmp_path / "xiangqu"
    copy_root(root)
    mine = root / "my-corpus"
    shutil.copytree(CASES / "base" / "seeds", mine / "seeds")
    shutil.copytree(BASE, mine / "corpus" / "curated" / BASE.name)
    shutil.copytree(BASE, mine / "corpus" / "curated" / "my-report-2024")
    shutil.rmtree(mine / "corpus" / "curated" / BASE.name)
    for file in (mine / "corpus" / "curated" / "my-report-2024").glob("*.jsonl"):
        content = file.read_text(encoding="utf-8").replace(BASE.name, "my-report-2024")
        file.write_text(content, encoding="utf-8")
    shutil.copytree(ROOT / "tests" / "heldout", root / "my-gold")
    (root / "my-reports").mkdir()
    for name in ("my-reports/a.txt", "report.txt"):
        (root / name).write_text("全区新建学校3所，改造小区2个，增长5%。\n" * 7, encoding="utf-8")
    return root


@pytest.mark.slow  # most commands read the whole corpus, some compute what is saved
@pytest.mark.parametrize("block", blocks("sh"))
def test_shell_blocks_run(
    block: str, desk: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each command in turn, those of `xiangqu` in this process, which saves starting it.

    Those of make are in .ci/run, since one of them runs this test.
    """
    lines = commands(block)
    if MAKE & {*lines}:
        assert {*lines} == MAKE and {*lines} <= {*text(".ci/run").splitlines()}
        return
    monkeypatch.chdir(desk)
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent), prepend=os.pathsep)
    if ADDED in block and not lines[0].startswith("xiangqu add"):
        lines.insert(0, next(line for b in blocks("sh") for line in commands(b) if ADDED in line))
    for line in lines:
        name, *words = shlex.split(line)
        if name == "xiangqu" and not SHELL.search(line):
            code, out, err = command(*words)
        else:
            done = subprocess.run(["bash", "-c", line], capture_output=True, encoding="utf-8")
            code, out, err = done.returncode, done.stdout, done.stderr
        assert code == 0, (line, out[-300:], err)


@pytest.mark.parametrize(
    "name", [*PAGES, "DATASHEET.md", "CHANGELOG.md", "RELEASING.md", "SCALE.md"]
)
def test_links(name: str) -> None:
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", text(name)):
        assert target.startswith("https://") or (ROOT / target).exists(), target


def test_links_into_the_codebook_name_a_place_in_it() -> None:
    anchors = {*re.findall(r'<a id="([\w-]+)"', text("schema/README.md"))}
    linked = {*re.findall(r"schema/README\.md#([\w-]+)", text("README.md"))}
    assert linked and linked <= anchors


def test_make_targets_of_readme_exist() -> None:
    for target in re.findall(r"(?m)^make (\w+)", text("README.md")):
        assert re.search(rf"(?m)^{target}:", text("Makefile")), target


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_the_verbs_are_what_help_says(name: str) -> None:
    shown = text(name).partition("<!-- usage -->\n")[2].partition("<!-- /usage -->")[0]
    assert shown == usage(), "run: make build"
    assert [*re.findall(r"(?m)^\| `(\w+)", shown)] == [*cli.commands]


def test_a_page_without_markers_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit, match=r"README.md: no such file"):
        manual.main()
    (tmp_path / "README.md").write_text("no markers\n", encoding="utf-8")
    with pytest.raises(SystemExit, match=r"README.md: needs one <!-- usage -->"):
        manual.main()


def test_every_verb_has_an_example() -> None:
    for name, verb in cli.commands.items():
        assert f"Example: xiangqu {name} " in (verb.help or ""), name


def test_the_chinese_readme_has_the_same_parts() -> None:
    """As many sections, the same figures, blocks and links."""
    english, chinese = text("README.md"), text("README.zh.md")
    for pattern in (r"(?m)^(##+) ", r"<!-- figure ([\w -]+) -->", r"```(\w+)", r"\]\(([^)]+)\)"):
        ours, theirs = ([*re.findall(pattern, page)] for page in (english, chinese))
        swap = {"README.zh.md": "README.md"}
        assert [swap.get(found, found) for found in ours] == theirs, pattern


def test_one_version() -> None:
    import xiangqu

    assert f"version: {xiangqu.__version__}\n" in text("CITATION.cff")
    assert re.search(rf"(?m)^## ({xiangqu.__version__}|Unreleased)", text("CHANGELOG.md"))
