"""Packages built to harm: each is refused with a message, none is unpacked whole."""

from __future__ import annotations

import io
import zipfile

import pytest

from corpus.readers import UnreadableFileError
from corpus.readers.ooxml import MAX_ENTRIES, Package, parse_xml


def packed(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in parts.items():
            target.writestr(name, data)
    return out.getvalue()


def test_a_part_that_unpacks_a_thousandfold_is_a_bomb() -> None:
    data = packed(sheet=b"\0" * (40 * 2**20))
    assert len(data) < 100_000
    with pytest.raises(UnreadableFileError, match=r"unpacks to more than 1[67] MB") as refused:
        Package(data, "Excel workbook").read("sheet")
    assert "save it anew" in refused.value.advice


def test_stated_sizes_are_not_believed() -> None:
    data = bytearray(packed(sheet=b"<a>" + b"x" * 5000 + b"</a>"))
    directory = data.index(b"PK\x01\x02")
    data[directory + 24 : directory + 28] = (10).to_bytes(4, "little")
    with pytest.raises(UnreadableFileError, match="cannot be unpacked"):
        Package(bytes(data), "Excel workbook").read("sheet")


def test_too_many_parts() -> None:
    data = packed(**{f"p{number}": b"" for number in range(MAX_ENTRIES + 1)})
    with pytest.raises(UnreadableFileError, match="parts"):
        Package(data, "Excel workbook")


def test_a_part_that_only_a_password_opens() -> None:
    data = bytearray(packed(sheet=b"<a/>"))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(UnreadableFileError, match="encrypted"):
        Package(bytes(data), "Excel workbook").read("sheet")


def test_a_cut_package_and_a_missing_part() -> None:
    data = packed(sheet=b"<a/>")
    with pytest.raises(UnreadableFileError, match="damaged"):
        Package(data[:-10], "Excel workbook")
    with pytest.raises(UnreadableFileError, match="other is missing"):
        Package(data, "Excel workbook").read("other")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_is_refused_in_every_encoding(encoding: str) -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
    with pytest.raises(UnreadableFileError, match="entities"):
        parse_xml(bomb.encode(encoding), "Word document", "part")


def test_parts_outside_the_package_are_not_reached() -> None:
    relations = b'<R><Relationship Id="a" Type="t/image" Target="../../../../etc/passwd"/></R>'
    package = Package(packed(**{"word/_rels/document.xml.rels": relations}), "Word document")
    target = package.relations("word/document.xml")["a"].target
    assert target not in package
