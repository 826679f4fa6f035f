"""The records that every stage shares. They are frozen, hold no behaviour beyond simple derived values, and do no I/O.

Money is an integer number of 0.0001 yuan (``UNITS_PER_YUAN`` of them make one yuan), since SQLite would pass a decimal
through binary floating point. Other quantities (percentages, counts) are kept on the same 0.0001 grid of their unit.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

UNITS_PER_YUAN = 10_000
"""Stored integer units in one yuan (or in one of any other unit)."""

NOT_APPLICABLE = "n/a"
"""Stands in a statement's key where a dimension does not apply; a key never holds NULL."""


class CellKind(StrEnum):
    """What is printed at a place. An empty cell, a dash, a zero and the word 无 are four different things."""

    NUMBER = "number"
    ZERO = "zero"
    DASH = "dash"
    BLANK = "blank"
    NONE_WORD = "none"
    TEXT = "text"


class TableKind(StrEnum):
    """The statutory tables, the four parts of a project form, and everything else."""

    BALANCE = "收支总表"
    INCOME = "收入总表"
    EXPENDITURE = "支出总表"
    FISCAL_BALANCE = "财政拨款收支总表"
    GENERAL_FUNCTION = "一般公共预算支出功能分类表"
    FUND_FUNCTION = "政府性基金支出功能分类表"
    STATE_CAPITAL_FUNCTION = "国有资本经营支出功能分类表"
    BASIC_ECONOMIC = "一般公共预算基本支出经济分类表"
    THREE_PUBLIC = "三公经费表"
    FORM_OVERVIEW = "项目总体情况"
    FORM_TARGETS = "绩效目标"
    FORM_LINES = "项目构成分解"
    FORM_POLICIES = "制度保障"
    OTHER = "其他表格"


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is printed.

    ``page`` (1-based) is None for a format without pages, ``line`` (1-based) for one without lines. ``char_from`` and
    ``char_to`` are offsets into that line of the decoded text (end exclusive). ``bbox`` is (left, top, right, bottom)
    in points from the page's top left corner. ``printed`` is the source text at the place, exactly as it stands there.
    ``table`` is the key of the table, ``row`` and ``column`` are 0-based positions in it; None outside a table.
    """

    printed: str
    page: int | None = None
    line: int | None = None
    char_from: int | None = None
    char_to: int | None = None
    bbox: tuple[float, float, float, float] | None = None
    table: str | None = None
    row: int | None = None
    column: int | None = None


@dataclass(frozen=True, slots=True)
class Amount:
    """An exact printed quantity.

    ``value`` and ``step`` are in 0.0001 of ``unit``: the value itself and the size of its last printed digit (10.27万元
    is 102,700 yuan with a step of 100 yuan). ``unit`` is "元" for money, "%" or a counting unit otherwise, "" if none
    is printed. ``scale`` is the printed one ("元", "万元", "亿元", or the unit again). ``qualifier`` is one of
    = ≥ ≤ > < 约.
    """

    value: int
    step: int
    unit: str
    scale: str
    printed: str
    qualifier: str = "="

    @property
    def decimal(self) -> Decimal:
        """The value in ``unit`` as an exact decimal."""
        return Decimal(self.value) / UNITS_PER_YUAN


@dataclass(frozen=True, slots=True)
class Heading:
    """A line that announces what follows. ``level`` is 1 for the highest; 0 where the format does not say."""

    text: str
    place: Place
    level: int = 0


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A run of prose, one sentence or more. ``text`` is normalised; ``place.printed`` is the source text."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class RawCell:
    """A grid cell as the reader found it. ``text`` is normalised (markup removed, broken words joined)."""

    text: str
    place: Place
    checked: bool | None = None
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """A rectangle of cells in reading order: ``rows[r][c]``; rows may be ragged."""

    rows: tuple[tuple[RawCell, ...], ...]
    place: Place


Block = Heading | Paragraph | Grid


@dataclass(frozen=True, slots=True)
class Problem:
    """A located complaint about the input. Reading goes on after it.

    ``kind`` is a short stable word (unreadable-number, ragged-row, missing-header, missing-unit, unknown-table ...).
    """

    kind: str
    message: str
    place: Place | None = None


READING_DOUBTS = frozenset({"ocr-page", "poor-scan", "damaged-page", "unmapped-characters", "uncertain-text"})
"""Kinds of problems that say that a page, or a place on it, was read with doubt. Answers that cite such a place say so.

