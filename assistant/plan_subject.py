"""A question about one subject: what its content names, whether that is meant, which of several candidates it is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.confidence import of_another_sort, sure
from assistant.facts_view import Want, best_observation
from assistant.form_indicators import indicators_of
from assistant.labels import flat, is_money
from assistant.link import Candidate
from assistant.plan_context import Context
from assistant.plan_levels import level_below
from assistant.plan_lookup import clarify, described, field_of_form, lookup, same_figure, want_of_words
from assistant.plan_many import counts_items, parts, topic, without_own_lines
from assistant.plan_words import COUNTABLE, MONEY_UNITS, Words
from assistant.records import Plan

_LEVELS = ("国家级", "市级", "区级", "校级", "县级", "镇级", "全国", "全市", "全区", "全省")
_BODY = re.compile(
    r"[\u3400-\u9fff]{0,10}?(?:局|委员会|系统|街道|镇|学院|办公室|中心|医院|集团|公司|政府|大学|中学|小学|部门)"
)
_PROSE = re.compile(r"什么|哪|谁|何时|时候|怎么|如何|是否|何地|用在|用途|做啥|干啥")
_BASIS = re.compile(r"(?:按照?|依据|依照|根据|凭)什么|由什么")
_FIGURE_ROLES = ("money", "measure", "side", "kind", "fund", "attribute", "category", "top", "nth", "unit")
_SAME_UNITS = {"人": ("名", "位"), "名": ("人", "位"), "位": ("人", "名"), "所": ("所学校",)}


def one_subject(context: Context) -> Plan | None:
    """The plan for what the content names; a question back where the name is said too loosely to be sure."""
    plan = subject_read(context)
    if plan is None or plan.unplaced or not plan.said or sure(plan.said) or context.meant.intersection(plan.subjects):
        return plan
    views = {view.document.id: view for view in context.views}
    found = [reference.partition("#") for reference in plan.subjects]
    names = dict.fromkeys(described(views[document], views[document].subjects[key]) for document, _, key in found)
    return Plan("clarify", context.scope, subjects=plan.subjects, choices=tuple(names), unit=plan.unit)


def subject_read(context: Context) -> Plan | None:
    """The plan for what the content names: a form's field, a target, money; None where no subject explains it all."""
    content = context.content()
    candidates = context.candidates(content)
    if not candidates:
        return None
    words = context.words(candidates[0].match.explained)
    if _asks_prose(context, words) and not (words.has("list") and candidates[0].exact):
        return None
    if candidates[0].subject.kind in ("project", "line") and _counts_things(context, content):
        return None
    if _is_place_only(context, content) or _names_another_body(context, candidates[0]):
        return None
    either = len(set(words.values("category"))) > 1  # 一次性还是经常性
    if either or (words.values("attribute") and not words.first("measure")):
        return field_of_form(context, candidates, words, "类别" if either else words.attribute)
    listed = indicators_of(context, candidates, words)
    if listed is not None:
        return listed
    if _wants_target(candidates, words):
        return lookup(context, _fitting_indicators(candidates, words), words)
    money = [candidate for candidate in candidates if is_money(candidate.subject)]
    if not money:
        return lookup(context, candidates, words) if not words.first("unit") and not asks_money(words) else None
    return _money(context, money, words)


# Readings that no subject of a budget has


def _asks_prose(context: Context, words: Words) -> bool:
    """Whether words are asked for (什么, 哪, 谁, 何时) and nothing speaks of money or of a form's field."""
    if context.inner or not _PROSE.search(context.text):
        return False
    if _BASIS.search(context.text):
        return True
    if any(words.values(role) for role in _FIGURE_ROLES) or words.names_items:
        return False
    return not words.has("total", "max", "min", "average", "change", "difference")


_MONEY_NOUN = re.compile(r"(?:费|款|支出|收入|经费|资金|补贴|补助|津贴|工资|预算|金|资产|保险|采购|缴费|投入)$")


def _counts_things(context: Context, content: frozenset[int]) -> bool:
    """Whether 多少 stands right before a noun that is no money: 多少学生 asks for no amount."""
    for match in re.finditer("多少", context.text):
        stop = match.end()
        while stop in content:
            stop += 1
        if stop - match.end() > 1 and not _MONEY_NOUN.search(context.text[match.end() : stop]):
            return True
    return False


def _is_place_only(context: Context, content: frozenset[int]) -> bool:
    """Whether nothing but a place or an administrative level is named: that is no subject of a budget."""
    rest = context.said(content)
    for word in (*context.linker.places, *_LEVELS):
        rest = rest.replace(word, "")
    return bool(content) and not rest


