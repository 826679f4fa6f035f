"""What a question says of its scope: organisations, levels and years, each with the place where it is said.

An organisation is named by a part of its own name, or of a short form of it, that ends as bodies end (…局, …街道,
…学院) and holds more than that ending; a place name in front belongs to it. A place of another organisation in front
makes it another body. Where they stand apart from other words, it is named by its proper name alone too, a place says
which organisations are meant, and the sort of a body (街道) says which one where no other is named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.apart import Apart
from assistant.body_names import EVERYDAY, called, called_alone, proper_name
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
_OF_AN_OFFICE = re.compile(r"办(?=[公事理学案证])")
_OF_A_TASK = re.compile(r"执法|事务|支出")
"""What makes the everyday name of a body the name of its work: 城管执法 is a row of the classification."""
_OF_ANOTHER = re.compile(
    r"[城新东南西北一二三]?(?:中学|小学|幼儿园|学校|医院|[镇乡村路桥区县市]|社区|居委|居民区|公园|小区|大厦)"
)
"""What makes a proper name that of something else: 万里中学 is no subdistrict."""
_SORT = re.compile(
    r"(?:我们?|你们?|咱们?|[该本这])?(?:街道(?:办事处|办)?(?:里|方面)?|(?:(?<=[我你咱们该本这])|(?=[局委镇]里))[局委镇]里?"
    r"|学院(?:里|方面)?|(?<=[我你咱们该本这])(?:学校|医院|中心|大队|办公室))"
)
_SORTS = ("街道", "学院", "学校", "医院", "中心", "大队", "办公室", "局", "委", "镇")
_ANOTHER_BODY = re.compile(
    r"(?:(?!的)[\u3400-\u9fff]){0,10}?(?:局|委员会|委|街道|镇|乡|学院|办公室|中心|医院|集团|公司|政府(?!采购|购买|性基金)|大学|中学"
    rf"|小学|学校|大队|法院|检察院|联合会|{'|'.join(sorted(EVERYDAY))})"
)
"""A body right behind a place: that place is part of its name."""
_OTHERS = re.compile(
    r"(?:[各每哪某别另邻几两个家些多]|其[他它]|别的|所有|全部|相关|下属|所属|有关|不同|其余|[二三四五六七八九十])的?$"
)
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

    ``places`` are the places named for themselves, with the organisations there; ``sorts`` the sorts of bodies (街道,
    我们局) where neither a body nor a place is named.

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
    places: tuple[Body, ...] = ()
    sorts: tuple[Body, ...] = ()

    @property
    def organisations(self) -> frozenset[str]:
        """The full names that one mention or another fits."""
        return frozenset(name for body in self.bodies or self.places or self.sorts for name in body.names)

    @property
    def place_only(self) -> bool:
        """Whether a place is all that says which organisation is meant."""
        return bool(self.places) and not self.bodies


def mentions_of(question: Question, documents: Sequence[Document]) -> Mentions:
    """The words of scope in a question, read against the organisations of ``documents``."""
    text = question.normal
    names = sorted({document.organisation for document in documents if document.organisation})
    apart = Apart(question)
    named = _bodies(apart, names)
    bodies, places = _in_places(named, tuple(_places(apart, names, named)))
    sorts = () if bodies or places else tuple(_sorts(apart, names))
    taken = {i for body in (*bodies, *places, *sorts) for i in range(body.start, body.stop)}
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
        places,
        sorts,
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


def _bodies(apart: Apart, names: Sequence[str]) -> tuple[Body, ...]:
    """The organisations named in the text, first said first; of overlapping ones the longest.

    Of several that one mention fits, those that are so called in full: 某街道 is no health centre of that 街道.
    """
    firm: dict[tuple[int, int], list[str]] = {}
    whole: dict[tuple[int, int], list[str]] = {}
    alone: dict[tuple[int, int], list[str]] = {}
    for name in names:
        for start, stop, exact in _spots(apart, flat(name)):
            firm.setdefault((start, stop), []).append(name)
            if exact:
                whole.setdefault((start, stop), []).append(name)
        for spot in _spots_alone(apart, flat(name)):
            alone.setdefault(spot, []).append(name)
    found = {spot: whole.get(spot, fitting) for spot, fitting in firm.items()}
    kept = _longest(found, [])
    return tuple(sorted(_longest(alone, kept), key=lambda body: body.start))


def _longest(found: Mapping[tuple[int, int], Sequence[str]], kept: Sequence[Body]) -> list[Body]:
    """``kept`` with the mentions found beside them, the longest first."""
    bodies = list(kept)
    for (start, stop), fitting in sorted(found.items(), key=lambda item: (item[0][0] - item[0][1], item[0][0])):
        if all(stop <= body.start or start >= body.stop for body in bodies):
            bodies.append(Body(start, stop, tuple(fitting)))
    return bodies


def _spots(apart: Apart, name: str) -> Iterator[tuple[int, int, bool]]:
    """Where the text says ``name`` or a part of it that names the organisation, with the place in front of it.

    The third value says whether that is the name in full, or a short form of all of it.
    """
    text = apart.text
    places, own = places_and_own(name)
    start = 0
    while start < len(text):
        stop = max((start + length for other in called(own) for length in _lengths(text, start, other)), default=start)
        if stop == start:
            start += 1
            continue
        place = _with_place(apart, start, places, _rank(name, own))
        if place is not None:
            said = text[start:stop]
            yield place, stop, any(other.removeprefix("人民政府") in (said, f"{said}办事处") for other in called(own))
        start = stop


def _lengths(text: str, start: int, own: str) -> Iterator[int]:
    """The lengths of the parts of ``own`` at ``start`` that name it."""
    for length in range(_SHORTEST, min(len(own), len(text) - start) + 1):
        piece = text[start : start + length]
        if piece not in own:
            return
        if _OF_AN_OFFICE.match(text, start + length - 1):
            continue  # 政府办公费 is no fee of the 政府办
        ending = _ENDING.search(piece)
        if piece == own or (ending is not None and _is_name(piece[: ending.start()], ending[0])):
            yield length


def _is_name(before: str, ending: str) -> bool:
    """Whether an ending with the words before it names a body: 政府 needs a place or an office to be one."""
    return before not in _BARE or (ending == "办公室" and before in ("政府", "人民政府"))


def _rank(name: str, own: str) -> str:
    """The word for the rank of the place that a body is of: 区, 市, 县."""
    return name.removesuffix(own)[-1:]


def _with_place(apart: Apart, start: int, places: Sequence[str], rank: str) -> int | None:
    """Where the name begins with the place names in front of it; None if another place stands there."""
    text = apart.text
    begin = start
    while place := next((item for item in places if text[:begin].removesuffix("的").endswith(item)), ""):
        begin = text.rindex(place, 0, begin)  # 某区的财政局 as well
    if begin < start or not text[:start].endswith(("区", "市", "县")):
        return begin
    return start - 1 if text[start - 1] == rank and apart.begins(start - 1) else None


def _spots_alone(apart: Apart, name: str) -> Iterator[tuple[int, int]]:
    """Where the text says, apart from other words, what names the organisation only so."""
    places, own = places_and_own(name)
    for word in called_alone(own):
        for match in re.finditer(re.escape(word), apart.text):
            begin = _with_place(apart, match.start(), places, _rank(name, own))
            if begin is None:
                continue
            spaced = apart.delimited(apart.text[begin : match.end()])
            before = begin < match.start() or spaced or apart.cut_before(begin)
            office = _OF_AN_OFFICE.match(apart.text, match.end() - 1)
            other = _OF_ANOTHER if word == proper_name(own) else _OF_A_TASK
            task = other.match(apart.text, match.end())
            if before and not office and not task and (spaced or apart.cut_after(match.end())):
                yield begin, match.end()


def _places(apart: Apart, names: Sequence[str], bodies: Sequence[Body]) -> Iterator[Body]:
    """The places that are named for themselves, several ranks in one, with the organisations there."""
    where = {name: places_and_own(flat(name))[0] for name in names}
    every = sorted({place for places in where.values() for place in places}, key=len, reverse=True)
    if not every:
        return
    one = "|".join(map(re.escape, every))
    taken = {i for body in bodies for i in range(body.start, body.stop)}
    for match in re.finditer(rf"(?:{one})+(?!级)", apart.text):
        if taken & set(range(*match.span())) or _ANOTHER_BODY.match(apart.text, match.end()):
            continue
        inside = not (apart.cut_before(match.start()) and apart.cut_after(match.end()))
        if inside and not apart.delimited(match[0]):
            continue
        parts = re.findall(one, match[0])
        fitting = tuple(name for name in names if set(parts) <= set(where[name]))
        if fitting:
            yield Body(*match.span(), fitting)


def _in_places(bodies: Sequence[Body], places: Sequence[Body]) -> tuple[tuple[Body, ...], tuple[Body, ...]]:
    """The bodies as far as they are at a place that is named, and those places; one without any of them is no scope."""
    if not bodies:
        return (), tuple(places)
    kept = []
    for place in places:
        near = [body for body in bodies if set(body.names) & set(place.names)]
        if near:
            kept.append(place)
        bodies = [replace(b, names=_both(b, place)) if len(bodies) == 1 and near else b for b in bodies]
    return tuple(bodies), tuple(kept)


def _both(body: Body, place: Body) -> tuple[str, ...]:
    return tuple(name for name in body.names if name in place.names)


def _sorts(apart: Apart, names: Sequence[str]) -> Iterator[Body]:
    """The organisation by its sort alone (街道, 我们局), with all of the library that are of that sort."""
    for match in _SORT.finditer(apart.text):
        sort = next(word for word in _SORTS if word in match[0])
        fitting = tuple(name for name in names if _is_of(sort, places_and_own(flat(name))[1]))
        clear = apart.begins(match.start()) and apart.cut_after(match.end())
        if fitting and clear and _OTHERS.search(apart.text[: match.start()]) is None:
            yield Body(*match.span(), fitting)


def _is_of(sort: str, own: str) -> bool:
    """Whether a body is of a sort by the end of its own name."""
    return re.search(rf"{sort}(?:办事处|员会|人民政府)?$", own) is not None