``ocr-page`` stands for every page read from a picture, ``poor-scan`` for one whose picture is too bad to be trusted,
``uncertain-text`` for a single place whose characters are in doubt.
"""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table. ``amount`` is set for NUMBER and ZERO cells whose unit is known."""

    row: int
    column: int
    text: str
    kind: CellKind
    place: Place
    amount: Amount | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A column with its header path from the top down, for example ("支出预算", "基本支出").

    ``role`` is "code", "label", "amount" or "text". ``half`` numbers the side of a two-sided table from 0.
    """

    index: int
    path: tuple[str, ...]
    role: str
    half: int = 0

    @property
    def name(self) -> str:
        """The header path as one string, without repeated parts."""
        return " / ".join(dict.fromkeys(self.path))


@dataclass(frozen=True, slots=True)
class RowLabel:
    """What a row of one half is about. ``code`` is the joined classification code (2050801), "" if none.

    ``path`` holds the names of the rows above it in the hierarchy, ending with its own name.
    """

    row: int
    half: int
    code: str
    name: str
    path: tuple[str, ...]
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it is meant: joined over page breaks, with caption, unit, header paths and row labels.

    ``key`` is unique within the document (t1, t2 ...). ``unit`` is the scale of its amounts ("元", "万元"), ""
    where the document does not say. ``cells`` hold header and body; ``header_rows`` are the rows that form the header.
    ``note`` is the printed remark under the table (such as 本表为空表), "" if none.
    """

    key: str
    kind: TableKind
    caption: str
    unit: str
    columns: tuple[Column, ...]
    labels: tuple[RowLabel, ...]
    header_rows: tuple[int, ...]
    cells: tuple[Cell, ...]
    place: Place
    project: str | None = None
    year: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class LineItem:
    """One row of a project's 构成分解. Amounts are None where the cell holds none; ``row`` is its row in ``table``."""

    key: str
    content: str
    detail: str
    amount: Cell | None
    unit_price: Cell | None
    quantity: Cell | None
    note: str
    table: str
    row: int


@dataclass(frozen=True, slots=True)
class Indicator:
    """One row of a project's 绩效目标. ``target`` is the cell of 目标值, which may be blank."""

    key: str
    level1: str
    level2: str
    level3: str
    target: Cell
    note: str
    place: Place


@dataclass(frozen=True, slots=True)
class Policy:
    """One row of a project's 制度保障. ``phases`` maps a phase to True (ticked), False (crossed) or None (unmarked)."""

    kind: str
    title: str
    measures: str
    phases: tuple[tuple[str, bool | None], ...]
    place: Place


@dataclass(frozen=True, slots=True)
class FormField:
    """A named field of a project form, such as 项目概况 or 起始日期."""

    name: str
    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Project:
    """A project with its form of four parts. ``funding`` maps a funding line's standard name to all its printings."""

    key: str
    name: str
    year: int | None
    category: str
    fields: tuple[FormField, ...]
    funding: tuple[tuple[str, tuple[Cell, ...]], ...]
    lines: tuple[LineItem, ...]
    lines_total: Cell | None
    indicators: tuple[Indicator, ...]
    policies: tuple[Policy, ...]
    place: Place

    def field_text(self, name: str) -> str:
        """The text of the field of that name, "" if the form has none."""
        return next((item.text for item in self.fields if item.name == name), "")


@dataclass(frozen=True, slots=True)
class Subject:
    """What a statement is about.

    ``kind`` is one of organisation, function (功能分类), economic (经济分类), item (a named row without a code),
    project, line, indicator, topic (the subject of a sentence). ``key`` is unique within the document and stable for
    the same bytes: function:2050801, project:p3, line:p3.l2. ``parent`` is the key of the subject that contains it, ""
    if none.
    """

    key: str
    kind: str
    name: str
    code: str = ""
    parent: str = ""
    project: str = ""


@dataclass(frozen=True, slots=True)
class Observation:
    """One printing of a statement: a cell of a table or form, or a figure in a sentence.

    ``amount`` is None when the place holds a blank, a dash, 无 or a text; ``kind`` then says which and ``text`` keeps
    it. ``direction`` is "increase", "decrease", "level" or None. ``origin`` is "table", "form" or "narrative".
    ``duplicate`` marks a second printing of the same table (a nested copy), never counted as a witness of its own.
    """

    place: Place
    kind: CellKind
    text: str
    amount: Amount | None
    origin: str
    direction: str | None = None
    duplicate: bool = False


