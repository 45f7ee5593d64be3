"""The pictures of README: ``python tests/reader/screenshots.py``, with Chromium and a Chinese font."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from xiangqu.annotation.repo import Repo
from xiangqu.reader import library, site

ROOT = Path(__file__).resolve().parents[2]
SIZE = {"width": 1180, "height": 640}
PICTURES = {
    "corpus/edition.png": "#yueyanglou-report-2021.p006.c03",
    "corpus/claims.png": "#/claims?theme=economy&status=target",
}
"""By file, what it shows."""


def main() -> None:
    """Write the pictures into the checkout."""
    folder = Path(tempfile.mkdtemp())
    page_file = site.write(library.of_root(Repo(ROOT)), folder)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"))
        for file, place in PICTURES.items():
            page = browser.new_context(viewport=SIZE, locale="en-US").new_page()  # type: ignore[arg-type]
            page.goto(f"{page_file.as_uri()}{place}")
            page.wait_for_selector("#panel h2, #found td")
            page.wait_for_timeout(500)
            page.screenshot(path=ROOT / file)
        browser.close()


if __name__ == "__main__":
    main()
