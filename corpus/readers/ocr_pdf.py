"""PDF pages that have to be read from their picture: which they are, and the picture itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pdfplumber.page import Page

from corpus.readers.pdf_text import UNMAPPED, Glyph

_DOTS_PER_INCH = 200
_MOST_PIXELS = 40_000_000
_COVERED = 0.7
_FEW = 10
_OUTLINES = 30
"""A page without text but with as many curves has its text drawn as outlines."""

_GARBAGE = 0.3


class Pictures:
    """Renders pages of one PDF; the file is opened when the first picture is asked for. Close it after use."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._document: Any = None

    def __enter__(self) -> Pictures:
        return self

    def __exit__(self, *_: object) -> None:
        if self._document is not None:
            self._document.close()

    def _page(self, number: int) -> Any:
        if self._document is None:
            import pypdfium2

            self._document = pypdfium2.PdfDocument(self._data)
        return self._document[number - 1]

    def picture(self, number: int) -> tuple[NDArray[np.uint8], float]:
        """Page ``number`` (from 1) in RGB, and the size of a pixel in points."""
        page = self._page(number)
        width, height = page.get_size()
        scale = min(_DOTS_PER_INCH / 72, (_MOST_PIXELS / max(1.0, width * height)) ** 0.5)
        return np.asarray(page.render(scale=scale, rev_byteorder=True).to_numpy()[:, :, :3], dtype=np.uint8), 1 / scale

    def hides_text(self, number: int) -> bool:
        """Whether all text of page ``number`` is invisible: another program's reading of a scan, laid under it."""
        import pypdfium2.raw as raw

        modes = [
            raw.FPDFTextObj_GetTextRenderMode(item.raw)
            for item in self._page(number).get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT])
        ]
        return bool(modes) and all(mode == raw.FPDF_TEXTRENDERMODE_INVISIBLE for mode in modes)


def is_pictured(page: Page, glyphs: Sequence[Glyph], pictures: Pictures, number: int) -> bool:
    """Whether the page says more in its picture than in its text: none, garbage, or only what lies under a scan."""
    legible = [glyph for glyph in glyphs if glyph.text.strip()]
    if not legible:
        return bool(page.images) or len(page.curves) >= _OUTLINES
    if sum(UNMAPPED in glyph.text for glyph in legible) > _GARBAGE * len(legible):
        return True
    if _share_of_images(page) < _COVERED:
        return False
    return len(legible) < _FEW or pictures.hides_text(number)


def _share_of_images(page: Page) -> float:
    areas = [(item["x1"] - item["x0"]) * (item["bottom"] - item["top"]) for item in page.images]
    return float(sum(areas)) / max(1.0, float(page.width) * float(page.height))
