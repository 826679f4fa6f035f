"""Short questions that refer to earlier answers: what each means, and that it is asked back where nothing is there."""

from __future__ import annotations

import pytest

from assistant.answer import ask
from assistant.followup_test import shown, talk, yuan
from assistant.invented_for_tests import BUDGET, Shelf

REASONED = BUDGET.replace(
    "90.00万元，主要用于观测设备的保养和夜间开放。",
    "90.00万元，主要用于观测设备的保养和夜间开放。主要原因是新增两台望远镜。",
)


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return Shelf(budget=BUDGET)


FEES = ("办公费多少", "那水费呢")
ROW = ("科学技术支出是多少",)
RANKED = ("金额最大的三条明细",)


@pytest.mark.parametrize(
    ("questions", "last"),
    [
        ((*FEES, "后者比前者多多少"), yuan("30000")),
        ((*FEES, "前者比后者多多少？"), yuan("30000")),
        ((*FEES, "这两个差多少"), yuan("30000")),
        ((*FEES, "前者"), yuan("90000")),
        ((*FEES, "后一个呢"), yuan("60000")),
        ((*FEES, "前者是多少", "后一个换成万元"), [("6", "万元")]),
        ((*FEES, "前者是多少", "后者比前者少多少"), yuan("30000")),
        ((*FEES, "用万元说"), [("6", "万元")]),
        ((*FEES, "按亿元"), [("0.0006", "亿元")]),
        ((*FEES, "用万元说", "精确到元"), yuan("60000")),
        ((*FEES, "前一个用万元表示"), [("9", "万元")]),
        ((*FEES, "前者占总额多少"), [("10", "%")]),
        ((*FEES, "占总额多少"), [("6.67", "%")]),
        ((*ROW, "里面的项目支出是多少"), yuan("300000")),
        ((*ROW, "其中基本支出呢"), yuan("600000")),
        ((*ROW, "里面的项目支出是多少", "占它的百分之几"), [("33.33", "%")]),
        ((*ROW, "它占支出总额的百分之几"), [("100", "%")]),
        (("彗星巡天项目预算多少", "占项目支出的比例"), [("60", "%")]),
        (("彗星巡天项目预算多少", "它的其他资金是多少"), yuan("0")),
        ((*RANKED, "前两个加起来"), yuan("200000")),
        ((*RANKED, "第二个呢"), yuan("80000")),
        ((*RANKED, "第二个呢", "前三个一共多少"), yuan("260000")),
        (("金额最大的明细", "还有呢"), yuan("80000")),
        (("科学技术支出是多少", "里面的望远观测是多少"), yuan("900000")),
        (("商品和服务支出多少", "其中水费是多少"), yuan("60000")),
        (("彗星巡天项目预算多少", "里面的底片冲洗是多少"), yuan("120000")),
        (("支出总额是多少", "其中水费是多少"), yuan("60000")),
        (("办公费多少", "不是这个，是水费"), yuan("60000")),
        (("办公费多少", "那水费呢", "一共多少"), yuan("150000")),
        ((*FEES, "上面两项求和", "折合多少万元"), [("15", "万元")]),
        ((*FEES, "这两项合计", "占商品和服务支出的百分之几"), [("100", "%")]),
        ((*FEES, "前者减去后者"), yuan("30000")),
        ((*FEES, "第二项占商品和服务支出的百分比"), [("40", "%")]),
        ((*FEES, "两者平均"), yuan("75000")),
        ((*FEES, "这两项加起来等于商品和服务支出吗"), yuan("0")),
        (("商品和服务支出多少", "办公费占它的百分之几", "水费呢"), [("40", "%")]),
        (("商品和服务支出多少", "其中水费", "占比"), [("40", "%")]),
        (("底片冲洗的单价", "轨道润滑呢"), yuan("40000")),
        (("彗星巡天项目预算多少", "里面有几条明细"), [("2", "项")]),
        ((*RANKED, "倒数第一个呢"), yuan("60000")),
        ((*RANKED, "超过7万的有哪些"), yuan("120000", "80000")),
        ((*FEES, "再加上基本工资", "一共"), yuan("510000")),
    ],
)
def test_what_a_reference_means(shelf: Shelf, questions: tuple[str, ...], last: list[tuple[str, str]]) -> None:
    answer = talk(shelf, *questions)[-1]
    assert shown(answer) == last
    assert answer.status == ("answered" if last else "clarify")


@pytest.mark.parametrize(
    "question",
    [
        *("后者比前者多多少", "前者", "后一个呢", "占它的百分之几", "占总额多少", "用万元说", "还有呢", "为什么"),
        *("里面的项目支出是多少", "其中基本支出呢", "它的项目支出是多少", "前三个加起来", "前一个2030年的执行数"),
    ],
)
def test_without_anything_to_refer_to_it_is_asked_back(shelf: Shelf, question: str) -> None:
    alone = ask(question, (), shelf)
    after_nothing = talk(shelf, "火星探测费多少", question)[-1]
    assert shown(alone) == shown(after_nothing) == []
    assert alone.status == "clarify"
    assert after_nothing.status in ("clarify", "not_found")


