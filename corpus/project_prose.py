"""The sentences about one project (项目经费情况说明): its budget of the year and its plan of payments by quarter.

A chapter belongs to the project that its title names, else to the one form whose name its text speaks of. Where no form
is printed the project is a named item. Only 年度预算安排 is read, and only clauses whose every word is understood.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from corpus.amounts import money
from corpus.fact_book import FactBook
from corpus.narrative_text import NUMBER, Locator, canonical
from corpus.project_facts import project_statement
from corpus.records import (
    CellKind,
    Document,
    Heading,
    Observation,
    Paragraph,
    Project,
    Statement,
    Subject,
)

Words = Heading | Paragraph

_TITLE = re.compile(
    r"(?:第.{1,2}部分|[一二三四五六七八九十]+、)?(?P<name>.{0,60}?)(?:项目(?:经费|支出)|经费)(?:预算)?情况说明"
)
_CHAPTER = re.compile(r"(?:[一二三四五六七八九十]+[、.]|\([一二三四五六七八九十]+\))(?P<name>[㐀-鿿]{2,8})")
_KNOWN = frozenset({"项目概况", "项目概述", "立项依据", "实施主体", "实施方案", "实施周期", "年度预算安排", "绩效目标"})
_MONEY = "年度预算安排"
_FIGURE = rf"(?P<figure>(?P<digits>{NUMBER})\s*(?P<scale>(?:万|亿|千)?元))"
_QUARTER = re.compile(
    r"第?(?P<quarter>[一二三四1-4])季度"
    r"(?P<what>(?:计划|预计|拟)?(?:用款|支出|资金|付款|支付|拨付|执行|使用|安排)?(?:资金)?(?:计划|安排|预算|金额)?)"
    rf"(?:为|：)?{_FIGURE}"
)
_YEAR = re.compile(
    r"(?:本项目|该项目|项目)?(?:(?P<year>20\d{2})年度?|本年度?|当年|年度)(?P<what>.{0,60}?)"
    r"(?:(?:资金|经费|项目)?预算(?:安排)?(?:金额|资金|总额|数额|数|经费)*|资金|经费)(?:安排|总额|总计)*"
    rf"(?:共计|合计|总计|共|为|：)*{_FIGURE}"
)
_ITSELF = frozenset(
    {"", "该", "本", "项目", "本项目", "该项目", "安排", "拟安排", "安排项目", "安排该项目", "项目经费", "经费", "财政"}
)
_AFFIXES = re.compile(r"^(?:新建|改建|扩建|续建)|(?:新建|改建|扩建)?(?:工程|项目|经费|建设|专项)+$")
_NAMED_IN_TEXT = re.compile(r"(?:^|的)(?P<name>[\u3400-\u9fff]{4,30}?(?:工程|项目))[，,位]")
_SHORTEST_CORE = 4


@dataclass(slots=True)
class _Section:
    """The prose about one project: the name in its title ("" if none), all its words, the paragraphs about money."""

    name: str = ""
    texts: list[str] = field(default_factory=list)
    money: list[Paragraph] = field(default_factory=list)


def read_project_prose(words: Sequence[Words], document: Document, projects: Sequence[Project], book: FactBook) -> None:
    """Add what the sentences state to ``book``. ``words`` are headings and paragraphs in reading order."""
    for section in _sections(words):
        if not section.money or (not document.fiscal_year and not projects):
            continue
        project = _project(section, projects, document)
        name = project.name if project else section.name or _name_in(section)
        if not name:
            continue
        reader = _Reader(book, document, project, name)
        for paragraph in section.money:
            reader.read(paragraph)


def _sections(words: Sequence[Words]) -> Iterator[_Section]:
    """The runs of chapters about one project; without a title one begins at the first chapter of that kind."""
    current: _Section | None = None
    chapter = ""
    for block in words:
        text = re.sub(r"\s+", "", block.text)
        title = _TITLE.fullmatch(text)
        named = _CHAPTER.fullmatch(text)
        if title is not None:
            if current is not None:
                yield current
            current, chapter = _Section(title["name"].removesuffix("项目")), ""
        elif named is not None and named["name"] in _KNOWN:
            current, chapter = current or _Section(), named["name"]
        elif isinstance(block, Heading) and block.level == 1:
            if current is not None:
                yield current
            current, chapter = None, ""
        elif current is not None and isinstance(block, Paragraph):
            current.texts.append(text)
            if chapter == _MONEY:
                current.money.append(block)
    if current is not None:
        yield current


def _project(section: _Section, projects: Sequence[Project], document: Document) -> Project | None:
    """The one form that the section is about, None where none or several fit."""
    said = section.name or "".join(section.texts)
    found = [
        project for project in projects if len(_core(project.name)) >= _SHORTEST_CORE and _core(project.name) in said
    ]
    if not found and len(projects) == 1 and not section.name and "申报表" in document.kind:
        return projects[0]
    if len(found) > 1:  # a name that is part of another one
        longest = max(found, key=lambda project: len(project.name))
        found = [longest] if all(_core(p.name) in _core(longest.name) for p in found) else []
    return found[0] if len(found) == 1 else None


def _core(name: str) -> str:
    """A project's name without what only says that it is a project."""
    return _AFFIXES.sub("", re.sub(r"\s+", "", name))


