"""Glyphs of a PDF page to lines of text: exact baselines, normal forms, and how broken lines join.

Glyph boxes are unreliable where fonts are mixed (Latin digits may sit a third of a line below the Chinese characters
they stand beside), so everything here goes by the baseline of the text matrix.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

BBox = tuple[float, float, float, float]
"""Left, top, right, bottom in points from the page's top left corner."""

UNMAPPED = "\ufffd"
"""Stands for a glyph whose font does not say which character it is."""

# Radical forms that NFKC leaves alone, with the ideograph that Unicode's EquivalentUnifiedIdeograph gives for each.
_RADICALS = str.maketrans(
    "⺁⺇⺊⺒⺓⺜⺝⺠⺧⺩⺪⺬⺮⺶⺻⺼⺽⻁⻄⻅⻆⻉⻋⻑⻓⻔⻗⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲",
    "厂几卜巳幺日月民牛王疋示竹羊聿肉臼虎西见角贝车長长门雨青韦页风飞食马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀",
)
_CID = re.compile(r"\(cid:\d+\)")
_SPACES = re.compile(r"\s+")
_DROPPED = dict.fromkeys((0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x00AD))
_HAN = r"[\u3400-\u9fff\uf900-\ufaff、。，；：“”‘’（）《》〈〉【】〔〕！？…]"
_GAP = re.compile(rf"(?<={_HAN}) (?={_HAN}|[0-9A-Za-z])|(?<=[0-9A-Za-z]) (?={_HAN})")
_NUMBER = re.compile(r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?%?")
_NUMBER_TAIL = re.compile(r"[-+]?\d[\d,.]*$")
_NUMBER_HEAD = re.compile(r"^[\d,.]*\d%?")
_FIRST_TOKEN = re.compile(r"[A-Za-z0-9.,%-]+|.[、。，；：！？）》”’]*")


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character as drawn. ``y`` is its baseline from the page's top, ``order`` its place in the page's content."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool
    order: int

    @property
    def middle(self) -> tuple[float, float]:
        """The centre of the glyph's ink, reckoned from its baseline."""
        return (self.x0 + self.x1) / 2, self.y - 0.35 * self.size


@dataclass(frozen=True, slots=True)
class Line:
    """A physical line: its glyphs from left to right, its raw text and where it stands."""

    glyphs: tuple[Glyph, ...]
    raw: str
    number: int = 0

    @property
    def x0(self) -> float:
        """Left edge in points."""
        return self.glyphs[0].x0

    @property
    def x1(self) -> float:
        """Right edge in points."""
        return max(glyph.x1 for glyph in self.glyphs)

    @property
    def y(self) -> float:
        """Baseline in points from the page's top."""
        return self.glyphs[0].y

    @property
    def size(self) -> float:
        """The largest glyph size of the line in points."""
        return max(glyph.size for glyph in self.glyphs)

    @property
    def bold(self) -> bool:
        """Whether every glyph is bold."""
        return all(glyph.bold for glyph in self.glyphs)

    @property
    def text(self) -> str:
        """The normalised text."""
        return normalise(self.raw)

    @property
    def bbox(self) -> BBox:
        """The box of the line, reckoned from its baseline."""
        return box_of(self.glyphs)


def normalise(text: str) -> str:
    """The house form of ``text``: letters, digits and ideographs in NFKC, radical forms replaced, empty spaces gone.

    Punctuation keeps its printed width (``4．2025年`` must not become the number 4.2025), and so does a sign that is
    not a digit but would turn into one (①, ², ㎡, ½): beside a number it would change it. A space stays only between
    words or numbers; between or beside Chinese characters it carries no meaning.
    """
    folded = "".join(_fold(char) for char in text.translate(_DROPPED).translate(_RADICALS))
    return _GAP.sub("", _SPACES.sub(" ", unicodedata.normalize("NFC", folded))).strip()


def _fold(char: str) -> str:
    folded = unicodedata.normalize("NFKC", char)
    if folded == char or char in "％":
        return folded
    if not all(part == " " or unicodedata.category(part)[0] in "LNM" for part in folded):
        return char
    makes_digit = any(part.isascii() and part.isdigit() for part in folded)
    if makes_digit and not unicodedata.decomposition(char).startswith(("<wide>", "<narrow>", "<font>")):
        return char
    return folded


def box_of(glyphs: Iterable[Glyph]) -> BBox:
    """The box around ``glyphs`` (at least one), rounded to hundredths of a point."""
    some = list(glyphs)
    left, right = min(glyph.x0 for glyph in some), max(glyph.x1 for glyph in some)
    top = min(glyph.y - 0.88 * glyph.size for glyph in some)
    bottom = max(glyph.y + 0.12 * glyph.size for glyph in some)
    return round(left, 2), round(top, 2), round(right, 2), round(bottom, 2)


def glyphs_of(chars: Sequence[dict[str, Any]], frame: BBox) -> list[Glyph]:
    """The glyphs of pdfplumber's ``chars`` inside the ``frame`` that is shown, without second strokes of imitated bold.

    Their positions are reckoned from the frame's top left corner.
    """
    width, height = frame[2] - frame[0], frame[3] - frame[1]
    found: list[Glyph] = []
    seen: dict[tuple[str, int, int], list[Glyph]] = {}
    for order, char in enumerate(chars):
        glyph = _glyph(char, order, frame)
        across, down = glyph.middle
        if glyph.size <= 0 or not (0 <= across <= width and 0 <= down <= height):
            continue
        key = (glyph.text, round(glyph.x0 / 4), round(glyph.y / 4))
        near = (seen.get((key[0], key[1] + right, key[2] + low), ()) for right in (-1, 0, 1) for low in (-1, 0, 1))
        reach = min(1.0, 0.15 * glyph.size)
        if glyph.text.strip() and any(
            abs(other.x0 - glyph.x0) < reach and abs(other.y - glyph.y) < reach for group in near for other in group
        ):
            continue
        seen.setdefault(key, []).append(glyph)
        found.append(glyph)
    return found


def _glyph(char: dict[str, Any], order: int, frame: BBox) -> Glyph:
    text = _CID.sub(UNMAPPED, str(char["text"]))
    size = float(char["size"])
    # The matrix and y1 share their origin, so the difference holds whatever the page box is.
    base = float(char["top"]) + float(char["y1"]) - float(char["matrix"][5])
    if not char["upright"]:
        base = (float(char["top"]) + float(char["bottom"])) / 2 + 0.35 * size
    bold = any(word in str(char["fontname"]) for word in ("Bold", "Black", "Heavy", "Hei"))
    left, right = float(char["x0"]) - frame[0], float(char["x1"]) - frame[0]
    return Glyph(text, left, right, base - frame[1], size, bold, order)


def lines_of(glyphs: Iterable[Glyph]) -> list[Line]:
    """The physical lines that ``glyphs`` form, from top to bottom; lines of white space are left out."""
    groups: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda item: (item.y, item.x0)):
        last = groups[-1] if groups else None
        if last is not None and abs(glyph.y - last[0].y) <= 0.35 * min(glyph.size, last[0].size):
            last.append(glyph)
        else:
            groups.append([glyph])
    inked = [group for group in groups if any(glyph.text.strip() for glyph in group)]
    lines = [_line(group) for group in _rejoined(inked)]
    return [Line(line.glyphs, line.raw, number) for number, line in enumerate(lines, 1)]


