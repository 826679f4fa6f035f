"""The tables of the library. The numbered migrations make them; a test holds the two together.

Everything a document says hangs on its ``number``; ``n`` counts from 0 within the document, in the order of the
reading, and columns such as ``source`` or ``subject`` hold the ``n`` of a row of the same document. Amounts are
integers of 0.0001 of their unit. JSON stands where no query looks inside.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    UniqueConstraint,
)

metadata = MetaData()
"""The naming of what the migrations build; nothing is ever created from it."""


def _text(name: str) -> Column[str]:
    return Column(name, String, nullable=False)


def _number(name: str, nullable: bool = False) -> Column[int]:
    return Column(name, Integer, nullable=nullable)


def _json(name: str) -> Column[Any]:
    return Column(name, JSON, nullable=False)


def _amount() -> tuple[Column[int] | Column[str], ...]:
    """The columns of an optional Amount: all set or all NULL."""
    return (
        Column("value", BigInteger),
        Column("step", BigInteger),
        Column("unit", String),
        Column("scale", String),
        Column("qualifier", String),
        Column("amount_printed", String),
    )


def _of_document(name: str, *rest: Column[Any] | UniqueConstraint | Index) -> Table:
    """A table clustered by document, so that one is read, replaced and removed without touching the others."""
    return Table(
        name,
        metadata,
        Column("document", ForeignKey("document.number", ondelete="CASCADE"), nullable=False),
        _number("n"),
        *rest,
        PrimaryKeyConstraint("document", "n"),
        sqlite_with_rowid=False,
    )


meta = Table("meta", metadata, Column("name", String, primary_key=True), Column("value", Integer, nullable=False))

outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("document_id", String, nullable=False, index=True),
    _text("action"),
    _text("content"),
    sqlite_autoincrement=True,
)

organisation = Table(
    "organisation",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String, nullable=False, unique=True),
)

document = Table(
    "document",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("sha256", String, nullable=False, unique=True),
    Column("name", String, nullable=False, index=True),
    Column("organisation_id", ForeignKey("organisation.id"), nullable=False, index=True),
    _text("level"),
    _number("fiscal_year", nullable=True),
    _text("stage"),
    _text("kind"),
    _json("evidence"),
    _number("redactions"),
    _text("origin"),
    _text("state"),
    _number("reader"),
    _json("corrections"),
    sqlite_autoincrement=True,
)

correction = Table(
    "correction",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("sha256", String, nullable=False, index=True),
    Column("citation_id", String, nullable=False, index=True),
    _text("document_name"),
    _json("place"),
    *(_text(name) for name in ("before", "after", "who", "when", "why")),
    *(Column(name, String) for name in ("undone_who", "undone_when", "undone_why")),
    sqlite_autoincrement=True,
)

source = _of_document(
    "source",
    Column("citation_id", String, nullable=False, index=True),
    _number("page", nullable=True),
    _number("line", nullable=True),
    _number("char_from", nullable=True),
    _number("char_to", nullable=True),
    Column("bbox", JSON(none_as_null=True)),
    Column("table_key", String),
    _number("row", nullable=True),
    _number("column", nullable=True),
    _text("printed"),
    # The cell printed there and the first figure read from there, so that no search has to look for them.
    _number("cell", nullable=True),
    _number("observation", nullable=True),
)

heading = _of_document("heading", _text("text"), _number("level"), _number("source"))
paragraph = _of_document("paragraph", _text("text"), _number("source"))

table_ = _of_document(
    "table_",
    _text("key"),
    _text("kind"),
    _text("caption"),
    _text("unit"),
    _text("note"),
    Column("project", String),
    _number("year", nullable=True),
    _json("columns"),
    _json("labels"),
    _json("header_rows"),
    _number("source"),
    UniqueConstraint("document", "key"),
)

cell = _of_document(
    "cell",
    _number("table_n", nullable=True),
    _number("row"),
    _number("column"),
    _text("text"),
    _text("kind"),
    _number("source"),
    *_amount(),
    Index("cell_amount", "unit", "step", "value"),
)

project = _of_document(
    "project",
    _text("key"),
    Column("name", String, nullable=False, index=True),
    _number("year", nullable=True),
    _text("category"),
    _json("funding"),
    _number("lines_total", nullable=True),
    _number("source"),
    UniqueConstraint("document", "key"),
)

form_field = _of_document("form_field", _number("project"), _text("name"), _text("text"), _number("source"))

line_item = _of_document(
    "line_item",
    _number("project"),
    _text("key"),
    _text("content"),
    _text("detail"),
    _number("amount", nullable=True),
    _number("unit_price", nullable=True),
    _number("quantity", nullable=True),
    _text("note"),
    _text("table_key"),
    _number("row"),
)

indicator = _of_document(
    "indicator",
    _number("project"),
    _text("key"),
    _text("level1"),
    _text("level2"),
    _text("level3"),
    _number("target"),
    _text("note"),
    _number("source"),
)

policy = _of_document(
    "policy", _number("project"), _text("kind"), _text("title"), _text("measures"), _json("phases"), _number("source")
)

subject = _of_document(
    "subject",
    _text("key"),
    _text("kind"),
    _text("name"),
    _text("code"),
    _text("parent"),
    _text("project"),
    UniqueConstraint("document", "key"),
    Index("subject_key", "key"),
    Index("subject_code", "code"),
    Index("subject_name", "name"),
)

STATEMENT_KEY = (
    *("measure", "side", "expenditure_kind", "fund_scope", "period_from", "period_to", "period_kind", "stage"),
    *("view", "base_period", "base_stage"),
)
"""The fields of a statement's key apart from its subject, named as in the record."""

