"""The pages in a real browser (headless Chromium), over the bundled documents."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import expect

from assistant.answer import ask as real_ask
from assistant.library import Library
from assistant.web.browser_for_tests import NARROW, PATIENCE_MS, WIDE, OpenPage, digits, no_sideways_scrolling
from assistant.web.examples import examples
from assistant.web.texts import EN, ZH


def test_a_topic_total_of_the_bundled_corpus_leads_to_its_marked_cells(
    open_page: OpenPage, corpus_address: str
) -> None:
    visit = open_page(corpus_address)
    assert visit.page.locator(".example").count() > 2
    answer = visit.ask("电子书包 total spend")
    expect(answer).to_contain_text("9,259,320.00")
    line = answer.locator(".checks.pass summary")
    expect(line).to_contain_text("项核对一致")
    expect(line).to_contain_text("计入全部项目支出合计 50,499,903.60元")
    expect(answer.locator("ol.way")).not_to_be_visible()
    line.click()
    expect(answer.locator("ol.way li").nth(2)).to_contain_text("104,733,480.93元")
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


def test_a_figure_leads_to_its_addends_their_chart_and_what_to_ask_next(
    open_page: OpenPage, corpus_address: str
) -> None:
    visit = open_page(corpus_address)
    page = visit.page
    answer = visit.ask("上海市闵行区教育学院2020年支出总计是多少")
    addends = answer.locator("details.addends").first
    expect(addends.locator("table")).not_to_be_visible()
    answer.locator(".prose-text strong").first.press("Enter")
    rows = addends.locator("tbody tr")
    expect(rows).to_have_count(4)
    amounts = [Decimal(text.replace(",", "")) for text in rows.locator(".number").all_inner_texts()]
    assert sum(amounts) == Decimal("104733480.93")
    rows.nth(2).locator("[data-cite]").click()
    expect(page.locator("#panel dl.where")).to_contain_text("卫生健康支出")
    assert digits(visit.sees_mark().inner_text()) == digits(rows.nth(2).locator(".number").inner_text())
    addends.locator(".chart summary").click()
    expect(addends.locator("svg.bars text", has_text="8,895.176835")).to_be_visible()
    page.locator("#header .loaded summary").click()
    expect(page.locator("#header .loaded li")).to_have_count(2)
    page.keyboard.press("Escape")
    visit.click_to_ask(answer.locator(".suggestion", has_text="其中项目支出是多少"))
    expect(page.locator("article.answer").last).to_contain_text("50,499,903.60")


def test_chinese_labels_of_a_chart_have_a_font(open_page: OpenPage, sample_address: str) -> None:
    visit = open_page(sample_address)
    visit.ask("灯塔维护多少钱").locator("details.chart summary").click()
    drawn = visit.page.evaluate(
        """() => {
          const family = getComputedStyle(document.querySelector('svg.bars text')).fontFamily;
          const drawing = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
          return ['支', '算'].map((sign) => {
            drawing.clearRect(0, 0, 60, 60);
            drawing.font = `40px ${family}`;
            drawing.fillText(sign, 4, 46);
            return drawing.getImageData(0, 0, 60, 60).data.join();
          });
        }"""
    )
    assert drawn[0] != drawn[1], "signs without a font look all the same"


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


def test_the_last_of_several_quick_clicks_counts(open_page: OpenPage, corpus_address: str) -> None:
    page = open_page(corpus_address).page
    for name in ("audit", "documents", "audit", "lookup"):
        page.locator(f'#header [data-page="{name}"]').click(no_wait_after=True)
    expect(page.locator("#page-lookup [name=lookup]")).to_be_visible(timeout=PATIENCE_MS)
    expect(page.locator("#page-lookup")).not_to_have_class(re.compile("working"))


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
    expect(page.locator("#panel mark").first).to_be_in_viewport()


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


def test_every_example_offered_for_the_bundled_corpus_has_an_answer(corpus_library: Library) -> None:
    for words in (ZH, EN):
        for question in examples(corpus_library, words, None):
            answer = real_ask(question, (), corpus_library)
            assert answer.status == "answered", question
            assert answer.figures or answer.checks, question
