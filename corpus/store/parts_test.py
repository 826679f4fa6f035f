"""Which statements add up to which, and when all addends are known to be printed."""

from __future__ import annotations

import pytest

from corpus.records import Amount, CellKind, Observation, Place, Statement, Subject
from corpus.store.parts import Part, parts


def printed(key: str, value: int | None, table: str | None = "t1", parent: str = "", **other: str) -> Statement:
    """A statement of the subject ``key`` ("function:299"), printed in ``table``; None is a blank cell."""
    kind, _, code = key.partition(":")
    amount = None if value is None else Amount(value, 1, "元", "元", str(value))
    cell = CellKind.BLANK if value is None else CellKind.NUMBER
    observation = Observation(Place("", table=table), cell, "", amount, "table" if table else "narrative")
    subject = Subject(key, kind, f"名{code}", code if kind in ("function", "economic") else "", parent)
    fund, measure = other.get("fund", "全部"), other.get("measure", "金额")
    return Statement(subject, measure, "支出", "合计", fund, 2031, 2031, "year", "预算", observations=(observation,))


def test_codes_add_up_level_by_level_and_to_the_whole() -> None:
    statements = [
        printed("organisation", 7),
        printed("function:299", 4),
        printed("function:29901", 4, parent="function:299"),
        printed("function:298", 3),
    ]
    assert parts(statements) == [
        Part(0, 1, 1, "function", True),
        Part(0, 3, 1, "function", True),
        Part(1, 2, 1, "function", True),
    ]


def test_other_dimensions_do_not_mix() -> None:
    assert parts([printed("organisation", 7), printed("function:299", 4, fund="财政拨款")]) == []


def test_a_blank_cell_is_a_known_addend() -> None:
    found = parts([printed("organisation", 7), printed("function:299", 7), printed("function:298", None)])
    assert [part.complete for part in found] == [True, True]


@pytest.mark.parametrize(
    "statements",
    [
        [printed("organisation", 7), printed("function:299", 4, table="t2")],
        [printed("organisation", 7, table=None), printed("function:299", 4, table=None)],
        [printed("organisation", 7), printed("function:299", 4), printed("function:29701", 3, parent="function:297")],
        [printed("organisation", 7), printed("function:299", 4), printed("function:298", 3, fund="一般公共预算")],
    ],
    ids=["other table", "only in sentences", "level left out", "row without this column"],
)
def test_incomplete_when_not_every_addend_is_printed_with_the_whole(statements: list[Statement]) -> None:
    assert [part.complete for part in parts(statements)] == [False]


def test_a_class_named_without_code_elsewhere_is_not_counted_twice() -> None:
    statements = [
        printed("organisation", 7),
        printed("function:299", 7),
        printed("function:?星际", 7, table="t2"),
    ]
    assert parts(statements) == [Part(0, 1, 1, "function", True)]


def test_lines_add_up_to_the_printed_total_of_their_project() -> None:
    total = printed("project:p1", 5, measure="金额合计")
    lines = [printed(f"line:p1.l{n}", n, parent="project:p1") for n in (2, 3)]
    other = printed("line:p2.l1", 9, parent="project:p2")
    price = printed("line:p1.l2", 1, parent="project:p1", measure="单价")
    found = parts([total, *lines, other, price])
    assert found == [Part(0, 1, 1, "lines", True), Part(0, 2, 1, "lines", True)]
    assert not parts([total, lines[0], printed("line:p1.l3", None, parent="project:p1")])[0].complete
