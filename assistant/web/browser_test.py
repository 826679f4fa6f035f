"""The page in a real browser (headless Chromium): with hand-made answers, and once over the bundled corpus."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from assistant.answer import ask as real_ask
from assistant.config import Settings
from assistant.library import Library, add_paths
from assistant.records import Answer
from assistant.web import build
from assistant.web.browser_for_tests import NARROW, PATIENCE_MS, WIDE, Visit, chromium, no_sideways_scrolling, served
from assistant.web.examples import examples
from assistant.web.samples_for_tests import ATTACK, FILE_NAME, SampleLibrary, ask, evidence
from assistant.web.texts import EN, ZH, Texts

CORPUS = Path(__file__).parents[2] / "corpus" / "documents"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of this file."""
    with sync_playwright() as playwright:
        started = chromium(playwright)
        yield started
        started.close()


@pytest.fixture(scope="module")
def sample_address() -> Iterator[str]:
    """The page with hand-made answers."""
    with served(build(cast("Library", SampleLibrary()), ask=ask, evidence=evidence)) as address:
        yield address


@pytest.fixture(scope="module")
def corpus_library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """A library of the bundled corpus, ranked by full text alone so that no embedding is needed."""
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


OpenPage = Callable[..., Visit]


@pytest.fixture()
def open_page(browser: Browser) -> Iterator[OpenPage]:
    """Opens an address as a new person: own cookies, size, language and colour scheme."""
    contexts = []

    def opened(address: str, size: tuple[int, int] = WIDE, language: str = "zh-CN", scheme: str = "light") -> Visit:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            locale=language,
            color_scheme=scheme,
        )
        contexts.append(context)
        page = context.new_page()
        hosts: set[str] = set()
        page.on("request", lambda request: hosts.add(urlsplit(request.url).hostname or "127.0.0.1"))
        page.goto(address)
        page.locator(".welcome").wait_for(timeout=PATIENCE_MS)
        return Visit(page, hosts)

    yield opened
    for context in contexts:
        context.close()


def test_an_answer_streams_and_shows_breakdown_checks_and_source(open_page: OpenPage, sample_address: str) -> None:
    visit = open_page(sample_address)
    visit.page.evaluate(
        """() => {
          window.seen = new Set();
          const look = () => window.seen.add(document.querySelector('.streaming .prose-text')?.innerText ?? '');
          const all = {subtree: true, childList: true, characterData: true};
          new MutationObserver(look).observe(document.querySelector('#latest'), all);
        }"""
    )
    answer = visit.ask("灯塔维护多少钱")
    assert visit.page.evaluate("window.seen.size") > 2, "the text must come in pieces"
    expect(answer.locator(".breakdown tbody .number").first).to_have_text("1,234,750.00")
    expect(answer.locator(".breakdown tfoot .number")).to_have_text("1,244,750.00")
    assert answer.locator(".breakdown .number").first.evaluate("item => getComputedStyle(item).textAlign") == "right"
    summary = answer.locator(".checks summary")
    expect(summary).to_contain_text("1 项核对一致")
    expect(answer.locator(".checks li")).not_to_be_visible()
    summary.click()
    expect(answer.locator(".checks li")).to_be_visible()
    expect(visit.sees_mark()).to_have_text("1234.50")
    assert visit.page.locator("footer:visible").count() == 0
    assert visit.hosts == {"127.0.0.1"}


def test_a_marker_opens_its_source_and_one_can_step_through_them(open_page: OpenPage, sample_address: str) -> None:
    visit = open_page(sample_address)
    answer = visit.ask("灯塔维护多少钱")
    panel = visit.page.locator("#panel")
    answer.locator('.prose-text [data-n="2"]').click()
    expect(panel.locator(".paragraph mark")).to_contain_text("安排10000元")
    answer.locator('.prose-text [data-n="3"]').click()
    expect(panel).to_contain_text(ZH.evidence_missing)
    panel.locator('[data-act="next"]').click()
    expect(visit.sees_mark()).to_have_text("1234.50")
    panel.locator('[data-act="previous"]').click()
    expect(panel).to_contain_text(ZH.evidence_missing)


