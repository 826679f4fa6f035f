"""From the bytes of one file to everything it says. Pure: no I/O, no state."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from itertools import count

from corpus.checks import run_checks
from corpus.checks.incomplete import without_unsure
from corpus.correcting import correct_cells, placed_in_tables
from corpus.facts import gather
from corpus.forms import FormReader, apart
from corpus.identity import identify
from corpus.narrative import read_narrative
from corpus.project_prose import read_project_prose
from corpus.readers.formats import reader_for
from corpus.records import NO_BUDGET, Block, Correction, Document, Heading, Paragraph, Problem, Project, Reading, Table
from corpus.redaction import carries_contact, redact
from corpus.sections import sections
from corpus.tables import read_table

READER_VERSION = 3
"""Raised by one whenever the same bytes may now read differently: documents read by a lower version are read again."""


def read_document(data: bytes, name: str, corrections: Sequence[Correction] = ()) -> Reading:
    """Everything that the file says; ``name`` is its file name, for display and messages only.

    The format is recognised from the content. ``corrections`` replace the texts of the cells at their places before
    anything is made of them; one whose cell is not there is reported as a problem. Raises ``UnreadableFileError`` for
    an empty file or a format that is not read.
    """
    blocks, problems = reader_for(data, name)(data)
    return read_blocks(blocks, problems, hashlib.sha256(data).hexdigest(), name, corrections)


def read_blocks(
    blocks: Sequence[Block],
    problems: Sequence[Problem],
    sha256: str,
    name: str,
    corrections: Sequence[Correction] = (),
) -> Reading:
    """Everything that the blocks of a file say; ``sha256`` is that of its bytes, ``problems`` those of its reader."""
    blocks, redactions = redact(blocks)
    if corrections:
        blocks, corrections, missed = correct_cells(blocks, corrections)
        # Again, as a corrected label may announce a contact person; what was hidden before stays hidden.
        blocks, redacted_now = redact(blocks)
        problems, redactions = [*problems, *missed], max(redactions, redacted_now)
    tables, projects, complaints = _structures(blocks)
    problems = [*problems, *complaints]
    document = identify(blocks, projects, sha256, name)
    if document.kind == NO_BUDGET:
        # Not looked at as accounts: a table that it pictures is cut out of another document.
        return _unstated(document, blocks, tables, problems, redactions, corrections)
    book = gather(document, tables, projects)
    prose = _prose(blocks)
    for statement in read_narrative(prose, document, book.subjects):
        book.subject(statement.subject)
        book.add(statement)
    words = [b for b in blocks if isinstance(b, Heading | Paragraph) and not carries_contact(b)]
    read_project_prose(words, document, projects, book)
    reading = Reading(
        document=document,
        paragraphs=prose,
        tables=tuple(tables),
        projects=tuple(projects),
        statements=book.statements(),
        problems=tuple(problems),
        redactions=redactions,
        headings=_headings(blocks),
        corrections=placed_in_tables(corrections, tables),
    )
    return replace(reading, checks=without_unsure(run_checks(reading), reading))


def _prose(blocks: Sequence[Block]) -> tuple[Paragraph, ...]:
    return tuple(block for block in blocks if isinstance(block, Paragraph) and not carries_contact(block))


def _headings(blocks: Sequence[Block]) -> tuple[Heading, ...]:
    return tuple(block for block in blocks if isinstance(block, Heading))


def _unstated(
    document: Document,
    blocks: Sequence[Block],
    tables: Sequence[Table],
    problems: Sequence[Problem],
    redactions: int,
    corrections: Sequence[Correction],
) -> Reading:
    """The reading of a document that is no budget: located cells and words, and no statement or check."""
    return Reading(
        document=document,
        paragraphs=_prose(blocks),
        tables=tuple(tables),
        projects=(),
        statements=(),
        problems=tuple(problems),
        redactions=redactions,
        headings=_headings(blocks),
        corrections=placed_in_tables(corrections, tables),
    )


def _structures(blocks: Sequence[Block]) -> tuple[list[Table], list[Project], list[Problem]]:
    """Statutory tables and project forms, in document order."""
    numbers = count(1)
    reader = FormReader(lambda: f"t{next(numbers)}")
    tables: list[Table] = []
    problems: list[Problem] = []
    for section in (part for whole in sections(blocks) for part in apart(whole)):
        part = reader.part_of(section)
        if part is not None:
            reader.read(section, part)
            continue
        table, complaints = read_table(section, f"t{next(numbers)}")
        tables.append(table)
        problems.extend(complaints)
    reader.finish()
    ordered = sorted([*tables, *reader.tables], key=lambda table: int(table.key[1:]))
    return ordered, reader.projects, [*problems, *reader.problems]
