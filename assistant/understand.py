"""Text to a Question: normal form, literal mentions (years, codes, bounds, units), words of the closed lists."""

from __future__ import annotations

import re

from assistant.amounts_said import value_of
from assistant.labels import flat
from assistant.language import language_of, normal_form, question_form
from assistant.plan_words import SEMANTIC
from assistant.records import Question, Span
from assistant.requests import pieces, request_spans, without_openers, written
from assistant.restated import restated
from assistant.vocabulary import COUNT_UNITS, LONGEST, SYNONYMS, WORDS
from assistant.years_said import years_in_full
from index.words import frequency, segment

_PLACES = {"一": 1, "两": 2, "二": 2, "三": 3, "四": 4}
_SMALLEST = re.compile(r"最(?:[小少低]|便宜)|最后|倒数|第.[小少低]")
_INCLUSIVE = re.compile(r"不少于|不低于|至少|不超过|至多|以上|以内|以下|达到")
_ENGLISH = {"two": 2, "three": 3, "four": 4, "five": 5, "ten": 10}
_ROWS = r"(?:一?级)?(?:的)?(?:支出)?(?:科目|分类)*"
_NUMBERED = r"[一二两三四五六七八九十\d]"
_LEVEL = re.compile(
    r"(?:(?P<asked>几|多少|哪几|哪些|哪一|哪|各|每)个?)?(?P<level>[类款项])一?级(?:的)?(?:支出)?(?:科目|支出|分类)?"
    r"|(?P<number>几|多少|哪几|哪些|哪一|哪|各|每)个?(?:大)?(?P<of>[类款]|项(?=级|科目))(?:级)?(?:支出|科目)*"
    r"(?=$|[的是有最金花预合分总共支占多超低大高小少不平要需应]|下面|各|都|里|在)"
    rf"|(?<=[大高多小少低位名个元上下内一二两三四五六七八九十]的)(?:那?一个?)?(?P<only>[类款]|项(?!目)){_ROWS}(?=$|[是有各及和占合分叫为金多预加都在列请给共总一])"
    rf"|(?:(?<={_NUMBERED}[个大])|(?<=[前大高多小少低的]{_NUMBERED}))(?P<few>[类款]|项(?=级|科目)){_ROWS}(?=$|[是有各分的合占总共加支一在金])"
)
"""A level of the classification of accounts as the thing asked for: 类级科目, 哪一款, 最大的类, 前三个类."""
_LEVEL_ASKED = {"几": "op:count", "多少": "op:count", "哪几": "op:list", "哪些": "op:list", "各": "op:list"}
_TABLE = re.compile(
    r"(?:财务|财政拨款|一般公共预算|政府性基金|国有资本经营|预算|部门|基本支出|支出|按)*"
    r"(?:收支|收入支出|收入|支出|功能分类|经济分类|三公经费(?:和机关运行经费)?|三公|机关运行经费|财政拨款)"
    r"(?:预算|决算|支出|情况)*(?:总表|分类表|汇总表|明细表|表)"
)
"""The statutory tables by their names, in full or in short: 财政拨款收支总表, 经济分类表, “三公”经费表."""

