"""Printed figures and how they can go wrong: chosen from the text alone, blind to the rules that are to notice it."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from eval.surfaces import Piece, Surface

KINDS = ("digit", "swap", "sign", "unit", "row", "total")
"""A digit changed, two neighbours swapped, the sign turned, 元 and 万元 exchanged, a row dropped, another total."""

_FIGURE = re.compile(
    r"(?<![\d.,\w-])(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d{1,4}|\d{4,12}|\d+(?=\s*(?:万元|亿元|元)))"
    r"(?P<unit>\s*(?:万元|亿元|元|%|％)?)(?![\d-])"
)
_AFTER_HAN = re.compile(
    r"(?<=[\u3400-\u9fff（(=≥≤><：:])(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?P<unit>\s*(?:万元|亿元|元|%|％))"
)
_CONTACT = re.compile(r"电话|联系|手机|负责人")
_UNIT_LINE = re.compile(r"单位\s*[:：]\s*(?P<unit>万元|元)")
_TOTAL = re.compile(r"合\s*计|总\s*计")
_OTHER_UNIT = {"元": "万元", "万元": "元"}


@dataclass(frozen=True, slots=True)
class Spot:
    """A printed figure: the characters ``start`` to ``end`` (exclusive) of a piece; ``unit`` follows it directly."""

    piece: int
    start: int
    end: int
    text: str
    unit: str


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change: ``after`` is the new text of the piece, None where its row is dropped.

    ``spot`` is the figure, None for a unit line. ``start`` and ``end`` are the changed characters in the new text.
    """

    kind: str
    piece: int
    after: str | None
    start: int
    end: int
    before: str
    spot: Spot | None


def figures(surface: Surface) -> list[Spot]:
    """All printed figures, in reading order: amounts, decimals, percentages. No years, dates, codes or ordinals."""
    found = []
    for number, piece in enumerate(surface.pieces):
        if any(_CONTACT.search(surface.pieces[other].text) for other in piece.row):
            continue
        spots = {match.start(): match for pattern in (_FIGURE, _AFTER_HAN) for match in pattern.finditer(piece.text)}
        for start, match in sorted(spots.items()):
            end = match.end("number")
            if _is_figure(piece.text, start, end, match):
                found.append(Spot(number, start, end, match["number"], match["unit"].strip()))
    return found


def _is_figure(text: str, start: int, end: int, match: re.Match[str]) -> bool:
    whole = match["number"]
    if re.fullmatch(r"20\d{2}", whole) and not match["unit"]:
        return False
    if whole.isdigit() and len(whole) == 7 and re.match(r"[\t| ]*[\u3400-\u9fff]", text[end:]):
        return False
    return not re.match(r"\s*[年月日]", text[end:])


def unit_lines(surface: Surface) -> list[tuple[int, re.Match[str]]]:
    """The pieces that print the unit of a table (单位：元)."""
    return [
        (number, match)
        for number, piece in enumerate(surface.pieces)
        if len(piece.text) < 200 and (match := _UNIT_LINE.search(piece.text))
    ]


def mutate(surface: Surface, spot: Spot, kind: str, chance: random.Random, totals: Sequence[Spot]) -> Mutant | None:
    """The figure changed in that way; None where it cannot be (one digit cannot be swapped, a sentence has no row)."""
    piece = surface.pieces[spot.piece]
    if kind == "row":
        return Mutant(kind, spot.piece, None, 0, len(piece.text), spot.text, spot) if piece.is_row else None
    if kind == "unit":
        return _other_unit(piece, spot)
    makers = {"digit": _digit, "swap": _swap, "sign": _sign}
    number = _total(piece, spot, totals, chance) if kind == "total" else makers[kind](spot.text, chance)
    if number is None or number == spot.text:
        return None
    start = spot.start
    after = piece.text[:start] + number + piece.text[spot.end :]
    return Mutant(kind, spot.piece, after, start, start + len(number), spot.text, spot)


def mutate_unit_line(surface: Surface, number: int, match: re.Match[str]) -> Mutant:
    """The unit of a whole table exchanged."""
    text = surface.pieces[number].text
    other = _OTHER_UNIT[match["unit"]]
    after = text[: match.start("unit")] + other + text[match.end("unit") :]
    return Mutant("unit", number, after, match.start("unit"), match.start("unit") + len(other), match[0], None)


def total_spots(surface: Surface, spots: Sequence[Spot]) -> list[Spot]:
    """The figures that stand in a row of a total."""
    return [spot for spot in spots if _is_total(surface, spot)]


def _is_total(surface: Surface, spot: Spot) -> bool:
    piece = surface.pieces[spot.piece]
    return piece.is_row and any(_TOTAL.search(surface.pieces[other].text) for other in piece.row)


def _digit(text: str, chance: random.Random) -> str | None:
    places = [n for n, char in enumerate(text) if char.isdigit()]
    at = chance.choice(places)
    lowest = 1 if at == places[0] and len(places) > 1 else 0
    return text[:at] + chance.choice([d for d in map(str, range(lowest, 10)) if d != text[at]]) + text[at + 1 :]


def _swap(text: str, chance: random.Random) -> str | None:
    places = [n for n, char in enumerate(text) if char.isdigit()]
    pairs = [(a, b) for a, b in pairwise(places) if text[a] != text[b]]
    pairs = [(a, b) for a, b in pairs if a != places[0] or text[b] != "0"]
    if not pairs:
        return None
    a, b = chance.choice(pairs)
    chars = list(text)
    chars[a], chars[b] = chars[b], chars[a]
    return "".join(chars)


def _sign(text: str, chance: random.Random) -> str | None:
    return f"-{text}" if any(char in "123456789" for char in text) else None


def _total(piece: Piece, spot: Spot, totals: Sequence[Spot], chance: random.Random) -> str | None:
    """The figure of another total row, if this one is a total."""
    if spot not in totals:
        return None
    value = spot.text.replace(",", "")
    others = [other.text for other in totals if other.text.replace(",", "") != value and other.piece not in piece.row]
    return chance.choice(others) if others else None


def _other_unit(piece: Piece, spot: Spot) -> Mutant | None:
    if spot.unit not in _OTHER_UNIT or not any(char in "123456789" for char in spot.text):
        return None
    gap = len(piece.text[spot.end :]) - len(piece.text[spot.end :].lstrip())
    stop = spot.end + gap + len(spot.unit)
    other = _OTHER_UNIT[spot.unit]
    after = piece.text[: spot.end] + other + piece.text[stop:]
    return Mutant("unit", spot.piece, after, spot.start, spot.end + len(other), spot.text + spot.unit, spot)
