from __future__ import annotations

import dataclasses
from decimal import Decimal

from assistant.render import (
    common_unit,
    count_checks,
    escape_markdown,
    figure_text,
    grouped,
    grouped_text,
    parts,
    place_parts,
    to_markdown,
    told,
)
from assistant.web.samples_for_tests import ATTACK, CELL, answer, check, citation, clarify, figure
from assistant.wording import EnglishWording, Wording


def test_amounts_keep_all_their_digits() -> None:
    assert grouped(Decimal("9259320.00")) == "9,259,320.00"
    assert grouped(Decimal("-1234.5")) == "-1,234.5"
    assert grouped(Decimal("0")) == "0"
    assert grouped_text("1234567.80") == "1,234,567.80"
    assert grouped_text("") == ""
    assert grouped_text("无") == "无"


def test_a_blank_amount_is_a_dash_and_a_qualifier_is_shown() -> None:
    assert figure_text(figure("part", "甲", None)) == "—"
    assert figure_text(figure("part", "甲", "95", unit="%")) == "95"


def test_units() -> None:
    assert common_unit((figure("part", "甲", "1"), figure("part", "乙", "2"))) == "元"
    assert common_unit((figure("part", "甲", "1"), figure("part", "乙", "2", unit="%"))) == ""
    assert common_unit(()) == ""


def test_a_place_leaves_out_what_is_empty() -> None:
    assert place_parts(citation(1, "x"), "p. {page}", "l. {line}")[1:3] == ("p. 3", "支出表")


def test_a_place_named_by_a_paragraph_is_clipped() -> None:
    long = dataclasses.replace(citation(1, "x"), row="灯塔\n" * 100)
    assert all(len(part) <= 60 and "\n" not in part for part in place_parts(long, "", ""))


def test_checks_within_rounding_agree_and_those_not_run_do_not() -> None:
    count = count_checks((check("pass"), check("rounding"), check("fail"), check("not_run")))
    assert (count.agree, count.rounding, count.fail, count.not_run) == (2, 1, 1, 1)


def test_markdown_is_the_text_and_its_sources() -> None:
    shown = to_markdown(answer(answer="合计 **5 元** [1]。"))
    assert shown.startswith("合计 **5 元** [1]。\n\n**出处**\n\n- [1] ")
    assert f"1234.50 ({CELL})" in shown
    assert "第3页" in shown


def test_markdown_speaks_the_language_of_the_question() -> None:
    assert "**Sources**" in to_markdown(answer("How much is the lighthouse maintenance budget"))


def test_what_stands_in_the_table_and_the_list_is_not_told_again() -> None:
    sample = answer(checks=(check("pass"), check("fail", "合计与各行不符", 1)))
    for words in (Wording(), EnglishWording()):
        scope = words.scope("示例单位", True)
        lines = (
            words.headline(sample.figures[0]),
            "",
            words.breakdown(2),
            *(words.part(figure) for figure in parts(sample)),
            "",
            words.left_out(),
            *(f"- {label}：{reason}" for label, reason in sample.turn.result.left_out),
            "",
            words.checked(sample.checks),
            words.check(sample.checks[1]),
            "",
            scope,
        )
        found = told(answer(answer="\n".join(lines), checks=sample.checks))
        assert found.text == words.headline(sample.figures[0])
        assert found.scope == scope


def test_text_of_documents_cannot_act_as_markdown_or_html() -> None:
    assert escape_markdown("a|b <i>\n[1] `x`") == r"a\|b \<i\> \[1\] \`x\`"
    sources = to_markdown(answer()).split("**出处**")[1]
    assert ATTACK not in sources
    assert r"\<script\>" in sources


def test_the_readings_offered_as_buttons_are_not_told_again() -> None:
    offered = clarify("哪年")
    text = Wording().clarify("您指的是哪一年？", offered.turn.result.choices)
    assert told(answer(answer=text, turn=offered.turn)).text == "您指的是哪一年？"
