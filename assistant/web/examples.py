"""Example questions made from what the loaded documents hold, so that each of them has an answer there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice, zip_longest
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
        "all": "{who}{count}个项目的当年预算合计是多少？",
        "top": "{who}预算最大的三个项目是哪些？",
        "expenditure": "{who}{year}年支出总计是多少？",
        "three": "{who}{year}年“三公”经费预算是多少万元？",
        "audit": "{who}{year}年有没有核对不符的数字？",
    },
    "en": {
        "project": "What is the budget of {name} this year?",
        "top": "Which are the top three projects{of} by budget?",
        "expenditure": "What is the total expenditure{of} in {year}?",
        "three": "How much is 三公经费{of} in {year}?",
    },
}


class Readable(Protocol):
    """What examples need of a library."""

    def documents(self) -> Sequence[Document]:
        """The documents of the library."""

    def reading(self, document_id: str) -> Reading:
        """All that one document says."""


def examples(library: Readable, words: Texts, answers: Callable[[str], bool] | None = None) -> tuple[str, ...]:
    """At most ``EXAMPLES_SHOWN`` questions, of each publisher in turn; those of the fullest document come first.

    ``answers`` says whether a question has an answer; others are not offered. Reads the newest document of a few
    publishers only, so that a page of a large library opens as fast as that of a small one.
    """
    documents = sorted(library.documents(), key=lambda item: (-(item.fiscal_year or 0), item.name))
    newest = {item.organisation: item for item in reversed(documents)}
    chosen = sorted(newest.values(), key=documents.index)[:_DOCUMENTS_READ]
    readings = sorted((library.reading(item.id) for item in chosen), key=lambda item: -len(item.statements))
    several = len({item.organisation for item in documents}) > 1
    patterns = _PATTERNS[words.language]
    asked = [
        [(name, patterns[name].format(**values)) for name, values in _of_reading(reading, several) if name in patterns]
        for reading in readings
    ]
    in_turn = [pair for each in zip_longest(*asked) for pair in each if pair is not None]
    good = (question for question in dict.fromkeys(_varied(in_turn)) if answers is None or answers(question))
    return tuple(islice(good, EXAMPLES_SHOWN))


def _varied(asked: Sequence[tuple[str, str]]) -> list[str]:
    """The questions with the first of each pattern before the second of any."""
    names = [name for name, _ in asked]
    ranks = [names[:at].count(name) for at, name in enumerate(names)]
    return [question for _, (_, question) in sorted(zip(ranks, asked, strict=True), key=lambda item: item[0])]


def _of_reading(reading: Reading, several: bool) -> Iterator[tuple[str, dict[str, object]]]:
    """The names of the patterns that fit a document with the values to put in, the most telling first.

    Where the library holds ``several`` publishers, its own is named.
    """
    who = reading.document.organisation if several else ""
    about: dict[str, object] = {"who": who, "of": f" of {who}" if who else "", "year": reading.document.fiscal_year}
    projects = sorted(reading.projects, key=lambda item: -_budget(item))
    named = [item for item in projects if 0 < len(item.name) <= _LONGEST_NAME and _budget(item) > 0]
    kinds = {table.kind for table in reading.tables}
    dated = reading.document.fiscal_year is not None
    if named:
        yield "project", {"name": named[0].name}
    if len(projects) > 3:
        yield "top", about
    if TableKind.EXPENDITURE in kinds and dated:
        yield "expenditure", about
    if len(projects) > 1:
        yield "all", {**about, "count": len(projects)}
    with_lines = next((item for item in named[1:] or named if len(item.lines) > 1), None)
    if with_lines is not None:
        yield "lines", {"name": with_lines.name}
    if reading.checks and dated:
        yield "audit", about
    if TableKind.THREE_PUBLIC in kinds and dated:
        yield "three", about


def _budget(project: Project) -> int:
    """The project's budget of the year in 0.0001 yuan; 0 where none is printed."""
    cells = next((cells for name, cells in project.funding if name == _CURRENT_YEAR), ())
    return max((cell.amount.value for cell in cells if cell.amount is not None), default=0)
