"""Printed sentences for a question that no structured figure answers: candidates from search, judged word by word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.labelled_find import Fit, fitting, has_only, must_of
from assistant.library import Library
from assistant.passages import Found, find, spot
from assistant.plan_context import Context, context_of
from assistant.records import Figure, Question, Quote, Result, Span
from assistant.understand import understand
from corpus.records import CellKind, Document, Observation
from index.records import Hit

_NOW = ("目前", "现在", "现有", "现已", "现共", "如今", "至今", "迄今")
_LEAST_CONTENT = 3
"""Characters: one short noun alone (多少名教师) does not tell whose number a sentence states."""
_CARRYING = frozenset({"kind", "fund", "category", "more", "less"})


def quoted(question: Question, context: Context, library: Library, documents: Sequence[Document]) -> Result | None:
    """The sentence that states the quantity asked for, quoted with its figure; None when no sentence does.

    Several sentences that give different figures are a question back, with the sentences as readings.
    """
    at_label = _at_label(question, context) or counted_apart(question, context, one_unit=False)
    if at_label is not None:
        return at_label
    content = context.content() | _carrying(question) | _other_years(question, context)
    years = {i for span in question.spans if span.role in ("year", "code") for i in range(span.start, span.stop)}
    if len((content | _telling(question)) - years) < 2 or not content - years:
        return None
    asked = [s.text for s in question.spans if s.role == "unit" and s.text not in ("万元", "亿元", "元", "万", "亿")]
    if len(set(asked)) > 1:
        return None  # 几位外教，多少课时: one sentence with one number answers half of it
    unit = asked[0] if asked and not asked[0].startswith("unit:") else ""
    if not unit and re.search(r"(?<!哪)几个|多少个", question.normal):
        unit = "个"
    if not unit:
        return None
    broad = content | _telling(question)
    found = _judged(question, frozenset(content), frozenset(broad), context, unit, library, documents)
    named = set(re.findall(r"(?:19|20)\d{2}(?=年)", question.normal))
    found = [hit for hit in _timely(question, found) if _of_those(named, hit)]
    return _with_quantity(found) if found and len(broad) >= _LEAST_CONTENT else None


_ASKED_UNIT = re.compile(
    r"几|多少|多大|多高|多长|何|[辆台套家人名](?:的)?数|[\u3400-\u9fff]{2}(?:数量|数)(?:是|为|呢|$)"
)
_UNIT_OF = (("多大", "平方米"), ("面积", "平方米"), ("得分", "分"))


def _at_label(question: Question, context: Context) -> Result | None:
    """The figures at whose printed label all words of the question stand, one for each unit asked for.

    None where no label is said in full; the sentences as readings where labels said alike print different figures.
    """
    if not _ASKED_UNIT.search(question.normal) or any(span.text == "op:why" for span in question.spans):
        return None
    if _compares(question):
        return None
    units = _units_asked(question)
    found: list[list[Fit]] = []
    for unit in units or ("",):
        fits = fitting(question, context, (unit,) if unit else ())
        if not fits:
            return None
        found.append(fits)
    if not units:
        found = [[fit for fit in found[0] if fit.item.quantity.amount.unit == "元"] or found[0]]
    for fits in found:
        if len({(fit.item.quantity.amount.value, fit.item.quantity.amount.unit) for fit in fits}) > 1:
            return Result(
                "clarify",
                reason="资料中有几处不同的说法，请说明指的是哪一处",
                choices=tuple(dict.fromkeys(fit.item.passage.text for fit in fits)),
            )
    figures = tuple(_figure_at(fits) for fits in found)
    quotes = tuple(
        Quote(fits[0].item.passage.document, figure.observations[0], fits[0].item.passage.context)
        for fits, figure in zip(found, figures, strict=True)
    )
    return Result("answered", figures, tuple(dict.fromkeys(quotes)))


def counted_apart(question: Question, context: Context, one_unit: bool = True) -> Result | None:
    """Two counts in one question (几家行政单位、几家事业单位), each as it is printed at its label; None if one is not.

    With ``one_unit`` only where both are counted in the same unit.
    """
    results = [_at_label(part.question, part) for part in _counts_apart(question, context, one_unit)]
    found = [result for result in results if result is not None and result.status == "answered"]
    if len(found) < max(len(results), 1):
        return None
    figures = tuple(figure for result in found for figure in result.figures)
    return Result("answered", figures, tuple(dict.fromkeys(quote for result in found for quote in result.quotes)))


_THIN = 2
"""A part with no more characters of its own than this is about what the part before it is about (项目几个)."""


def _counts_apart(question: Question, context: Context, one_unit: bool) -> list[Context]:
    """The parts of a question that counts two things; none for any other."""
    counts = [s for s in question.spans if s.role == "unit" or s.text == "op:count"]
    counts = [s for i, s in enumerate(counts) if i == 0 or s.start >= counts[i - 1].stop]
    if len(counts) != 2 or context.inner:
        return []
    cuts = [s for s in question.spans if s.text in ("join:clause", "join:and") and counts[0].stop < s.start]
    cut = next((s for s in cuts if s.stop <= counts[1].start or s.start < counts[1].start), None)
    alike = question.normal[: counts[0].stop][-1:] == question.normal[: counts[1].stop][-1:]
    if cut is None or (one_unit and not alike):
        return []
    first, second = question.normal[: cut.start], question.normal[cut.stop :]
    said = must_of(question, context)
    own = [i for i in said if i >= cut.stop]
    if len(own) < _THIN:
        second = _without_count(question, counts[0], cut.start) + second
    read = (replace(understand(part), language=question.language) for part in (first, second))
    return [context_of(part, context.views, context.scope, context.strange_years, inner=True) for part in read]


def _without_count(question: Question, count: Span, stop: int) -> str:
    """The question up to ``stop`` without a count and the general noun that it counts (几个预算单位)."""
    end = count.stop
    while noun := next((s for s in question.spans if s.start == end and s.role in ("money", "scope", "noun")), None):
        end = noun.stop
    return question.normal[: count.start] + question.normal[end:stop]


_COMPUTED = frozenset({"op:difference", "op:max", "op:min"})


def _compares(question: Question) -> bool:
    """Whether something is to be computed, or both levels of an organisation are asked: no one sentence says that."""
    bodies = re.compile(r"(?:事业|行政|参公|预算|下属|所属|基层|下级)$")
    levels = {
        s.text
        for s in question.spans
        if s.role == "scope" and re.search(r"单位|部门", question.normal[s.start : s.stop])
        if not bodies.search(question.normal[: s.start])
    }
    said = {s.text for s in question.spans if s.role != "scope"} | levels
    return bool(said & _COMPUTED) or {"scope:部门", "scope:单位"} <= said


def _units_asked(question: Question) -> tuple[str, ...]:
    """The units asked for, in order; money where only a word of money says so."""
    units = [span.text.partition(":")[2] or span.text for span in question.spans if span.role == "unit"]
    if re.search(r"(?<!哪)几个|多少个", question.normal) and not units:
        units.append("个")
    if re.search(r"多少钱|多少元|多少资金|多少金额", question.normal) and not {"元", "万元", "亿元"} & set(units):
        units.append("元")
    if any(span.text == "op:share" for span in question.spans) and "%" not in units:
        units.append("%")
    if not units and re.search(r"资金|金额|经费|费用|价值|多少钱", question.normal):
        units.append("元")
    if not units:
        units = [unit for word, unit in _UNIT_OF if word in question.normal][:1]
    return tuple(dict.fromkeys(units))


def _figure_at(fits: Sequence[Fit]) -> Figure:
    """The headline of one printed figure, with every sentence that prints it alike."""
    amounts = [(fit.item, fit.item.quantity.amount) for fit in fits]
    item, amount = amounts[0]
    observations = tuple(
        Observation(one.passage.place, CellKind.NUMBER, one.passage.text, own, "narrative") for one, own in amounts
    )
    return Figure(
        "headline",
        f"{item.noun}数" if item.noun and has_only(item.label) else item.label,
        amount.value,
        amount.step,
        amount.unit,
        item.passage.document,
        tuple(dict.fromkeys(observations)),
        qualifier=amount.qualifier,
        text=amount.printed,
    )


def _judged(
    question: Question,
    content: frozenset[int],
    broad: frozenset[int],
    context: Context,
    unit: str,
    library: Library,
    documents: Sequence[Document],
) -> list[Found]:
    """Sentences in scope that account for the question, those of the retrieved chunks first."""
    chunks = hits(question, library, documents)
    spots = frozenset(spot(hit.chunk.document, source.place) for hit in chunks for source in hit.chunk.sources)
    return find(question.normal, content, broad, context.views, unit, spots)


def hits(question: Question, library: Library, documents: Sequence[Document]) -> list[Hit]:
    """The chunks of ``documents`` nearest to the question by meaning and by words, best first."""
    return library.search(question.text, [document.id for document in documents], library.settings.top_k * 2)


def _carrying(question: Question) -> set[int]:
    """Words of the closed lists that a sentence must hold too when it is to be the answer."""
    return {i for span in question.spans if span.role in _CARRYING for i in range(span.start, span.stop)}


def _other_years(question: Question, context: Context) -> set[int]:
    """Years that are no document's own: a sentence must name them, unless they are the base of a change."""
    if any(span.text == "op:change" or span.role in ("base", "compare") for span in question.spans):
        return set()
    years = [s for s in question.spans if s.role == "year" and int(s.text) in context.strange_years]
    return {i for span in years for i in range(span.start, span.stop)}


