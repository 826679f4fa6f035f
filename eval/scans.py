"""How well figures survive a scan: pages of digital PDFs read from their picture, cell by cell against the original."""

import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from corpus.amounts import number_text
from corpus.reading import read_document
from corpus.records import Cell, CellKind, CheckStatus, Place, Reading, Statement
from eval.scans_pictures import scanned

BBox = tuple[float, float, float, float]

_SAME_CELL = 0.5
"""Least overlap (intersection over union) of two boxes that are one cell."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """A cell whose picture states another number than the original, the dangerous kind; ``caught``: a check fails."""

    document: str
    page: int
    expected: str
    actual: str
    caught: bool


@dataclass(slots=True)
class Score:
    """What became of the figures of one document, or of all, under one condition.

    ``statements`` counts those of the original, ``agreeing`` and ``differing`` those that the scan states as well.
    """

    pages: int = 0
    figures: int = 0
    exact: int = 0
    doubted: int = 0
    missing: int = 0
    seconds: float = 0.0
    statements: int = 0
    agreeing: int = 0
    differing: list[str] = field(default_factory=list)
    wrong: list[Wrong] = field(default_factory=list)

    def add(self, other: "Score") -> None:
        """Take in the counts of another score."""
        for name in ("pages", "figures", "exact", "doubted", "missing", "seconds", "statements", "agreeing"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.differing += other.differing
        self.wrong += other.wrong


def scans(folder: Path, resolutions: Sequence[int], damages: Sequence[str], most_pages: int | None) -> str:
    """The report: a table with a row for each resolution and damage, and every wrong figure.

    Raises ``FileNotFoundError`` where ``folder`` holds no PDF.
    """
    paths = sorted(folder.rglob("*.pdf"))
    if not paths:
        raise FileNotFoundError(f"{folder} holds no PDF")
    originals = [(path, read_document(path.read_bytes(), path.name)) for path in paths]
    totals: dict[tuple[int, str], Score] = defaultdict(Score)
    for dpi in resolutions:
        for damage in damages:
            for path, original in originals:
                totals[dpi, damage].add(measure(path, original, dpi, damage, most_pages))
    return as_table(totals)


def measure(path: Path, original: Reading, dpi: int, damage: str, most_pages: int | None = None) -> Score:
    """Read the pages with figures of the document from their picture and compare."""
    data = path.read_bytes()
    pages = _pages(original, most_pages)
    if not pages:
        return Score()
    picture = scanned(data, pages, dpi, damage)
    begin = time.perf_counter()
    scan = read_document(picture, path.name)
    score = Score(pages=len(pages), seconds=time.perf_counter() - begin)
    compare_cells(original, scan, pages, score)
    if most_pages is None:
        compare_statements(original, scan, score)
    return score


def _pages(original: Reading, most: int | None) -> list[int]:
    """All pages that say anything; at most ``most`` of those with figures, evenly spread."""
    if most is None:
        last = max((place.page or 0 for place in _places(original)), default=0)
        return list(range(1, last + 1))
    pages = sorted({cell.place.page for cell in _figures(original) if cell.place.page})
    step = max(1, len(pages) // most)
    return pages[::step][:most]


def _places(reading: Reading) -> Iterator[Place]:
    yield from (cell.place for table in reading.tables for cell in table.cells)
    yield from (paragraph.place for paragraph in reading.paragraphs)


def _figures(reading: Reading) -> list[Cell]:
    kinds = (CellKind.NUMBER, CellKind.ZERO)
    return [cell for table in reading.tables for cell in table.cells if cell.kind in kinds and cell.place.bbox]


def compare_cells(original: Reading, scan: Reading, pages: Sequence[int], score: Score) -> None:
    """Count in ``score`` what became of each figure on ``pages``, which are the scan's pages 1, 2, ... in order."""
    read: dict[int, list[Cell]] = defaultdict(list)
    for table in scan.tables:
        for cell in table.cells:
            if cell.place.bbox:
                read[pages[(cell.place.page or 1) - 1]].append(cell)
    suspects = _suspects(scan)
    matched: set[int] = set()
    for figure in _figures(original):
        page = figure.place.page or 0
        if page not in pages:
            continue
        score.figures += 1
        found = _same_cell(figure, read[page])
        if found is not None:
            matched.add(id(found))
        _judge(figure, found, score, suspects, original.document.name)
    for page, cells in read.items():
        for cell in cells:
            if cell.kind in (CellKind.NUMBER, CellKind.ZERO) and id(cell) not in matched:
                caught = _where(cell.place) in suspects
                score.wrong.append(Wrong(original.document.name, page, "(no figure)", cell.text, caught))