def test_markers_work_from_the_keyboard(open_page: OpenPage, sample_address: str) -> None:
    visit = open_page(sample_address)
    answer = visit.ask("灯塔维护多少钱")
    answer.locator('.prose-text [data-n="2"]').focus()
    visit.page.keyboard.press("Enter")
    expect(visit.page.locator("#panel .paragraph mark")).to_be_visible()


def test_script_in_document_file_name_and_question_stays_text(open_page: OpenPage, sample_address: str) -> None:
    visit = open_page(sample_address)
    answer = visit.ask(ATTACK)
    expect(visit.page.locator(".question .bubble").last).to_have_text(ATTACK)
    expect(answer.locator(".breakdown")).to_contain_text(ATTACK)
    expect(visit.page.locator("#panel")).to_contain_text(FILE_NAME)
    answer.locator(".prose-text [data-n='2']").click()
    expect(visit.page.locator("#panel .paragraph mark")).to_contain_text(ATTACK)
    visit.page.locator("#scope > button").click()
    visit.page.locator(".scope-document input").click()
    expect(visit.page.get_by_role("option", name=FILE_NAME)).to_be_visible()
    visit.click_to_ask(visit.ask("哪年").locator(".choice").last)
    assert visit.page.evaluate("window.injected") is None
    assert visit.page.locator("#talk img, #talk script, #panel img, #panel script").count() == 0


def test_the_selected_scope_and_the_conversation_reach_the_question(open_page: OpenPage, sample_address: str) -> None:
    visit = open_page(sample_address)
    expect(visit.ask("一")).to_contain_text("之前 0 问；范围 自动")
    visit.page.locator("#scope > button").click()
    visit.page.locator(".scope-year input").click()
    visit.page.get_by_role("option", name="2030 年").click()
    expect(visit.page.locator("#scope > button")).to_contain_text("范围：2030 年")
    expect(visit.ask("二")).to_contain_text("之前 1 问；范围 2030")
    visit.page.locator('[data-act="new"]').click()
    expect(visit.page.locator(".welcome")).to_be_visible()
    expect(visit.ask("三")).to_contain_text("之前 0 问；范围 自动")


def test_two_people_do_not_share_a_conversation(open_page: OpenPage, sample_address: str) -> None:
    first, second = open_page(sample_address), open_page(sample_address)
    first.ask("一")
    expect(second.ask("二")).to_contain_text("之前 0 问")
    expect(first.ask("三")).to_contain_text("之前 1 问")
    assert "三" not in second.page.locator("#talk").inner_text()


def test_the_readings_of_an_unclear_question_can_be_clicked(open_page: OpenPage, sample_address: str) -> None:
    visit = open_page(sample_address)
    unclear = visit.ask("灯塔维护哪年")
    expect(unclear.locator(".choice")).to_have_count(2)
    visit.click_to_ask(unclear.locator(".choice").first)
    expect(visit.page.locator(".question .bubble").last).to_have_text("2031 年的灯塔维护 灯塔维护哪年")


def test_the_language_follows_the_browser_and_can_be_switched(open_page: OpenPage, sample_address: str) -> None:
    visit = open_page(sample_address, language="en-GB")
    expect(visit.page.locator("h1")).to_have_text(EN.title)
    answer = visit.ask("How much")
    expect(answer.locator(".checks summary")).to_contain_text("Cross-check: 1 passed")
    visit.page.locator('[data-act="language"]').click()
    expect(visit.page.locator("h1")).to_have_text(ZH.title)
    expect(visit.page.locator("article.answer .checks summary")).to_contain_text("1 项核对一致")
    expect(visit.page.locator("html")).to_have_attribute("lang", "zh-CN")
    visit.page.reload()
    expect(visit.page.locator("h1")).to_have_text(ZH.title)


def test_dark_and_light_can_be_switched_and_are_remembered(open_page: OpenPage, sample_address: str) -> None:
    visit = open_page(sample_address, scheme="dark")
    background = "getComputedStyle(document.querySelector('.bar')).backgroundColor"
    dark = visit.page.evaluate(background)
    visit.page.locator('[data-act="theme"]').click()
    light = visit.page.evaluate(background)
    assert light == "rgb(255, 255, 255)"
    assert dark != light
    visit.page.reload()
    visit.page.locator(".welcome").wait_for(timeout=PATIENCE_MS)
    assert visit.page.evaluate(background) == light


