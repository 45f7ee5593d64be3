"""The wheel carries the data, and works in an environment where nothing else of the project is."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from conftest import ROOT, copy_root, tools
from xiangqu.annotation.repo import Repo
from xiangqu.citation.cff import full_name, read
from xiangqu.citation.styles import render
from xiangqu.tabular import tables

pytestmark = pytest.mark.slow


PYTHONS = ("3.11", "3.12", "3.13", "3.14")


def interpreter(version: str) -> str | None:
    """A Python of that version on this machine: on the path, or one of pyenv's."""
    kept = sorted(Path.home().glob(f".pyenv/versions/{version}.*/bin/python{version}"))
    for found in (shutil.which(f"python{version}"), *map(str, kept)):
        if found and not subprocess.run([found, "-c", ""], capture_output=True).returncode:
            return found
    return None


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel that is built from the sdist."""
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    return wheel


def test_the_package_page(wheel: Path) -> None:
    """README's prose, without the head for the Hub and without links that lead nowhere on PyPI."""
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith("dist-info/METADATA"))
        head, _, page = archive.read(name).decode().partition("\n\n")
        notices = [name for name in archive.namelist() if "dist-info/licenses/LICENSES/" in name]
    assert page.strip().startswith("# XiangQu 湘区") and "## Licences" in page
    links = re.findall(r'\b(?:href|src)="([^"]*)"', MarkdownIt().enable("table").render(page))
    assert [link for link in links if not link.startswith(("https://", "#"))] == []
    authors = [full_name(author) for author in read(Repo(ROOT))["authors"]]
    assert f"Author: {', '.join(authors)}\n" in head
    assert len(notices) == len([*(ROOT / "LICENSES").iterdir()])


def test_the_terms_of_every_file_are_told(tmp_path: Path) -> None:
    commands = tools(tmp_path / "env", "reuse==6.2.0")
    words = [commands / "reuse", "--root", ROOT, "lint"]
    done = subprocess.run(words, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("version", PYTHONS)
def test_the_wheel_in_an_empty_environment(version: str, wheel: Path, tmp_path: Path) -> None:
    """With what it says that it needs, and nothing else; then offline, from another folder."""
    python = interpreter(version)
    if python is None:
        pytest.skip(f"no Python {version} on this machine")
    subprocess.run([python, "-m", "venv", tmp_path / "env"], check=True)
    commands = tmp_path / "env" / "bin"
    quiet = ["--quiet", "--disable-pip-version-check"]
    subprocess.run([commands / "pip", "install", *quiet, wheel], check=True)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()

    def run(*words: str | Path) -> str:
        env = os.environ | {"HF_HOME": str(tmp_path / "hf"), "HF_HUB_OFFLINE": "1"}
        done = subprocess.run(words, cwd=elsewhere, env=env, capture_output=True, encoding="utf-8")
        assert done.returncode == 0, done.stderr
        return done.stdout

    code = (
        "import xiangqu; assert xiangqu.path().name == 'dataset', xiangqu.path();"
        "print(xiangqu.load('claims').num_rows, xiangqu.load('documents', streaming=True).n_shards)"
    )
    claims = len(tables.read(Repo(ROOT).data, "claims"))
    assert run(commands / "python", "-c", code).split() == [str(claims), "1"]
    assert run(commands / "xiangqu", "validate") == ""
    run(commands / "xiangqu", "build", "--check")
    identity = "yanfeng-feature-2021.p009.c01"
    assert identity in run(commands / "xiangqu", "cite", identity, "--style", "gbt7714")
    assert identity in run(commands / "xiangqu", "show", identity)
    assert "claims" in run(commands / "xiangqu", "stats")


def test_sarif_is_read_by_others(tmp_path: Path) -> None:
    commands = tools(tmp_path / "env", "sarif-tools==3.0.5")
    corpus = tmp_path / "corpus"
    copy = copy_root(corpus)
    claims = copy.curated / "yueyanglou-report-2021" / "claims.jsonl"
    claims.write_bytes(claims.read_bytes().replace(b'"value": 8.1,', b'"value": 8.2,', 1))
    log = tmp_path / "log.sarif"
    command = [sys.executable, "-m", "xiangqu", "validate", "--format", "sarif"]
    with log.open("wb") as stream:
        done = subprocess.run([*command, "--root", corpus], stdout=stream)
    assert done.returncode == 1
    listed = subprocess.run(
        [commands / "sarif", "csv", log, "--output", tmp_path / "log.csv"], capture_output=True
    )
    assert listed.returncode == 0, listed.stderr
    assert "XQ423" in (tmp_path / "log.csv").read_text(encoding="utf-8")


def test_the_hook_runs_in_another_repository(tmp_path: Path) -> None:
    """`pre-commit` installs this repository and finds the fault in somebody's annotation."""
    commands = tools(tmp_path / "env", "pre-commit>=4")
    theirs = tmp_path / "theirs"
    base = ROOT / "tests" / "cases" / "base"
    shutil.copytree(base / "seeds", theirs / "seeds")
    folder = theirs / "corpus" / "curated" / "base-report-2020"
    shutil.copytree(base / folder.name, folder)
    git = ["git", "-c", "user.name=x", "-c", "user.email=x@example.org", "-C", str(theirs)]
    for words in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "annotation"]):
        subprocess.run([*git, *words], check=True)

    def hook() -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [commands / "pre-commit", "try-repo", ROOT, "xiangqu-validate", "--all-files"],
            cwd=theirs,
            capture_output=True,
            text=True,
            env=os.environ | {"PRE_COMMIT_HOME": str(tmp_path / "hooks")},
        )

    passed = hook()
    assert passed.returncode == 0, passed.stdout + passed.stderr
    claims = folder / "claims.jsonl"
    claims.write_bytes(claims.read_bytes().replace(b'"CNY"', b'"USD"', 1))
    failed = hook()
    assert failed.returncode == 1
    assert "corpus/curated/base-report-2020/claims.jsonl:1: XQ424" in failed.stdout


