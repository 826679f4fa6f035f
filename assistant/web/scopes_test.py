from __future__ import annotations

from assistant.records import Scope
from assistant.web.samples_for_tests import DOCUMENT, OTHER_DOCUMENT
from assistant.web.scopes import FIELDS, scope_of, selectors, summary
from assistant.web.texts import EN, ZH

DOCUMENTS = (DOCUMENT, OTHER_DOCUMENT)
NOTHING = ("",) * len(FIELDS)


def test_automatic_stands_first_and_is_selected() -> None:
    for item in selectors(DOCUMENTS, NOTHING, ZH):
        assert item.choices[0] == ("自动", "")
        assert item.value == ""


def test_each_selector_offers_what_fits_the_others() -> None:
    organisation, level, year, _, document = selectors(DOCUMENTS, ("另一单位", "", "", "", ""), EN)
    assert [value for _, value in level.choices] == ["", "部门"]
    assert [value for _, value in year.choices] == ["", "2030"]
    assert [value for _, value in document.choices] == ["", OTHER_DOCUMENT.id]
    assert len(organisation.choices) == 3, "another organisation can still be chosen"


def test_a_value_that_no_document_has_is_dropped() -> None:
    year = selectors(DOCUMENTS, ("", "", "1999", "", ""), ZH)[2]
    assert year.value == ""


def test_a_library_without_documents_offers_automatic_only() -> None:
    assert all(len(item.choices) == 1 for item in selectors((), NOTHING, ZH))


def test_the_scope_of_a_selection() -> None:
    assert scope_of(NOTHING) is None
    assert scope_of(("另一单位", "部门", "2030", "", "")) == Scope("另一单位", "部门", 2030)
    assert scope_of(("", "", "", "", "x")) == Scope(document="x")


def test_the_title_says_what_is_selected() -> None:
    assert summary(selectors(DOCUMENTS, NOTHING, ZH), ZH) == "范围：自动"
    assert summary(selectors(DOCUMENTS, ("另一单位", "", "2030", "", ""), ZH), ZH) == "范围：另一单位 · 2030 年"
