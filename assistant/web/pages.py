"""What stands on each page for a query of its address. No Gradio here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.audit import report_of_version
from assistant.library import AmbiguousDocumentError
from assistant.service import looked_up
from assistant.web.audit_page import audit_page
from assistant.web.documents_page import documents_page
from assistant.web.lookup_page import lookup_page
from assistant.web.markup import text
from assistant.web.pages_texts import pages_texts
from assistant.web.texts import Texts
from corpus.records import Problem
from corpus.store import LibraryError

if TYPE_CHECKING:
    from assistant.library import Library

PAGES = ("audit", "lookup", "documents")
_LONGEST = 400


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages beside the conversation, over one library."""

    library: Library

    def view(self, page: str, query: Mapping[str, str], words: Texts, changeable: bool) -> str:
        """The HTML of a page; ``changeable`` says whether who looks at it may change the library.

        What cannot be shown, such as the audit of a document that was removed, is said on the page.
        """
        try:
            if page == "audit":
                return self._audit(query, words)
            if page == "lookup":
                return lookup_page(lambda kind, typed: looked_up(self.library, kind, typed), query, words)
            largest = self.library.settings.upload_mb if changeable else None
            summaries = self.library.summaries()
            return documents_page(summaries, self.library.read_at, self._problems, query, words, largest)
        except LibraryError as error:
            return f'<p class="notice missing">{text(pages_texts(words.language).page_failed)} {text(str(error))}</p>'

    def _audit(self, query: Mapping[str, str], words: Texts) -> str:
        documents = self.library.documents()
        try:
            report = report_of_version(self.library, query.get("document", ""))
        except AmbiguousDocumentError:
            query = {name: value for name, value in query.items() if name != "document"}
            report = report_of_version(self.library)
        return audit_page(report, documents, query, words)

    def _problems(self, document_id: str) -> tuple[Problem, ...]:
        return self.library.reading(document_id).problems


def query_of(raw: object) -> dict[str, str]:
    """The query that a browser sent: a few short texts by name; anything else is left out."""
    if not isinstance(raw, Mapping):
        return {}
    pairs = ((str(name), value) for name, value in list(raw.items())[:20])
    return {name: value[:_LONGEST] for name, value in pairs if isinstance(value, str)}
