"""The pictures of the README, of the site over the bundled documents: ``python -m assistant.web.screenshots DIR``."""

from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from assistant.config import Settings
from assistant.library import Library, add_paths
from assistant.web import build
from assistant.web.browser_for_tests import NARROW, PATIENCE_MS, WIDE, Visit, chromium, served

_CORPUS = Path(__file__).parents[2] / "corpus" / "documents"
_QUESTION = "电子书包 total spend"
_COLOURS = 128


def take(folder: Path) -> None:
    """Write one PNG for each page, wide in Chinese and narrow in English, into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        settings = Settings(library=Path(scratch), use_vectors=False)
        add_paths(settings.library, [_CORPUS], settings)
        with (
            Library.open(settings.library, settings) as library,
            served(build(library, changes="local", host="127.0.0.1")) as address,
            sync_playwright() as playwright,
        ):
            browser = chromium(playwright)
            _wide(_opened(browser, WIDE, "zh-CN", "light"), address, folder)
            _narrow(_opened(browser, NARROW, "en-GB", "dark"), address, folder)
            browser.close()


def _opened(browser: Browser, size: tuple[int, int], language: str, scheme: str) -> Page:
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        locale=language,
        color_scheme="dark" if scheme == "dark" else "light",
    )
    context.set_default_timeout(PATIENCE_MS)
    return context.new_page()


def _wide(page: Page, address: str, folder: Path) -> None:
    page.goto(address)
    page.locator(".welcome").wait_for()
    _save(page, folder / "welcome.png")
    Visit(page).ask(_QUESTION)
    page.locator("#panel mark").first.wait_for()
    _save(page, folder / "ask.png")
    page.goto(f"{address}?view=audit&status=fail&severity=error")
    page.locator("#page-audit .finding [data-cite]").first.click()
    page.locator("#panel mark").first.wait_for()
    _save(page, folder / "audit.png")
    page.goto(f"{address}?lookup=417.76%E4%B8%87%E5%85%83")
    page.locator("#page-lookup .finding-top [data-cite]").first.click()
    page.locator("#panel mark").first.wait_for()
    _save(page, folder / "lookup.png")
    page.goto(f"{address}?view=documents")
    page.locator("#page-documents .document").first.wait_for()
    _save(page, folder / "documents.png")


def _narrow(page: Page, address: str, folder: Path) -> None:
    page.goto(address)
    page.locator(".welcome").wait_for()
    answer = Visit(page).ask(_QUESTION)
    answer.locator("details.chart summary").click()
    answer.locator("details.chart").scroll_into_view_if_needed()
    _save(page, folder / "narrow.png")


def _save(page: Page, file: Path) -> None:
    page.wait_for_timeout(600)  # until nothing moves any more
    image = Image.open(io.BytesIO(page.screenshot()))
    image.convert("RGB").quantize(_COLOURS).save(file, "PNG", optimize=True)
    print(f"{file}: {file.stat().st_size // 1024} KB")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m assistant.web.screenshots FOLDER")
    take(Path(sys.argv[1]))