def test_a_turn_that_gave_nothing_is_not_reached_behind(shelf: Shelf) -> None:
    for said in (
        "折合多少万元",
        "它是多少万元",
        "占比",
        "这两项求和",
        "单价呢",
        "在哪张表",
        "对得上吗",
        "最大的是哪个",
    ):
        for refused in ("火星探测费呢", "联系人是谁"):
            answer = talk(shelf, *FEES, refused, said)[-1]
            assert (answer.status, shown(answer)) == ("clarify", []), (refused, said)


def test_after_a_question_back_only_what_says_itself_what_it_means_goes_on(shelf: Shelf) -> None:
    assert shown(talk(shelf, *FEES, "这三项合计", "这两项合计")[-1]) == yuan("150000")
    assert talk(shelf, *FEES, "这三项合计", "换成万元")[-1].status == "clarify"


def test_a_field_of_what_an_ordinal_means(shelf: Shelf) -> None:
    answer = talk(shelf, *RANKED, "第三个什么时候结束")[-1]
    assert answer.status == "answered"
    assert "2031-11-30" in answer.answer


def test_thanks_get_no_figure_and_are_no_turn(shelf: Shelf) -> None:
    thanked, both = talk(shelf, *FEES, "好的，谢谢您", "两项求和")[-2:]
    assert shown(thanked) == []
    assert shown(both) == yuan("150000")


def test_where_a_figure_stands_is_said_with_its_table(shelf: Shelf) -> None:
    answer = talk(shelf, "办公费多少", "在哪张表")[-1]
    assert shown(answer) == yuan("90000")
    assert "出处：" in answer.answer
    assert "经济分类预算表" in answer.answer


def test_the_plain_amount_is_offered_where_a_thing_has_no_such_figure(shelf: Shelf) -> None:
    offered, taken = talk(shelf, "底片冲洗的单价", "办公费呢", "是的")[-2:]
    assert (offered.status, offered.suggestions) == ("clarify", ("办公费的金额",))
    assert shown(taken) == yuan("90000")


@pytest.mark.parametrize(
    "questions",
    [
        ("办公费多少", "后者比前者多多少"),
        ("办公费多少", "后者是多少"),
        ("办公费多少", "占它的百分之几"),
        ("办公费多少", "前三个加起来"),
        ("办公费多少", "还有呢"),
        ("金额最大的三条明细", "里面的项目支出是多少"),
        ("金额最大的三条明细", "前五个加起来"),
        ("金额最大的三条明细", "它占总额多少"),
        ("水费多少", "那办公费呢", "占它的百分之几"),
        ("办公费多少", "那水费呢", "彗星巡天项目预算多少", "一共多少"),
        ("支出总额是多少", "占总额多少"),
        ("科学技术支出是多少", "里面的办公费是多少"),
        ("办公费多少", "其中水费是多少"),
        ("彗星巡天项目预算多少", "里面的轨道润滑是多少"),
    ],
)
def test_a_reference_to_what_is_not_one_thing_is_asked_back(shelf: Shelf, questions: tuple[str, ...]) -> None:
    answer = talk(shelf, *questions)[-1]
    assert (answer.status, shown(answer)) == ("clarify", [])


@pytest.mark.parametrize(
    "questions",
    [
        ("办公费多少", "里面的项目支出是多少"),
        ("彗星巡天项目预算多少", "里面的项目支出是多少"),
        ("办公费多少", "那水费呢", "后者比前者多多少人"),
        ("办公费多少", "用美元说"),
        ("办公费多少", "占火星预算的百分之几"),
        ("科学技术支出是多少", "里面的火星支出是多少"),
    ],
)
def test_words_left_over_are_never_answered(shelf: Shelf, questions: tuple[str, ...]) -> None:
    answer = talk(shelf, *questions)[-1]
    assert answer.status in ("clarify", "not_found")
    assert shown(answer) == []


def test_a_question_with_its_own_subject_inherits_the_scope_only(shelf: Shelf) -> None:
    assert shown(talk(shelf, *ROW, "里面的项目支出是多少", "水费是多少")[-1]) == yuan("60000")
    assert shown(talk(shelf, *ROW, "项目支出总额是多少")[-1]) == yuan("300000")


def test_why_quotes_the_reason_that_the_document_prints_beside_the_figure() -> None:
    answer = talk(Shelf(budget=REASONED), "望远观测预算多少", "为什么")[-1]
    assert answer.status == "answered"
    assert "主要原因是新增两台望远镜" in answer.answer
    assert answer.citations


def test_why_is_refused_where_no_reason_is_printed(shelf: Shelf) -> None:
    for first in ("办公费多少", "望远观测预算多少"):
        assert talk(shelf, first, "为什么")[-1].status in ("not_found", "answered")
    assert talk(shelf, "办公费多少", "为什么")[-1].status == "not_found"


def test_a_name_that_begins_like_a_pronoun_is_none(shelf: Shelf) -> None:
    assert "指的是" not in ask("其他收入是多少", (), shelf).answer
