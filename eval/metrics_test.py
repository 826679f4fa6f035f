"""Tests of judging one answer and of rates, each with a case that passes and one that fails."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from eval.cases import Case
from eval.citations import Share
from eval.metrics import AnswerError, Outcome, Score, judge, percentile, summarise, wilson
from eval.samples_for_tests import answer, citation, figure

ASKED = Case("q", "lookup", "路灯电费多少", amount=Decimal(125000))
REFUSE = Case("q", "abstain", "明年的路灯电费", abstain=True, forbid=("125000",))


def outcome(case: Case, given: Mapping[str, Any]) -> Outcome:
    return judge(case, given, 1.0).outcome


def test_the_headline_must_equal_the_amount() -> None:
    assert outcome(ASKED, answer(figures=[figure("125000.00")])) is Outcome.RIGHT
    assert outcome(ASKED, answer(figures=[figure("125000.01")])) is Outcome.WRONG


def test_a_part_is_no_headline() -> None:
    given = answer(figures=[figure("125000", role="part")])
    assert outcome(ASKED, given) is Outcome.INCOMPLETE


def test_the_unit_is_converted() -> None:
    assert outcome(ASKED, answer(figures=[figure("12.5", unit="万元")])) is Outcome.RIGHT
    assert outcome(ASKED, answer(figures=[figure("125000", unit="万元")])) is Outcome.WRONG


def test_the_tolerance_is_in_the_unit_of_the_case() -> None:
    case = Case("q", "statutory", "支出", amount=Decimal("12.35"), unit="万元", tol=Decimal("0.005"))
    assert outcome(case, answer(figures=[figure("123456.78")])) is Outcome.RIGHT
    assert outcome(case, answer(figures=[figure("123400.00")])) is Outcome.WRONG


def test_all_amounts_are_found_in_any_order() -> None:
    case = Case("q", "aggregate", "前两个", all_amounts=(Decimal(300), Decimal(200)))
    assert outcome(case, answer(figures=[figure("200"), figure("300")])) is Outcome.RIGHT
    assert outcome(case, answer(figures=[figure("200"), figure("100")])) is Outcome.WRONG


def test_each_text_group_needs_one_alternative() -> None:
    case = Case("q", "narrative", "哪年建成", text=(("1999", "九九年"), ("图书馆",)))
    assert outcome(case, answer("图书馆1999年建成[1]")) is Outcome.RIGHT
    assert outcome(case, answer("图书馆1998年建成[1]")) is Outcome.WRONG


def test_a_right_figure_without_the_wanted_text_is_incomplete() -> None:
    case = Case("q", "aggregate", "最大的项目", amount=Decimal(300), text=(("路灯",),))
    assert outcome(case, answer("路灯", [figure("300")])) is Outcome.RIGHT
    assert outcome(case, answer("花园", [figure("300")])) is Outcome.INCOMPLETE


def test_each_cite_group_needs_one_alternative_in_the_citations() -> None:
    case = Case("q", "lookup", "路灯电费", amount=Decimal(300), cite=(("300",), ("路灯",)))
    good = answer(figures=[figure("300", citations=[1])], citations=[citation(1, "300.00", row="路灯电费")])
    bad = answer("路灯", [figure("300", citations=[1])], [citation(1, "300.00", row="花园")])
    assert outcome(case, good) is Outcome.RIGHT
    assert judge(case, bad, 1.0).reasons == ("citations lack 路灯",)
    assert outcome(case, bad) is Outcome.INCOMPLETE


def test_a_refusal_is_right_only_where_the_documents_do_not_say() -> None:
    for status in ("not_found", "clarify"):
        assert outcome(REFUSE, answer("没有", status=status)) is Outcome.REFUSED_RIGHTLY
        assert outcome(ASKED, answer("没有", status=status)) is Outcome.REFUSED_WRONGLY
    assert outcome(REFUSE, answer("7元", [figure("7")])) is Outcome.WRONG


def test_a_refusal_shows_no_figures() -> None:
    assert outcome(REFUSE, answer("没有", [figure("7")], status="not_found")) is Outcome.WRONG


def test_asking_back_is_right_for_an_ambiguous_question() -> None:
    case = Case("q", "abstain", "电费多少", clarify=True, amount=Decimal(300))
    assert outcome(case, answer("哪一项？", status="clarify")) is Outcome.REFUSED_RIGHTLY
    assert outcome(case, answer("没有", status="not_found")) is Outcome.REFUSED_WRONGLY
    assert outcome(case, answer(figures=[figure("300")])) is Outcome.RIGHT
    assert outcome(case, answer(figures=[figure("200")])) is Outcome.WRONG
    only_asking = Case("q", "abstain", "电费多少", clarify=True)
    assert outcome(only_asking, answer(figures=[figure("300")])) is Outcome.WRONG


@pytest.mark.parametrize("text", ["今年是125,000元", "今年是12.5万元"])
def test_what_is_forbidden_is_wrong_in_any_status_and_unit(text: str) -> None:
    assert outcome(REFUSE, answer(text, status="not_found")) is Outcome.WRONG
    assert outcome(REFUSE, answer("今年是1250元以外", status="not_found")) is Outcome.REFUSED_RIGHTLY


def test_a_forbidden_headline_is_wrong() -> None:
    case = Case("q", "lookup", "路灯电费", amount=Decimal(300), forbid=("125000",))
    assert outcome(case, answer(figures=[figure("300"), figure("12.5", unit="万元")])) is Outcome.WRONG
    assert outcome(case, answer(figures=[figure("300"), figure("12.5", unit="万元", role="context")])) is Outcome.RIGHT


def test_a_figure_that_is_a_text_is_no_amount() -> None:
    level = {**figure("0", unit=""), "amount": None}
    assert outcome(ASKED, answer("持平", [level])) is Outcome.INCOMPLETE
    assert outcome(ASKED, answer("持平", [level, figure("125000")])) is Outcome.RIGHT


def test_an_answer_that_breaks_the_contract_is_an_error() -> None:
    with pytest.raises(AnswerError, match="citations is missing"):
        judge(ASKED, {"status": "answered", "answer": "", "figures": []}, 1.0)
    with pytest.raises(AnswerError, match="status maybe"):
        judge(ASKED, answer(status="maybe"), 1.0)
    with pytest.raises(AnswerError, match="is not a string"):
        judge(ASKED, answer(figures=[{**figure("1"), "amount": 1.0}]), 1.0)


def test_wilson_interval_of_known_counts() -> None:
    low, high = wilson(8, 10)
    assert (round(low, 4), round(high, 4)) == (0.4902, 0.9433)
    assert wilson(0, 0) == (0.0, 1.0)
    assert wilson(10, 10)[1] == pytest.approx(1.0)
    with pytest.raises(ValueError, match="3 hits in 2 trials"):
        wilson(3, 2)


def test_percentiles_are_values_that_occurred() -> None:
    values = [float(n) for n in range(1, 21)]
    assert percentile(values, 0.5) == 10.0
    assert percentile(values, 0.95) == 19.0
    assert percentile([], 0.5) == 0.0


def test_a_summary_pools_citations_and_counts_outcomes() -> None:
    scores = [
        Score(ASKED, Outcome.RIGHT, (), Share(1, 1), Share(1, 1), 10.0),
        Score(ASKED, Outcome.WRONG, ("why",), Share(0, 3), Share(0, 1), 30.0),
        Score(REFUSE, Outcome.REFUSED_RIGHTLY, (), Share(0, 0), Share(0, 0), 20.0),
    ]
    summary = summarise(scores)
    assert (summary.good.hits, summary.wrong.hits, summary.total) == (2, 1, 3)
    assert (summary.precision.value, summary.recall.value) == (0.25, 0.5)
    assert (summary.p50_ms, summary.p95_ms) == (20.0, 30.0)
