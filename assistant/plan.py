"""Question to a typed, validated Plan, or to what must be clarified. Nothing is planned while a word is unexplained.

The operations are a closed set (``OPERATIONS``). For each, the roles of words it can account for are stated; a word of
another role (a stage, a kind of expenditure, a bound) that remains makes the plan invalid, and the plan then says which.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from assistant.facts_view import FactsView, Want, best_observation
from assistant.labels import flat, is_money
from assistant.link import Candidate, Linker, positions
from assistant.records import Plan, Question, Scope, Span
from corpus.records import Amount, Project

OPERATIONS = (
    "lookup",
    "total",
    "count",
    "rank",
    "nth",
    "list",
    "filter",
    "average",
    "share",
    "difference",
    "change",
    "several",
    "attribute",
    "quote",
    "check",
    "convert",
    "combine",
    "pick",
    "clarify",
    "none",
)

_SEMANTIC = frozenset(
    {
        "op",
        "side",
        "kind",
        "fund",
        "measure",
        "attribute",
        "category",
        "stage",
        "base",
        "more",
        "less",
        "top",
        "both",
        "ordinal",
        "stated",
        "nth",
    }
)
_MANY = frozenset({"total", "list"})
_COUNTABLE = frozenset({"个", "项", "条", "笔", "种", "类"})


@dataclass(frozen=True, slots=True)
class Words:
    """The meaningful words of a question (or of one stretch of it) outside the names that were linked."""

    spans: tuple[Span, ...]
    text: str = ""

    def values(self, role: str) -> list[str]:
        """The canonical values of a role, in order."""
        return [span.text.partition(":")[2] or span.text for span in self.spans if span.role == role]

    def first(self, role: str) -> str:
        """The first value of a role, "" if there is none."""
        return next(iter(self.values(role)), "")

    def has(self, *operations: str) -> bool:
        """Whether one of ``operations`` is asked for."""
        return any(value in operations for value in self.values("op"))

    def leftover(self, accepted: frozenset[str], several: bool = False) -> tuple[str, ...]:
        """Meaningful words whose role (or "op:value") is not in ``accepted``; of ``several`` parts each may have its own."""
        left = [
            self._said(span)
            for span in self.spans
            if span.role in _SEMANTIC and span.role not in accepted and span.text not in accepted
        ]
        return tuple(left) if several else (*left, *self._contradicting())

    def _contradicting(self) -> tuple[str, ...]:
        """A second, different value of a role that can have only one; a wider source of funds beside a narrower one is none."""
        left: list[str] = []
        for role in ("side", "kind", "fund", "measure", "stage"):
            values = [span for span in self.spans if span.role == role]
            if role == "fund":
                values = [span for span in values if span.text != "fund:财政拨款"] or values
            left += [self._said(span) for span in values if span.text != values[0].text]
        return tuple(left)

    def _said(self, span: Span) -> str:
        """The user's own words for a span."""
        return self.text[span.start : span.stop] or span.text.partition(":")[2]


