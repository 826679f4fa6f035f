"""What the browser tests share: a browser, the site over hand-made answers and over the bundled documents, visitors."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import cast
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, sync_playwright

from assistant.config import Settings
from assistant.library import Library, add_paths
from assistant.web import build
from assistant.web.browser_for_tests import PATIENCE_MS, WIDE, OpenPage, Visit, chromium, served
from assistant.web.samples_for_tests import SampleLibrary, ask, evidence

CORPUS = Path(__file__).parents[2] / "corpus" / "documents"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of a file."""
    with sync_playwright() as playwright:
        started = chromium(playwright)
        yield started
        started.close()


@pytest.fixture(scope="module")
def sample_address() -> Iterator[str]:
    """The page with hand-made answers."""
    with served(build(cast("Library", SampleLibrary()), ask=ask, evidence=evidence)) as address:
        yield address


@pytest.fixture(scope="session")
def corpus_library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """A library of the bundled corpus that nobody changes, ranked by full text alone: no embedding is needed."""
    folder = tmp_path_factory.mktemp("library")
    settings = Settings(library=folder, use_vectors=False)
    add_paths(folder, [CORPUS], settings)
    with Library.open(folder, settings) as library:
        yield library


@pytest.fixture(scope="module")
def corpus_address(corpus_library: Library) -> Iterator[str]:
    """The page over the bundled corpus."""
    with served(build(corpus_library)) as address:
        yield address


@pytest.fixture()
def open_page(browser: Browser) -> Iterator[OpenPage]:
    """Opens an address as a new person: own cookies, size, language and colour scheme.

    At the end no page may have asked another host, raised an error or met the content security policy.
    """
    contexts = []
    hosts: set[str] = set()
    faults: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        # What the server refuses on purpose is no fault of the page.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            faults.append(message.text)

    def opened(
        address: str,
        size: tuple[int, int] = WIDE,
        language: str = "zh-CN",
        scheme: str = "light",
        wait_for: str = ".welcome",
    ) -> Visit:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            locale=language,
            color_scheme="dark" if scheme == "dark" else "light",
        )
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: hosts.add(urlsplit(request.url).hostname or "127.0.0.1"))
        page.on("console", heard)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(address)
        page.locator(wait_for).first.wait_for(timeout=PATIENCE_MS)
        return Visit(page)

    yield opened
    for context in contexts:
        context.close()
    assert hosts <= {"127.0.0.1"}
    assert faults == []