def _names_another_body(context: Context, candidate: Candidate) -> bool:
    """Whether a place is followed by a body that is neither the organisation nor part of the candidate's name."""
    text = context.text
    for place in context.linker.places:
        at = text.find(place)
        match = _BODY.match(text, at + len(place)) if at >= 0 else None
        if match is None:
            continue
        body = text[at : match.end()]
        named = body in candidate.match.label.name + candidate.match.label.context
        if not named and not _is_subsequence(body.replace("的", ""), flat(candidate.view.document.organisation)):
            return True
    return False


def _is_subsequence(short: str, whole: str) -> bool:
    """Whether the characters of ``short`` stand in ``whole`` in the same order."""
    rest = iter(whole)
    return all(char in rest for char in short)


# Indicators


def _wants_target(candidates: Sequence[Candidate], words: Words) -> bool:
    """Whether an indicator's target is asked for: by name, in a unit that is no money, or as the only thing named."""
    indicators = [c for c in candidates if c.subject.kind == "indicator"]
    if words.first("measure") not in ("", "目标值"):
        return False
    if not indicators or any(span.role == "now" for span in words.spans):
        return False
    if words.first("measure") != "目标值" and asks_money(words):
        return False
    if words.first("measure") == "目标值" or any(unit not in MONEY_UNITS for unit in words.values("unit")):
        return True
    money = [c for c in candidates if is_money(c.subject)]
    return not money or (indicators[0].match.share > 0.9 and money[0].match.share < 0.5)


def asks_money(words: Words) -> bool:
    """Whether an amount of money is asked for in so many words."""
    spent = re.search(r"多少钱|花了|花费|用了|开支", words.text)
    return spent is not None or bool(words.values("money")) or any(unit in MONEY_UNITS for unit in words.values("unit"))


def _fitting_indicators(candidates: Sequence[Candidate], words: Words) -> list[Candidate]:
    """The indicators; where a unit is asked for, those whose target is in it (or in none); exact names first."""
    indicators = [c for c in candidates if c.subject.kind == "indicator"]
    unit = words.counting_unit
    chosen = indicators
    if unit:
        targets = {id(c): _target_unit(c) for c in indicators}
        fitting = [c for c in indicators if targets[id(c)] in (unit, *_SAME_UNITS.get(unit, ()))]
        chosen = fitting or [c for c in indicators if targets[id(c)] == ""]
    exact = [c for c in chosen if c.exact]
    if exact or len(chosen) < 2:
        return exact or chosen
    return [c for c in chosen if c.match.share > 0.75 * chosen[0].match.share]


def _target_unit(candidate: Candidate) -> str | None:
    """The unit of an indicator's printed target; None where it is no figure."""
    found = candidate.view.find(candidate.subject.key, Want())
    observation = best_observation(found[0]) if found else None
    return None if observation is None or observation.amount is None else observation.amount.unit


# Money


def _money(context: Context, money: list[Candidate], words: Words) -> Plan | None:
    """How many parts a subject or a topic has, a ranking of them, or the figure of the one that is meant."""
    below = level_below(context, money[0].view, money[0].subject, words) if money[0].exact else None
    if below is not None:
        return below
    counting = words.counting_unit if words.first("measure") not in ("数量", "单价") else ""
    if (counting or words.has("count", "average")) and not counts_items(words):
        return None
    if counting:
        return parts(context, money, words) if counting in COUNTABLE else None
    exact = [candidate for candidate in money if candidate.exact and not candidate.bound]
    ranked = words.first("top") or words.first("nth") or words.bounds
    ranking = words.has("max", "min", "list", "count", "average") or ranked
    if exact and _only_shown(words) and all(c.subject.kind in ("function", "economic") for c in exact):
        return _exactly_named(context, exact, words)
    if ranking and not words.first("category"):
        return parts(context, exact or money, words)
    related = "related" in words.values("near")
    if exact and (not related or len(exact) == len(money)):
        return _exactly_named(context, exact, words)
    return _partly_named(context, money, words)


_SHOWING = ("列出", "列举", "列一下", "清单")
_PARTS_SAID = re.compile(r"哪|各|分别|逐|构成|组成|明细|细|包括|包含|所有|全部|每|[类款项]级|科目")


def _only_shown(words: Words) -> bool:
    """Whether 列出 asks for nothing but to be shown the figure: nothing is said of parts, of an order, of a number."""
    lists = [span for span in words.spans if span.text == "op:list"]
    shown = bool(lists) and all(words.text[span.start : span.stop] in _SHOWING for span in lists)
    ranking = words.has("max", "min", "count", "average") or words.first("top") or words.first("nth")
    return shown and not ranking and _PARTS_SAID.search(words.text) is None


