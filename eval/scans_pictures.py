"""Pages of a PDF as a scanner would deliver them: rendered, turned a little, with noise, through JPEG. Reproducible."""

import io
from collections.abc import Sequence

import cv2
import numpy as np
import pypdfium2
from numpy.typing import NDArray
from PIL import Image

DAMAGES = ("clean", "skew", "noise", "jpeg")

_SKEW = 2.5
_SIGMA = 12.0
_SPECKS = 0.0005
_QUALITY = 35


def scanned(data: bytes, pages: Sequence[int], dpi: int, damage: str, seed: int = 20) -> bytes:
    """The ``pages`` (from 1) of a PDF as a grey TIFF of as many frames, each after ``damage``.

    clean changes nothing; skew turns a page by up to 2.5 degrees; noise makes the paper grey and grainy with dark and
    bright specks; jpeg compresses at quality 35 after a slight blur.
    """
    document = pypdfium2.PdfDocument(data)
    try:
        frames = []
        for number in pages:
            page = document[number - 1].render(scale=dpi / 72, grayscale=True).to_numpy()
            grey = np.asarray(page.reshape(page.shape[0], page.shape[1]), dtype=np.uint8)
            frames.append(Image.fromarray(_damaged(grey, damage, np.random.default_rng((seed, number)))))
    finally:
        document.close()
    out = io.BytesIO()
    frames[0].save(
        out, "TIFF", save_all=True, append_images=frames[1:], compression="tiff_adobe_deflate", dpi=(dpi, dpi)
    )
    return out.getvalue()


def _damaged(grey: NDArray[np.uint8], damage: str, random: np.random.Generator) -> NDArray[np.uint8]:
    if damage == "clean":
        return grey
    height, width = grey.shape
    if damage == "skew":
        matrix = cv2.getRotationMatrix2D((width / 2, height / 2), random.uniform(-_SKEW, _SKEW), 1.0)
        turned = cv2.warpAffine(grey, matrix, (width, height), flags=cv2.INTER_LINEAR, borderValue=(255,))
        return np.asarray(turned, dtype=np.uint8)
    if damage == "noise":
        paper = grey.astype(np.float32) * 0.82 + 10 + random.normal(0, _SIGMA, grey.shape)
        specks = random.random(grey.shape)
        paper[specks < _SPECKS] = 0
        paper[specks > 1 - _SPECKS] = 255
        return np.clip(paper, 0, 255).astype(np.uint8)
    if damage == "jpeg":
        soft = cv2.GaussianBlur(grey, (3, 3), 0.8)
        packed = cv2.imencode(".jpg", soft, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])[1]
        return np.asarray(cv2.imdecode(packed, cv2.IMREAD_GRAYSCALE), dtype=np.uint8)
    raise ValueError(f"no damage named {damage!r}; there are {', '.join(DAMAGES)}")
