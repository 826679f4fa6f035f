from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.web.examples import EXAMPLES_SHOWN, examples
from assistant.web.texts import EN, ZH
from corpus.records import Amount, Cell, CellKind, Document, Place, Project, Reading

PLACE = Place("")


def project(name: str, yuan: int) -> Project:
    """A project without lines whose budget of the year is ``yuan``."""
    amount = Amount(yuan * 10_000, 10_000, "元", "元", str(yuan))
    cell = Cell(0, 0, str(yuan), CellKind.NUMBER, PLACE, amount)
    return Project(name, name, 2031, "", (), (("当年预算", (cell,)),), (), None, (), (), PLACE)


@dataclass(frozen=True)
class Shelf:
    """A library of given readings."""

    readings: tuple[Reading, ...]

    def documents(self) -> Sequence[Document]:
        """Their documents."""
        return [reading.document for reading in self.readings]

    def reading(self, document_id: str) -> Reading:
        """The one of that id."""
        return next(reading for reading in self.readings if reading.document.id == document_id)


def shelf(*projects: Project) -> Shelf:
    """A library of one document with these projects."""
    document = Document("ef" * 32, "a.txt", "示例单位", "单位", 2031, "预算", "单位预算")
    return Shelf((Reading(document, (), (), projects, ()),))


def test_the_largest_project_comes_first() -> None:
    found = examples(shelf(project("航标", 5), project("灯塔", 70), project("码头", 6), project("浮桥", 7)), ZH)
    assert found[0] == "灯塔的当年预算是多少？"
    assert "预算最大的三个项目是哪些？" in found
    assert "4个项目的当年预算合计是多少？" in found
    assert len(found) <= EXAMPLES_SHOWN


def test_one_project_is_not_ranked_or_added_up() -> None:
    assert examples(shelf(project("灯塔", 70)), EN) == ("What is the budget of 灯塔 this year?",)


def test_an_empty_library_has_no_examples() -> None:
    assert examples(Shelf(()), ZH) == ()
