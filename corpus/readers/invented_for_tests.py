"""One invented budget, written in every format that is read. All names and figures are made up."""

from __future__ import annotations

import csv
import html
import io
from collections.abc import Iterator
from decimal import Decimal
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

import docx
import openpyxl
import xlwt

from corpus.amounts import number_text

LEFT, ABOVE = "<", "^"
"""In a row of the model: the cell is covered by the one on its left, or by the one above it."""

Rows = list[list[str]]
Item = tuple[str, str] | tuple[str, Rows]

BALANCE: Rows = [
    ["本年收入", LEFT, "本年支出", LEFT],
    ["项目", "预算数", "项目", "预算数"],
    ["一、财政拨款收入", "92,500.50", "一、星际支出", "90,000.50"],
    ["二、事业收入", "0.00", "二、探海支出", "2,500.00"],
    ["三、其他收入", "", "三、卫生健康支出", "-"],
    ["收入总计", "92,500.50", "支出总计", "92,500.50"],
]
EXPENDITURE: Rows = [
    ["功能分类科目编码", LEFT, LEFT, "功能分类科目名称", "支出预算", LEFT, LEFT],
    ["类", "款", "项", ABOVE, "合计", "基本支出", "项目支出"],
    ["209", "", "", "星际支出", "90,000.50", "60,000.25", "30,000.25"],
    ["209", "07", "", "登月事务", "90,000.50", "60,000.25", "30,000.25"],
    ["209", "07", "01", "登月训练", "90,000.50", "60,000.25", "30,000.25"],
    ["210", "", "", "探海支出", "2,500.00", "2,500.00", ""],
    ["合计", LEFT, LEFT, LEFT, "92,500.50", "62,500.25", "30,000.25"],
]
GLUED: Rows = [
    ["项目", "合计", "基本支出", "项目支出"],
    ["209星际支出", "90,000.50", "60,000.25", "30,000.25"],
    ["20907登月事务", "90,000.50", "60,000.25", "30,000.25"],
    ["合计", "90,000.50", "60,000.25", "30,000.25"],
]
THREE_PUBLIC: Rows = [
    ["“三公”经费预算数", LEFT, LEFT, LEFT, LEFT, LEFT, "机关运行经费预算数"],
    ["合计", "因公出国（境）费", "公务接待费", "公务用车购置及运行费", LEFT, LEFT, ABOVE],
    [ABOVE, ABOVE, ABOVE, "小计", "购置费", "运行费", ABOVE],
    ["9.50", "-", "1.50", "8.00", "5.00", "3.00", "20.00"],
]
OVERVIEW: Rows = [
    ["项目名称", "登月项目", LEFT, LEFT, LEFT],
    ["项目类别", "一次性项目□ 经常性项目■ 中期预算试点项目□", LEFT, LEFT, LEFT],
    ["起始日期：", "2031-01-01", "", "结束日期：", "2031-12-31"],
    ["项目概况", "建设登月场地，安排登月训练。", LEFT, LEFT, LEFT],
    ["项目资金", "一、项目总预算：", "30,000.25", "", ""],
    [ABOVE, "二、当年预算：", "30,000.25", "", ""],
    [ABOVE, "（一）财政拨款：", "30,000.25", "", ""],
    [ABOVE, "1. 上级财政拨款：", "0.00", "", ""],
    [ABOVE, "2. 本级财政安排：", "30,000.25", "", ""],
    [ABOVE, "3. 下级财政配套：", "0.00", "", ""],
    [ABOVE, "（二）其他资金：", "0.00", "", ""],
    ["年度绩效目标", "完成三次训练。", LEFT, LEFT, LEFT],
]
TARGETS: Rows = [
    ["项目绩效目标", "一级目标", "二级目标", "三级目标", "目标值", "备注"],
    [ABOVE, "产出目标", "数量", "训练次数", "=3.00次", "计划目标"],
    [ABOVE, ABOVE, "质量", "训练合格率", "≥95.00%", "计划目标"],
    [ABOVE, "效果目标", "社会效益", "知晓率", "≥80.00(%)", "计划目标"],
]
LINES: Rows = [
    ["项目构成分解", "项目名称", "项目内容", "项目明细", "明细金额", "单价", "依据", "数量", "依据", "备注"],
    [ABOVE, "登月项目", "训练", "第一期训练", "10,000.25", "10,000.25", "", "1.00", "", "年度项目"],
    [ABOVE, "登月项目", "训练", "第二期训练", "20,000.00", "10,000.00", "", "2.00", "", "年度项目"],
    ["金额合计", LEFT, LEFT, LEFT, "30,000.25", "", "", "", "", ""],
]
PROSE = "2031年，甲市乙局支出预算总额为92,500.50元，其中：基本支出62,500.25元，项目支出30,000.25元。"
BUDGET: list[Item] = [
    ("title", "甲市2031年区级部门预算"),
    ("words", "预算主管部门：甲市乙局"),
    ("title", "部门预算编制说明"),
    ("words", PROSE),
    ("title", "2031年部门财务收支预算总表"),
    ("unit", "元"),
    ("table", BALANCE),
    ("title", "2031年部门支出预算总表"),
    ("unit", "元"),
    ("table", EXPENDITURE),
    ("title", "2031年部门一般公共预算支出功能分类预算表"),
    ("unit", "元"),
    ("table", GLUED),
    ("title", "2031年部门“三公”经费和机关运行经费预算表"),
    ("unit", "万元"),
    ("table", THREE_PUBLIC),
    ("title", "财政项目支出绩效目标申报表（项目总体情况）"),
    ("words", "（2031年）"),
    ("unit", "元"),
    ("table", OVERVIEW),
    ("title", "财政项目支出绩效目标申报表（绩效目标）"),
    ("words", "项目名称：登月项目"),
    ("unit", "元"),
    ("table", TARGETS),
    ("title", "财政项目支出绩效目标申报表（项目构成）"),
    ("unit", "元"),
    ("table", LINES),
]


