"""A page served and seen in headless Chromium, as the browser tests use it."""

from __future__ import annotations

import re
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import uvicorn
from playwright.sync_api import Browser, Locator, Page, Playwright, expect

from assistant.web.guard import App

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
WIDE = (1280, 800)
NARROW = (390, 844)
PATIENCE_MS = 30_000


@contextmanager
def served(application: App) -> Iterator[str]:
    """The address of the site, served on a free port of this machine until the block ends."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    config = uvicorn.Config(application, host="127.0.0.1", port=port, log_level="warning", proxy_headers=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until = time.monotonic() + PATIENCE_MS / 1000
    while not server.started and thread.is_alive() and time.monotonic() < until:
        time.sleep(0.05)
    assert server.started, "the site did not start"
    try:
        yield f"http://127.0.0.1:{port}/"
    finally:
        server.should_exit = server.force_exit = True
        thread.join(timeout=10)


def chromium(playwright: Playwright) -> Browser:
    """The Chromium of this machine, started without a window and without requests of its own."""
    found = shutil.which("chromium") or "/usr/bin/chromium"
    return playwright.chromium.launch(executable_path=found, args=list(FLAGS))


@dataclass(frozen=True)
class Visit:
    """A page as one person sees it."""

    page: Page

    def ask(self, question: str) -> Locator:
        """Ask in the composer and wait; the finished answer."""
        return self._asked(lambda: self._submit(question))

    def click_to_ask(self, button: Locator) -> Locator:
        """Click a button that asks and wait; the finished answer."""
        return self._asked(button.click)

    def _asked(self, act: Callable[[], None]) -> Locator:
        answers = self.page.locator("article.answer")
        before = answers.count()
        act()
        expect(answers).to_have_count(before + 1, timeout=PATIENCE_MS)
        return answers.last

    def _submit(self, question: str) -> None:
        self.page.locator("#composer textarea").fill(question)
        self.page.keyboard.press("Enter")

    def sees_mark(self) -> Locator:
        """The marked cell of the panel, which must be in view."""
        mark = self.page.locator("#panel .evidence-table .marked").first
        expect(mark).to_be_visible()
        expect(mark).to_be_in_viewport(ratio=0.9)
        return mark


def no_sideways_scrolling(page: Page) -> bool:
    """Whether nothing stands out of the window."""
    return bool(
        page.evaluate("document.documentElement.scrollWidth <= innerWidth && document.body.scrollWidth <= innerWidth")
    )


def digits(printed: str) -> str:
    """The number alone: without separators, and without decimals that are zero."""
    return re.sub(r"\.0+$", "", printed.replace(",", "").strip())


OpenPage = Callable[..., Visit]
"""Opens an address as a new person; see the fixture of that name."""
