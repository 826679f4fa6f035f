"""What is asked of the last result: a part of its list, what it consists of, where it stands, whether it agrees."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.belonging import named
from assistant.crosscheck import covering
from assistant.evidence import citation_of
from assistant.facts_view import FactsView
from assistant.places import where_parts
from assistant.plan_words import SEMANTIC, Words
from assistant.pointing import FORMER, LATTER, LEAD, MANY, NUMBER, ONE, TAIL, number, one_of, some_of
from assistant.rankings import in_bounds
from assistant.records import Figure, Plan, Question, Result, Turn
from assistant.references import INSIDE
from assistant.sums import difference, number_of
from assistant.turns import (
    NOTHING_SHOWN,
    Edit,
    ask_back,
    distinct,
    groups,
    headlines,
    identity,
    listed,
    plan_on,
    unanswered,
    valued,
)
from corpus.records import UNITS_PER_YUAN, Place

Facts = Callable[[str], FactsView]
"""The facts of a document by its id."""

_WITHIN = r"(?:在?(?:其中|里面|里头|当中|这里面|那里面|这些|它们|上面)(?:里|中|当中|里面)?的?)"
_FILTERING = re.compile(rf"^{LEAD}(?:{_WITHIN}|只看|只要|仅看|只列|筛选出?|挑出|选出|哪些|哪几[个项])")
_DRILL = re.compile(
    rf"{LEAD}(?=.*(?:包括|包含|明细|构成|组成|细分|分项|细项|子项|分别|拆|展开|都有什么|有哪些|下面|下一级|下级|哪几项|哪些|由什么|几[条项个]))"
    rf"(?:{ONE}|其中|里面|里头)?的?(?:下面的?|底下的?|下一?级的?|下属的?)?(?P<some>{NUMBER}[项个笔条款类])?"
    r"(?:具体|详细|详情|都|又|分别|各自?|主要|请|列出|列一下|列举|展开|拆开|拆分|细分)*(?:是|为|由|有|包括|包含|含|分为|分成|涵盖)*了?"
    r"(?:哪些|哪几[个项款类]|什么|啥|些什么|几[项个块条笔]|多少[项个条笔])?(?:东西|项|款|类|科目|部分)?(?:的?(?:具体|详细)?(?:明细项?|下一?级(?:科目)?|构成|组成|细项|分项|子项|内容|部分|款项?|科目|项目))?"
    rf"(?:的|是什么|有哪些|分别|各?是?多少|如何|怎样|情况|列出来|列一下)*{TAIL}"
)
_SOURCE = re.compile(
    rf"{LEAD}(?:{ONE}|{MANY})?的?(?:在|是|出自|来自|取自|印在|列在|写在|见)?(?:文件|文档)?的?"
    r"(?:(?:哪一?[张页行]|第几[页行张])(?:表格?|文件|文档|地方)?|哪一?[个份](?:表格?|文件|文档|地方|位置)|什么地方|哪里|哪儿|哪份文件|(?:数据)?(?:出处|来源)|依据(?=在哪)|原文|怎么(?:来|算|得)的?(?:出来)?)"
    rf"(?:里|中|上)?(?:写|印|列|查|看|找|得|来|算)?(?:到|出|着|出来)?(?:的|在哪里?儿?|是什么|是哪里?|有吗|给我)*{TAIL}"
)
_AGREES = re.compile(
    rf"{LEAD}(?:(?P<one>{ONE})|(?P<some>{MANY}))?(?:在?各处|[跟和与同](?:预算|编制|情况)*(?:说明|文字|正文|表格|各?张?表)(?:里|中|上)?(?:写|印|列|说)?的?|在?不同(?:的)?地方|各个地方|几个地方|文件里|各张?表里?|前后|几处|两处|都|是否|是不是|真的|跟表里|和表里|写的|印的|列的|的数字?)*"
    r"(?:对得上|对不上|对上了?|一样|相同|一致|吻合|相符|相等|准确|可靠|正确|没错|确定|没问题|有问题|可信|有出入|有矛盾|对|核对一下|核对)"
    r"(?:吗|么|不|的吗|吧|没有|嘛|没)*(?:呢|啊)?"
)
_POINTS_AT_SAME = re.compile(rf"{LEAD}(?:{ONE}|{MANY}).*(?:一样|相同|相等|一致|对得上)(?:吗|么|不|呢)?$")
_ABOVE = re.compile(
    rf"{LEAD}(?:{ONE})?的?(?:对应的?|所在的?|所属的?|属于的?)?(?:上一?级|所在的|所属的)(?:的)?(?:科目|支出|[类款])?(?:的)?(?:预算|金额|决算)?(?:是哪一?[个项]|叫什么)?{TAIL}"
)
_BACK = re.compile(
    rf"{LEAD}(?:回到|返回|再说回|说回|回头看|再看)(?:一?下)?(?:刚才|之前|前面|上面|最开始|一开始)?(?:说|问|查|提)?到?的?那?个?(?P<what>.+?)(?:上|那[项个里]|吧|呢|来)*"
)
_MOST_PLACES = 4


def of_last_result(question: Question, words: Words, history: Sequence[Turn], facts: Facts) -> Edit | None:
    """The edit that a question about the last result asks for; None where it is none."""
    text = question.normal
    returned = _returned(text, history)
    if returned is not None:
        return returned
    kept = _filtered(question, words, history, facts)
    if kept is not None:
        return kept
    if _ABOVE.fullmatch(text):
        return _row_above(history, facts)
    agreed = _AGREES.fullmatch(text)
    if agreed is not None:
        return _agreement(agreed, history, facts)
    if _POINTS_AT_SAME.match(text) and not question.content:
        return ask_back("请说明要比较的是哪几项")
    if _SOURCE.fullmatch(text):
        return _source(history, facts)
    drilled = _DRILL.fullmatch(text)
    return _parts(drilled, history, facts) if drilled is not None else None


# A part of the list that was shown


def _filtered(question: Question, words: Words, history: Sequence[Turn], facts: Facts) -> Edit | None:
    """Those of the last list within bounds (超过100万的有哪些) or of one category (只看经常性项目)."""
    bounds = tuple((role, value) for role in ("more", "less") for value in words.values(role))
    category = words.first("category")
    inside = _FILTERING.search(question.normal) is not None
    if not (bounds or (category and inside)) or (words.names_items and not inside):
        return None
    allowed = {"more", "less", "category", "unit", "stated"}
    operations = {"op:list", "op:count", "op:total", "op:convert"}
    if any(s.role in SEMANTIC and s.role not in allowed and s.text not in operations for s in words.spans):
        return None
    if unanswered(history):
        return ask_back(NOTHING_SHOWN)
    compared = listed(history)
    if len(compared) < 2 or len({figure.unit for figure in compared}) > 1:
        return ask_back("前面没有列出几项金额，请说明在哪些项里找") if inside else None
    kept = [f for f in compared if in_bounds(f, bounds) and category in ("", _category(f, facts))]
    plan = plan_on("filter", compared, history, "在前面列出的各项中筛选")
    note = f"在前面列出的{len(compared)}项中比较"
    if kept and not (words.counts or words.has("count")):
        return Edit(plan, Result("answered", tuple(replace(f, role="headline") for f in kept), note=note))
    count = replace(number_of(kept or compared, "headline"), value=len(kept) * UNITS_PER_YUAN, label="符合条件的项数")
    shown = tuple(replace(figure, role="part") for figure in kept)
    return Edit(plan, Result("answered", (count, *shown), note=note))


def _category(figure: Figure, facts: Facts) -> str:
    if figure.statement is None:
        return "（无）"
    project = facts(figure.document).project_of(figure.statement.subject)
    return project.category if project is not None else "（无）"


# What it consists of


def _parts(match: re.Match[str], history: Sequence[Turn], facts: Facts) -> Edit | None:
    """The rows below the last figure's row, the lines of its project; what was listed already, once more."""
    counted = re.search(r"(?<!哪)几[条项个笔]|多少[条项个笔]", match[0]) is not None
    if counted and INSIDE.match(match[0]) is None and not match[0].startswith("下"):
        return None  # 有几条明细 asks for all of them
    if unanswered(history) or not history:
        return ask_back(NOTHING_SHOWN)
    shown = valued(history[-1])
    plan = history[-1].plan
    if len(shown) > 1:
        again = tuple(replace(figure, role="headline") for figure in shown)
        return Edit(plan_on("convert", again, history), Result("answered", again), asked=history[-1].question)
    operands = shown[0].operands if shown and shown[0].statement is None else ()
    if "项目" in match[0] and len(shown) < 2 and len(operands) < 2:
        return None  # 有哪些项目 asks for the projects of the document
    if len(operands) > 1:
        return _listed_operands(operands, history)
    subject = subject_spoken_of(history[-1])
    if subject is None or plan is None:
        return ask_back("请说明指的是哪一项")
    document, key = subject
    children = below(facts(document), key, plan)
    if counted and children:
        return _number_below(document, key, children, plan, facts)
    if match["some"] and number(match["some"]) != len(children) and children:
        return ask_back(f"它下面列有{len(children)}项，请说明指的是哪几项")
    if not children:
        return Edit(plan, Result("not_found", reason="文件没有列出它的下一级"))
    subjects = tuple(f"{document}#{child}" for child in children)
    name = facts(document).subjects[key].name
    listing = narrowed_like(plan, Plan("list", plan.scope, (document,), subjects, topic=name))
    return Edit(listing, asked=f"{named(shown[0]) if shown and named(shown[0]) else name}包括哪些")