def lone(item: Item) -> str:
    """The text of an item that is no table."""
    kind, text = item
    assert isinstance(text, str)
    return f"金额单位：{text}" if kind == "unit" else text


def tables_and_words() -> Iterator[tuple[str, str, Rows]]:
    """Kind, text and rows of each item; one of the last two is empty."""
    for item in BUDGET:
        if isinstance(item[1], str):
            yield item[0], lone(item), []
        else:
            yield item[0], "", item[1]


def flat(rows: Rows) -> Rows:
    """The rows with blanks in place of covered cells."""
    return [["" if text in (LEFT, ABOVE) else text for text in row] for row in rows]


def spans(rows: Rows) -> Iterator[tuple[int, int, int, int, str]]:
    """Row, column, height, width and text of each cell that is not covered."""
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if text in (LEFT, ABOVE):
                continue
            width = next((k for k in range(1, len(row) - c) if row[c + k] != LEFT), len(row) - c)
            height = next((k for k in range(1, len(rows) - r) if rows[r + k][c] != ABOVE), len(rows) - r)
            yield r, c, height, width, text


def as_text() -> bytes:
    """Tabs between cells, as copied out of a viewer."""
    lines: list[str] = []
    for kind, text, rows in tables_and_words():
        lines += [f"# {text}" if kind == "title" else text] if not rows else ["\t".join(row) for row in flat(rows)]
    return "\n".join(lines).encode()


def as_markdown() -> bytes:
    """Pipe tables under headings."""
    lines: list[str] = []
    for kind, text, rows in tables_and_words():
        if rows:
            table = ["| " + " | ".join(row) + " |" for row in flat(rows)]
            lines += [table[0], "|" + "---|" * len(rows[0]), *table[1:], ""]
        else:
            lines += [f"## {text}" if kind == "title" else text, ""]
    return "\n".join(lines).encode()


def as_page(declared: str = "utf-8", encoding: str = "utf-8") -> bytes:
    """A web page with merged cells."""
    return page_markup(declared).encode(encoding)


def page_markup(declared: str = "utf-8") -> str:
    parts = [f'<!DOCTYPE html><html><head><meta charset="{declared}"><title>x</title></head><body><script>1</script>']
    for kind, text, rows in tables_and_words():
        tag = "h2" if kind == "title" else "p"
        parts.append(table_markup(rows) if rows else f"<{tag}>{html.escape(text)}</{tag}>")
    return "\n".join([*parts, "</body></html>"])