def test_on_a_narrow_screen_the_source_is_a_sheet_that_closes(open_page: OpenPage, sample_address: str) -> None:
    visit = open_page(sample_address, size=NARROW)
    assert no_sideways_scrolling(visit.page)
    answer = visit.ask("灯塔维护多少钱")
    side = visit.page.locator("#side")
    expect(side).not_to_be_visible()
    answer.locator('.breakdown [data-n="1"]').first.click()
    expect(visit.sees_mark()).to_have_text("1234.50")
    assert no_sideways_scrolling(visit.page)
    visit.page.keyboard.press("Escape")
    expect(side).not_to_be_visible()


def test_a_question_that_fails_is_said_to_have_failed(open_page: OpenPage) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("on purpose")

    made = build(cast("Library", SampleLibrary()), ask=broken, evidence=evidence)  # type: ignore[arg-type]
    with served(made) as address:
        visit = open_page(address)
        visit.page.locator("#composer textarea").fill("灯塔")
        visit.page.keyboard.press("Enter")
        expect(visit.page.locator("#latest")).to_contain_text(ZH.failed, timeout=PATIENCE_MS)
        expect(visit.page.locator(".question .bubble")).to_have_text("灯塔")


def test_a_topic_total_of_the_bundled_corpus_leads_to_its_marked_cells(
    open_page: OpenPage, corpus_address: str
) -> None:
    visit = open_page(corpus_address)
    assert visit.page.locator(".example").count() > 2
    answer = visit.ask("电子书包 total spend")
    expect(answer).to_contain_text("9,259,320.00")
    expect(answer.locator(".checks")).to_contain_text("项核对一致")
    # Published so: a line named a first payment of 70 % prints the amount of 30 %.
    expect(answer.locator(".checks .failures li")).to_have_count(1)
    expect(answer.locator(".checks .failures")).to_contain_text("70%")
    rows = answer.locator(".breakdown tbody tr")
    assert rows.count() > 1
    for index in range(rows.count()):
        shown = rows.nth(index).locator(".number").inner_text()
        rows.nth(index).locator("[data-cite]").first.click()
        title = rows.nth(index).locator("[data-cite]").first.inner_text()
        expect(visit.page.locator("#panel .panel-bar .chip")).to_have_text(title)
        marked = visit.sees_mark().inner_text()
        assert digits(marked) == digits(shown)
    assert visit.hosts == {"127.0.0.1"}


@pytest.mark.parametrize(("size", "language", "words"), [(WIDE, "zh-CN", ZH), (NARROW, "en-GB", EN)])
def test_a_cell_is_corrected_on_the_page_and_the_correction_taken_back(
    open_page: OpenPage, corpus_library: Library, size: tuple[int, int], language: str, words: Texts
) -> None:
    with served(build(corpus_library, changes="local", host="127.0.0.1")) as address:
        visit = open_page(address, size=size, language=language)
        panel, form = visit.page.locator("#panel"), visit.page.locator("#panel form")
        for act, text, shown in (("save", "400,001", "400,001.00"), ("undo", "", "400,000.00")):
            visit.ask("电子书包咨询费的当年预算").locator("[data-cite]").first.click()
            panel.locator(".correct summary").click()
            visit.sees_mark()
            if text:
                form.locator("[name=text]").fill(text)
            form.locator("[name=who]").fill("甲<b>")
            form.locator("[name=why]").fill("看错")
            form.locator(f".{act}, [name={act}]").click()
            expect(panel.locator(".notice")).to_have_text(words.correct_done, timeout=PATIENCE_MS)
            expect(panel.locator("del")).to_have_count(1 if act == "save" else 0)
            assert no_sideways_scrolling(visit.page)
            visit.page.keyboard.press("Escape")
            expect(visit.ask("电子书包咨询费的当年预算")).to_contain_text(shown)
            visit.page.locator('[data-act="new"]').click()
            expect(visit.page.locator(".welcome")).to_be_visible()


def test_a_page_that_allows_no_corrections_offers_none(open_page: OpenPage, corpus_address: str) -> None:
    visit = open_page(corpus_address)
    visit.ask("电子书包咨询费的当年预算")
    visit.sees_mark()
    assert visit.page.locator("#panel form").count() == 0


