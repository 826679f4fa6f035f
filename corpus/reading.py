"""From the bytes of one file to everything it says. Pure: no I/O, no state."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import count

from corpus.checks import run_checks
from corpus.checks.incomplete import without_unsure
from corpus.facts import gather
from corpus.forms import FormReader, part_of
from corpus.identity import identify
from corpus.narrative import read_narrative
from corpus.readers import UnreadableFileError
from corpus.readers.text import read_text
from corpus.records import Block, Heading, Paragraph, Problem, Project, Reading, Table
from corpus.redaction import carries_contact, redact
from corpus.sections import sections
from corpus.tables import read_table


def read_document(data: bytes, name: str) -> Reading:
    """Everything that the file says; ``name`` is its file name, for display and messages only.

    The format is recognised from the content. Raises ``UnreadableFileError`` for an empty file or a format that is not
    read.
    """
    blocks, problems = _reader(data, name)(data)
    blocks, redactions = redact(blocks)
    tables, projects, complaints = _structures(blocks)
    problems = [*problems, *complaints]
    document = identify(blocks, projects, hashlib.sha256(data).hexdigest(), name)
    book = gather(document, tables, projects)
    prose = tuple(block for block in blocks if isinstance(block, Paragraph) and not carries_contact(block))
    for statement in read_narrative(prose, document, book.subjects):
        book.subject(statement.subject)
        book.add(statement)
    reading = Reading(
        document=document,
        paragraphs=prose,
        tables=tuple(tables),
        projects=tuple(projects),
        statements=book.statements(),
        problems=tuple(problems),
        redactions=redactions,
        headings=tuple(block for block in blocks if isinstance(block, Heading)),
    )
    return replace(reading, checks=without_unsure(run_checks(reading), reading))


def _reader(data: bytes, name: str) -> Callable[[bytes], tuple[list[Block], list[Problem]]]:
    """The reader for this content; imported only when needed, since a PDF library takes time to load."""
    if not data.strip():
        raise UnreadableFileError(name, "the file is empty", "add the published file itself")
    if data[:1024].lstrip().startswith(b"%PDF-"):
        from corpus.readers.pdf import read_pdf

        return read_pdf
    if data[:4] == b"PK\x03\x04" or data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" or _is_binary(data[:4096]):
        raise UnreadableFileError(
            name, "this kind of file is not read", "save it as PDF or as plain text and add it again"
        )
    return read_text


def _is_binary(head: bytes) -> bool:
    """Whether the first bytes hold a zero byte and are not marked as UTF-16 text."""
    return b"\0" in head and head[:2] not in (b"\xff\xfe", b"\xfe\xff")


def _structures(blocks: Sequence[Block]) -> tuple[list[Table], list[Project], list[Problem]]:
    """Statutory tables and project forms, in document order."""
    numbers = count(1)
    reader = FormReader(lambda: f"t{next(numbers)}")
    tables: list[Table] = []
    problems: list[Problem] = []
    for section in sections(blocks):
        part = part_of(section)
        if part is not None:
            reader.read(section, part)
            continue
        table, complaints = read_table(section, f"t{next(numbers)}")
        tables.append(table)
        problems.extend(complaints)
    reader.finish()
    ordered = sorted([*tables, *reader.tables], key=lambda table: int(table.key[1:]))
    return ordered, reader.projects, [*problems, *reader.problems]
