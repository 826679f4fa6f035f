"""Which figures of a recognised line can be trusted. None is repaired: a doubtful one loses the digits in doubt.

Three witnesses must agree: two readings of the print at different sizes, the network's own certainty, and (for a cell
that holds one figure) the number of separate marks of ink, which shows a lost zero, point or sign that both missed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from corpus.readers.ocr_engine import Recognised
from corpus.readers.pdf_text import UNMAPPED

_SURE = 0.85
"""Least probability of a figure's character. Clean print is read with 0.99 and more."""

_LEGIBLE = 0.7
_TOKEN = re.compile(r"(?<![A-Za-z])[-+−－]?[\dOolI|][\d,.，．'’:OolI|]*[%％]?(?![A-Za-z])")
_LONE = re.compile(r"[-+−－(（]?[\dOolI|][\d,.，．'’OolI|]*[)）]?[%％]?")
_WELL_FORMED = re.compile(r"[-+−－]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?[%％]?")
_FIGURE_MARK = re.compile(r"[\d,.，．%％+\-−－OolI|]")


@dataclass(frozen=True, slots=True)
class Judged:
    """A line as it may be used: ``letters`` with ``UNMAPPED`` for those in doubt, and why; "" where nothing is."""

    letters: Recognised
    printed: str
    reason: str


def has_figure(letters: Recognised) -> bool:
    """Whether the line holds a digit, so that it is worth a second reading."""
    return any(letter.text.isdigit() for letter in letters)


def is_lone_figure(text: str) -> bool:
    """Whether ``text`` is meant as one number and nothing else."""
    return _LONE.fullmatch(text) is not None and any(char.isdigit() for char in text)


def text_of(letters: Recognised) -> str:
    """The letters as one string."""
    return "".join(letter.text for letter in letters)


def judged(first: Recognised, second: Recognised, shaped: bool, in_cell: bool) -> Judged:
    """The line that was read as ``first`` and, at another size, as ``second``.

    ``shaped`` says that its ink bears out the number of its characters (of a sentence, that need not be known),
    ``in_cell`` that it stands in a cell of a table. Of a line without figures only the certainty counts.
    """
    text = text_of(first)
    if not any(char.isalnum() for char in text):
        return Judged(first, text, "")
    if not has_figure(first) and not has_figure(second):
        mean = sum(letter.sure for letter in first) / max(1, len(first))
        return Judged(first, text, "" if mean >= _LEGIBLE else f"certainty {mean:.2f}")
    doubtful, reason = _letters_in_doubt(first, second)
    if not shaped:
        doubtful, reason = (
            set(range(len(text))),
            reason or "its print has more or fewer marks than characters, or runs over a rule",
        )
    return _masked(first, text, doubtful, reason, in_cell and is_lone_figure(text))


def _letters_in_doubt(first: Recognised, second: Recognised) -> tuple[set[int], str]:
    """The positions of figure letters of ``first`` that the second reading or the network does not confirm, and why."""
    text, other = text_of(first), text_of(second)
    doubtful: set[int] = set()
    for tag, start, end, begin, stop in SequenceMatcher(None, text, other, autojunk=False).get_opcodes():
        if tag == "equal":
            doubtful.update(
                start + k for k in range(end - start) if min(first[start + k].sure, second[begin + k].sure) < _SURE
            )
        elif _FIGURE_MARK.search(text[start:end] + other[begin:stop]):
            doubtful.update(range(max(0, start - (start == end)), min(len(text), end + (start == end))))
    figures = {
        index
        for token in _TOKEN.finditer(text)
        if any(char.isdigit() for char in token.group())
        for index in range(*token.span())
    }
    doubtful &= figures
    if not doubtful:
        return doubtful, ""
    if text != other:
        return doubtful, f"a second reading gives “{other}”"
    return doubtful, f"certainty {min(first[index].sure for index in doubtful):.2f}"


def _masked(first: Recognised, text: str, doubtful: set[int], reason: str, lone: bool) -> Judged:
    """The line with the digits in doubt taken out; of a figure that is not ``lone`` in its cell, all digits.

    Half a figure in a cell is no number to any reader, but a sentence would still state the other half.
    """
    hidden: set[int] = set()
    for token in _TOKEN.finditer(text):
        span = set(range(token.start(), token.end()))
        if not any(char.isdigit() for char in token.group()):
            continue
        malformed = _is_malformed(token.group())
        if malformed and not lone:
            hidden |= span
        if malformed:
            reason = reason or f"“{token.group()}” is no well-formed number"
        if span & doubtful:
            hidden |= span & doubtful if lone else span
    if lone and doubtful and not any(text[index].isdigit() for index in hidden):
        hidden = {index for index, char in enumerate(text) if char.isdigit()}
    letters = tuple(
        type(letter)(UNMAPPED, letter.sure, letter.at)
        if index in hidden and (lone or letter.text.isdigit() or letter.text in "OolI|")
        else letter
        for index, letter in enumerate(first)
    )
    return Judged(letters, text, reason)


def _is_malformed(token: str) -> bool:
    """Whether a figure has separators where none can be, or letters among its digits. Dates and versions have none."""
    body = token.rstrip(",.，．:：'’")
    if re.search(r"[OolI|'’，．]", body):
        return True
    if "," in body:
        return _WELL_FORMED.fullmatch(body) is None
    parts = body.strip("+-−－%％").split(".")
    return len(parts) > 2 and any(len(part) == 3 for part in parts[1:])
