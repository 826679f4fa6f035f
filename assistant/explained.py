"""Words that a document prints about one thing: what it means, what it is for, why it changed, what belongs to it.

Each is a printed sentence of the very thing asked about: the term before 指, the row whose 主要用于 it is, the item
whose 主要原因 it is. A question of one of these forms is answered from such a sentence or not at all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.facts_view import FactsView
from assistant.labels import flat
from assistant.plan_context import Context
from assistant.records import Quote, Result
from corpus.narrative_text import canonical, sentences
from corpus.records import CellKind, Observation, Paragraph

_ENUMERATOR = r"\s*(?:（?[一二三四五六七八九十\d]+[）、.．]+、?\s*)?"
_TERM = re.compile(
    rf"^{_ENUMERATOR}(?P<term>[^：:，。；]{{2,40}}?)(?:：|:)\s*(?:是|指)|^{_ENUMERATOR}(?P<bare>[^：，。；是]{{2,24}}?)是?指"
)
_WHAT_IS = (
    re.compile(
        r"^(?:名词解释|请问|请|解释一下|解释|说明)*(?:什么是|什么叫做?|何谓|何为|啥是|啥叫|怎么理解)(?P<what>.+)$"
    ),
    re.compile(
        r"^(?:请问)?(?P<what>.+?)(?:是什么意思|什么意思|是指什么|指的是什么|指什么|指的是啥|的定义是什么|的定义|的含义是什么|的含义)$"
    ),
    re.compile(r"^名词解释(?P<what>.+(?<![吗么]))$"),
)
_IS_WHAT = re.compile(r"^(?P<what>.+?)(?:是什么|是啥|是个?什么(?:钱|费用|东西|概念)|是啥钱)$")
"""A definition answers this where there is one; it may ask for something else (职责是什么)."""

_PURPOSE = re.compile(
    r"^(?:请问)?(?P<what>.+?)(?:科目|支出|这笔钱|这项)?(?:的)?(?:主要|具体|都)?"
    r"(?:用于|用在|用来|用途是|花在|包括|包含)(?:了)?(?:什么|哪些|哪|何处|干什么|做什么|啥)(?:方面|地方|用途|里|上|处|内容|事|工作|事情|开支|支出|费用|项目)*$"
    r"|^(?:请问)?(?P<also>.+?)(?:科目)?的?(?:主要|具体)?(?:用途)(?:是什么|是啥|有哪些|为何)?$"
)
_SPENT_ON = re.compile(r"主要(?:用于|包括|是用于)|，(?:用于|包括)[:：]?")
_REASON = re.compile(
    r"(?:是)?(?:什么|哪些|啥)(?:原因|缘由|理由)(?:$|导致|造成|使得|引起)|(?:的|为)?(?:主要|具体)?(?:原因|缘由)(?:是什么|是啥|有哪些|在哪|何在|为何|是)?$|^(?:请问)?(?:为什么|为何)|为什么|为何|怎么会"
)
_REQUEST = re.compile(
    r"^(?:请问|请|麻烦|劳驾|烦请|帮我|帮忙|告诉我|我?想知道|想问|说明|说说|说一下|查一下|查)+(?:一下)?"
)
_DIRECTIONS = (
    ("decrease", re.compile(r"减少|下降|降低|压减|少了|减|降")),
    ("increase", re.compile(r"增加|增长|上升|提高|多了|上涨|增|涨")),
    ("below", re.compile(r"小于|低于|少于|比(?:年初)?预算数?[小少低]|没有?[花用]完|未[花用]完")),
    ("above", re.compile(r"大于|高于|多于|超过|超出|比(?:年初)?预算数?[大多高]")),
    ("level", re.compile(r"持平|不变|一致|没有?变化?|没有?增减")),
)
_ROW = re.compile(r"[“\"](?P<quoted>[^”\"]+)[”\"]|(?P<bare>[^“”，。：；]+（\d*类）[^“”，。：；]*（\d*[款项]）)")
_TAIL = re.compile(
    r"(?:财政拨款)?(?:年初|全年)?(?:支出)?(?:预算|决算|执行)?(?:数|额|支出|金额|安排|科目|费用|经费)*(?:比|较|与)?$"
)
_NAME_END = re.compile(
    r"\d|，|；|。|：|（(?![境款项类]|一|二|三|四|五|六|七|八|九|十|\d)|比|与\d|较上|与上|的?主要原因"
)
_HEAD_OF_LIST = re.compile(r"(?:包括|如下|是|有|：|:)\s*(?:（[^（）]*）)?\s*[:：。]?$")
_ITEM = re.compile(
    r"^\s*(?:（[一二三四五六七八九十\d]+）|[一二三四五六七八九十]+[、.]|\d+[、.．]|第[一二三四五六七八九十]+[条项])"
)
_LISTS = (
    (re.compile(r"职责|职能"), re.compile(r"职责|职能")),
    (
        re.compile(r"(?:下属|所属|预算|下级|包括|包含|基层).{0,6}(?:单位|机构|部门)"),
        re.compile(r"单位.{0,24}(?:包括|如下|有)|单位构成"),
    ),
    (re.compile(r"内设|科室"), re.compile(r"内设|科室")),
)
_LIST_ASKED = re.compile(r"哪些|有什么|是什么|包括什么|列出|都有谁|哪几")
_MOST_ITEMS = 25


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch of a paragraph, by offsets, with the text before it."""

    paragraph: Paragraph
    text: str
    start: int
    stop: int


