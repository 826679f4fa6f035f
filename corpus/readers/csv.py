"""Files of separated values: records to grids; captions, unit lines and notes between them to words.

Places carry the physical line (1-based) and the characters in it of the decoded text, so that each can be read again
from the file; a field over several lines has only the line on which it begins.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from corpus.readers import UnreadableFileError
from corpus.readers.encoding import decoded
from corpus.readers.laid import LaidCell, LaidRow
from corpus.readers.layout import blocks_of
from corpus.readers.separated import FieldText, Record, records_of, separator_of
from corpus.records import Block, Paragraph, Place, Problem

KIND = "CSV file"
MAX_FIELDS = 1_000_000
_LEADING = re.compile(r"[-+(¥￥]*[1-9]\d{0,2}")
_GROUP = re.compile(r"\d{3}(?:\.\d+)?\)?")


def read_csv(data: bytes) -> tuple[list[Block], list[Problem]]:
    """The blocks of a CSV or TSV file. The separator is found out from the content; UTF-8, UTF-16 or GB 18030.

    A record that can be read in two ways, because a number in it may have thousands separators without quotes, becomes
    a paragraph and a problem, never figures. Raises ``UnreadableFileError`` for no text and beyond ``MAX_FIELDS``.
    """
    text = decoded(data, KIND)
    separator = separator_of(text) or ","
    records = records_of(text, separator)
    if sum(len(record.fields) for record in records) > MAX_FIELDS:
        raise UnreadableFileError(KIND, f"it has more than {MAX_FIELDS} fields", "split it and add the parts")
    lines = text.split("\n")
    unsure = _ambiguous(records) if separator == "," else set()
    blocks: list[Block] = []
    problems: list[Problem] = []
    for doubtful, group in groupby(records, key=lambda record: record.line in unsure):
        if not doubtful:
            blocks += blocks_of([_laid(record) for record in group])
            continue
        for record in group:
            printed = lines[record.line - 1].rstrip("\r")
            place = Place(printed, line=record.line, char_from=0, char_to=len(printed))
            blocks.append(Paragraph(printed, place))
            message = "a comma may separate two fields or the thousands of one number; the line is not read as figures"
            problems.append(Problem("ambiguous-separator", message, place))
    return blocks, problems


def _laid(record: Record) -> LaidRow:
    cells = tuple(
        LaidCell(field.value, column, _place(field))
        for column, field in enumerate(record.fields)
        if field.value.strip()
    )
    return LaidRow(cells, Place("", line=record.line))


def _place(field: FieldText) -> Place:
    if "\n" in field.raw:
        return Place(field.raw, line=field.line)
    return Place(field.raw, line=field.line, char_from=field.char_from, char_to=field.char_from + len(field.raw))


def _ambiguous(records: Sequence[Record]) -> set[int]:
    """The lines of records that hold what may be one number or two fields.

    Such a record is sure where it has as many fields as the ones around it that hold nothing of the kind, and where no
    record of the file has more: a file with one unquoted number like that may have others.
    """
    doubtful = {record.line for record in records if _may_be_one_number(record)}
    for part in _parts(records):
        widths = {len(record.fields) for record in part if record.line not in doubtful}
        if any(record.line in doubtful and len(record.fields) not in widths for record in part):
            return doubtful
    return set()


def _may_be_one_number(record: Record) -> bool:
    """Whether two fields in a row, without quotes, look like the thousands of one number (1 and 200.00)."""
    return any(
        not left.quoted and not right.quoted and _LEADING.fullmatch(left.raw) and _GROUP.fullmatch(right.raw)
        for left, right in pairwise(record.fields)
    )


def _parts(records: Sequence[Record]) -> Iterator[list[Record]]:
    """The records between blank ones."""
    for blank, group in groupby(records, key=lambda record: record.is_blank):
        if not blank:
            yield list(group)
