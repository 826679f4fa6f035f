"""The language around a question: who asks, why, how politely, and with which verb. It says nothing of a figure.

The closed lists stand in ``requests.toml``. They hold only where such words stand: at the beginning and at the end of a
clause, or as a clause that is made of them alone; 统计 inside a question may be a name. A clause with one word that is
not known here stays a part of the question, which then refuses what it cannot place.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path

from assistant.records import Reread, Span
from assistant.vocabulary import EVERYDAY, WORDS
from index.words import segment

_LISTS: dict[str, list[str]] = tomllib.loads((Path(__file__).parent / "requests.toml").read_text(encoding="utf-8"))
_FUNCTION = frozenset(word.text for word in WORDS.values() if word.role == "func")
_REPEATED = frozenset(f"{v}{v}" for v in _LISTS["verbs"] if len(v) == 1) | frozenset(
    f"{v}一{v}" for v in _LISTS["verbs"] if len(v) == 1
)
_VERBS = frozenset(_LISTS["verbs"]) | _REPEATED
_BEGINNING = _VERBS | frozenset(_LISTS["aspects"]) | frozenset(_LISTS["leads"])
_ENDING = frozenset(_LISTS["endings"])
_IDLE = _BEGINNING | _ENDING | _FUNCTION | frozenset(_LISTS["openers"])
_ABOUT = frozenset(_LISTS["about"])
_NOUNS = frozenset(_LISTS["nouns_too"])
_DEEDS = frozenset(_LISTS["deeds"])
_MARKERS = frozenset(_LISTS["markers"])
_CHECKS = frozenset({"核对", "核实", "核查", "复核", "核验", "核一", "核", "确认", "检查", "审核", "复查"})
_LONGEST = max(map(len, _IDLE))
_LONGEST_WORD = max(map(len, WORDS))

_ASKERS = re.compile("|".join(map(re.escape, sorted(_LISTS["askers"], key=len, reverse=True))))
_WHO_ASKS = re.compile(
    r"^(?:我|本人|我们|这里)?(?:是|来自|作为|身为|叫|系)(?:[一这]?[名个位])?[^局委办院所处街镇校\d]{0,8}?"
    r"(?:人员|[员生者民师]|会计|干部|同志|代表|家长|爱好者|小白|新人|媒体|公司|团队)(?:[,一])?$"
)
_ANSWER_WISHED = re.compile(r"请|说明|答复|明确|告知|咨询|回复|提供|解释")
_AGREEMENT = re.compile(
    r"是否|是不是|有没有|[吗和与跟同]|一致|符|等于|相等|[对平]得|[对平]不|[对平]上|勾稽|出入|差异|有误|错|问题|通过|平衡"
)
_GENERAL = re.compile(
    r"费|款|金(?!额)|经费|资金|项目|专项|工作|服务|活动|业务|中心|系统|设备|平台|事务|机|书|员|人员|站|表"
)
_PIECES = re.compile(r"(?<!\d)[,:]|[,:](?!\d)|[;?!。、~…【】()“”\"《》\[\]]|(?<=[\u3400-\u9fff])-+(?=[\u3400-\u9fff])")
_OF_THINGS = re.compile(r"(?<=金额|数据|数额|预算|情况|信息|决算|数字)(?:查询|检索|搜索|咨询|查)$")
_SCOPE_KEPT = re.compile(r"(?:部门|单位)(?:预算|决算)(?!公开)")


def without_openers(spoken: str) -> str:
    """``spoken`` without the clauses that only tell who asks and why, or thank; the level they speak of is kept."""
    parts = re.split(rf"({_PIECES.pattern})", spoken)
    clauses = parts[::2]
    idle = [_is_opener(re.sub(r"\s", "", clause)) for clause in clauses]
    for index in range(len(clauses) - 1):
        idle[index] = idle[index] or _is_story(clauses[index], "".join(clauses[index + 1 :]))
    if all(i or not c.strip() for i, c in zip(idle, clauses, strict=True)):
        return spoken
    kept = ""
    for index, clause in enumerate(clauses):
        mark = parts[2 * index + 1] if 2 * index + 1 < len(parts) else ""
        level = _SCOPE_KEPT.search(clause)
        kept += clause + mark if not idle[index] else f"{level[0]}," if level else ""
    return kept


def _is_opener(clause: str) -> bool:
    if not clause or _SEMANTIC_ALONE.search(clause):
        return False
    if _WHO_ASKS.match(clause):
        return True
    return _ASKERS.search(clause) is not None and len(clause) in _reached(clause, _IDLE)


_STORY = re.compile(
    r"^(?:我|我们|咱们?|本人|听|据|有人|有同志|有位|大家|同事|领导|老师|家长|居民|朋友|邻居|最近|前两天|前几天|前阵子|昨天|今天|上次"
    r"|刚|审议|课堂|作业|经常|不知道|记得|印象)|听说|听人|据说|群里|网上|新闻|有人说"
)
_TOPICAL = re.compile(
    r"\d|关心|关注|想[问看查了要]|要[问看查]|问的|说的|指的|针对|围绕|关于|研究|分析|对象|范围|口径|按|只|仅|限|除|不含|不包|以外|之外|人均|每"
    r"|[上下]半年|季度|月份|上年|去年|实际|调整|剩|余|新增|追加|多少|第|哪"
)
_BODY = re.compile(r"[\u3400-\u9fff]{0,6}(?:[局委]|街道|委员会|学院|大队|办公室|办事处|医院|中心|小学|中学)")
_TELLING = frozenset({"side", "kind", "fund", "stage", "measure", "category", "base"})


def _is_story(clause: str, rest: str) -> bool:
    """Whether a clause tells how somebody came to ask, and ``rest`` is a question that needs nothing of it.

    What it says of bodies, kinds, funds and stages must be said again; a clause that sets a topic is none.
    """
    if not _STORY.search(clause) or _TOPICAL.search(clause) or not re.search(r"多少|几|什么|哪|占|比", rest):
        return False
    if len(re.findall(r"[\u3400-\u9fff]", rest)) < 8 or not re.search(r"(?:19|20)\d{2}", rest):
        return False
    if any(body[-4:] not in rest for body in _BODY.findall(clause) if body.lstrip("我在们的是") not in _BARE_BODIES):
        return False
    ends = range(len(clause))
    told = (clause[at : at + _meant(clause, at)] for at in ends if _meant(clause, at))
    return all(word in rest for word in told if WORDS[word].role in _TELLING)


_BARE_BODIES = frozenset({"街道", "学院", "局", "委", "办公室", "中心", "医院", "委员会", "大队"})
_SEMANTIC_ALONE = re.compile(
    r"\d|年初|实际|执行|调整|上年|去年|除|不含|收入|支出|合计|总共|一共|占|最[大小多少高低]|比[^较如]"
)


def _reached(text: str, lexicon: frozenset[str]) -> set[int]:
    """The positions up to which ``text`` can be read as words of ``lexicon``, cutting no word of the plan language."""
    reached = {0}
    for at in range(len(text)):
        if at in reached:
            longest = _meant(text, at)
            reached |= {
                at + n
                for n in range(1, min(_LONGEST, len(text) - at) + 1)
                if text[at : at + n] in lexicon and n >= longest
            }
    return reached


def _meant(text: str, at: int) -> int:
    """The length of the longest word at ``at`` that means something in a plan, 0 if there is none."""
    for n in range(min(_LONGEST_WORD, len(text) - at), 1, -1):
        word = WORDS.get(text[at : at + n])
        if word is not None and word.role not in ("func", "verb", "money", "doc", "noun"):
            return n
    return 0


def request_spans(text: str, normal: str, flat_lengths: Iterable[int]) -> list[Span]:
    """The beginnings and ends of clauses that only ask or thank, as function words of ``normal``.

    ``flat_lengths`` are the lengths in comparison form of the ``pieces`` of the question, ``text`` is what was written.
    """
    spans: list[Span] = []
    start = 0
    edges = _edges(normal)
    agreement = _AGREEMENT.search(normal) is not None
    about = _ANSWER_WISHED.search(text) is not None
    for length in flat_lengths:
        stop = start + length
        clause = normal[start:stop]
        lead, taken = _beginning(clause, {e - start for e in edges}, agreement, about)
        tail = _end(clause[lead:], {e - start - lead for e in edges}, bool({"把", "将"} & taken))
        if lead:
            spans.append(Span("func", start, start + lead, "func"))
        if tail:
            spans.append(Span("func", stop - tail, stop, "func"))
        start = stop
    return spans


_SPOKEN: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), official)
    for pattern, official in (
        (r"唔该晒?", "请"),
        (r"唔知道?", "不知道"),
        (r"占了?(?=多少(?:钱|[万亿]?元|块))", "是"),
        (r"多少个(?=[亿万](?!元))|(?<![哪])几个(?=亿)", "多少"),
        (r"收支(?=情况|如何|怎么样|各|分别|是多少|多少)", "收入和支出"),
        (
            r"^((?:请|帮我|麻烦|您)*)(?:比较|对比|比一比)(?:一下)?((?:(?!20\d\d年?[和与跟同]|哪|多少|差)[^,])+[和与跟同][^和与跟同,哪多差]+)$",
            r"\1\2哪个多",
        ),
        (r"同埋", "和"),
        (r"嘅", "的"),
        (r"喺", "在"),
        (r"咗", "了"),
        (r"冇", "没有"),
        (r"哋", "们"),
        (r"佢", "它"),
        (r"俾|畀", "给"),
        (r"而家", "现在"),
        (r"乜嘢|乜|咩", "什么"),
        (r"边个", "哪个"),
        (r"点解", "为什么"),
        (r"几多", "多少"),
        (r"系(?=多少|什么|哪)", "是"),
        (r"使(?=了?多少)", "花"),
        (r"(?:为何|几何|若干|几许|何许|多少来)(?=元?[?。!,;]*$)", "多少"),
        (r"(?<!项目)(?<!项目的)(?<![单位个校])(?<=[费款金出入目额的度])数目", "数额"),
        (r"(?<=[块点会事数哪这那个])儿(?![童科女园歌])", ""),
        (r"([的是])+", r""),
        (r"元{2,}", "元"),
        (r"(?:怎么样|怎样|如何|咋样)(?=[,?!。].*多少)", ""),
        (r"(?<=[㐀-鿿])[ 	]+(?=[㐀-鿿])", " "),
    )
)
"""Words of the spoken language and of Cantonese, and slips of the hand, with what is written for them."""


def written(spoken: str) -> str:
    """``spoken`` in the words of the written language."""
    for pattern, official in _SPOKEN:
        spoken = pattern.sub(official, spoken)
    return spoken


def in_official_terms(text: str) -> Reread | None:
    """The first everyday word of ``text`` for a row of the classification, and the official name it may stand for."""
    for word, official in EVERYDAY:
        if word in text and official not in text.replace(word, ""):
            return Reread(word, official)
    return None


def pieces(spoken: str) -> list[str]:
    """The clauses of ``spoken``, also those that a colon or a bracket sets apart."""
    return _PIECES.split(spoken)


def _edges(normal: str) -> set[int]:
    """Where a word of ``normal`` begins or ends."""
    at, edges = 0, {0}
    for token in segment(normal):
        at += len(token)
        edges.add(at)
    return edges


def _beginning(clause: str, edges: set[int], agreement: bool, about: bool) -> tuple[int, set[str]]:
    """How far the clause only asks, and the words it does so with.

    A verb that may be a name itself needs a word of courtesy before it, or no general word behind it.
    """
    ways: dict[tuple[int, bool], set[str]] = {(0, False): set()}
    queue = [(0, False)]
    for at, marked in queue:
        longest = _meant(clause, at)
        for n in range(1, min(_LONGEST, len(clause) - at) + 1):
            word = clause[at : at + n]
            known = word in _BEGINNING or (about and at == 0 and word in _ABOUT) or (about and word in ("就", "对"))
            if not known or (agreement and word in _CHECKS):
                continue
            if n < longest or (n == longest and word not in _CHECKS | _ABOUT):
                continue
            if (word in _DEEDS and not marked) or (
                word in _NOUNS | _DEEDS and _GENERAL.match(clause, at + n) is not None
            ):
                continue
            state = (at + n, marked or word in _MARKERS)
            if state not in ways:
                ways[state] = ways[at, marked] | {word}
                queue.append(state)
    ends = [state for state in ways if state[0] in edges]
    best = max(ends, default=(0, False))
    return best[0], ways[best]


def _end(clause: str, edges: set[int], moved: bool) -> int:
    """How many characters at the end of the clause only ask or thank; verbs too where the object is ``moved`` (把)."""
    lexicon = _ENDING | _BEGINNING if moved else _ENDING
    reached = {len(clause)}
    for at in range(len(clause), 0, -1):
        if at in reached:
            reached |= {at - n for n in range(1, min(_LONGEST, at) + 1) if clause[at - n : at] in lexicon}
    ends = [at for at in reached if at in edges or at == len(clause)]
    found = len(clause) - min(ends)
    of_things = _OF_THINGS.search(clause[: len(clause) - found])
    return found + (len(of_things[0]) if of_things else 0)
