"""The comparison of a text form with its PDF, on texts written here."""

from __future__ import annotations

import pytest

from corpus.reading import read_document
from corpus.records import Reading
from eval.layouts import LayoutError, as_table, compare, layouts

HEAD = "2031年部门支出预算总表\n单位：元\n类\t款\t项\t科目名称\t合计\t基本支出\t项目支出\n"


def reading(rows: str) -> Reading:
    return read_document((HEAD + rows).encode(), "a.txt")


def test_found_renamed_and_wrong() -> None:
    pdf = reading("205\t\t\t教育支出\t3\t1\t2\n206\t\t\t科学技术支出\t4\t4\t\n")
    text = reading("205\t\t\t教育支出\t3\t9\t\n\t\t\t科学技术支出\t4\t\t\n")
    result = compare("a.pdf", "raw", pdf, text)
    assert (result.expected, result.found, result.renamed) == (5, 1, 1)
    assert [key[3] for key in result.wrong] == ["基本支出"]
    assert "| a.pdf | raw | 5 | 20.0% | 1 | 1 |" in as_table([result])


def test_what_is_missing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _: None)
    with pytest.raises(LayoutError, match="poppler"):
        layouts([])
