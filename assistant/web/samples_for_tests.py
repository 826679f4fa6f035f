"""Hand-made records for the tests of the page: invented names and amounts, and texts that try to be HTML."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from assistant.config import Settings
from assistant.evidence import Evidence, ParagraphView, TableView, UnknownCitationError, ViewCell
from assistant.records import Answer, Citation, Result, Scope, ShownCheck, ShownFigure, Turn
from corpus.records import Document, Reading
from corpus.store import Summary

if TYPE_CHECKING:
    from assistant.library import Library

ATTACK = "<img src=x onerror=\"window.injected='yes'\"><script>window.injected='yes'</script>"
FILE_NAME = f"{ATTACK}.txt"
DOCUMENT = Document("ab" * 32, FILE_NAME, f"示例单位{ATTACK}", "单位", 2031, "预算", "单位预算")
OTHER_DOCUMENT = Document("cd" * 32, "other.txt", "另一单位", "部门", 2030, "预算", "部门预算")

CELL = "cell000000000001"
SENTENCE = "sentence00000002"
GONE = "gone000000000003"


@dataclass(frozen=True, slots=True)
class SampleLibrary:
    """A library of two documents without contents."""

    settings: Settings = field(default_factory=Settings)

    def documents(self) -> list[Document]:
        """The two documents."""
        return [DOCUMENT, OTHER_DOCUMENT]

    def version(self) -> int:
        """It never changes."""
        return 1

    def summaries(self) -> list[Summary]:
        """The two documents, each with seven figures."""
        return [Summary(item, (), (), 0, 0, 7, 0, 0) for item in self.documents()]

    def read_at(self, document_id: str) -> float | None:
        """Unknown."""
        return None

    def reading(self, document_id: str) -> Reading:
        """An empty reading of the document of that id."""
        document = next(item for item in self.documents() if item.id == document_id)
        return Reading(document, (), (), (), ())


def citation(n: int, citation_id: str, cell_text: str = "1234.50") -> Citation:
    """A citation of the first document."""
    return Citation(
        n=n,
        id=citation_id,
        document=DOCUMENT.id,
        document_name=FILE_NAME,
        organisation=DOCUMENT.organisation,
        level="单位",
        year=2031,
        stage="预算",
        page=3,
        line=None,
        bbox=None,
        project="",
        table="支出表",
        row=f"灯塔维护{ATTACK}",
        column="预算数",
        cell_text=cell_text,
        quote="",
    )


def figure(
    role: str, label: str, amount: str | None, *citations: int, reason: str = "", unit: str = "元"
) -> ShownFigure:
    """A figure with two printed decimals."""
    value = None if amount is None else Decimal(amount)
    return ShownFigure(role, label, value, unit, Decimal("0.01"), None, citations, reason=reason)


def check(status: str, sentence: str = "合计等于各行之和", *citations: int) -> ShownCheck:
    """A check of that status, its sides apart by 10.00 when it fails."""
    sides = ("", "", "", "") if status == "not_run" else ("1244.50", "1234.50", "10.00", "0.01")
    if status == "pass":
        sides = ("1234.50", "1234.50", "0.00", "0.01")
    return ShownCheck("rows", status, "error", *sides, "元", sentence, citations)


def answer(question: str = "灯塔维护多少钱", status: str = "answered", **changed: object) -> Answer:
    """An answer with a total of two parts, three citations and a passing check; ``changed`` replaces its fields."""
    result = Result(status, left_out=((f"灯塔参观{ATTACK}", "不是维护"),))
    fields: dict[str, object] = {
        "id": "a1",
        "question": question,
        "status": status,
        "answer": f"灯塔维护合计 **1,244,750.00 元** [1][2]；{ATTACK} 见说明 [3]。",
        "scope": Scope(DOCUMENT.organisation, "单位", 2031, "预算", DOCUMENT.id),
        "figures": (
            figure("headline", "合计", "1244750.00", 1, 2),
            figure("part", f"灯塔维护{ATTACK}", "1234750.00", 1, reason="名称相符"),
            figure("part", "航标维护", "10000.00", 2, reason=ATTACK),
        ),
        "citations": (citation(1, CELL), citation(2, SENTENCE), citation(3, GONE)),
        "checks": (check("pass", f"合计等于各行之和{ATTACK}", 1),),
        "plan": None,
        "elapsed_ms": 1.0,
        "turn": Turn(question, None, result),
        "suggestions": ("换成万元呢？",),
    }
    return Answer(**{**fields, **changed})  # type: ignore[arg-type]


def clarify(question: str) -> Answer:
    """An answer that asks back with two readings."""
    result = Result("clarify", choices=("2031 年的灯塔维护", f"2030 年的灯塔维护{ATTACK}"))
    return answer(
        question,
        "clarify",
        answer="您指的是哪一年？",
        figures=(),
        citations=(),
        checks=(),
        turn=Turn(question, None, result),
    )


def ask(text: str, history: Sequence[Turn], library: Library, scope: Scope | None) -> Answer:
    """Stands in for ``assistant.answer.ask``: asks back about 哪年, and otherwise says what it was given."""
    if "哪年" in text:
        return clarify(text)
    given = f"之前 {len(history)} 问；范围 {scope.year if scope else '自动'}。"
    return answer(text, answer=f"{given}灯塔维护合计 **1,244,750.00 元** [1][2]；{ATTACK} 见说明 [3]。")


def evidence(library: Library, citation_id: str) -> Evidence:
    """Stands in for ``assistant.evidence.evidence``: a long table, a paragraph, or an unknown citation."""
    if citation_id == SENTENCE:
        paragraph = ParagraphView("前一句。", f"灯塔维护{ATTACK}安排10000元。", "后一句。")
        return Evidence(citation(1, citation_id), DOCUMENT, "", "", "", "第3页", paragraph=paragraph)
    if citation_id != CELL:
        raise UnknownCitationError(citation_id)
    return Evidence(
        citation(1, citation_id), DOCUMENT, f"支出表{ATTACK}", "元", ATTACK, "第3页", table=long_table(60, 40)
    )


def long_table(rows: int, marked: int) -> TableView:
    """A table of two columns with the amount in row ``marked`` (0-based) cited."""
    header = ((ViewCell("项目", False, True), ViewCell("预算数", False, True)),)
    body = tuple(
        (
            ViewCell(f"灯塔维护第{row}号{ATTACK if row == marked else ''}", False, False),
            ViewCell("1234.50" if row == marked else f"{row}.00", row == marked, False),
        )
        for row in range(rows)
    )
    return TableView(header, body, marked)
