"""One thing wherever a document prints it: every printing with its place, and whether they agree.

Printings of one statement state the same by definition; statements of another table or source of funds are set beside
it, and whether they must agree only a stored check says.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from assistant.captions import caption
from assistant.facts_view import FactsView, Want
from assistant.places import caption_of, column_name, table_at
from assistant.records import Figure, Result
from corpus.amounts import SCALES
from corpus.checks.comparison import difference_text, digits
from corpus.records import UNITS_PER_YUAN, Check, CheckStatus, Observation, Place, Severity, Statement, Subject

NO_RULE = "没有规则要求这些数相等，以上只照原文分别列示。"
_MOST = 10
_KINDS = ("合计", "n/a")
_FUNDS = ("全部", "财政拨款", "一般公共预算", "n/a")


def printings_of(
    view: FactsView,
    subjects: Sequence[Subject],
    want: Want,
    claims: Sequence[str] = (),
    tables: Sequence[str] = (),
    in_text: bool = False,
) -> Result | None:
    """All printings of the subjects in the year and at the stage of the document; None where there is only one.

    The side, kind and fund of ``want`` narrow the statements. ``claims`` are amounts that the question states (of the
    text: ``in_text``), each said where it is not printed; ``tables`` are words of tables that it names, likewise.
    """
    statements = [s for subject in subjects for s in _stated(view, subject, want)]
    found = [(s, o) for s in statements for o in s.observations if o.amount is not None and not o.duplicate]
    found = list({position(o.place): (s, o) for s, o in reversed(found)}.values())[::-1]
    if len(found) < 2:
        return None
    leads: dict[int, Observation] = {}
    figures = []
    for statement, observation in found[:_MOST]:
        lead = leads.setdefault(id(statement), observation)
        figures.append(placed(view, statement, observation, "headline" if _agree(lead, observation) else "alternative"))
    checks = joining(view, {position(o.place) for _, o in found})
    figures = _opposed(_told_apart(view, figures), checks)
    unrun = list(_unrun(view, statements))
    if len({id(s) for s, _ in found}) > 1 and not checks and not unrun:
        unrun = [NO_RULE]
    notes = [*_verdicts(view, statements), *unrun, *_claimed(found, claims, in_text)]
    notes += [f"问题所说的{name}表没有列示这一项。" for name in tables if not _in_table(view, found, name)]
    if len(found) > _MOST:
        notes.append(f"共{len(found)}处，以上列出前{_MOST}处。")
    return Result(
        "answered", tuple(figures), checks=tuple((view.document.id, c) for c in checks), note="\n".join(notes)
    )


def _stated(view: FactsView, subject: Subject, want: Want) -> Iterator[Statement]:
    """The amounts of a subject that a question for it can mean; the widest kind of expenditure where none is said."""
    own = view.document
    side, kind = want.side, want.kind
    found = [
        s
        for s in view.by_subject.get(subject.key, ())
        if s.view == "level"
        and s.period_from in (0, own.fiscal_year)
        and s.fund_scope in ((want.fund,) if want.fund else _FUNDS)
        and s.measure in ("金额", "当年预算", "目标值")
        and s.stage in (own.stage, "执行", "n/a", "年初预算" if own.stage == "预算" else own.stage)
        and s.side in (side or "支出", "n/a", side or "收入")
        and any(o.amount is not None for o in s.observations)
    ]
    if not side and any(s.side == "支出" for s in found) and subject.kind in ("function", "organisation"):
        found = [s for s in found if s.side != "收入"]
    wanted = (kind,) if kind else _KINDS
    fitting = [s for s in found if s.expenditure_kind in wanted]
    if not fitting and not kind:
        fitting = [s for s in found if s.expenditure_kind in ("基本支出", "项目支出")]
    yield from fitting


def printed(view: FactsView, statement: Statement, observation: Observation) -> Figure:
    """One printing as context, called after its place."""
    return placed(view, statement, observation, "context")


def placed(view: FactsView, statement: Statement, observation: Observation, role: str) -> Figure:
    """One printing as a figure of that role, called after the table or the text that prints it."""
    assert observation.amount is not None
    amount = observation.amount
    label = f"{caption(view, statement).rstrip('：')}（{_place(view, observation)}）"
    return Figure(
        role, label, amount.value, amount.step, amount.unit, view.document.id, (observation,), statement,
        observation.direction, amount.qualifier, observation.text,
    )  # fmt: skip


def _opposed(figures: Sequence[Figure], checks: Sequence[Check]) -> list[Figure]:
    """The figures; one in a sentence that a failed check holds against a table is an alternative to it."""
    failed = [check for check in checks if check.status is CheckStatus.FAIL and len(check.actual_places) == 1]
    against = {position(check.actual_places[0]) for check in failed}
    return [
        replace(figure, role="alternative") if number and position(figure.observations[0].place) in against else figure
        for number, figure in enumerate(figures)
    ]


def _told_apart(view: FactsView, figures: Sequence[Figure]) -> list[Figure]:
    """The figures, those of one label with the column in which they stand."""
    labels = [figure.label for figure in figures]
    found = []
    for figure in figures:
        table = table_at(view.reading, figure.observations[0].place)
        if table is not None and labels.count(figure.label) > 1:
            column = column_name(view.reading, table, figure.observations[0].place)
            figure = replace(figure, label=f"{figure.label.removesuffix('）')}“{column}”）") if column else figure
        found.append(figure)
    return found


def _place(view: FactsView, observation: Observation) -> str:
    """The table or the text that prints a figure, with its page where there is one."""
    table = table_at(view.reading, observation.place)
    name = f"《{caption_of(table)}》" if table is not None else "说明"
    page = observation.place.page
    return f"{name}第{page}页" if page is not None and table is None else name


def _verdicts(view: FactsView, statements: Sequence[Statement]) -> Iterator[str]:
    """Whether the printings of each statement agree, with the difference and its direction."""
    for statement in statements:
        seen = [o for o in statement.observations if o.amount is not None and not o.duplicate]
        if len(seen) < 2:
            continue
        low = min(seen, key=lambda o: o.amount.value if o.amount else 0)
        high = max(seen, key=lambda o: o.amount.value if o.amount else 0)
        assert low.amount is not None
        assert high.amount is not None
        name = caption(view, statement).rstrip("：")
        apart = high.amount.value - low.amount.value
        if not apart:
            yield f"{name}：{len(seen)}处列示一致。"
            continue
        which = f"{_said(view, high)}比{_said(view, low)}多{difference_text(apart, high.amount.unit)}"
        agree = all(_agree(one, other) for one in seen for other in seen)
        yield f"{name}：{len(seen)}处列示在舍入范围内一致，{which}。" if agree else f"{name}：列示不一致，{which}。"


def _said(view: FactsView, observation: Observation) -> str:
    amount = observation.amount
    assert amount is not None
    return f"{_place(view, observation)}{digits(amount.value, amount.step, amount.scale)}"


def joining(view: FactsView, places: set[tuple[object, ...]]) -> list[Check]:
    """The checks that compare two of the places, those that failed first."""
    order = {CheckStatus.FAIL: 0, CheckStatus.ROUNDING: 1, CheckStatus.PASS: 2}
    found = [
        check
        for check in view.reading.checks
        if check.status in order
        and check.severity is not Severity.NOTICE
        and check.expected_places
        and check.actual_places
        and all(position(p) in places for p in (*check.expected_places, *check.actual_places))
    ]
    return sorted(found, key=lambda check: order[check.status])[:_MOST]


def _unrun(view: FactsView, statements: Sequence[Statement]) -> Iterator[str]:
    """What a check says that joins two of the subjects and could not be run."""
    keys = {s.subject.key for s in statements}
    for check in view.reading.checks:
        if check.status is CheckStatus.NOT_RUN and len(keys) > 1 and keys <= set(check.subjects):
            yield f"{check.sentence}。"


def _claimed(printed: Sequence[tuple[Statement, Observation]], claims: Sequence[str], in_text: bool) -> Iterator[str]:
    """For each amount that the question states (of the text: ``in_text``), that it is not printed, where that is so."""
    printed = [pair for pair in printed if not in_text or pair[1].origin == "narrative"]
    for claim in claims:
        unit = next((u for u in ("万元", "亿元", "元", "万", "亿") if claim.endswith(u)), "元")
        number = claim.removesuffix(unit)
        scale = SCALES.get(unit if unit.endswith("元") else f"{unit}元", 1)
        value = int(Decimal(number) * scale * UNITS_PER_YUAN)
        if all(o.amount is None or o.amount.value != value for _, o in printed):
            yield f"{'说明中' if in_text else '以上列示中'}没有问题所说的{claim}。"


def _in_table(view: FactsView, printed: Sequence[tuple[Statement, Observation]], name: str) -> bool:
    tables = (table_at(view.reading, o.place) for _, o in printed)
    return any(table is not None and name in caption_of(table).replace("“", "").replace("”", "") for table in tables)


def _agree(one: Observation, other: Observation) -> bool:
    if one.amount is None or other.amount is None or one.amount.unit != other.amount.unit:
        return False
    return 2 * abs(one.amount.value - other.amount.value) <= one.amount.step + other.amount.step


def position(place: Place) -> tuple[object, ...]:
    if place.table is not None:
        return (place.table, place.row, place.column, place.char_from)
    return (place.page, place.line, place.char_from, place.char_to)
