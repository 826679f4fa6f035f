"""Each rule on a small invented document: what holds, what is rounding, what fails, what is not run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from corpus.amounts import classify, money, number_text
from corpus.checks import RULES, run_checks
from corpus.narrative import read_narrative
from corpus.records import (
    NOT_APPLICABLE,
    Cell,
    Check,
    CheckStatus,
    Column,
    Document,
    Observation,
    Paragraph,
    Place,
    Reading,
    Statement,
    Subject,
    Table,
    TableKind,
)

_DOCUMENT = Document("0" * 64, "x.txt", "某区测试中心", "单位", 2031, "预算", "单位预算")
_NAMES = {
    "": Subject("organisation", "organisation", ""),
    "201": Subject("function:201", "function", "甲类支出", "201"),
    "20101": Subject("function:20101", "function", "甲款", "20101", "function:201"),
    "2010101": Subject("function:2010101", "function", "甲项", "2010101", "function:20101"),
    "2010102": Subject("function:2010102", "function", "乙项", "2010102", "function:20101"),
    "202": Subject("function:202", "function", "丙类支出", "202"),
    "30217": Subject("economic:30217", "economic", "公务接待费", "30217", "economic:302"),
}
_Row = tuple[str, str, str, str, str]
"""Code ("" for the total; item:NAME for an item), side, kind, scope, printed text."""


def _cell(text: str, table: str, row: int, scale: str = "元") -> Cell:
    digits = number_text(text)
    amount = money(digits, scale, text) if digits else None
    place = Place(text, line=row + 1, char_from=0, char_to=len(text), table=table, row=row, column=0)
    return Cell(row, 0, text, classify(text), place, amount)


def _subject(code: str) -> Subject:
    return Subject(code, "item", code.removeprefix("item:")) if code.startswith("item:") else _NAMES[code]


def _table(
    kind: TableKind, rows: Sequence[_Row], scale: str = "元", note: str = "", key: str = ""
) -> tuple[Table, list[Statement]]:
    key = key or f"t{kind.name}"
    cells = [_cell(row[4], key, number, scale) for number, row in enumerate(rows)]
    statements = []
    for (code, side, expenditure, scope, _), cell in zip(rows, cells, strict=True):
        seen = Observation(cell.place, cell.kind, cell.text, cell.amount, "table")
        statement = Statement(_subject(code), "金额", side, expenditure, scope, 2031, 2031, "year", "预算")
        statements.append(replace(statement, observations=(seen,)))
    return Table(key, kind, kind.value, scale, (), (), (), tuple(cells), Place(""), year=2031, note=note), statements


def _reading(*tables: tuple[Table, list[Statement]], prose: Sequence[str] = ()) -> Reading:
    merged: dict[tuple[str | int, ...], Statement] = {}
    subjects = {subject.key: subject for subject in _NAMES.values()}
    paragraphs = [
        Paragraph(text, Place(text, line=90 + n, char_from=0, char_to=len(text))) for n, text in enumerate(prose)
    ]
    told = read_narrative(paragraphs, _DOCUMENT, subjects)
    for statement in [*(item for _, statements in tables for item in statements), *told]:
        known = merged.get(statement.key)
        observations = (*(known.observations if known else ()), *statement.observations)
        merged[statement.key] = replace(statement, observations=observations)
    return Reading(_DOCUMENT, tuple(paragraphs), tuple(table for table, _ in tables), (), tuple(merged.values()))


def _checks(reading: Reading, rule: str) -> list[Check]:
    return [check for check in run_checks(reading) if check.rule == rule]


def _statuses(reading: Reading, rule: str) -> list[str]:
    return [check.status.value for check in _checks(reading, rule)]


def _expenditure(whole: str = "1000.00", basic: str = "400.00", leaf: str = "300.00") -> tuple[Table, list[Statement]]:
    rows: list[_Row] = [
        ("201", "支出", "合计", "全部", "700.00"),
        ("20101", "支出", "合计", "全部", "700.00"),
        ("2010101", "支出", "合计", "全部", leaf),
        ("2010102", "支出", "合计", "全部", "400.00"),
        ("202", "支出", "合计", "全部", "300.00"),
        ("", "支出", "合计", "全部", whole),
        ("", "支出", "基本支出", "全部", basic),
        ("", "支出", "项目支出", "全部", "600.00"),
    ]
    return _table(TableKind.EXPENDITURE, rows)


def test_an_empty_reading_has_one_not_run_check_a_rule() -> None:
    checks = run_checks(_reading())
    assert {check.status for check in checks} == {CheckStatus.NOT_RUN}
    assert len({check.rule for check in checks}) == len(RULES)
    assert all(check.sentence.startswith("未核对：") for check in checks)


def test_row_and_table_sums_hold() -> None:
    reading = _reading(_expenditure())
    assert _statuses(reading, "row-parts") == ["pass"]
    assert _statuses(reading, "total-of-classes") == ["pass"]
    assert _statuses(reading, "parent-of-children") == ["pass", "pass"]


def test_a_wrong_part_fails_with_both_sides_cited() -> None:
    (check,) = _checks(_reading(_expenditure(basic="401.00")), "row-parts")
    assert check.status is CheckStatus.FAIL
    assert (check.expected, check.actual, check.difference, check.tolerance) == (10010000, 10000000, -10000, 150)
    assert "基本支出401.00元＋项目支出600.00元＝1,001.00元，与合计1,000.00元不一致，相差1元" in check.sentence
    assert [place.printed for place in (*check.expected_places, *check.actual_places)] == [
        "401.00",
        "600.00",
        "1000.00",
    ]
    assert check.subjects == ("organisation",)


def test_a_difference_within_the_printed_steps_is_rounding() -> None:
    assert _statuses(_reading(_expenditure(whole="1000")), "row-parts") == ["pass"]
    assert _statuses(_reading(_expenditure(basic="400.4", whole="1000")), "row-parts") == ["rounding"]
    assert _statuses(_reading(_expenditure(basic="401", whole="1000.00")), "row-parts") == ["fail"]


def test_a_blank_beside_printed_figures_counts_as_nothing() -> None:
    assert _statuses(_reading(_expenditure(leaf="")), "parent-of-children") == ["pass", "fail"]
    blank: list[_Row] = [
        ("201", "支出", "合计", "全部", ""),
        ("201", "支出", "基本支出", "全部", ""),
        ("201", "支出", "项目支出", "全部", ""),
    ]
    assert _statuses(_reading(_table(TableKind.EXPENDITURE, blank)), "row-parts") == ["not_run"]


def test_an_unreadable_figure_is_not_run() -> None:
    (check,) = _checks(_reading(_expenditure(basic="4OO.00")), "row-parts")
    assert check.status is CheckStatus.NOT_RUN
    assert "不是数字" in check.sentence


def test_a_malformed_code_stops_the_sums_of_its_table() -> None:
    table, statements = _expenditure(leaf="1.00")
    odd = Subject("function:2013", "function", "丁", "2013", "function:20")
    extra = replace(statements[0], subject=odd)
    assert _statuses(_reading((table, [*statements, extra])), "parent-of-children") == ["not_run"]


def _sources(*amounts: str) -> tuple[Table, list[Statement]]:
    scopes = ("全部", "财政拨款", "事业收入", "经营收入", "其他收入")
    rows: list[_Row] = [("", "收入", NOT_APPLICABLE, scope, text) for scope, text in zip(scopes, amounts, strict=True)]
    return _table(TableKind.INCOME, rows)


def test_income_is_the_sum_of_its_sources() -> None:
    assert _statuses(_reading(_sources("100.00", "90.00", "10.00", "-", "")), "row-sources") == ["pass"]
    assert _statuses(_reading(_sources("100.00", "90.00", "1.00", "-", "0.00")), "row-sources") == ["fail"]


def _balance(income: str, spending: str) -> tuple[Table, list[Statement]]:
    rows: list[_Row] = [("", "收入", NOT_APPLICABLE, "全部", income), ("", "支出", "合计", "全部", spending)]
    return _table(TableKind.BALANCE, rows)


def test_income_equals_expenditure_and_tables_agree() -> None:
    reading = _reading(_balance("1000.00", "1000.00"), _expenditure())
    assert _statuses(reading, "income-equals-expenditure") == ["pass"]
    assert _statuses(reading, "table-vs-table") == ["pass"]
    wrong = _reading(_balance("1000.00", "1009.00"), _expenditure())
    assert _statuses(wrong, "income-equals-expenditure") == ["fail"]
    assert _statuses(wrong, "table-vs-table") == ["fail"]


def _general(scope: str, whole: str, leaf: str) -> tuple[Table, list[Statement]]:
    rows: list[_Row] = [("", "支出", "合计", scope, whole), ("2010101", "支出", "合计", scope, leaf)]
    return _table(TableKind.GENERAL_FUNCTION, rows)


def test_scopes_are_compared_only_where_all_money_is_of_one_source() -> None:
    rule = "scope-vs-scope"
    same = _checks(_reading(_expenditure(), _general("一般公共预算", "1000.00", "301.00")), rule)
    assert [check.status.value for check in same if "甲项" in check.sentence] == ["fail"]
    other = _checks(_reading(_expenditure(), _general("一般公共预算", "900.00", "200.00")), rule)
    assert {check.status for check in other} == {CheckStatus.NOT_RUN}


def _public(hospitality: str, car: str = "2.5", whole: str = "3.2") -> tuple[Table, list[Statement]]:
    rows: list[_Row] = [
        (f"item:{name}", "支出", NOT_APPLICABLE, "财政拨款", text)
        for name, text in {
            "三公经费": whole,
            "因公出国（境）费": "0",
            "公务接待费": hospitality,
            "公务用车购置及运行费": car,
        }.items()
    ]
    return _table(TableKind.THREE_PUBLIC, rows, "万元")


def test_three_public_parts_and_their_economic_rows() -> None:
    economic = _table(TableKind.BASIC_ECONOMIC, [("30217", "支出", "基本支出", "一般公共预算", "7020.00")])
    assert _statuses(_reading(_public("0.7"), economic), "three-public-parts") == ["pass"]
    assert _statuses(_reading(_public("0.7"), economic), "three-public-vs-economic") == ["rounding"]
    assert _statuses(_reading(_public("0.3"), economic), "three-public-vs-economic") == ["fail"]
    (less,) = _checks(_reading(_public("1.9"), economic), "three-public-vs-economic")
    assert less.status is CheckStatus.NOT_RUN
    assert "可能列在项目支出" in less.sentence


def test_a_note_of_emptiness_under_figures_fails() -> None:
    assert _statuses(_reading(_table(TableKind.FUND_FUNCTION, [], note="故本表为空表")), "empty-table-note") == ["pass"]
    table = _table(TableKind.FUND_FUNCTION, [("", "支出", "合计", "政府性基金", "5.00")], note="故本表为空表")
    assert _statuses(_reading(table), "empty-table-note") == ["fail"]


def _told(text: str, whole: str = "10000.00", leaf: str = "4710506.91") -> Reading:
    tables = (_general("一般公共预算", whole, leaf), _table(TableKind.FUND_FUNCTION, []))
    return _reading(*tables, prose=[text])


def test_a_sentence_in_ten_thousands_against_yuan() -> None:
    assert _statuses(_told("1、“甲项”科目471.05万元。"), "narrative-vs-table") == ["rounding"]
    (check,) = _checks(_told("1、“甲项”科目471.06万元。"), "narrative-vs-table")
    assert (check.status, check.difference, check.tolerance) == (CheckStatus.FAIL, 930900, 500050)
    assert check.actual_places[0].printed == "471.06万元"
    assert _statuses(_told("1、“不存在的科目”科目471.06万元。"), "narrative-vs-table") == ["not_run"]
    assert _statuses(_told("支出预算中，本单位无政府性基金预算。"), "narrative-vs-table") == ["not_run"]
    assert _statuses(_told("一般公共预算支出预算1元。"), "narrative-vs-table") == ["fail"]


def test_changes_rates_and_parts_of_sentences() -> None:
    text = "基本支出预算{}万元，比2030年预算减少1.25万元，下降{}%。"
    assert _statuses(_reading(prose=[text.format("98.75", "1.25")]), "rate-vs-levels") == ["pass"]
    assert _statuses(_reading(prose=[text.format("98.75", "1.35")]), "rate-vs-levels") == ["fail"]
    grown = "基本支出预算5万元，比2030年预算增加{}万元。"
    assert _statuses(_reading(prose=[grown.format(5)]), "change-within-level") == ["pass"]
    assert _statuses(_reading(prose=[grown.format(7)]), "change-within-level") == ["fail"]
    executed = "1、“甲项”科目5万元。2030年当年预算执行数为{}万元，2031年预算安排{}万元，比2030年预算执行数增加100.00%。"
    assert _statuses(_reading(prose=[executed.format("0", "5")]), "rate-on-zero-base") == ["fail"]
    assert _statuses(_reading(prose=[executed.format("2.50", "5.00")]), "rate-vs-levels") == ["pass"]
    assert _statuses(_reading(prose=[executed.format("2.50", "7")]), "narrative-repeats") == ["fail"]
    bought = "本单位政府采购预算{}万元，其中：政府采购货物预算0万元、政府采购工程预算2万元、政府采购服务预算40万元。"
    assert _statuses(_reading(prose=[bought.format(42)]), "narrative-parts") == ["pass"]
    assert _statuses(_reading(prose=[bought.format(47)]), "narrative-parts") == ["fail"]
    listed = ["财政拨款支出预算8万元。", "1、“甲项”科目3万元。", "2、“乙项”科目{}万元。"]
    assert _statuses(_reading(prose=[text.format(5) for text in listed]), "narrative-list-total") == ["pass"]
    assert _statuses(_reading(prose=[text.format(9) for text in listed]), "narrative-list-total") == ["fail"]


def test_a_blank_beside_a_column_of_the_same_name_is_no_nothing() -> None:
    rows = (
        ("201", "支出", "合计", "全部", "30"),
        ("201", "支出", "基本支出", "全部", "10"),
        ("201", "支出", "项目支出", "全部", ""),
    )
    table, statements = _table(TableKind.EXPENDITURE, rows)
    assert [check.status for check in _checks(_reading((table, statements)), "row-parts")] == [CheckStatus.FAIL]
    split = tuple(Column(n, (name,), "amount") for n, name in enumerate(("合计", "基本支出", "项目支出", "项目支出")))
    found = _checks(_reading((replace(table, columns=split), statements)), "row-parts")
    assert [check.status for check in found] == [CheckStatus.NOT_RUN]