def test_the_citation_file_is_valid(tmp_path: Path) -> None:
    commands = tools(tmp_path / "env", "cffconvert==2.0.0", "setuptools<81")
    file = ["--infile", ROOT / "CITATION.cff"]
    done = subprocess.run(
        [commands / "cffconvert", "--validate", *file], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


READ = r"""
import json, sys, pybtex.database, rispy
from pybtex.richtext import Text
entries = pybtex.database.parse_file(sys.argv[1], "bibtex").entries
UNKNOWN = {  # to pybtex
    r"\textbraceleft{}": "{", r"\textbraceright{}": "}", r"\textasciicircum{}": "^", r"\$": "$"
}
def plain(latex):
    for written, sign in UNKNOWN.items():
        latex = latex.replace(written, chr(0xE000 + ord(sign)))
    signs = {0xE000 + ord(sign): sign for sign in UNKNOWN.values()}
    return str(Text.from_latex(latex)).translate(signs)
print(json.dumps({
    "bibtex": [[key, plain(e.fields["title"]), plain(str(e.persons["author"][0]))]
               for key, e in entries.items()],
    "ris": [[e["id"], e["title"], e["authors"][0]] for e in rispy.load(open(sys.argv[2]))],
}))
"""


def test_citations_are_read_by_others(tmp_path: Path) -> None:
    """pybtex and rispy give back what was written, whatever signs it holds."""
    commands = tools(tmp_path / "env", "pybtex==0.26.1", "rispy==0.10.0")
    texts = [
        "岳阳楼区：增长8.1%",
        "a {b} c",
        "50% & $5 #1 a_b",
        "{",
        "}",
        "x\\y",
        "a and b, c",
        "~^",
    ]
    items = [
        {"id": f"k{n}", "type": "dataset", "title": t, "author": [{"literal": t}], "version": "1"}
        for n, t in enumerate(texts)
    ]
    for style in ("bibtex", "ris"):
        written = "\n\n".join(render(item, style) for item in items)
        (tmp_path / style).write_text(written + "\n", encoding="utf-8")
    done = subprocess.run(
        [commands / "python", "-X", "utf8", "-c", READ, tmp_path / "bibtex", tmp_path / "ris"],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    read = json.loads(done.stdout)
    wanted = [[f"k{n}", text, text] for n, text in enumerate(texts)]
    assert read["ris"] == wanted
    assert read["bibtex"] == wanted