def _judge(figure: Cell, cell: Cell | None, score: Score, suspects: set[tuple[object, ...]], name: str) -> None:
    if cell is None or not cell.text:
        score.missing += 1
    elif number_text(cell.text) is None:
        score.doubted += 1
    elif number_text(cell.text) == number_text(figure.text):
        score.exact += 1
    else:
        caught = _where(cell.place) in suspects
        score.wrong.append(Wrong(name, figure.place.page or 0, figure.text, cell.text, caught))


def _suspects(reading: Reading) -> set[tuple[object, ...]]:
    """The places of all figures that take part in a failing check."""
    failed = [check for check in reading.checks if check.status is CheckStatus.FAIL]
    return {_where(place) for check in failed for place in (*check.expected_places, *check.actual_places)}


def _where(place: Place) -> tuple[object, ...]:
    return place.page, place.bbox


def _same_cell(figure: Cell, cells: Sequence[Cell]) -> Cell | None:
    """The cell of the scan that overlaps most with ``figure``; None where none does enough."""
    box = figure.place.bbox
    if box is None or not cells:
        return None
    best = max(cells, key=lambda cell: (_overlap(box, cell.place.bbox), bool(cell.text)))
    return best if _overlap(box, best.place.bbox) >= _SAME_CELL else None


def _overlap(one: BBox, other: BBox | None) -> float:
    if other is None:
        return 0.0
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    if width <= 0 or height <= 0:
        return 0.0
    shared = width * height
    return shared / ((one[2] - one[0]) * (one[3] - one[1]) + (other[2] - other[0]) * (other[3] - other[1]) - shared)


def compare_statements(original: Reading, scan: Reading, score: Score) -> None:
    """Statements by what they say they are about: names, not the keys that number subjects within a document."""
    mine, others = _said(original), _said(scan)
    for key, values in mine.items():
        score.statements += 1
        found = others.get(key, set())
        score.agreeing += bool(found) and found <= values
        if found - values:
            score.differing.append(f"{original.document.name}: {key}: {sorted(values)} read as {sorted(found)}")


def _said(reading: Reading) -> dict[tuple[object, ...], set[str]]:
    said: dict[tuple[object, ...], set[str]] = defaultdict(set)
    for statement in reading.statements:
        values = {str(o.amount.decimal) for o in statement.observations if o.amount is not None}
        if values:
            said[_name(statement)] |= values
    return said


def _name(statement: Statement) -> tuple[object, ...]:
    subject = statement.subject
    return subject.kind, subject.code, subject.name, subject.project, *statement.key[1:]


def as_table(totals: dict[tuple[int, str], Score]) -> str:
    """The scores as Markdown, every wrong figure below."""
    lines = [
        "| dpi | picture | pages | figures | exact | in doubt | missing | wrong | of these caught by a check "
        "| statements agree | differ | s/page |",
        "|---|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for (dpi, damage), score in totals.items():
        caught = sum(item.caught for item in score.wrong)
        whole = max(1, score.figures)
        agree = f"{score.agreeing / score.statements:.4f}" if score.statements else "-"
        lines.append(
            f"| {dpi} | {damage} | {score.pages} | {score.figures} | {score.exact / whole:.4f} "
            f"| {score.doubted / whole:.4f} | {score.missing / whole:.4f} | {len(score.wrong)} | {caught} "
            f"| {agree} | {len(score.differing)} | {score.seconds / max(1, score.pages):.2f} |"
        )
    for (dpi, damage), score in totals.items():
        for item in score.wrong:
            seen = "caught" if item.caught else "NOT CAUGHT"
            lines.append(
                f"- {dpi} {damage}: {item.document} page {item.page}: {item.expected} read as {item.actual} ({seen})"
            )
        lines.extend(f"- {dpi} {damage}: statement differs: {text}" for text in score.differing)
    return "\n".join(lines)