def _exactly_named(context: Context, exact: list[Candidate], words: Words) -> Plan | None:
    """Of subjects whose whole name is said: the only one, a sum of several where one is asked for, else a question."""
    many = words.has("total", "list") or "related" in words.values("near") or bool(words.values("all"))
    exact = _stating(context, without_own_lines(exact), words)
    rows = [c for c in exact if c.subject.kind != "line"]
    chosen = rows or exact
    if len(chosen) != len(exact) and not many and not same_figure(context, exact, words):
        return clarify(context, exact, words)
    if len(chosen) == 1 or same_figure(context, chosen, words):
        return lookup(context, chosen, words)
    if many and all(c.subject.kind in ("line", "project") for c in chosen):
        return topic(context, chosen, words)
    one_name = len({flat(c.subject.name) for c in chosen}) == 1 and all(c.subject.kind != "line" for c in chosen)
    return lookup(context, chosen, words) if one_name else clarify(context, chosen, words)


def _stating(context: Context, candidates: list[Candidate], words: Words) -> list[Candidate]:
    """Those of several candidates that state anything of what is asked; all of them when none does."""
    wants = {kind: want_of_words(context, kind, words) for kind in {c.subject.kind for c in candidates}}
    stating = [c for c in candidates if c.view.find(c.subject.key, wants[c.subject.kind])]
    coded = {(c.view.document.id, c.subject.code) for c in candidates if c.subject.kind in ("function", "economic")}
    # A column of unknown meaning makes an item of its own of a row: it is the row that is meant.
    rows = [c for c in candidates if c.subject.kind != "item" or (c.view.document.id, c.subject.code) not in coded]
    return stating or rows


def _partly_named(context: Context, money: list[Candidate], words: Words) -> Plan | None:
    """Of subjects whose name is said in part: the only one, a topic of several projects and lines, else a question."""
    own = [candidate for candidate in money if not candidate.bound]
    pool = [candidate for candidate in own or money if not _is_fragment(context, candidate)]
    if not pool:
        return None
    pool = [candidate for candidate in pool if not _is_another(context, candidate)]
    pool = [candidate for candidate in pool if not of_another_sort(candidate.match, context.text)] or pool
    items = without_own_lines([c for c in pool if c.subject.kind in ("project", "line")])
    rows = [c for c in pool if c.subject.kind not in ("project", "line")]
    if len(items) + len(rows) == 1:
        return lookup(context, items or rows, words)
    if not items and not rows:
        return None
    if not rows:
        summing = words.has("total", "list") or "related" in words.values("near") or bool(words.values("all"))
        projects = sum(c.subject.kind == "project" for c in items)
        return topic(context, items, words) if summing or projects > 1 else clarify(context, items, words)
    if same_figure(context, [*rows, *items], words):
        return lookup(context, rows, words)
    if not items and rows[0].match.share > 1.5 * rows[1].match.share and rows[0].match.share > 0.6:
        return lookup(context, rows[:1], words)
    return clarify(context, [*rows, *items], words)


_HEADS = ("津贴补贴", "津贴", "补贴", "补助", "工资", "经费", "费用", "费", "支出", "收入", "保险", "奖金", "款", "金")


def _is_another(context: Context, candidate: Candidate) -> bool:
    """Whether a name that is said in part means another thing: an 其他 that is not said, or another last noun."""
    name = candidate.match.label.name
    if candidate.exact or candidate.subject.kind == "project":
        return False
    said = context.said(candidate.match.own)
    if name.startswith("其他") and (not said.startswith("其他") or context.said(context.content()) == "其他"):
        return True
    own = sorted(candidate.match.own)
    after = context.text[own[-1] + 1 :] if own else ""
    asked = next((head for head in _HEADS if after.startswith(head)), "")
    ending = next((head for head in _HEADS if name.endswith(head)), "")
    return bool(asked and ending) and asked != ending and candidate.subject.kind != "function"


def _is_fragment(context: Context, candidate: Candidate) -> bool:
    """Whether only one thing of an enumerating line (资料费、培训费、指导费) is named: its share is not printed."""
    line = candidate.view.lines.get(candidate.subject.key)
    if line is None or candidate.exact:
        return False
    items = [flat(item) for item in re.split(r"[、，,]|等$", line.detail) if flat(item)]
    said = context.said(candidate.match.own)
    return len(items) > 1 and any(said in item for item in items) and said not in flat(line.content)
