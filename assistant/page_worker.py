"""One page of a PDF as a PNG with places blacked out, made in a process of its own: a hostile file fails alone.

Run as ``python -m assistant.page_worker``: a JSON line with page, masks and the known text state on standard input,
the bytes of the file after it, the PNG on standard output.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from typing import Any

from corpus.limits import MEGABYTE
from corpus.redaction import contact_spans

Box = tuple[float, float, float, float]

SCALE = 1.8
LARGEST_SIDE = 2400
"""Pixels."""
_MASK = (40, 40, 40)
_MARGIN = 1.5
NOT_MASKABLE = 3
"""Exit code for a page whose contact data could not be found in the picture."""


def picture(data: bytes, page_number: int, masks: list[Box], located: bool) -> bytes | None:
    """The page (1-based) as a PNG, its contact data and ``masks`` (points from the top left) painted over.

    ``located`` says that the masks hold all contact data of the document. None where neither they nor a text layer
    say where contact data stands.
    """
    import pypdfium2
    from PIL import ImageDraw
    from PIL.PngImagePlugin import PngInfo

    document = pypdfium2.PdfDocument(data)
    page = document[page_number - 1]
    width, height = page.get_size()
    scale = min(SCALE, LARGEST_SIDE / max(width, height, 1.0))
    layer = list(_contacts(page))
    if not located and not _has_text(page):
        return None
    image = page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB")
    draw = ImageDraw.Draw(image)
    for left, top, right, bottom in [*masks, *layer]:
        box = (left - _MARGIN, top - _MARGIN, right + _MARGIN, bottom + _MARGIN)
        draw.rectangle([value * scale for value in box], fill=_MASK)
    file = io.BytesIO()
    said = PngInfo()
    said.add_text("scale", repr(scale))
    image.quantize(64).save(file, "PNG", pnginfo=said)
    return file.getvalue()


def _has_text(page: Any) -> bool:
    return int(page.get_textpage().count_chars()) > 20


def _contacts(page: Any) -> Iterator[Box]:
    """The boxes of what a line of the text layer may tell of contact persons."""
    text_page = page.get_textpage()
    left0, _, _, top0 = page.get_bbox()
    count = text_page.count_chars()
    text = [text_page.get_text_range(index, 1) for index in range(count)]
    start = 0
    for stop in range(count + 1):
        if stop < count and text[stop] not in ("\r", "\n", ""):
            continue
        line = "".join(item[:1] or " " for item in text[start:stop])
        for begin, end in contact_spans(line):
            boxes = [text_page.get_charbox(index) for index in range(start + begin, start + end)]
            boxes = [box for box in boxes if box[2] > box[0]]
            if boxes:
                left, right = min(box[0] for box in boxes), max(box[2] for box in boxes)
                bottom, top = min(box[1] for box in boxes), max(box[3] for box in boxes)
                yield left - left0, top0 - top, right - left0, top0 - bottom
        start = stop + 1


def main() -> int:
    """One picture from standard input to standard output."""
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (2000 * MEGABYTE, 2000 * MEGABYTE))
    wanted = json.loads(sys.stdin.buffer.readline())
    boxes = [(float(a), float(b), float(c), float(d)) for a, b, c, d in wanted["masks"]]
    made = picture(sys.stdin.buffer.read(), int(wanted["page"]), boxes, bool(wanted["located"]))
    if made is None:
        return NOT_MASKABLE
    sys.stdout.buffer.write(made)
    return 0


if __name__ == "__main__":
    sys.exit(main())