def _rejoined(groups: Sequence[list[Glyph]]) -> list[list[Glyph]]:
    """The groups, with a run that was set off from its line (raised or lowered figures) put back into it.

    Position alone makes two lines of it. It is one where the page's content draws both alternately from left to right
    and they leave room for each other; two lines of prose overlap and are drawn one after the other.
    """
    found: list[list[Glyph]] = []
    for group in groups:
        if found and _is_one_line(found[-1], group):
            found[-1] = found[-1] + group
        else:
            found.append(group)
    return found


def _is_one_line(first: Sequence[Glyph], second: Sequence[Glyph]) -> bool:
    near, size = abs(second[0].y - first[0].y), min(first[0].size, second[0].size)
    if near > 0.7 * size:
        return False
    drawn = sorted((glyph for glyph in (*first, *second) if glyph.text.strip()), key=lambda item: item.order)
    if any(glyph.x0 < before.x1 - 0.2 * size for before, glyph in pairwise(drawn)):
        return False
    mine = {id(glyph) for glyph in first}
    return sum((id(before) in mine) != (id(glyph) in mine) for before, glyph in pairwise(drawn)) > 1


def _line(group: list[Glyph]) -> Line:
    ordered = sorted(group, key=lambda item: (item.x0, item.order))
    while not ordered[0].text.strip():
        ordered.pop(0)
    parts = [ordered[0].text]
    for before, glyph in pairwise(ordered):
        gap = glyph.x0 - before.x1
        if gap > 0.4 * max(before.size, glyph.size) and not before.text.isspace() and not glyph.text.isspace():
            parts.append(" ")
        parts.append(glyph.text)
    inked = [glyph for glyph in ordered if glyph.text.strip()]
    return Line(tuple(inked), "".join(parts))


def is_full(line: Line, following: str, right: float, slack: float = 0.5) -> bool:
    """Whether ``line`` had no room before the edge ``right`` for the first word of the ``following`` text.

    ``slack`` (in em) allows for punctuation that hangs over the edge of other lines.
    """
    token = _FIRST_TOKEN.match(following)
    if token is None:
        return False
    width = sum(1.0 if ord(char) > 0x2E7F or char in "“”‘’" else 0.55 for char in token.group())
    return line.x1 + (width + slack) * line.size >= right


def join(lines: Sequence[Line], right: float) -> tuple[str, bool]:
    """The lines as one normalised text, and whether that is certain.

    Between Chinese characters nothing is put, between words a space. Digits at both sides of a break are one number if
    the line had no room for more and the whole is well formed; the result is not certain when it is full but not.
    """
    text, certain = lines[0].text, True
    for before, line in pairwise(lines):
        following = line.text
        glue, sure = _glue(text, following, before, right)
        certain = certain and sure
        text = f"{text}{glue}{following}"
    return text, certain


def _glue(text: str, following: str, before: Line, right: float) -> tuple[str, bool]:
    tail, head = _NUMBER_TAIL.search(text), _NUMBER_HEAD.match(following)
    if tail and head:
        if before.raw[-1:].isspace() or before.x1 + 0.9 * before.size < right:
            return " ", True
        whole = tail.group() + head.group()
        return ("", True) if _NUMBER.fullmatch(whole) else (" ", False)
    if _is_word(text[-1:]) and _is_word(following[:1]):
        return " ", True
    return "", True


def _is_word(char: str) -> bool:
    return bool(char) and char.isascii() and (char.isalnum() or char in "%.,")


def is_number(text: str) -> bool:
    """Whether ``text`` is one well-formed number (1,234.50, -3, 12%) and nothing else."""
    return _NUMBER.fullmatch(text) is not None