@dataclass(frozen=True, slots=True)
class Statement:
    """What is meant, apart from where it is printed; the fields up to ``base_stage`` are its key.

    ``measure`` names the quantity (金额, 项目总预算, 当年预算, 单价, 数量, 目标值, 个数 ...). ``side`` is 收入 or 支出.
    ``expenditure_kind`` is 合计, 基本支出, 项目支出, 人员经费, 公用经费 ... ; ``fund_scope`` is 全部, 财政拨款,
    一般公共预算, 政府性基金, 国有资本经营, 事业收入, 经营收入, 其他收入. ``period_kind`` is year, cumulative or project
    (its whole duration). ``stage`` is 预算, 年初预算, 全年预算, 执行, 决算 or 未标明. ``view`` is level, change or
    rate; a change or rate names its base. The measure 完成率 (决算 as a percentage of a budget) is a level whose base
    names that budget: base_period its year, base_stage 年初预算 or 全年预算. A dimension that does not apply holds
    ``NOT_APPLICABLE`` (0 for a year).
    """

    subject: Subject
    measure: str
    side: str
    expenditure_kind: str
    fund_scope: str
    period_from: int
    period_to: int
    period_kind: str
    stage: str
    view: str = "level"
    base_period: int = 0
    base_stage: str = NOT_APPLICABLE
    observations: tuple[Observation, ...] = ()

    @property
    def key(self) -> tuple[str | int, ...]:
        """The identity of the statement within one document."""
        return (
            self.subject.key,
            self.measure,
            self.side,
            self.expenditure_kind,
            self.fund_scope,
            self.period_from,
            self.period_to,
            self.period_kind,
            self.stage,
            self.view,
            self.base_period,
            self.base_stage,
        )


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a document's identity is believed: the attribute, its value and the printed words.

    ``confidence`` is the share of the document's own witnesses for that attribute that say this value, above 0 to 1.
    """

    attribute: str
    value: str
    place: Place
    confidence: float = 1.0


NO_BUDGET = "非预算文件"
"""The kind of a document that is about budgets and is none itself, such as an inspector's checklist.

Its cells and words can be looked up and cited. It states nothing: what it quotes or pictures is somebody else's.
"""


@dataclass(frozen=True, slots=True)
class Document:
    """One published file of one organisation and one fiscal year. Unknown attributes are "" or None, never guessed.

    ``level`` is 部门 or 单位, ``stage`` 预算 or 决算, ``kind`` what sort of publication it is (单位预算, 部门预算,
    部门决算, 项目支出绩效目标申报表 ...). ``name`` is the file's name without its folder.
    """

    sha256: str
    name: str
    organisation: str
    level: str
    fiscal_year: int | None
    stage: str
    kind: str
    evidence: tuple[Evidence, ...] = ()

    @property
    def id(self) -> str:
        """The stable id: the first 12 hexadecimal digits of the content's SHA-256."""
        return self.sha256[:12]


class CheckStatus(StrEnum):
    """Outcome of one check. NOT_RUN is never a pass."""

    PASS = "pass"
    ROUNDING = "rounding"
    FAIL = "fail"
    NOT_RUN = "not_run"


class Severity(StrEnum):
    """How much a failure matters, apart from whether it failed."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class Check:
    """One accounting identity applied to given facts.

    ``expected``, ``actual``, ``difference`` and ``tolerance`` are in 0.0001 of ``unit``; None when not run. The
    tolerance is the sum of half the printed steps of all amounts on both sides. ``sentence`` says what was compared.
    ``expected_places`` and ``actual_places`` cite both sides. ``subjects`` are the keys of the subjects it is about.
    """

    rule: str
    status: CheckStatus
    severity: Severity
    sentence: str
    unit: str = "元"
    expected: int | None = None
    actual: int | None = None
    difference: int | None = None
    tolerance: int | None = None
    expected_places: tuple[Place, ...] = ()
    actual_places: tuple[Place, ...] = ()
    subjects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person says that a misread cell of a table or form really prints.

    ``place`` is where the cell stands; its page, line, characters and box find the cell again when the same bytes are
    read anew, and its ``printed`` stays what the reader found there. ``before`` is the text as it was read, ``after``
    the text as it should read. ``who`` and ``why`` are in the person's words, ``when`` is UTC in ISO 8601.
    """

    place: Place
    before: str
    after: str
    who: str
    when: str
    why: str


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that one file says: the pure result of its bytes and of the corrections, which it lists."""

    document: Document
    paragraphs: tuple[Paragraph, ...]
    tables: tuple[Table, ...]
    projects: tuple[Project, ...]
    statements: tuple[Statement, ...]
    checks: tuple[Check, ...] = ()
    problems: tuple[Problem, ...] = ()
    redactions: int = 0
    headings: tuple[Heading, ...] = field(default=())
    corrections: tuple[Correction, ...] = ()


def source_id(document_id: str, place: Place) -> str:
    """The stable citation id of a place: it survives re-reading of the same bytes.

    Built from the document's content hash and the position (page, line, characters, table, row, column), so the same
    cell has the same id in every library. 16 hexadecimal digits.
    """
    parts = (
        document_id,
        place.page,
        place.line,
        place.char_from,
        place.char_to,
        place.bbox and tuple(round(value, 1) for value in place.bbox),
        place.table,
        place.row,
        place.column,
    )
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]
