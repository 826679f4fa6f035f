"""The objects of the HTTP API and of the MCP tools, typed: the public contract of answers, audits and places."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class Record(BaseModel):
    """An object with exactly these fields; amounts are plain decimal strings, never floating point."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class ScopeObject(Record):
    """What a question is about before its subject; an empty field leaves it open."""

    organisation: str = Field("", description="name of the organisation, or a part of it")
    level: Literal["", "部门", "单位"] = Field("", description="部门 (department) or 单位 (unit)")
    year: int | None = Field(None, description="fiscal year", ge=1949, le=2200)
    stage: Literal["", "预算", "决算"] = Field("", description="预算 (budget) or 决算 (final accounts)")
    document: str = Field("", description="id of a document")


class FigureObject(Record):
    """A figure of an answer, exact, with the numbers of its citations."""

    role: Literal["headline", "part", "alternative", "context"]
    label: str
    amount: str | None = Field(description="plain decimal in unit; null where the document prints no amount")
    unit: str
    step: str = Field(description="the last printed digit, in unit")
    direction: str | None = Field(description="increase or decrease, for a change")
    qualifier: str = Field(description="one of = ≥ ≤ > < 约")
    reason: str = Field(description="why a part belongs to the total")
    citations: list[int]


class CorrectionObject(Record):
    """What a person has corrected in a cell that was misread."""

    from_: str = Field(alias="from")
    to: str
    who: str
    when: str
    why: str


class CitationObject(Record):
    """A printed place in a document."""

    n: int = Field(description="the marker [n] in the answer")
    id: str = Field(description="stable id of the place; `cite` finds it again")
    document: str
    document_name: str
    organisation: str
    level: str
    year: int | None
    stage: str
    page: int | None
    line: int | None
    bbox: list[float] | None = Field(description="left, top, right, bottom in points from the top left of the page")
    project: str
    table: str
    row: str
    column: str
    cell_text: str = Field(description="as printed")
    quote: str = Field(description="the printed row or sentence")
    correction: CorrectionObject | None


class CheckObject(Record):
    """An accounting identity applied to printed figures. A check that was not run is never a pass."""

    rule: str
    status: Literal["pass", "rounding", "fail", "not_run"]
    severity: Literal["error", "warning", "notice"]
    expected: str
    actual: str
    difference: str
    tolerance: str
    unit: str
    sentence: str = Field(description="what was compared, or why it was not run")
    document: str
    citations: list[int]


class StepObject(Record):
    """One check on the way up from a figure, with the printed amount that it reaches."""

    name: str
    amount: str
    rule: str
    status: Literal["pass", "rounding", "fail", "not_run"]
    citations: list[int]


class ChainObject(Record):
    """The way from a figure of the answer up to the totals that hold it."""

    document: str
    start: str
    steps: list[StepObject]
    witnesses: int = Field(description="other printings that agree with the last figure")
    against: int = Field(description="other printings that do not")
    end: str = Field(description="why the way stops there")


class RereadObject(Record):
    """Words of the question that were read as others: a slip of the pen or an abbreviation."""

    said: str
    meant: str


class AnswerObject(Record):
    """An answer: its text with [n] markers, the figures it rests on, their places and their checks."""

    id: str
    question: str
    status: Literal["answered", "partial", "clarify", "not_found"]
    answer: str = Field(description="Markdown with [n] markers")
    scope: ScopeObject
    figures: list[FigureObject]
    citations: list[CitationObject]
    checks: list[CheckObject]
    chains: list[ChainObject]
    plan: dict[str, object] | None
    suggestions: list[str]
    reread: list[RereadObject]
    confidence: float | None = Field(description="0 to 1: the chance that the reading is what was meant; null if none")
    elapsed_ms: float


class ElsewhereObject(CitationObject):
    """Another printing of the same thing. ``difference``: the found amount less this one."""

    amount: str | None
    unit: str
    step: str | None
    qualifier: str
    difference: str


class OtherDocument(Record):
    """A document by its id and its file name."""

    id: str
    name: str


class BetweenObject(CheckObject):
    """A check of a place against another document."""

    other: OtherDocument


class FoundObject(CitationObject):
    """A printed place that was looked up, with its row and what agrees or disagrees with it elsewhere."""

    amount: str | None
    unit: str
    step: str | None
    qualifier: str
    header: list[str] = Field(description="the columns of the printed row")
    agrees: list[ElsewhereObject]
    disagrees: list[ElsewhereObject]
    checks: list[CheckObject]
    between: list[BetweenObject] = Field(description="checks of this place against other documents")
    chain: str = Field(description="the way up to the totals, if checks lead there")


class LookupObject(Record):
    """The places that were found; ``count`` is of all, ``results`` may be fewer."""

    count: int
    results: list[FoundObject]


class SidedCitation(CitationObject):
    """A citation of a check, with the side on which it stands."""

    side: Literal["expected", "actual"]


class DocumentName(Record):
    """A document by id and file name."""

    id: str
    name: str


class AuditedObject(Record):
    """A check of the audit with both sides cited."""

    id: str = Field(description="stable id of the check; the page opens it with ?check=ID")
    rule: str
    family: str = Field(description="A to J, as docs/checks.md lists them")
    title: str
    explains: str
    status: Literal["pass", "rounding", "fail", "not_run"]
    severity: Literal["error", "warning", "notice"]
    expected: str
    actual: str
    difference: str
    tolerance: str
    unit: str
    sentence: str
    document: str
    document_name: str
    documents: list[DocumentName]
    citations: list[SidedCitation]


class AuditObject(Record):
    """The checks that were asked for; ``count`` is of all, ``checks`` may be fewer."""

    count: int
    checks: list[AuditedObject]


class DocumentObject(Record):
    """A document of the library with what was read of it."""

    id: str
    name: str
    organisation: str
    level: str
    year: int | None
    stage: str
    kind: str
    tables: int
    projects: int
    figures: int
    problems: int
    checks: dict[str, int] = Field(description="number of checks by status")


class DocumentsObject(Record):
    """The documents of the library."""

    count: int
    documents: list[DocumentObject]
