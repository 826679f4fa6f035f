"""Conversations on an invented budget: what a short question takes from the turns before it, and what it must not."""

from __future__ import annotations

import pytest

from assistant.answer import ask
from assistant.invented_for_tests import BUDGET, Shelf
from assistant.records import Answer, Scope

NEXT_YEAR = BUDGET.replace("2031", "2032").replace("\t90000.00", "\t95000.00").replace("\t60000.00", "\t55000.00")
MUSEUM = "云溪市青石天文馆"
NEIGHBOUR = BUDGET.replace(MUSEUM, "石桥市黑泽水族馆").replace("\t90000.00", "\t70000.00")


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return Shelf(budget=BUDGET)


@pytest.fixture(scope="module")
def two_years() -> Shelf:
    return Shelf(first=BUDGET, second=NEXT_YEAR)


@pytest.fixture(scope="module")
def two_organisations() -> Shelf:
    return Shelf(first=BUDGET, second=NEIGHBOUR)


def talk(shelf: Shelf, *questions: str, scope: Scope | None = None) -> list[Answer]:
    """The answers to the questions of one conversation."""
    answers: list[Answer] = []
    for question in questions:
        answers.append(ask(question, tuple(answer.turn for answer in answers), shelf, scope))
    return answers


def shown(answer: Answer) -> list[tuple[str, str]]:
    """Amounts and units of the headline figures; nothing for a refusal."""
    assert answer.figures == () or answer.status in ("answered", "partial")
    heads = [figure for figure in answer.figures if figure.role == "headline"]
    return [("" if figure.amount is None else f"{figure.amount.normalize():f}", figure.unit) for figure in heads]


def yuan(*amounts: str) -> list[tuple[str, str]]:
    return [(amount, "元") for amount in amounts]


@pytest.mark.parametrize(
    ("questions", "last"),
    [
        (("办公费多少", "换成万元呢"), [("9", "万元")]),
        (("办公費多少", "換成萬元呢"), [("9", "万元")]),
        (("办公费多少", "那水费呢"), yuan("60000")),
        (("办公费多少", "那水费呢", "这两项加起来"), yuan("150000")),
        (("办公费多少", "换成万元呢", "那水费呢", "这两项加起来呢"), yuan("150000")),
        (("办公费多少", "那水费呢", "两个一共多少万元"), [("15", "万元")]),
        (("办公费多少", "那水费呢", "哪个大，大多少？"), yuan("30000")),
        (("办公费多少", "那水费呢", "这两项加起来", "其中最大的是哪个"), yuan("90000")),
        (("彗星摄影一共多少钱", "其中最大的是哪个"), yuan("120000")),
        (("彗星巡天项目预算多少", "穹顶修缮项目呢"), yuan("120000")),
        (("彗星巡天项目预算多少", "我是说穹顶修缮项目"), yuan("120000")),
        (("穹顶修缮项目预算多少", "其他资金是多少"), yuan("0")),
        (("底片冲洗多少钱", "单价呢"), yuan("60000")),
    ],
)
def test_what_a_follow_up_means(shelf: Shelf, questions: tuple[str, ...], last: list[tuple[str, str]]) -> None:
    answer = talk(shelf, *questions)[-1]
    assert answer.status == "answered"
    assert shown(answer) == last


def test_a_sum_of_earlier_answers_cites_both(shelf: Shelf) -> None:
    first, second, both = talk(shelf, "办公费多少", "那水费呢", "这两项加起来")
    own = {citation.id for answer in (first, second) for citation in answer.citations[:1]}
    assert own <= {citation.id for citation in both.citations}
    [headline, *parts] = both.figures
    assert headline.amount == sum(part.amount or 0 for part in parts)


@pytest.mark.parametrize("question", ["这两项加起来是多少", "其中最大的是哪个", "换成万元", "它多少钱？", "第一个呢"])
def test_without_a_conversation_there_is_nothing_to_refer_to(shelf: Shelf, question: str) -> None:
    answer = ask(question, (), shelf)
    assert answer.status in ("clarify", "not_found")
    assert shown(answer) == []


@pytest.mark.parametrize(
    "question", ["三项加起来", "那电费呢", "那会议费呢", "它的执行数呢", "2030年的呢", "第五个是哪个"]
)
def test_a_follow_up_that_nothing_supports_shows_nothing(shelf: Shelf, question: str) -> None:
    answer = talk(shelf, "办公费多少", "那水费呢", question)[-1]
    assert answer.status in ("clarify", "not_found")
    assert shown(answer) == []


@pytest.mark.parametrize("question", ["这两项加起来", "后者比前者多多少", "两个一共多少万元"])
def test_what_could_not_be_found_is_not_stood_in_for_by_an_older_answer(shelf: Shelf, question: str) -> None:
    refused, answer = talk(shelf, "办公费多少", "那水费呢", "那电费呢", question)[-2:]
    assert refused.status == "not_found"
    assert answer.status in ("clarify", "not_found")
    assert shown(answer) == []


