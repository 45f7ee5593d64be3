"""The files of the pages without a browser: what they hold, and that no text can leave its place."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from conftest import ROOT, Command
from xiangqu.annotation.repo import Repo
from xiangqu.reader import library, site

HOSTILE = "</script><script>alert(1)</script>“'&\u2028\u202e三个"


def data(script: bytes) -> Any:
    """What a script sets."""
    head, _, string = script.decode().partition(" = JSON.parse('")
    assert re.fullmatch(r"[\w.[\]]+", head) and string.endswith("');\n")
    string = string.removesuffix("');\n")
    assert not re.search(r"['\n\u2028\u2029]", string)
    return json.loads(string.replace("\\\\", "\\"))


pytestmark = pytest.mark.usefixtures("no_figures")


@pytest.fixture(scope="module")
def pages() -> dict[str, bytes]:
    return site.files(replace(library.of_root(Repo(ROOT)), has_tables=False))


def words(run: str | list[str]) -> str:
    return run if isinstance(run, str) else run[0]


def test_the_runs_are_the_published_texts(pages: dict[str, bytes]) -> None:
    texts = library.of_root(Repo(ROOT)).texts
    for number, text in enumerate(texts):
        paragraphs = data(pages[f"text-{number}.js"])
        shown = ["".join(map(words, runs)) for _, _, runs, _ in paragraphs]
        assert shown == [row["text"] for row in text.rows["paragraphs"]]


def test_every_claim_is_there_and_its_marks_hold_its_words(pages: dict[str, bytes]) -> None:
    table = data(pages["data.js"])["claims"]
    claims = [dict(zip(table["columns"], row, strict=True)) for row in table["rows"]]
    texts = library.of_root(Repo(ROOT)).texts
    assert [c["id"] for c in claims] == [c["id"] for t in texts for c in t.rows["claims"]]
    for number in range(len(texts)):
        own = [claim for claim in claims if claim["document"] == number]
        found = [""] * len(own)
        for _, _, runs, _ in data(pages[f"text-{number}.js"]):
            for run in runs:
                for mark in run[1:] if isinstance(run, list) else ():
                    if mark.isdigit():
                        found[int(mark)] += run[0]
        assert found == [claim["text"] for claim in own]


def test_the_seed_of_each_claim_is_the_raw_file(pages: dict[str, bytes]) -> None:
    for number, text in enumerate(library.of_root(Repo(ROOT)).texts):
        sources = data(pages[f"source-{number}.js"])["sources"]
        for claim, (line, (_, inside, _)) in zip(text.rows["claims"], sources, strict=True):
            raw = "".join(piece if isinstance(piece, str) else piece[0] for piece in inside)
            assert raw == text.raw[claim["source_start"] : claim["source_end"]]
            assert line == text.raw.count("\n", 0, claim["source_start"]) + 1


def test_the_page_loads_its_own_files_alone(pages: dict[str, bytes]) -> None:
    page = pages["index.html"].decode()
    assert {*re.findall(r'(?:src|href)="([^#"]+)"', page)} <= {*pages, "data:,"}
    assert "default-src 'none'; script-src 'self'; style-src 'self'" in page
    assert not re.search(r"\son\w+=|style=|<script>|<style", page)
    for name in ("reader.js", "reader.css", "index.html"):
        assert not re.search(rb"https?:|//[a-z]+\.", pages[name]), name


def test_the_script_never_makes_html() -> None:
    scripts = "".join(site._static(f"{name}.js") for name in site.SCRIPTS)
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacent|document\.write|eval\(|Function\(", scripts
    )
    assert {f"{name}.js" for name in site.SCRIPTS} == {
        file.name for file in (ROOT / "scripts/xiangqu/reader/static").glob("*.js")
    }


def test_words_of_the_interface_are_in_both_languages_and_used() -> None:
    known = json.loads(site._static("words.json"))
    scripts = "".join(site._static(f"{name}.js") for name in site.SCRIPTS)
    assert all({*word} == {"zh", "en"} and all(word.values()) for word in known.values())
    stems = {name.partition(".")[0].partition("_")[0] for name in known}
    assert [stem for stem in stems if not re.search(rf"\b{stem}", scripts)] == []
    lists = re.findall(r"(?:FACETS|FIELDS|DIFFER|CLOSED) = \[(.*?)\]", scripts, re.DOTALL)
    named = {word for words in lists for word in re.findall(r'"(\w+)"', words)}
    said = {*re.findall(r'say\("(\w+)"', scripts), *re.findall(r'button\("(\w+)"', scripts)}
    counted = {
        f"{name}.{form}"
        for name in re.findall(r'count\("(\w+)"', scripts)
        for form in ("one", "many")
    }
    assert said | counted | named <= {*known}


def test_a_hostile_text_cannot_end_its_script(tmp_path: Path, command: Command) -> None:
    file = tmp_path / "a.txt"
    file.write_text(f"全区新建学校3所，{HOSTILE}。\n" * 3, encoding="utf-8")
    code, _, said = command("browse", file, "-o", tmp_path / "out", "--no-open")
    assert code == 0, said
    for name in ("data.js", "text-0.js"):
        written = (tmp_path / "out" / name).read_bytes()
        assert not re.search("[<>&\u2028]", written.decode()), name
        data(written)
    paragraphs = data((tmp_path / "out" / "text-0.js").read_bytes())
    shown = HOSTILE.translate(dict.fromkeys(map(ord, "\u2028\u202e")))  # cleaned away
    assert shown in re.sub(
        r"\s", "", "".join(words(run) for _, _, runs, _ in paragraphs for run in runs)
    )


def test_a_folder_with_other_content_is_refused(tmp_path: Path, command: Command) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    code, _, said = command("browse", "-o", tmp_path, "--no-open")
    assert (code, "has other content (mine.txt)" in said) == (2, True)
    code, out, _ = command("browse", "-o", tmp_path, "--no-open", "--force")
    assert (code, out.strip()) == (0, str(tmp_path / "index.html"))
    assert (tmp_path / "mine.txt").read_text(encoding="utf-8") == "mine"
    assert command("browse", "-o", tmp_path, "--no-open", "--force")[0] == 0


def test_what_annotate_wrote_is_shown_as_drafts(tmp_path: Path, command: Command) -> None:
    (tmp_path / "a.txt").write_text("全区新建学校3所，改造小区约2个。\n" * 3, encoding="utf-8")
    drafts = tmp_path / "drafts"
    assert command("annotate", tmp_path / "a.txt", "--output", drafts)[0] == 0
    (text,) = library.of_root(Repo(drafts)).texts
    assert {*text.unread} == {claim["id"] for claim in text.rows["claims"]} != set()
    assert text.doubts and not text.is_published
    assert command("browse", drafts, "-o", tmp_path / "out", "--no-open")[0] == 0


def test_a_folder_of_texts_is_annotated_on_the_way(tmp_path: Path, command: Command) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("全区新建学校3所。\n", encoding="utf-8")
    (tmp_path / "bad.txt").write_bytes(b"\xff\xff\xff")
    code, _, said = command("browse", tmp_path, "-o", tmp_path / "out", "--no-open")
    assert code == 0 and "bad.txt" in said
    assert len(data((tmp_path / "out" / "data.js").read_bytes())["documents"]) == 2


def test_a_folder_without_texts_is_named(tmp_path: Path, command: Command) -> None:
    code, _, said = command("browse", tmp_path, "--no-open")
    assert (code, said.count("\n"), str(tmp_path) in said) == (2, 1, True)


def test_without_the_plotting_library_one_line_says_what_to_install() -> None:
    about = data(site.files(library.of_root(Repo(ROOT)))["data.js"])
    assert (about["figures"], about["missing"]) == (0, "pip install 'xiangqu[figures]'")


def test_texts_without_tables_have_no_figures(pages: dict[str, bytes]) -> None:
    about = data(pages["data.js"])
    assert (about["figures"], about["missing"], "figures.js" in pages) == (0, None, False)


@pytest.mark.parametrize("words", [["nowhere"], ["--root", "nowhere"]])
def test_what_is_not_there_is_named(words: list[str], command: Command) -> None:
    code, _, said = command("browse", *words)
    assert (code, "nowhere" in said, "Traceback" in said) == (2, True, False)
