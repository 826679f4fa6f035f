"""Contact persons and telephone numbers are replaced at reading, before anything is stored or shown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.normal import label
from corpus.records import Block, Grid, Paragraph, Place, RawCell

REDACTED = "[redacted]"

_CONTACT = r"(?:项目|单位|部门|填报单位|财务|业务)?(?:负责人|联系人|联系电话?|联系方式|填表人|填报人|经办人|电话|手机)"
_SIGNED = r"(?:\([^)]*\)|（[^）]*）)?"
_LABEL_ONLY = re.compile(rf"{_CONTACT}(?:\((?:签章|签字|签名|盖章)\))?")
_MORE_NAMES = r"(?:[，,/][\u4e00-\u9fff]{2,3}(?=[，,；;。\s]|$))*"
_NEXT = rf"(?:{_CONTACT}{_SIGNED}|填报日期|日期)\s*[:：]|(?:电话|手机)\s*\d"
_GLUED = re.compile(
    rf"(?P<label>{_CONTACT}{_SIGNED}\s*[:：])"
    rf"(?P<value>\s*(?!{_NEXT})[^\s:：，。；]+?(?={_NEXT}|[\s:：，。；]|$){_MORE_NAMES})"
    rf"|(?P<bare>电话|手机)\s*\d[\d-]{{6,}}"
)
_PHONE = re.compile(r"(?<!\d)(?:1[3-9]\d{9}|0\d{2,3}[-—]\d{7,8})(?!\d)")

_LABEL_IN_LINE = re.compile(rf"{_CONTACT}{_SIGNED}(?=\s|[:：]|$)")


def redact(blocks: Sequence[Block]) -> tuple[list[Block], int]:
    """``blocks`` with the values of contact fields replaced by ``REDACTED``, and how many were replaced."""
    result: list[Block] = []
    count = 0
    for block in blocks:
        if isinstance(block, Grid):
            rows = []
            for row in block.rows:
                cells, replaced = _redact_row(row)
                rows.append(cells)
                count += replaced
            result.append(replace(block, rows=tuple(rows)))
            continue
        text, replaced = _redact_text(block.text)
        if replaced:
            count += replaced
            block = replace(block, text=text, place=_masked(block.place, text))
        result.append(block)
    return result, count


def _redact_row(row: tuple[RawCell, ...]) -> tuple[tuple[RawCell, ...], int]:
    cells = list(row)
    count = 0
    expecting = False
    for index, cell in enumerate(cells):
        name = label(cell.text)
        if name and cell.text.rstrip().endswith((":", "：")):
            expecting = False
        if _LABEL_ONLY.fullmatch(name):
            expecting = True
            continue
        text, replaced = _redact_text(cell.text)
        if expecting and name:
            text, replaced, expecting = REDACTED, max(replaced, 1), False
        if replaced:
            cells[index] = replace(cell, text=text, place=_masked(cell.place, text))
            count += replaced
    return tuple(cells), count


def _redact_text(text: str) -> tuple[str, int]:
    """Replace what follows a contact label with a colon, and every telephone number."""
    text, glued = _GLUED.subn(lambda match: f"{match['label'] or match['bare']}{REDACTED}", text)
    text, phones = _PHONE.subn(REDACTED, text)
    return text, glued + phones


def contact_spans(line: str) -> list[tuple[int, int]]:
    """Where a printed line may hold contact data, as (start, stop): all that follows a contact label, and telephones.

    For pictures of pages, where too much is better hidden than too little: a label counts also where no colon stands.
    """
    spans = [(match.end(), len(line)) for match in _LABEL_IN_LINE.finditer(line)]
    spans += [match.span() for match in _PHONE.finditer(line)]
    return [(start, stop) for start, stop in spans if line[start:stop].strip()]


def _masked(place: Place, text: str) -> Place:
    return replace(place, printed=text)


def carries_contact(block: Block) -> bool:
    """Whether a paragraph is nothing but a contact field, so that it need not be searched."""
    return isinstance(block, Paragraph) and REDACTED in block.text and len(block.text) < 40
