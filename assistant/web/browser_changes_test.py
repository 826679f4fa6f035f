"""Changing the library in a real browser (headless Chromium): correcting a cell, adding and removing documents."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect

from assistant.config import Settings
from assistant.library import Library, add_paths
from assistant.web import build
from assistant.web.browser_for_tests import NARROW, PATIENCE_MS, WIDE, OpenPage, digits, no_sideways_scrolling, served
from assistant.web.correction_texts import correction_texts
from assistant.web.samples_for_tests import ATTACK
from assistant.web.texts import EN, ZH, Texts

FORM = Path(__file__).parents[2] / "corpus" / "documents" / "minhang-student-growth-space-2019-form.txt"


QUESTION = "闵行区学生个人成长空间系统(运维)的当年预算"


@pytest.fixture()
def own(tmp_path: Path) -> Iterator[tuple[str, Library]]:
    """The address of a site that may be changed, over a library with one form."""
    settings = Settings(library=tmp_path / "library", use_vectors=False)
    add_paths(settings.library, [FORM], settings)
    with (
        Library.open(settings.library, settings) as library,
        served(build(library, changes="local", host="127.0.0.1")) as address,
    ):
        yield address, library


def opened(panel: Locator) -> Locator:
    """The form of a correction, unfolded again until it stays so."""
    who = panel.locator("[name=who]")
    for _ in range(20):
        if who.is_visible():
            panel.page.wait_for_timeout(250)
        if who.is_visible():
            break
        panel.locator(".correct summary").click()
    return who


@pytest.mark.parametrize(("size", "language", "words"), [(WIDE, "zh-CN", ZH), (NARROW, "en-GB", EN)])
def test_a_cell_is_corrected_on_the_page_and_the_correction_taken_back(
    open_page: OpenPage, own: tuple[str, Library], size: tuple[int, int], language: str, words: Texts
) -> None:
    visit = open_page(own[0], size=size, language=language)
    panel, form = visit.page.locator("#panel"), visit.page.locator("#panel form")
    for act, text, shown in (("save", "65,001", "65,001.00"), ("undo", "", "65,000.00")):
        visit.ask(QUESTION).locator("[data-cite]").first.click()
        visit.sees_mark()
        # The answer shows its first source by itself; on a slow machine after the click, which folds the form again.
        expect(opened(panel)).to_be_visible(timeout=PATIENCE_MS)
        if text:
            form.locator("[name=text]").fill(text)
        form.locator("[name=who]").fill("甲<b>")
        form.locator("[name=why]").fill("看错")
        form.locator(f".{act}, [name={act}]").click()
        expect(panel.locator(".notice")).to_have_text(correction_texts(words.language).done, timeout=PATIENCE_MS)
        expect(panel.locator("del")).to_have_count(1 if act == "save" else 0)
        assert no_sideways_scrolling(visit.page)
        visit.page.keyboard.press("Escape")
        expect(visit.ask(QUESTION)).to_contain_text(shown)
        visit.page.locator('[data-act="new"]').click()
        expect(visit.page.locator(".welcome")).to_be_visible()


def test_a_pdf_is_added_asked_about_shown_with_its_page_and_removed(
    open_page: OpenPage, own: tuple[str, Library], browser: Browser, tmp_path: Path
) -> None:
    address, library = own
    sheet = browser.new_page()
    sheet.set_content(PDF_OF_A_TABLE)
    (tmp_path / "云台.pdf").write_bytes(sheet.pdf(format="A4", print_background=True))
    sheet.close()
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.4 nothing")
    visit = open_page(address)
    page = visit.page
    page.locator('#header [data-page="documents"]').click()
    page.locator("[data-upload-input]").set_input_files([tmp_path / "云台.pdf", tmp_path / "broken.pdf"])
    expect(page.locator("#page-documents .document")).to_have_count(2, timeout=2 * PATIENCE_MS)
    # The page was shown anew, and still says what became of each file.
    expect(page.locator("#upload-results .added")).to_contain_text("云台.pdf")
    expect(page.locator("#upload-results .failed")).to_contain_text("文件已损坏")
    expect(page.locator("#header .loaded summary")).to_contain_text("2 份", timeout=PATIENCE_MS)
    page.goto(f"{address}?lookup=7654321")
    page.locator("#page-lookup .finding-top [data-cite]").first.click()
    expect(page.locator("#panel .picture-scroll img")).to_be_visible(timeout=PATIENCE_MS)
    assert digits(visit.sees_mark().inner_text()) == "7654321"
    page.locator('#header [data-page="ask"]').click()
    expect(visit.ask("云台市观测所2031年支出总计是多少")).to_contain_text("7,654,321")
    page.locator('#header [data-page="documents"]').click()
    row = page.locator(".document", has_text="云台.pdf")
    row.locator('[data-act="ask-remove"]').click()
    row.locator('[data-act="keep"]').click()
    row.locator('[data-act="ask-remove"]').click()
    row.locator('[data-act="remove"]').click()
    expect(page.locator("#page-documents .document")).to_have_count(1, timeout=PATIENCE_MS)
    assert len(list((library.folder / "files").iterdir())) == 1


def test_a_file_replaces_the_document_of_its_name_only_when_the_person_agrees(
    open_page: OpenPage, own: tuple[str, Library], tmp_path: Path
) -> None:
    address, library = own
    name = f"{ATTACK.replace('/', '')}.txt"  # the page shows a file name as text
    first, second = (FORM.read_bytes().replace(b"2019", year) for year in (b"2031", b"2032"))
    visit = open_page(address, language="en-GB")
    page = visit.page
    page.locator('#header [data-page="documents"]').click()
    box, results = page.locator("[data-upload-input]"), page.locator("#upload-results li")
    box.set_input_files([{"name": name, "mimeType": "text/plain", "buffer": first}])
    expect(results).to_have_class("added", timeout=PATIENCE_MS)
    years = {2019, 2031}
    for agreed, after, outcome in (("false", years, "kept"), ("true", {2019, 2032}, "replaced")):
        page.locator("[data-upload-input]").set_input_files(
            [{"name": name, "mimeType": "text/plain", "buffer": second}]
        )
        expect(results.locator(".replace")).to_contain_text("2031", timeout=PATIENCE_MS)
        assert {document.fiscal_year for document in library.documents()} == years
        results.locator(f"[data-replace={agreed}]").click()
        expect(results).to_have_class(outcome, timeout=PATIENCE_MS)
        assert {document.fiscal_year for document in library.documents()} == after
    assert page.evaluate("window.injected") is None


PDF_OF_A_TABLE = """<meta charset="utf-8"><style>
table {border-collapse: collapse} td {border: 1px solid; padding: 4px 12px}
body {font-family: "WenQuanYi Zen Hei", "Noto Sans CJK SC", sans-serif}</style>
<h1>云台市观测所2031年单位预算</h1><h2>2031年单位财务收支预算总表</h2><p>编制单位：云台市观测所　　单位：元</p>
<table><tr><td>本年收入</td><td></td><td>本年支出</td><td></td></tr>
<tr><td>项目</td><td>预算数</td><td>项目</td><td>预算数</td></tr>
<tr><td>一、财政拨款收入</td><td>7,654,321</td><td>一、科学技术支出</td><td>7,000,000</td></tr>
<tr><td></td><td></td><td>二、住房保障支出</td><td>654,321</td></tr>
<tr><td>收入总计</td><td>7,654,321</td><td>支出总计</td><td>7,654,321</td></tr></table>"""
"""An invented unit's table, printed to a PDF by the browser."""