def narrowed_like(last: Plan, plan: Plan) -> Plan:
    """The plan with the kind of expenditure, the source of funds and the side of the last one."""
    return replace(plan, expenditure_kind=last.expenditure_kind, fund_scope=last.fund_scope, side=last.side)


def _row_above(history: Sequence[Turn], facts: Facts) -> Edit:
    """The row that the last figure's row stands under."""
    subject = subject_spoken_of(history[-1]) if history and not unanswered(history) else None
    plan = history[-1].plan if history else None
    if subject is None or plan is None:
        return ask_back("请说明指的是哪一项")
    view = facts(subject[0])
    above = view.subjects.get(view.subjects[subject[1]].parent)
    if above is None:
        return Edit(plan, Result("not_found", reason="文件没有列出它的上一级"))
    lookup = Plan("lookup", plan.scope, (subject[0],), (f"{subject[0]}#{above.key}",), stage=plan.stage)
    return Edit(narrowed_like(plan, lookup), asked=above.code or above.name)


def _number_below(document: str, key: str, children: Sequence[str], plan: Plan, facts: Facts) -> Edit:
    """How many rows or lines are below a subject."""
    subjects = tuple(f"{document}#{child}" for child in children)
    return Edit(Plan("count", plan.scope, (document,), subjects, topic=facts(document).subjects[key].name))


