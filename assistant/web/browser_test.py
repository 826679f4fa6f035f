"""The conversation in a real browser (headless Chromium), with hand-made answers."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any, cast

import pytest
from playwright.sync_api import expect

from assistant.config import Settings
from assistant.library import Library
from assistant.records import Answer
from assistant.web import build
from assistant.web.browser_for_tests import NARROW, PATIENCE_MS, OpenPage, no_sideways_scrolling, served
from assistant.web.samples_for_tests import ATTACK, FILE_NAME, SampleLibrary, ask, evidence
from assistant.web.talk_texts import talk_texts
from assistant.web.texts import EN, ZH


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


def test_the_address_of_an_answer_asks_it_again_in_its_conversation_and_scope(
    open_page: OpenPage, sample_address: str
) -> None:
    visit = open_page(sample_address)
    visit.page.locator("#scope > button").click()
    visit.page.locator(".scope-year input").click()
    visit.page.get_by_role("option", name="2030 年").click()
    expect(visit.page.locator("#scope > button")).to_contain_text("范围：2030 年")
    visit.ask("一")
    answer = visit.ask(ATTACK)
    expect(answer).to_contain_text("之前 1 问；范围 2030")
    link = answer.locator("a.copy").get_attribute("href")
    other = open_page(f"{sample_address}{link}", language="en-GB", wait_for="article.answer")
    expect(other.page.locator("article.answer")).to_have_count(2, timeout=PATIENCE_MS)
    expect(other.page.locator("article.answer").last).to_contain_text("之前 1 问；范围 2030")
    expect(other.page.locator(".question .bubble").last).to_have_text(ATTACK)
    expect(other.page.locator("#scope > button")).to_contain_text("Scope: 2030")
    expect(other.ask("三")).to_contain_text("之前 2 问；范围 2030")
    assert other.page.evaluate("window.injected") is None


def test_every_control_can_be_reached_by_keyboard_and_shows_that_it_has_the_focus(
    open_page: OpenPage, sample_address: str
) -> None:
    visit = open_page(sample_address)
    visit.ask("灯塔维护多少钱")
    visit.page.evaluate("document.body.tabIndex = -1; document.body.focus()")
    reached: list[dict[str, Any]] = []
    for _ in range(60):
        visit.page.keyboard.press("Tab")
        found = visit.page.evaluate(FOCUSED)
        if found is None or found["key"] in [item["key"] for item in reached]:
            break
        reached.append(found)
    assert [item["key"] for item in reached if not item["ring"]] == []
    acts = {item["act"] for item in reached}
    assert {"new", "language", "theme", "edit", "copy", "next", "composer", "cite", "page"} <= acts


FOCUSED = """() => {
  const it = document.activeElement;
  if (!it || it === document.body) return null;
  const composer = it.closest("#composer");
  const style = getComputedStyle(composer ?? it);
  const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  const { act, cite, page } = it.dataset;
  window.keys ??= new Map();
  if (!window.keys.has(it)) window.keys.set(it, `${window.keys.size} ${it.className} ${it.textContent.slice(0, 20)}`);
  return { key: window.keys.get(it), act: composer ? "composer" : act ?? (cite ? "cite" : page ? "page" : ""), ring };
}"""
"""The element that has the focus: what it does, and whether a ring of two pixels or more is drawn around it."""


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


def test_an_answer_can_be_copied_drawn_edited_and_found_again(open_page: OpenPage, sample_address: str) -> None:
    visit = open_page(sample_address)
    page = visit.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visit.ask("一")
    answer = visit.ask("灯塔维护多少钱")
    answer.locator(".copy", has_text="Markdown").click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "**1,244,750.00 元**" in copied
    answer.locator(".copy", has_text="表格").click()
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


def test_who_has_to_wait_and_who_finds_the_queue_full_are_told_so(open_page: OpenPage) -> None:
    def slow(text: str, *rest: object) -> Answer:
        time.sleep(3)
        return ask(text, *rest)  # type: ignore[arg-type]

    crowded = SampleLibrary(Settings(at_once=1, queue=1))
    with served(build(cast("Library", crowded), ask=slow, evidence=evidence)) as address:
        first, second, third = (open_page(address) for _ in range(3))
        for visit in (first, second, third):
            visit.page.locator("#composer textarea").fill("灯塔")
            visit.page.keyboard.press("Enter")
            visit.page.wait_for_timeout(200)
        expect(third.page.locator("#notice")).to_have_text(talk_texts("zh").busy)
        expect(third.page.locator("#composer textarea")).to_have_value("灯塔")
        expect(second.page.locator("#notice")).to_have_text(talk_texts("zh").queued)
        expect(second.page.locator("article.answer")).to_have_count(1, timeout=PATIENCE_MS)
        expect(second.page.locator("#notice")).to_be_hidden()
        assert third.page.locator(".toast-wrap:visible").count() == 0


def test_an_answer_that_takes_long_can_be_stopped(open_page: OpenPage) -> None:
    def slow(text: str, *rest: object) -> Answer:
        time.sleep(1)
        return ask(text, *rest)  # type: ignore[arg-type]

    made = build(cast("Library", SampleLibrary()), ask=slow, evidence=evidence)
    with served(made) as address:
        visit = open_page(address)
        visit.page.locator("#composer textarea").fill("灯塔")
        visit.page.keyboard.press("Enter")
        visit.page.locator('[data-act="stop"]').wait_for()
        visit.page.locator("#composer textarea").fill("塔")
        visit.page.keyboard.press("Enter")
        expect(visit.page.locator("#notice")).to_have_text(talk_texts("zh").wait)
        expect(visit.page.locator("#composer textarea")).to_have_value("塔")
        visit.page.locator('[data-act="stop"]').click()
        expect(visit.page.locator("#latest")).to_contain_text("已停止", timeout=PATIENCE_MS)
        time.sleep(1.5)
        assert visit.page.locator("article.answer").count() == 0
        expect(visit.ask("之后")).to_contain_text("之前 0 问")
        visit.page.locator("#composer textarea").fill("灯塔")
        visit.page.keyboard.press("Enter")
        visit.page.locator("#latest .waiting").wait_for()
        visit.page.locator('[data-act="new"]').click()
        expect(visit.page.locator(".welcome")).to_be_visible()
        time.sleep(1.5)
        expect(visit.page.locator(".welcome")).to_be_visible()
