"""Tests of citation precision and recall, each with an answer that passes and one that fails."""

from eval.citations import Share, citation_precision, citation_recall
from eval.samples_for_tests import answer, citation, figure


def test_a_cell_that_prints_the_figure_supports_it() -> None:
    good = answer(figures=[figure("1250.00", citations=[1])], citations=[citation(1, "1,250")])
    bad = answer(figures=[figure("1250.00", citations=[1])], citations=[citation(1, "1,260")])
    assert citation_precision(good) == Share(1, 1)
    assert citation_precision(bad) == Share(0, 1)


def test_the_unit_of_the_cell_may_differ() -> None:
    shown = figure("12.5", unit="万元", citations=[1])
    assert citation_precision(answer(figures=[shown], citations=[citation(1, "125000.00")])) == Share(1, 1)
    shown = figure("12.5", unit="%", citations=[1])
    assert citation_precision(answer(figures=[shown], citations=[citation(1, "125000.00")])) == Share(0, 1)


def test_half_the_step_of_the_figure_is_tolerated() -> None:
    shown = {**figure("12.35", unit="万元", citations=[1]), "step": "0.01"}
    assert citation_precision(answer(figures=[shown], citations=[citation(1, "123456.78")])) == Share(1, 1)
    assert citation_precision(answer(figures=[shown], citations=[citation(1, "123599.78")])) == Share(0, 1)


def test_addends_support_their_sum() -> None:
    cells = [citation(1, "100"), citation(2, "150")]
    assert citation_precision(answer(figures=[figure("250", citations=[1, 2])], citations=cells)) == Share(2, 2)
    assert citation_precision(answer(figures=[figure("260", citations=[1, 2])], citations=cells)) == Share(0, 2)


def test_operands_listed_as_parts_support_what_is_computed_from_them() -> None:
    share = figure("40", unit="%", citations=[1, 2])
    parts = [figure("100", role="part", citations=[1]), figure("250", role="part", citations=[2])]
    cells = [citation(1, "100"), citation(2, "250")]
    assert citation_precision(answer(figures=[share, *parts], citations=cells)) == Share(4, 4)
    assert citation_precision(answer(figures=[share], citations=cells)) == Share(0, 2)


def test_a_quote_stands_in_where_there_is_no_cell() -> None:
    quoted = [citation(1, None, quote="现有队员30人左右")]
    assert citation_precision(answer(figures=[figure("30", unit="人", citations=[1])], citations=quoted)) == Share(1, 1)
    assert citation_precision(answer(figures=[figure("31", unit="人", citations=[1])], citations=quoted)) == Share(0, 1)


def test_a_count_is_supported_by_as_many_citations() -> None:
    cells = [citation(1, "100"), citation(2, "250")]
    two, three = (figure(count, unit="个", citations=[1, 2]) for count in ("2", "3"))
    assert citation_precision(answer(figures=[two], citations=cells)) == Share(2, 2)
    assert citation_precision(answer(figures=[three], citations=cells)) == Share(0, 2)


def test_a_citation_number_that_does_not_exist_supports_nothing() -> None:
    assert citation_precision(answer(figures=[figure("100", citations=[7])])) == Share(0, 1)


def test_a_figure_that_is_a_text_is_left_out_of_precision() -> None:
    level = {**figure("0", citations=[1]), "amount": None}
    assert citation_precision(answer(figures=[level], citations=[citation(1, "持平")])) == Share(0, 0)
    assert citation_recall(answer(figures=[level], citations=[citation(1, "持平")])) == Share(1, 1)


def test_recall_wants_a_citation_for_each_headline() -> None:
    cells = [citation(1, "100")]
    figures = [figure("100", citations=[1]), figure("250")]
    assert citation_recall(answer(figures=figures, citations=cells)) == Share(1, 2)
    assert citation_recall(answer(figures=figures[:1], citations=cells)) == Share(1, 1)


def test_recall_wants_every_addend_cited() -> None:
    total = figure("250", citations=[1])
    cited, uncited = figure("100", role="part", citations=[1]), figure("150", role="part")
    cells = [citation(1, "100")]
    assert citation_recall(answer(figures=[total, cited], citations=cells)) == Share(1, 1)
    assert citation_recall(answer(figures=[total, cited, uncited], citations=cells)) == Share(0, 1)