def _listed_operands(operands: Sequence[Figure], history: Sequence[Turn]) -> Edit:
    heads = tuple(replace(operand, role="headline") for operand in operands)
    return Edit(plan_on("convert", heads, history), Result("answered", heads))


def subject_spoken_of(turn: Turn) -> tuple[str, str] | None:
    """Document and key of the one subject that a turn was about."""
    heads = valued(turn)
    if len(heads) == 1 and heads[0].statement is not None:
        return heads[0].document, heads[0].statement.subject.key
    if not heads and turn.plan is not None and len(turn.plan.subjects) == 1:
        document, _, key = turn.plan.subjects[0].partition("#")
        return document, key
    return None


def below(view: FactsView, key: str, plan: Plan) -> list[str]:
    """The keys right below a subject: of the organisation's expenditure the 类, of its 基本支出 those of economics."""
    if key != "organisation":
        return [child.key for child in view.children(key)]
    if plan.side == "收入" or plan.expenditure_kind not in ("", "合计", "基本支出"):
        return []
    kind = "economic" if plan.expenditure_kind == "基本支出" else "function"
    return [subject.key for subject in view.subjects.values() if subject.kind == kind and len(subject.code) == 3]


# Where it stands, and whether it agrees


def _source(history: Sequence[Turn], facts: Facts) -> Edit:
    """The last figures once more, with the places where they are printed in words."""
    if not history or unanswered(history):
        return ask_back(NOTHING_SHOWN)
    last = history[-1]
    heads = tuple(replace(figure, role="headline") for figure in headlines(last))
    leaves = [leaf for figure in heads for leaf in (figure.operands or (figure,))]
    printed = [(leaf.document, o.place) for leaf in leaves for o in leaf.observations[:2] if not o.duplicate]
    printed += [(quote.document, quote.observation.place) for quote in last.result.quotes]
    if not printed:
        return ask_back("请说明要查哪一项的出处")
    lines = dict.fromkeys(_where(facts(document), place) for document, place in printed)
    note = "出处：" + "；".join(list(lines)[:_MOST_PLACES])
    plan = replace(plan_on("source", heads, history), documents=tuple(dict.fromkeys(d for d, _ in printed)))
    result = Result("answered", heads, quotes=last.result.quotes, note=note)
    return Edit(plan, result, asked=last.question)


