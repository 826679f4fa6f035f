"""Pictures of pages drawn for tests: tables with rules, lines of text, seals."""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import cache

from PIL import Image, ImageDraw, ImageFont

DPI = 200
_FONTS = ("wqy-zenhei.ttc", "NotoSansCJK-Regular.ttc", "PingFang.ttc", "Arial Unicode.ttf", "msyh.ttc", "simsun.ttc")


@cache
def font(points: float) -> ImageFont.FreeTypeFont:
    """A Chinese font of this machine. Raises ``OSError`` where none is installed (Debian: fonts-wqy-zenhei)."""
    for name in _FONTS:
        try:
            return ImageFont.truetype(name, round(points * DPI / 72))
        except OSError:
            continue
    raise OSError("these tests draw Chinese text: install a Chinese font, such as Debian's fonts-wqy-zenhei")


class Sheet:
    """A white page, as wide as A4, that is drawn on in points from its top left corner."""

    def __init__(self, width: float = 595, height: float = 260) -> None:
        self.image = Image.new("RGB", (_pixels(width), _pixels(height)), "white")
        self._draw = ImageDraw.Draw(self.image)

    def text(self, x: float, y: float, words: str, points: float = 10.5, right: bool = False) -> Sheet:
        """``words`` with the top left (or top right) corner at x, y."""
        place = (_pixels(x), _pixels(y))
        self._draw.text(place, words, "black", font(points), anchor="ra" if right else "la")
        return self

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> Sheet:
        """A straight line of a point's width."""
        self._draw.line((_pixels(x0), _pixels(y0), _pixels(x1), _pixels(y1)), "black", 2)
        return self

    def lattice(self, xs: Sequence[float], ys: Sequence[float]) -> Sheet:
        """Rules at every x and y."""
        for y in ys:
            self.rule(xs[0], y, xs[-1], y)
        for x in xs:
            self.rule(x, ys[0], x, ys[-1])
        return self

    def seal(self, x: float, y: float, radius: float) -> Sheet:
        """A red ring with a bar across, as official seals are, without covering what is black."""
        layer = Image.new("RGB", self.image.size, "white")
        draw = ImageDraw.Draw(layer)
        box = [_pixels(value) for value in (x - radius, y - radius, x + radius, y + radius)]
        draw.ellipse(box, outline=(220, 30, 30), width=8)
        draw.line((box[0], _pixels(y), box[2], _pixels(y)), (220, 30, 30), 8)
        self.image = Image.composite(self.image, layer, self.image.convert("L").point(lambda v: 255 if v < 128 else 0))
        self._draw = ImageDraw.Draw(self.image)
        return self

    def bytes(self, kind: str = "PNG") -> bytes:
        """The page as a file of that kind."""
        return saved([self.image], kind)


def saved(images: Sequence[Image.Image], kind: str) -> bytes:
    """Pictures as one file; several only where the kind (TIFF, PDF) holds pages."""
    out = io.BytesIO()
    pages = {"save_all": True, "append_images": list(images[1:])} if len(images) > 1 else {}
    images[0].save(out, kind, **({"resolution": DPI} if kind == "PDF" else {"dpi": (DPI, DPI)}), **pages)
    return out.getvalue()


def expenditure_table() -> Sheet:
    """A table of expenditure with a merged header, blank cells and a caption."""
    xs, ys = (50, 110, 290, 380, 460, 545), (90, 112, 134, 156, 178, 200)
    page = Sheet().text(200, 40, "2031年支出预算总表", 16).text(50, 70, "编制部门：甲区乙局").text(500, 70, "单位：元")
    page.lattice(xs, (ys[0], *ys[2:]))
    page.rule(290, 112, 545, 112)
    _white(page, (380, 91, 380, 111), (460, 91, 460, 111))
    page.text(60, 104, "编码").text(170, 104, "项目").text(390, 95, "支出预算")
    page.text(320, 117, "合计").text(395, 117, "基本支出").text(480, 117, "项目支出")
    rows = (
        ("201", "一般公共服务支出", "1,200,340.56", "", "1,200,340.56"),
        ("208", "社会保障和就业支出", "98,000.00", "98,000.00", ""),
        ("", "合计", "1,298,340.56", "98,000.00", "1,200,340.56"),
    )
    for y, row in zip(ys[2:], rows, strict=False):
        page.text(60, y + 5, row[0]).text(115, y + 5, row[1])
        for x, words in zip(xs[3:], row[2:], strict=True):
            page.text(x - 4, y + 5, words, right=True)
    return page


def _white(page: Sheet, *lines: tuple[float, float, float, float]) -> None:
    for line in lines:
        page._draw.line([_pixels(value) for value in line], "white", 6)


def _pixels(points: float) -> int:
    return round(points * DPI / 72)
