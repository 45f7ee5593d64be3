"""The files of the card: what README.md names and links to, no more and no less."""

from __future__ import annotations

import re
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT
from xiangqu.annotation.errors import DataError
from xiangqu.annotation.repo import Repo
from xiangqu.release.linked import CARD, files
from xiangqu.tabular.tables import FILE, SCHEMAS


def write(root: Path, name: str, text: str = "") -> None:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(text, encoding="utf-8")


def names(root: Path) -> list[str]:
    return [file.path for file in files(root)]


def test_the_card_of_the_corpus(repo: Repo) -> None:
    sent = {file.path: file for file in files(repo.root)}
    assert {CARD, "DATASHEET.md", "LICENSE", "CITATION.cff", "schema/README.md"} <= set(sent)
    data = {f"corpus/data/{config}/{FILE}" for config in SCHEMAS}
    assert {path for path in sent if path.endswith(".parquet")} == data
    assert not [path for path in sent if path.startswith(("seeds/", "corpus/curated/"))]
    for path, file in sent.items():
        assert file.data == (ROOT / path).read_bytes()


@pytest.mark.parametrize(
    "head",
    [
        "configs: 3",
        "configs: [1]",
        "configs: [{config_name: a}]",
        "configs: [{config_name: a, data_files: x}]",
        "configs: [{config_name: a, data_files: [{path: /etc/*}]}]",
        "configs: [{config_name: a, data_files: [{path: ../outer/*}]}]",
        "license_link: [1]",
    ],
)
def test_a_head_that_is_malformed(head: str, tmp_path: Path) -> None:
    write(tmp_path, "outer/secret.txt")
    write(tmp_path, f"root/{CARD}", f"---\n{head}\n---\n")
    with pytest.raises(DataError):
        files(tmp_path / "root")


@pytest.mark.parametrize("link", ["%00", "http://[", "x" * 300])
def test_a_link_that_is_malformed(link: str, tmp_path: Path) -> None:
    write(tmp_path, CARD, f'<a href="{link}">a</a>')
    with pytest.raises(DataError, match="a link is malformed"):
        files(tmp_path)


def test_no_published_page_has_a_dead_link(repo: Repo) -> None:
    sent = set(names(repo.root))
    pages = [path for path in sent if path.endswith(".md")]
    for page in pages:
        text = (ROOT / page).read_text(encoding="utf-8")
        for link in re.findall(r"\]\((?!https?:)([\w./%-]+)", text):
            target = ((ROOT / page).parent / unquote(link)).resolve()
            assert target.relative_to(ROOT).as_posix() in sent, page


LEADING = {
    "link": "[a](a.txt)",
    "with a heading": "[a](a.txt#there)",
    "picture": "![a](a.txt)",
    "reference": "See [a].\n\n[a]: a.txt",
    "in a table": "| a | b |\n| --- | --- |\n| `a | [a](a.txt)` |",
    "HTML": '<a href="a.txt">a</a>',
    "picture in HTML": '<p align="center">\n<img width="90" src="a.txt">\n</p>',
    "by way of a folder": "[a](schema/../a.txt)",
    "licence": "",
}


@pytest.mark.parametrize("case", LEADING)
def test_what_leads_to_a_file(case: str, tmp_path: Path) -> None:
    head = "---\nlicense_link: a.txt\n---\n" if case == "licence" else ""
    write(tmp_path, CARD, head + LEADING[case])
    write(tmp_path, "a.txt")
    write(tmp_path, "b.txt")
    assert names(tmp_path) == [CARD, "a.txt"]


@pytest.mark.parametrize(
    "text",
    [
        "[a](https://example.org/a.txt)",
        "[a](mailto:a@example.org)",
        "[a](//example.org/a.txt)",
        "[a](#a)",
        "`[a](a.txt)`",
        "```md\n[a](a.txt)\n```",
        "<!-- [a](a.txt) -->",
        "a.txt",
        "---\npretty_name: '[a](a.txt)'\n---\n",
    ],
)
def test_what_leads_nowhere(text: str, tmp_path: Path) -> None:
    write(tmp_path, CARD, text)
    write(tmp_path, "a.txt")
    assert names(tmp_path) == [CARD]


def test_pages_are_followed(tmp_path: Path) -> None:
    write(tmp_path, CARD, "[a](docs/甲%20乙.md) [script](run.py)")
    write(tmp_path, "docs/甲 乙.md", "[back](../README.md) ![b](b.png)")
    write(tmp_path, "docs/b.png")
    write(tmp_path, "run.py", "[c](c.txt)")
    assert names(tmp_path) == [CARD, "docs/b.png", "docs/甲 乙.md", "run.py"]


CONFIG = "configs:\n- config_name: a\n  data_files:\n  - split: train\n    path: a/*.parquet\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[a](a.txt)", "links to a.txt, which is not there"),
        ("[a](../a.txt)", "outside"),
        ("[a](/etc/hostname)", "outside"),
        ("[a](there.txt)", "outside"),
        ("[a](schema)", "a folder: link to a file in it"),
        ("[a](schema/page.md)", "page.md: links to b.txt, which is not there"),
        (f"---\n{CONFIG}---\n", "no file is a/[*].parquet; run: xiangqu build"),
        ("---\nlicense_link: terms\n---\n", "links to terms, which is not there"),
        ("---\na: [\n---\n", "README.md: the YAML at its head cannot be read"),
        ("---\n- a\n---\n", "README.md: the YAML at its head cannot be read"),
        ("---\n1: a\n---\n", "README.md: the YAML at its head cannot be read"),
    ],
)
def test_one_sentence_about_what_is_wrong(text: str, message: str, tmp_path: Path) -> None:
    root = tmp_path / "root"
    write(root, CARD, text)
    write(root, "schema/page.md", "[b](b.txt)")
    write(tmp_path, "a.txt")
    (root / "there.txt").symlink_to(tmp_path / "a.txt")
    with pytest.raises(DataError, match=message) as error:
        files(root)
    assert "\n" not in str(error.value)


PAGES = [CARD, *(f"p{number}.md" for number in range(6))]


@given(st.dictionaries(st.sampled_from(PAGES), st.lists(st.sampled_from(PAGES))))
def test_what_is_reached_is_sent(links: dict[str, list[str]]) -> None:
    with TemporaryDirectory() as folder:
        for page in PAGES:
            write(Path(folder), page, " ".join(f"[x]({link})" for link in links.get(page, [])))
        reached: set[str] = {CARD}
        while more := {link for page in reached for link in links.get(page, [])} - reached:
            reached |= more
        assert names(Path(folder)) == sorted(reached)
