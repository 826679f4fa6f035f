"""Correcting a cell on the page: the form in the panel, and what is said afterwards. Who may: ``access``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.evidence import Evidence
from assistant.web.correction_texts import correction_texts
from assistant.web.markup import text
from assistant.web.texts import Texts
from corpus.correcting import CorrectionError
from corpus.records import Correction
from corpus.store import LibraryLockedError

if TYPE_CHECKING:
    from assistant.library import Library


@dataclass(frozen=True, slots=True)
class Edit:
    """What the form sends: the new text of a cell, or (``undo``) that its last correction is taken back."""

    citation_id: str
    text: str
    who: str
    why: str
    undo: bool = False


def apply(library: Library, edit: Edit) -> None:
    """Make the correction, or take one back; errors as ``assistant.library.correct_cell``."""
    from assistant.library import correct_cell, uncorrect_cell

    if edit.undo:
        uncorrect_cell(library.folder, edit.citation_id, edit.who, edit.why, library.settings)
    else:
        correct_cell(library.folder, edit.citation_id, edit.text, edit.who, edit.why, library.settings)


def refused(error: Exception, words: Texts) -> str:
    """Why nothing was corrected, in the language of the page where it has words for it."""
    spoken = correction_texts(words.language)
    if isinstance(error, LibraryLockedError):
        return spoken.locked
    reasons = dict(spoken.reasons)
    kind = error.kind if isinstance(error, CorrectionError) else ""
    return spoken.failed_of.format(reason=reasons.get(kind) or str(error))


def said(correction: Correction | None, words: Texts) -> str:
    """What was corrected, by whom, when and why; "" for no correction."""
    if correction is None:
        return ""
    named = {"before": correction.before, "after": correction.after, "who": correction.who, "why": correction.why}
    return words.correction_of.format(**named, when=correction.when[:10])


def form(found: Evidence, n: int, words: Texts) -> str:
    """The form that corrects the cited cell, closed until it is wanted; "" for what is no whole cell."""
    if found.cell is None:
        return ""
    undo, spoken = "", correction_texts(words.language)
    if found.citation.correction is not None:
        undo = f'<button type="submit" class="plain" name="undo">{text(spoken.undo)}</button>'
    return (
        f'<details class="correct"><summary>{text(spoken.cell)}</summary>'
        f'<form data-correct="{text(found.citation.id)}" data-n="{n}" autocomplete="off">'
        f'<label>{text(spoken.to)}<textarea name="text" rows="1" maxlength="2000">{text(found.cell)}</textarea>'
        f'</label><label>{text(spoken.who)}<input name="who" maxlength="100" required></label>'
        f'<label>{text(spoken.why)}<input name="why" maxlength="1000" required></label>'
        f'<p class="hint">{text(spoken.hint)}</p>'
        f'<div class="buttons"><button type="submit" class="plain save">{text(spoken.save)}</button>{undo}</div>'
        f"</form></details>"
    )
