"""Pictures of PDF pages: the place framed, contact data painted over, nothing shown where it cannot be found."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from assistant.config import Settings
from assistant.library import Library, add_paths
from assistant.page_picture import NoPictureError, framed_picture, page_picture
from assistant.page_worker import picture
from corpus.readers.pdf_test import lattice, pdf, text
from corpus.records import Place
from corpus.redaction import contact_spans

MASK = (40, 40, 40)
PAGE = (
    text(60, 60, "云台市观测所2031年项目绩效目标表", 16)
    + lattice((60, 160, 300, 400, 540), (100, 130, 160))
    + text(66, 120, "项目名称")
    + text(166, 120, "灯塔维护")
    + text(306, 120, "预算数")
    + text(406, 120, "7654321")
    + text(66, 150, "项目负责人")
    + text(166, 150, "甲乙丙")
    + text(306, 150, "联系电话")
    + text(406, 150, "02112345678")
    + text(60, 300, "填表人：丁戊己")
)


def shown(png: bytes) -> tuple[Image.Image, float]:
    image: Any = Image.open(io.BytesIO(png))
    return image.convert("RGB"), float(image.info["scale"])


def dark(image: Image.Image, scale: float, x: float, y: float) -> bool:
    """Whether the point (in points from the top left) is painted over."""
    pixel = image.getpixel((int(x * scale), int(y * scale)))
    return isinstance(pixel, tuple) and all(abs(a - b) < 12 for a, b in zip(pixel, MASK, strict=True))


def test_contact_data_is_painted_over_and_all_else_stays(tmp_path: Path) -> None:
    (tmp_path / "云台.pdf").write_bytes(pdf(PAGE))
    settings = Settings(library=tmp_path / "library", use_vectors=False)
    add_paths(settings.library, [tmp_path / "云台.pdf"], settings)
    with Library.open(settings.library, settings) as library:
        document = library.documents()[0].id
        image, scale = shown(page_picture(library, document, 1))
        for x, y in ((180, 146), (430, 146), (120, 296)):
            assert dark(image, scale, x, y), (x, y)
        for x, y in ((180, 108), (430, 108), (62, 290), (300, 500)):
            assert not dark(image, scale, x, y), (x, y)
        place = Place("7654321", page=1, bbox=(400, 100, 540, 130))
        framed = Image.open(io.BytesIO(framed_picture(library, document, place))).convert("RGB")
        assert framed.getpixel((int(470 * scale), int(100 * scale - 3))) == (200, 60, 20)
        with pytest.raises(NoPictureError):
            page_picture(library, document, 2)
        with pytest.raises(NoPictureError):
            framed_picture(library, document, Place("7654321", page=1))


def test_a_scanned_page_is_shown_only_if_all_contact_data_of_the_document_is_located() -> None:
    scanned = pdf("0.5 g 100 100 300 300 re f\n")
    assert picture(scanned, 1, [], located=False) is None
    assert picture(scanned, 1, [(10, 10, 50, 30)], located=True) is not None


@pytest.mark.parametrize(
    ("line", "hidden"),
    [
        ("填表人：丁戊己", "：丁戊己"),
        ("联系人 甲乙 电话 021-12345678", " 甲乙 电话 021-12345678"),
        ("请拨 13812345678 查询", "13812345678"),
        ("单位负责人（签章）：庚", "：庚"),
        ("资金安排100万元", ""),
        ("由负责人会议决定", ""),
    ],
)
def test_what_follows_a_contact_label_is_hidden_in_pictures(line: str, hidden: str) -> None:
    assert hidden in [line[start:stop] for start, stop in contact_spans(line)] or (
        not hidden and not contact_spans(line)
    )
