"""What an answer must say of the places that it cites: read with doubt, or corrected by a person."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.records import Citation
from corpus.records import READING_DOUBTS, Place, Problem, Reading


def doubted(reading: Reading, citation: Citation, place: Place) -> bool:
    """Whether the cited place, or the page that it stands on, was read with doubt.

    A doubt with no other position than its page is one of the whole page; one without any place, of the document.
    """
    return any(_covers(problem, citation, place) for problem in reading.problems if problem.kind in READING_DOUBTS)


def _covers(problem: Problem, citation: Citation, place: Place) -> bool:
    at = problem.place
    if at is None:
        return True
    if at.page is not None and at.page != citation.page:
        return False
    if at.table is not None:
        cell = (at.table, at.row, at.column)
        return place.table == at.table and all(a is None or a == b for a, b in zip(cell, _cell(place), strict=True))
    if problem.kind == "uncertain-text":
        return _overlap(at, place)
    return at.page is not None or at.line in (None, place.line)


def _cell(place: Place) -> tuple[str | None, int | None, int | None]:
    return place.table, place.row, place.column


def _overlap(one: Place, other: Place) -> bool:
    """Whether two places of one page have some of the page in common: by their boxes, else by their lines."""
    if one.bbox is not None and other.bbox is not None:
        left, top, right, bottom = one.bbox
        return left < other.bbox[2] and other.bbox[0] < right and top < other.bbox[3] and other.bbox[1] < bottom
    return one.line in (None, other.line)


def corrected(citations: Sequence[Citation]) -> list[Citation]:
    """The citations whose cell was corrected by a person."""
    # Citations carry their correction once corrections are kept in the library; until then none is corrected.
    return [citation for citation in citations if getattr(citation, "correction", None) is not None]
