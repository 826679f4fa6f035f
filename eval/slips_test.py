"""Names with slips made from readings, and that none of them is read as another name."""

from __future__ import annotations

from assistant.answer import ask
from assistant.invented_for_tests import BUDGET, Shelf
from eval.calibrate import Example, fit, folds
from eval.slips import OTHERS, SLIPS, cases, slips


def test_slips_of_a_budget_are_read_right_or_refused_and_other_words_always_refused() -> None:
    shelf = Shelf(budget=BUDGET)
    readings = [shelf.reading(document.id) for document in shelf.documents()]
    asked = cases(readings, 6, 1)
    assert asked == cases(readings, 6, 1)
    swept = slips(asked, lambda question: ask(question, (), shelf).to_json())
    verdicts = [item.verdict for item in swept if item.case.template in SLIPS]
    assert "wrong" not in verdicts and verdicts.count("right") > len(verdicts) / 2
    others = [item.verdict for item in swept if item.case.template in OTHERS]
    assert others and set(others) == {"refused rightly"}


def test_weights_are_fitted_without_the_document_they_judge() -> None:
    sure, loose = (0.9, 1.0, 0.1, 0.1, 1.0, 0.0, 0.0), (0.1, 1.0, 0.8, 0.9, 0.2, 0.0, 1.0)
    found = [Example(name, said, said is sure) for name in ("a", "b", "c") for said in (sure, loose) for _ in range(9)]
    assert len(fit(found)) == len(sure) + 1
    measured = folds(found)
    assert measured.at(0.5) == (27, 27, 27) and measured.brier < 0.1
