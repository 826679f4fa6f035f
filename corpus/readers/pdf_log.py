"""The parser only logs what it could not make out of a damaged page; here that becomes known to the reader."""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_LOSSES = re.compile(r"Data-loss|Could not set|Cannot (?:set|append)|invalid float|Failed to parse|[Ii]nvalid stream")
"""Messages that mean drawn text or rules were lost; others (such as a font without a box) do no harm."""


class _Listener(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.losses: list[str] = []
        self._thread = threading.get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        if record.thread == self._thread and _LOSSES.search(message):
            self.losses.append(message)


@contextmanager
def heard_losses() -> Iterator[list[str]]:
    """While open, the list that fills with what the PDF parser reports as lost in this thread."""
    logger = logging.getLogger("pdfminer")
    listener = _Listener()
    propagated = logger.propagate
    logger.addHandler(listener)
    logger.propagate = False
    try:
        yield listener.losses
    finally:
        logger.removeHandler(listener)
        logger.propagate = propagated