def table_markup(rows: Rows) -> str:
    lines = ["<table border=1>"]
    cells = list(spans(rows))
    for r in range(len(rows)):
        row = [
            f"<td rowspan={height} colspan={width}>{html.escape(text)}</td>"
            for at, _, height, width, text in cells
            if at == r
        ]
        lines.append(f"<tr>{''.join(row)}</tr>")
    return "\n".join([*lines, "</table>"])


def as_saved_page() -> bytes:
    """MHTML, as Office writes it."""
    message = MIMEMultipart("related")
    message.attach(MIMEText(page_markup("gb2312"), "html", "gb18030"))
    return message.as_bytes()


def as_csv(delimiter: str = ",", encoding: str = "utf-8-sig") -> bytes:
    """One sheet saved as separated values: all rows padded to the same width, blank rows between the tables."""
    width = max(len(rows[0]) for _, _, rows in tables_and_words() if rows)
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    for _, text, rows in tables_and_words():
        for row in flat(rows) if rows else [[text]]:
            writer.writerow(row + [""] * (width - len(row)))
        if rows:
            writer.writerow([""] * width)
    return out.getvalue().encode(encoding)


def as_workbook() -> bytes:
    """One sheet with numbers stored as numbers and shown by their formats."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "部门预算"
    at = 1
    for _, text, rows in tables_and_words():
        if not rows:
            sheet.cell(at, 1, text)
            at += 1
            continue
        for r, c, height, width, printed in spans(rows):
            _put_number(sheet.cell(at + r, c + 1), printed)
            if height > 1 or width > 1:
                sheet.merge_cells(
                    start_row=at + r, start_column=c + 1, end_row=at + r + height - 1, end_column=c + width
                )
        at += len(rows) + 1
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _put_number(cell: object, printed: str) -> None:
    digits = number_text(printed)
    if digits is None or "." not in digits:
        cell.value = printed or None  # type: ignore[attr-defined]
        if printed.startswith("="):
            cell.data_type = "s"  # type: ignore[attr-defined]
        return
    cell.value = Decimal(digits)  # type: ignore[attr-defined]
    cell.number_format = "#,##0.00"  # type: ignore[attr-defined]


def as_old_workbook() -> bytes:
    """A sheet for each table, as the finance offices' programs export them."""
    book = xlwt.Workbook(encoding="utf-8")
    shown = xlwt.easyxf(num_format_str="#,##0.00")
    sheet, at, number = book.add_sheet("封面"), 0, 0
    for kind, text, rows in tables_and_words():
        if kind == "title" and at:
            number += 1
            sheet, at = book.add_sheet(f"表{number}"), 0
        if not rows:
            sheet.write(at, 0, text)
            at += 1
            continue
        for r, c, height, width, printed in spans(rows):
            digits = number_text(printed)
            number_like = digits is not None and "." in digits
            value = float(digits) if number_like and digits else printed
            style = (shown,) if number_like else ()
            sheet.write_merge(at + r, at + r + height - 1, c, c + width - 1, value, *style)
        at += len(rows)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_word() -> bytes:
    """Headings, paragraphs and tables with merged cells."""
    document = docx.Document()
    for kind, text, rows in tables_and_words():
        if not rows:
            document.add_heading(text, 1) if kind == "title" else document.add_paragraph(text)
            continue
        table = document.add_table(len(rows), len(rows[0]))
        for r, c, height, width, printed in spans(rows):
            cell = table.cell(r, c)
            if height > 1 or width > 1:
                cell = cell.merge(table.cell(r + height - 1, c + width - 1))
            cell.text = printed
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


FORMS = {
    "text": as_text,
    "markdown": as_markdown,
    "html": as_page,
    "html in GB 2312": lambda: as_page("gb2312", "gb18030"),
    "mhtml": as_saved_page,
    "csv": as_csv,
    "csv in GB 18030": lambda: as_csv(encoding="gb18030"),
    "tsv in UTF-16": lambda: as_csv("\t", "utf-16"),
    "xlsx": as_workbook,
    "xls": as_old_workbook,
    "docx": as_word,
}
