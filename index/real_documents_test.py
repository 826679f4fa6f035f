"""Chunks of the published documents, in the folder that BUDGET_TEST_DOCUMENTS names: complete and within the limit."""

import os
import re
from pathlib import Path

import pytest

from corpus.reading import read_document
from corpus.records import CellKind, Reading
from index.chunking import MAX_TOKENS, chunks
from index.sections import FORM_KINDS

FOLDER = os.environ.get("BUDGET_TEST_DOCUMENTS", "")
FILES = sorted(Path(FOLDER).rglob("*.txt")) if FOLDER else []

pytestmark = pytest.mark.skipif(not FILES, reason="BUDGET_TEST_DOCUMENTS names no folder with documents")


def bare(text: str) -> str:
    """Without white space and column marks, which chunks may add."""
    return re.sub(r"[\s|]+", "", text)


def wanted(reading: Reading) -> list[str]:
    """Every text that must be found: prose, fields, line items, indicators, policies, cells of tables."""
    texts = [item.text for item in reading.paragraphs if len(item.text) > 10]
    for project in reading.projects:
        texts += [project.name, *(item.text for item in project.fields if item.name != "项目类别")]
        texts += [part for line in project.lines for part in (line.content, line.detail, line.note)]
        texts += [line.amount.text for line in project.lines if line.amount]
        texts += [part for item in project.indicators for part in (item.level3, item.target.text)]
        texts += [part for item in project.policies for part in (item.title, item.measures)]
        texts += [cell.text for _, printings in project.funding for cell in printings]
    for table in reading.tables:
        if table.kind not in FORM_KINDS:
            body = (cell for cell in table.cells if cell.row not in table.header_rows)
            texts += [cell.text for cell in body if cell.kind is not CellKind.BLANK]
    return texts


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem[:12])
def test_nothing_is_lost_and_nothing_too_long(path: Path) -> None:
    """Each text of the reading stands in a chunk, or a long one in several that follow each other."""
    reading = read_document(path.read_bytes(), path.name)
    found = chunks(reading, len)
    assert max(max(len(chunk.text), len(chunk.embedded)) for chunk in found) <= MAX_TOKENS
    shown = [bare(chunk.text) for chunk in found]
    together = "\n".join(shown)
    for text in set(map(bare, wanted(reading))):
        pieces = [text[at : at + 8] for at in range(0, len(text), 8)]
        lost = sum(piece not in together for piece in pieces)
        # A cut may fall inside a piece; a text of up to 400 characters is cut five times at most.
        assert text in together or lost <= len(text) // 60 + 1 < max(len(pieces), 2), text
    assert {chunk.project for chunk in found} >= {project.name for project in reading.projects}
