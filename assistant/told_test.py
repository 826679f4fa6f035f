"""Questions answered by a sentence or a field: who, how often, which street; and their near misses."""

from __future__ import annotations

import pytest

from assistant.answer import ask
from assistant.invented_for_tests import HEAD, Shelf, form

DUTIES = """
# 云溪市青石天文馆机构设置

云溪市青石天文馆设2个内设机构，包括：

（一）观测科。负责夜间观测的组织实施，星图资料每季度更新一次。

（二）器材科。承担望远镜的检修和保管职责。

云溪市青石天文馆位于松影路与望星街路口。
"""
TEXT = HEAD.replace("# 2031年单位支出预算总表", f"{DUTIES}\n# 2031年单位支出预算总表", 1)


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return Shelf(budget=TEXT)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("望远镜检修由哪个科负责？", "器材科"),
        ("星图资料多久更新一次", "每季度更新一次"),
        ("天文馆在哪两条路的路口", "松影路与望星街路口"),
        ("器材科的职责是什么", "承担望远镜的检修和保管职责"),
    ],
)
def test_the_sentence_that_says_it_is_quoted(shelf: Shelf, question: str, said: str) -> None:
    answer = ask(question, (), shelf)
    assert answer.status == "answered"
    assert said in answer.answer.replace("**", "")


@pytest.mark.parametrize(
    "question",
    [
        "望远镜采购由哪个科负责？",
        "星图资料多久备份一次",
        "器材科科长是谁",
        "你觉得哪个科最重要",
        "2029年望远镜检修由哪个科负责",
        "观测科有几个人",
    ],
)
def test_a_near_miss_is_not_answered(shelf: Shelf, question: str) -> None:
    assert ask(question, (), shelf).status in ("not_found", "clarify")


def test_fields_of_the_only_project_need_no_name() -> None:
    shelf = Shelf(form=form("彗星巡天项目", "180000.00", ()))
    answer = ask("项目的开始日期和结束日期", (), shelf)
    assert "2031-01-01" in answer.answer
    assert "2031-11-30" in answer.answer