_LITERALS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("table", _TABLE),
    (
        "code",
        re.compile(
            r"(?<![\d.])(?:2[0-3]\d|30[1-9]|31[0-3]|399)(?![\d.年所名人个万亿元%项条])|(?<![\d.])(?:2\d{2}(?:\d{2}){1,2}|30[1-9]\d{2}|31\d{3})(?![\d.])"
        ),
    ),
    (
        "year",
        re.compile(
            r"(?<!\d)(?!\d{4}年\d{1,2}月)(?:19|20)\d{2}年?[度底初末]?(?!\d|[所名个元]|人(?![民大社力员事防才口])|万(?:[元人余多]|$))"
        ),
    ),
    ("level", _LEVEL),
    (
        "unit",
        re.compile(
            r"多少个?(?!项目)(?P<unit>万元|亿元|百分点|人次|批次|课时|学校|小时|平方米|公里|[所人名次份家间门级项天年期届场篇条台辆套块个节户处座位种类册])"
        ),
    ),
    (
        "unit",
        re.compile(
            r"(?<!哪)几(?!个项目)(?:个)?(?P<unit>批次|人次|[所人名次份家间门级项天年期届场篇条台辆套节户处座位种类册])"
        ),
    ),
    (
        "top",
        re.compile(
            r"(?:(?:排名?|排列|位列|居|列)?(?:在)?前|最大的|最高的|最多的|最贵的|最小的|最少的|最低的|最便宜的|top)(?P<top>\d{1,2}|[一二两三四五六七八九十]|two|three|four|five|ten)(?!年|季|期|天|日|周|次|回|届|个?月|阶段|个季)(?:个|名|项|位|大|笔|条)?"
        ),
    ),
    ("top", re.compile(r"哪(?P<top>[两二三四五六])(?:个|项|款|类|笔)")),
    ("top", re.compile(r"(?:排名?)?(?:在)?(?:最后|倒数)(?P<top>[二两三四五六七八九十])(?:个|名|项|位|笔)")),
    (
        "nth",
        re.compile(
            r"(?:排名?)?倒数第(?P<nth>[一二三四五六七八九十])(?:大|高|多|名|位|个)?|(?:排名?)?第(?P<also>[二三四五六七八九十])(?:小|少|低)"
        ),
    ),
    (
        "more",
        re.compile(
            r"(?<![不没未])(?:超过|大于|高于|多于|不少于|不低于|至少|达到)(?P<bound>\d[\d,.]*)(?P<scale>万元|亿元|元|分钱|万|亿)(?:以上)?"
        ),
    ),
    (
        "less",
        re.compile(
            r"(?:低于|小于|少于|不到|不超过|不足|至多)(?P<bound>\d[\d,.]*)(?P<scale>万元|亿元|元|分钱|万|亿)(?:以下)?"
        ),
    ),
    ("more", re.compile(r"(?P<bound>\d[\d,.]*)(?P<scale>万元|亿元|元|分钱|万|亿)(?:以上|及以上)")),
    ("less", re.compile(r"(?P<bound>\d[\d,.]*)(?P<scale>万元|亿元|元|分钱|万|亿)(?:以下|以内|及以下)")),
    ("compare", re.compile(r"[与和跟同](?=(?:去年|上年|上一年|前一年|(?:19|20)\d{2}年).{0,5}(?:比|相比|对比))")),
    (
        "done",
        re.compile(
            r"(?:已经?|都已)(?:花|用|付|支付|支出|拨付|拨|报销|报|使用|开支|发放|发|缴纳|缴|交|执行|完成)(?:了|掉|完|出去?|过)*"
        ),
    ),
    ("name", re.compile(r"其[他它](?!资金|收入)")),
    ("name", re.compile(r"第?[一二三四五六七八九十\d]{1,3}(?:阶段|期|届|批|轮)")),
    (
        "nth",
        re.compile(
            r"(?:排名?)?第(?P<nth>[二三四五六七八九十])(?:大|高|多|贵|名|位)|排名?第(?P<also>[一二三四五六七八九十])"
        ),
    ),
    ("unit", re.compile(r"(?:多少|换成|折合|按|用|几(?=[万亿](?:块|呀|啊|呢|吧|$)))(?P<unit>[万亿])(?!元)")),
    ("unit", re.compile(r"几(?P<unit>万元|亿元|元)")),
    ("unit", re.compile(r"(?P<unit>人|人次|次)数(?!据)")),
    ("stated", re.compile(r"(?P<stated>\d{1,4}|[四五六七八九十])(?:个|项|条)(?=项目|明细|子项|产品|科目|季度)")),
    (
        "round",
        re.compile(
            r"(?:(?:四舍五入)?(?:并|后)?(?:保留|精确到|取整到|取到|舍入到|四舍五入到|四舍五入)(?:小数点?后)?"
            r"(?P<places>[零一两二三四\d]位小数|[零一两二三四\d]位|整数|元|(?=亿元|万元))|四舍五入)"
        ),
    ),
    (
        "each",
        re.compile(
            r"平均每一?个(?!$|项目|明细|子项|一次性|经常性|阶段性|延续|科目|大?[类款项]|支出|预算|金额|经费|[大约合是要花有多几用编安])[^平每]"
        ),
    ),
    ("number", re.compile(r"\d[\d,]*(?:\.\d+)?")),
)