statement = _of_document(
    "statement",
    Column("organisation_id", ForeignKey("organisation.id"), nullable=False, index=True),
    _text("level"),
    _number("subject"),
    *(_number(name) if name in {"period_from", "period_to", "base_period"} else _text(name) for name in STATEMENT_KEY),
    UniqueConstraint("document", "subject", "organisation_id", "level", *STATEMENT_KEY, name="statement_key"),
)

observation = _of_document(
    "observation",
    _number("statement"),
    _number("source"),
    _text("kind"),
    _text("text"),
    *_amount(),
    _text("origin"),
    Column("direction", String),
    Column("duplicate", Boolean, nullable=False),
    Index("observation_statement", "document", "statement"),
    Index("observation_amount", "unit", "step", "value"),
)

part = _of_document(
    "part",
    _number("parent"),
    _number("child"),
    _number("sign"),
    _text("basis"),
    Column("complete", Boolean, nullable=False),
    UniqueConstraint("document", "parent", "basis", "child"),
)

check_result = _of_document(
    "check_result",
    _text("rule"),
    Column("status", String, nullable=False, index=True),
    _text("severity"),
    _text("sentence"),
    _text("unit"),
    Column("expected", BigInteger),
    Column("actual", BigInteger),
    Column("difference", BigInteger),
    Column("tolerance", BigInteger),
    _json("expected_sources"),
    _json("actual_sources"),
    _json("subjects"),
)

problem = _of_document("problem", _text("kind"), _text("message"), _number("source", nullable=True))

# Text search: the distinct texts of a document in their search form, where each stands, and the pairs of neighbouring
# characters in it. Chinese words of two characters are the rule, which is why pairs and not the usual three.
text = _of_document("text", _text("folded"))
text_place = Table(
    "text_place",
    metadata,
    Column("document", ForeignKey("document.number", ondelete="CASCADE"), nullable=False),
    _number("text"),
    _number("source"),
    PrimaryKeyConstraint("document", "text", "source"),
    sqlite_with_rowid=False,
)
gram = Table(
    "gram",
    metadata,
    Column("document", ForeignKey("document.number", ondelete="CASCADE"), nullable=False),
    _text("gram"),
    _number("text"),
    PrimaryKeyConstraint("document", "gram", "text"),
    sqlite_with_rowid=False,
)

amount_step = Table(
    "amount_step",
    metadata,
    _text("unit"),
    Column("step", BigInteger, nullable=False),
    PrimaryKeyConstraint("unit", "step"),
    sqlite_with_rowid=False,
)