def test_pages_open_from_the_bar_by_keyboard_and_by_address(open_page: OpenPage, corpus_address: str) -> None:
    visit = open_page(corpus_address)
    page = visit.page
    page.locator('#header [data-page="lookup"]').focus()
    page.keyboard.press("Enter")
    expect(page.locator("#page-lookup h2")).to_have_text("查数")
    expect(page.locator('#header [aria-current="page"]')).to_have_text("查数")
    page.go_back()
    expect(page.locator(".welcome")).to_be_visible()
    page.goto(f"{corpus_address}?view=documents")
    expect(page.locator("#page-documents .document")).to_have_count(2, timeout=PATIENCE_MS)
    assert page.locator("[data-upload], [data-act='ask-remove']").count() == 0, "nothing can be changed here"
    page.locator('[data-act="language"]').click()
    expect(page.locator("#page-documents h2")).to_have_text("Documents", timeout=PATIENCE_MS)
    assert visit.hosts == {"127.0.0.1"}


def test_a_filtered_finding_leads_to_both_cells_to_its_address_and_to_an_export(
    open_page: OpenPage, corpus_address: str
) -> None:
    visit = open_page(corpus_address)
    page = visit.page
    page.locator('#header [data-page="audit"]').click()
    every = page.locator("#page-audit .finding")
    expect(every.first).to_be_visible(timeout=PATIENCE_MS)
    before = every.count()
    page.locator("#page-audit select[name=severity]").select_option("error")
    page.wait_for_url("**severity=error**")
    expect(page.locator("#page-audit .finding:not(.group-error)")).to_have_count(0, timeout=PATIENCE_MS)
    assert 0 < every.count() < before
    finding = every.first
    for side in range(2):
        chip = finding.locator(".one-side").nth(side).locator("[data-cite]").first
        chip.click()
        expect(page.locator("#panel .panel-bar .chip")).to_have_text(chip.inner_text(), timeout=PATIENCE_MS)
        expect(page.locator("#panel mark").first).to_be_in_viewport()
    with page.expect_download() as download:
        page.locator("#page-audit .exports a", has_text="CSV").click()
    lines = Path(download.value.path()).read_text(encoding="utf-8-sig")
    sentence = finding.locator(".sentence").inner_text()
    assert sentence in lines
    page.goto(f"{corpus_address}{finding.locator('.permalink').get_attribute('href')}")
    expect(page.locator("#page-audit .finding")).to_have_count(1, timeout=PATIENCE_MS)
    expect(page.locator("#page-audit .sentence")).to_have_text(sentence)


@pytest.mark.parametrize(("size", "typed"), [(WIDE, "417.76万元"), (NARROW, "4,177,600.00")])
def test_an_amount_is_looked_up_and_its_places_open(
    open_page: OpenPage, corpus_address: str, size: tuple[int, int], typed: str
) -> None:
    visit = open_page(corpus_address, size=size)
    page = visit.page
    page.locator('#header [data-page="lookup"]').click()
    page.locator("#page-lookup [name=lookup]").fill(typed)
    page.keyboard.press("Enter")
    found = page.locator("#page-lookup .result")
    expect(found.first).to_be_visible(timeout=PATIENCE_MS)
    expect(found.first.locator(".agrees")).to_be_visible()
    assert no_sideways_scrolling(page)
    found.first.locator(".finding-top [data-cite]").click()
    assert digits(visit.sees_mark().inner_text()) == "4177600"
    link = page.locator("#panel .permalink").get_attribute("href")
    page.goto(f"{corpus_address}{link}")
    assert digits(visit.sees_mark().inner_text()) == "4177600"
    page.goto(f"{corpus_address}?lookup=0.0.1&kind=amount")
    expect(page.locator("#page-lookup .notice")).to_contain_text("0.0.1", timeout=PATIENCE_MS)


