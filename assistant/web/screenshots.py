"""Pictures of every page of the site over the bundled documents: ``python -m assistant.web.screenshots DIR``."""

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
_TOTAL = "上海市闵行区教育学院2020年支出总计是多少"
_TALL = (1280, 960)
_COLOURS = 128


def take(folder: Path) -> None:
    """Write the PNGs into ``folder``: each page wide in Chinese, an answer dark in English, an answer narrow."""
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
            _answers(_opened(browser, _TALL, "zh-CN", "light"), address, folder)
            _pages(_opened(browser, WIDE, "zh-CN", "light"), address, folder)
            _one_answer(_opened(browser, WIDE, "en-GB", "dark"), address, folder / "dark.png")
            _one_answer(_opened(browser, NARROW, "zh-CN", "light"), address, folder / "narrow.png")
            browser.close()


def _opened(browser: Browser, size: tuple[int, int], language: str, scheme: str) -> Page:
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        locale=language,
        color_scheme="dark" if scheme == "dark" else "light",
    )
    context.set_default_timeout(PATIENCE_MS)
    return context.new_page()


def _answers(page: Page, address: str, folder: Path) -> None:
    """The welcome, an answer with its breakdown, and one with the classes that its total is made of."""
    page.goto(address)
    page.locator(".welcome").wait_for()
    _save(page, folder / "welcome.png")
    Visit(page).ask(_QUESTION)
    page.locator("#panel mark").first.wait_for()
    _save(page, folder / "ask.png")
    page.locator('[data-act="new"]').click()
    page.locator(".welcome").wait_for()
    answer = Visit(page).ask(_TOTAL)
    answer.locator(".prose-text strong").first.click()
    answer.locator(".addends .chart summary").first.click()
    _save(page, folder / "chart.png")


def _pages(page: Page, address: str, folder: Path) -> None:
    """The other pages, each with a source open where it has any."""
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


def _one_answer(page: Page, address: str, file: Path) -> None:
    page.goto(address)
    page.locator(".welcome").wait_for()
    Visit(page).ask(_QUESTION)
    _save(page, file)


def _save(page: Page, file: Path) -> None:
    page.wait_for_timeout(600)  # until nothing moves any more
    image = Image.open(io.BytesIO(page.screenshot()))
    image.convert("RGB").quantize(_COLOURS).save(file, "PNG", optimize=True)
    print(f"{file}: {file.stat().st_size // 1024} KB")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m assistant.web.screenshots FOLDER")
    take(Path(sys.argv[1]))
