"""Image files (PNG, JPEG, TIFF of many pages, BMP, WEBP) to blocks, by optical character recognition."""

from __future__ import annotations

import io
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from corpus.readers import UnreadableFileError
from corpus.readers.ocr import sheet_of_picture
from corpus.readers.pdf import blocks_of
from corpus.readers.pdf_pages import MAX_PAGES
from corpus.records import Block, Problem

MAX_PIXELS = 100_000_000
"""A larger picture is refused before it is unpacked; a page of A3 at 600 dots an inch has 70 million pixels."""

_FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "WEBP")
_BROKEN = (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError)
_LONG_SIDE = 842.0
"""Points of the long side of A4, which a picture that does not say its size is taken to be."""

_SIZES = (200.0, 3500.0)
_LEAST_POINTS = 72 / 300
_TINY = 24


def read_image(data: bytes) -> tuple[list[Block], list[Problem]]:
    """The blocks of an image file, each of its pages (frames) read as a page, and what could not be read well.

    Places carry the page and the box in points from its top left corner, after it was turned upright and straightened.
    Raises ``UnreadableFileError`` for a file that is damaged, too large, or shows no text.
    """
    sheets = [sheet_of_picture(colours, points, page) for page, (colours, points) in enumerate(_frames(data), 1)]
    if not any(sheet.lines or sheet.grids for sheet in sheets):
        raise UnreadableFileError(
            "picture", "no text was found on it", "scan it again at 200 dots an inch or more, or add the published text"
        )
    return blocks_of(sheets)


def _frames(data: bytes) -> Iterator[tuple[NDArray[np.uint8], float]]:
    """Every frame in grey or RGB with the size of its pixels in points, one at a time."""
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
            count = getattr(image, "n_frames", 1)
            if count > MAX_PAGES:
                raise UnreadableFileError(
                    "picture", f"it has {count} pages, more than {MAX_PAGES}", "split it and add the parts"
                )
            for frame in ImageSequence.Iterator(image):
                yield _unpacked(frame)
    except UnreadableFileError:
        raise
    except Image.DecompressionBombError as error:
        raise _too_large() from error
    except _BROKEN as error:
        raise UnreadableFileError(
            "picture", "it is damaged or no picture", "download it again and check that it opens in a viewer"
        ) from error


def _too_large() -> UnreadableFileError:
    return UnreadableFileError(
        "picture",
        f"it has more than {MAX_PIXELS // 1_000_000} million pixels",
        "save it at 300 dots an inch and add it again",
    )


def _unpacked(frame: Image.Image) -> tuple[NDArray[np.uint8], float]:
    width, height = frame.size
    if width * height > MAX_PIXELS:
        raise _too_large()
    if min(width, height) < _TINY:
        return np.full((_TINY, _TINY), 255, dtype=np.uint8), 1.0
    points = _points(frame)
    whole = ImageOps.exif_transpose(frame)
    if points < _LEAST_POINTS:
        share = points / _LEAST_POINTS
        whole = whole.resize((round(whole.width * share), round(whole.height * share)), Image.Resampling.LANCZOS)
        points = _LEAST_POINTS
    return _colours(whole), points


def _points(frame: Image.Image) -> float:
    """The size of a pixel in points: what the file says where that makes a page, else that of a page of A4."""
    longest = max(frame.size)
    said = frame.info.get("dpi")
    try:
        dots = float(said[0]) if said else 0.0
    except (TypeError, ValueError, ZeroDivisionError, IndexError):
        dots = 0.0
    if dots > 1 and _SIZES[0] <= longest * 72 / dots <= _SIZES[1]:
        return 72 / dots
    return _LONG_SIDE / longest


def _colours(image: Image.Image) -> NDArray[np.uint8]:
    """The pixels in grey or RGB; what is transparent is white, 16 bits become 8."""
    if image.mode in ("1", "L"):
        return np.asarray(image.convert("L"), dtype=np.uint8)
    if image.mode.startswith("I") or image.mode == "F":
        deep = np.asarray(image, dtype=np.float64)
        top = 65535.0 if deep.max(initial=0) > 255 else 255.0
        return np.asarray(np.clip(deep * 255 / top, 0, 255), dtype=np.uint8)
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        layered = image.convert("RGBA")
        paper = Image.new("RGBA", layered.size, "white")
        paper.alpha_composite(layered)
        image = paper
    return np.asarray(image.convert("RGB"), dtype=np.uint8)
