"""The one place where the evaluation calls the assistant, so that a changed call is one edit."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from assistant.config import Settings
from assistant.records import Scope
from corpus.records import Reading


@dataclass(frozen=True)
class Switches:
    """Parts of the search that an ablation turns off."""

    use_vectors: bool = True
    use_lexical: bool = True


class Session:
    """An open library, and the conversations held with it."""

    def __init__(self, folder: Path, switches: Switches) -> None:
        from assistant.library import Library

        self._library = Library.open(folder, _settings(folder, switches))
        self._histories: dict[str, list[Any]] = {}

    def ask(self, question: str, session: str | None, document: str | None) -> Mapping[str, Any]:
        """The answer object to `question`; questions of one `session` see the turns before them.

        `document` (part of a file name) limits the scope to the documents of that name.
        """
        from assistant.answer import ask

        history = self._histories.setdefault(session, []) if session is not None else []
        scope = Scope(document=document) if document is not None else None
        answer = ask(question, tuple(history), self._library, scope)
        history.append(answer.turn)
        found: Mapping[str, Any] = answer.to_json()
        return found

    def readings(self) -> list[Reading]:
        """What every document of the library says."""
        return [self._library.reading(document.id) for document in self._library.documents()]


def build_library(folder: Path, documents: Sequence[Path]) -> None:
    """Adds `documents` (files or folders) to the library in `folder` the way the command `add` does."""
    from assistant.library import add_paths

    add_paths(folder, documents, _settings(folder, Switches()))


def default_library() -> Path:
    """The library that the assistant itself would use. Raises ValueError for an environment that cannot be read."""
    return Settings.from_environment().library


def _settings(folder: Path, switches: Switches) -> Settings:
    given = Settings.from_environment()
    return replace(given, library=folder, use_vectors=switches.use_vectors, use_lexical=switches.use_lexical)


@contextmanager
def embedding_clock() -> Iterator[list[float]]:
    """While open, the list that is yielded holds the seconds of every call that embeds texts (nested calls once).

    Measured around `SentenceTransformer.encode`, through which every sentence-transformers model embeds.
    """
    import time

    from sentence_transformers import SentenceTransformer

    spans: list[float] = []
    original = SentenceTransformer.encode
    depth = 0

    def timed(*args: Any, **options: Any) -> Any:
        nonlocal depth
        depth += 1
        start = time.perf_counter()
        try:
            return original(*args, **options)
        finally:
            depth -= 1
            if depth == 0:
                spans.append(time.perf_counter() - start)

    SentenceTransformer.encode = timed
    try:
        yield spans
    finally:
        SentenceTransformer.encode = original