def _name_in(section: _Section) -> str:
    """The name of a work in the first sentence, which a title does not give."""
    first = next(iter(section.texts), "").partition("。")[0]
    match = _NAMED_IN_TEXT.search(first)
    return match["name"].rpartition("的")[2] if match else ""


class _Reader:
    """Reads the paragraphs about money of one project."""

    def __init__(self, book: FactBook, document: Document, project: Project | None, name: str) -> None:
        self._book, self._document, self._project, self._name = book, document, project, name
        self._year = (project.year if project else None) or document.fiscal_year or 0

    def read(self, paragraph: Paragraph) -> None:
        """Take in one paragraph, clause by clause."""
        text = canonical(paragraph.text)
        locator = Locator(paragraph)
        for clause in re.finditer(r"[^，。；、\n]+", text):
            for pattern, state in ((_QUARTER, self._quarter), (_YEAR, self._budget)):
                match = pattern.fullmatch(text, clause.start(), clause.end())
                statement = state(match) if match else None
                if match is not None and statement is not None:
                    self._add(statement, match, locator)

    def _subject(self) -> Subject:
        if self._project is not None:
            key = self._project.key
            return self._book.subject(Subject(f"project:{key}", "project", self._name, project=key))
        return self._book.subject(Subject(f"item:{self._name}", "item", self._name))

    def _statement(self, subject: Subject, measure: str, year: int) -> Statement:
        return project_statement(self._document, subject, measure, (year, year))

    def _budget(self, match: re.Match[str]) -> Statement | None:
        what = re.sub(r"[“”\"《》]", "", match["what"])
        if what not in _ITSELF and _core(what) != _core(self._name):
            return None
        year = int(match["year"]) if match["year"] else self._year
        subject = self._subject()
        return self._statement(subject, "当年预算" if subject.kind == "project" else "金额", year) if year else None

    def _quarter(self, match: re.Match[str]) -> Statement | None:
        whole = self._subject()
        quarter = "一二三四1234".index(match["quarter"]) % 4
        key = f"line:{whole.key.partition(':')[2]}.q{quarter + 1}"
        name = f"第{'一二三四'[quarter]}季度{match['what']}"
        if whole.kind != "project":
            name = self._name + name
        # No line item of the form, so the project is not its parent and its lines are not summed with the quarters.
        plan = f"plan:{whole.key}"
        subject = self._book.subject(Subject(key, "line", name, parent=plan, project=whole.project))
        return self._statement(subject, "金额", self._year) if self._year else None

    def _add(self, statement: Statement, match: re.Match[str], locator: Locator) -> None:
        start, end = match.span("figure")
        place = locator.place(start, end)
        try:
            amount = money(match["digits"].replace(",", ""), match["scale"], place.printed)
        except ValueError:
            return
        kind = CellKind.NUMBER if amount.value else CellKind.ZERO
        observed = Observation(place, kind, place.printed, amount, "narrative")
        self._book.add(replace(statement, observations=()), observed)