def understand(text: str) -> Question:
    """The question in comparison form with every literal and every closed-list word it holds.

    Spans point into ``Question.normal`` (comparison form: no punctuation). Overlapping spans may be reported: a number
    inside a longer name is still a number, and which reading holds is decided when subjects are linked.
    """
    spoken = years_in_full(question_form(re.sub(r"[(（](?:类|款|项)[)）]", "", text)))
    spoken = without_openers(written(restated(spoken)))
    for word, official in SYNONYMS:
        spoken = _official(spoken, word, normal_form(official))
    normal = flat(spoken)
    clauses = _clauses(spoken)
    ends = frozenset(span.start for span in clauses)
    literals = [*(s for s in _literals(normal) if not any(s.start < end < s.stop for end in ends)), *clauses]
    literals += [
        s
        for s in _requests(text, spoken, normal)
        if not any(s.start < span.stop and span.start < s.stop for span in literals)
    ]
    taken = {i for span in literals if span.role != "number" for i in range(span.start, span.stop)}
    spans = [*literals, *_words(normal, ends, taken)]
    content = tuple(_stretches(normal, spans))
    return Question(text, normal, language_of(text), tuple(sorted(spans, key=lambda s: (s.start, -s.stop))), content)


def _requests(text: str, spoken: str, normal: str) -> list[Span]:
    """The words around the question that only ask for it."""
    lengths = [len(flat(piece)) for piece in pieces(spoken)]
    return request_spans(text, normal, lengths if sum(lengths) == len(normal) else [len(normal)])


def _official(spoken: str, word: str, official: str) -> str:
    """``spoken`` with an everyday word replaced by the official term, also where part of the term is said before it."""
    at = spoken.find(word)
    if at < 0 or official in spoken or (word in official and flat(official) in flat(spoken)):
        return spoken
    before = max((k for k in range(len(official)) if spoken[:at].endswith(official[:k])), default=0)
    return spoken[: at - before] + official + spoken[at + len(word) :]


def _clauses(spoken: str) -> list[Span]:
    """Where one clause ends and another begins: empty spans, at which two questions in one may be taken apart."""
    parts = [flat(part) for part in re.split(r"(?<!\d),|,(?!\d)|[;?!。、]", spoken)]
    ends = [sum(len(part) for part in parts[: index + 1]) for index in range(len(parts) - 1)]
    return [
        Span("join:clause", end, end, "join")
        for end in dict.fromkeys(ends)
        if 0 < end < sum(len(part) for part in parts)
    ]


def _literals(normal: str) -> list[Span]:
    spans: list[Span] = []
    taken: set[int] = set()
    for role, pattern in _LITERALS:
        for match in pattern.finditer(normal):
            if any(i in taken for i in range(*match.span())):
                continue
            value = _value(role, match)
            if not value or (
                role == "level" and match[0].startswith(("哪类", "哪一类", "哪个类")) and "最" not in normal
            ):
                continue  # 属于哪一类: a category, not the rows of a level
            if role == "each":  # of places and people: no document states it
                spans.append(Span(value, match.start(), match.end() - 1, "op"))
                continue
            spans.append(Span(value, match.start(), match.end(), "stage" if role == "done" else role))
            if role == "level":
                asked = match["asked"] or match["number"] or ""
                if asked in _LEVEL_ASKED:
                    spans.append(Span(_LEVEL_ASKED[asked], match.start(), match.end(), "op"))
            if role in ("top", "nth") and _SMALLEST.search(match[0]):
                spans.append(Span("op:min", match.start(), match.end(), "op"))
            if role != "number":
                taken.update(range(*match.span()))
    return spans


def _value(role: str, match: re.Match[str]) -> str:
    if role == "year":
        return match[0][:4]
    if role == "each":
        return "op:each"
    if role == "round":
        places = (match["places"] or "")[:1]
        return f"round:{places if places.isdigit() else _PLACES.get(places, 0)}"
    if role == "unit":
        unit = match["unit"]
        if unit in ("万", "亿"):
            return unit + "元"
        return unit if unit in COUNT_UNITS or unit in ("元", "万元", "亿元", "百分点") else ""
    if role == "top":
        digits = match["top"]
        return digits if digits.isdigit() else str(_ENGLISH[digits] if digits in _ENGLISH else value_of(digits))
    if role == "done":
        return "stage:执行"
    if role == "level":
        return match["level"] or match["of"] or match["only"] or match["few"]
    if role == "nth":
        return str(value_of(match["nth"] or match["also"]))
    if role == "stated":
        return match["stated"] if match["stated"].isdigit() else str(value_of(match["stated"]))
    if role in ("more", "less"):
        scale = match["scale"]
        reached = "=" if _INCLUSIVE.search(match[0]) else ""
        return reached + match["bound"].replace(",", "") + (scale if scale[-1] in "元钱" else f"{scale}元")
    return match[0]


