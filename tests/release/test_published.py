"""What is published: the list of files, and that no page among them has a dead link."""

from __future__ import annotations

import html
import posixpath
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
import yaml
from markdown_it import MarkdownIt

from conftest import ROOT, relabel
from xiangqu.annotation.errors import DataError
from xiangqu.annotation.repo import Repo
from xiangqu.release import pipeline
from xiangqu.release.published import CARD, FILES, files, plan
from xiangqu.tabular.tables import FILE, SCHEMAS

PAGES = [path for path in FILES if path.endswith(".md")]


def write(root: Path, name: str, text: str = "") -> None:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(text, encoding="utf-8")


@pytest.fixture
def release(tmp_path: Path) -> Path:
    """A folder with an empty file for each that is published, and a config."""
    for pattern in FILES:
        write(tmp_path / "root", pattern.replace("*", "a"))
    return tmp_path / "root"


@pytest.fixture
def fresh(copy: Repo, monkeypatch: pytest.MonkeyPatch) -> Repo:
    """A copy of the repository with all that is published, which the pipeline finds nothing wrong with."""
    for file in files(ROOT):
        write(copy.root, file.path)
        (copy.root / file.path).write_bytes(file.data)
    monkeypatch.setattr(pipeline, "check", lambda *_: [])
    return copy


def links(page: str) -> list[str]:
    """Where the links and pictures of a page lead, those in HTML too."""
    text = re.sub(r"\A---\n.*?\n---\n", "", (ROOT / page).read_text("utf-8"), flags=re.DOTALL)
    found = re.findall(r'\b(?:href|src)="([^"]*)"', MarkdownIt().enable("table").render(text))
    return [html.unescape(link) for link in found]


def test_the_links_are_found() -> None:
    assert {"DATASHEET.md", "LICENSE", "corpus/example.svg", "schema/README.md"} <= {
        urlsplit(link).path for link in links(CARD)
    }


@pytest.mark.parametrize("page", PAGES)
def test_no_published_page_has_a_dead_link(page: str) -> None:
    sent = {file.path for file in files(ROOT)}
    for link in links(page):
        parts = urlsplit(link)
        if not parts.scheme and not parts.netloc and parts.path:
            path = posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(parts.path)))
            assert path in sent, link


def test_the_files_of_the_corpus(repo: Repo) -> None:
    sent = {file.path: file for file in files(repo.root)}
    assert list(sent) == sorted(sent)
    data = {f"corpus/data/{config}/{FILE}" for config in SCHEMAS}
    assert {path for path in sent if path.endswith(".parquet")} == data
    assert not [path for path in sent if path.startswith(("seeds/", "corpus/curated/"))]
    for path, file in sent.items():
        assert file.data == (ROOT / path).read_bytes()


def test_what_the_head_of_the_card_names(repo: Repo) -> None:
    """The tables that the Hub and `load_dataset` look for, and the licence."""
    sent = {file.path for file in files(repo.root)}
    head = yaml.safe_load((ROOT / CARD).read_text("utf-8").split("---\n")[1])
    assert head["license_link"] in sent
    for config in head["configs"]:
        for split in config["data_files"]:
            found = {file.relative_to(ROOT).as_posix() for file in ROOT.glob(split["path"])}
            assert found and found <= sent


def test_a_file_that_no_list_names_stays(release: Path) -> None:
    before = [file.path for file in files(release)]
    for name in ("notes.md", "corpus/data/a/train-0.parquet~", "seeds/a.txt", ".git/config"):
        write(release, name)
    assert [file.path for file in files(release)] == before


@pytest.mark.parametrize("pattern", FILES)
def test_a_file_that_is_missing(pattern: str, release: Path) -> None:
    (release / pattern.replace("*", "a")).unlink()
    with pytest.raises(DataError, match="is not there, but is to be published"):
        files(release)


def test_a_file_outside(release: Path) -> None:
    write(release.parent, "secret.txt")
    (release / "LICENSE").unlink()
    (release / "LICENSE").symlink_to(release.parent / "secret.txt")
    with pytest.raises(DataError, match="LICENSE: is a link to a file outside"):
        files(release)


@pytest.mark.parametrize(
    "head",
    [
        "",
        "# A card\n",
        "---\na: [\n---\n",
        "---\n- a\n---\n",
        "---\na: 2030-99-99\n---\n",
        "---\na: b\n",
    ],
)
def test_a_card_without_its_head(head: str, fresh: Repo) -> None:
    assert plan(fresh).files == files(ROOT)
    write(fresh.root, CARD, head)
    with pytest.raises(
        DataError, match=r"README\.md: the YAML at its head cannot be read"
    ) as raised:
        plan(fresh)
    assert "\n" not in str(raised.value)


@pytest.mark.slow  # reads the whole corpus
def test_a_stale_release_is_not_planned(copy: Repo) -> None:
    relabel(copy)
    with pytest.raises(DataError, match="what is stale is not published"):
        plan(copy)
