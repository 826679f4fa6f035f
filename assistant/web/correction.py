"""Correcting a cell on the page: who may, the form in the panel, and what is said afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from assistant.evidence import Evidence
from assistant.web.markup import text
from assistant.web.texts import Texts
from corpus.correcting import CorrectionError
from corpus.records import Correction
from corpus.store import LibraryLockedError

if TYPE_CHECKING:
    from assistant.library import Library

LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class Edit:
    """What the form sends: the new text of a cell, or (``undo``) that its last correction is taken back."""

    citation_id: str
    text: str
    who: str
    why: str
    undo: bool = False


@dataclass(frozen=True, slots=True)
class Policy:
    """Who may correct cells: ``setting`` is on, off or local; ``host`` is the address that the server listens on."""

    setting: str = "off"
    host: str = ""

    def allows(self, headers: Mapping[str, str]) -> bool:
        """Whether a request with these headers (lower-case names) may change the library.

        It must come from the page itself, not from another site; ``local`` asks also that the page was opened by a name
        of this machine, as another site may give its own name this machine's address.
        """
        if self.setting not in ("on", "local") or (self.setting == "local" and self.host not in LOOPBACK):
            return False
        hosts = [headers.get("host", ""), headers.get("x-forwarded-host", "")]
        origin = headers.get("origin", "")
        if origin and urlsplit(origin).netloc not in hosts:
            return False
        # A proxy on this machine passes on what others ask.
        forwarded = any(name in headers for name in ("forwarded", "x-forwarded-for", "x-forwarded-host"))
        return self.setting == "on" or (not forwarded and urlsplit(f"//{hosts[0]}").hostname in LOOPBACK)


READ_ONLY = Policy()


def apply(library: Library, edit: Edit) -> None:
    """Make the correction, or take one back; errors as ``assistant.library.correct_cell``."""
    from assistant.library import correct_cell, uncorrect_cell

    if edit.undo:
        uncorrect_cell(library.folder, edit.citation_id, edit.who, edit.why, library.settings)
    else:
        correct_cell(library.folder, edit.citation_id, edit.text, edit.who, edit.why, library.settings)


def refused(error: Exception, words: Texts) -> str:
    """Why nothing was corrected, in the language of the page where it has words for it."""
    if isinstance(error, LibraryLockedError):
        return words.correct_locked
    reasons = dict(words.correct_reasons)
    kind = error.kind if isinstance(error, CorrectionError) else ""
    return words.correct_failed_of.format(reason=reasons.get(kind) or str(error))


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
    undo = ""
    if found.citation.correction is not None:
        undo = f'<button type="submit" class="plain" name="undo">{text(words.correct_undo)}</button>'
    return (
        f'<details class="correct"><summary>{text(words.correct_cell)}</summary>'
        f'<form data-correct="{text(found.citation.id)}" data-n="{n}" autocomplete="off">'
        f'<label>{text(words.correct_to)}<textarea name="text" rows="1" maxlength="2000">{text(found.cell)}</textarea>'
        f'</label><label>{text(words.correct_who)}<input name="who" maxlength="100" required></label>'
        f'<label>{text(words.correct_why)}<input name="why" maxlength="1000" required></label>'
        f'<p class="hint">{text(words.correct_hint)}</p>'
        f'<div class="buttons"><button type="submit" class="plain save">{text(words.correct_save)}</button>{undo}</div>'
        f"</form></details>"
    )
