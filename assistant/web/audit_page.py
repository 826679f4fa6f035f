"""The audit page: checks with filters, both sides linked to their cells, and what to export."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from assistant.audit import STATUS_OF_GROUP, AuditedCheck, AuditReport
from assistant.places import where_parts
from assistant.records import Citation
from assistant.render import grouped_text
from assistant.service import filtered
from assistant.web.markup import chip, text
from assistant.web.page_parts import address, copy_button, heading, limit_of, more_button, selector
from assistant.web.pages_texts import PagesTexts, pages_texts
from assistant.web.texts import Texts
from corpus.records import Document

FILTERS = ("document", "family", "severity", "status")
SHOWN_AT_FIRST, SHOWN_AT_MOST = 40, 4000
_PLACES_SHOWN = 12


def audit_page(report: AuditReport, documents: Sequence[Document], query: Mapping[str, str], words: Texts) -> str:
    """The page for a report of all that ``query["document"]`` leaves; the other filters are applied here.

    ``query["check"]`` names one check to show alone.
    """
    said = pages_texts(words.language)
    if query.get("check"):
        return heading(said.audit, said.audit_text) + _one(report, query["check"], words)
    chosen = {name: query.get(name, "fail" if name == "status" else "") for name in FILTERS}
    kept = filtered(report, *([chosen[name]] if chosen[name] else [] for name in ("status", "family", "severity")))
    limit = limit_of(query, SHOWN_AT_FIRST, SHOWN_AT_MOST)
    shown = "".join(_card(item, words) for item in kept.checks[:limit])
    more = more_button("audit", {**chosen, "show": str(limit + 100)}, len(kept.checks) - limit, said)
    nothing = "" if shown else f'<p class="notice">{text(said.none_found)}</p>'
    bar = f'<div class="count-bar"><b role="status">{text(said.findings_of.format(count=len(kept.checks)))}</b>'
    bar += f"{_counted(kept, said)}<span class='grow'></span>{_exports(chosen, said)}</div>"
    form = _form(documents, chosen, said)
    return f'{heading(said.audit, said.audit_text)}{form}{bar}<div class="cards">{shown}</div>{nothing}{more}'


def _form(documents: Sequence[Document], chosen: Mapping[str, str], said: PagesTexts) -> str:
    every = ("", said.all)
    severities = [item for item in said.groups if item[0] in ("error", "warning", "notice")]
    families = [(name, f"{name} {shown}") for name, shown in said.families]
    fields = (
        selector("document", said.document, [every, *((item.id, item.name) for item in documents)], chosen["document"]),
        selector("family", said.family, [every, *families], chosen["family"]),
        selector("severity", said.severity, [every, *severities], chosen["severity"]),
        selector("status", said.status, [every, *said.statuses], chosen["status"]),
    )
    return f'<form class="filters" data-view-form="audit">{"".join(fields)}</form>'


def _counted(report: AuditReport, said: PagesTexts) -> str:
    counts = Counter(item.group for item in report.checks)
    names = dict(said.groups)
    found = (
        f'<span class="tag {group}">{text(names[group])} {counts[group]}</span>'
        for group in STATUS_OF_GROUP
        if counts[group]
    )
    return "".join(found)


def _exports(chosen: Mapping[str, str], said: PagesTexts) -> str:
    query = address(**chosen)
    links = (
        f'<a class="plain" href="files/audit.{kind}{text(query)}" download>{shown}</a>'
        for kind, shown in (("xlsx", "XLSX"), ("csv", "CSV"), ("md", "Markdown"))
    )
    return f'<span class="exports"><span>{text(said.export)}</span>{"".join(links)}</span>'


def _one(report: AuditReport, check_id: str, words: Texts) -> str:
    said = pages_texts(words.language)
    found = next((item for item in report.checks if item.id == check_id), None)
    everything = f'<a class="plain" data-view href="{text(address(view="audit"))}">{text(said.all_findings)}</a>'
    card = _card(found, words) if found else f'<p class="notice missing">{text(said.check_missing)}</p>'
    bar = f'<div class="count-bar"><b>{text(said.one_check)}</b><span class="grow"></span>{everything}</div>'
    return f'{bar}<div class="cards">{card}</div>'


def _card(item: AuditedCheck, words: Texts) -> str:
    said = pages_texts(words.language)
    shown, entry = item.shown, item.entry
    names = " ↔ ".join(document.name for document in item.documents)
    family = f"{entry.family} · " if entry.family else ""
    tag = f'<span class="tag {text(item.group)}">{text(dict(said.groups)[item.group])}</span>'
    # The catalogue has its titles and rules in Chinese, and what is compared for those who do not read it.
    rule = entry.explains if words.language == "zh" else entry.compares
    title = entry.title if words.language == "zh" else dict(said.families).get(entry.family, entry.title)
    explained = f'<p class="rule"><b>{text(said.rule)}</b> {text(rule)}</p>' if rule else ""
    sides = _side(said.expected_side, item.expected, words) + _side(said.actual_side, item.actual, words)
    top = f'<div class="finding-top">{tag}<span class="grow"></span>{copy_button(address(check=item.id), said)}</div>'
    about = f'<p class="about">{text(family)}{text(title)} · {text(names)}</p>'
    return (
        f'<article class="finding group-{text(item.group)}">{top}<p class="sentence">{text(shown.sentence)}</p>'
        f'{about}{_amounts(item, said)}<div class="both-sides">{sides}</div>{explained}</article>'
    )


def _amounts(item: AuditedCheck, said: PagesTexts) -> str:
    shown = item.shown
    if not shown.difference:
        return ""
    pairs = (
        (said.expected, shown.expected),
        (said.actual, shown.actual),
        (said.difference, shown.difference),
        (said.tolerance, shown.tolerance),
    )
    listed = "".join(
        f"<div><dt>{text(name)}</dt><dd>{text(grouped_text(value))} <small>{text(shown.unit)}</small></dd></div>"
        for name, value in pairs
    )
    return f'<dl class="amounts">{listed}</dl>'


def _side(title: str, citations: Sequence[Citation], words: Texts) -> str:
    if not citations:
        return ""
    lines = "".join(_place(citation, words) for citation in citations[:_PLACES_SHOWN])
    rest = "".join(_place(citation, words) for citation in citations[_PLACES_SHOWN:])
    if rest:
        label = text(words.more_sources_of.format(count=len(citations) - _PLACES_SHOWN))
        rest = f'<details class="more-places"><summary>{label}</summary><ul>{rest}</ul></details>'
    return f'<section class="one-side"><h4>{text(title)}</h4><ul>{lines}</ul>{rest}</section>'


def _place(citation: Citation, words: Texts) -> str:
    where = " · ".join(_clipped(part) for part in where_parts(citation, words.page_of, words.line_of))
    printed = _clipped(citation.cell_text or citation.quote)
    return f"<li>{chip(citation, words)} <span>{text(where)}</span> <b>{text(printed)}</b></li>"


def _clipped(part: str, longest: int = 90) -> str:
    line = " ".join(part.split())
    return line if len(line) <= longest else f"{line[: longest - 1]}…"
