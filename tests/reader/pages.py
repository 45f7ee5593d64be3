"""Pages of the corpus, of drafts and of hostile texts, and a real browser to open them from their folder."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from conftest import ROOT
from xiangqu.annotation.repo import Repo
from xiangqu.reader import library, site

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

NAMES = ("chromium", "chromium-browser", "google-chrome")
"""What the system may call its Chromium."""

Open = Callable[..., "Page"]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    found = next(filter(None, map(shutil.which, NAMES)), None)
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
        if not found and not Path(own).exists():
            pytest.skip("no Chromium: apt-get install chromium, or playwright install chromium")
        started = playwright.chromium.launch(executable_path=found or own)
        yield started
        started.close()


@pytest.fixture
def opened(browser: Browser) -> Iterator[Open]:
    """Opens an address of pages in a folder. Fails if a page logs an error or asks for anything outside."""
    wrong: list[str] = []
    contexts = []

    def open_(folder: Path, place: str = "", before: str = "", **options: object) -> Page:
        options = {"locale": "en-US", "viewport": {"width": 1280, "height": 900}} | options
        context = browser.new_context(**options)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.add_init_script(before)
        page.set_default_timeout(8_000)
        page.on("console", lambda said: wrong.append(f"{said.type}: {said.text}"))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("request", lambda asked: _check_request(asked.url, folder, wrong))
        page.goto(f"{(folder / 'index.html').as_uri()}{place}")
        page.wait_for_selector("main > *")
        return page

    yield open_
    for context in contexts:
        context.close()
    assert wrong == []


def _check_request(url: str, folder: Path, wrong: list[str]) -> None:
    if not url.startswith((folder.as_uri(), "data:", "blob:")):
        wrong.append(f"request: {url}")


@pytest.fixture(scope="session")
def corpus_pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of the five texts."""
    folder = tmp_path_factory.mktemp("corpus-pages")
    site.write(library.of_root(Repo(ROOT)), folder)
    return folder


@pytest.fixture(scope="session")
def pages_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Writes the pages of a text, drafted on the way."""

    def write(text: str) -> Path:
        folder = tmp_path_factory.mktemp("pages")
        (folder / "a.txt").write_text(text, encoding="utf-8")
        found = library.of_texts(Repo(ROOT), folder / "a.txt", pytest.fail)
        site.write(found, folder / "out")
        return folder / "out"

    return write
