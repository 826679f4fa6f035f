"""The rows of 绩效目标 to indicators. Level names carry down; columns shift at page breaks, so words decide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from corpus.amounts import classify, target
from corpus.form_words import LEVEL_ONE_NAMES, LEVEL_TWO, NOTE_WORDS, is_piece_of
from corpus.normal import label
from corpus.records import Cell, CellKind, Indicator, Place, RawCell


class TargetReader:
    """Collects indicators row by row; ``read_row`` ignores rows that name none."""

    def __init__(self) -> None:
        self.indicators: list[Indicator] = []
        self._level1 = ""
        self._level2 = ""

    def read_row(self, project: str, row: Sequence[RawCell], table: str, number: int) -> None:
        """Take in one row below the header. ``table`` and ``number`` place it."""
        texts = [label(cell.text) for cell in row]
        index = self._levels(texts)
        while index < len(row) and not texts[index]:
            index += 1
        if index >= len(row) or texts[index] in NOTE_WORDS or texts[index].startswith(("主体活动", "项目名称")):
            return
        target_at = _target_at(texts, index)
        place = replace(row[index].place, table=table, row=number, column=index)
        self.indicators.append(
            Indicator(
                key=f"{project}.i{len(self.indicators) + 1}",
                level1=self._level1,
                level2=self._level2,
                level3=row[index].text.replace("\n", ""),
                target=_target_cell(row, target_at, table, number),
                note=next((cell.text for cell in row[target_at + 1 :] if cell.text), ""),
                place=place,
            )
        )

    def _levels(self, texts: list[str]) -> int:
        """Consume the side label and the first two levels; returns the index after them."""
        index = 0
        for position, text in enumerate(texts):
            if text in LEVEL_ONE_NAMES:
                self._level1, self._level2, index = text, "", position + 1
            elif text in LEVEL_TWO:
                self._level2, index = text, position + 1
                break
            elif text and not _side_label(text):
                break
            elif text:
                index = position + 1
        return index


def _target_at(texts: Sequence[str], name_at: int) -> int:
    """The column of the target value: the first of two filled cells after the name (a page break may leave a gap),
    else the very next cell, which may be blank; a lone remark is no target."""
    filled = [column for column in range(name_at + 1, len(texts)) if texts[column]]
    return filled[0] if len(filled) >= 2 and texts[filled[0]] not in NOTE_WORDS else name_at + 1


def _side_label(text: str) -> bool:
    """A fragment of 绩效目标 in the first column; OCR reads its last sign as 日."""
    return is_piece_of(text.replace("日", "目"), "绩效目标") or text == "绩效指标"


def _target_cell(row: Sequence[RawCell], index: int, table: str, number: int) -> Cell:
    if index >= len(row):
        last = row[-1].place
        beyond = Place("", last.page, last.line, table=table, row=number, column=index)
        return Cell(number, index, "", CellKind.BLANK, beyond)
    raw = row[index]
    place = replace(raw.place, table=table, row=number, column=index)
    return Cell(number, index, raw.text, classify(raw.text), place, target(raw.text))
