"""Files are what their bytes are, whatever they are called."""

from __future__ import annotations

import io
import zipfile

import pytest

from corpus.readers import UnreadableFileError
from corpus.readers.formats import FORMATS, format_of, reader_for
from corpus.readers.invented_for_tests import FORMS, as_page, page_markup
from corpus.reading import read_document
from corpus.records import Paragraph

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504


def ole(*streams: str) -> bytes:
    """The beginning of an old Office file and directory entries of those names."""
    return OLE + b"".join(f"{name}\0".encode("utf-16-le").ljust(128, b"\0") for name in streams)


def package(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for name in names:
            target.writestr(name, b"x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "known"),
    [
        (b"%PDF-1.7\n", "pdf"),
        (b"\n  %PDF-1.4\n", "pdf"),
        (package("word/document.xml"), "docx"),
        (package("xl/workbook.xml"), "xlsx"),
        (package("xl/workbook.bin", "xl/worksheets/sheet1.bin"), "xlsb"),
        (package("ppt/presentation.xml"), "pptx"),
        (package("OFD.xml"), "ofd"),
        (package("mimetype", "content.xml"), "odf"),
        (package("a.pdf"), "zip"),
        (b"PK\x03\x04 cut off", "damaged zip"),
        (ole("EncryptionInfo", "EncryptedPackage"), "encrypted office"),
        (ole("WordDocument"), "doc"),
        (ole("Workbook"), "xls"),
        (ole("Book"), "xls"),
        (ole("PowerPoint Document"), "ole"),
        (b"{\\rtf1\\ansi x}", "rtf"),
        (b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>', "office xml"),
        (b"<!-- x -->\r\n<HTML><body>x", "html"),
        ("\ufeff<table><tr><td>项目".encode(), "html"),
        (as_page("gb2312", "utf-16"), "html"),
        ("<div>项目</div>".encode(), "html"),
        ("<div align=center>\n\n# 表\n\n</div>\n\n|项目|金额|\n|--|--|\n|甲|5|\n".encode(), "markdown"),
        ("项目 <table><tr><td>5</td></tr></table>".encode(), "text"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x", "mhtml"),
        ("单位: 元\nContent: 5\n\n甲".encode(), "text"),
        ("项目,金额\n甲,5\n".encode("gb18030"), "csv"),
        ("项目\t金额\n甲\t5\n合计\t5\n".encode("utf-16"), "csv"),
        ("支出总额为10元。".encode("utf-16"), "text"),
        ("# 甲市预算\n2031年支出总表\n项目\t金额\n甲\t5\n".encode(), "text"),
        ("项目  金额  比例\n甲  1,200.00  5\n乙  3,400.00  6\n".encode(), "text"),
        ("项目名称\n登月项目\n项目类别\n经常性\n".encode(), "text"),
    ],
)
def test_the_format_is_known_by_the_content(data: bytes, known: str) -> None:
    for name in ("预算.pdf", "预算.txt", "预算.xls", "x"):
        assert format_of(data, name).name == known


@pytest.mark.parametrize("data", [b"", b" \r\n\t", b"\xef\xbb\xbf", b"\xff\xfe", b"\0" * 100])
def test_an_empty_file_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableFileError, match=r"a\.txt: the file is empty"):
        reader_for(data, "a.txt")


@pytest.mark.parametrize("data", [b"\x7fELF\0\0\0\x01\x02", b"\xff\xff\xff"])
def test_what_is_not_known_is_refused_with_advice(data: bytes) -> None:
    with pytest.raises(UnreadableFileError, match="this kind of file is not read; save it as PDF"):
        format_of(data, "x")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (ole("WordDocument"), "Word 97-2003 file.*save it as .docx"),
        (ole("EncryptedPackage"), "encrypted.*password"),
        (ole("Workbook"), "damaged.*xlsx"),
        (package("OFD.xml"), "OFD.*PDF"),
        (package("a.pdf"), "archive.*unpack"),
        (b"PK\x03\x04 cut off", "damaged"),
        (b"{\\rtf1 x}", "RTF"),
    ],
)
def test_what_is_known_and_not_read_says_what_to_do(data: bytes, message: str) -> None:
    with pytest.raises(UnreadableFileError, match=message):
        read_document(data, "预算.doc")


def test_text_in_utf_16_is_read_as_text() -> None:
    for encoding in ("utf-16", "utf-16-le"):
        blocks, _ = reader_for("支出10元 a b c d。\n".encode(encoding), "x")("支出10元 a b c d。\n".encode(encoding))
        assert [block.text for block in blocks if isinstance(block, Paragraph)] == ["支出10元a b c d。"]


def test_names_of_formats_are_unique_and_text_comes_last() -> None:
    names = [item.name for item in FORMATS]
    assert len(set(names)) == len(names)
    assert names[-1] == "text"


@pytest.mark.parametrize("form", FORMS)
def test_cut_files_are_read_or_refused_and_nothing_else(form: str) -> None:
    """Every form cut off at forty places: a reading or an ``UnreadableFileError``, never another error."""
    data = FORMS[form]()
    outcomes = set()
    for part in range(1, 41):
        cut = data[: len(data) * part // 41]
        try:
            reader_for(cut, "x")(cut)
            outcomes.add("read")
        except UnreadableFileError as error:
            assert error.advice
            outcomes.add("refused")
    assert outcomes
    assert "read" in outcomes or form in ("xlsx", "docx", "xls")


@pytest.mark.parametrize("form", FORMS)
def test_damaged_files_are_read_or_refused_and_nothing_else(form: str) -> None:
    data = FORMS[form]()
    for seed in range(60):
        damaged = bytearray(data)
        for step in range(1 + seed % 7):
            damaged[(seed * 7919 + step * 104_729) % len(data)] ^= 1 + (seed * 31 + step) % 255
        try:
            blocks, _ = reader_for(bytes(damaged), "x")(bytes(damaged))
            assert isinstance(blocks, list)
        except UnreadableFileError as error:
            assert error.reason


def test_markup_for_the_other_tests_is_a_page() -> None:
    assert page_markup().startswith("<!DOCTYPE html>")