def _telling(question: Question) -> set[int]:
    """Words that need not stand in the sentence but tell the better one: verbs, measures, 目前."""
    roles = ("verb", "now", "side", "measure", "attribute", "kind", "fund")
    return {i for span in question.spans if span.role in roles for i in range(span.start, span.stop)}


def _timely(question: Question, found: list[Found]) -> list[Found]:
    """目前 in the question asks for a sentence that speaks of now, where there is one."""
    if not any(span.role == "now" for span in question.spans):
        return found
    now = [hit for hit in found if any(word in hit.passage.text for word in _NOW)]
    return now or found


def _of_those(years: set[str], hit: Found) -> bool:
    """Whether the last year printed before a quantity is one that is named; True where none is named or printed."""
    printed = re.findall(r"((?:19|20)\d{2})\s*年", hit.passage.text[: hit.quantity.char_from]) if hit.quantity else []
    return not years or not printed or printed[-1] in years


def _with_quantity(found: list[Found]) -> Result | None:
    best = found[0].share
    rivals = [hit for hit in found if hit.share >= best - 0.2]
    values = {hit.quantity.amount.value for hit in rivals if hit.quantity is not None}
    if len(values) > 1:
        return Result(
            "clarify",
            reason="资料中有几处不同的说法，请说明指的是哪一处",
            choices=tuple(hit.passage.text for hit in rivals),
        )
    hit = found[0]
    assert hit.quantity is not None
    amount = hit.quantity.amount
    observation = Observation(hit.passage.place, CellKind.NUMBER, hit.passage.text, amount, "narrative")
    figure = Figure(
        "headline",
        "原文所述",
        amount.value,
        amount.step,
        amount.unit,
        hit.passage.document,
        (observation,),
        qualifier=amount.qualifier,
        text=amount.printed,
    )
    return Result("answered", (figure,), (Quote(hit.passage.document, observation, hit.passage.context),))
