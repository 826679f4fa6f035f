"""Small synthetic answer objects for the tests of this package."""

from collections.abc import Mapping, Sequence
from typing import Any


def figure(amount: str, unit: str = "元", role: str = "headline", citations: Sequence[int] = ()) -> dict[str, Any]:
    """A figure of the contract with no step."""
    return {"role": role, "label": "", "amount": amount, "unit": unit, "step": None, "citations": list(citations)}


def citation(n: int, cell_text: str | None, **more: str) -> dict[str, Any]:
    """A citation of the contract: number, printed text, and whatever else the test needs."""
    return {"n": n, "cell_text": cell_text, **more}


def answer(
    text: str = "",
    figures: Sequence[Mapping[str, Any]] = (),
    citations: Sequence[Mapping[str, Any]] = (),
    status: str = "answered",
) -> dict[str, Any]:
    """An answer object with the fields that are scored."""
    return {"status": status, "answer": text, "figures": list(figures), "citations": list(citations)}
