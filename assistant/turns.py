"""What follow-ups look at in the turns of a conversation: figures shown, subjects spoken of. No server state."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from assistant.records import Figure, Plan, Result, Scope, Turn

ASKED_WHICH = "追问所指"
NOTHING_SHOWN = "上一个问题没有得到答案，请说明指的是哪一项"
_SHOWN = ("answered", "partial")
_REPEATING = ("convert", "source")
_COMPUTED = ("combine",)


@dataclass(frozen=True, slots=True)
class Term:
    """One side of a share or a difference: a figure of the conversation, or words to be asked first."""

    figure: Figure | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Edit:
    """What a follow-up comes to: a finished ``result`` with its ``plan``, or another question ``text`` to ask instead.

    A ``weak`` edit holds only where the question does not make sense alone. ``shown`` are figures (by ``identity``)
    that a plan executed anew leaves out, as the conversation has them already. ``terms`` are the two sides of a
    ``relation`` (share or difference) that must be asked for first. ``document`` is the one that ``text`` is asked of,
    "" for those of the conversation. ``asked`` is the question that the conversation goes on from ("" if it is the
    one that was put).
    """

    plan: Plan | None = None
    result: Result | None = None
    text: str = ""
    weak: bool = False
    shown: frozenset[tuple[str, str, int | None]] = frozenset()
    terms: tuple[Term, ...] = ()
    relation: str = ""
    document: str = ""
    asked: str = ""


def ask_back(reason: str, plan: Plan | None = None, choices: Sequence[str] = ()) -> Edit:
    """A question back: what is referred to is not there, or is not one thing."""
    if plan is None and not choices:
        plan = Plan("clarify", Scope())
    return Edit(
        replace(plan, reading=ASKED_WHICH) if plan else None, Result("clarify", reason=reason, choices=tuple(choices))
    )


def of_reference(turn: Turn) -> bool:
    """Whether a turn only asked back what its own words point at: the next one may say it, of what stood before."""
    asked = turn.plan is not None and turn.plan.reading == ASKED_WHICH
    return asked and turn.result.status == "clarify"


def headlines(turn: Turn) -> list[Figure]:
    """The headline figures of a turn."""
    return [figure for figure in turn.result.figures if figure.role == "headline"]


def valued(turn: Turn) -> list[Figure]:
    """The headline figures of a turn that have a value."""
    return [figure for figure in headlines(turn) if figure.value is not None]


def unanswered(history: Sequence[Turn]) -> bool:
    """Whether the last turn gave nothing: a reference to it must not reach behind it."""
    return bool(history) and history[-1].result.status not in _SHOWN


def still_held(turn: Turn, documents: Collection[str]) -> Turn:
    """The turn; without its plan and result where a document that it rests on is no longer among ``documents``."""
    operands = (operand for figure in turn.result.figures for operand in figure.operands)
    used = {figure.document for figure in (*turn.result.figures, *operands)}
    used |= {quote.document for quote in turn.result.quotes} | set(turn.documents)
    used |= set(turn.plan.documents if turn.plan is not None else ())
    return turn if used <= set(documents) else Turn(turn.question, None, Result("not_found"))


def identity(figure: Figure) -> tuple[str, str, int | None]:
    """What makes two shown figures the same one."""
    return (figure.document, figure.label, figure.value)


def operation(turn: Turn) -> str:
    """The operation of a turn, "" where it has no plan."""
    return turn.plan.operation if turn.plan is not None else ""


def is_sum(turn: Turn) -> bool:
    """Whether a turn added earlier figures up: it shows them as its parts."""
    return operation(turn) in _COMPUTED and any(figure.role == "part" for figure in turn.result.figures)


def _addends(turn: Turn) -> list[Figure]:
    """What a turn added up."""
    return [figure for figure in turn.result.figures if figure.role == "part" and figure.value is not None]


def groups(history: Sequence[Turn]) -> list[list[Figure]]:
    """The distinct headline figures of each turn, oldest first; a conversion repeats its figure and counts once.

    A turn that was not answered ends the search: the one who asked may mean what could not be found, so that the
    figures of older turns must not stand in for it. What was computed from earlier figures is none of them; a sum
    brings its addends together.
    """
    found: list[list[Figure]] = []
    seen: set[tuple[str, str, int | None]] = set()
    for turn in reversed(history):
        if turn.result.status not in _SHOWN:
            break
        if operation(turn) in _REPEATING:
            continue
        shown = _addends(turn) if operation(turn) in _COMPUTED else compared(turn) or valued(turn)
        own = [figure for figure in shown if identity(figure) not in seen]
        seen.update(identity(figure) for figure in own)
        if own:
            found.append(own)
    return found[::-1]


def distinct(history: Sequence[Turn]) -> list[Figure]:
    """All distinct figures of ``groups``, oldest first."""
    return [figure for group in groups(history) for figure in group]


def recent(history: Sequence[Turn], count: int) -> list[Figure]:
    """The last ``count`` distinct headline figures, oldest first; fewer where they are not there.

    A turn that showed several counts as a whole: of a list of three, no two are “these two”.
    """
    found: list[Figure] = []
    for group in reversed(groups(history)):
        if len(found) + len(group) > count:
            break
        found = [*group, *found]
        if len(found) == count:
            return found
    return found


def last_pair(history: Sequence[Turn]) -> list[Figure]:
    """The two figures that 前者 and 后者 mean: those of the last turn if it showed two, else the last two; or fewer."""
    last = compared(history[-1]) or valued(history[-1]) if history else []
    return last if len(last) == 2 else recent(history, 2)


def compared(turn: Turn) -> list[Figure]:
    """The two figures that a question of its own set against each other, in its order; nothing for any other turn."""
    if operation(turn) not in ("difference", "contrast", "ratio") or turn.result.status not in _SHOWN:
        return []
    heads = valued(turn)
    terms = [term for term in heads[0].operands if term.statement is not None] if len(heads) == 1 else []
    return terms if len(terms) == 2 else []


def listed(history: Sequence[Turn]) -> list[Figure]:
    """The figures of the last list that was shown, in its order.

    Picks from it, fields of its items, shares and differences of them are passed over.
    """
    for turn in reversed(history):
        beside = operation(turn) in _COMPUTED and not is_sum(turn) and turn.result.status in _SHOWN
        silent = turn.result.status in _SHOWN and not headlines(turn)
        picked = operation(turn) == "pick" and len(headlines(turn)) < 2
        if picked or operation(turn) in _REPEATING or beside or silent:
            continue
        shown = compared(turn) or headlines(turn)
        if len(shown) < 2:
            shown = [figure for figure in turn.result.figures if figure.role == "part"]
        return [figure for figure in shown if figure.value is not None]
    return []


def scope_of_talk(history: Sequence[Turn]) -> Scope:
    """The scope of the last turn that had a plan."""
    return next((turn.plan.scope for turn in reversed(history) if turn.plan is not None), Scope())


def plan_on(operation: str, figures: Sequence[Figure], history: Sequence[Turn], reading: str = "") -> Plan:
    """A plan over figures that are there already, of their documents."""
    operands = [operand for figure in figures for operand in (figure, *figure.operands)]
    documents = tuple(dict.fromkeys(figure.document for figure in operands))
    if not documents:
        documents = tuple(dict.fromkeys(d for turn in history if turn.plan is not None for d in turn.plan.documents))
    return Plan(operation, scope_of_talk(history), documents=documents, reading=reading)


def answered(operation: str, figures: Sequence[Figure], history: Sequence[Turn], reading: str = "") -> Edit:
    """The edit that shows these figures as the result."""
    return Edit(plan_on(operation, figures, history, reading), Result("answered", tuple(figures)))
