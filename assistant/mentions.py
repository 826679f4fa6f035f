"""What a question says of its scope: organisations, levels and years, each with the place where it is said.

An organisation is named by a part of its own name that ends as bodies end (…局, …街道, …学院) and holds more than that
ending; a place name in front belongs to it. A place of another organisation in front makes it another body.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from assistant.labels import flat
from assistant.link import places_and_own
from assistant.records import Question
from corpus.records import Document

_ENDING = re.compile(
    r"(?:街道办事处|办事处|街道|委员会|办公室|管理局|联合会|检察院|法院|政府|学院|学校|小学|中学|大学|医院|中心|集团|公司"
    r"|[局委镇乡办所院队馆站会厅部处园校])$"
)
_BARE = frozenset({"", "人民", "人民政府", "政府", "本", "该", "各", "机关", "单位", "部门", "区", "市", "县"})
_SHORTEST = 3
_OWN_PLACE = re.compile(r"(?:^|[本我全和与跟及同比或年度问查的在])[区市县]$")
_LEVEL = re.compile(
    r"(?<!行政)(?<!事业)(?<![监审管办]理)(?<!施工)(?<!勘察)(?<!设计)(?<!建设)(?<!招标)(?<!驻区)(?<!实施)(?<!下属)(?<!所属)"
    r"(?<!供应)(?<!合作)(?<!运维)(?<!参建)(?<!用人)(?<!成员)(?<![些家个]预算)(?<!主管)(?<![本该我各属个有管])(部门(?=[和与跟及比]单位)|(?<=部门[和与跟及比])单位"
    r"|单位(?=[和与跟及比]部门)|(?<=单位[和与跟及比])部门|(?:部门|单位)"
    r"(?=(?:20\d{2}年?)?(?:预算|决算)|的|本级|口径|呢|$|[差多少]|20\d{2}))"
)
_EVERY_YEAR = re.compile(
    r"哪一?年(?:度|份)?|(?:近|最近|过去|这|前|历史)[几两二三四五六]年来?|[两二三四五]年来|历年|各年度?|每一?年|逐年|几年间"
)
_EVERY_BODY = re.compile(
    r"(?:各|每个|每家|所有|全部|哪个|哪家|哪一个|哪一家|哪些|几个|几家)(?:预算)?(?:单位|部门|机构)(?!预算|决算)"
    r"|(?:单位|部门|机构)(?:分别)?(?:是|有)(?:哪一?[个家]|哪些)"
)
_QUOTING = re.compile(
    r"20\d{2}年(?:度|的)?(?:部门|单位)?(?:预算|决算)?(?:编制|情况)?(?:说明|文件|报告|公开|预算|决算|表)(?:里|中|上)?"
    r"(?:面)?(?:所)?(?:说|写|提|列|印|引|称|载|公布)\D{0,8}20\d{2}年"
    r"|20\d{2}年(?:度|的)?(?:部门|单位)?(?:预算|决算)?(?:说明|文件|报告)(?:里|中|上)面?的?20\d{2}年"
)
_BUDGET = re.compile(r"(?<=年)(?:度)?(?:预算|决算)|(?:预算|决算)(?:公开|报告|说明|文件|表)?[里中]?(?=关于|,|$)")
_NUMERALS = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6}


@dataclass(frozen=True, slots=True)
class Body:
    """One organisation as it is named: where, and the full names in the library that the words fit."""

    start: int
    stop: int
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mentions:
    """All words of scope. ``years`` are in the order said, each once; ``positions`` are where the words stand.

    ``quoting`` says that the document of the first year is asked for what it says of the second. ``every_year`` and
    ``every_body`` say that all years (the ``last`` ones, None for all) or all organisations are meant (近三年, 各单位).
    """

    bodies: tuple[Body, ...] = ()
    levels: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    level_spots: tuple[tuple[str, int, int], ...] = ()
    every_year: bool = False
    every_body: bool = False
    last: int | None = None
    quoting: bool = False
    positions: frozenset[int] = frozenset()

    @property
    def organisations(self) -> frozenset[str]:
        """The full names that one mention or another fits."""
        return frozenset(name for body in self.bodies for name in body.names)


def mentions_of(question: Question, documents: Sequence[Document]) -> Mentions:
    """The words of scope in a question, read against the organisations of ``documents``."""
    text = question.normal
    bodies = tuple(_bodies(text, {document.organisation for document in documents if document.organisation}))
    taken = {i for body in bodies for i in range(body.start, body.stop)}
    levels = [match for match in _LEVEL.finditer(text) if match.start() not in taken]
    years = [span for span in question.spans if span.role == "year"]
    every = [match for pattern in (_EVERY_YEAR, _EVERY_BODY) for match in pattern.finditer(text)]
    spots = [_with_budget(text, match) for match in levels] + [(match.start(), match.end()) for match in every]
    spots += [(span.start, span.stop) for span in years]
    every_year = _EVERY_YEAR.search(text)
    return Mentions(
        bodies,
        tuple(dict.fromkeys(match[1] for match in levels)),
        tuple(dict.fromkeys(int(span.text) for span in years)),
        tuple((match[1], *_with_budget(text, match)) for match in levels),
        every_year is not None,
        _EVERY_BODY.search(text) is not None,
        _last(every_year[0]) if every_year is not None else None,
        _QUOTING.search(text) is not None and len({span.text for span in years}) == 2,
        frozenset(taken | {i for start, stop in spots for i in range(start, stop)}),
    )


_OF_A_HEADING = frozenset({"func", "scope", "doc", "year"})
_STAGES = frozenset({"stage:预算", "stage:决算"})


def without_heading(question: Question, said: Mentions) -> Question:
    """The question whose first clause, where it only says the scope (某局2025年部门预算，…), is no part of its own."""
    end = next((span.start for span in question.spans if span.text == "join:clause"), None)
    if end is None:
        return question
    idle = {
        i
        for span in question.spans
        if span.role in _OF_A_HEADING or span.text in _STAGES
        for i in range(span.start, span.stop)
    }
    words = said.positions | idle | {i for match in _BUDGET.finditer(question.normal) for i in range(*match.span())}
    if not said.positions or not words.issuperset(range(end)):
        return question
    kept = tuple(span for span in question.spans if not (span.text == "join:clause" and span.start == end))
    return replace(question, spans=kept)


def _with_budget(text: str, match: re.Match[str]) -> tuple[int, int]:
    """A level with the 预算, 本级 or 口径 after it, which say nothing more."""
    after = re.compile("预算口径|预算|本级|口径").match(text, match.end())
    return match.start(), after.end() if after else match.end()


def _last(words: str) -> int | None:
    return next((number for sign, number in _NUMERALS.items() if sign in words), None)


def _bodies(text: str, names: Iterable[str]) -> Iterable[Body]:
    """The organisations named in ``text``, first said first; of overlapping ones the longest."""
    found: dict[tuple[int, int], list[str]] = {}
    for name in sorted(names):
        for start, stop in _spots(text, flat(name)):
            found.setdefault((start, stop), []).append(name)
    kept: list[Body] = []
    for (start, stop), fitting in sorted(found.items(), key=lambda item: (item[0][0] - item[0][1], item[0][0])):
        if all(stop <= body.start or start >= body.stop for body in kept):
            kept.append(Body(start, stop, tuple(fitting)))
    return sorted(kept, key=lambda body: body.start)


def _spots(text: str, name: str) -> Iterable[tuple[int, int]]:
    """Where ``text`` says ``name`` or a part of it that names the organisation, with the place in front of it."""
    places, own = places_and_own(name)
    start = 0
    while start < len(text):
        stop = max((start + length for length in _lengths(text, start, own)), default=start)
        if stop == start:
            start += 1
            continue
        place = _with_place(text, start, places)
        if place is not None:
            yield place, stop
        start = stop


def _lengths(text: str, start: int, own: str) -> Iterable[int]:
    """The lengths of the parts of ``own`` at ``start`` that name it."""
    for length in range(_SHORTEST, min(len(own), len(text) - start) + 1):
        piece = text[start : start + length]
        if piece not in own:
            return
        ending = _ENDING.search(piece)
        if piece == own or (ending is not None and _is_name(piece[: ending.start()], ending[0])):
            yield length


def _is_name(before: str, ending: str) -> bool:
    """Whether an ending with the words before it names a body: 政府 needs a place or an office to be one."""
    return before not in _BARE or (ending == "办公室" and before in ("政府", "人民政府"))


def _with_place(text: str, start: int, places: Sequence[str]) -> int | None:
    """Where the name begins with the place names in front of it; None if another place stands there."""
    begin = start
    while place := next((item for item in places if text[:begin].endswith(item)), ""):
        begin -= len(place)
    if begin == start and _OWN_PLACE.search(text[:start]):
        return start - 1
    return None if begin == start and text[:start].endswith(("区", "市", "县")) else begin
