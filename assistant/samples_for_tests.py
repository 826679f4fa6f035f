"""A small invented budget for the tests of this package: a table, a form, a paragraph, and a figure that is wrong."""

from __future__ import annotations

import hashlib
from pathlib import Path

from corpus.amounts import classify, money
from corpus.records import (
    NOT_APPLICABLE,
    Cell,
    CellKind,
    Check,
    CheckStatus,
    Column,
    Document,
    LineItem,
    Observation,
    Paragraph,
    Place,
    Problem,
    Project,
    Reading,
    RowLabel,
    Severity,
    Statement,
    Subject,
    Table,
    TableKind,
)
from corpus.store import Store

SENTENCES = "云溪学校支出预算30.00万元。“示范事务”科目20.05万元，主要用于运行。"
RAW = (
    ("科目编码", "科目名称", "合计"),
    ("205", "教育支出", "300,000.00"),
    ("20508", "示范事务", "200,000.00"),
    ("", "=其他|事务", "-"),
)
FORM = (
    ("项目内容", "项目明细", "明细金额"),
    ("活动", "讲座", "100,000.00"),
)


def table(
    key: str, kind: TableKind, raw: tuple[tuple[str, ...], ...], caption: str, project: str | None = None
) -> Table:
    """A table in 元 with one header row; its first column holds codes, its second names, its third amounts."""
    cells = []
    for r, row in enumerate(raw):
        for c, text in enumerate(row):
            place = Place(text, line=10 + r, char_from=20 * c, char_to=20 * c + len(text), table=key, row=r, column=c)
            kind_of_cell = classify(text)
            is_amount = kind_of_cell is CellKind.NUMBER and c == 2
            amount = money(text.replace(",", ""), "元", text) if is_amount else None
            cells.append(Cell(r, c, text, kind_of_cell, place, amount))
    return Table(
        key=key,
        kind=kind,
        caption=caption,
        unit="元",
        columns=tuple(Column(c, (name,), ("code", "label", "amount")[c]) for c, name in enumerate(raw[0])),
        labels=tuple(RowLabel(r, 0, row[0], row[1], (row[1],)) for r, row in enumerate(raw) if r),
        header_rows=(0,),
        cells=tuple(cells),
        place=Place(caption, line=9, char_from=0, char_to=len(caption)),
        project=project,
    )


def cell(of: Table, row: int, column: int) -> Cell:
    """The cell at that position."""
    return next(item for item in of.cells if (item.row, item.column) == (row, column))


def in_sentence(words: str) -> Place:
    """The place of ``words`` in the paragraph."""
    start = SENTENCES.index(words)
    return Place(words, line=3, char_from=start, char_to=start + len(words))


def reading(name: str = "yunxi-2031.txt", organisation: str = "云溪学校") -> Reading:
    """The budget: 示范事务 is 200,000.00 in the table and 20.05万元 in the sentence, which a check has found."""
    statutory = table("t1", TableKind.GENERAL_FUNCTION, RAW, "一般公共预算支出功能分类表")
    form = table("t2", TableKind.FORM_LINES, FORM, "云溪讲座：项目构成分解", "p1")
    whole, part = cell(statutory, 1, 2), cell(statutory, 2, 2)
    return Reading(
        document=Document(
            hashlib.sha256(name.encode()).hexdigest(), name, organisation, "单位", 2031, "预算", "单位预算"
        ),
        paragraphs=(Paragraph(SENTENCES, Place(SENTENCES, line=3, char_from=0, char_to=len(SENTENCES))),),
        tables=(statutory, form),
        projects=(_project(form),),
        statements=(
            _statement(Subject("organisation", "organisation", ""), whole, "30.00"),
            _statement(Subject("function:20508", "function", "示范事务", "20508"), part, "20.05"),
        ),
        checks=(
            _check("narrative-vs-table", CheckStatus.FAIL, part.place, in_sentence("20.05万元"), 500),
            _check("total-twice", CheckStatus.ROUNDING, whole.place, in_sentence("30.00万元"), 0),
            Check("indicator-phase", CheckStatus.FAIL, Severity.NOTICE, "指标提到另一期", actual_places=(form.place,)),
            Check("row-parts", CheckStatus.PASS, Severity.ERROR, "一致"),
            Check("form-dates", CheckStatus.NOT_RUN, Severity.ERROR, "未核对：没有日期"),
        ),
        problems=(Problem("missing-unit", "no unit is printed", form.place),),
    )


def _project(form: Table) -> Project:
    line = LineItem("p1.l1", "活动", "讲座", cell(form, 1, 2), None, None, "", "t2", 1)
    place = Place("", line=30)
    return Project("p1", "云溪讲座", 2031, "经常性项目", (), (), (line,), None, (), (), place)


def _statement(subject: Subject, printed: Cell, ten_thousands: str) -> Statement:
    words = f"{ten_thousands}万元"
    narrative = Observation(
        in_sentence(words), CellKind.NUMBER, words, money(ten_thousands, "万元", words), "narrative"
    )
    in_table = Observation(printed.place, printed.kind, printed.text, printed.amount, "table")
    fund = "一般公共预算"
    return Statement(
        subject, "金额", "支出", "合计", fund, 2031, 2031, "year", "预算", base_stage=NOT_APPLICABLE,
        observations=(in_table, narrative),
    )  # fmt: skip


def _check(rule: str, status: CheckStatus, expected: Place, actual: Place, difference: int) -> Check:
    return Check(
        rule=rule,
        status=status,
        severity=Severity.ERROR,
        sentence=f"{rule}: 相差{difference}元",
        expected=2_000_000_000,
        actual=2_000_000_000 + difference * 10_000,
        difference=difference * 10_000,
        tolerance=500_050,
        expected_places=(expected,),
        actual_places=(actual,),
    )


def make_library(folder: Path, *readings: Reading) -> Path:
    """A library in ``folder`` with these readings (with the one of ``reading()`` if none is given)."""
    with Store.open(folder) as store:
        for each in readings or (reading(),):
            store.put(each)
    return folder
