"""The picture of the page on which a cited cell stands, contact data painted over. The file itself is never shown."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import threading
from collections import OrderedDict
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.records import Cell, Place, Reading
from corpus.redaction import REDACTED

if TYPE_CHECKING:
    from assistant.library import Library

_ROOT = Path(__file__).parents[1]
_SECONDS = 30
_FRAME = (200, 60, 20)
_GAP = 3
_KEPT = 24
_pictures: OrderedDict[tuple[str, int, int], bytes] = OrderedDict()
_guard = threading.Lock()
_workers = threading.BoundedSemaphore(2)


class NoPictureError(LookupError):
    """There is no picture of that page to show; the message says why."""


def has_picture(document_name: str, place_page: int | None, bbox: tuple[float, float, float, float] | None) -> bool:
    """Whether a place can be shown in the picture of its page."""
    return document_name.lower().endswith(".pdf") and place_page is not None and bbox is not None


def framed_picture(library: Library, document_id: str, place: Place) -> bytes:
    """The page on which ``place`` stands with the place framed; errors as ``page_picture``."""
    from PIL import Image, ImageDraw

    if place.page is None or place.bbox is None:
        raise NoPictureError("the place has no position on a page")
    page = Image.open(io.BytesIO(page_picture(library, document_id, place.page)))
    scale = float(page.info["scale"])
    left, top, right, bottom = (value * scale for value in place.bbox)
    image = page.convert("RGB")
    box = (left - _GAP, top - _GAP, right + _GAP, bottom + _GAP)
    ImageDraw.Draw(image).rectangle(box, outline=_FRAME, width=3)
    file = io.BytesIO()
    image.quantize(64).save(file, "PNG")
    return file.getvalue()


def page_picture(library: Library, document_id: str, page: int) -> bytes:
    """The page (1-based) of a PDF of the library as a PNG; ``NoPictureError``, or what ``Library.reading`` raises.

    Contact data is found by the cells that the reading has hidden and in the text of the page. Where it is in the
    document but cannot be found in a scanned page, no picture is made.
    """
    key = (document_id, page, library.version())
    with _guard:
        if key in _pictures:
            _pictures.move_to_end(key)
            return _pictures[key]
    made = _made(library, document_id, page)
    with _guard:
        _pictures[key] = made
        while len(_pictures) > _KEPT:
            _pictures.popitem(last=False)
    return made


def _made(library: Library, document_id: str, page: int) -> bytes:
    reading = library.reading(document_id)
    data = library.data(document_id)
    if data is None or not data.startswith(b"%PDF"):
        raise NoPictureError("the document is no PDF, or its file is not kept")
    hidden = list(_hidden(reading))
    located = sum(place.bbox is not None for place in hidden) >= reading.redactions
    masks = [place.bbox for place in hidden if place.page == page and place.bbox is not None]
    wanted = json.dumps({"page": page, "masks": masks, "located": located}).encode() + b"\n"
    command = [sys.executable, "-m", "assistant.page_worker"]
    try:
        with _workers:
            run = subprocess.run(command, input=wanted + data, capture_output=True, timeout=_SECONDS, cwd=_ROOT)
    except subprocess.TimeoutExpired as error:
        raise NoPictureError("the page took too long to draw") from error
    if run.returncode != 0:
        raise NoPictureError(
            "contact data on this page could not be hidden" if run.returncode == 3 else "the page cannot be drawn"
        )
    return run.stdout


def _hidden(reading: Reading) -> Iterator[Place]:
    """The places whose text the reading has replaced, wholly or in part."""
    cells: Iterator[Cell] = (cell for table in reading.tables for cell in table.cells)
    yield from (cell.place for cell in cells if REDACTED in cell.text)
    yield from (block.place for block in reading.paragraphs if REDACTED in block.text)
    yield from (block.place for block in reading.headings if REDACTED in block.text)
