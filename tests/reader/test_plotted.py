"""The figures on the pages are those of the command, and say what their tables say."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from conftest import ROOT
from xiangqu.annotation.repo import Repo
from xiangqu.reader import figures, library, site
from xiangqu.reader.figures import style
from xiangqu.reader.figures.words import LANGUAGES, Words

if TYPE_CHECKING:
    from pages import Open

pytest_plugins = ("pages",)
pytestmark = pytest.mark.slow  # to draw takes seconds
expect = pytest.importorskip("playwright.sync_api").expect
pytest.importorskip("matplotlib")

LIMIT = 1_500_000
"""The most bytes that the pages of the corpus may have."""


def test_the_pages_are_small(corpus_pages: Path) -> None:
    assert sum(file.stat().st_size for file in corpus_pages.iterdir()) < LIMIT


def test_each_figure_is_shown_with_what_is_said_of_it(corpus_pages: Path, opened: Open) -> None:
    words = Words(Repo(ROOT))
    made = figures.of(Repo(ROOT), words)
    for language in LANGUAGES:
        page = opened(corpus_pages, "#/figures", locale={"zh": "zh-CN", "en": "en-US"}[language])
        expect(page.locator("figure")).to_have_count(len(made))
        for figure, shown in zip(made, page.locator(".plotted").all(), strict=True):
            expect(shown.locator("h2")).to_have_text(figure.title.in_(language))
            expect(shown.locator("figcaption")).to_have_text(figure.caption.in_(language))
            image = shown.get_by_role("img")
            expect(image).to_have_attribute("alt", figure.alt.in_(language))
            assert image.evaluate("(image) => image.decode().then(() => image.naturalWidth)") > 200
            file = corpus_pages / str(image.get_attribute("src"))
            assert file.read_text("utf-8") == style.svg(figure, words, language)


def test_the_numbers_of_a_figure_are_downloaded(corpus_pages: Path, opened: Open) -> None:
    page = opened(corpus_pages, "#/figures")
    for figure in figures.of(Repo(ROOT), Words(Repo(ROOT))):
        part = page.locator(".plotted", has=page.get_by_role("heading", name=figure.title.en))
        with page.expect_download() as got:
            part.get_by_role("button", name="Download CSV").click()
        assert got.value.suggested_filename == f"{figure.name}.csv"
        content = Path(got.value.path()).read_bytes()
        assert content == b"\xef\xbb\xbf" + figures.to_csv(figure.rows)


@pytest.mark.usefixtures("no_figures")
def test_without_the_plotting_library_a_line_says_so(tmp_path: Path, opened: Open) -> None:
    site.write(library.of_root(Repo(ROOT)), tmp_path / "out")
    page = opened(tmp_path / "out")
    page.get_by_role("link", name="Figures").click()
    expect(page.locator("main .notice")).to_contain_text("pip install 'xiangqu[figures]'")


def test_no_figure_can_end_its_script(corpus_pages: Path) -> None:
    written = (corpus_pages / "figures.js").read_text("utf-8")
    assert not re.search("[<>&]", written)
