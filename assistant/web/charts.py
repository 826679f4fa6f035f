"""A breakdown, a ranking or a row of years as horizontal bars: an SVG whose axis begins at zero, in 万元 for money."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from assistant.records import Answer, Citation, ShownFigure
from assistant.render import common_unit, grouped, headlines, listed, parts, place_parts, shared_ending, told
from assistant.web.markup import text
from assistant.web.talk_texts import talk_texts
from assistant.web.texts import Texts

BARS_SHOWN = 20
_WIDTH, _ROW, _TOP, _LABEL_LONGEST = 640, 46, 30, 38
_ROOM_FOR_VALUE = 130
BAR = "#2b8f86"
_FONTS = "system-ui, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'WenQuanYi Zen Hei', sans-serif"
_MONEY = "元"
_YEAR = re.compile(r"\d{4}年")
_WAN = Decimal(10_000)


def bars_of(answer: Answer) -> tuple[ShownFigure, ...]:
    """The figures of an answer that can stand side by side: its parts, its headlines, or what one is computed from."""
    every = (parts(answer), headlines(answer), _operands(answer))
    found = next((found for found in map(_comparable, every) if found), ())
    years = [_YEAR.match(figure.label) for figure in found]
    return tuple(sorted(found, key=lambda figure: figure.label[:4])) if all(years) else found


def _operands(answer: Answer) -> tuple[ShownFigure, ...]:
    """The two or more figures that the one headline compares, such as those of two years."""
    heads = [figure for figure in answer.turn.result.figures if figure.role == "headline"]
    labels = [operand.label for operand in heads[0].operands] if len(heads) == 1 else []
    return tuple(figure for figure in answer.figures if figure.role == "context" and figure.label in labels)


def _comparable(figures: Sequence[ShownFigure]) -> tuple[ShownFigure, ...]:
    """The figures with an amount if there are two or more of one unit, none negative or a bound; else none."""
    shown = tuple(item for item in figures if item.amount is not None)
    plain = all(item.qualifier == "=" and item.amount is not None and item.amount >= 0 for item in shown)
    apart = len({item.label for item in shown}) == len(shown)
    good = len(shown) > 1 and plain and apart and common_unit(shown) and any(item.amount for item in shown)
    return shown if good else ()


def chart(answer: Answer, words: Texts) -> str:
    """The chart of an answer, closed beside a table of the same figures; "" where there is none."""
    known = {citation.n: citation for citation in answer.citations}
    about = Caption(answer.question, told(answer).scope)
    return chart_of(bars_of(answer), about, known, words, not (parts(answer) or listed(answer)))


@dataclass(frozen=True, slots=True)
class Caption:
    """What stands above and below a chart where it is shown away from its answer: its title, and what it is about."""

    title: str
    scope: str


def chart_of(
    figures: Sequence[ShownFigure],
    caption: Caption,
    citations: Mapping[int, Citation],
    words: Texts,
    opened: bool = False,
) -> str:
    """The chart of figures with buttons to take it away; "" for those that cannot stand side by side.

    The picture carries its ``caption``, the data the place where each figure is printed.
    """
    figures = _comparable(figures)
    if not figures:
        return ""
    said = talk_texts(words.language)
    unit = common_unit(figures)
    shown_unit = "万元" if unit == _MONEY else unit
    kept = figures
    if len(figures) > BARS_SHOWN:
        largest = sorted(figures, key=lambda item: item.amount or 0, reverse=True)[:BARS_SHOWN]
        kept = tuple(item for item in figures if item in largest)
    left = len(figures) - len(kept)
    note = f'<p class="hint">{text(said.chart_left_of.format(count=left))}</p>' if left else ""
    data = _data(figures, citations, words)
    about = "，".join(part for part in (shared_ending(figures), shown_unit) if part)
    title = text(f"{caption.title}（{about}）")
    picture, save = text(said.chart_picture), text(said.chart_data)
    buttons = (
        f'<button type="button" class="plain" data-act="chart-picture" data-title="{title}"'
        f' data-scope="{text(caption.scope)}">{picture}</button>'
        f'<button type="button" class="plain" data-act="chart-data" data-csv="{text(data)}">{save}</button>'
    )
    summary = text(said.chart_of.format(about=about))
    return (
        f'<details class="chart"{" open" if opened else ""}><summary>{summary}</summary>'
        f'<div class="bars-scroll">{_svg(kept, shown_unit)}</div>{note}'
        f'<div class="chart-buttons">{buttons}</div></details>'
    )


def _data(figures: Sequence[ShownFigure], citations: Mapping[int, Citation], words: Texts) -> str:
    """The figures as CSV: item, exact amount, unit, and where it is printed."""
    rows = [(words.item, words.amount, talk_texts(words.language).unit, words.source)]
    for item in figures:
        cited = next((citations[n] for n in item.citations if n in citations), None)
        place = "" if cited is None else " · ".join(place_parts(cited, words.page_of, words.line_of))
        rows.append((item.label, f"{item.amount:f}", item.unit, place))
    return "".join(",".join(map(_csv, row)) + "\n" for row in rows)


def _csv(value: str) -> str:
    harmless = f"'{value}" if value.startswith(("=", "+", "-", "@")) else value
    return '"' + harmless.replace('"', '""') + '"'


def _svg(figures: Sequence[ShownFigure], unit: str) -> str:
    amounts = [_scaled(item) for item in figures]
    ticks = _ticks(max(amounts))
    top = ticks[-1]
    room = _WIDTH - _ROOM_FOR_VALUE
    height = _TOP + _ROW * len(figures) + 6
    grid = "".join(
        f'<line x1="{x}" x2="{x}" y1="{_TOP - 6}" y2="{height}" stroke="currentColor" stroke-opacity=".18"/>'
        f'<text x="{x}" y="{_TOP - 12}" font-size="12" fill="currentColor" fill-opacity=".75"'
        f' text-anchor="{"start" if n == 0 else "middle"}">{grouped(tick)}</text>'
        for n, (tick, x) in enumerate((tick, round(float(tick / top) * room, 1)) for tick in ticks)
    )
    ending = shared_ending(figures)
    labels = [item.label.removesuffix(f"：{ending}") if ending else item.label for item in figures]
    bars = "".join(
        _bar(n, label, amount, top, room) for n, (label, amount) in enumerate(zip(labels, amounts, strict=True))
    )
    named = text(
        "；".join(f"{item.label} {_exact(amount)} {unit}" for item, amount in zip(figures, amounts, strict=True))
    )
    return (
        f'<svg class="bars" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img"'
        f' aria-label="{named}" font-family="{_FONTS}">{grid}{bars}</svg>'
    )


def _bar(n: int, label: str, amount: Decimal, top: Decimal, room: int) -> str:
    y = _TOP + _ROW * n
    length = max(round(float(amount / top) * room, 1), 0)
    # Long names often differ only at their end.
    half = _LABEL_LONGEST // 2
    shown = label if len(label) <= _LABEL_LONGEST else f"{label[: half + 2]}…{label[-half + 3 :]}"
    return (
        f"<g><title>{text(label)}</title>"
        f'<text x="4" y="{y + 14}" font-size="13.5" fill="currentColor">{text(shown)}</text>'
        f'<rect x="0" y="{y + 20}" width="{length}" height="15" rx="2" fill="{BAR}"/>'
        f'<text x="{length + 6}" y="{y + 32}" font-size="12.5" fill="currentColor">{text(_exact(amount))}</text></g>'
    )


def _scaled(item: ShownFigure) -> Decimal:
    amount = item.amount or Decimal(0)
    return amount / _WAN if item.unit == _MONEY else amount


def _exact(amount: Decimal) -> str:
    """All digits of the amount and no zeros after them."""
    plain = grouped(amount)
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def _ticks(largest: Decimal) -> list[Decimal]:
    """Round numbers from zero to one that is no smaller than ``largest``, four or five of them."""
    magnitude = Decimal(10) ** (largest.adjusted() - 1)
    steps = (Decimal(step) * magnitude for step in ("2.5", "5", "10", "20", "25", "50", "100"))
    step = next(step for step in steps if step * 4 >= largest)
    count = int((largest / step).to_integral_value(ROUND_CEILING))
    return [Decimal(f"{(step * n).normalize():f}") for n in range(count + 1)]
