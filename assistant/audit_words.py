"""How people ask whether figures agree: the words around the subject, and what they say of the places compared.

Only general language; what is left of a question without these words is the name of a subject.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from assistant.records import Question, Span

_TABLES = (
    r"(?:三公(?:经费)?|部门经济分类|经济分类|功能分类|支出|收入|收支|财政拨款(?:收支|收入支出)?|决算|预算|绩效目标|申报)"
    r"?(?:预算|决算|支出)?(?:总表|分类表|汇总表|明细表|申报表|表格|表)"
)
_TEXTS = r"编制说明|情况说明|说明文字|文字说明|文字部分|说明|正文|文字|叙述"
_WITHIN = r"(?:里面|里头|当中|里边|里|中|上|内)?"
_SAME = (
    r"是不是(?:同一个|一个|一样的?)数?|(?:是|写的是)?同一个数字?|同一个|同样的数|一不一样|不一样|一样|是否相同|不相同|相同|"
    r"对得上|对不上|对得起来|不一致|一致|吻合|不相符|相符|不符|矛盾|有出入|出入|写得对|写对|说得对|有没有差异|有差异|差异"
)
_ELSEWHERE = r"各处|各个地方|几处|两处|不同地方|各张?表|几张表|前后文?|前文|后文|前面|后面"
_AGREE = re.compile(_SAME)
_TEXT_AND_TABLE = re.compile(rf"(?:{_TEXTS}).{{0,30}}{_TABLES}|{_TABLES}.{{0,30}}(?:{_TEXTS})")
_TABLE_AND_TABLE = re.compile(rf"{_TABLES}{_WITHIN}.{{0,6}}多少.{{0,6}}{_TABLES}{_WITHIN}.{{0,6}}多少")
_EVERYWHERE = re.compile(rf"(?:{_ELSEWHERE}).{{0,8}}(?:数|多少|写|列|印)")
_ASKED = re.compile(r"多少|分别|几|哪")
_IDENTITY = re.compile(
    r"之和|加起来|相加|加总|总和|加[^上]|合计|汇总|各项|乘|平衡|平不平|平吗|等于|勾稽|核对|通过|执行率|注"
)
"""Words that name an identity between different figures: these are answered by the checks alone."""

_ALL = re.compile(
    r"(?:有没有|有无|存不存在|是否有|是否存在|有哪些|有什么|哪些|哪里|什么|啥|存在|找出|列出|检查)[^的]{0,8}"
    r"(?:对不上|不一致|矛盾|错误|差错|问题|毛病|出入|不符|勾稽)|(?:勾稽|前后)?(?:错误|矛盾)(?:有哪些|有没有)|没有?通过"
    r"|(?:前后|各表|内部)?有(?:矛盾|不一致|出入|错误|差错|问题|对不上)(?:的地方)?(?:吗|没有|么)"
)
_FRAMES = re.compile(
    rf"(?:哪|[一二两三四五六七八九十\d]+)(?:一)?(?:张|份|个)(?:绩效目标表|申报表|项目|表)?{_WITHIN}"
    rf"|(?:{_ELSEWHERE})|(?:{_SAME})"
    rf"|(?:这|那)?(?:两|三|几)个(?:数字?|金额)|(?:下面|下方|底下)的?|的?地方|写的是|写的|印的|列的|说的"
    rf"|(?:{_TEXTS}){_WITHIN}(?:说|写|称|提到)?|绩效目标表{_WITHIN}"
    r"|分别|差多少|差了多少|相差多少|又是|又|(?:的)?数字?(?=$|是|和|与|吗|对|不|一|分)"
)
_TABLE_FRAME = re.compile(rf"在?{_TABLES}{_WITHIN}")
_CLAIM = re.compile(r"(?<![\d.])(\d[\d,]*(?:\.\d+)?)(万元|亿元|元|万|亿)")
_ASKS_FAILURE = re.compile(r"(?:哪|有没有).{0,40}(?:对不上|不一致|矛盾|出入|不符)")
_PLACE_KINDS = {"三公": r"三公.{0,2}表", "经济分类": r"经济分类", "功能分类": r"功能分类", "总表": r"总表"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question about agreement asks: ``question`` with its frame as function words, and how it compares.

    ``everything`` means all that does not agree; ``printings`` one thing wherever it is printed. ``failures`` wants
    only what disagrees; ``claims`` are amounts that the question states (of the text: ``in_text``), ``tables`` the
    tables that it names.
    """

    question: Question
    everything: bool
    printings: bool
    failures: bool
    claims: tuple[str, ...]
    tables: tuple[str, ...]
    in_text: bool = False


def asked(question: Question) -> Asked | None:
    """What is asked about agreement; None for any other question."""
    text = question.normal
    several = any(p.search(text) for p in (_TEXT_AND_TABLE, _TABLE_AND_TABLE, _EVERYWHERE)) and _ASKED.search(text)
    checked = any(span.text == "op:check" for span in question.spans)
    if not (several or checked or _AGREE.search(text) or _ALL.search(text)):
        return None
    framed = _framed(question)
    spoken = question.text.replace("，", ",")
    claims = tuple(number.replace(",", "") + unit for number, unit in _CLAIM.findall(spoken))
    tables = tuple(name for name, pattern in _PLACE_KINDS.items() if re.search(pattern, text))
    in_text = re.search(rf"(?:{_TEXTS}){_WITHIN}(?:说|写|称|提到|是|为).{{0,30}}\d", text) is not None
    # 核对 of an amount that is stated asks where that amount stands, not for an identity between several.
    printings = not _IDENTITY.search(text.replace("核对", "") if claims else text)
    return Asked(framed, bool(_ALL.search(text)), printings, bool(_ASKS_FAILURE.search(text)), claims, tables, in_text)


def _framed(question: Question) -> Question:
    """The question with the words of its frame, its stated amounts and the tables it names as function words."""
    text = question.normal
    found = [m.span() for m in (*_FRAMES.finditer(text), *_TABLE_FRAME.finditer(text), *_ALL.finditer(text))]
    for number, unit in _CLAIM.findall(question.text):
        said = re.sub(r"\D", "", number)
        found += [m.span() for m in re.finditer(re.escape(said) + re.escape(unit), text)]
    inside = {i for start, stop in found for i in range(start, stop)}
    kept = tuple(span for span in question.spans if not set(range(span.start, span.stop)) <= inside)
    frame = tuple(Span("func", start, stop, "func") for start, stop in found if stop > start)
    return replace(question, spans=tuple(sorted((*kept, *frame), key=lambda span: (span.start, -span.stop))))
