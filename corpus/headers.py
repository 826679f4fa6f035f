"""Header rows to header paths: what each column of a grid means."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.amounts import classify, looks_numeric
from corpus.normal import label
from corpus.records import CellKind, Column, RawCell

TOTAL_NAMES = frozenset(
    {"合计", "总计", "收入总计", "支出总计", "本年收入合计", "本年支出合计", "收入合计", "支出合计"}
)
_CODE = re.compile(r"\d{3}(?:\d{2}){0,2}")
_ORDINAL_ROW = re.compile(r"[一二三四五六七八九十]+、.+")
_CODE_HEADER = re.compile(r"(?:类|款|项|科目编码|.*科目编码|.*科目代码|编码|代码)")
_IDENTIFIER = re.compile(r".*(?:代码|编码|编号|文号|账号)(?:\(.*\))?")
"""Headers of digits that are no amounts: 单位代码, 项目编号."""

_NUMBERING = ("序号", "行次", "栏次")
_NUMBERING_CELL = re.compile(
    r"栏次|行次|[类款项]|[甲乙丙丁戊]|[-—]*|(?:\(?\d{1,2}\)?(?:[=＝+＋\-－*×/÷]\(?\d{1,2}\)?)*)"
)
_PERCENTAGE = re.compile(r"[-+]?[\d,]+(?:\.\d+)?[%％]")
_LABEL_HEADER = re.compile(r"(?:.*科目名称|项目|名称|.*名称|单位|科目)(?:\(.*\))?")

_FIGURES = (CellKind.NUMBER, CellKind.ZERO, CellKind.DASH)

Rows = Sequence[Sequence[RawCell]]


def header_height(rows: Rows) -> int:
    """How many rows at the top are header: the filled ones before the first with a figure, a code, an ordinal, a total.

    Blank rows above the header count with it. A grid of words alone has a header only where blank rows follow it.
    """
    height = 0
    for index, row in enumerate(rows):
        texts = [label(cell.text) for cell in row]
        if not any(texts):
            continue
        if is_numbering(texts):
            height = index + 1
            continue
        if _is_body(texts, below_header=height > 0):
            return height
        height = index + 1
    return height if height < len(rows) else 0


def is_numbering(texts: Sequence[str]) -> bool:
    """Whether a row only numbers the columns: 栏次 with 1, 2, 3 or sums of such numbers, or 1, 2, 3 in every column."""
    if "栏次" in texts:
        return all(_NUMBERING_CELL.fullmatch(text) for text in texts)
    filled = [text for text in texts if text]
    counted = filled == [str(number) for number in range(1, len(filled) + 1)]
    return counted and len(filled) >= (3 if len(filled) == len(texts) else 4)


def _is_body(texts: list[str], below_header: bool) -> bool:
    if _CODE.fullmatch(texts[0]) or any(_ORDINAL_ROW.fullmatch(text) for text in texts):
        return True
    if any(classify(text) in _FIGURES or looks_numeric(text) for text in texts):
        return True
    filled = [text for text in texts if text]
    return below_header and filled == texts[:1] and filled[0] in TOTAL_NAMES


def header_paths(rows: Rows, width: int) -> list[tuple[str, ...]]:
    """The header path of each of ``width`` columns, from the top row of ``rows`` down.

    A blank header cell belongs to the merged cell on its left where both stand under the same parents; where the reader
    knows the spans of cells, these decide instead.
    """
    paths: list[tuple[str, ...]] = [() for _ in range(width)]
    spans = any(cell.column_span > 1 for row in rows for cell in row)
    for row in rows:
        texts = [label(row[c].text) if c < len(row) else "" for c in range(width)]
        if is_numbering(texts):
            continue
        filled = _fill_spans(row, texts) if spans else _fill_left(texts, paths)
        paths = [
            (*path, text) if text and (not path or path[-1] != text) else path
            for path, text in zip(paths, filled, strict=True)
        ]
    return paths


def _fill_spans(row: Sequence[RawCell], texts: list[str]) -> list[str]:
    filled = list(texts)
    for index, cell in enumerate(row):
        for covered in range(index + 1, min(index + cell.column_span, len(filled))):
            filled[covered] = filled[covered] or texts[index]
    return filled


def _fill_left(texts: list[str], paths: list[tuple[str, ...]]) -> list[str]:
    filled = list(texts)
    for index in range(1, len(filled)):
        if not filled[index] and filled[index - 1] and paths[index] == paths[index - 1]:
            filled[index] = filled[index - 1]
    return filled


def columns_of(paths: Sequence[tuple[str, ...]], body: Rows) -> tuple[Column, ...]:
    """Columns with their roles. A label or code column to the right of an amount column opens a new half."""
    columns: list[Column] = []
    half = 0
    seen_amount = False
    for index, path in enumerate(paths):
        role = _role(path, [row[index].text for row in body if index < len(row)])
        if role in ("code", "label") and seen_amount:
            half += 1
            seen_amount = False
        seen_amount = seen_amount or role == "amount"
        columns.append(Column(index, path, role, half))
    return tuple(columns)


def _code_or_total(text: str) -> bool:
    """Whether a code column may hold ``text``; 类, 款, 项 stand beside the total where the header's last row has it."""
    return text in ("类", "款", "项") or re.fullmatch(r"\d{1,7}", text) is not None or text in TOTAL_NAMES


def _role(path: tuple[str, ...], texts: list[str]) -> str:
    filled = [text for text in texts if text.strip()]
    figures = sum(
        classify(text) in _FIGURES or looks_numeric(text) or _PERCENTAGE.fullmatch(text.strip()) is not None
        for text in filled
    )
    last = path[-1] if path else ""
    if last in _NUMBERING:
        return "text"
    if _CODE_HEADER.fullmatch(last) and sum(_code_or_total(label(text)) for text in filled) * 2 >= len(filled):
        return "code"
    if _IDENTIFIER.fullmatch(last):
        return "text"
    if figures and figures * 2 >= len(filled):
        return "amount"
    if _LABEL_HEADER.fullmatch(last) or (filled and not figures):
        return "label" if _LABEL_HEADER.fullmatch(last) or not path else "text"
    return "amount" if path and not filled else "text"
