"""The written question set: what it holds, that gold is printed where it says, and that the sealed file is sealed.

The gold is read again from the published documents where BUDGET_TEST_DOCUMENTS names their folder.
"""

import hashlib
import os
import re
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from pathlib import Path

import openpyxl
import pypdfium2
import pytest

from eval.cases import Case, read_cases
from eval.printed import YUAN, holds, is_number, numbers, squeezed

QUESTIONS = Path(__file__).parent / "questions"
SEALED = QUESTIONS / "sealed.jsonl"
NEW = (
    QUESTIONS / "building-putuo.jsonl",
    QUESTIONS / "building-requests.jsonl",
    QUESTIONS / "building-mixed.jsonl",
    QUESTIONS / "calibration.jsonl",
    SEALED,
)
PLACED = (*NEW, QUESTIONS / "operations.jsonl")
"""Files whose gold figures are read again where they say that they stand."""
WORKED_ON = (QUESTIONS / "minhang.jsonl", QUESTIONS / "putuo.jsonl")
PUBLISHED = Path(os.environ["BUDGET_TEST_DOCUMENTS"]) if os.environ.get("BUDGET_TEST_DOCUMENTS") else None
# Characters that only traditional Chinese writes: one of them is enough.
TRADITIONAL = frozenset(
    "預費經總計與項萬區財務決購補貼醫療請問說個幾單邊較錄業機關離職額處學書電訓險實際後從壓組當寫輛佔類員"
)

Way = Callable[[tuple[Decimal, ...], Decimal], Decimal]
WAYS: tuple[Way, ...] = (
    lambda printed, scale: sum(printed, Decimal(0)) / scale,
    lambda printed, scale: (printed[0] - printed[-1]) / scale,
    lambda printed, scale: sum(printed, Decimal(0)) / len(printed) / scale,
    lambda printed, scale: Decimal(len(printed)),
    lambda printed, scale: printed[0] / printed[-1],
    lambda printed, scale: printed[0] / printed[-1] / scale,
    lambda printed, scale: 100 * printed[0] / printed[-1],
    lambda printed, scale: 100 * (printed[0] - printed[-1]) / printed[-1],
    # Several parts of a whole, which is named last.
    lambda printed, scale: 100 * sum(printed[:-1], Decimal(0)) / printed[-1],
    # A whole, which is named first, without several parts.
    lambda printed, scale: (2 * printed[0] - sum(printed, Decimal(0))) / scale,
    lambda printed, scale: 100 * abs(printed[0] - printed[-1]) / printed[-1],
    # Change against the base that a stated change implies: a fall, a rise.
    lambda printed, scale: 100 * printed[0] / (printed[-1] + printed[0]),
    lambda printed, scale: 100 * printed[0] / (printed[-1] - printed[0]),
)
"""How a gold figure may come from the printed ones (in 元, or as they are); `scale` is 元 in one of the asked unit."""


def new_cases() -> tuple[Case, ...]:
    return read_cases(NEW)


def is_english(question: str) -> bool:
    latin = sum(sign.isascii() and sign.isalpha() for sign in question)
    return latin > sum("\u4e00" <= sign <= "\u9fff" for sign in question)


def test_there_are_enough_questions_of_every_kind() -> None:
    cases = new_cases()
    assert len(cases) >= 400
    assert [len(read_cases([file])) >= 130 for file in NEW] == [True] * len(NEW)
    assert 4 * sum(case.abstain or case.clarify for case in cases) >= len(cases)
    assert 5 * sum(case.session is not None for case in cases) >= len(cases)
    foreign = [case for case in cases if is_english(case.question) or TRADITIONAL & set(case.question)]
    assert 10 * len(foreign) >= len(cases)


def test_no_question_is_asked_twice() -> None:
    cases = [case for case in read_cases((*WORKED_ON, *NEW)) if case.session is None]
    asked = [(squeezed(case.question), case.document) for case in cases]
    assert sorted(pair for pair in set(asked) if asked.count(pair) > 1) == []


def test_sessions_stay_within_one_file() -> None:
    sessions = [{case.session for case in read_cases([file]) if case.session} for file in (*WORKED_ON, *NEW)]
    assert len(frozenset().union(*sessions)) == sum(map(len, sessions))


