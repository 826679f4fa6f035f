"""Failures that rest on a table which is not wholly read."""

from __future__ import annotations

from corpus.reading import read_document
from corpus.records import CheckStatus

HEAD = "2031年部门支出预算总表\n单位：元\n类\t款\t项\t科目名称\t合计\t基本支出\t项目支出\n"


def statuses(text: str, rule: str) -> list[CheckStatus]:
    return [check.status for check in read_document(text.encode(), "a.txt").checks if check.rule == rule]


def test_a_sum_over_a_table_with_a_figure_of_no_column_is_not_judged() -> None:
    whole = HEAD + "205\t\t\t教育支出\t3\t1\t2\n206\t\t\t科学技术支出\t2\t2\t0\n合计\t\t\t\t9\t7\t2\n"
    assert CheckStatus.FAIL in statuses(whole, "total-of-classes")
    loose = whole.replace("合计\t", "207\t\t\t文化支出\t4\t4\t0\t8\n合计\t").replace("9\t7\t2", "8\t6\t2")
    assert set(statuses(loose, "total-of-classes")) == {CheckStatus.NOT_RUN}
