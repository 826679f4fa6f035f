"""How the figures of a conversation belong together: inside, part of, overlapping; the words that ask for one again."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.pointing import one_of
from assistant.records import Figure, Turn


def spoken_within(figure: Figure, history: Sequence[Turn]) -> bool:
    """Whether a figure belongs to the one thing just spoken of; True where that was several, nothing, or everything."""
    one = one_of("", history)
    if isinstance(one, str) or one.statement is None or figure.statement is None:
        return True
    return inside(figure, one)


def inside(figure: Figure, one: Figure) -> bool:
    """Whether what a figure is of belongs to what another is of: to its project, below its code, to the whole."""
    if one.statement is None or figure.statement is None:
        return False
    whole, part = one.statement.subject, figure.statement.subject
    if whole.kind == "organisation":
        return True
    if one.document != figure.document:
        return False
    if whole.project or part.project:
        return whole.project == part.project
    if whole.code or part.code:
        return whole.kind == part.kind and part.code.startswith(whole.code)
    return whole.key == part.key or part.parent == whole.key or whole.kind == part.kind


def part_of(figure: Figure, whole: Figure) -> bool:
    """Whether a figure is of a row below another's, of a line of its project, or of a part of it by name."""
    if figure.statement is None or whole.statement is None or figure.document != whole.document:
        return False
    part, above = figure.statement.subject, whole.statement.subject
    if part.key == above.key:
        return False
    if above.kind == "organisation":
        return whole.statement.side in (figure.statement.side, "n/a")
    if part.kind == "line" or above.kind == "line":
        return above.kind == "project" and part.project == above.project
    if part.code and above.code:
        return part.kind == above.kind and part.code.startswith(above.code)
    return part.kind == above.kind == "item" and part.name.startswith(above.name)


def overlapping(figures: Sequence[Figure]) -> bool:
    """Whether one of the figures is of a row below another's, or of a line of another's project, in one document."""
    for one in figures:
        for other in figures:
            if one is other or one.statement is None or other.statement is None or one.document != other.document:
                continue
            whole, part = one.statement.subject, other.statement.subject
            if one.statement.expenditure_kind not in (other.statement.expenditure_kind, "合计", "n/a"):
                continue
            below = whole.kind == part.kind and bool(whole.code) and part.code != whole.code
            if below and part.code.startswith(whole.code):
                return True
            if whole.kind == "project" and part.kind == "line" and whole.project == part.project:
                return True
    return False


def named(figure: Figure) -> str:
    """The words that ask for what a figure is of, "" where it was computed."""
    if figure.statement is None:
        return ""
    subject = figure.statement.subject
    return "" if subject.kind == "organisation" else subject.code or subject.name
