"""How far a reader has come: a reader that takes its time says so page by page, and who wants to know listens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_listener: ContextVar[Callable[[int, int], None] | None] = ContextVar("listener", default=None)


def page_read(done: int, total: int) -> None:
    """Say that ``done`` of ``total`` pages are read. Costs nothing where nobody listens, and changes no result."""
    listener = _listener.get()
    if listener is not None:
        listener(done, total)


@contextmanager
def listening(callback: Callable[[int, int], None]) -> Iterator[None]:
    """While open, ``callback`` hears of every page that is read in this thread."""
    token = _listener.set(callback)
    try:
        yield
    finally:
        _listener.reset(token)