class Planner:
    """Plans one question against the documents in scope."""

    def __init__(
        self,
        question: Question,
        views: Sequence[FactsView],
        scope: Scope,
        unplaced_years: frozenset[int],
        inner: bool = False,
    ) -> None:
        self.question = question
        self._inner = inner
        self.views = views
        self.scope = scope
        organisations = [view.document.organisation for view in views]
        self.linker = Linker(question, views, organisations)
        changed = any(s.text == "op:change" or s.role in ("base", "compare") for s in question.spans)
        bases = {year for year in unplaced_years for view in views if changed and view.document.fiscal_year == year + 1}
        placed = unplaced_years - bases
        self._years = positions(s for s in question.spans if s.role == "year" and int(s.text) in placed)
        self.unplaced_years = unplaced_years

    def content(self, start: int = 0, stop: int | None = None) -> frozenset[int]:
        """Content positions: unexplained characters, and the years that are not the documents' own."""
        stop = len(self.question.normal) if stop is None else stop
        return self.linker.content(start, stop) | frozenset(i for i in self._years if start <= i < stop)

    def words(self, explained: frozenset[int], start: int = 0, stop: int | None = None) -> Words:
        """The words between ``start`` and ``stop`` that are not part of an explained name."""
        stop = len(self.question.normal) if stop is None else stop
        return Words(
            tuple(
                span
                for span in self.question.spans
                if start <= span.start and span.stop <= stop and not set(range(span.start, span.stop)) <= explained
            ),
            self.question.normal,
        )

    def plan(self) -> Plan | None:
        """The plan, or None when the structured facts cannot account for the question (a sentence still may)."""
        everything = self.words(frozenset())
        if everything.has("check"):
            return self._check(everything)
        if everything.values("contact"):
            return None
        if not self._inner and (
            "占" in self.question.normal or (everything.has("share") and not everything.has("change"))
        ):
            return self._share()
        content = self.content()
        if content:
            return self._better(self._single(content))
        exact = self._single(content) if self._named_generically() else None
        if exact is not None:
            return exact
        if everything.values("attribute"):
            return Plan("clarify", self.scope)
        return self._projects(everything) or self._joined() or self._organisation(everything)

    def _named_generically(self) -> bool:
        """Whether a whole name is made of general words only (各类费用)."""
        return any(c.match.own == frozenset(range(min(c.match.own), max(c.match.own) + 1)) and len(c.match.own) >= 3
                   for c in self.linker.candidates(frozenset())
                   if c.subject.kind != "indicator" or "目标值" in self.words(frozenset()).values("measure"))  # fmt: skip

    def _asks_prose(self, words: Words) -> bool:
        """Whether words are asked for (什么, 哪, 谁, 何时) and nothing in the question speaks of money or of a form's field."""
        if self._inner or not _PROSE.search(self.question.normal):
            return False
        roles = ("money", "measure", "side", "kind", "fund", "attribute", "category", "top", "nth")
        if any(words.values(role) for role in roles) or words.values("unit"):
            return False
        if "项目" in words.values("noun") or "line" in words.values("noun"):
            return False
        return not words.has("total", "max", "min", "average", "change", "difference")

    def _better(self, single: Plan | None) -> Plan | None:
        """The reading as one subject, unless a joining word outside its name says that there are several."""
        if single is not None and not single.unplaced and not self._joins_outside(single):
            return single
        joined = self._joined()
        if joined is not None and not joined.unplaced:
            return joined
        if single is not None and self._joins_outside(single):
            return None
        return single or joined

    def _joins_outside(self, single: Plan) -> bool:
        """Whether 和, 与, 加 or a comparing 比 stands in the question outside the names the plan is about."""
        content = self.content()
        named = {item for item in single.subjects}
        explained: frozenset[int] = frozenset()
        for candidate in self._candidates(content):
            if reference(candidate) in named:
                own = candidate.match.own
                within = {i for i in range(len(self.question.normal)) if i - 1 in own and i + 1 in own}
                listed = re.search(r"[、和与及]", candidate.subject.name) is not None
                explained |= candidate.match.explained | (within if listed else set())
        return any(
            span.text in ("join:and", "join:plus") and not set(range(span.start, span.stop)) <= explained
            for span in self.question.spans
        )

    # One subject, or a topic

    def _single(self, content: frozenset[int], start: int = 0, stop: int | None = None) -> Plan | None:
        candidates = self._candidates(content, start, stop)
        if not candidates:
            return None
        words = self.words(candidates[0].match.explained, start, stop)
        if self._asks_prose(words) and not (words.has("list") and candidates[0].exact):
            return None
        if self._is_place_only(content) or self._names_another_body(candidates[0]):
            return None
        either = len(set(words.values("category"))) > 1
        if either or (words.values("attribute") and not words.first("measure")):
            return self._attribute(candidates, words, "类别" if either else words.first("attribute"))
        if self._wants_target(candidates, words):
            return self._of(self._fitting_indicators(candidates, words), words)
        money = [candidate for candidate in candidates if is_money(candidate.subject)]
        if not money:
            return self._of(candidates, words) if not words.first("unit") else None
        counting = _counting_unit(words) and words.first("measure") not in ("数量", "单价")
        if (counting or words.has("count", "average")) and not self._counts_items(words):
            return None
        if counting:
            return self._count_parts(money, words)
        exact = [candidate for candidate in money if candidate.exact and not candidate.bound]
        ranking = words.has("max", "min", "list", "count", "average") or words.first("top") or words.first("nth")
        if ranking and not words.first("category"):
            return self._parts(exact or money, words)
        return self._chosen(exact, money, words)

    def _is_place_only(self, content: frozenset[int]) -> bool:
        """Whether nothing but a place or an administrative level is named: that is no subject of a budget."""
        rest = "".join(self.question.normal[i] for i in sorted(content))
        for word in (*self.linker.places, *_LEVELS):
            rest = rest.replace(word, "")
        return bool(content) and not rest

    def _names_another_body(self, candidate: Candidate) -> bool:
        """Whether a place is followed by a body that is neither the organisation nor part of the candidate's name."""
        text = self.question.normal
        for place in self.linker.places:
            at = text.find(place)
            match = _BODY.match(text, at + len(place)) if at >= 0 else None
            if match and text[at : match.end()] not in candidate.match.label.name + candidate.match.label.context:
                organisation = flat(candidate.view.document.organisation)
                if not _is_subsequence(text[at : match.end()], organisation):
                    return True
        return False

    def _counts_items(self, words: Words) -> bool:
        """Whether projects or line items are what is counted: 项目, 明细 or 条 is said, no other thing."""
        things = "项目" in words.values("noun") or "line" in words.values("noun")
        return (
            things
            or _counting_unit(words) in ("条", "项", "笔")
            or words.has("average")
            and re.search(r"每(?:个项目|项)", words.text) is not None
        )

    def _candidates(self, content: frozenset[int], start: int = 0, stop: int | None = None) -> list[Candidate]:
        """Subjects that explain ``content``. A code names its row; a name beside it must be that row's own."""
        stop = len(self.question.normal) if stop is None else stop
        codes = [s for s in self.question.spans if s.role == "code" and start <= s.start and s.stop <= stop]
        if codes:
            rest = content - positions(codes)
            return self.linker.coded([span.text for span in codes], rest, start, stop)
        target = any(span.text == "measure:目标值" for span in self.question.spans)
        found = [c for c in self.linker.candidates(content, start, stop) if not self._too_thin(c, content, target)]
        return [c for c in found if not any(self._says_more(other, c) for other in found)]

    def _says_more(self, one: Candidate, other: Candidate) -> bool:
        """Whether ``one`` explains all that ``other`` does and further words that are more than general ones."""
        general = positions(
            s for s in self.question.spans if s.role in ("func", "money", "verb", "year") or s.text == "noun:项目"
        )
        extra = one.match.own - other.match.own
        if one.exact and not one.bound and other.match.own < one.match.own:
            return True
        return not one.bound and other.match.own < one.match.own and bool(extra - general)

    @staticmethod
    def _too_thin(candidate: Candidate, content: frozenset[int], target: bool) -> bool:
        """An indicator, or a line found through its project's name, must be named in its own right."""
        if candidate.subject.kind == "indicator":
            return candidate.match.share < (0.3 if target or content <= candidate.match.own else 0.5)
        return candidate.bound and candidate.match.share < 0.3

    def _wants_target(self, candidates: Sequence[Candidate], words: Words) -> bool:
        indicators = [c for c in candidates if c.subject.kind == "indicator"]
        if words.first("measure") not in ("", "目标值"):
            return False
        if not indicators or any(span.role == "now" for span in words.spans):
            return False
        money = [c for c in candidates if is_money(c.subject)]
        asked = words.first("measure") == "目标值" or any(
            unit not in ("元", "万元", "亿元") for unit in words.values("unit")
        )
        return asked or not money or (indicators[0].match.share > 0.9 and money[0].match.share < 0.5)

    @staticmethod
    def _fitting_indicators(candidates: Sequence[Candidate], words: Words) -> list[Candidate]:
        """The indicators; where a unit is asked for, those whose target is in it (or in none); exact names first."""
        indicators = [c for c in candidates if c.subject.kind == "indicator"]
        unit = _counting_unit(words)
        fitting = [c for c in indicators if not unit or _target_unit(c) in (unit, *_SAME_UNITS.get(unit, ()))]
        bare = [c for c in indicators if unit and _target_unit(c) == "" and not fitting]
        chosen = fitting or bare or ([] if unit else indicators)
        exact = [c for c in chosen if c.exact]
        if exact or len(chosen) < 2:
            return exact or chosen
        best = chosen[0].match.share
        return [c for c in chosen if c.match.share > 0.75 * best]

    def _chosen(self, exact: list[Candidate], money: list[Candidate], words: Words) -> Plan | None:
        """One exact name, else one name, else a topic of several projects and lines, else a question back."""
        many = words.has("total", "list") or "related" in words.values("near") or bool(words.values("all"))
        if exact and ("related" not in words.values("near") or len(exact) == len(money)):
            exact = self._stating(_without_own_lines(exact), words)
            rows = [c for c in exact if c.subject.kind != "line"]
            chosen = rows or exact
            if rows and len(rows) != len(exact) and not many and not self._same_figure(exact, words):
                return self._clarify(exact, words)
            if len(chosen) == 1 or self._same_figure(chosen, words):
                return self._of(chosen[:1] if len(chosen) == 1 else chosen, words)
            if many and all(c.subject.kind in ("line", "project") for c in chosen):
                return self._topic(chosen, words)
            return self._clarify(chosen, words)
        own = [candidate for candidate in money if not candidate.bound]
        whole = [candidate for candidate in own or money if not self._is_fragment(candidate)]
        pool = whole
        if not pool:
            return None
        parts = _without_own_lines([c for c in pool if c.subject.kind in ("project", "line")])
        rows = [c for c in pool if c.subject.kind not in ("project", "line")]
        if len(parts) + len(rows) == 1:
            return self._of(parts or rows, words)
        if parts and not rows:
            return self._topic(parts, words)
        if rows and self._same_figure([*rows, *parts], words):
            return self._of(rows, words)
        if rows and not parts and rows[0].match.share > 1.5 * rows[1].match.share and rows[0].match.share > 0.6:
            return self._of(rows[:1], words)
        return self._clarify([*rows, *parts], words)

    def _is_fragment(self, candidate: Candidate) -> bool:
        """Whether only one thing of an enumerating line (资料费、培训费、指导费) is named: its share is not printed."""
        line = candidate.view.lines.get(candidate.subject.key)
        if line is None or candidate.exact:
            return False
        items = [flat(item) for item in re.split(r"[、，,]|等$", line.detail) if flat(item)]
        said = "".join(self.question.normal[i] for i in sorted(candidate.match.own))
        return len(items) > 1 and any(said in item for item in items) and said not in flat(line.content)

    def _stating(self, candidates: list[Candidate], words: Words) -> list[Candidate]:
        """Those of several candidates that state anything of what is asked; all of them when none does."""
        stating = [c for c in candidates if c.view.find(c.subject.key, self._want(c.subject.kind, words))]
        return stating or candidates

    def _same_figure(self, candidates: Sequence[Candidate], words: Words) -> bool:
        """Whether all state one figure, up to the rounding of their printed steps."""
        names = [flat(candidate.subject.name) for candidate in candidates]
        if not all(one in other or other in one for one in names for other in names):
            return False
        figures = [self._figure(candidate, words) for candidate in candidates]
        known = [figure for figure in figures if figure is not None]
        if not known or len(known) != len(figures) or len({figure.unit for figure in known}) > 1:
            return False
        return all(
            2 * abs(a.value - b.value) <= (0 if a.step == b.step else a.step + b.step) for a in known for b in known
        )

    def _figure(self, candidate: Candidate, words: Words) -> Amount | None:
        found = candidate.view.find(candidate.subject.key, self._want(candidate.subject.kind, words))
        observation = best_observation(found[0]) if found else None
        return None if observation is None else observation.amount

    def _want(self, kind: str, words: Words) -> Want:
        """What the words ask of a subject of that kind."""
        fund, measure = words.first("fund"), words.first("measure")
        if kind == "project" and not measure and fund in ("财政拨款",):
            measure, fund = fund, ""
        if kind == "line":
            measure = {"明细金额": "金额", "当年预算": "金额"}.get(measure, measure)
        if kind in ("function", "economic", "item", "organisation") and measure == "当年预算":
            measure = ""
        view = "level"
        base = None
        if words.has("change") or (words.first("base") and words.has("difference")):
            view = "rate" if self._asks_rate(words) else "change"
            years = sorted(self.unplaced_years)
            base = years[0] if years else None
        return Want(measure, words.first("side"), words.first("kind"), fund, view, base, self._stage(words))

    def _stage(self, words: Words) -> str:
        """The stage asked for. In final accounts 预算 asks for the budget beside them, elsewhere it is what there is."""
        stage = words.first("stage")
        if stage and stage != "预算":
            return stage
        final = any(view.document.stage == "决算" for view in self.views)
        budget = stage == "预算" or "预算" in re.sub(
            r"一般公共预算|政府性基金预算|国有资本经营预算|总预算", "", words.text
        )
        return "年初预算" if final and budget else ""

    def _asks_rate(self, words: Words) -> bool:
        return bool(re.search(r"百分[之比]|%|百分点|降幅|增幅|幅度|增长率|下降率|比例", self.question.normal))

    def _of(self, candidates: Sequence[Candidate], words: Words) -> Plan | None:
        """A lookup of one subject (or of several that state one figure)."""
        if not candidates:
            return None
        if len({candidate.subject.key for candidate in candidates}) > 1 and not self._same_figure(candidates, words):
            return self._clarify(candidates, words)
        kind = candidates[0].subject.kind
        want = self._want(kind, words)
        accepted = {"op:total", "op:convert", "op:correct", "measure", "unit"}
        accepted |= {"op:change", "base", "op:difference"} if want.view != "level" else set()
        accepted |= {"op:share"} if want.view == "rate" else set()
        if kind == "project" and want.measure in ("单价", "数量"):
            return self._only_line(candidates[0], words)
        if kind in ("project", "line", "indicator"):
            accepted |= {"side", "category"} if words.first("side") != "收入" else set()
            accepted |= {"fund"} if kind == "project" and words.first("fund") == "财政拨款" else set()
            accepted |= {"kind:项目支出"} if words.first("kind") == "项目支出" else set()
        else:
            accepted |= {"side", "kind", "fund"}
        accepted |= {"stage"} if self._stage_known(want, candidates) else set()
        left = words.leftover(frozenset(accepted))
        if "category" in accepted and words.first("category"):
            left += self._wrong_category(candidates[0], words)
        return self._lookup(candidates, want, words, left)

    def _only_line(self, candidate: Candidate, words: Words) -> Plan | None:
        """Unit price and quantity belong to a line: to the project's only one, or to the one that is meant."""
        view = candidate.view
        lines = [replace(candidate, subject=child) for child in view.children(candidate.subject.key)]
        return self._of(lines, words) if len(lines) == 1 else self._clarify(lines, words) if lines else None

    def _lookup(self, candidates: Sequence[Candidate], want: Want, words: Words, left: tuple[str, ...]) -> Plan:
        return Plan(
            operation="change" if want.view != "level" else "lookup",
            scope=self.scope,
            documents=tuple(dict.fromkeys(c.view.document.id for c in candidates)),
            subjects=tuple(reference(c) for c in candidates),
            measure=want.measure,
            expenditure_kind=want.kind,
            fund_scope=want.fund,
            side=want.side,
            stage=want.stage,
            view=want.view,
            base=want.base,
            unit=_unit(words),
            signed="增减" in self.question.normal or "变" in self.question.normal,
            unplaced=left,
        )

    def _stage_known(self, want: Want, candidates: Sequence[Candidate]) -> bool:
        """Whether the asked stage is one that the candidates' document has figures of."""
        if not want.stage:
            return True
        return any(s.stage == want.stage for c in candidates for s in c.view.by_subject[c.subject.key])

    def _wrong_category(self, candidate: Candidate, words: Words) -> tuple[str, ...]:
        project = candidate.view.projects.get(f"project:{candidate.subject.project}")
        asked = words.first("category")
        return () if project is not None and project.category == asked else (asked,)

    def _clarify(self, candidates: Sequence[Candidate], words: Words) -> Plan:
        names = tuple(dict.fromkeys(self.describe(candidate) for candidate in candidates))[:6]
        subjects = tuple(reference(candidate) for candidate in candidates[:6])
        return Plan("clarify", self.scope, subjects=subjects, choices=names, unit=_unit(words))

    def describe(self, candidate: Candidate) -> str:
        """A name that tells a candidate apart from the others: with its code or its project."""
        subject = candidate.subject
        if subject.code:
            return f"{subject.code} {subject.name}"
        project = candidate.view.projects.get(f"project:{subject.project}")
        if subject.kind in ("line", "indicator") and project is not None:
            return f"{project.name}：{subject.name}"
        return subject.name

    # Topics, parts, counts

    def _topic(self, parts: Sequence[Candidate], words: Words) -> Plan:
        """The total over every project and every line elsewhere whose own name holds the topic."""
        topic = self._topic_words(parts)
        measure = words.first("measure")
        accepted = frozenset({"op:total", "op:list", "op:convert", "op:correct", "side", "measure", "unit", "stated"})
        left = words.leftover(accepted if words.first("side") != "收入" else accepted - {"side"})
        if measure not in ("", "当年预算", "明细金额", "金额合计"):
            left += (measure,)
        left += self._wrong_number(words, len(parts))
        if _ONE.search(self.question.normal) and not words.has("total", "list") and not words.values("all"):
            return self._clarify(parts, words)
        return Plan(
            "total",
            self.scope,
            documents=tuple(dict.fromkeys(c.view.document.id for c in parts)),
            subjects=tuple(reference(c) for c in parts),
            topic=topic,
            reasons=tuple(self._reason(c, topic) for c in parts),
            left_out=self._left_out(parts, topic),
            unit=_unit(words),
            asks_count=bool(_counting_unit(words)) or words.has("count"),
            unplaced=left,
        )

    def _topic_words(self, parts: Sequence[Candidate]) -> str:
        shared = frozenset.intersection(*(c.match.own for c in parts)) or parts[0].match.own
        return "".join(self.question.normal[i] for i in sorted(shared))

    def _reason(self, candidate: Candidate, topic: str) -> str:
        if candidate.subject.kind == "project":
            return f"项目名称含“{topic}”"
        project = candidate.view.projects.get(f"project:{candidate.subject.project}")
        return f"项目“{project.name}”中的明细，名称含“{topic}”" if project is not None else f"名称含“{topic}”"

    def _left_out(self, parts: Sequence[Candidate], topic: str) -> tuple[tuple[str, str], ...]:
        """Projects that mention the topic only in their text or indicators: near misses, listed with the reason."""
        counted = {(c.view.document.id, c.subject.project) for c in parts}
        found = []
        for view in {id(c.view): c.view for c in parts}.values():
            for project in view.reading.projects:
                if (view.document.id, project.key) not in counted and _mentions(project, topic):
                    found.append((project.name, f"只在说明文字或指标中提到“{topic}”，名称和明细中没有，未计入"))
        return tuple(found)

    def _count_parts(self, money: Sequence[Candidate], words: Words) -> Plan | None:
        """How many lines a project has, or how many projects and lines a topic has; other units are for sentences."""
        if _counting_unit(words) not in _COUNTABLE:
            return None
        return self._parts(money, words)

    def _parts(self, candidates: Sequence[Candidate], words: Words) -> Plan | None:
        """Rank, list, count or average what one subject consists of, or what belongs to a topic."""
        projects_and_lines = _without_own_lines(
            [c for c in candidates if c.subject.kind in ("project", "line") and not c.bound]
        )
        if len(projects_and_lines) > 1 and len(projects_and_lines) == len(_without_own_lines(list(candidates))):
            plan = self._topic(projects_and_lines, words)
            return self._as_ranking(plan, words)
        chosen = candidates[0]
        if len(candidates) > 1 and not chosen.exact and chosen.subject.kind != "project":
            return self._clarify(candidates, words)
        children = chosen.view.children(chosen.subject.key)
        if not children:
            return self._of([chosen], words)
        plan = Plan(
            "list",
            self.scope,
            documents=(chosen.view.document.id,),
            subjects=tuple(f"{chosen.view.document.id}#{child.key}" for child in children),
            named=chosen.subject.name,
            expenditure_kind=words.first("kind"),
            unit=_unit(words),
            unplaced=words.leftover(_RANKING | {"side", "kind", "measure"}),
        )
        return self._as_ranking(plan, words)

    def _as_ranking(self, plan: Plan, words: Words) -> Plan:
        counting = _counting_unit(words) in _COUNTABLE or words.has("count")
        operation, order, limit = _ranking(words)
        if operation == "list" and counting:
            operation = "count"
        if plan.operation == "total" and operation == "list" and not counting and words.has("total"):
            return plan
        left = words.leftover(_RANKING | {"side", "kind", "measure", "stated"})
        left += self._wrong_number(words, len(plan.subjects))
        return replace(plan, operation=operation, order=order, limit=limit, unplaced=left, asks_count=counting)

    # All projects of the documents in scope

    def _projects(self, words: Words) -> Plan | None:
        """Sum, count, rank, filter, average over all projects, or over those of one category."""
        category = words.first("category")
        bounds = [(role, value) for role in ("more", "less") for value in words.values(role)]
        about_projects = "项目" in words.values("noun") or category or "line" in words.values("noun")
        about_projects = (
            about_projects
            or "每个项目" in words.text
            or "项目总预算" in self.question.normal
            or words.first("measure") == "当年预算"
        )
        operation, order, limit = _ranking(words)
        counting = _counting_unit(words) in _COUNTABLE or words.has("count")
        if words.has("average") and not self._counts_items(words) and not category:
            return None
        if not about_projects or words.first("kind") or words.first("fund") in ("一般公共预算", "政府性基金"):
            return None
        if not (
            words.has("total", "list", "max", "min", "average", "count")
            or counting
            or bounds
            or words.first("top")
            or words.first("nth")
        ):
            return None if not category else self._category_total(words, category)
        money = bool(words.values("money") or "资金" in self.question.normal)
        if bounds:
            operation = "filter"
        elif words.has("total") and operation == "list" and (money or not counting):
            operation = "total"
        elif counting and operation == "list":
            operation = "count"
        lines = "line" in words.values("noun")
        if lines and words.has("total"):
            return None
        return self._over(words, operation, order, limit, category, bounds, lines, counting)

    def _category_total(self, words: Words, category: str) -> Plan:
        return self._over(words, "total", "", None, category, [], False, False)

    def _over(
        self,
        words: Words,
        operation: str,
        order: str,
        limit: int | None,
        category: str,
        bounds: list[tuple[str, str]],
        lines: bool,
        counting: bool,
    ) -> Plan:
        subjects = [
            f"{view.document.id}#{subject.key}"
            for view in self.views
            for subject in view.subjects.values()
            if (subject.kind == "line" and lines) or (subject.kind == "project" and not lines)
            if not category or self._category(view, subject.project) == category
        ]
        measure = words.first("measure")
        counted = operation == "count" or not subjects
        if measure == "目标值" and counted:
            measure = ""
        if not subjects and (counting or words.has("count", "total")):
            return self._stated_projects(words, counting)
        left = words.leftover(_RANKING | {"side", "measure", "category", "more", "less", "fund", "stated"})
        if words.first("side") == "收入":
            left += ("收入",)
        left += self._wrong_number(words, len(subjects))
        left += (measure,) if measure == "目标值" else ()
        return Plan(
            operation if subjects else "none",
            self.scope,
            documents=tuple(view.document.id for view in self.views),
            subjects=tuple(subjects),
            topic=category or ("全部明细" if lines else "全部项目"),
            measure=words.first("fund") if words.first("fund") == "财政拨款" and not measure else measure,
            order=order,
            limit=limit,
            filters=tuple(bounds),
            unit=_unit(words),
            asks_count=counting or words.has("count"),
            unplaced=left,
        )

    def _stated_projects(self, words: Words, counting: bool) -> Plan:
        """Without forms, what the sentences say of the projects: their number, their money, or both."""
        key = "item:绩效目标项目"
        views = [view for view in self.views if key in view.by_subject]
        subjects = tuple(f"{view.document.id}#{key}" for view in views)
        documents = tuple(view.document.id for view in views)
        if not views or words.leftover(frozenset({"op:count", "op:total", "op:list", "unit", "measure", "side"})):
            return Plan("none", self.scope)
        parts = (
            [Plan("lookup", self.scope, documents, subjects, measure="个数")] if counting or words.has("count") else []
        )
        if words.values("money") or words.has("total"):
            parts.append(Plan("lookup", self.scope, documents, subjects))
        return Plan("several", self.scope, documents, parts=tuple(parts))

    @staticmethod
    def _category(view: FactsView, project: str) -> str:
        found = view.projects.get(f"project:{project}")
        return found.category if found is not None else ""

    @staticmethod
    def _wrong_number(words: Words, count: int) -> tuple[str, ...]:
        """A number of projects or lines that the question states must be the number there is."""
        return tuple(number for number in words.values("stated") if number != str(count))

    # The organisation as a whole

    def _organisation(self, words: Words) -> Plan | None:
        """Totals of the whole organisation: by side, kind of expenditure and source of funds."""
        numbers = [
            s for s in self.question.spans if s.role == "number" and s.start not in positions(self._year_spans())
        ]
        if numbers:
            return None
        said = words.first("side") or words.first("kind") or words.first("fund")
        whole = (
            bool(words.values("scope")) or bool(self.linker.organisation_blocks) or "预算总额" in self.question.normal
        )
        if (not said and not whole) or "项目" in words.values("noun"):
            return None
        if "总计" in words.text and any(view.document.stage == "决算" for view in self.views):
            return None  # 总计 of final accounts includes balances carried over; 合计 does not
        measure = words.first("measure")
        if measure == "项目总预算" and "项目总预算" not in words.text and said:
            measure = ""
        if words.first("attribute") or measure not in ("", "当年预算"):
            return None
        want = replace(self._want("organisation", words), measure="")
        side = want.side or ("支出" if want.kind or not want.fund else "")
        if words.first("fund") in ("事业收入", "经营收入", "其他收入"):
            side = "收入"
        want = replace(want, side=side)
        accepted = {"side", "kind", "fund", "op:total", "op:convert", "unit", "measure"}
        accepted |= {"op:change", "base", "op:difference"} if want.view != "level" else set()
        accepted |= {"op:share"} if want.view == "rate" else set()
        accepted |= {"op:list"} if words.has("list") else set()
        views = [view for view in self.views if "organisation" in view.by_subject]
        if not views:
            return None
        known = any(s.stage == want.stage for view in views for s in view.by_subject["organisation"])
        accepted |= {"stage"} if known or words.first("stage") == "预算" else set()
        left = words.leftover(frozenset(accepted))
        if want.stage and not known:
            left += ("预算",)
        if _counting_unit(words):
            return None
        return Plan(
            "change" if want.view != "level" else "lookup",
            self.scope,
            documents=tuple(view.document.id for view in views),
            subjects=tuple(f"{view.document.id}#organisation" for view in views),
            side=want.side,
            expenditure_kind=want.kind,
            fund_scope=want.fund,
            stage=want.stage,
            view=want.view,
            base=want.base,
            unit=_unit(words),
            signed="增减" in self.question.normal or "变" in self.question.normal,
            unplaced=left,
        )

    def _year_spans(self) -> list[Span]:
        return [span for span in self.question.spans if span.role in ("year", "top", "more", "less", "code")]

    # Shares and joined subjects

    def _share(self) -> Plan | None:
        """“A占B的比例”: both sides are planned as lookups of their own; without B the whole is said in the answer."""
        text = self.question.normal
        at = next((s for s in self.question.spans if s.text == "op:share" and text[s.start] == "占"), None)
        if at is None:
            return None
        left = self._side(0, at.start)
        if left is None or left.unplaced or left.operation not in ("lookup", "total"):
            return None
        said = self._says_something(at.stop, len(text))
        right = self._side(at.stop, len(text)) or self._all_projects(at.stop) if said else self._whole(left.side)
        if right is None or right.unplaced or right.operation not in ("lookup", "total"):
            return None
        return replace(left, operation="share", unit="%", texts=(), named=left.topic, choices=(), parts=(left, right))

    def _says_something(self, start: int, stop: int) -> bool:
        """Whether a stretch holds more than words of asking."""
        idle = positions(s for s in self.question.spans if s.role in ("func", "unit", "noun") or s.text == "op:share")
        idle -= positions(s for s in self.question.spans if s.text == "noun:项目")
        return any(i not in idle for i in range(start, stop))

    def _all_projects(self, start: int) -> Plan | None:
        """“占全部项目”: the sum over all projects, where nothing else is said."""
        if self.content(start):
            return None
        words = self.words(frozenset(), start)
        words = Words(tuple(span for span in words.spans if span.text != "op:share"), words.text)
        if "项目" not in words.values("noun"):
            return None
        return self._over(words, "total", "", None, "", [], False, False)

    def _side(self, start: int, stop: int) -> Plan | None:
        if start >= stop:
            return None
        part = replace(
            self.question,
            normal=self.question.normal[start:stop],
            spans=tuple(
                replace(s, start=s.start - start, stop=s.stop - start, **_AS_FUNCTION)
                if s.text in _OF_THE_WHOLE or s.role == "both"
                else replace(s, start=s.start - start, stop=s.stop - start)
                for s in self.question.spans
                if s.start >= start and s.stop <= stop
            ),
        )
        meaningful = [s for s in part.spans if s.role in _SEMANTIC or s.role in ("scope", "noun", "all")]
        planner = Planner(part, self.views, self.scope, self.unplaced_years, inner=True)
        if not planner.content() and not [s for s in meaningful if s.role != "noun" or s.text == "noun:项目"]:
            return None
        return planner.plan()

    def _whole(self, side: str) -> Plan:
        """The organisation's total on the side of the part."""
        views = [view for view in self.views if "organisation" in view.by_subject]
        return Plan(
            "lookup",
            self.scope,
            documents=tuple(view.document.id for view in views),
            subjects=tuple(f"{view.document.id}#organisation" for view in views),
            side=side or "支出",
        )

    def _joined(self) -> Plan | None:
        """Several subjects joined by 和, 与, a comma: each must be found for itself; what is missing is named."""
        if self._inner:
            return None
        everything = self.words(frozenset())
        joints = [
            s for s in self.question.spans if s.role == "join" or (s.role == "compare" and everything.has("difference"))
        ]
        best: tuple[int, list[tuple[str, Plan | None]]] | None = None
        for chosen in _cuts(joints[:6]):
            bounds = [0, *(i for span in chosen for i in (span.start, span.stop)), len(self.question.normal)]
            pieces = list(zip(bounds[::2], bounds[1::2], strict=True))
            sides = [(self.question.normal[a:b], self._found(a, b)) for a, b in pieces]
            lacking = sum(plan is None for _, plan in sides)
            if lacking < len(sides) and (best is None or lacking < best[0]):
                best = (lacking, sides)
            if lacking == 0:
                break
        return None if best is None else self._several(best[1], everything)

    @staticmethod
    def _distributed(found: list[Plan], everything: Words) -> tuple[Plan, ...] | None:
        """What is said once for all parts: a measure at the end, a change; and a subject before bare kinds of expenditure.

        None where it is not clear whether a word belongs to one part or to all.
        """
        measure = next((plan.measure for plan in reversed(found) if plan.measure), "")
        parts = [replace(plan, measure=plan.measure or measure) for plan in found]
        specific = [plan for plan in parts if not plan.subjects[0].endswith("#organisation")]
        bare = [plan for plan in parts if plan.subjects[0].endswith("#organisation")]
        if specific and bare and parts[0] is specific[0]:
            first = parts[0]
            if len(specific) > 1 or not (first.expenditure_kind or first.fund_scope or first.side):
                return None
            parts = [first, *(replace(plan, subjects=first.subjects) for plan in parts[1:])]
        views = {plan.view for plan in parts}
        if len(views) > 1:
            changed = next(plan for plan in parts if plan.view != "level")
            if everything.has("total", "difference") or parts[-1] is not changed:
                return None
            parts = [replace(p, view=changed.view, base=changed.base, operation="change") for p in parts]
        return tuple(parts)

    def _found(self, start: int, stop: int) -> Plan | None:
        plan = self._side(start, stop)
        return plan if plan is not None and plan.operation in ("lookup", "change") and not plan.unplaced else None

    def _several(self, sides: list[tuple[str, Plan | None]], everything: Words) -> Plan | None:
        found = [plan for _, plan in sides if plan is not None]
        missing = [said for said, plan in sides if plan is None]
        listing = everything.has("list") or bool(everything.values("all"))
        if missing and (len(missing) > 1 or not listing or everything.has("total", "difference")):
            return None
        added = everything.has("total") or "plus" in everything.values("join")
        operation = "total" if added else "difference" if everything.has("difference") else "several"
        parts = self._distributed(found, everything)
        if parts is None or (operation != "several" and not _comparable(parts)):
            return None
        accepted = (_SEMANTIC - {"stage"}) | {f"stage:{plan.stage}" for plan in parts if plan.stage}
        accepted -= {"op"}
        accepted |= {
            "op:total",
            "op:difference",
            "op:list",
            "op:change",
            "op:convert",
            "op:correct",
            "op:max",
            "op:share",
        }
        left = everything.leftover(frozenset(accepted), several=True)
        numbers = [n for n in (*everything.values("both"), *everything.values("stated")) if n != str(len(parts))]
        return Plan(
            operation,
            self.scope,
            documents=tuple(dict.fromkeys(d for plan in parts for d in plan.documents)),
            unit=_unit(everything),
            parts=parts,
            missing=tuple(self._words_of(said) for said in missing),
            topic="、".join(self._words_of(said) for said, plan in sides if plan is not None),
            unplaced=left + tuple(numbers),
        )

    @staticmethod
    def _words_of(said: str) -> str:
        return re.sub(r"^(?:请问|那|的)+|(?:各?[编是有]?了?|的)?多少(?:钱|元)?.*$|[吗呢各]$", "", said) or said

    # Attributes and checks

    def _attribute(self, candidates: Sequence[Candidate], words: Words, attribute: str) -> Plan | None:
        """A field of a project's form: dates, category, policies, aims."""
        projects = [c for c in candidates if c.subject.kind == "project" and not c.bound]
        if not projects:
            projects = [c for c in candidates if c.subject.kind == "line"]
        exact = [c for c in projects if c.exact]
        chosen = exact or projects
        if not chosen:
            return None
        keys = list(dict.fromkeys(f"{c.view.document.id}#project:{c.subject.project}" for c in chosen))
        if len(keys) > 1:
            return self._clarify(chosen, words)
        left = words.leftover(frozenset({"attribute", "category", "op:list", "op:convert"}))
        document = chosen[0].view.document.id
        named = next((value for value in words.values("attribute") if value.endswith("管理制度")), attribute)
        return Plan("attribute", self.scope, documents=(document,), subjects=(keys[0],), named=named, unplaced=left)

    def _check(self, words: Words) -> Plan:
        """A question about whether figures agree is answered from the checks, never from a new computation."""
        content = self.content()
        text = "".join(self.question.normal[i] for i in sorted(content))
        candidates = [c for c in self.linker.candidates(content) if c.subject.kind != "indicator"] if content else []
        subjects = tuple(dict.fromkeys(reference(c) for c in candidates[:20]))
        return Plan(
            "check",
            self.scope,
            documents=tuple(view.document.id for view in self.views),
            subjects=subjects,
            named=self.question.normal,
            texts=(text,) if text else (),
        )


