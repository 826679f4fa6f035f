"""What follow-ups look at in the turns of a conversation: figures shown, subjects spoken of. No server state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.records import Figure, Plan, Result, Turn


@dataclass(frozen=True, slots=True)
class Edit:
    """What a follow-up comes to: a finished ``result`` with its ``plan``, or another question ``text`` to ask instead.

    A ``weak`` edit holds only where the question does not make sense alone. ``shown`` are figures (by ``identity``)
    that a plan executed anew leaves out, as the conversation has them already.
    """

    plan: Plan | None = None
    result: Result | None = None
    text: str = ""
    weak: bool = False
    shown: frozenset[tuple[str, str, int | None]] = frozenset()


def ask_back(reason: str, plan: Plan | None = None) -> Edit:
    """A question back: what is referred to is not there, or is not one thing."""
    return Edit(plan, Result("clarify", reason=reason))


def headlines(turn: Turn) -> list[Figure]:
    """The headline figures of a turn."""
    return [figure for figure in turn.result.figures if figure.role == "headline"]


def identity(figure: Figure) -> tuple[str, str, int | None]:
    """What makes two shown figures the same one."""
    return (figure.document, figure.label, figure.value)


def recent(history: Sequence[Turn], count: int) -> list[Figure]:
    """The last ``count`` distinct headline figures, oldest first; a conversion repeats its figure and counts once.

    A turn that was not answered ends the search: the one who asked may mean what could not be found, so that the
    figures of older turns must not stand in for it.
    """
    found: list[Figure] = []
    for turn in reversed(history):
        if turn.result.status in ("not_found", "clarify"):
            break
        if turn.plan is not None and turn.plan.operation in ("convert", "combine"):
            continue
        for figure in reversed(headlines(turn)):
            if figure.value is not None and all(identity(figure) != identity(other) for other in found):
                found.append(figure)
        if len(found) >= count:
            break
    return found[:count][::-1]


def last_pair(history: Sequence[Turn]) -> list[Figure]:
    """The two figures that 前者 and 后者 mean: those of the last turn if it showed two, else the last two; or fewer."""
    last = [figure for figure in headlines(history[-1]) if figure.value is not None] if history else []
    return last if len(last) == 2 else recent(history, 2)


def listed(history: Sequence[Turn]) -> list[Figure]:
    """The figures of the last list that was shown, in its order; picks from it are passed over."""
    for turn in reversed(history):
        if turn.plan is not None and turn.plan.operation in ("pick", "convert"):
            continue
        shown = headlines(turn)
        if len(shown) < 2:
            shown = [figure for figure in turn.result.figures if figure.role == "part"]
        return [figure for figure in shown if figure.value is not None]
    return []
