"""How much of what a document prints became located cells and figures, and how many of its own identities close."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from pathlib import Path

from corpus.reading import read_document
from corpus.records import CheckStatus, Reading
from eval.coverage_numbers import Printed, printed_numbers, values_in

_ROWS = ("row-parts", "row-sources", "three-public-parts", "balances-over-year", "line-product")
_COLUMNS = (
    "total-of-classes",
    "parent-of-children",
    "economic-kinds",
    "income-equals-expenditure",
    "balances-in-total",
    "lines-total",
)
_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Share:
    """``found`` of ``total``."""

    found: int
    total: int

    @property
    def text(self) -> str:
        """The share as a percentage with both counts, a dash where there is nothing to count."""
        return f"{self.found / self.total:.2%} ({self.found}/{self.total})" if self.total else "-"


@dataclass(frozen=True, slots=True)
class Coverage:
    """One document: ``table`` numbers in located cells, ``money`` of sentences in narrative figures, ``whole`` in both.

    ``anywhere`` also counts numbers of located paragraphs and headings. ``rows`` and ``columns`` are the identities
    that close of those that were run. ``missing`` lists table numbers that became no cell, with page and line.
    """

    name: str
    table: Share
    money: Share
    whole: Share
    anywhere: Share
    rows: Share
    columns: Share
    missing: tuple[str, ...]

    def as_json(self) -> dict[str, object]:
        """Plain values, for a report."""
        return asdict(self)


def coverage(path: Path) -> Coverage:
    """Measure one file. Raises ``UnreadableFileError`` for a format that is not read."""
    reading = read_document(path.read_bytes(), path.name)
    printed = printed_numbers(path)
    cells = _cells(reading)
    figures = _figures(reading)
    prose = _counted((None, value) for block in _prose(reading) for value in values_in(block))
    tables = [number for number in printed if number.kind == "table"]
    missing = _left(tables, cells)
    told = [number for number in printed if number.kind == "money"]
    untold = _left(told, figures)
    others = _left([number for number in printed if number.kind == "other"], cells + figures)
    nowhere = _left([*missing, *untold, *others], prose)
    return Coverage(
        name=path.name,
        table=Share(len(tables) - len(missing), len(tables)),
        money=Share(len(told) - len(untold), len(told)),
        whole=Share(len(printed) - len(missing) - len(untold) - len(others), len(printed)),
        anywhere=Share(len(printed) - len(nowhere), len(printed)),
        rows=_closing(reading, _ROWS),
        columns=_closing(reading, _COLUMNS),
        missing=tuple(f"p{number.page or '-'}: {number.value} in “{number.text}”" for number in missing),
    )


Key = tuple[int | None, Decimal]


def _counted(items: Iterable[Key]) -> Counter[Key]:
    return Counter(items)


def _cells(reading: Reading) -> Counter[Key]:
    """The numbers in the cells of all tables, by page."""
    return _counted(
        (cell.place.page, value) for table in reading.tables for cell in table.cells for value in values_in(cell.text)
    )


def _figures(reading: Reading) -> Counter[Key]:
    """The figures that sentences state; each printing counts once, also where it says two things."""
    places = {
        (o.place.page, o.place.line, o.place.char_from, o.text)
        for statement in reading.statements
        for o in statement.observations
        if o.origin == "narrative" and o.amount is not None
    }
    return _counted((None, value) for *_, text in places for value in values_in(text))


def _prose(reading: Reading) -> list[str]:
    fields = [field.text for project in reading.projects for field in project.fields]
    return [*(item.text for item in reading.paragraphs), *(item.text for item in reading.headings), *fields]


def _left(numbers: Sequence[Printed], have: Counter[Key]) -> list[Printed]:
    """The numbers for which ``have`` holds no entry of their page, or of no page, that is not used up yet."""
    rest = have.copy()
    left: list[Printed] = []
    for number in numbers:
        key = next((key for key in ((number.page, number.value), (None, number.value)) if rest[key] > 0), None)
        if key is None:
            left.append(number)
        else:
            rest[key] -= 1
    return left


def _closing(reading: Reading, rules: Sequence[str]) -> Share:
    run = [c.status for c in reading.checks if c.rule in rules and c.status is not CheckStatus.NOT_RUN]
    return Share(sum(status is not CheckStatus.FAIL for status in run), len(run))


def as_table(measured: Sequence[Coverage]) -> str:
    """A Markdown table with a line for each document and one for all, then what is missing from tables."""
    lines = [
        "| document | table numbers in cells | money of sentences as figures | all numbers as cells or figures "
        "| located anywhere | rows that close | columns that close |",
        "|---|---|---|---|---|---|---|",
    ]
    lines += [_line(item.name, [item]) for item in measured]
    lines.append(_line("**all**", measured))
    for item in measured:
        if item.missing:
            lines += ["", f"{item.name}: {len(item.missing)} table numbers in no cell"]
            lines += [f"- {text}" for text in item.missing[:_SHOWN]]
            if len(item.missing) > _SHOWN:
                lines.append(f"- and {len(item.missing) - _SHOWN} more")
    return "\n".join(lines)


def _line(name: str, items: Sequence[Coverage]) -> str:
    columns = ("table", "money", "whole", "anywhere", "rows", "columns")
    shares = [[getattr(item, column) for item in items] for column in columns]
    sums = [Share(sum(s.found for s in part), sum(s.total for s in part)) for part in shares]
    return f"| {name} | {' | '.join(share.text for share in sums)} |"


def measure(paths: Sequence[Path]) -> list[Coverage]:
    """The coverage of every PDF and text file of ``paths`` (files, or folders with all below them), by name.

    Raises ``FileNotFoundError`` for a path that does not exist or where none holds such a file.
    """
    files: list[Path] = []
    for path in paths:
        if not path.exists():
            raise FileNotFoundError(f"{path} does not exist; name a folder or file with --documents")
        found = sorted(path.rglob("*")) if path.is_dir() else [path]
        files += [file for file in found if file.is_file() and file.suffix.lower() in (".pdf", ".txt")]
    if not files:
        raise FileNotFoundError(f"no .pdf or .txt file in {', '.join(map(str, paths))}")
    return [coverage(file) for file in files]
