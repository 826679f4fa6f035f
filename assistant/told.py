"""The printed line that answers a question no structured fact accounts for: quoted word for word, or nothing.

A line answers only where every word of the question that is not general stands in it or above it (its item, heading,
field, project), the weightier half in the line or right above it, and where it holds a thing of the kind asked for: an
office for 哪个科, a date for 什么时候, a reason for 为什么. What comes closest in words is quoted; lines of several
projects that fit alike are asked back.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from assistant.asking import Asked, asked_for, filler, predicate, predicate_spots, says_predicate
from assistant.facts_view import FactsView
from assistant.labels import flat
from assistant.link import positions
from assistant.outline import Line, lines
from assistant.passages import spot
from assistant.plan_context import Context
from assistant.records import Figure, Question, Quote, Result
from assistant.wanted import Wanted, holds, says, wanted_words
from corpus.narrative_text import canonical, quantities
from corpus.records import NO_BUDGET, CellKind, Observation

_COMPUTED = frozenset(
    {
        "op:total",
        "op:max",
        "op:min",
        "op:average",
        "op:difference",
        "op:each",
        "op:arithmetic",
        "op:share",
    }
)
_MONEY = re.compile(r"多少钱|多少(?:万|亿)?元|金额|几万|几亿|多少(?:资金|经费|费用|预算)|费用是多少|预算数|决算数")
_NOUN_SAID = 1.5
"""How much better a line is that says the noun asked for (有哪些形式) itself."""

_DATE_CELL = re.compile(r"\d{4}-\d{1,2}-\d{1,2}")
_LEVELS = frozenset({"部门", "单位"})
_OF_THE_SAME = re.compile(r"其(?!他|它|中|余)|该")
"""How a sentence begins that speaks on of what the one before it is about: 其主要职责是."""

_NARROWING = frozenset({"more", "less", "code", "top", "nth"})
_FIGURE_ROLES = frozenset({"money", "measure", "side", "kind", "fund", "stage"})
_MOVED = re.compile(r"增加|增长|上升|提高|减少|下降|降低|压减|[多少]了|涨|跌")
_NEGATED = re.compile(r"(?:不|没|未|无|非|没有|除了|以外|之外|不含|不包括)")
_NO_NEGATION = re.compile(
    r"有没有|是不是|能不能|可不可以|有无|无人机|非税|非财政|非独立|不同|不断|不少于|不低于|不超过|无形|无障碍|非纸笔|没有变|不变|非物质|无关"
)
_CLAUSE = re.compile(r"[^，；。：:;]*[，；。：:;]?")
_LEAST_SHARE = 0.5
_ALIKE = 0.05
"""Lines whose score is less than the best by no more than this share of it answer as well."""

_MOST_QUOTES = 3
_LONGEST_ITEM = 6
_LONGEST_QUESTION = 80
_SAME_WORDS = 0.8


@dataclass(frozen=True, slots=True)
class Hit:
    """A line that answers, its score, and the words in it (or above it) that are the answer, "" if it is the line.

    ``whole`` says that its item or its heading is what is asked about: then the other lines below that answer too.
    """

    line: Line
    view: FactsView
    score: float
    answer: str
    whole: bool = False


def told(question: Question, context: Context, retrieved: Collection[tuple[object, ...]] = ()) -> Result | None:
    """The line that answers, quoted; a question back where lines of several projects do; None where none does.

    ``retrieved`` are the places (see ``passages.spot``) of the chunks nearest by meaning: they come first among equals.
    """
    asked = asked_for(question.normal)
    found = _told(question, context, retrieved, asked)
    if found is None and asked.kind == "many" and re.search(r"什么|哪些", question.normal):
        return _told(question, context, retrieved, replace(asked, kind="what"))  # 几块牌子，都是什么
    return found


def _told(
    question: Question, context: Context, retrieved: Collection[tuple[object, ...]], asked: Asked
) -> Result | None:
    if not _is_answerable(question, asked):
        return None
    names = frozenset(context.linker.organisation_blocks)
    words = wanted_words(question.normal, _idle(question, context, asked), names, context.views)
    if all(view.document.kind == NO_BUDGET for view in context.views):
        words = (*words, *_levels(question))
    must = [word for word in words if not word.soft]
    if not must and predicate_spots(question.normal) == frozenset():
        return None
    years = frozenset(str(year) for year in context.strange_years)
    found = [
        hit
        for view in context.views
        for line in lines(view)
        if (hit := _hit(view, line, asked, words, question.normal, years)) is not None
    ]
    return _result(found, retrieved, asked.kind == "many")


def _is_answerable(question: Question, asked: Asked) -> bool:
    """Whether a line of prose may answer at all: no opinion, nothing to compute, no amount of money asked for."""
    text = question.normal
    if asked.kind in ("opinion", "person") or len(text) > _LONGEST_QUESTION:
        return False
    figure = asked.kind == "many" or not asked.kind
    if figure and (_MONEY.search(text) or any(s.role in _FIGURE_ROLES for s in question.spans)):
        return False
    outside = [s for s in question.spans if not asked.spots.issuperset(range(s.start, s.stop))]
    if any(span.text in _COMPUTED or span.role in _NARROWING for span in outside):
        counted = asked.kind in ("many", "long")
        return counted and not any(span.text in _COMPUTED - {"op:share"} for span in outside)
    return not (asked.kind == "why" and _MOVED.search(text))


def _idle(question: Question, context: Context, asked: Asked) -> frozenset[int]:
    """Positions of the asking words, and of the words that only say which document is meant."""
    years = [s for s in question.spans if s.role == "year" and int(s.text) not in context.strange_years]
    scope = [s for s in question.spans if s.role == "scope"]
    return (
        positions([*years, *scope])
        | context.linker.organisation_blocks
        | asked.spots
        | predicate_spots(question.normal)
    )


def _levels(question: Question) -> list[Wanted]:
    """部门 and 单位 as words of their own: in a list of documents they tell one from the other."""
    spans = [s for s in question.spans if s.role == "scope"]
    return [Wanted(question.normal[s.start : s.stop], s.start, 1.0, False) for s in spans]


_BODY = re.compile(
    r"(?:(?![哪由的是个在和与归被什么把给对]|本)[\u3400-\u9fff]){2,4}?(?:研究中心|中心|小组|委员会)(?![里内外])"
)


def _bodies(said: str) -> list[str]:
    """The names of bodies in a question, by their last words: a line must say them as they are (德育研究中心)."""
    return [match[0] for match in _BODY.finditer(said)]


def _hit(
    view: FactsView, line: Line, asked: Asked, words: Sequence[Wanted], said: str, years: frozenset[str]
) -> Hit | None:
    if any(body not in line.flat and body not in line.around and body not in line.topic for body in _bodies(said)):
        return None
    fits = predicate(said, line)
    if fits is False:
        return None
    inner = line.around if line.cell else "\0".join((line.title, *line.under[-1:]))
    project = flat(line.project) + "\0" + line.topic
    follows = _OF_THE_SAME.match(line.text) is not None
    around, score, weight, total, own_words = line.around, 0.0, 0.0, 0.0, 0
    soft_own, soft = fits is True, False
    for word in words:
        own = holds(word, line.flat) and not _longer_name(word, line, said)
        close = own or holds(word, inner) or (follows and holds(word, line.lead))
        far = close or holds(word, around) or holds(word, line.lead)
        if not word.soft:
            if not far:
                return None
            counted = own or not holds(word, project)
            total += word.weight if counted else 0.0
            weight += word.weight if close and counted else 0.0
            own_words += own and not word.text.isdigit() and word.text not in _LEVELS
        soft_own = soft_own or (word.soft and close)
        soft = soft or word.soft
        score += word.weight * (1.0 if own and says(word, line.flat) else 0.9 if close else 0.6 if far else 0.0)
    if not total and not soft_own:
        return None  # only the project is named: any of its lines would do
    if weight < _LEAST_SHARE * total or not years <= set(
        re.findall(r"(?:19|20)\d{2}", line.text + line.lead + line.title)
    ):
        return None
    if not _says_more(line, words, said, asked.kind) or _contradicts(line, words, said):
        return None
    title_said = any(holds(word, inner) for word in words)
    if asked.kind in ("what", "yes", "") and not (own_words > 1 or soft_own or title_said):
        return None
    titled = any(holds(word, line.title) for word in words if word.text not in _LEVELS)
    if asked.kind == "who" and not (own_words or titled):
        return None
    if not asked.kind and not (soft_own or titled):
        return None  # a bare noun asks for nothing that a sentence says
    if asked.kind in ("when", "where", "long", "often") and soft and not (own_words > 1 or soft_own or titled):
        return None
    clause = _clause(line, words, asked)
    near = [word.text for word in words if holds(word, line.flat)]
    answer = filler(asked, line, clause, said, near)
    if answer is None or (asked.kind == "many" and not _dated(line, clause, answer, said)):
        return None
    inside = sum(word.weight for word in words if holds(word, flat(clause)))
    noun_said = bool(asked.noun) and asked.noun in line.flat
    score += _NOUN_SAID if noun_said or says_predicate(said, line) else 0.0
    score = score + 0.2 * inside - 0.0005 * len(line.flat)
    must = [word for word in words if not word.soft]
    whole = title_said and not any(holds(word, line.flat) for word in must)
    whole = whole or (bool(line.title) and not line.cell and all(holds(word, line.title) for word in must))
    return Hit(line, view, score, answer, whole)


_GOES_ON = re.compile(r"(?:办公室|小组|中心|公司|协会|委员会)")


def _longer_name(word: Wanted, line: Line, said: str) -> bool:
    """Whether a line only says the name of another body that begins with the word: 领导小组办公室 for 领导小组."""
    ends = [match.end() for match in re.finditer(re.escape(word.text), line.flat)]
    longer = [found for end in ends if (found := _GOES_ON.match(line.flat, end)) and word.text + found[0] not in said]
    return bool(longer) and len(longer) == len(ends)


def _says_more(line: Line, words: Sequence[Wanted], said: str, asked: str) -> bool:
    """Whether a line holds more than the words of the question: a heading that repeats them answers nothing."""
    rest = line.flat
    for word in sorted(words, key=lambda word: -len(word.text)):
        rest = rest.replace(word.text, "")
    if line.cell and _DATE_CELL.fullmatch(line.text.strip()) and asked not in ("when", "long", ""):
        return False
    if line.cell and line.flat in ("是", "否") and "问题" in said:
        return False  # whether a row meets the requirements, not what is wrong with it
    if line.cell:
        return len(line.flat) < 3 or len(rest) > 2
    return len(rest) > 2 and not canonical(line.text).strip().endswith(("：", "如下"))


def _contradicts(line: Line, words: Sequence[Wanted], said: str) -> bool:
    """Whether only one of question and line negates: 没有开展 is not answered by 开展, nor 单列 by 不单列."""
    asked = _NEGATED.search(_NO_NEGATION.sub("", said)) is not None
    if asked:
        return _NEGATED.search(_NO_NEGATION.sub("", line.flat)) is None
    if re.search(r"[吗么]$|是否|有没有|是不是|有无|为什么|为何|还是", said):
        return False
    return any(
        not word.soft and re.search(rf"(?:不|未|没有|无需|非){re.escape(word.text)}", line.flat) for word in words
    )


def _clause(line: Line, words: Sequence[Wanted], asked: Asked) -> str:
    """The clause of a line that holds most of the words; of those that hold a number, where one is asked for."""
    text = canonical(line.text)
    clauses = [match[0] for match in _CLAUSE.finditer(text) if match[0].strip()] or [text]
    if asked.kind == "many":
        clauses = [c for c in clauses if re.search(r"[\d一二三四五六七八九十]", c)] or clauses
    return max(clauses, key=lambda clause: sum(word.weight for word in words if holds(word, flat(clause))))


def _dated(line: Line, clause: str, number: str, said: str) -> bool:
    """Whether the year asked about is the last one printed before a number: 2012年40所，至2015年64所."""
    years = set(re.findall(r"(?:19|20)\d{2}(?=年)", said))
    text = canonical(line.text)
    before = text[: text.find(clause) + clause.find(number)]
    printed = re.findall(r"(?:19|20)\d{2}(?=年|-)", before)
    return not years or not printed or printed[-1] in years


def _result(found: Sequence[Hit], retrieved: Collection[tuple[object, ...]], counted: bool) -> Result | None:
    if not found:
        return None
    best = max(hit.score for hit in found)
    good = [hit for hit in found if hit.score >= best - _ALIKE * abs(best)]
    good.sort(key=lambda hit: (-hit.score, spot(hit.line.document, hit.line.source) not in retrieved, hit.line.block))
    first = good[0]
    rivals = {hit.line.key: hit for hit in reversed(good) if hit.line.key != first.line.key}
    others = [hit for hit in rivals.values() if not _alike(hit.line, first.line)]
    if others and first.line.key:
        choices = tuple(dict.fromkeys(f"{hit.line.project}：{hit.line.text}" for hit in (first, *others)))
        return Result("clarify", reason="资料中有几处，请说明指的是哪一处", choices=choices[:10])
    quotes = tuple(_quote(hit) for hit in _shown(first, good))
    stated = _stated(first) if counted else None
    return Result("answered", (stated,) if stated is not None else (), quotes)


def _stated(hit: Hit) -> Figure | None:
    """The number that answers as a figure, where the line prints it once; None where it is no number with a unit."""
    line = hit.line
    found = [q for q in quantities(line.text) if q.amount.printed.lstrip("≥≤><=").startswith(hit.answer)]
    rivals = (
        {q.amount.value for q in quantities(line.text) if q.amount.unit == found[0].amount.unit} if found else set()
    )
    if len(found) != 1 or len(rivals) > 1:
        return None
    amount = found[0].amount
    observation = Observation(line.place, CellKind.NUMBER, line.text, amount, "narrative")
    label = line.title_text or line.project or line.heading or "原文所述"
    return Figure(
        "headline",
        label,
        amount.value,
        amount.step,
        amount.unit,
        line.document,
        (observation,),
        qualifier=amount.qualifier,
        text=amount.printed,
    )


def _alike(one: Line, other: Line) -> bool:
    """Whether two lines say the same in nearly the same words."""
    return SequenceMatcher(None, one.flat, other.flat, autojunk=False).ratio() > _SAME_WORDS


def _shown(first: Hit, good: Sequence[Hit]) -> list[Hit]:
    """The best line; with the other lines of its item or heading, where that is what is asked about; as printed.

    Otherwise with those of its paragraph that are as good. Each wording once.
    """
    if first.whole:
        every = [
            line for line in lines(first.view) if line.block == first.line.block and line.title == first.line.title
        ]
        if not first.line.title:
            every = [
                line for line in lines(first.view) if line.under == first.line.under and line.key == first.line.key
            ]
        most = _LONGEST_ITEM if first.line.title else _MOST_QUOTES
        return [replace(first, line=line, answer="") for line in every[:most]]
    seen, shown = {first.line.flat}, [first]
    shown += [replace(first, line=line, answer="") for line in _goes_on(first)]
    for hit in good[1:]:
        same = hit.line.block == first.line.block or (
            hit.line.cell and first.line.cell and hit.line.key == first.line.key
        )
        if same and hit.line.flat not in seen and len(shown) < _MOST_QUOTES:
            seen.add(hit.line.flat)
            shown.append(hit)
    shown.sort(key=lambda hit: (hit.line.place.line or 0, hit.line.place.char_from or 0))
    title = first.line.title and next((line for line in lines(first.view) if _is_title_of(line, first.line)), None)
    return [replace(first, line=title, answer=""), *shown] if title else shown


def _goes_on(hit: Hit) -> list[Line]:
    """The next sentence of the paragraph where it speaks on of the same: 其主要职责是."""
    every = [line for line in lines(hit.view) if line.block == hit.line.block]
    at = every.index(hit.line) + 1
    return [line for line in every[at : at + 1] if not line.cell and _OF_THE_SAME.match(line.text)]


def _is_title_of(title: Line, line: Line) -> bool:
    """Whether a line is the printed title of another one's list item."""
    return not line.cell and title.block == line.block and not title.title and title.flat.endswith(line.title)


def _quote(hit: Hit) -> Quote:
    line = hit.line
    names: tuple[str, ...] = (line.project, line.title_text or line.heading)
    if not line.project and line.title and line.title in line.flat:
        names = (line.heading,)
    context = " · ".join(dict.fromkeys(name for name in names if name)) or hit.view.document.organisation
    said = Observation(line.place, CellKind.TEXT, line.text, None, "narrative")
    mark = hit.answer if hit.answer and hit.answer in line.text else ""
    return replace(Quote(line.document, said, context), mark=mark) if mark else Quote(line.document, said, context)
