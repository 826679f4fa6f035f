"""Tables and projects to statements with their observations.

The same meaning is one statement however often it is printed.
"""

from __future__ import annotations

from collections.abc import Sequence

from corpus.fact_book import FactBook
from corpus.project_facts import project_facts
from corpus.records import Document, Project, Table, TableKind
from corpus.table_facts import register_codes, table_facts


def gather(document: Document, tables: Sequence[Table], projects: Sequence[Project]) -> FactBook:
    """All statements that tables and forms make."""
    book = FactBook(document)
    for table in tables:
        register_codes(book, table)
    for table in tables:
        if table.project is None:
            table_facts(book, table)
    shown = {table.key: table for table in tables if table.kind is TableKind.FORM_TARGETS}
    for project in projects:
        project_facts(book, project, shown)
    return book
