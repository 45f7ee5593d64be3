"""Shared by all tests: no network, a Hugging Face home of their own, the repository, and copies of it."""

from __future__ import annotations

import contextlib
import functools
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
import venv
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from hypothesis import settings

os.environ["HF_HOME"] = tempfile.mkdtemp(prefix="xiangqu-hf-")
os.environ["HF_HUB_OFFLINE"] = "1"

from xiangqu.annotation.repo import Repo, sha256
from xiangqu.annotator import Annotator
from xiangqu.annotator.output import curated
from xiangqu.citation import cff
from xiangqu.cli import main
from xiangqu.release import pipeline, saved
from xiangqu.validate import validate
from xiangqu.validate.finding import Finding

settings.register_profile("untimed", deadline=None)  # a slow machine is no failure
settings.load_profile("untimed")

ROOT = Path(__file__).resolve().parent.parent
CASES = ROOT / "tests" / "cases"
BASE = CASES / "base" / "base-report-2020"
PARTS = (
    *("seeds", "corpus", "schema", "README.md", "README.zh.md", "DATASHEET.md"),
    *("CITATION.cff", "LICENSE", ".zenodo.json", "croissant.json", "datapackage.json"),
)


@functools.cache
def annotator() -> Annotator:
    """The annotator of the repository. Tests call it: `mutants.py` changes what builds it too."""
    return Annotator(Repo(ROOT))


GIVEN = {"doi", "url", "repository-code", "date-released"}


def copy_root(to: Path) -> Repo:
    """A copy of what a build reads and writes, to break at will."""
    for part in PARTS:
        source = ROOT / part
        if source.is_dir():
            shutil.copytree(source, to / part)
        else:
            shutil.copy(source, to / part)
    return Repo(to)


def nothing_given(repo: Repo) -> Repo:
    """``repo`` with a CITATION.cff as before a publisher filled it in."""
    file = repo.root / cff.NAME
    told = {name: value for name, value in cff.read(repo).items() if name not in GIVEN}
    told["authors"] = [{"name": "The XiangQu maintainers"}]
    file.write_text(yaml.safe_dump(told, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return repo


def small_copy(to: Path) -> Repo:
    """A copy with one small document instead of those of the corpus, without passes, not built yet."""
    repo = copy_root(to)
    for folder in (repo.curated, repo.seeds, repo.data, repo.text):
        shutil.rmtree(folder)
    shutil.copytree(CASES / "base" / "seeds", repo.seeds)
    shutil.copytree(BASE, repo.curated / BASE.name)
    digest = sha256((repo.seeds / "base.txt").read_bytes())
    (repo.seeds / "SHA256SUMS").write_text(f"{digest}  base.txt\n")
    facts = repo.schema / "release.json"
    told = json.loads(facts.read_text(encoding="utf-8")) | {"example": None}
    facts.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    for result in (saved.BASELINES, saved.RULE_SCORES, saved.BENCHMARK):
        result.file(repo).unlink()
    return repo


def tools(folder: Path, *packages: str) -> Path:
    """The commands of an environment of its own with ``packages``."""
    venv.create(folder, with_pip=True)
    quiet = ["--quiet", "--disable-pip-version-check"]
    subprocess.run([folder / "bin" / "pip", "install", *quiet, *packages], check=True)
    return folder / "bin"


def relabel(repo: Repo) -> str:
    """Give the first sentence of a document another theme, as README says to: with a decision."""
    folder = repo.curated / "yanfeng-feature-2021"
    lines = (folder / "themes.jsonl").read_text(encoding="utf-8").splitlines()
    span = json.loads(lines[0])
    lines[0] = json.dumps(span | {"theme": "culture"}, ensure_ascii=False)
    (folder / "themes.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    place = {name: span[name] for name in ("paragraph", "start", "end")}
    both = {"one": span["theme"], "two": span["theme"], "decision": "culture", "reason": "A test."}
    decision = {"layer": "themes", **place, "field": "label", **both}
    with (folder / "adjudication.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps(decision, ensure_ascii=False) + "\n")
    for result in (saved.BASELINES, saved.RULE_SCORES, saved.BENCHMARK):
        saved.save(
            repo, result, saved.read(repo, result)
        )  # as if computed again, which takes its time
    return "culture"


def lay_base(root: Path) -> tuple[Repo, Path]:
    """A root with the real schemas, the small seed and the small document, and that document."""
    root.mkdir(parents=True, exist_ok=True)
    (root / "schema").symlink_to(ROOT / "schema")
    shutil.copytree(CASES / "base" / "seeds", root / "seeds")
    folder = root / "corpus" / "curated" / BASE.name
    shutil.copytree(BASE, folder)
    return Repo(root), folder


@pytest.fixture(scope="session")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where `base` is laid: always the same place, so that the schemas are read and checked once."""
    return tmp_path_factory.mktemp("base") / "root"


@pytest.fixture
def base(ground: Path) -> tuple[Repo, Path]:
    """See `lay_base`; made anew for each test."""
    if ground.exists():
        shutil.rmtree(ground)
    return lay_base(ground)


def findings_of_draft(annotator: Annotator, text: str, base: tuple[Repo, Path]) -> list[Finding]:
    """What the checks find in the draft of ``text``, put in the place of the small document."""
    repo, folder = base
    (repo.seeds / "base.txt").write_bytes(text.encode())
    for name, content in curated(annotator.annotate(text, folder.name, "base.txt")).items():
        (folder / name).write_bytes(content)
    return list(validate(repo, [folder]))


Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch) -> Command:
    """Run the command in this process: exit code, standard output, standard error."""

    def run(*words: str | Path, stdin: bytes = b"") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["xiangqu", *map(str, words)])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        out, err, code = io.StringIO(), io.StringIO(), 0
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                main()
            except SystemExit as end:
                code = end.code if isinstance(end.code, int) else 1
        return code, out.getvalue(), err.getvalue()

    return run


@pytest.fixture
def no_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages of a corpus have no figures: to draw them takes seconds."""
    monkeypatch.setattr("xiangqu.reader.figures.style.is_installed", lambda: False)


@pytest.fixture(scope="session")
def repo() -> Repo:
    """The repository itself: to read only."""
    return Repo(ROOT)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A whole repository around the small document, without passes: to read only."""
    repo = small_copy(tmp_path_factory.mktemp("small") / "root")
    pipeline.build(repo)
    return repo.root


@pytest.fixture
def small(built: Path, tmp_path: Path) -> Repo:
    """A copy of what was `built`: quicker to build than the five documents, where these do not matter."""
    return Repo(Path(shutil.copytree(built, tmp_path / "small")))


@pytest.fixture
def copy(tmp_path: Path) -> Repo:
    return copy_root(tmp_path / "xiangqu")


def pytest_sessionfinish() -> None:
    shutil.rmtree(os.environ["HF_HOME"], ignore_errors=True)
