"""Nothing is logged unless a file is named."""

import json
from pathlib import Path

from assistant.answer import ask
from assistant.config import Settings
from assistant.invented_for_tests import BUDGET
from assistant.library import Library, add_paths


def test_questions_are_logged_only_where_a_file_is_named(tmp_path: Path) -> None:
    folder, log = tmp_path / "library", tmp_path / "questions.jsonl"
    source = tmp_path / "budget.txt"
    source.write_text(BUDGET, encoding="utf-8")
    add_paths(folder, [source], Settings(use_vectors=False))
    with Library.open(folder, Settings(use_vectors=False)) as library:
        ask("办公费多少", (), library)
    assert not log.exists()
    with Library.open(folder, Settings(use_vectors=False, question_log=str(log))) as library:
        ask("办公费多少", (), library)
    assert [json.loads(line)["question"] for line in log.read_text(encoding="utf-8").splitlines()] == ["办公费多少"]