def test_a_pdf_is_added_asked_about_shown_with_its_page_and_removed(
    open_page: OpenPage, browser: Browser, tmp_path: Path
) -> None:
    sheet = browser.new_page()
    sheet.set_content(PDF_OF_A_TABLE)
    (tmp_path / "云台.pdf").write_bytes(sheet.pdf(format="A4", print_background=True))
    sheet.close()
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.4 nothing")
    settings = Settings(library=tmp_path / "library", use_vectors=False)
    add_paths(settings.library, [CORPUS / "minhang-student-growth-space-2019-form.txt"], settings)
    with (
        Library.open(settings.library, settings) as library,
        served(build(library, changes="local", host="127.0.0.1")) as address,
    ):
        visit = open_page(address)
        page = visit.page
        page.locator('#header [data-page="documents"]').click()
        page.locator("[data-upload-input]").set_input_files([tmp_path / "云台.pdf", tmp_path / "broken.pdf"])
        expect(page.locator("#upload-results .added")).to_contain_text("云台.pdf", timeout=2 * PATIENCE_MS)
        expect(page.locator("#upload-results .failed")).to_contain_text("broken.pdf", timeout=2 * PATIENCE_MS)
        expect(page.locator("#page-documents .document")).to_have_count(2, timeout=PATIENCE_MS)
        expect(page.locator("#header .loaded")).to_contain_text("2")
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
        assert len(list((settings.library / "files").iterdir())) == 1


def test_an_answer_can_be_copied_drawn_edited_and_found_again(open_page: OpenPage, sample_address: str) -> None:
    visit = open_page(sample_address)
    page = visit.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visit.ask("一")
    answer = visit.ask("灯塔维护多少钱")
    answer.locator(".copy", has_text="Markdown").click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "**1,244,750.00 元**" in copied
    answer.locator(".copy").last.click()
    assert "航标维护\t10000.00\t元" in page.evaluate("navigator.clipboard.readText()")
    answer.locator(".prose-text strong").first.press("Enter")
    expect(answer.locator(".breakdown [data-cite]").first).to_be_focused()
    answer.locator("details.chart summary").click()
    lengths = answer.locator("svg.bars rect").evaluate_all(
        "bars => bars.map((bar) => Number(bar.getAttribute('width')))"
    )
    assert lengths[0] / lengths[1] == pytest.approx(1234750 / 10000, rel=0.1), "the axis begins at zero"
    for act, start in (("chart-picture", b"\x89PNG"), ("chart-data", b"\xef\xbb\xbf")):
        with page.expect_download() as download:
            answer.locator(f'[data-act="{act}"]').click()
        assert Path(download.value.path()).read_bytes().startswith(start)
    page.locator('[data-act="edit"]').last.click()
    expect(page.locator("#composer textarea")).to_have_value("灯塔维护多少钱", timeout=PATIENCE_MS)
    expect(page.locator("article.answer")).to_have_count(1)
    page.reload()
    page.locator(".welcome").wait_for(timeout=PATIENCE_MS)
    page.locator("details.history summary").click()
    expect(page.locator(".history-item")).to_have_text(["灯塔维护多少钱", "一"])
    page.locator('[data-act="history-clear"]').click()
    expect(page.locator(".history-item")).to_have_count(0)
    assert page.evaluate("localStorage.getItem('budget_history')") is None


def test_an_answer_that_takes_long_can_be_stopped(open_page: OpenPage) -> None:
    def slow(text: str, *rest: object) -> Answer:
        time.sleep(3)
        return ask(text, *rest)  # type: ignore[arg-type]

    made = build(cast("Library", SampleLibrary()), ask=slow, evidence=evidence)
    with served(made) as address:
        visit = open_page(address)
        visit.page.locator("#composer textarea").fill("灯塔")
        visit.page.keyboard.press("Enter")
        visit.page.locator('[data-act="stop"]').click()
        expect(visit.page.locator("#latest")).to_contain_text("已停止", timeout=PATIENCE_MS)
        time.sleep(3.5)
        assert visit.page.locator("article.answer").count() == 0
        expect(visit.ask("之后")).to_contain_text("之前 0 问")


def test_every_example_offered_for_the_bundled_corpus_has_an_answer(corpus_library: Library) -> None:
    for words in (ZH, EN):
        for question in examples(corpus_library, words):
            answer = real_ask(question, (), corpus_library)
            assert answer.status == "answered", question
            assert answer.figures or answer.checks, question


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


def digits(printed: str) -> str:
    """The number alone: without separators, and without decimals that are zero."""
    return re.sub(r"\.0+$", "", printed.replace(",", "").strip())
