from __future__ import annotations

from assistant.web import cards
from assistant.web.samples_for_tests import ATTACK, answer, check, clarify, figure
from assistant.web.texts import EN, ZH
from assistant.wording import Wording


def test_nothing_of_a_question_or_document_is_html() -> None:
    shown = [
        cards.card(answer(ATTACK), ZH),
        cards.card(clarify(ATTACK), ZH),
        cards.waiting(ATTACK, ZH),
        cards.partial(answer(ATTACK), ATTACK, ZH),
        cards.failure(ATTACK, ZH),
        cards.ask_buttons((ATTACK,), "example"),
    ]
    for html in shown:
        assert "<img" not in html
        assert "<script" not in html


def test_a_total_shows_its_parts_with_separators_and_their_sum() -> None:
    shown = cards.card(answer(), ZH)
    assert "1,234,750.00" in shown
    assert "10,000.00" in shown
    assert "<tfoot>" in shown
    assert "名称相符" in shown
    assert "相近但未计入（1）" in shown


def test_a_long_list_is_a_table_whose_end_comes_on_demand() -> None:
    figures = tuple(figure("headline", f"项目{n}：当年预算", f"{n}.00", 1) for n in range(1, 50))
    lines = "\n".join(Wording().headline(item) for item in figures)
    shown = cards.card(answer(figures=figures, answer=lines), ZH)
    first, hidden = shown.split("<tbody hidden>")
    assert first.count('<td class="label">') == 20
    assert hidden.count('<td class="label">') == 29
    assert "显示其余 29 项" in first
    assert 'class="prose-text"' not in shown, "what stands in the table is not told again"
    assert "项目 <small>当年预算</small>" in first
    assert "只画出最大的 20 项，另有 29 项" in shown


def test_three_figures_are_told_in_sentences() -> None:
    figures = tuple(figure("headline", f"{year}年支出", f"{year}.00", 1) for year in (2023, 2024, 2025))
    shown = cards.card(answer(figures=figures, answer="三年的支出"), ZH)
    assert '<section class="breakdown">' not in shown
    assert '<details class="chart" open>' in shown


def test_parts_that_do_not_add_up_to_the_headline_get_no_total_line() -> None:
    figures = (figure("headline", "合计", "9.00", 1), figure("part", "甲", "4.00", 1), figure("part", "乙", "4.00", 2))
    assert "<tfoot>" not in cards.card(answer(figures=figures), ZH)


def test_parts_in_different_units_show_each_its_own() -> None:
    figures = (figure("part", "甲", "4.00", 1), figure("part", "乙", "7", 2, unit="所"))
    shown = cards.card(answer(figures=figures), ZH)
    assert "<small>元</small>" in shown
    assert "<small>所</small>" in shown


def test_agreeing_checks_are_one_line_with_the_list_on_demand() -> None:
    shown = cards.card(answer(checks=(check("pass"), check("rounding"), check("not_run"))), ZH)
    assert "2 项核对一致（其中 1 项在四舍五入范围内），1 项未能核对" in shown
    assert '<section class="checks pass"><details>' in shown


def test_a_check_that_was_not_run_never_counts_as_agreeing() -> None:
    shown = cards.card(answer(checks=(check("not_run"),)), EN)
    assert "Cross-check: 1 not run" in shown
    assert "checks pass" not in shown


def test_a_failed_check_stands_in_the_open_with_both_sides() -> None:
    shown = cards.card(answer(checks=(check("pass"), check("fail", "合计与各行不符", 1))), ZH)
    opened = shown.split('<section class="checks fail">')[1].split("<details>")[0]
    assert "1 项核对不符" in opened
    assert "1,244.50" in opened
    assert "1,234.50" in opened
    assert 'data-cite="' in opened


def test_an_answer_with_figures_but_no_check_says_so() -> None:
    assert ZH.no_checks in cards.card(answer(checks=()), ZH)
    assert ZH.no_checks not in cards.card(answer(checks=(), figures=()), ZH)


def test_the_scope_names_its_parts() -> None:
    shown = cards.card(answer(), ZH)
    assert "· 单位 · 2031 年 · 预算" in shown


def test_the_sentence_on_the_scope_is_kept_word_for_word() -> None:
    sentence = "范围：示例单位 2031年单位预算。金额为预算安排数，不是实际支出。"
    shown = cards.card(answer(answer=f"合计 5 元。\n\n{sentence}"), ZH)
    assert sentence not in shown.partition('class="prose-text">')[2].partition("</div>")[0]
    assert shown.count(f'<div class="scope-line">{sentence}</div>') == 1


def test_the_readings_of_an_unclear_question_are_buttons_that_ask_them() -> None:
    shown = cards.card(clarify("哪年"), ZH)
    assert 'data-ask="2031 年的灯塔维护 哪年"' in shown, "without a plan the question is asked again of that reading"
    assert ">2031 年的灯塔维护</button>" in shown
    assert ZH.choose_reading in shown
