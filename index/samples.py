"""For the tests of this package: invented documents, and a model that needs no weights."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence

from pydantic import PrivateAttr

from corpus.records import (
    Amount,
    Cell,
    CellKind,
    Column,
    Document,
    FormField,
    Heading,
    Indicator,
    LineItem,
    Paragraph,
    Place,
    Policy,
    Project,
    Reading,
    RowLabel,
    Table,
    TableKind,
)
from index.embeddings import Embedder

ROWS = (
    ("205", "教育支出", "120.50"),
    ("20508", "进修及培训", "120.50"),
    ("2050801", "教师进修", "120.50"),
    ("", "合计", "120.50"),
)
_DIMENSIONS = 64


class StandIn(Embedder):
    """A model that knows pairs of characters only: texts that share many are near. ``name`` is its signature."""

    _seen: list[str] = PrivateAttr(default_factory=list)

    def __init__(self, name: str = "stand-in") -> None:
        super().__init__(name)

    @property
    def signature(self) -> str:
        """The given name."""
        return self.model_name

    @property
    def max_tokens(self) -> int:
        """As the real one."""
        return 480

    @property
    def seen(self) -> list[str]:
        """Every text that was embedded, in order."""
        return self._seen

    def token_count(self, text: str) -> int:
        """A character is a token."""
        return len(text)

    def _get_query_embedding(self, query: str) -> list[float]:
        values = [0.01] * _DIMENSIONS
        for at in range(len(query) - 1):
            digest = hashlib.sha256(query[at : at + 2].encode()).digest()
            values[int.from_bytes(digest[:4], "big") % _DIMENSIONS] += 1.0
        length = math.sqrt(sum(value * value for value in values))
        return [value / length for value in values]

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        self._seen.extend(texts)
        return [self._get_query_embedding(text) for text in texts]


def cell(row: int, column: int, text: str, line: int, table: str) -> Cell:
    """A cell: blank, an amount in yuan right of the first column, or a text."""
    place = Place(text, line=line, char_from=column, char_to=column + len(text), table=table, row=row, column=column)
    if not text:
        return Cell(row, column, text, CellKind.BLANK, place)
    if text.replace(".", "").isdigit() and column:
        return Cell(row, column, text, CellKind.NUMBER, place, Amount(1_205_000, 100, "元", "元", text))
    return Cell(row, column, text, CellKind.TEXT, place)


def table(rows: Sequence[Sequence[str]] = ROWS, key: str = "t1", line: int = 20) -> Table:
    """A table of codes, names and amounts under one header row; up to three levels deep."""
    cells = [cell(0, column, text, line, key) for column, text in enumerate(("科目编码", "科目名称", "合计"))]
    for row, texts in enumerate(rows, 1):
        cells += [cell(row, column, text, line + row, key) for column, text in enumerate(texts)]
    names = [texts[1] for texts in rows]
    paths = [(*names[: min(row, 2)], name) for row, name in enumerate(names)]
    return Table(
        key=key,
        kind=TableKind.EXPENDITURE,
        caption="2031年单位支出预算总表",
        unit="元",
        columns=(
            Column(0, ("项目", "科目编码"), "code"),
            Column(1, ("项目", "科目名称"), "label"),
            Column(2, ("支出预算", "合计"), "amount"),
        ),
        labels=tuple(RowLabel(row, 0, texts[0], texts[1], paths[row - 1]) for row, texts in enumerate(rows, 1)),
        header_rows=(0,),
        cells=tuple(cells),
        place=Place("2031年单位支出预算总表", line=line),
        year=2031,
    )


def project(
    key: str = "p1", name: str = "青松苗圃改造", line: int = 1000, overview: str = "改造苗圃的围栏。" * 6
) -> Project:
    """A project whose form has every part, on the eight lines from ``line`` on."""
    lines = f"lines-{key}"
    places = [Place(f"{name} {at}", line=line + at) for at in range(8)]
    amounts = [cell(row, 1, text, line + 3 + row, lines) for row, text in ((1, "500.00"), (2, "400.00"))]
    return Project(
        key=key,
        name=name,
        year=2031,
        category="经常性项目",
        fields=(
            FormField("项目类别", "☐ 一次性项目 ☑ 经常性项目", places[0]),
            FormField("起始日期", "2031-01-01", places[1]),
            FormField("项目概况", overview, places[2]),
        ),
        funding=(("当年预算", (cell(3, 1, "900.00", line + 3, f"funding-{key}"),)),),
        lines=(
            LineItem("l1", "围栏", "木制围栏", amounts[0], None, None, "年度项目", lines, 1),
            LineItem("l2", "灌溉", "滴灌设备", amounts[1], None, None, "", lines, 2),
        ),
        lines_total=None,
        indicators=(Indicator("i1", "产出目标", "数量", "围栏长度", cell(1, 3, "≥80米", line + 6, ""), "", places[6]),),
        policies=(Policy("财务管理制度", "苗圃财务办法", "专款专用。", (("实施阶段", True),), places[7]),),
        place=places[0],
    )


def reading(
    name: str = "a.txt",
    prose: Sequence[str] = ("本单位负责苗圃的日常养护。",),
    tables: Sequence[Table] | None = None,
    projects: Sequence[Project] | None = None,
) -> Reading:
    """An invented document; another name or other prose makes another one, with another id."""
    return Reading(
        document=Document(
            sha256=hashlib.sha256(repr((name, prose)).encode()).hexdigest(),
            name=name,
            organisation="青松苗圃管理站",
            level="单位",
            fiscal_year=2031,
            stage="预算",
            kind="单位预算",
        ),
        paragraphs=tuple(Paragraph(text, Place(text, line=5 + at)) for at, text in enumerate(prose)),
        tables=tuple([table()] if tables is None else tables),
        projects=tuple([project()] if projects is None else projects),
        statements=(),
        headings=(Heading("主要职能", Place("主要职能", line=4), 1),),
    )
