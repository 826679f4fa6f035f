"""The frame of a document: tables its 目录 announces, the year, unit and publisher that each table prints."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.checks.comparison import Rule, otherwise
from corpus.checks.verdict import verdict
from corpus.normal import label, without_ordinal
from corpus.records import CellKind, Check, Heading, Paragraph, Place, Reading, Severity, Table, TableKind

_CONTENTS = Rule("contents-tables", Severity.WARNING)
_YEAR = Rule("table-year", Severity.WARNING)
_UNIT = Rule("table-unit", Severity.WARNING)
_PUBLISHER = Rule("publisher-name", Severity.WARNING)
_NOTE = Rule("empty-table-unexplained", Severity.NOTICE)
_PRINTED_YEAR = re.compile(r"(20\d{2})年")
_LEVELS = re.compile(r"预算单位|单位|部门")
_GENERIC = re.compile(r"(?:公开)?(?:预算|决算|收支预算|收支决算)?(?:公开)?(?:报)?表")
_NAMED = re.compile(
    r"(?:编制单位|编制部门|公开部门|公开单位|部门名称|单位名称)[:：](?P<name>[^:：，。；_（）()]{4,40}?)"
    r"(?=(?:金额)?单位[:：]|[:：，。；_（）()]|$)"
)
_OPTIONAL = (TableKind.FUND_FUNCTION, TableKind.STATE_CAPITAL_FUNCTION)
_LONGEST_ENTRY = 60
_Line = Heading | Paragraph


def contents_tables(reading: Reading) -> Iterator[Check]:
    """Every table that the 目录 announces is there. Run if at least half of them were read as tables.

    A table whose title is printed but that could not be read as one is not run: that is ours to explain.
    """
    entries, rest = _contents(reading)
    captions = {title_key(table.caption): table for table in reading.tables if table.caption}
    found = [entry for entry in entries if title_key(entry.text) in captions]
    if not entries or 2 * len(found) < len(entries):
        yield _CONTENTS.not_run("没有目录，或目录所列表格多数未能识别")
        return
    titles = {title_key(line.text) for line in rest}
    for entry in entries:
        key = title_key(entry.text)
        name = without_ordinal(entry.text)
        if key in captions:
            sides = ([entry.place], [captions[key].place])
            yield verdict(_CONTENTS, True, f"目录所列《{name}》在文件中", sides)
        elif any(key in title or title in key for title in titles if len(title) > len(key) // 2):
            yield _CONTENTS.not_run(f"目录所列《{name}》有同名标题，但没有读成表格")
        else:
            yield verdict(_CONTENTS, False, f"目录所列《{name}》在文件中没有找到", ([entry.place], []))


def _contents(reading: Reading) -> tuple[list[_Line], list[_Line]]:
    """The entries of the 目录 that name a table, and the lines after the 目录."""
    lines: list[_Line] = sorted((*reading.headings, *reading.paragraphs), key=_order)
    start = next((n for n, line in enumerate(lines) if label(line.text) in ("目录", "目次")), None)
    if start is None:
        return [], []
    entries: dict[str, _Line] = {}
    for n, line in enumerate(lines[start + 1 :], start + 1):
        key = title_key(line.text)
        if len(line.text) > _LONGEST_ENTRY or (key and key in entries):
            return list(entries.values()), lines[n:]
        if key.endswith("表") and not re.match("第.部分", key) and not _GENERIC.fullmatch(key):
            entries[key] = line
    return [], []


def _order(line: _Line) -> tuple[int, int]:
    return line.place.page or 0, line.place.line or 0


def title_key(title: str) -> str:
    """A title in a form that is the same in the 目录 and above the table: no ordinal, year, level or punctuation."""
    plain = re.sub(r"^\d{1,2}[.、．](?=20\d{2}年)", "", without_ordinal(re.sub(r"^[-·•\s]+", "", title)))
    plain = re.sub(r"\.{2,}\d*$|…+\d*$", "", plain)
    return _LEVELS.sub("", re.sub(r"20\d{2}年(?:度)?|[^\w]", "", plain))


def table_year(reading: Reading) -> Iterator[Check]:
    """A year in a statutory table's title is the document's fiscal year."""
    checks = (check for table in _statutory(reading) if (check := _year(reading, table)))
    yield from otherwise(checks, _YEAR.not_run("没有标题写明年度的表，或文件年度不明"))


def _statutory(reading: Reading) -> list[Table]:
    return [table for table in reading.tables if table.project is None and table.kind is not TableKind.OTHER]


def _year(reading: Reading, table: Table) -> Check | None:
    years, own = _PRINTED_YEAR.findall(label(table.caption)), reading.document.fiscal_year
    if len(set(years)) != 1 or own is None:
        return None
    good = int(years[0]) == own
    words = "与文件年度一致" if good else f"与文件年度{own}年不符"
    evidence = [item.place for item in reading.document.evidence if item.attribute == "year"]
    return verdict(_YEAR, good, f"《{table.caption}》标题的年度{words}", (evidence[:1], [table.place]))


def table_unit(reading: Reading) -> Iterator[Check]:
    """A statutory table with amounts prints their unit."""
    checks = (_unit(table) for table in _statutory(reading) if table.caption and _numbers(table))
    yield from otherwise(checks, _UNIT.not_run("没有列有金额的法定表格"))


def _unit(table: Table) -> Check:
    words = f"注明金额单位为{table.unit}" if table.unit else "没有注明金额单位"
    return verdict(_UNIT, bool(table.unit), f"《{table.caption}》{words}", ([], [table.place]))


def _numbers(table: Table) -> bool:
    body = (cell for cell in table.cells if cell.row not in table.header_rows)
    codes = {column.index for column in table.columns if column.role == "code"}
    return any(cell.kind in (CellKind.NUMBER, CellKind.ZERO) and cell.column not in codes for cell in body)


def empty_table_unexplained(reading: Reading) -> Iterator[Check]:
    """An empty table of 政府性基金 or 国有资本经营 says that there is no such money.

    Source: tables without figures are published empty and with a note (预决算公开操作规程). A sentence anywhere in
    the document that says so counts.
    """
    empty = [table for table in _statutory(reading) if table.kind in _OPTIONAL and not _numbers(table)]
    checks = (_explained(reading, table) for table in empty)
    yield from otherwise(checks, _NOTE.not_run("没有空的政府性基金或国有资本经营预算表"))


def _explained(reading: Reading, table: Table) -> Check:
    word = "政府性基金" if table.kind is TableKind.FUND_FUNCTION else "国有资本经营"
    said = [line for line in reading.paragraphs if _says_none(label(line.text), word)]
    good = bool(table.note) or bool(said)
    words = "已说明没有该项资金" if good else "没有说明"
    where = [line.place for line in said[:1]]
    return verdict(_NOTE, good, f"《{table.caption}》没有金额，{words}", (where, [table.place]))


def _says_none(text: str, word: str) -> bool:
    return (
        re.search(rf"(?:无|没有|未安排)[^。；]{{0,8}}{word}|{word}[^。；]{{0,24}}(?:为0|0万元|0元|为空|为零)", text)
        is not None
    )


def publisher_name(reading: Reading) -> Iterator[Check]:
    """The publisher that a table names (编制部门：…) is the document's organisation."""
    own = _body(reading.document.organisation)
    lines: Sequence[_Line] = (*reading.headings, *reading.paragraphs)
    named = [(match["name"], line.place) for line in lines if (match := _NAMED.search(re.sub(r"\s+", "", line.text)))]
    if not own or not named:
        yield _PUBLISHER.not_run("表格没有注明编制单位，或文件的单位不明")
        return
    evidence = [item.place for item in reading.document.evidence if item.attribute == "organisation"][:1]
    by_name: dict[str, list[Place]] = {}
    for name, place in named:
        by_name.setdefault(name, []).append(place)
    for name, places in by_name.items():
        good = _body(name) in own or own in _body(name)
        words = "与文件的单位一致" if good else f"与文件的单位“{reading.document.organisation}”不一致"
        yield verdict(_PUBLISHER, good, f"{len(places)}处注明的编制单位“{name}”{words}", (evidence, places))


def _body(name: str) -> str:
    return re.sub(r"[（(][^）)]*[）)]|\s", "", label(name))
