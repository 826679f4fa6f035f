"""Example questions made from what the loaded documents hold, so that each of them has an answer there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Protocol

from assistant.web.texts import Texts
from corpus.records import Document, Project, Reading, TableKind

EXAMPLES_SHOWN = 6
_DOCUMENTS_READ = 4
_LONGEST_NAME = 24
_CURRENT_YEAR = "当年预算"
# A language may lack a pattern; only what the assistant understands in that language is offered.
_PATTERNS = {
    "zh": {
        "project": "{name}的当年预算是多少？",
        "lines": "{name}由哪些明细构成？",
        "all": "{count}个项目的当年预算合计是多少？",
        "top": "预算最大的三个项目是哪些？",
        "expenditure": "{year}年支出总计是多少？",
        "three": "“三公”经费预算是多少万元？",
        "audit": "有没有核对不符的数字？",
    },
    "en": {
        "project": "What is the budget of {name} this year?",
        "top": "Which are the top three projects by budget?",
        "expenditure": "What is the total expenditure of {year}?",
        "three": "How much is 三公经费 in 万元?",
    },
}


class Readable(Protocol):
    """What examples need of a library."""

    def documents(self) -> Sequence[Document]:
        """The documents of the library."""

    def reading(self, document_id: str) -> Reading:
        """All that one document says."""


def examples(library: Readable, words: Texts) -> tuple[str, ...]:
    """At most ``EXAMPLES_SHOWN`` questions; those of the document with the most to ask about come first.

    Reads the newest few documents only, so that a page of a large library opens as fast as that of a small one.
    """
    newest = sorted(library.documents(), key=lambda item: (-(item.fiscal_year or 0), item.name))[:_DOCUMENTS_READ]
    readings = sorted((library.reading(item.id) for item in newest), key=lambda item: -len(item.statements))
    patterns = _PATTERNS[words.language]
    asked = (
        patterns[name].format(**values)
        for reading in readings
        for name, values in _of_reading(reading)
        if name in patterns
    )
    return tuple(islice(dict.fromkeys(asked), EXAMPLES_SHOWN))


def _of_reading(reading: Reading) -> Iterator[tuple[str, dict[str, object]]]:
    """The names of the patterns that fit a document with the values to put in, the most telling first."""
    projects = sorted(reading.projects, key=lambda item: -_budget(item))
    named = [item for item in projects if 0 < len(item.name) <= _LONGEST_NAME and _budget(item) > 0]
    kinds = {table.kind for table in reading.tables}
    if named:
        yield "project", {"name": named[0].name}
    if len(projects) > 3:
        yield "top", {}
    if TableKind.EXPENDITURE in kinds and reading.document.fiscal_year is not None:
        yield "expenditure", {"year": reading.document.fiscal_year}
    if len(projects) > 1:
        yield "all", {"count": len(projects)}
    with_lines = next((item for item in named[1:] or named if len(item.lines) > 1), None)
    if with_lines is not None:
        yield "lines", {"name": with_lines.name}
    if reading.checks:
        yield "audit", {}
    if TableKind.THREE_PUBLIC in kinds:
        yield "three", {}


def _budget(project: Project) -> int:
    """The project's budget of the year in 0.0001 yuan; 0 where none is printed."""
    cells = next((cells for name, cells in project.funding if name == _CURRENT_YEAR), ())
    return max((cell.amount.value for cell in cells if cell.amount is not None), default=0)
