"""Drafts in a real browser: decided in the page, downloaded, and imported into the tables."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from conftest import Command
from xiangqu.annotation.repo import Repo
from xiangqu.reader import library
from xiangqu.tabular import tables

if TYPE_CHECKING:
    from pages import Open

pytest_plugins = ("pages",)
expect = pytest.importorskip("playwright.sync_api").expect
pytestmark = pytest.mark.slow

TEXT = (
    "各位代表：\n全区新建学校3所，改造小区约2个，增长5%。\n明年计划新建公园4个，其中第3个在城北。\n"
)


def test_from_the_page_to_the_table(tmp_path: Path, command: Command, opened: Open) -> None:
    (tmp_path / "a.txt").write_text(TEXT * 2, encoding="utf-8")
    drafts, pages = tmp_path / "drafts", tmp_path / "pages"
    assert command("annotate", tmp_path / "a.txt", "--output", drafts)[0] == 0
    assert command("browse", drafts, "-o", pages, "--no-open")[0] == 0
    before = tables.read(drafts, "claims")
    page = opened(pages)
    page.wait_for_selector("a.claim")
    page.keyboard.press("n")
    expect(page.locator("#panel-title")).to_have_text(str(before[0]["text"]))

    page.get_by_role("button", name="Next doubtful draft").first.click()
    expect(page.locator(".deciding")).to_contain_text("Draft, not read yet")
    first = page.evaluate("location.hash.slice(1)")
    page.locator("summary", has_text="Correct").click()
    page.locator("select[name=status]").select_option("estimate")
    page.locator(".deciding form button").click()
    expect(page.locator(".deciding")).to_contain_text("Corrected")

    page.locator(".deciding").get_by_role("button", name="Next doubtful draft").click()
    page.wait_for_function("first => location.hash.slice(1) !== first", arg=first)
    page.locator("summary", has_text="Not a claim").click()
    second = page.evaluate("location.hash.slice(1)")
    page.get_by_role("combobox", name="Kind of numeral").select_option("name")
    page.locator(".deciding details").last.get_by_role("button").click()
    expect(page.locator(".deciding")).to_contain_text("Rejected")

    page.locator(".deciding").get_by_role("button", name="Next doubtful draft").click()
    page.get_by_role("button", name="Accept").click()
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#head .decisions")).to_contain_text(f"2 of {len(before)}")
    page.reload()  # What was decided is kept.
    with page.expect_download() as got:
        page.get_by_role("button", name="Download decisions").click()
    file = tmp_path / "decisions.json"
    got.value.save_as(file)
    assert [d["claim"] for d in json.loads(file.read_text("utf-8"))["decisions"]] == [first, second]

    mine = tmp_path / "mine"
    code, _, said = command("import", file, mine, "--root", drafts)
    assert code == 0, said
    (text,) = library.of_root(Repo(mine)).texts
    after = {row["id"]: row for row in text.rows["claims"]}
    assert after[first]["status"] == "estimate" and second not in after
    assert len(after) == len(before) - 1
    assert command("browse", mine, "-o", pages, "--no-open", "--force")[0] == 0
    page = opened(pages)
    expect(page.locator("#head .decisions")).to_contain_text(f"0 of {len(before) - 2}")


def test_the_most_doubtful_come_first(tmp_path: Path, command: Command, opened: Open) -> None:
    (tmp_path / "a.txt").write_text(TEXT * 2, encoding="utf-8")
    assert command("browse", tmp_path / "a.txt", "-o", tmp_path / "out", "--no-open")[0] == 0
    page = opened(tmp_path / "out")
    page.get_by_role("link", name="The most doubtful first").click()
    page.wait_for_selector("td.in-doubts")
    doubts = page.locator("td.in-doubts").all_inner_texts()
    numbers = [0 if words == "–" else len(words.split(", ")) for words in doubts]
    assert numbers == sorted(numbers, reverse=True) and numbers[0] > 0
    page.on("dialog", lambda asked: asked.accept())
    page.get_by_role("button", name="Accept all of these").click()
    expect(page.locator("#head .decisions")).to_contain_text(f"{len(doubts)} of {len(doubts)}")


def test_one_decision_serves_the_drafts_that_are_the_same(
    tmp_path: Path, command: Command, opened: Open
) -> None:
    (tmp_path / "a.txt").write_text(TEXT * 4, encoding="utf-8")
    drafts, pages = tmp_path / "drafts", tmp_path / "pages"
    assert command("annotate", tmp_path / "a.txt", "--output", drafts)[0] == 0
    assert command("browse", drafts, "-o", pages, "--no-open")[0] == 0
    schools = [row for row in tables.read(drafts, "claims") if row["text"] == "3所"][1:]
    page = opened(pages, f"#{schools[1]['id']}")
    said = page.locator("#head .decisions")
    deciding = page.locator(".deciding")
    deciding.get_by_text("Where they stand").click()
    links = deciding.locator("a").evaluate_all("all => all.map((a) => a.hash.slice(1))")
    assert links == [schools[0]["id"], schools[2]["id"]]
    box = page.get_by_label("Decide 2 other drafts")
    deciding.get_by_role("button", name="Accept").click()
    expect(said).to_contain_text("1 of")
    assert page.locator("a.claim.decided").all_text_contents() == ["3所"]
    expect(box).to_have_count(0)  # the others are not decided as this one is
    deciding.get_by_role("button", name="Undo").click()
    box.check()
    deciding.locator("summary", has_text="Not a claim").click()
    page.get_by_role("combobox", name="Kind of numeral").select_option("name")
    deciding.locator("details").last.get_by_role("button").click()
    expect(said).to_contain_text("3 of")
    assert page.locator("a.claim.decided").all_text_contents() == ["3所"] * 3
    box.check()
    deciding.get_by_role("button", name="Undo").click()
    expect(said).to_contain_text("0 of")
    box.check()
    deciding.get_by_role("button", name="Accept").click()
    with page.expect_download() as got:
        page.get_by_role("button", name="Download decisions").click()
    got.value.save_as(tmp_path / "decisions.json")
    code, _, told = command(
        "import", tmp_path / "decisions.json", tmp_path / "in", "--root", drafts
    )
    assert code == 0, told
    (text,) = library.of_root(Repo(tmp_path / "in")).texts
    assert {row["id"] for row in schools} & {*text.unread} == set()
