"""A question told with a story around it: the clauses that only say who asks and why are left out.

A clause is background when it speaks of the asker or of hearsay and holds a word that no list and no document knows,
and nothing that narrows a figure (a kind of expenditure, a bound, an exception ...). Its words of scope stay.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from assistant.mentions import mentions_of
from assistant.records import Question
from corpus.records import Document

_CLAUSE_END = re.compile(r"[，。；！：;!]|(?<!\d),|,(?!\d)|(?<=[^\d]):|\.\s|[?？](?=.)|\n")
_TOLD = re.compile(
    r"我|咱|俺|本人|笔者|听说|据说|听.{0,6}[说讲道]|有人|大家|领导|同事|同志|朋友|邻居|老师|群里|网上|新闻|报道|媒体"
    r"|前[两几]天|最近|刚[刚才]?|正在|因为|由于|为了|想|打算|准备|不知道|不[太大]?清楚|不懂|以后|以来|作为|身为|关心|好奇"
    r"|感兴趣|担心|怀疑|方便|谢谢|麻烦|打扰|通知|课堂|作业|论文|审议|眼花"
    r"|\b(?:i|i'm|we|we're|my|our|me|us|heard|because|since|journalist|citizen|resident|student|writing|comparing"
    r"|studying|researching|curious|wondering|someone|people|colleagues?)\b",
    re.IGNORECASE,
)
_NARROWING = frozenset(
    {"kind", "fund", "side", "measure", "stage", "category", "base", "more", "less", "top", "nth", "code"}
)
_EXCEPTING = re.compile(
    r"除|不含|不算|不包|扣除|剔除|去掉|减去|之外|以外|只[看算要问]|仅|限于|人均|平均|每|而不是"
    r"|\bexcept|\bwithout|\bonly|\bper ",
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"多少|几|什么|啥|哪|谁|吗|是否|多大|[?？]|\b(?:what|which|how|who|where|when|why|is|are|does|do|did)\b"
)
_POINTING = re.compile(r"^(?:那么?|请问|麻烦|所以)?(?:它|其(?!他|余)|该|此|这|那[个些项笔块])")
"""An asking clause that points back at the story cannot be asked without it."""


def without_background(text: str, read: Callable[[str], Question], documents: Sequence[Document]) -> str:
    """The question without the clauses that are background, their words of scope in front; "" where there are none.

    ``read`` understands a clause; ``documents`` are those whose organisations a clause may name. What is left must
    name something of its own: a story about one thing is no question for the total of everything.
    """
    clauses = [clause.strip() for clause in _CLAUSE_END.split(text) if clause and clause.strip()]
    if len(clauses) < 2:
        return ""
    last = max((n for n, clause in enumerate(clauses) if _ASKED.search(clause)), default=len(clauses) - 1)
    told = [n != last and _is_background(clause, read(clause)) for n, clause in enumerate(clauses)]
    kept = [clause for clause, background in zip(clauses, told, strict=True) if not background]
    rest = "，".join(kept)
    if not any(told) or _POINTING.match(kept[0]) or not _names_something(read(rest)):
        return ""
    dropped = [clause for clause, background in zip(clauses, told, strict=True) if background]
    return _scope_said(dropped, rest, read, documents) + rest


def _is_background(clause: str, question: Question) -> bool:
    narrowing = any(span.role in _NARROWING or span.text == "op:negation" for span in question.spans)
    return not narrowing and bool(_TOLD.search(clause)) and not _EXCEPTING.search(clause)


def _names_something(question: Question) -> bool:
    """Whether words are left for a name, or a kind of expenditure stands for one; words of scope are none."""
    explained = {i for span in question.spans if span.role != "number" for i in range(span.start, span.stop)}
    narrowed = any(span.role in ("kind", "code", "category") for span in question.spans)
    return narrowed or not explained.issuperset(range(len(question.normal)))


def _scope_said(
    clauses: Sequence[str], rest: str, read: Callable[[str], Question], documents: Sequence[Document]
) -> str:
    """Organisation and year of the clauses left out, each only where ``rest`` names none."""
    there = mentions_of(read(rest), documents)
    said = ""
    for clause in clauses:
        question = read(clause)
        found = mentions_of(question, documents)
        if not there.bodies:
            said += "".join(question.normal[body.start : body.stop] for body in found.bodies)
        if not there.years:
            said += "".join(f"{year}年" for year in found.years)
    return said
