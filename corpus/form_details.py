"""Detail tables of unit price × quantity behind a project's form, of any template, to line items by their header."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.form_draft import Row, compact, placed
from corpus.form_funding import amount_cell
from corpus.form_lines import Lines, LinesLayout, count_cell, is_lines_header
from corpus.records import Cell, CellKind, LineItem, Problem, RawCell

_UNIT = re.compile(r"\((元|千元|万元|亿元)\)$")
_PRICE = re.compile(r"单价|单位价格|测算单价|预算单价|单位成本|标准")
_QUANTITY = re.compile(r"数量|工作量|人次数|采购数量|测算数量")
_AMOUNT = re.compile(r"(?:明细|预算|申请|支出|测算)?(?:金额|总价|小计|合计)|预算数|合价")
_NAME = re.compile(r".*(?:明细|名称|内容|子项|支出项目|用途|事项|科目)|项目|.*规格.*|.*型号.*")
_NOTE = re.compile(r"备注|说明|测算依据|依据")
_TOTAL = re.compile(r"(?:金额)?合计|总计")


@dataclass(frozen=True, slots=True)
class DetailHeader:
    """The columns of a detail table; ``names`` are those of content and detail, ``units`` the unit behind a label."""

    names: tuple[int, ...]
    price: int
    quantity: int
    amount: int
    note: int
    units: tuple[str, ...]


def detail_header(row: Row) -> DetailHeader | None:
    """The columns of a row that heads a table of unit price, quantity and amount; None where it does not."""
    if is_lines_header(row):
        return None
    texts = [compact(cell.text) for cell in row]
    bare = [_UNIT.sub("", text) for text in texts]

    def first(pattern: re.Pattern[str]) -> int:
        return next((c for c, text in enumerate(bare) if text and pattern.fullmatch(text)), -1)

    price, quantity, amount = first(_PRICE), first(_QUANTITY), first(_AMOUNT)
    names = tuple(c for c, text in enumerate(bare) if text and _NAME.fullmatch(text) and c not in (price, amount))
    if min(price, quantity, amount) < 0 or not names:
        return None
    units = tuple(match[1] if (match := _UNIT.search(text)) else "" for text in texts)
    return DetailHeader(names[:2], price, quantity, amount, first(_NOTE), units)


def read_details(rows: Sequence[Row], header: DetailHeader, layout: LinesLayout, prefix: str, known: int) -> Lines:
    """The line items of ``rows``, whose first is the header. Their keys are ``prefix`` and numbers above ``known``."""
    found = Lines()
    content = ""
    for number, raw in enumerate(rows):
        if number == 0 or detail_header(raw) is not None or not any(cell.text.strip() for cell in raw):
            continue
        row = placed(raw, layout.table, number)
        amount = _money(row, header.amount, header, layout)
        if any(_TOTAL.fullmatch(compact(cell.text)) for cell in row):
            found.total = amount or found.total
            continue
        names = [_text(row, column) for column in header.names]
        content = names[0] or content
        if amount is None or not any((*names, content)):
            continue
        found.problems += _complaints(amount, layout)
        quantity = count_cell(row[header.quantity]) if header.quantity < len(row) else None
        found.lines.append(
            LineItem(
                key=f"{prefix}{known + len(found.lines) + 1}",
                content=content,
                detail=names[1] if len(names) > 1 else "",
                amount=amount,
                unit_price=_money(row, header.price, header, layout),
                quantity=quantity,
                note=_text(row, header.note),
                table=layout.table,
                row=number,
            )
        )
    return found


def _complaints(amount: Cell, layout: LinesLayout) -> list[Problem]:
    if amount.kind is not CellKind.TEXT:
        return []
    return [layout.complaint("unreadable-number", f"{amount.text!r} is not one amount", amount.place)]


def _money(row: Sequence[RawCell], column: int, header: DetailHeader, layout: LinesLayout) -> Cell | None:
    if not 0 <= column < len(row) or not row[column].text.strip():
        return None
    raw = row[column]
    return amount_cell(raw.text, raw.place, header.units[column] or layout.unit)


def _text(row: Sequence[RawCell], column: int) -> str:
    return row[column].text.replace("\n", "") if 0 <= column < len(row) else ""
