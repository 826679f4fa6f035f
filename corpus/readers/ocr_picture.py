"""A picture of a page made ready to be read: grey, without seals, upright and straight."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from corpus.readers.ocr_engine import Engine, Floats, Image, Recognised

Mask = NDArray[np.uint8]
"""255 where something is, 0 elsewhere; of the picture's size."""

_PROBES = 10
_MAX_SKEW = 5.0
_LIT = 0.6
_BLANK = 20
_LINE_PIXELS = 30
"""Lines of text lower than this many pixels (as found, with their margin) are read from an enlarged picture."""

_MOST_PIXELS = 40_000_000


@dataclass(frozen=True, slots=True)
class Page:
    """The picture as it is read. ``points`` is the size of a pixel; ``boxes`` are the lines of text found on it.

    ``turned`` is by how many degrees the page was turned clockwise, ``skew`` by how many it was then straightened.
    ``line`` is the usual height of a line of text in pixels, as found, with its margin.
    """

    image: Image
    boxes: Floats
    points: float
    line: float
    turned: int
    skew: float


def grey_of(colours: NDArray[np.uint8]) -> Image:
    """The grey of an RGB picture in which the red of seals is as bright as paper; red words stay."""
    if colours.ndim == 2:
        return colours
    grey = np.asarray(cv2.cvtColor(colours, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    red, other = colours[:, :, 0], np.maximum(colours[:, :, 1], colours[:, :, 2])
    reddish = ((red > 100) & (red.astype(np.int16) - other > 50)).astype(np.uint8)
    seals = _seals(reddish)
    if seals is None:
        return grey
    # In its red the seal is nearly as bright as paper, and black print over it is not.
    usual = max(1.0, float(np.percentile(red[seals], 40)))
    paper = np.uint8(np.median(grey))
    bright = red > _LIT * usual
    return np.where(seals & bright, np.maximum(grey, paper), np.where(seals, np.maximum(grey, red), grey))


def _seals(reddish: Mask) -> NDArray[np.bool_] | None:
    """Where red stands in shapes as high as wide and larger than any word; None where nowhere."""
    reach = max(3, min(reddish.shape) // 60)
    joined = cv2.morphologyEx(reddish, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined)
    least = min(reddish.shape) / 12
    found = [
        index
        for index in range(1, count)
        if min(stats[index, 2:4]) > least and 0.5 < stats[index, 2] / stats[index, 3] < 2
    ]
    if not found:
        return None
    mask = np.isin(labels, found).astype(np.uint8)
    wide = cv2.dilate(mask, np.ones((5, 5), np.uint8))
    near = cv2.dilate(reddish, np.ones((9, 9), np.uint8))  # compression smears colours, not brightness
    return np.asarray((wide > 0) & (near > 0), dtype=np.bool_)


def upright(image: Image, points: float, engine: Engine) -> Page:
    """The page of a grey picture whose pixels are ``points`` large: turned upright, straightened, large enough."""
    boxes = engine.boxes(image) if _is_printed(image) else np.zeros((0, 4, 2), dtype=np.float32)
    if len(boxes) == 0:
        return Page(image, boxes, points, float(_LINE_PIXELS), 0, 0.0)
    turned = _turn(image, boxes, engine)
    if turned:
        image = np.ascontiguousarray(np.rot90(image, -turned // 90))
    skew = _skew(image)
    if skew:
        image = _rotated(image, skew)
    if turned or skew:
        boxes = engine.boxes(image)
    line = _line_height(boxes)
    grow = min(3.0, _LINE_PIXELS / line, (_MOST_PIXELS / image.size) ** 0.5) if line else 1.0
    if grow > 1.1:
        way: Any = cv2.INTER_CUBIC
        image = np.asarray(cv2.resize(image, None, fx=grow, fy=grow, interpolation=way), dtype=np.uint8)
        boxes, line, points = boxes * np.float32(grow), line * grow, points / grow
    return Page(image, boxes, points, line or float(_LINE_PIXELS), turned, skew)


def _is_printed(image: Image) -> bool:
    """Whether anything on the picture is darker or brighter than the rest."""
    return int(image.max()) - int(image.min()) > _BLANK


def crop_of(image: Image, box: Floats) -> Image:
    """The upright rectangle around a found line."""
    left, top = np.maximum(np.floor(box.min(axis=0)).astype(int), 0)
    right, bottom = np.ceil(box.max(axis=0)).astype(int)
    return image[top : max(bottom, top + 1), left : max(right, left + 1)]


def _sides(boxes: Floats) -> tuple[Floats, Floats]:
    """Widths and heights of boxes along their own sides."""
    across = np.linalg.norm(boxes[:, 1] - boxes[:, 0], axis=1)
    down = np.linalg.norm(boxes[:, 3] - boxes[:, 0], axis=1)
    return across.astype(np.float32), down.astype(np.float32)


def _line_height(boxes: Floats) -> float:
    return float(np.median(_sides(boxes)[1])) if len(boxes) else 0.0


def _turn(image: Image, boxes: Floats, engine: Engine) -> int:
    """By how many degrees (0, 90, 180, 270) the picture must be turned clockwise to be read."""
    spans = boxes.max(axis=1) - boxes.min(axis=1)
    lying = spans[:, 0] > 1.5 * spans[:, 1]
    standing = spans[:, 1] > 1.5 * spans[:, 0]
    sideways = float(spans[standing].sum()) > 1.5 * float(spans[lying].sum())
    chosen = boxes[standing if sideways else lying]
    longest = np.argsort(-(chosen.max(axis=1) - chosen.min(axis=1)).max(axis=1, initial=0))[:_PROBES]
    crops = [crop_of(image, chosen[index]) for index in longest]
    if sideways:
        crops = [np.ascontiguousarray(np.rot90(crop, -1)) for crop in crops]
    first = 90 if sideways else 0
    if not crops:
        return first
    as_is = _confidence(engine.read(crops))
    if as_is > 0.92:
        return first
    over = _confidence(engine.read([np.ascontiguousarray(np.rot90(crop, 2)) for crop in crops]))
    return first + 180 if over > as_is + 0.05 else first


def _confidence(found: list[Recognised]) -> float:
    """The mean probability of the letters of some lines; 0 where there are none."""
    sure = [letter.sure for letters in found for letter in letters]
    return sum(sure) / len(sure) if sure else 0.0


def _skew(image: Image) -> float:
    """By how many degrees the picture must be turned clockwise for its lines to be level; 0 where it is good enough.

    Of all small angles, the right one gives the sharpest rows: every other smears them.
    """
    scale = min(1.0, 1000 / max(image.shape))
    small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    ink = cv2.adaptiveThreshold(small, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 25, 15)
    centre, step = 0.0, 1.0
    while step > 0.02:
        angles = (
            [centre + step * k for k in range(-5, 6)] if step == 1.0 else [centre + step * k for k in (-2, -1, 0, 1, 2)]
        )
        centre = max((angle for angle in angles if abs(angle) <= _MAX_SKEW), key=lambda angle: _sharpness(ink, angle))
        step /= 2.5
    return centre if abs(centre) >= 0.05 else 0.0


def _sharpness(ink: Any, angle: float) -> float:
    rows = _rotated(ink, angle, 0, cv2.INTER_NEAREST).sum(axis=1, dtype=np.float64)
    return float(np.square(np.diff(rows)).sum())


def _rotated(image: Any, degrees: float, border: int = 255, way: int = cv2.INTER_CUBIC) -> Image:
    """The picture turned clockwise around its middle in a frame of the same size."""
    height, width = image.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -degrees, 1.0)
    turned = cv2.warpAffine(image, matrix, (width, height), flags=way, borderValue=(border,))
    return np.asarray(turned, dtype=np.uint8)
