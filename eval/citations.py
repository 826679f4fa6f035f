"""Citation precision and recall of one answer: the measures of ALCE, with equality of cells instead of opinion."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from eval.printed import YUAN, numbers

Answer = Mapping[str, Any]
Figure = Mapping[str, Any]
OPERANDS = frozenset({"part", "context"})


@dataclass(frozen=True)
class Share:
    """`hits` of `total` things counted in one answer."""

    hits: int
    total: int


def citation_precision(answer: Answer) -> Share:
    """Of the citations attached to figures, those that support the figure.

    A citation supports a figure if its printed text (the cell, or the quote where there is no cell) holds the figure in
    some unit of money; or a part or context figure that cites it too (an addend, an operand); or if all cells cited for
    the figure add up to it; or if the figure is a count of what is cited. Figures without amounts are left out.
    """
    cited = {cite["n"]: _printed(cite) for cite in answer["citations"]}
    figures = [figure for figure in answer["figures"] if figure["amount"] is not None]
    pairs = [(figure, n) for figure in figures for n in figure["citations"]]
    operands = [figure for figure in figures if figure["role"] in OPERANDS]
    hits = sum(_supports(figure, n, cited, operands) for figure, n in pairs)
    return Share(hits, len(pairs))


def citation_recall(answer: Answer) -> Share:
    """Of the headline figures, those with a citation; a headline with parts counts only if every part is cited."""
    parts_cited = all(figure["citations"] for figure in answer["figures"] if figure["role"] == "part")
    headlines = [figure for figure in answer["figures"] if figure["role"] == "headline"]
    return Share(sum(bool(figure["citations"]) and parts_cited for figure in headlines), len(headlines))


def _printed(cite: Mapping[str, Any]) -> frozenset[Decimal]:
    return numbers(str(cite.get("cell_text") or cite.get("quote") or ""))


def _supports(figure: Figure, n: int, cited: Mapping[int, frozenset[Decimal]], operands: Sequence[Figure]) -> bool:
    printed = cited.get(n)
    if printed is None:
        return False
    if _prints(printed, figure):
        return True
    mine = [other for other in operands if other is not figure and n in other["citations"]]
    if figure["role"] not in OPERANDS and any(_prints(printed, other) for other in mine):
        return True
    return _adds_up(figure, cited) or _counts(figure)


def _prints(printed: frozenset[Decimal], figure: Figure) -> bool:
    scales = YUAN.values() if figure["unit"] in YUAN else (Decimal(1),)
    amount, tolerance = _base(figure)
    return any(abs(number * scale - amount) <= tolerance for number in printed for scale in scales)


def _adds_up(figure: Figure, cited: Mapping[int, frozenset[Decimal]]) -> bool:
    cells = [cited.get(n, frozenset()) for n in figure["citations"]]
    if len(cells) < 2 or any(len(cell) != 1 for cell in cells):
        return False
    total = sum((number for cell in cells for number in cell), Decimal(0))
    return _prints(frozenset({total}), figure)


def _counts(figure: Figure) -> bool:
    unit = figure["unit"]
    return unit not in YUAN and unit != "%" and Decimal(figure["amount"]) == len(figure["citations"])


def _base(figure: Figure) -> tuple[Decimal, Decimal]:
    """Magnitude in 元 (or as it stands, if it is no money) and half the printed step."""
    scale = YUAN.get(figure["unit"], Decimal(1))
    step = Decimal(figure["step"]) if figure.get("step") else Decimal(0)
    return abs(Decimal(figure["amount"])) * scale, step * scale / 2
