"""The pages in a real browser, opened from a folder: what a reader clicks, types and downloads."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from conftest import ROOT
from xiangqu.annotation.repo import Repo
from xiangqu.citation import cite, styles
from xiangqu.reader import library, server, site
from xiangqu.tabular import tables

if TYPE_CHECKING:
    from pages import Open
    from playwright.sync_api import Browser, Page

pytest_plugins = ("pages",)
expect = pytest.importorskip("playwright.sync_api").expect
pytestmark = pytest.mark.slow

CLAIM = "yueyanglou-report-2021.p006.c03"
REPORT = "yueyanglou-report-2021"


def published(config: str) -> list[dict[str, object]]:
    return tables.read(Repo(ROOT).data, config)


def hash_of(page: Page) -> str:
    return str(page.evaluate("decodeURIComponent(location.hash)"))


def test_from_the_list_of_texts_to_a_claim_and_back(corpus_pages: Path, opened: Open) -> None:
    page = opened(corpus_pages)
    expect(page.locator(".texts > li")).to_have_count(5)
    page.get_by_role("link", name="岳阳市岳阳楼区政府工作报告").click()
    page.locator(f'a.claim[href="#{CLAIM}"]').click()
    panel = page.locator("#panel")
    expect(panel).to_contain_text("Gross domestic product")
    expect(panel).to_contain_text("+8.1 % · 2015–2020 · Actual".replace(" %", "\u00a0%"))
    expect(panel).to_contain_text("In the sentence")
    expect(panel.locator(".seed mark")).to_have_text("8.1%")
    expect(page.locator(".selected.of-indicator")).to_have_text("地区生产总值")
    assert hash_of(page) == f"#{CLAIM}"
    page.go_back()
    expect(panel).to_be_hidden()
    assert hash_of(page) == f"#{REPORT}"
    page.go_back()
    expect(page.locator(".texts > li")).to_have_count(5)


def test_a_permanent_link_opens_its_claim(corpus_pages: Path, opened: Open) -> None:
    page = opened(corpus_pages, f"#{CLAIM}")
    expect(page.locator("#panel h2")).to_have_text("8.1%")
    expect(page.locator(f'a.claim[href="#{CLAIM}"]')).to_be_in_viewport()
    expect(page.locator(".permanent a")).to_have_attribute("href", f"#{CLAIM}")


def test_every_claim_is_reached_by_keys(corpus_pages: Path, opened: Open) -> None:
    own = [row["id"] for row in published("claims") if row["document"] == "yueyanglou-feature-2026"]
    page = opened(corpus_pages, "#yueyanglou-feature-2026")
    page.wait_for_selector("a.claim")
    seen = []
    for _ in own:
        page.keyboard.press("n")
        page.wait_for_function(
            "last => location.hash !== last", arg=f"#{seen[-1]}" if seen else "#"
        )
        seen.append(hash_of(page)[1:])
        expect(page.locator("a.claim:focus")).to_have_attribute("href", f"#{seen[-1]}")
    assert seen == own
    page.keyboard.press("p")
    page.wait_for_function("id => location.hash === id", arg=f"#{own[-2]}")
    page.keyboard.press("Escape")
    expect(page.locator("#panel")).to_be_hidden()
    expect(page.locator("a.claim:focus")).to_have_count(1)


def test_keys_for_search_and_help_and_the_panel(corpus_pages: Path, opened: Open) -> None:
    page = opened(corpus_pages, f"#{REPORT}")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("Next claim")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.locator("a.claim").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#panel-title")).to_be_focused()
    page.keyboard.press("/")
    expect(page.locator("#search")).to_be_focused()
    page.keyboard.type("n?")  # letters, while somebody types
    expect(page.locator("#search")).to_have_value("n?")


@pytest.mark.parametrize("words", ["项目", "5", "gdp", "、", "2020年"])
def test_search_finds_everything(words: str, corpus_pages: Path, opened: Open) -> None:
    page = opened(corpus_pages)
    page.fill("#search", words)
    page.keyboard.press("Enter")
    page.wait_for_selector(".hits")
    texts = [str(row["text"]).lower() for row in published("paragraphs")]
    hits = sum(text.count(words) for text in texts)
    paragraphs = sum(words in text for text in texts)
    said = page.locator('main [role="status"]').inner_text()
    numbers = [int(n.replace(",", "")) for n in re.findall(r"[\d,]*\d", said)]
    assert numbers == [hits, paragraphs]


def test_search_knows_indicators_and_ids_in_both_languages(
    corpus_pages: Path, opened: Open
) -> None:
    page = opened(corpus_pages, "#/search?q=Gross domestic")
    expect(page.locator(".named")).to_contain_text("地区生产总值")
    page.goto(re.sub("#.*", "#/search?q=地区生产总值", page.url))
    expect(page.locator(".named")).to_contain_text("Gross domestic product")
    page.goto(re.sub("#.*", f"#/search?q={CLAIM}", page.url))
    expect(page.locator(".named a")).to_have_attribute("href", f"#{CLAIM}")


@pytest.mark.parametrize("words", ["GDP 2020", "2020 domestic", "生产总值 2020", "岳阳楼 gdp 2020"])
def test_search_leads_to_the_claims_with_all_of_the_words(
    words: str, corpus_pages: Path, opened: Open
) -> None:
    """In any order: no text has the name of an indicator and a year in one place."""
    page = opened(corpus_pages)
    page.fill("#search", words)
    page.keyboard.press("Enter")
    page.get_by_role("link", name=re.compile(r"^\d+ claims$")).click()
    expect(page.locator("tbody tr", has_text="735亿元")).to_contain_text("2020")
    periods = page.locator("td.in-period").all_inner_texts()
    assert periods and all("2020" in period for period in periods)


def test_all_hits_are_marked_in_the_longest_text_and_fast(corpus_pages: Path, opened: Open) -> None:
    page = opened(corpus_pages, f"#{REPORT}?q=的")
    page.wait_for_function("() => document.querySelectorAll('.words').length === 80")
    text = next(str(row["text"]) for row in published("documents") if row["id"] == REPORT)
    assert page.evaluate("CSS.highlights.get('hits').size") == text.count("的")
    page.goto(re.sub("#.*", f"#{REPORT}", page.url))
    page.wait_for_function("() => !CSS.highlights.has('hits')")
    took = page.evaluate("""async () => {
      const start = performance.now();
      location.hash = location.hash + "?q=的";
      while (!CSS.highlights.has("hits")) await new Promise((done) => setTimeout(done, 1));
      return performance.now() - start;
    }""")
    assert took < 100


def test_copied_text_is_the_text(corpus_pages: Path, opened: Open) -> None:
    page = opened(corpus_pages, f"#{REPORT}")
    page.wait_for_function("() => document.querySelectorAll('.words').length === 80")
    copied = page.evaluate("""() => {
      getSelection().selectAllChildren(document.querySelector(".text"));
      return getSelection().toString();
    }""")
    lines = {line.strip() for line in str(copied).split("\n")}
    assert {
        str(row["text"]) for row in published("paragraphs") if row["document"] == REPORT
    } <= lines


def test_filters_hold_their_counts_and_stand_in_the_address(
    corpus_pages: Path, opened: Open
) -> None:
    page = opened(corpus_pages, "#/claims")
    claims = published("claims")
    expect(page.locator(".results [role='status']")).to_have_text(f"{len(claims)} claims")
    page.locator("summary", has_text=re.compile("^Status$")).click()
    choice = page.locator("#facet-status-target")
    targets = [row for row in claims if row["status"] == "target"]
    expect(page.locator("label", has=choice)).to_have_text(f"Target{len(targets)}")
    choice.click()
    expect(page.locator(".results [role='status']")).to_have_text(f"{len(targets)} claims")
    assert hash_of(page) == "#/claims?status=target"
    page.locator("summary", has_text=re.compile("^Theme$")).click()
    page.locator("#facet-theme-economy").click()
    both = [row for row in targets if row["theme"] == "economy"]
    expect(page.locator("tbody tr")).to_have_count(len(both))
    page.go_back()
    expect(page.locator(".results [role='status']")).to_have_text(f"{len(targets)} claims")
    expect(page.locator("#facet-status-target")).to_be_checked()
    page.reload()
    expect(page.locator(".results [role='status']")).to_have_text(f"{len(targets)} claims")


def test_values_are_sorted_within_a_unit(corpus_pages: Path, opened: Open) -> None:
    page = opened(corpus_pages, "#/claims?unit=CNY")
    page.get_by_role("link", name="Value").click()
    expect(page.get_by_role("columnheader", name="Value")).to_have_attribute(
        "aria-sort", "ascending"
    )
    shown = page.locator("td.in-value a").all_inner_texts()
    numbers = [float(re.sub(r"[^\d.]", "", words)) for words in shown]
    assert numbers == sorted(numbers) and len(numbers) > 50


def test_what_is_typed_filters_and_the_input_stays(corpus_pages: Path, opened: Open) -> None:
    page = opened(corpus_pages, "#/claims")
    page.locator("#filter").press_sequentially("财政")
    expect(page.locator("#filter")).to_be_focused()
    assert hash_of(page) == "#/claims?q=财政"
    assert all(
        "财政" in row or "fiscal" in row.lower() or "budget" in row.lower()
        for row in page.locator("tbody tr").all_inner_texts()
    )
    page.locator("td.in-value a").first.click()
    expect(page.locator("#panel")).to_be_visible()


def test_downloads_are_what_is_shown(corpus_pages: Path, opened: Open) -> None:
    page = opened(corpus_pages, "#/claims?status=target&sort=-value")
    targets = {str(row["id"]): row for row in published("claims") if row["status"] == "target"}
    with page.expect_download() as got:
        page.get_by_role("button", name="Download CSV").click()
    rows = [*csv.DictReader(io.StringIO(Path(got.value.path()).read_text(encoding="utf-8-sig")))]
    with page.expect_download() as got:
        page.get_by_role("button", name="Download JSON").click()
    records = json.loads(Path(got.value.path()).read_text(encoding="utf-8"))
    links = page.locator("td.in-value a").evaluate_all("all => all.map((a) => a.hash.slice(1))")
    assert [row["id"] for row in rows] == [row["id"] for row in records] == links
    assert {*links} == {*targets}
    for row, record in zip(rows, records, strict=True):
        claim = targets[record["id"]]
        assert {name: claim[name] for name in ("text", "value", "unit", "period")} == {
            name: record[name] for name in ("text", "value", "unit", "period")
        }
        assert float(row["value"] or 0) == (claim["value"] or 0)


def test_a_cell_is_no_formula(pages_of: Callable[[str], Path], opened: Open) -> None:
    page = opened(pages_of("=SUM(A1)+@x，全区新建学校3所。\n" * 3), "#/claims")
    with page.expect_download() as got:
        page.get_by_role("button", name="Download CSV").click()
    rows = [*csv.reader(io.StringIO(Path(got.value.path()).read_text(encoding="utf-8-sig")))]
    assert not [cell for row in rows for cell in row if re.match(r"[=+@\t\r]|-(?!\d)", cell)]


def test_an_indicator_has_its_claims_in_time_and_targets_beside_outcomes(
    corpus_pages: Path, opened: Open
) -> None:
    page = opened(corpus_pages, "#/indicators")
    page.locator("#filter").fill("gross domestic product")
    page.get_by_role("link", name="地区生产总值", exact=True).click()
    page.wait_for_selector(".definition")
    own = [row for row in published("claims") if row["indicator_id"] == "gdp"]
    shown = page.locator("section:last-child tbody tr")
    expect(shown).to_have_count(len(own))
    periods = page.locator("section:last-child td.in-period").all_inner_texts()
    ends = [words.split("–")[-1] for words in periods]
    assert ends == sorted(ends)
    expect(page.get_by_role("table").first).to_contain_text("Target")


def test_the_citation_is_that_of_the_command(corpus_pages: Path, opened: Open) -> None:
    page = opened(corpus_pages, f"#{CLAIM}")
    page.wait_for_selector(".citation")
    for style in styles.STYLES:
        page.locator(".citing select").select_option(style)
        assert page.locator(".citation").text_content() == cite.cite(Repo(ROOT), CLAIM, style)


def test_the_language_is_switched_and_kept(corpus_pages: Path, opened: Open) -> None:
    page = opened(corpus_pages, f"#{CLAIM}")
    page.get_by_role("button", name="中文").click()
    expect(page.locator("#panel")).to_contain_text("时期依据")
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
    assert not re.search("(?i)indicator|theme|search", page.locator("#head").inner_text())
    page.reload()
    expect(page.locator("#panel")).to_contain_text("时期依据")


def test_a_chinese_browser_begins_in_chinese(corpus_pages: Path, opened: Open) -> None:
    page = opened(corpus_pages, locale="zh-CN")
    expect(page.locator("h1")).to_have_text("文本")


def test_overlapping_claims_are_all_reached(tmp_path: Path, opened: Open) -> None:
    """By keys, by mouse, and from the panel of each other; one of them lies in the other."""
    found = library.of_root(Repo(ROOT))
    text = next(text for text in found.texts if text.document["id"] == "yanfeng-feature-2021")
    paragraph = next(row for row in text.rows["paragraphs"] if len(row["claims"]) > 1)
    outer, inner = paragraph["claims"][:2]
    outer |= {"end": inner["end"], "text": paragraph["text"][outer["start"] : inner["end"]]}
    for claim in text.rows["claims"]:
        claim |= outer if claim["id"] == outer["id"] else {}
    site.write(found, tmp_path / "out")
    page = opened(tmp_path / "out", f"#{outer['id']}")
    expect(page.locator("#panel h2")).to_have_text(outer["text"])
    assert "".join(page.locator(".selected.of-claim").all_text_contents()) == outer["text"]
    page.keyboard.press("n")
    expect(page.locator("#panel h2")).to_have_text(inner["text"])
    expect(page.locator("a.claim:focus")).to_have_text(inner["text"])
    expect(page.locator("#panel")).to_contain_text("Also at this place")
    page.locator(f'#panel a.to-claim[href="#{outer["id"]}"]').first.click()
    expect(page.locator("#panel h2")).to_have_text(outer["text"])
    page.locator(f'a.claim[href="#{inner["id"]}"]').first.click()
    expect(page.locator("#panel h2")).to_have_text(inner["text"])
    page.locator(f'a.claim[href="#{outer["id"]}"]').first.click()
    expect(page.locator("#panel h2")).to_have_text(outer["text"])


def test_a_claim_shows_its_kin(tmp_path: Path, opened: Open) -> None:
    found = library.of_root(Repo(ROOT))
    relation = {
        "id": "r1",
        "kind": "growth",
        "claims": ["yueyanglou-report-2021.p006.c01", CLAIM],
        "rule": "cagr",
        "arithmetic": "(735 / 528)^(1/5) − 1",
        "computed_low": 6.7,
        "computed_high": 6.9,
        "stated_low": 8.05,
        "stated_high": 8.15,
        "verdict": "unheard of",
        "explanation": "The two do not fit.",
    }
    site.write(replace(found, relations=[relation]), tmp_path / "out")
    page = opened(tmp_path / "out", f"#{CLAIM}")
    kin = page.locator(".kin")
    for words in (
        "unheard of",
        "(735 / 528)",
        "computed 6.7–6.9 · stated 8.05–8.15",
        "do not fit",
    ):
        expect(kin).to_contain_text(words)
    kin.locator("a").click()
    expect(page.locator("#panel h2")).to_have_text("528亿元")


def test_the_server_is_for_this_machine(corpus_pages: Path, browser: Browser) -> None:
    with server.serving(corpus_pages) as (address, forever):
        assert address.startswith("http://127.0.0.1:")
        Thread(target=forever, daemon=True).start()
        page = browser.new_page()
        page.goto(f"{address}#{CLAIM}")
        expect(page.locator("#panel h2")).to_have_text("8.1%")
        page.close()


def test_what_is_not_there_is_said(corpus_pages: Path, opened: Open) -> None:
    for place in ("#nowhere.p001", "#/nowhere", "#/indicators/nowhere", "#%zz"):
        page = opened(corpus_pages, place)
        expect(page.locator("main .notice")).to_contain_text("There is no")
