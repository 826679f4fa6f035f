"""An invented document with something in every field, for the tests of the store."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.records import (
    Amount,
    Cell,
    CellKind,
    Check,
    CheckStatus,
    Column,
    Correction,
    Document,
    Evidence,
    FormField,
    Heading,
    Indicator,
    LineItem,
    Observation,
    Paragraph,
    Place,
    Policy,
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

YUAN = 10_000
MILLION_PRINTED = Amount(12_345_600 * YUAN, 1, "元", "元", "12345600.00")
WAN_PRINTED = Amount(12_345_600 * YUAN, 100 * YUAN, "元", "万元", "1234.56")


def cell_at(row: int, column: int, text: str, amount: Amount | None = None, table: str = "t1") -> Cell:
    kind = CellKind.NUMBER if amount else CellKind.TEXT if text else CellKind.BLANK
    place = Place(text, page=2, line=10 + row, char_from=column * 9, char_to=column * 9 + len(text), table=table)
    return Cell(row, column, text, kind, replace(place, row=row, column=column), amount)


def reading_of(name: str = "甲单位预算.md", content: str = "a", organisation: str = "虚构市甲单位") -> Reading:
    """One document with something in every field of the record."""
    total = cell_at(1, 2, "12345600.00", MILLION_PRINTED)
    table = Table(
        key="t1",
        kind=TableKind.EXPENDITURE,
        caption="2031年支出预算总表",
        unit="元",
        columns=(Column(0, ("科目编码", "类"), "code"), Column(2, ("支出预算", "合计"), "amount", 1)),
        labels=(RowLabel(1, 1, "299", "星际支出", ("星际支出",), True),),
        header_rows=(0,),
        cells=(cell_at(0, 0, "类"), cell_at(0, 2, "合计"), cell_at(1, 0, "299"), total, cell_at(2, 2, "")),
        place=Place("2031年支出预算总表", page=2, line=9, bbox=(1.5, 2.25, 30.0, 41.125)),
        note="本表不含附属",
    )
    target = Cell(
        4, 3, "≥95%", CellKind.NUMBER, Place("≥95%", line=60, char_from=9), Amount(950_000, YUAN, "%", "%", "≥95%", "≥")
    )
    project = Project(
        key="p1",
        name="月球望远镜 维护",
        year=2031,
        category="其他一次性",
        fields=(FormField("项目概况", "维护三台望远镜。", Place("项目概况：维护三台望远镜。", line=50)),),
        funding=(("当年预算", (total, cell_at(9, 1, "1234.56", WAN_PRINTED, "t7"))), ("其他资金", ())),
        lines=(LineItem("p1.l1", "镜片", "清洗", total, None, cell_at(1, 0, "299"), "", "t1", 1),),
        lines_total=None,
        indicators=(Indicator("p1.i1", "产出", "数量", "完好率", target, "", Place("完好率", line=60)),),
        policies=(Policy("制度", "《望远镜办法》", "检查", (("事前", True), ("事后", None)), Place("办法", line=70)),),
        place=Place("月球望远镜维护", line=45),
    )
    sentence = Place("支出总额1234.56万元", line=80, char_from=3, char_to=12)
    observations = (
        Observation(total.place, CellKind.NUMBER, "12345600.00", MILLION_PRINTED, "table"),
        Observation(sentence, CellKind.NUMBER, "1234.56", WAN_PRINTED, "narrative", "increase", True),
        Observation(Place("", line=81), CellKind.BLANK, "", None, "form"),
    )
    function = Subject("function:299", "function", "星际支出", "299", "organisation")
    key = ("金额", "支出", "合计", "全部", 2031, 2031, "year", "预算")
    organisation_total = Statement(Subject("organisation", "organisation", organisation), *key)
    check = Check(
        rule="B1",
        status=CheckStatus.FAIL,
        severity=Severity.ERROR,
        sentence="合计与各类之和相差",
        expected=1,
        actual=3,
        difference=2,
        tolerance=0,
        expected_places=(total.place,),
        actual_places=(sentence, total.place),
        subjects=("function:299",),
    )
    document = Document(
        sha256=hashlib.sha256(content.encode()).hexdigest(),
        name=name,
        organisation=organisation,
        level="单位",
        fiscal_year=2031,
        stage="预算",
        kind="单位预算",
        evidence=(Evidence("organisation", organisation, Place(organisation, line=1, bbox=(0.5, 1.0, 2.0, 3.0))),),
    )
    return Reading(
        document=document,
        paragraphs=(Paragraph("支出总额1234.56万元。", Place("支出总额 1234.56万元。", line=80)),),
        tables=(table,),
        projects=(project,),
        statements=(Statement(function, *key, "level", observations=observations), organisation_total),
        checks=(check, Check("C1", CheckStatus.NOT_RUN, Severity.NOTICE, "没有表")),
        problems=(Problem("ragged-row", "row 3 has 2 cells", Place("x", line=12)), Problem("unknown-table", "?")),
        redactions=4,
        headings=(Heading("第一部分", Place("第一部分", line=2), 1),),
        corrections=(Correction(total.place, "12346600.00", "12345600.00", "甲", "2031-02-03T04:05:06Z", "误识"),),
    )


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.open(tmp_path / "library")
