"""Full-text ranking of Chinese, and the bookkeeping of the index file."""

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.records import Place
from index.chunking import chunks
from index.lexical import Lexical, Stamp, text_id
from index.records import Chunk, ChunkKind, ChunkSource
from index.samples import reading
from index.words import pairs, words

STAMP = Stamp("1", "model")


def chunk(number: int, text: str, document: str = "d1") -> Chunk:
    """A chunk of that text."""
    source = ChunkSource(Place(text, page=2, bbox=(1.0, 2.0, 3.5, 4.0)), "t1", (1, 2))
    return Chunk(f"{document}-{number:05d}", document, ChunkKind.PROSE, text, text, (source,), "项目", 2031)


@pytest.fixture
def lexical(tmp_path: Path) -> Iterator[Lexical]:
    """A new index file."""
    with Lexical.open(tmp_path / "index" / "lexical.db") as opened:
        yield opened


def found(lexical: Lexical, query: str, documents: list[str] | None = None) -> list[str]:
    """The texts found, best first."""
    return [item.text for item in lexical.rank(query, documents, 10)]


def test_words_of_chinese_numbers_and_english() -> None:
    """Words by dictionary, long ones with the short ones inside; numbers without thousands marks; no filler."""
    assert {"教育", "教育支出"} & set(words("教育支出"))
    assert words("１,234,567.80 元的 Total") == ["1234567.80", "元", "total"]
    assert words("有多少") == []
    assert pairs("苗圃ab站点") == ["苗圃", "站点"]


def test_ranks_by_shared_words(lexical: Lexical) -> None:
    """The rare word decides; a name in no dictionary is found by its characters; nothing shared, nothing found."""
    texts = ("苗圃养护经费 300 元", "道路养护经费 400 元", "垚犇鑫淼中心经费", "图书经费")
    lexical.replace("d1", [chunk(at, text) for at, text in enumerate(texts)], STAMP)
    assert found(lexical, "苗圃的养护经费是多少")[0] == texts[0]
    assert found(lexical, "犇鑫淼") == [texts[2]]
    assert found(lexical, "400") == [texts[1]]
    assert found(lexical, "天气") == found(lexical, "？！") == found(lexical, '" OR *') == []


def test_scope_is_kept_and_ties_are_stable(lexical: Lexical) -> None:
    """Only the given documents; equal texts in the order of their ids."""
    for document in ("d3", "d1", "d2"):
        lexical.replace(document, [chunk(at, "苗圃养护", document) for at in (1, 0)], STAMP)
    assert [item.id for item in lexical.rank("苗圃", ["d1", "d3"], 3)] == ["d1-00000", "d1-00001", "d3-00000"]
    assert lexical.rank("苗圃", [], 3) == []
    assert len(lexical.rank("苗圃", None, 10)) == 6


def test_chunks_come_back_unchanged(lexical: Lexical) -> None:
    """Places, boxes, row ranges and all."""
    made = chunks(reading(), len)
    lexical.replace(reading().document.id, [*made], STAMP)
    assert lexical.chunks(reading().document.id) == made
    boxed = chunk(0, "苗圃")
    lexical.replace("d1", [boxed], STAMP)
    assert lexical.rank("苗圃", ["d1"], 1) == [boxed]


def test_replacing_and_removing_leave_nothing_behind(lexical: Lexical) -> None:
    """Old words are not found, old texts are orphans until they are used again."""
    lexical.replace("d1", [chunk(0, "苗圃"), chunk(1, "围栏")], STAMP)
    lexical.replace("d1", [chunk(0, "围栏")], Stamp("2", ""))
    assert lexical.stamps() == {"d1": Stamp("2", "")}
    assert found(lexical, "苗圃") == [] and found(lexical, "围栏") == ["围栏"]
    assert lexical.orphans() == [text_id("苗圃")]
    lexical.remove("d1")
    assert found(lexical, "围栏") == [] and lexical.stamps() == {}
    assert set(lexical.orphans()) == {text_id("苗圃"), text_id("围栏")}
    lexical.forget_orphans()
    assert lexical.orphans() == []


def test_failed_change_changes_nothing(lexical: Lexical) -> None:
    """Two chunks of one id: neither comes in, and the earlier ones stay."""
    lexical.replace("d1", [chunk(0, "苗圃")], STAMP)
    with pytest.raises(sqlite3.IntegrityError):
        lexical.replace("d1", [chunk(1, "围栏"), chunk(1, "灌溉")], STAMP)
    assert found(lexical, "苗圃") == ["苗圃"] and found(lexical, "围栏") == []


def test_one_text_in_two_documents(lexical: Lexical) -> None:
    """It is one text to embed, and leads to both."""
    lexical.replace("d1", [chunk(0, "苗圃")], STAMP)
    lexical.replace("d2", [replace(chunk(0, "苗圃", "d2"), text="另一份：苗圃")], STAMP)
    assert lexical.count_texts("model") == 1
    (both,) = lexical.with_texts([text_id("苗圃")], None).values()
    assert [item.document for item in both] == ["d1", "d2"]
    assert list(lexical.with_texts([text_id("苗圃")], ["d2"]).values()) == [[both[1]]]


def test_another_process_sees_a_new_mark(tmp_path: Path) -> None:
    """A reader notices that a writer has been there."""
    path = tmp_path / "lexical.db"
    with Lexical.open(path) as writer, Lexical.open(path, create=False) as reader:
        before = reader.change_mark()
        assert reader.change_mark() == before
        writer.replace("d1", [chunk(0, "苗圃")], STAMP)
        assert reader.change_mark() != before


def test_absent_and_older_files(tmp_path: Path) -> None:
    """An absent file is not made for reading; one of another layout is made anew."""
    path = tmp_path / "lexical.db"
    with pytest.raises(FileNotFoundError):
        Lexical.open(path, create=False)
    old = sqlite3.connect(path)
    old.execute("CREATE TABLE chunk (x)")
    old.close()
    with Lexical.open(path) as made:
        assert made.stamps() == {} and len(made.library) == 12
