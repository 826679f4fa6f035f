"""The arranged facts of documents, built once for each version of a document and shared between questions."""

from __future__ import annotations

import threading
from collections import OrderedDict

from assistant.facts_view import FactsView
from assistant.library import Library

_KEPT = 16
_lock = threading.Lock()
_views: OrderedDict[tuple[str, str], FactsView] = OrderedDict()


def view_of(library: Library, document_id: str) -> FactsView:
    """The facts of a document; the most recently used ones are kept, keyed by library and content hash."""
    reading = library.reading(document_id)
    key = (str(library.folder), reading.document.sha256)
    with _lock:
        found = _views.get(key)
        if found is not None and found.reading is reading:
            _views.move_to_end(key)
            return found
    view = FactsView(reading)
    with _lock:
        _views[key] = view
        while len(_views) > _KEPT:
            _views.popitem(last=False)
    return view