def test_no_phone_number_is_in_a_question() -> None:
    texts = [file.read_text(encoding="utf-8") for file in NEW]
    assert [re.findall(r"(?<![\d.,])1[3-9]\d{9}(?![\d.,])", text) for text in texts] == [[]] * len(NEW)


def test_every_gold_says_where_it_stands() -> None:
    cases = read_cases(PLACED)
    assert [case.id for case in cases if (case.amount is not None or case.all_amounts) and not case.where] == []


def test_every_gold_figure_is_printed_there_or_follows_from_it() -> None:
    assert [complaint for case in read_cases(PLACED) for complaint in not_supported(case)] == []


def test_a_gold_that_does_not_follow_is_found() -> None:
    where = (("03_", "p1", "100.00"), ("03_", "p1", "25", "万元"))
    good = Case("a", "aggregate", "q", amount=Decimal("25.01"), unit="万元", tol=Decimal("0.001"), where=where)
    bad = Case("b", "aggregate", "q", amount=Decimal("26"), unit="万元", where=where)
    assert not_supported(good) == []
    assert not_supported(bad) == ["b: 26 万元"]


def not_supported(case: Case) -> list[str]:
    """Gold amounts of `case` that neither stand in `where` nor follow from it in one of WAYS."""
    wanted = ((case.amount,) if case.amount is not None else ()) + case.all_amounts
    printed = tuple(amount for place in case.where if (amount := amount_of(place)) is not None)
    scale = YUAN.get(case.unit, Decimal(1))
    slack = max(case.tol, Decimal("0.005")) if case.unit in ("%", "倍") else case.tol
    shown = [amount / scale for amount in printed] + list(computed(printed, scale))
    if case.where and case.unit in ("个", "类"):
        shown.append(Decimal(len(case.where)))
    return [f"{case.id}: {amount} {case.unit}" for amount in wanted if not near(amount, shown, slack)]


def near(amount: Decimal, shown: list[Decimal], slack: Decimal) -> bool:
    return any(abs(amount - each) <= slack for each in shown)


def computed(printed: tuple[Decimal, ...], scale: Decimal) -> tuple[Decimal, ...]:
    if len(printed) < 2 or printed[-1] in (0, printed[0], -printed[0]):
        return (sum(printed, Decimal(0)) / scale,)
    return tuple(way(printed, scale) for way in WAYS)


def amount_of(place: tuple[str, ...]) -> Decimal | None:
    """Printed number of one `where` in 元 (or as it is, if its unit is none of money); None for a text."""
    if not is_number(place[2]):
        return None
    unit = place[3] if len(place) == 4 else "元"
    return Decimal(squeezed(place[2])) * YUAN.get(unit, Decimal(1))


@pytest.mark.skipif(PUBLISHED is None, reason="BUDGET_TEST_DOCUMENTS does not name the published documents")
def test_every_place_prints_what_is_said() -> None:
    places = {place for case in read_cases(PLACED) for place in case.where}
    assert len(places) > 300
    assert sorted(place for place in places if not stands_there(place)) == []


def stands_there(place: tuple[str, ...]) -> bool:
    """True if the page, line or cell that `place` names holds its printed text."""
    name, spot, printed = place[:3]
    text = parts_of(name).get(spot, "")
    if is_number(printed):
        return Decimal(squeezed(printed)) in numbers(text)
    return holds(printed, (text,))


@cache
def parts_of(name: str) -> dict[str, str]:
    """Texts of the one published file whose name holds `name`: by page p1, line l1 or cell B2."""
    assert PUBLISHED is not None
    [file] = [path for path in sorted(PUBLISHED.glob("*/*")) if path.name.startswith(name)]
    if file.suffix == ".pdf":
        with pypdfium2.PdfDocument(file) as pages:
            return {f"p{n}": page.get_textpage().get_text_bounded() for n, page in enumerate(pages, 1)}
    if file.suffix == ".xlsx":
        sheets = openpyxl.load_workbook(file, data_only=True)
        return {cell.coordinate: str(cell.value) for sheet in sheets for row in sheet.iter_rows() for cell in row}
    lines = file.read_text(encoding="utf-8").split("\n")
    return {f"l{n}": line for n, line in enumerate(lines, 1)}


def test_the_sealed_file_is_the_one_of_the_log() -> None:
    log = (QUESTIONS / "README.md").read_text(encoding="utf-8")
    assert hashlib.sha256(SEALED.read_bytes()).hexdigest() in log
