"""The panel beside the answer: a cited table with its cell marked, or the sentence in its paragraph, as HTML."""

from __future__ import annotations

from assistant.evidence import Evidence, ParagraphView, TableView, ViewCell
from assistant.page_picture import has_picture
from assistant.records import Citation
from assistant.render import place_parts
from assistant.web import correction
from assistant.web.markup import text
from assistant.web.page_parts import address, copy_button
from assistant.web.pages_texts import pages_texts
from assistant.web.texts import Texts

ROWS_SHOWN = 160
"""Rows of a table that are shown at most; of a longer one those around the cited row."""


def empty_panel(words: Texts) -> str:
    """The panel before anything was cited."""
    return (
        f'<div class="panel-empty"><div class="sheet-icon" aria-hidden="true"></div>'
        f"<h3>{text(words.evidence_empty)}</h3><p>{text(words.evidence_hint)}</p></div>"
    )


def missing_panel(n: int, words: Texts, citation: Citation | None = None) -> str:
    """The panel for a citation that the library does not hold (any more), with what the answer itself keeps of it."""
    kept = ""
    if citation is not None:
        place = " · ".join(text(part) for part in place_parts(citation, words.page_of, words.line_of))
        quote = text(citation.quote or citation.cell_text)
        kept = f'<p class="panel-place">{place}</p><div class="evidence-scroll paragraph"><p>{quote}</p></div>'
    notice = f'<p class="notice missing">{text(words.evidence_missing)}</p>'
    return f'{_bar(n, words)}<div class="panel-body">{notice}{kept}</div>'


def evidence_panel(found: Evidence, n: int, words: Texts, correctable: bool = False, notice: str = "") -> str:
    """The cited place with what stands around it, under the marker ``n`` of the answer.

    ``correctable`` adds the form that corrects the cell, ``notice`` stands above everything.
    """
    view = ""
    if found.table is not None:
        view = _table(found.table)
    elif found.paragraph is not None:
        view = _paragraph(found.paragraph)
    note = f'<p class="table-note">{text(found.note)}</p>' if found.note else ""
    said = f'<p class="notice missing" role="status">{text(notice)}</p>' if notice else ""
    form = correction.form(found, n, words) if correctable else ""
    above = f"{said}{_heading(found, words)}{_where(found, words)}"
    link = copy_button(address(cite=found.citation.id), pages_texts(words.language))
    below = f'<p class="panel-link"><code>{text(found.citation.id)}</code> {link}</p>'
    return f'{_bar(n, words)}<div class="panel-body">{above}{view}{note}{_picture(found, words)}{form}{below}</div>'


def _picture(found: Evidence, words: Texts) -> str:
    """The page of a PDF as a picture with the cell framed."""
    it = found.citation
    if it.bbox is None or not has_picture(it.document_name, it.page, it.bbox):
        return ""
    said = pages_texts(words.language)
    place = words.page_of.format(page=it.page)
    return (
        f'<details class="page-picture" open><summary>{text(said.page_picture)} · {text(place)}</summary>'
        f'<div class="picture-scroll" tabindex="0"><img src="files/picture/{text(it.id)}.png"'
        f' alt="{text(said.page_picture)}" data-left="{it.bbox[0]}" data-top="{it.bbox[1]}"'
        f' data-missing="{text(said.page_picture_missing)}"></div></details>'
    )


def _bar(n: int, words: Texts) -> str:
    """The panel's title with its buttons to the citations before and after and to close it."""
    buttons = "".join(
        f'<button type="button" class="icon" data-act="{act}" title="{text(label)}"'
        f' aria-label="{text(label)}">{sign}</button>'
        for act, label, sign in (
            ("previous", words.previous, "‹"),
            ("next", words.following, "›"),
            ("close", words.close, "×"),
        )
    )
    title = f'<span class="chip active" aria-hidden="true">{n}</span><h3>{text(words.evidence)}</h3>'
    return f'<header class="panel-bar">{title}<span class="grow"></span>{buttons}</header>'


def _heading(found: Evidence, words: Texts) -> str:
    citation = found.citation
    place = (
        "" if citation.page is None else words.page_of.format(page=citation.page),
        "" if citation.line is None else words.line_of.format(line=citation.line),
    )
    title = found.caption or citation.project or found.document.name
    under = " · ".join(text(part) for part in (citation.document_name, *place) if part)
    unit = f'<span class="unit">{text(words.unit_of.format(unit=found.unit))}</span>' if found.unit else ""
    return f'<div class="panel-title"><h2>{text(title)}</h2>{unit}</div><p class="panel-place">{under}</p>'


def _where(found: Evidence, words: Texts) -> str:
    """Project, row, column and printed text of the cited place as a short list."""
    citation = found.citation
    printed = citation.cell_text if found.table is not None else ""
    pairs = (
        (words.project, citation.project, ""),
        (words.row, citation.row, ""),
        (words.column, citation.column, ""),
        (words.printed, printed, "printed"),
        (words.correction, correction.said(citation.correction, words), ""),
    )
    listed = "".join(
        f'<dt>{text(name)}</dt><dd class="{kind}">{text(value)}</dd>' for name, value, kind in pairs if value
    )
    return f'<dl class="where">{listed}</dl>' if listed else ""


def _table(view: TableView) -> str:
    head = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in view.header)
    middle = view.marked_row or 0
    start = max(0, min(middle - ROWS_SHOWN // 2, len(view.body) - ROWS_SHOWN))
    stop = min(len(view.body), start + ROWS_SHOWN)
    width = max((len(row) for row in (*view.header, *view.body)), default=1)
    gap = f'<tr class="gap"><td colspan="{width}">…</td></tr>'
    rows = "".join(_row(row, index == view.marked_row) for index, row in enumerate(view.body[start:stop], start))
    body = f"{gap if start else ''}{rows}{gap if stop < len(view.body) else ''}"
    table = f'<table class="evidence-table"><thead>{head}</thead><tbody>{body}</tbody></table>'
    return f'<div class="evidence-scroll">{table}</div>'


def _row(row: tuple[ViewCell, ...], cited: bool) -> str:
    attribute = ' class="cited"' if cited else ""
    return f"<tr{attribute}>{''.join(map(_cell, row))}</tr>"


def _cell(cell: ViewCell) -> str:
    tag = "th" if cell.header else "td"
    classes = f"{cell_class(cell.text)} marked" if cell.marked else cell_class(cell.text)
    content = text(cell.text)
    if cell.before is not None:
        classes += " corrected"
        content = f"<ins>{content}</ins> <del>{text(cell.before)}</del>"
    content = f"<mark>{content}</mark>" if cell.marked else content
    return f'<{tag} class="{classes}">{content}</{tag}>'


def cell_class(printed: str) -> str:
    """The class that keeps a column readable: numbers and short labels in one line, prose not too narrow."""
    if _is_number(printed):
        return "number"
    sizes = ((8, "short"), (24, "medium"), (90, "long"))
    return next((name for longest, name in sizes if len(printed) <= longest), "prose-cell")


def _is_number(printed: str) -> bool:
    """Whether a cell is set like a number (right-aligned); this decides about looks only."""
    bare = printed.strip().lstrip("+-≥≤><").replace(",", "").replace(".", "", 1).rstrip("%")
    return bare.isdigit() and len(bare) < 18


def _paragraph(view: ParagraphView) -> str:
    marked = f'<mark class="marked">{text(view.marked)}</mark>' if view.marked else ""
    return f'<div class="evidence-scroll paragraph"><p>{text(view.before)}{marked}{text(view.after)}</p></div>'