_Find = Callable[[FactsView, str], Iterator[_Part]]
"""How the stretches that answer are found in one document, given what is asked about."""


def explained(context: Context) -> Result | None:
    """The printed sentence, or a question back where it is printed of several things.

    not_found where a meaning, or the reason of a change, is asked for and none is printed; None for other questions.
    """
    text, views = _without_scope(context), context.views
    for asked, find in ((_definition_of, _definitions), (_purpose_of, _purposes), (_reason_of, _reasons)):
        subject = asked(text)
        if subject:
            return _result(views, subject, find) or _refusal(text, find, not context.content())
    plain = _IS_WHAT.match(text)
    defined = _result(views, plain["what"], _definitions) if plain is not None else None
    return defined or _listed(text, views)


def _without_scope(context: Context) -> str:
    """The question without what says only which document is meant: its organisation and its own year."""
    idle = set(context.linker.organisation_blocks)
    for span in context.question.spans:
        if span.role == "year" and int(span.text) not in context.strange_years:
            idle.update(range(span.start, span.stop))
    text = "".join(char for i, char in enumerate(context.text) if i not in idle).strip("的")
    return _REQUEST.sub("", text)


def _refusal(text: str, find: _Find, bare: bool) -> Result | None:
    """What a change is due to is printed as its reason or not at all; other questions may be answered otherwise."""
    moved = any(words.search(_REASON.sub("", text)) for name, words in _DIRECTIONS)
    if find is _reasons and moved:
        return Result("not_found", reason="文件没有写明这一变化的原因")
    if find is _purposes and bare:
        return Result("not_found", reason="文件没有写明它用于什么")
    return (
        Result("not_found", reason="文件没有对这个词的解释") if find is _definitions and "是" not in text[-1:] else None
    )


def _result(views: Sequence[FactsView], subject: str, find: _Find) -> Result | None:
    found = [(view, part) for view in views for part in find(view, subject)]
    texts = list(dict.fromkeys(flat(part.text[part.start : part.stop]) for _, part in found))
    if not found:
        return None
    if len(texts) > 1:
        choices = tuple(dict.fromkeys(part.text[part.start : part.stop].strip() for _, part in found))
        return Result("clarify", reason="资料中有几处，请说明指的是哪一处", choices=choices[:10])
    return Result("answered", quotes=_quotes(*found[0]))