_OF_THE_WHOLE = frozenset({"op:share", "op:total", "op:difference", "op:list"})
_AS_FUNCTION = {"text": "func", "role": "func"}
_LEVELS = ("国家级", "市级", "区级", "校级", "县级", "镇级", "全国", "全市", "全区", "全省")
_BODY = re.compile(
    r"[\u3400-\u9fff]{0,10}?(?:局|委员会|系统|街道|镇|学院|办公室|中心|医院|集团|公司|政府|大学|中学|小学|部门)"
)
_ONE = re.compile(r"[那这该]个")
_PROSE = re.compile(r"什么|哪|谁|何时|时候|怎么|如何|是否|何地|用在|用途|做啥|干啥")
_RANKING = frozenset(
    {
        "op:max",
        "op:min",
        "op:list",
        "op:count",
        "op:total",
        "op:average",
        "op:convert",
        "op:correct",
        "top",
        "nth",
        "unit",
    }
)


def _comparable(parts: Sequence[Plan]) -> bool:
    """Whether figures may be added or compared: levels of one stage and side, and of one kind or of one subject."""
    if any(plan.view != "level" for plan in parts) or len({(plan.stage, plan.side or "支出") for plan in parts}) > 1:
        return False
    one_kind = len({(plan.expenditure_kind, plan.fund_scope, plan.measure) for plan in parts}) == 1
    return one_kind or len({plan.subjects for plan in parts}) == 1


