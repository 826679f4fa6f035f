"""Questions are kept only where a person asks for it: one JSON line each in a file that the settings name."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from assistant.records import Answer


def log_question(path: Path, answer: Answer) -> None:
    """Append the question, the status of its answer and the time (UTC) to the file at ``path``."""
    line = {
        "time": datetime.now(UTC).isoformat(timespec="seconds"),
        "question": answer.question,
        "status": answer.status,
    }
    with path.open("a", encoding="utf-8") as log:
        log.write(json.dumps(line, ensure_ascii=False) + "\n")
