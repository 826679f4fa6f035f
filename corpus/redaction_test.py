"""Contact fields, wherever they stand, leave nothing of themselves behind."""

from __future__ import annotations

import pytest

from corpus.readers.text import read_text
from corpus.records import Grid
from corpus.redaction import REDACTED, carries_contact, redact

NAME, OTHER, PHONE = "甲乙丙", "丁戊", "13900000000"


def surfaces(text: str) -> tuple[str, int]:
    """All that is left to be seen of ``text``, and how many values were replaced."""
    blocks, _ = read_text(text.encode())
    found, count = redact(blocks)
    seen = []
    for block in found:
        if isinstance(block, Grid):
            seen += [part for row in block.rows for cell in row for part in (cell.text, cell.place.printed)]
        else:
            seen += [block.text, block.place.printed]
    return "\n".join(seen), count


@pytest.mark.parametrize(
    "text",
    [
        f"项目负责人：\t{NAME}\t联系人：\t{OTHER}\t联系电话：\t{PHONE}\n",
        f"项目负责人\t{NAME}\t联系人\t{OTHER}\t联系电\t{PHONE}\n",
        f"项目负责人：\t{NAME}\t联系人：\t{OTHER}\t联系电话：{PHONE}\n",
        f"| 项目负责人: | {NAME} | 联系人: | {OTHER} | 联系电话: | 60000000 |\n",
        f"单位负责人（签章）：{NAME}  填表人：{OTHER}  电话60000000\n",
        f"填报单位负责人：填报人：{OTHER}\n联系人：{NAME}，{OTHER}\n",
        f"负责人：\t\t联系人：\t{NAME}\n填表人\t{OTHER}\n",
        f"如有疑问请联系021-60000000或{PHONE}。\n",
        f"填表人：{NAME[0]} {NAME[1:]}\n",
    ],
)
def test_nothing_of_a_contact_is_left(text: str) -> None:
    seen, count = surfaces(text)
    assert count > 0
    assert REDACTED in seen
    for value in (NAME, OTHER, NAME[1:], PHONE, "60000000"):
        assert value not in seen


def test_what_stands_beside_a_contact_stays() -> None:
    seen, count = surfaces("项目负责人：\t甲乙丙\t起始日期：\t2031-01-01\n联系人：\t\t结束日期：\t2031-12-31\n")
    assert count == 1
    assert "起始日期：" in seen
    assert "2031-01-01" in seen
    assert "结束日期：" in seen
    assert "2031-12-31" in seen


def test_prose_and_amounts_stay() -> None:
    text = "建立项目负责人制度，由负责人审核。\n甲乙工作室\t13,900,000,000.00\n项目编号\t31900000000001\n"
    seen, count = surfaces(text)
    assert count == 0
    assert "由负责人审核" in seen
    assert "甲乙工作室" in seen


def test_a_paragraph_that_is_only_a_contact_field_is_known() -> None:
    blocks, _ = redact(read_text("填表人：甲乙\n由负责人审核。\n".encode())[0])
    assert [carries_contact(block) for block in blocks] == [True, False]
