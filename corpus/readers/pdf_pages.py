"""A PDF taken apart page by page: glyphs, ruled tables, and the lines of text outside them."""

from __future__ import annotations

import io
import struct
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdfexceptions import PDFException
from pdfminer.psexceptions import PSException
from pdfplumber.page import Page
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from corpus.readers import UnreadableFileError
from corpus.readers.ocr_pdf import Pictures, is_pictured
from corpus.readers.pdf_columns import segments
from corpus.readers.pdf_log import heard_losses
from corpus.readers.pdf_tables import Ruled, TooManyRulesError, grid_of, place_glyphs, ruled_tables
from corpus.readers.pdf_text import UNMAPPED, BBox, Glyph, Line, glyphs_of, lines_of
from corpus.readers.progress import page_read
from corpus.readers.prose_marks import is_labelled
from corpus.records import Grid, Place, Problem

MAX_PAGES = 5000
"""A longer file is refused, whatever the limits of ``corpus.limits`` allow: no budget is that long."""

# What the parser is known to raise on bytes that only look like a PDF.
_BROKEN = (
    PdfminerException,
    MalformedPDFException,
    PDFException,
    PSException,
    ValueError,
    KeyError,
    IndexError,
    TypeError,
    AttributeError,
    AssertionError,
    NotImplementedError,
    RecursionError,
    OverflowError,
    OSError,
    struct.error,
    zlib.error,
)


@dataclass(slots=True)
class Sheet:
    """One page taken apart: its grids, the lines outside them, and its size in points."""

    number: int
    width: float
    height: float
    grids: list[Grid]
    lines: list[Line]
    body: float
    problems: list[Problem] = field(default_factory=list)


def sheets_of(data: bytes) -> Iterator[Sheet]:
    """The pages of the file, one at a time. Raises ``UnreadableFileError`` if it is damaged, encrypted or too long."""
    try:
        document = pdfplumber.open(io.BytesIO(data))
        count = len(document.pages)
    except _BROKEN as error:
        raise _unreadable(error) from error
    with document, Pictures(data) as pictures:
        if count == 0:
            raise UnreadableFileError("PDF", "it has no pages", "download the file again and check that it opens")
        if count > MAX_PAGES:
            raise UnreadableFileError(
                "PDF", f"it has {count} pages, more than {MAX_PAGES}", "split it and add the parts"
            )
        for number, page in enumerate(document.pages, 1):
            try:
                with heard_losses() as losses:
                    sheet = _sheet(page, number, pictures)
                if losses:
                    message = f"page {number}: the page is damaged; some of it may be missing ({len(losses)} faults)"
                    sheet.problems.append(Problem("damaged-page", message, Place("", page=number)))
                yield sheet
            except _BROKEN as error:
                message = f"page {number}: the page is damaged and was left out ({type(error).__name__})"
                problem = Problem("damaged-page", message, Place("", page=number))
                yield Sheet(number, 0.0, 0.0, [], [], 12.0, [problem])
            finally:
                page.close()
                page_read(number, count)


def _unreadable(error: BaseException) -> UnreadableFileError:
    causes = [error, *error.args, error.__cause__, error.__context__]
    if any(isinstance(cause, PDFPasswordIncorrect) for cause in causes):
        return UnreadableFileError("PDF", "it is encrypted with a password", "remove the password and add it again")
    return UnreadableFileError(
        "PDF", "it is damaged or no PDF", "download it again and check that it opens in a viewer"
    )


def _sheet(page: Page, number: int, pictures: Pictures) -> Sheet:
    frame = _frame(page)
    glyphs = glyphs_of(page.chars, frame)
    if is_pictured(page, glyphs, pictures, number):
        return _read_from_picture(number, pictures)
    tables, problems = _tables(page, frame, number)
    outside, overruns = place_glyphs(tables, glyphs, number)
    problems.extend(overruns)
    grids: list[Grid] = []
    for table in tables:
        grid, doubts = grid_of(table, number)
        grids.append(grid)
        problems.extend(doubts)
    problems.extend(_page_problems(glyphs, number))
    sizes = Counter(round(glyph.size, 1) for glyph in glyphs if glyph.text.strip())
    body = sizes.most_common(1)[0][0] if sizes else 12.0
    lines = split_labels(lines_of(outside))
    return Sheet(number, frame[2] - frame[0], frame[3] - frame[1], grids, lines, body, problems)


def _read_from_picture(number: int, pictures: Pictures) -> Sheet:
    from corpus.readers.ocr import sheet_of_picture  # only scanned pages pay for loading the networks

    return sheet_of_picture(*pictures.picture(number), number)


def _frame(page: Page) -> BBox:
    """The part of the page that a viewer shows: its crop box, where that lies inside the page."""
    whole, shown = page.bbox, page.cropbox
    left, top = max(whole[0], shown[0]), max(whole[1], shown[1])
    right, bottom = min(whole[2], shown[2]), min(whole[3], shown[3])
    frame = (left, top, right, bottom) if right > left and bottom > top else whole
    return float(frame[0]), float(frame[1]), float(frame[2]), float(frame[3])


def _tables(page: Page, frame: BBox, number: int) -> tuple[list[Ruled], list[Problem]]:
    try:
        return ruled_tables(page, frame), []
    except TooManyRulesError as error:
        message = (
            f"page {number}: the page is a drawing of {error.args[0]} lines; its tables, if any, were read as text"
        )
        return [], [Problem("too-many-rules", message, Place("", page=number))]


def _page_problems(glyphs: Sequence[Glyph], number: int) -> Iterator[Problem]:
    unmapped = sum(UNMAPPED in glyph.text for glyph in glyphs)
    if unmapped:
        message = f"page {number}: {unmapped} characters have no meaning in the file's fonts; they read as {UNMAPPED}"
        yield Problem("unmapped-characters", message, Place("", page=number))


def split_labels(lines: Sequence[Line]) -> list[Line]:
    """``lines`` with those that hold 编制部门： at the left and 单位： at the right taken apart."""
    found: list[Line] = []
    for line in lines:
        parts = segments(line, 2.0)
        found.extend(parts if len(parts) > 1 and any(is_labelled(part.text) for part in parts[1:]) else [line])
    return found