def _cuts(joints: Sequence[Span]) -> Iterator[tuple[Span, ...]]:
    """All ways to cut at one joint or more, fewest cuts first; a joint inside a name is then simply not used."""
    for count in range(1, len(joints) + 1):
        yield from combinations(joints, count)


def reference(candidate: Candidate) -> str:
    """How a plan names a subject: document id and subject key."""
    return f"{candidate.view.document.id}#{candidate.subject.key}"


_SAME_UNITS = {"人": ("名", "位"), "名": ("人", "位"), "位": ("人", "名"), "所": ("所学校",)}


def _target_unit(candidate: Candidate) -> str | None:
    """The unit of an indicator's printed target; None where it is no figure."""
    found = candidate.view.find(candidate.subject.key, Want())
    observation = best_observation(found[0]) if found else None
    return None if observation is None or observation.amount is None else observation.amount.unit


def _unit(words: Words) -> str:
    units = words.values("unit")
    return next((unit for unit in units if unit in ("万元", "亿元")), units[0] if units else "")


def _counting_unit(words: Words) -> str:
    return next((unit for unit in words.values("unit") if unit not in ("元", "万元", "亿元", "%", "百分点")), "")


def _ranking(words: Words) -> tuple[str, str, int | None]:
    """Operation, order and limit that the words ask for."""
    top = words.first("top")
    nth = words.first("nth")
    if nth:
        return "nth", "ascending" if words.has("min") else "descending", int(nth)
    order = "ascending" if words.has("min") else "descending"
    if top:
        return "rank", order, int(top)
    if words.has("max", "min"):
        return "rank", order, 1
    if words.has("average"):
        return "average", "", None
    return "list", "", None


def _without_own_lines(candidates: list[Candidate]) -> list[Candidate]:
    """Drop the lines of projects that are counted themselves."""
    whole = {(c.view.document.id, c.subject.project) for c in candidates if c.subject.kind == "project"}
    return [c for c in candidates if c.subject.kind != "line" or (c.view.document.id, c.subject.project) not in whole]


def _is_subsequence(short: str, whole: str) -> bool:
    """Whether the characters of ``short`` stand in ``whole`` in the same order."""
    rest = iter(whole)
    return all(char in rest for char in short)


def _mentions(project: Project, topic: str) -> bool:
    texts = [field.text for field in project.fields] + [indicator.level3 for indicator in project.indicators]
    return any(topic in flat(text) for text in texts)
