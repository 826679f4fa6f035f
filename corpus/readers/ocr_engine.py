"""The recogniser of printed text: loaded once per process, on two threads, from the models that come with its package.

Only its two networks are used: one finds where lines of text stand, one reads a line. What is read comes back letter by
letter with how sure the network is of each, which the doubts of a figure are decided from.
"""

from __future__ import annotations

import math
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from corpus.readers import UnreadableFileError

Image = NDArray[np.uint8]
"""A grey picture, rows x columns, 0 black to 255 white."""

Floats = NDArray[np.float32]

NAME = "rapidocr 3.10"

_HEIGHT = 48
_NARROWEST = 48
_WIDEST = 3200
_BATCH = 8
_LONGEST_SIDE = 1600
_THREADS = 2


@dataclass(frozen=True, slots=True)
class Letter:
    """A recognised character: the network's probability and its middle as a share (0 to 1) of the crop's width."""

    text: str
    sure: float
    at: float


Recognised = tuple[Letter, ...]
"""What one line of print reads as, from left to right."""


class Engine:
    """The two networks. Not for use by several threads at once."""

    def __init__(self, detector: Any, recogniser: Any) -> None:
        self._detector = detector
        self._session = recogniser.session
        self._characters = recogniser.postprocess_op.character

    def boxes(self, image: Image) -> Floats:
        """The corners of the lines of text in the picture, n x 4 x 2 in pixels, from the top left clockwise."""
        height, width = image.shape
        scale = min(1.0, _LONGEST_SIDE / max(height, width))
        small = image
        if scale < 1:
            size = (max(1, round(width * scale)), max(1, round(height * scale)))
            small = np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
        found = self._detector(cv2.cvtColor(small, cv2.COLOR_GRAY2BGR)).boxes
        if found is None or len(found) == 0:
            return np.zeros((0, 4, 2), dtype=np.float32)
        return np.asarray(found, dtype=np.float32) / np.float32(scale)

    def read(self, crops: Sequence[Image]) -> list[Recognised]:
        """The text of each crop, one line of print a crop."""
        shaped = [_shaped(crop) for crop in crops]
        order = sorted(range(len(shaped)), key=lambda index: shaped[index].shape[1])
        found: list[Recognised] = [()] * len(shaped)
        start = 0
        while start < len(order):
            widest = shaped[order[min(start + _BATCH, len(order)) - 1]].shape[1]
            # Long lines go in smaller batches: the network's answer holds 18,000 numbers for every eight pixels.
            count = max(1, min(_BATCH, _BATCH * 640 // widest))
            indices = order[start : start + count]
            for index, letters in zip(indices, self._run([shaped[index] for index in indices]), strict=True):
                found[index] = letters
            start += count
        return found

    def _run(self, lines: Sequence[Floats]) -> list[Recognised]:
        width = max(line.shape[1] for line in lines)
        batch = np.zeros((len(lines), 3, _HEIGHT, width), dtype=np.float32)
        for row, line in enumerate(lines):
            batch[row, :, :, : line.shape[1]] = line
        answer = self._session(batch)
        best, sure = answer.argmax(axis=2), answer.max(axis=2)
        steps = best.shape[1]
        return [self._decoded(best[row], sure[row], steps * line.shape[1] / width) for row, line in enumerate(lines)]

    def _decoded(self, best: NDArray[np.int64], sure: Floats, length: float) -> Recognised:
        """The letters of one answer: repeats of a step are one letter, class 0 is none."""
        letters: list[Letter] = []
        step = 0
        while step < len(best):
            end = step + 1
            while end < len(best) and best[end] == best[step]:
                end += 1
            if best[step]:
                middle = min(1.0, (step + end) / 2 / length)
                letters.append(Letter(self._characters[best[step]], float(sure[step:end].max()), middle))
            step = end
        return tuple(letters)


def _shaped(crop: Image) -> Floats:
    """The crop in the height that the network reads, from -1 (black) to 1 (white)."""
    height, width = crop.shape
    wanted = min(_WIDEST, max(_NARROWEST, math.ceil(_HEIGHT * width / height)))
    way = cv2.INTER_AREA if height > _HEIGHT else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(crop, (wanted, _HEIGHT), interpolation=way), dtype=np.float32) / 127.5 - 1


@cache
def engine() -> Engine:
    """The engine of this process. Raises ``UnreadableFileError`` where its packages cannot be loaded."""
    try:
        from rapidocr import RapidOCR

        threads = min(_THREADS, os.cpu_count() or 1)
        whole = RapidOCR(
            params={
                "Global.log_level": "critical",
                "EngineConfig.onnxruntime.intra_op_num_threads": threads,
                "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            }
        )
        return Engine(whole._load_det_model(), whole._load_rec_model())
    except (ImportError, AttributeError, OSError, RuntimeError) as error:
        raise UnreadableFileError(
            "picture",
            f"the packages rapidocr and onnxruntime, which read text from pictures, cannot be loaded ({error})",
            "install what requirements.txt names, or add the published text version",
        ) from error