def _quotes(view: FactsView, part: _Part) -> tuple[Quote, ...]:
    """The stretch, sentence by sentence: a citation leads to a sentence as it is stored."""
    document, found = view.document, []
    for sentence in sentences(part.paragraph):
        start, stop = max(sentence.char_from, part.start), min(sentence.char_to, part.stop)
        words = part.paragraph.text[start:stop].strip() if start < stop else ""
        if words:
            said = Observation(sentence.place, CellKind.TEXT, words, None, "narrative")
            found.append(Quote(document.id, said, document.organisation))
    return tuple(found)


# What a term means


def _definition_of(text: str) -> str:
    match = next((found for pattern in _WHAT_IS if (found := pattern.match(text))), None)
    return match["what"].strip("的") if match is not None else ""


def _definitions(view: FactsView, term: str) -> Iterator[_Part]:
    """The paragraphs that explain exactly this term."""
    for paragraph in view.reading.paragraphs:
        text = canonical(paragraph.text)
        match = _TERM.match(text)
        if match is not None and flat(match["term"] or match["bare"]) == term:
            yield _Part(paragraph, text, 0, len(text))


# What a row is for


def _purpose_of(text: str) -> str:
    match = _PURPOSE.match(text)
    return (match["what"] or match["also"]) if match is not None else ""


def _purposes(view: FactsView, subject: str) -> Iterator[_Part]:
    """The paragraphs of rows of that name that say 主要用于."""
    for paragraph in view.reading.paragraphs:
        text = canonical(paragraph.text)
        at = text.find("用于")
        row = _ROW.search(text[:at]) if at > 0 else None
        if row is None:
            yield from _clauses_of_purpose(paragraph, text, subject)
            continue
        if not _is_row(row["quoted"] or row["bare"], subject):
            continue
        stop = text.find("。", at)
        yield _Part(paragraph, text, 0, stop + 1 if stop > 0 else len(text))


def _clauses_of_purpose(paragraph: Paragraph, text: str, subject: str) -> Iterator[_Part]:
    """The clauses that say what a named total is spent on: 公用经费184万元，主要包括：办公费."""
    bounds = [0, *(m.end() for m in re.finditer(r"[。；]|其中[：，,]", text)), len(text)]
    for first, last in pairwise(bounds):
        said = _SPENT_ON.search(text, first, last)
        if said is not None and _named(_name(text[first : said.start()]), subject):
            yield _Part(paragraph, text, first, last)


def _is_row(name: str, subject: str) -> bool:
    """Whether a row's path is called ``subject``: by its last name, by all of it, or by its last names together."""
    path = [flat(part) for part in re.split(r"（\d*[类款项]）|[-—－–]+", name) if flat(part)]
    if not path:
        return False
    names = {"".join(path[at:]) for at in range(len(path))}
    bare = subject.removesuffix("科目")
    return bool(names & {bare, f"{bare}支出", bare.removesuffix("支出")} - {""})


# Why a figure changed


def _reason_of(text: str) -> str:
    return text if _REASON.search(text) else ""


def _reasons(view: FactsView, text: str) -> Iterator[_Part]:
    """The clauses of that very item, and of the direction asked about, that print a reason."""
    bare = _REASON.sub("", text)
    asked = next((name for name, words in _DIRECTIONS if words.search(bare)), "")
    subject = bare
    for _, words in _DIRECTIONS:
        subject = words.sub("", subject)
    subject = re.sub(r"(?:19|20)\d{2}年度?|上年度?|去年|比|较|会|的|了|相|预算数|决算数|执行数|预算|决算", "", subject)
    years = set(re.findall(r"(?:19|20)\d{2}", text))
    for paragraph in view.reading.paragraphs:
        body = canonical(paragraph.text)
        if "原因" in body and all(year in body for year in years):
            yield from _reasons_in(paragraph, body, subject, asked)


