"""The bundled documents as one library, built once for all tests here and asked without an embedding model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from assistant.config import Settings
from assistant.library import add_paths
from eval.adapter import Session, Switches
from eval.cases import Case, read_cases
from eval.run import Asked, ask_all

ROOT = Path(__file__).resolve().parent.parent
BUNDLED = ROOT / "corpus" / "documents"
QUESTIONS = ROOT / "eval" / "questions" / "minhang.jsonl"


def ask_documents(folder: Path, library: Path, cases: Sequence[Case]) -> tuple[Asked, ...]:
    """Adds the documents of ``folder`` to a new library and asks it the cases, by words alone."""
    with no_index_of_meaning():
        add_paths(library, [folder], Settings(use_vectors=False))
        return ask_all(cases, Session(library, Switches(use_vectors=False)).ask)


@contextmanager
def no_index_of_meaning() -> Iterator[None]:
    """The settings of whoever runs the tests must not come into them."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("BUDGET_LIBRARY", "BUDGET_USE_LEXICAL", "BUDGET_TOP_K", "BUDGET_CHROMA_URL"):
            patch.delenv(name, raising=False)
        yield


@pytest.fixture(scope="session")
def own_cases() -> tuple[Case, ...]:
    """The questions on the bundled documents."""
    return read_cases([QUESTIONS])


@pytest.fixture(scope="session")
def own_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the library of the bundled documents, filled by ``own_asked``."""
    return tmp_path_factory.mktemp("bundled")


@pytest.fixture(scope="session")
def own_asked(own_library: Path, own_cases: tuple[Case, ...]) -> tuple[Asked, ...]:
    """All questions asked to the bundled documents."""
    return ask_documents(BUNDLED, own_library, own_cases)
