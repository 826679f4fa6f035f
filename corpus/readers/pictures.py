"""Pictures inside a document. Without a reader of pictures each is a located problem; with one its words are taken in.

The reader of pictures is handed in by ``corpus.readers.formats``: a pure function of the picture's bytes like the
reader of a file.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from corpus.readers import UnreadableFileError
from corpus.records import Block, Grid, Place, Problem

PictureReader = Callable[[bytes], tuple[list[Block], list[Problem]]]

UNREAD = "picture-not-read"


def read_picture(data: bytes, place: Place, reader: PictureReader | None) -> tuple[list[Block], list[Problem]]:
    """What a picture says, placed where it stands in its document; a problem where it is not read."""
    if reader is None:
        message = f"a picture of {max(len(data) >> 10, 1)} KB is not read; figures in it are missing here"
        return [], [Problem(UNREAD, message, place)]
    try:
        blocks, problems = reader(data)
    except UnreadableFileError as error:
        return [], [Problem(UNREAD, f"a picture is not read: {error.reason}", place)]
    placed = [_at(block, place) for block in blocks]
    return placed, [replace(item, place=_moved(item.place, place) if item.place else place) for item in problems]


def _at(block: Block, place: Place) -> Block:
    if not isinstance(block, Grid):
        return replace(block, place=_moved(block.place, place))
    rows = tuple(tuple(replace(cell, place=_moved(cell.place, place)) for cell in row) for row in block.rows)
    return replace(block, rows=rows, place=_moved(block.place, place))


def _moved(inside: Place, place: Place) -> Place:
    """The page and line of the picture in its document; the box stays the one inside the picture."""
    return replace(inside, page=place.page, line=place.line)