def _where(view: FactsView, place: Place) -> str:
    parts = where_parts(citation_of(view.reading, place, 0))
    return f"《{view.document.name}》{'，'.join(parts)}"


def _agreement(match: re.Match[str], history: Sequence[Turn], facts: Facts) -> Edit | None:
    """The checks of the last figure; two figures of one thing, or two that are pointed at, against each other."""
    if not history or unanswered(history):
        return ask_back(NOTHING_SHOWN)
    pair = _compared(match, history)
    if isinstance(pair, str):
        return ask_back(pair)
    if pair:
        return Edit(plan_on("combine", pair, history, "前面两项相比"), Result("answered", difference(*pair)))
    one = one_of(match["one"] or "", history)
    if isinstance(one, str):
        return ask_back(one)
    plan = plan_on("source", (one,), history)
    views = {document: facts(document) for document in plan.documents}
    heads = (replace(one, role="headline"),)
    checks = covering(Result("answered", heads), views, [])
    return Edit(plan, Result("answered", heads, checks=tuple(checks)), asked=history[-1].question)


def _compared(match: re.Match[str], history: Sequence[Turn]) -> tuple[Figure, Figure] | str | None:
    """The two figures that are held against each other; None where the last one's own checks are asked for."""
    if match["some"]:
        found = some_of(match["some"], history)
        if isinstance(found, str):
            return found
        same = len(found) == 2 and found[0].unit == found[1].unit
        return (found[0], found[1]) if same else "前面的回答里没有可以比较的两项，请说明是哪两项"
    if match["one"] and re.match(rf"{FORMER}|{LATTER}", match["one"]):
        return None
    last = distinct(history)[-2:]
    if match["one"] or len(last) != 2 or not all(f.statement is not None for f in last):
        return None
    if re.search("一样|相同|相等", match[0]) and last[0].unit == last[1].unit and len(groups(history)[-1]) == 1:
        return last[0], last[1]
    keys = {f.statement.subject.key for f in last if f.statement is not None}
    alike = len(keys) == 1 and last[0].document != last[1].document and last[0].unit == last[1].unit
    return (last[0], last[1]) if alike and identity(last[1]) in map(identity, headlines(history[-1])) else None


# Back to an earlier one


def _returned(text: str, history: Sequence[Turn]) -> Edit | None:
    """“回到刚才的办公费”: the earlier answer of that name once more; None where no answer has it."""
    match = _BACK.fullmatch(text)
    if match is None:
        return None
    for turn in reversed(history):
        heads = [figure for figure in valued(turn) if figure.statement is not None]
        if len(heads) == 1 and turn.plan is not None and match["what"] in heads[0].label:
            plan = replace(turn.plan, operation="convert", unit="") if turn.plan.operation == "convert" else turn.plan
            return Edit(plan, replace(turn.result), asked=turn.question)
    return Edit(text=match["what"])
