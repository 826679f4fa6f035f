"""A reading as sections: a head that says what the lines are about, and lines that each know their place."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from corpus.normal import BOX_OFF, BOX_ON
from corpus.records import Cell, CellKind, Heading, LineItem, Paragraph, Place, Project, Reading, Table, TableKind
from index.records import ChunkKind, ChunkSource

FORM_KINDS = (TableKind.FORM_OVERVIEW, TableKind.FORM_TARGETS, TableKind.FORM_LINES, TableKind.FORM_POLICIES)

# A field of a form shorter than this many characters (a date, 无) is found through the overview of its project.
_SHORT_FIELD = 40
_HEADINGS_SHOWN = 3
_BOXES = (BOX_ON, BOX_OFF)
# Stands above a table and is in the head of each of its chunks already.
_UNIT_LINE = re.compile(r"(?:金额)?单位\s*[:：]\s*[亿万千百]?元")


@dataclass(frozen=True, slots=True)
class Line:
    """One row, paragraph or field: as shown, as the model reads it ("" for nothing to embed), and its places.

    ``above`` names the rows above it in a hierarchy, for a part that begins with this line.
    """

    shown: str
    embedded: str
    sources: tuple[ChunkSource, ...]
    above: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """What becomes one chunk, or several that repeat the head. ``is_prose`` asks for short chunks."""

    kind: ChunkKind
    shown_head: str
    embedded_head: str
    lines: tuple[Line, ...]
    is_prose: bool = False
    project: str = ""
    year: int | None = None


def sections(reading: Reading) -> Iterator[Section]:
    """The sections of a document: prose by chapters, tables outside forms, then project by project."""
    yield from _prose(reading)
    projects = {project.key for project in reading.projects}
    for table in reading.tables:
        if table.kind not in FORM_KINDS or table.project not in projects:
            yield _table(reading, table)
    for project in reading.projects:
        yield from _project(reading, project)


def _context(reading: Reading, year: int | None) -> str:
    document = reading.document
    known = (document.organisation, f"{year}年" if year else "", document.kind)
    return " ".join(filter(None, known)) or document.name


def _prose(reading: Reading) -> Iterator[Section]:
    year = reading.document.fiscal_year
    for heading, paragraphs in _chapters(reading):
        lines = tuple(Line(item.text, item.text, (ChunkSource(item.place),)) for item in paragraphs)
        shown = "\n".join(filter(None, (_context(reading, year), heading)))
        yield Section(ChunkKind.PROSE, shown, heading, lines, is_prose=True, year=year)


def _chapters(reading: Reading) -> Iterator[tuple[str, list[Paragraph]]]:
    """Runs of paragraphs, each with the headings above it as one text."""
    above: list[Heading] = []
    run: list[Paragraph] = []
    blocks: list[Heading | Paragraph] = [*reading.headings, *reading.paragraphs]
    for block in sorted(blocks, key=lambda item: _position(item.place)):
        if isinstance(block, Paragraph):
            if not _UNIT_LINE.fullmatch(block.text.strip()):
                run.append(block)
            continue
        if run:
            yield _heading_path(above), run
            run = []
        # A heading without a level (0) stands under the ones with a level and in place of the last one without.
        above = [item for item in above if item.level and (not block.level or item.level < block.level)]
        above.append(block)
    if run:
        yield _heading_path(above), run


def _position(place: Place) -> tuple[float, ...]:
    top = place.bbox[1] if place.bbox else 0.0
    return place.page or 0, place.line or 0, top, place.char_from or 0


def _heading_path(above: list[Heading]) -> str:
    return " / ".join(heading.text for heading in above[-_HEADINGS_SHOWN:])


def _table(reading: Reading, table: Table) -> Section:
    year = table.year or reading.document.fiscal_year
    caption = table.caption or table.kind.value
    kind = "" if table.kind is TableKind.OTHER or table.kind.value in caption else f"（{table.kind.value}）"
    title = caption + kind + (f" 单位：{table.unit}" if table.unit else "")
    names = [column.name for column in table.columns]
    shown = (_context(reading, year), title, table.note, " | ".join(names) if any(names) else "")
    words = dict.fromkeys(part for column in table.columns for part in column.path)
    embedded = (title, table.note, " ".join(filter(None, words)))
    return Section(
        ChunkKind.TABLE,
        "\n".join(filter(None, shown)),
        "\n".join(filter(None, embedded)),
        tuple(_rows(table)) or (Line("", "", (ChunkSource(table.place),)),),
        year=year,
    )


def _rows(table: Table) -> Iterator[Line]:
    """The rows below the header that say anything."""
    rows: dict[int, list[Cell]] = defaultdict(list)
    for cell in table.cells:
        if cell.row not in table.header_rows:
            rows[cell.row].append(cell)
    labels: dict[int, list[str]] = defaultdict(list)
    above: dict[int, list[str]] = defaultdict(list)
    for label in table.labels:
        labels[label.row].append(" ".join(filter(None, (label.code, label.name))))
        above[label.row].extend(label.path[:-1])
    texts = {column.index for column in table.columns if column.role == "text"}
    for row in sorted(rows):
        cells = sorted(rows[row], key=lambda cell: cell.column)
        if all(cell.kind is CellKind.BLANK for cell in cells):
            continue
        words = labels[row] + [
            cell.text for cell in cells if cell.kind is CellKind.TEXT and (cell.column in texts or not labels[row])
        ]
        yield Line(
            " | ".join(" ".join(cell.text.split()) for cell in cells).rstrip(" |"),
            " ".join(" ".join(dict.fromkeys(filter(None, words))).split()),
            (ChunkSource(table.place, table.key, (row, row)),),
            " / ".join(above[row]),
        )


def _project(reading: Reading, project: Project) -> Iterator[Section]:
    year = project.year or reading.document.fiscal_year

    def section(kind: ChunkKind, part: str, lines: Iterable[Line], is_prose: bool = False) -> Section:
        context = _context(reading, year)
        head = f"{project.name} {part}".strip()
        return Section(
            kind, f"{context}\n项目：{project.name}\n{part}", head, tuple(lines), is_prose, project.name, year
        )

    tables = {table.key: table for table in reading.tables}
    yield section(ChunkKind.OVERVIEW, "项目基本信息和项目资金", _overview(project))
    for item in project.fields:
        if len(item.text) >= _SHORT_FIELD:
            line = Line(item.text, item.text, (ChunkSource(item.place),))
            yield section(ChunkKind.FIELD, item.name, (line,), is_prose=True)
    if project.lines:
        unit = next((tables[line.table].unit for line in project.lines if line.table in tables), "")
        part = "项目构成分解" + (f" 单位：{unit}" if unit else "")
        header = "项目内容 | 项目明细 | 明细金额 | 单价 | 数量 | 备注"
        lines = [_line_item(project, line, tables.get(line.table)) for line in project.lines]
        yield section(ChunkKind.LINES, f"{part}\n{header}", lines)
    if project.indicators:
        yield section(ChunkKind.INDICATORS, "绩效目标 目标值", _indicators(project))
    if project.policies:
        yield section(ChunkKind.POLICIES, "制度保障", _policies(project))


def _overview(project: Project) -> Iterator[Line]:
    for item in project.fields:
        if 0 < len(item.text) < _SHORT_FIELD:
            # Of a row of boxes to tick only the ticked one says anything.
            ticked = project.category and project.category in item.text and any(box in item.text for box in _BOXES)
            text = f"{item.name}：{project.category if ticked else item.text}"
            yield Line(text, text, (ChunkSource(item.place),))
    for name, printings in project.funding:
        if printings:
            amounts = dict.fromkeys(_with_scale(cell) for cell in printings)
            sources = tuple(ChunkSource(cell.place) for cell in printings)
            yield Line(f"{name}：{'；'.join(filter(None, amounts))}", name, sources)
    if not project.fields and not project.funding:
        yield Line("", "", (ChunkSource(project.place),))


def _with_scale(cell: Cell) -> str:
    scale = cell.amount.scale if cell.amount is not None else ""
    return cell.text if cell.text.endswith(scale) else cell.text + scale


def _line_item(project: Project, line: LineItem, table: Table | None) -> Line:
    figures = ["" if cell is None else cell.text for cell in (line.amount, line.unit_price, line.quantity)]
    shown = (line.content, line.detail, *figures, line.note)
    embedded = dict.fromkeys(filter(None, (line.content, line.detail, line.note)))
    place = table.place if table else line.amount.place if line.amount else project.place
    source = ChunkSource(place, line.table, (line.row, line.row))
    return Line(" | ".join(_flat(part) for part in shown), _flat(" ".join(embedded)), (source,))


def _indicators(project: Project) -> Iterator[Line]:
    for item in project.indicators:
        levels = " / ".join(filter(None, (item.level1, item.level2, item.level3)))
        note = f"（{item.note}）" if item.note else ""
        text = _flat(f"{levels}：{item.target.text}{note}")
        yield Line(text, text, (_row_source(item.place),))


def _policies(project: Project) -> Iterator[Line]:
    for item in project.policies:
        marked = "、".join(phase for phase, mark in item.phases if mark)
        text = _flat("：".join(filter(None, (item.kind, item.title, item.measures))))
        yield Line(text + (f"（{marked}）" if marked else ""), text, (_row_source(item.place),))


def _row_source(place: Place) -> ChunkSource:
    if place.table is None or place.row is None:
        return ChunkSource(place)
    return ChunkSource(place, place.table, (place.row, place.row))


def _flat(text: str) -> str:
    return " ".join(text.split())
