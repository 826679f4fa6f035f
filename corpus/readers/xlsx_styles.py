"""The formats of an Excel workbook's cells, as far as reading needs them: number formats and drawn lines."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from corpus.readers.built_in_formats import BUILT_IN, GENERAL
from corpus.readers.ooxml import Package, child, children

_SIDES = ("top", "bottom", "left", "right")


@dataclass(frozen=True, slots=True)
class Styles:
    """Number format and drawn lines of each cell format, by its position in the file."""

    codes: tuple[str, ...] = ()
    ruled: tuple[bool, ...] = ()

    def code(self, style: int) -> str:
        """The number format of a cell format; General where the file has none."""
        return self.codes[style] if style < len(self.codes) else GENERAL

    def is_ruled(self, style: int) -> bool:
        """Whether lines are drawn around the cell on two sides at least."""
        return self.ruled[style] if style < len(self.ruled) else False


def read_styles(package: Package, name: str) -> Styles:
    """The cell formats of the styles part; none where there is no such part."""
    if not name or name not in package:
        return Styles()
    root = package.tree(name)
    custom = {
        int(item.get("numFmtId", "0")): item.get("formatCode", GENERAL)
        for item in _items(root, "numFmts", "numFmt")
        if item.get("numFmtId", "").isdigit()
    }
    borders = [_is_drawn(border) for border in _items(root, "borders", "border")]
    codes, ruled = [], []
    for item in _items(root, "cellXfs", "xf"):
        number = _index(item, "numFmtId")
        codes.append(custom.get(number) or BUILT_IN.get(number, GENERAL))
        border = _index(item, "borderId")
        ruled.append(borders[border] if border < len(borders) else False)
    return Styles(tuple(codes), tuple(ruled))


def _items(root: etree._Element, group: str, tag: str) -> list[etree._Element]:
    holder = child(root, group)
    return [] if holder is None else list(children(holder, tag))


def _index(item: etree._Element, name: str) -> int:
    text = item.get(name, "")
    return int(text) if text.isdigit() and len(text) < 9 else 0


def _is_drawn(border: etree._Element) -> bool:
    drawn = [side for side in children(border, *_SIDES) if side.get("style", "none") != "none"]
    return len(drawn) >= 2
