from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from assistant.config import Settings
from assistant.library import AmbiguousDocumentError, IndexFailedError, Library, add_paths, remove_document
from assistant.samples_for_tests import make_library, reading
from corpus.ingest import IngestStatus
from corpus.store import LibraryNotFoundError, Store, UnknownDocumentError
from index.model_convert import ModelError
from index.records import Hit
from index.search import Searcher

WORDS_ONLY = Settings(use_vectors=False)
BUDGET = """云溪市2031年区级单位预算

预算单位：云溪市示范学校

2031年单位支出预算总表

单位：元

| 类 | 款 | 项 | 功能分类科目名称 | 合计 | 基本支出 | 项目支出 |
| --- | --- | --- | --- | --- | --- | --- |
| 205 |  |  | 教育支出 | 300,000.00 | 200,000.00 | 100,000.00 |
| 合计 |  |  |  | 300,000.00 | 200,000.00 | 100,000.00 |

绘本馆全年开放，读者可以预约。
"""


def test_a_folder_without_a_library_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    with pytest.raises(LibraryNotFoundError):
        Library.open(tmp_path / "none", WORDS_ONLY)
    assert not (tmp_path / "none").exists()


def test_what_another_process_adds_is_seen_without_reopening(tmp_path: Path) -> None:
    with Library.open(make_library(tmp_path), WORDS_ONLY) as library, Store.open(tmp_path) as other:
        before = library.version()
        added = reading("later.txt")
        other.put(added)
        assert library.version() > before
        assert {document.name for document in library.documents()} == {"yunxi-2031.txt", "later.txt"}
        assert library.reading(added.document.id) == added
        other.remove(added.document.id)
        with pytest.raises(UnknownDocumentError):
            library.reading(added.document.id)


def test_threads_may_share_a_library(tmp_path: Path) -> None:
    with Library.open(make_library(tmp_path), WORDS_ONLY) as library, ThreadPoolExecutor(8) as pool:
        document = library.documents()[0].id
        found = list(pool.map(library.reading, [document] * 40))
        assert all(each == reading() for each in found)
        assert all(hits == [] for hits in pool.map(lambda _: library.search("运行", None, 3), range(8)))


def test_a_document_is_named_by_id_name_or_a_part_that_no_other_has(tmp_path: Path) -> None:
    first, second = reading("a-2031.txt"), reading("b-2031.txt")
    with Library.open(make_library(tmp_path, first, second), WORDS_ONLY) as library:
        for words in (first.document.id, "a-2031.txt", "A-2031", first.document.id[:6]):
            assert library.document(words) == first.document
        for words in ("2031", "c-2031.txt", ""):
            with pytest.raises(AmbiguousDocumentError):
                library.document(words)


def test_added_files_are_read_and_searched_and_removed_again(tmp_path: Path) -> None:
    file, folder = tmp_path / "budget.txt", tmp_path / "library"
    file.write_text(BUDGET, encoding="utf-8")
    steps: list[object] = []
    (report,) = add_paths(folder, [file], WORDS_ONLY, steps.append)
    assert report.status is IngestStatus.ADDED
    assert steps
    with Library.open(folder, WORDS_ONLY) as library:
        assert library.waiting() == 0
        hits = library.search("绘本馆开放", None, 5)
        assert "绘本馆" in hits[0].chunk.text
        assert library.search("绘本馆开放", ["000000000000"], 5) == []
        assert add_paths(folder, [file], WORDS_ONLY)[0].status is IngestStatus.UNCHANGED
        assert remove_document(folder, "budget.txt", WORDS_ONLY) == report.document
        assert library.documents() == []
        assert library.search("绘本馆开放", None, 5) == []


def test_without_its_model_the_facts_are_stored(tmp_path: Path) -> None:
    file, folder = tmp_path / "budget.txt", tmp_path / "library"
    file.write_text(BUDGET, encoding="utf-8")
    with pytest.raises(IndexFailedError, match="The facts of the library are up to date") as caught:
        add_paths(folder, [file], Settings(embed_model=str(tmp_path / "no-model")))
    assert caught.value.reports[0].document is not None
    with Library.open(folder, WORDS_ONLY) as library:
        assert [document.name for document in library.documents()] == ["budget.txt"]
        assert library.waiting() == 1


def test_when_the_model_fails_the_search_is_by_words(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, folder = tmp_path / "budget.txt", tmp_path / "library"
    file.write_text(BUDGET, encoding="utf-8")
    add_paths(folder, [file], WORDS_ONLY)
    by_words = Searcher.search

    def search(self: Searcher, query: str, documents: Sequence[str] | None, k: int) -> list[Hit]:
        if self._embedder_factory is not None:
            raise ModelError("the model is damaged")
        return by_words(self, query, documents, k)

    monkeypatch.setattr(Searcher, "search", search)
    with Library.open(folder, Settings()) as library:
        assert "绘本馆" in library.search("绘本馆", None, 5)[0].chunk.text
    assert "searching by words alone: the model is damaged" in caplog.text