_PARTICLES = frozenset("的了吗呢吧啊么是那")
_STRICT = frozenset("附光单仅即则乃栏怎究作称且并或亦皆均另砸掏划")
"""Signs that are function words only where they stand as a word: 附加, 合并 and 单位 are none of them."""
_SINGLE = frozenset({"func", "noun", "verb", "op", "compare", "join"})


_AFTER_YEAR = re.compile(r"(?<=\d年)")


def _alone(normal: str) -> frozenset[int]:
    """Positions of characters that a word segmentation leaves alone: only there is a single sign a function word."""
    at = 0
    found: set[int] = set()
    for token in (token for part in _AFTER_YEAR.split(normal) for token in segment(part)):
        if len(token) == 1 or token in WORDS or all(char in WORDS and char not in _STRICT for char in token):
            found.update(range(at, at + len(token)))
        found.update(at + index for index, char in enumerate(token) if char in _PARTICLES)
        if len(token) > 1 and not frequency(token):  # put together from signs that no dictionary knows as one word
            found.update(at + index for index in (0, len(token) - 1) if token[index] in WORDS)
        at += len(token)
    return frozenset(found)


def _words(normal: str, ends: frozenset[int], taken: set[int]) -> list[Span]:
    """Closed-list words, the longest at each position that crosses no clause end; none inside another.

    None begins at a position that is ``taken``, so that 2023年 does not swallow the words behind it.
    """
    spans: list[Span] = []
    alone = _alone(normal)
    index = 0
    while index < len(normal):
        lengths = [] if index in taken else _lengths(normal, index, ends, alone)
        if not lengths:
            index += 1
            continue
        length = _untearing(normal, index, lengths, ends, alone)
        word = WORDS[normal[index : index + length]]
        spans.append(Span(f"{word.role}:{word.value}" if word.value else word.role, index, index + length, word.role))
        index += length
    return spans


def _lengths(normal: str, index: int, ends: frozenset[int], alone: frozenset[int]) -> list[int]:
    """The lengths of the words of the closed lists that begin at ``index``, longest first."""
    return [n for n in range(min(LONGEST, len(normal) - index), 0, -1) if _is_word(normal, index, n, ends, alone)]


def _is_word(normal: str, index: int, length: int, ends: frozenset[int], alone: frozenset[int]) -> bool:
    piece, following = normal[index : index + length], normal[index + length : index + length + 1]
    word = WORDS.get(piece)
    if word is None or (length == 1 and word.role in _SINGLE and index not in alone):
        return False
    if (piece.endswith("项") and following == "目") or (piece.endswith("多") and following == "少"):
        return False  # 三项目 speaks of 项目
    return not any(index < end < index + length for end in ends)


def _untearing(normal: str, index: int, lengths: list[int], ends: frozenset[int], alone: frozenset[int]) -> int:
    """The longest of ``lengths``, or a shorter one where it would tear the word behind it: 安排 and 数额."""
    longest = lengths[0]
    after = index + longest
    if after >= len(normal) or _lengths(normal, after, ends, alone) or WORDS[normal[index:after]].role in SEMANTIC:
        return longest
    for length in lengths[1:]:
        following = _lengths(normal, index + length, ends, alone)
        if following and index + length + following[0] > after:
            return length
    return longest


def _stretches(normal: str, spans: list[Span]) -> list[str]:
    """The maximal stretches that no span explains."""
    explained = {i for span in spans if span.role != "number" for i in range(span.start, span.stop)}
    stretches: list[str] = []
    run = ""
    for index, char in enumerate(normal):
        if index in explained:
            if run:
                stretches.append(run)
            run = ""
        else:
            run += char
    return [*stretches, run] if run else stretches
