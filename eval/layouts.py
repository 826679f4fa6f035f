"""How much of a PDF's statements the text forms of the same document give, and whether any of them is wrong.

``pdftotext`` of poppler makes the forms: with positions (``-layout``), in reading order (plain) and in the order of the
file (``-raw``). The statements of the PDF are the yardstick; only those with an amount count.
"""

from __future__ import annotations

import shutil
import subprocess
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.normal import label
from corpus.reading import read_document
from corpus.records import Reading, Statement

FORMS = {"layout": ("-layout",), "plain": (), "raw": ("-raw",)}
"""The text forms by name, with the options of ``pdftotext`` that make them."""

Key = tuple[str | int, ...]


class LayoutError(RuntimeError):
    """The measurement cannot be made. The message says what is missing."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """A text form against its PDF: how many of its ``expected`` statements were ``found`` with an amount of the PDF.

    ``renamed`` have an amount of the PDF under another subject of the same name (a row that lost its code), ``wrong``
    have another amount or say what the PDF does not.
    """

    document: str
    form: str
    expected: int
    found: int
    renamed: int
    wrong: tuple[Key, ...]

    @property
    def share(self) -> float:
        """The share of the PDF's statements that was found, 0 to 1."""
        return self.found / self.expected if self.expected else 0.0


def layouts(documents: Sequence[Path]) -> list[Comparison]:
    """Every PDF among ``documents`` (files or folders) against each of its text forms.

    ``LayoutError`` where there is no ``pdftotext``, or no PDF.
    """
    tool = shutil.which("pdftotext")
    if tool is None:
        raise LayoutError("pdftotext is not installed; it comes with poppler (poppler-utils)")
    files = sorted({file for path in documents for file in ([path] if path.is_file() else path.rglob("*.pdf"))})
    files = [file for file in files if file.suffix.lower() == ".pdf"]
    if not files:
        raise LayoutError(f"no PDF in {', '.join(map(str, documents))}")
    return [comparison for file in files for comparison in _compare_forms(tool, file)]


def _compare_forms(tool: str, file: Path) -> Iterable[Comparison]:
    pdf = read_document(file.read_bytes(), file.name)
    for form, options in FORMS.items():
        command = [tool, *options, "-enc", "UTF-8", str(file), "-"]
        made = subprocess.run(command, capture_output=True, check=False)
        if made.returncode or not made.stdout.strip():
            raise LayoutError(f"pdftotext could not read {file.name}: {made.stderr.decode(errors='replace').strip()}")
        yield compare(file.name, form, pdf, read_document(made.stdout, f"{file.stem}.txt"))


def compare(document: str, form: str, pdf: Reading, text: Reading) -> Comparison:
    """The statements of ``text`` against those of ``pdf``, which is taken to be right."""
    expected, named = _amounts(pdf, _key), _amounts(pdf, _named)
    got, got_named = _amounts(text, _key), {_key(item): _named(item) for item in text.statements}
    found = sum(bool(amounts & got.get(key, set())) for key, amounts in expected.items())
    strange = [key for key, amounts in got.items() if not amounts <= expected.get(key, set())]
    renamed = [key for key in strange if key not in expected and got[key] <= named.get(got_named[key], set())]
    wrong = tuple(key for key in strange if key not in renamed)
    return Comparison(document, form, len(expected), found, len(renamed), wrong)


def _key(statement: Statement) -> Key:
    """The statement's key. A row of a table of no known kind goes by its name, since tables are numbered anew."""
    key = statement.key
    return (f"item:{statement.subject.name}", *key[1:]) if str(key[0]).startswith("item:t") else key


def _named(statement: Statement) -> Key:
    """The key with the last part of the subject's name in place of the subject."""
    return (label(statement.subject.name.rpartition("-")[2]), *statement.key[1:])


def _amounts(reading: Reading, make: Callable[[Statement], Key]) -> dict[Key, set[int]]:
    found: dict[Key, set[int]] = defaultdict(set)
    for statement in reading.statements:
        found[make(statement)] |= {item.amount.value for item in statement.observations if item.amount is not None}
    return {name: amounts for name, amounts in found.items() if amounts}


def as_table(comparisons: Sequence[Comparison]) -> str:
    """A Markdown table, a line for each document and form, the wrong statements below it."""
    lines = ["| document | form | statements of the PDF | found | renamed | wrong |", "|---|---|--:|--:|--:|--:|"]
    lines += [
        f"| {item.document} | {item.form} | {item.expected} | {item.share:.1%} | {item.renamed} | {len(item.wrong)} |"
        for item in comparisons
    ]
    wrong = [f"{item.document} {item.form}: {key}" for item in comparisons for key in item.wrong]
    return "\n".join([*lines, *(["", "Wrong:", *wrong] if wrong else [])])
