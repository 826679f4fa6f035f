"""The way up from a figure, on the bundled budget and on one in which a figure is wrong."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.chain import Chain, Chains, chains_of
from assistant.facts_view import FactsView
from assistant.records import Figure
from corpus.reading import read_document
from corpus.records import CheckStatus, Reading, Statement

BUNDLED = Path(__file__).resolve().parent.parent / "corpus" / "documents"


@pytest.fixture(scope="module")
def reading() -> Reading:
    path = max(BUNDLED.glob("*.txt"), key=lambda found: found.stat().st_size)
    return read_document(path.read_bytes(), path.name)


def statement(reading: Reading, kind: str, **wanted: object) -> Statement:
    """The first statement of that kind of subject with an amount and these attributes."""
    return next(
        item
        for item in reading.statements
        if item.subject.kind == kind
        and any(seen.amount and seen.amount.value for seen in item.observations)
        and all(getattr(item, name) == value for name, value in wanted.items())
    )


def rules(chain: Chain) -> list[str]:
    return [step.check.rule for step in chain.steps]


def test_a_line_item_leads_to_the_total_of_the_statutory_tables(reading: Reading) -> None:
    chain = Chains(reading).of(statement(reading, "line", measure="金额"))
    assert rules(chain) == ["lines-total", "form-total-vs-year", "projects-vs-expenditure", "row-parts"]
    assert chain.holds
    assert "22个项目合计＝全部项目支出合计50,499,903.60元（各部分相加一致）" in chain.sentence
    assert chain.end == "核对到法定表格的合计为止"
    assert {check.rule for check in chain.beside} >= {"table-vs-table", "income-equals-expenditure"}


def test_a_row_leads_over_its_class_to_the_total(reading: Reading) -> None:
    row = statement(reading, "function", side="支出", expenditure_kind="基本支出", fund_scope="全部")
    deep = [s for s in reading.statements if len(s.subject.code) == 7 and s.key[1:] == row.key[1:]]
    chain = Chains(reading).of(next(s for s in deep if any(o.amount and o.amount.value for o in s.observations)))
    assert rules(chain) == ["parent-of-children", "parent-of-children", "total-of-classes", "row-parts"]
    assert [step.name[0] for step in chain.steps[:2]] == ["款", "类"]


def test_a_figure_of_a_sentence_is_led_to_its_table_first(reading: Reading) -> None:
    told = next(
        item
        for item in reading.statements
        if len(item.subject.code) == 7 and all(seen.origin == "narrative" for seen in item.observations)
    )
    chain = Chains(reading).of(told)
    assert rules(chain)[0] == "narrative-vs-table"
    assert rules(chain)[-1] in ("total-of-classes", "row-parts")


def test_a_failed_check_is_part_of_the_chain(reading: Reading) -> None:
    line = statement(reading, "line", measure="金额")
    failed = tuple(
        replace(check, status=CheckStatus.FAIL) if check.rule == "projects-vs-expenditure" else check
        for check in reading.checks
    )
    chain = Chains(replace(reading, checks=failed)).of(line)
    assert not chain.holds
    assert "（各部分相加不一致）" in chain.sentence


def test_where_the_total_was_not_compared_the_chain_says_why(reading: Reading) -> None:
    line = statement(reading, "line", measure="金额")
    kept = tuple(check for check in reading.checks if check.rule == "lines-total")
    stopped = tuple(
        replace(check, rule="form-total-vs-year", status=CheckStatus.NOT_RUN, sentence="未核对：未列示当年预算")
        for check in kept
    )
    chain = Chains(replace(reading, checks=(*kept, *stopped))).of(line)
    assert rules(chain) == ["lines-total"]
    assert chain.end == "核对到此为止：未列示当年预算"


def test_without_any_check_nothing_is_claimed(reading: Reading) -> None:
    chain = Chains(replace(reading, checks=())).of(statement(reading, "line", measure="金额"))
    assert chain.checks == ()
    assert chain.end == "没有可以向上核对的合计"


def test_the_addends_of_a_sum_have_their_chains_and_context_has_none(reading: Reading) -> None:
    lines = [s for s in reading.statements if s.subject.kind == "line" and s.measure == "金额" and s.observations][:2]
    document = reading.document.id
    parts = tuple(Figure("part", "", 0, 0, "元", document, statement=line) for line in lines)
    whole = Figure("headline", "", 0, 0, "元", document, operands=parts)
    found = chains_of([whole], {document: FactsView(reading)})
    assert [rules(chain)[0] for _, chain in found] == ["lines-total", "lines-total"]
    assert chains_of([Figure("context", "", 0, 0, "元", document, statement=lines[0])], {}) == []
