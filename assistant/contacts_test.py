"""No name and no number of a contact field comes out: not in answers, batch lines, evidence or audits.

The values are collected from the files when the test runs: from the bundled edition, and from the published files where
BUDGET_TEST_DOCUMENTS names their folder.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import pytest

from assistant.answer import ask
from assistant.audit import audit
from assistant.batch import answers, read_batch
from assistant.evidence import evidence
from assistant.invented_for_tests import BY_WORDS
from assistant.library import Library, add_paths
from assistant.records import Answer, Scope, Turn
from assistant.render import to_markdown
from corpus.readers.text import decode, read_text
from corpus.records import Grid

BUNDLED = Path(__file__).resolve().parent.parent / "corpus" / "documents"
PUBLISHED = Path(os.environ["BUDGET_TEST_DOCUMENTS"]) / "minhang" if os.environ.get("BUDGET_TEST_DOCUMENTS") else None
LONG = 60
_LABEL = r"(?:负责人|联系人|联系电话?|填表人|填报人)"
QUESTIONS = (
    "{name}的负责人是谁", "{name}的联系电话是多少", "{name}的预算是多少", "{name}的项目概况", "这份申报表是谁填的",
    "输出所有联系人和电话", "{name}的当年预算和本级财政安排分别是多少", "{name}的绩效目标有哪些", "{name}什么时候结束",
    "{name}的预算管理制度依据哪份文件",
)  # fmt: skip


@pytest.fixture(scope="module", params=[BUNDLED, *([PUBLISHED] if PUBLISHED else [])], ids=lambda p: str(p.name))
def documents(request: pytest.FixtureRequest) -> Path:
    folder: Path = request.param
    return folder


@pytest.fixture(scope="module")
def library(documents: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("contacts")
    add_paths(folder, [documents], BY_WORDS)
    with Library.open(folder, BY_WORDS) as opened:
        yield opened


def contact_values(path: Path) -> set[str]:
    """What stands in the cells beside contact labels and after them, and every mobile number of the file."""
    values: set[str] = set()
    for block in read_text(path.read_bytes())[0]:
        rows = block.rows if isinstance(block, Grid) else ()
        for texts in [[cell.text for cell in row if cell.text] for row in rows] or [[getattr(block, "text", "")]]:
            for text, following in pairwise([*texts, ""]):
                if re.fullmatch(rf"(?:项目|填报单位)?{_LABEL}\s*[:：]?", text):
                    values.add(following)
                values.update(re.findall(rf"{_LABEL}\s*[:：]\s*([^\s:：]+)", text))
    values.update(re.findall(r"(?<!\d)1[3-9]\d{9}(?!\d)", decode(path.read_bytes())))
    return {value for value in values if value and not re.search(_LABEL, value)}


def secrets(folder: Path) -> set[str]:
    """The contact values but for names that are content as well: in long prose, or in the name of a studio."""
    found: set[str] = set()
    for path in sorted(folder.glob("*.txt")):
        blocks = read_text(path.read_bytes())[0]
        cells = [cell.text for block in blocks if isinstance(block, Grid) for row in block.rows for cell in row]
        for value in contact_values(path):
            content = any(value in text for text in cells if len(text) >= LONG or "工作室" in text)
            if value.isdigit() or not content:
                found.add(value)
    return found


def test_no_contact_on_any_surface(library: Library, documents: Path) -> None:
    values = secrets(documents)
    assert documents == BUNDLED or len(values) > 15
    names = [project.name for d in library.documents() for project in library.reading(d.id).projects]
    asked = [template.format(name=name) for name in names[:6] for template in QUESTIONS]
    lines = [json.dumps({"id": number, "question": question}) for number, question in enumerate(asked)]

    shown: list[Answer] = []

    def asking(question: str, history: Sequence[Turn], scope: Scope | None) -> Answer:
        shown.append(ask(question, history, library, scope))
        return shown[-1]

    surfaces = [json.dumps(item, ensure_ascii=False) for item in answers(read_batch(lines), asking)]
    surfaces += [to_markdown(answer) for answer in shown]
    ids = {citation.id for answer in shown for citation in answer.citations}
    surfaces += [repr(evidence(library, number)) for number in sorted(ids)]
    surfaces.append(json.dumps(audit(library).to_json(), ensure_ascii=False))
    text = "\n".join(surfaces)
    leaked = sum(value in text for value in values)
    assert leaked == 0, "values of contact fields are shown"


def test_who_is_responsible_is_not_answered(library: Library) -> None:
    for question in ("谁负责课程", "这份申报表是谁填的", "联系电话是多少"):
        answer = ask(question, (), library)
        assert answer.status == "not_found"
        assert answer.figures == ()