def _reasons_in(paragraph: Paragraph, text: str, subject: str, asked: str) -> Iterator[_Part]:
    head, name = "", ""
    bounds = [0, *(m.end() for m in re.finditer(r"[。；](?!”)|其中[：，,]", text)), len(text)]
    start = 0
    for first, last in pairwise(bounds):
        piece = text[first:last]
        said = _name(piece)
        if said and not re.match(r"\s*(?:主要原因|主要用于|决算数|比|与|较|\d{4}年当年|年初预算)", piece):
            name, start = said, first
        head = head or name
        if "原因" not in piece or re.search(r"原因[是为：\s]*[。，；]?$", piece):
            continue
        before = text[start : first + piece.index("原因")]
        if _named(name, subject) and _moves(piece, before, asked):
            yield _Part(paragraph, text, start, last)


def _name(piece: str) -> str:
    """What a clause is about: the row that it names, or its words up to the first figure or comparison."""
    row = _ROW.search(piece)
    if row is not None:
        return row["quoted"] or row["bare"]
    bare = re.sub(rf"^{_ENUMERATOR}", "", piece)
    bare = re.sub(r"^\s*(?:[与比较]\d{4}年度?[^，]{0,8}，|[^，\d]{0,30}\d{4}年度?，?)", "", bare)
    stop = _NAME_END.search(bare)
    return bare[: stop.start()] if stop else bare.rstrip("，。；")


def _named(name: str, subject: str) -> bool:
    """Whether the item of a clause is the one asked about, general words at its end apart."""
    if "（类）" in name or "-" in name:
        return _is_row(name, subject)
    plain = re.sub(r"^.*?\d{4}年度?|^本(?:单位|部门)", "", flat(name)).replace("收入支出", "收支")
    for _, words in _DIRECTIONS[:2]:
        plain = re.sub(rf"(?:{words.pattern})的?$", "", plain)
    plain, wanted = _TAIL.sub("", plain), _TAIL.sub("", subject.replace("收入支出", "收支"))
    both = {plain, plain.replace("收支", "收入"), plain.replace("收支", "支出")}  # 收入支出 is about either
    return bool(plain) and (wanted in both or flat(name) == subject)


def _moves(piece: str, before: str, asked: str) -> bool:
    """Whether the clause speaks of the direction asked about; of any where none is asked about."""
    if not asked:
        return True
    said = piece[: piece.index("原因")]
    if not any(words.search(said) for _, words in _DIRECTIONS):
        said = before
    pattern = dict(_DIRECTIONS)[asked]
    return pattern.search(said) is not None


# What belongs to it


def _listed(text: str, views: Sequence[FactsView]) -> Result | None:
    """The list of duties, bodies or offices that a line announces, item by item; None where none is asked for."""
    if not _LIST_ASKED.search(text):
        return None
    kind = next(((asked, printed) for asked, printed in _LISTS if asked.search(text)), None)
    rest = re.sub(
        r"哪些|哪几[家个]|什么|主要|有|是|的|包括|列出|都|具体|请问|部门|单位|下属|所属|预算|职责|职能|机构|内设|科室|中心|学院|本|基层|里|这个|该|街道|局|它",
        "",
        text,
    )
    if kind is None or rest:
        return None
    for view in views:
        quotes = _list_after(view, kind[1])
        if quotes:
            return Result("answered", quotes=quotes)
    return None


def _list_after(view: FactsView, printed: re.Pattern[str]) -> tuple[Quote, ...]:
    paragraphs = view.reading.paragraphs
    for at, paragraph in enumerate(paragraphs):
        text = canonical(paragraph.text).strip()
        said = printed.search(text)
        if said is not None and re.match(r"[^。]{0,20}包括：[^。]*、", text[said.end() :]):
            return _quotes(view, _Part(paragraph, text, 0, len(text)))
        if said is None or not _HEAD_OF_LIST.search(text) or len(text) > 120:
            continue
        items = []
        for item in paragraphs[at + 1 : at + 1 + _MOST_ITEMS]:
            if not _ITEM.match(canonical(item.text)):
                break
            items.append(item)
        if len(items) > 1:
            return tuple(
                q for p in (paragraph, *items) for q in _quotes(view, _Part(p, canonical(p.text), 0, len(p.text)))
            )
    return ()