@pytest.mark.parametrize(
    ("question", "amounts"),
    [
        ("办公费多少", yuan("90000")),
        ("2060705的预算是多少", yuan("900000")),
        ("云溪市青石天文馆2031年支出总额是多少", yuan("900000")),
        ("所有项目当年预算合计", yuan("300000")),
        ("项目有几个", [("2", "个")]),
        ("轨道润滑的单价", yuan("40000")),
        ("穹顶修缮项目的预算是多少", yuan("120000")),
        ("水费加办公费是多少", yuan("150000")),
        ("今天天气怎么样", []),
        ("会议费是多少", []),
    ],
)
def test_a_question_that_stands_alone_is_answered_as_if_it_were_the_first(
    shelf: Shelf, question: str, amounts: list[tuple[str, str]]
) -> None:
    for before in (("彗星巡天项目预算多少",), ("彗星摄影一共多少钱", "其中最大的是哪个"), ("水费多少", "换成万元呢")):
        assert shown(talk(shelf, *before, question)[-1]) == amounts == shown(ask(question, (), shelf))


def test_conversations_do_not_hear_each_other(shelf: Shelf) -> None:
    one, other = talk(shelf, "办公费多少"), talk(shelf, "彗星巡天项目的预算是多少")
    assert shown(ask("换成万元呢", (one[0].turn,), shelf)) == [("9", "万元")]
    assert shown(ask("换成万元呢", (other[0].turn,), shelf)) == [("18", "万元")]
    assert shown(ask("换成万元呢", (one[0].turn,), shelf)) == [("9", "万元")]
    assert shown(ask("换成万元呢", (), shelf)) == []


# Scope


def test_of_two_years_the_one_that_is_said(two_years: Shelf) -> None:
    for question, year, amount in (("2032年的办公费", 2032, "95000"), ("2031年办公费多少", 2031, "90000")):
        answer = ask(question, (), two_years)
        assert shown(answer) == yuan(amount)
        assert answer.scope.year == year


def test_where_two_documents_fit_the_question_is_asked_back(two_years: Shelf, two_organisations: Shelf) -> None:
    for shelf in (two_years, two_organisations):
        answer = ask("办公费多少", (), shelf)
        assert answer.status == "clarify"
        assert shown(answer) == []
        assert len(answer.suggestions) == 2


def test_a_conversation_keeps_its_year_and_can_correct_it(two_years: Shelf) -> None:
    answers = talk(two_years, "2032年的办公费", "那水费呢", "2031年的呢")
    assert [shown(answer) for answer in answers] == [yuan("95000"), yuan("55000"), yuan("60000")]
    assert [answer.scope.year for answer in answers] == [2032, 2032, 2031]


def test_a_scope_that_is_given_holds_against_the_words_of_the_question(two_years: Shelf) -> None:
    scope = Scope(year=2032)
    assert shown(ask("办公费多少", (), two_years, scope)) == yuan("95000")
    assert shown(ask("2031年办公费多少", (), two_years, scope)) == []
    assert ask("办公费多少", (), two_years, Scope(year=2029)).status == "not_found"


def test_a_conversation_keeps_its_organisation(two_organisations: Shelf) -> None:
    answers = talk(two_organisations, "黑泽水族馆的办公费多少", "那水费呢")
    assert [shown(answer) for answer in answers] == [yuan("70000"), yuan("60000")]
    assert {answer.scope.organisation for answer in answers} == {"石桥市黑泽水族馆"}
    assert shown(ask("青石天文馆的办公费多少", tuple(a.turn for a in answers), two_organisations)) == yuan("90000")


def test_figures_of_two_documents_are_not_added_silently(two_years: Shelf) -> None:
    answer = ask("2031年和2032年办公费一共多少", (), two_years)
    assert shown(answer) in ([], yuan("185000"))


@pytest.mark.parametrize("question", ["换成万元", "这两项求和", "具体包括哪些", "在哪张表", "单价呢", "它占总额多少"])
def test_an_answer_whose_document_is_gone_is_not_gone_on_from(two_years: Shelf, question: str) -> None:
    before = talk(two_years, "2031年的办公费", "那水费呢")
    answer = ask(question, tuple(turn.turn for turn in before), Shelf(second=NEXT_YEAR))
    assert (answer.status, shown(answer)) == ("clarify", [])


def test_what_something_in_a_list_is_for_is_no_amount(shelf: Shelf) -> None:
    told = talk(shelf, "项目有哪些", "第二个是做什么的")[-1]
    assert told.status == "answered" and shown(told) == []
    assert told.citations[0].project == "穹顶修缮项目"


def test_whether_something_is_of_a_category_is_no_total(shelf: Shelf) -> None:
    told = talk(shelf, "哪个项目金额最大", "是一次性的吗")[-1]
    assert shown(told) == []
    assert "一次性项目" in told.answer
