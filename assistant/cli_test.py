import io
import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

import assistant.answer
from assistant.cli import main
from assistant.library import Library
from assistant.library_test import BUDGET
from assistant.records import Answer, Result, Scope, Turn
from assistant.samples_for_tests import in_sentence, make_library, reading
from assistant.web.access import matches
from corpus.records import Problem, source_id
from corpus.store import Store

HEAVY = (
    "torch",
    "llama_index",
    "chromadb",
    "gradio",
    "sentence_transformers",
    "numpy",
    "openpyxl",
    "jieba",
    "pdfplumber",
)
ID = source_id(reading().document.id, in_sentence("20.05万元"))


@pytest.fixture(autouse=True)
def _words_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BUDGET_USE_VECTORS", "0")
    monkeypatch.delenv("BUDGET_LIBRARY", raising=False)


@pytest.fixture
def library(tmp_path: Path) -> str:
    return str(make_library(tmp_path / "library"))


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int, Scope | None]]:
    """What the stand-in for ``ask`` is asked: question, number of turns before it, scope."""
    found: list[tuple[str, int, Scope | None]] = []

    def ask(text: str, history: Sequence[Turn], library: Library, scope: Scope | None = None) -> Answer:
        found.append((text, len(history), scope))
        turn = Turn(text, None, Result("answered"))
        return Answer("a1", text, "answered", f"re: {text}", scope or Scope(), (), (), (), None, 1.0, turn)

    monkeypatch.setattr(assistant.answer, "ask", ask)
    return found


@pytest.mark.parametrize("arguments", [["--help"], ["cite", "--help"], ["cite", ID], ["cite", "--amount", "20.05万元"]])
def test_help_and_cite_answer_at_once(library: str, arguments: list[str]) -> None:
    program = (
        "import sys; from assistant.cli import main; code = main(sys.argv[1:]); "
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr); sys.exit(code)"
    )
    started = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        env={**os.environ, "BUDGET_LIBRARY": library},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr.strip() == "[]"
    # A second on an idle machine; the bound allows for a busy one.
    assert time.monotonic() - started < 5


def test_add_says_what_was_understood_and_what_could_not_be_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, documents = str(tmp_path / "library"), tmp_path / "documents"
    documents.mkdir()
    (documents / "budget.txt").write_text(BUDGET, encoding="utf-8")
    assert main(["--library", folder, "add", str(documents)]) == 0
    out, err = capsys.readouterr()
    assert out.startswith(f"added     {documents / 'budget.txt'}: 云溪市示范学校 · 单位 · 2031 · 预算")
    assert "1 table (支出总表 1)" in out
    assert "reading" in err
    (documents / "empty.txt").write_text("", encoding="utf-8")
    assert main(["add", str(documents), "--library", folder]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("unchanged ")
    assert lines[1].startswith("failed ")
    assert "empty.txt: the file is empty" in lines[1]


def test_status_and_remove(tmp_path: Path, library: str, capsys: pytest.CaptureFixture[str]) -> None:
    many = tuple(Problem("ragged-row", f"row {n}", in_sentence("20.05万元")) for n in range(12))
    with Store.open(Path(library)) as store:
        store.put(replace(reading("crowded.txt"), problems=many))
    assert main(["status", "--library", library]) == 0
    out = capsys.readouterr().out
    assert "2 documents, 8 figures" in out
    assert "checks: 2 fail, 1 not_run, 1 pass, 1 rounding" in out
    assert out.count("ragged-row (第3行): row") == 10
    assert "... and 2 more problems (12 in all)" in out
    assert "index     2 documents waiting" in out
    assert main(["remove", "crowded.txt", "--library", library]) == 0
    assert main(["remove", "crowded.txt", "--library", library]) == 1
    assert "No document is called 'crowded.txt'" in capsys.readouterr().err
    assert main(["status", "--library", library]) == 0
    assert "index     up to date" in capsys.readouterr().out


def test_correct_uncorrect_corrections_and_reread(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, file = str(tmp_path / "library"), tmp_path / "budget.txt"
    file.write_text(BUDGET.replace("| 300,000.00 | 200,000.00 |", "| 360,000.00 | 200,000.00 |", 1), encoding="utf-8")
    assert main(["add", str(file), "--library", folder]) == 0
    assert main(["cite", "--amount", "360000", "--json", "--library", folder]) == 0
    out = capsys.readouterr().out
    found = json.loads(out[out.index("{") :])["results"][0]
    assert found["correction"] is None
    who = ["--who", "审计员甲", "--why", "误识", "--library", folder]
    assert main(["correct", found["id"], "--text", "300,000.00", *who]) == 0
    assert "checks: pass" in capsys.readouterr().out
    assert main(["cite", found["id"], "--json", "--library", folder]) == 0
    cited = json.loads(capsys.readouterr().out)["results"][0]
    assert (cited["cell_text"], cited["correction"]["from"]) == ("300,000.00", "360,000.00")
    assert set(cited["correction"]) == {"from", "to", "who", "when", "why"}
    assert main(["cite", found["id"], "--library", folder]) == 0
    assert "corrected: read as “360,000.00”, corrected to “300,000.00” by 审计员甲 on" in capsys.readouterr().out
    audits = []
    for form in ("md", "csv", "json"):
        assert main(["audit", "--format", form, "--library", folder]) == 0
        audits.append(capsys.readouterr().out)
    assert "原读作“360,000.00”" in audits[1]
    assert '"from": "360,000.00"' in audits[2]
    assert main(["correct", found["id"], "--text", "300,000.00", *who]) == 1
    assert "there is nothing to correct" in capsys.readouterr().err
    assert main(["corrections", "--json", "--document", "budget", "--library", folder]) == 0
    assert [item["status"] for item in json.loads(capsys.readouterr().out)["corrections"]] == ["in force"]
    assert main(["remove", "budget.txt", "--library", folder]) == 0
    capsys.readouterr()
    assert main(["corrections", "--library", folder]) == 0
    assert "document not here: “360,000.00” -> “300,000.00” by 审计员甲" in capsys.readouterr().out
    assert main(["add", str(file), "--library", folder]) == 0
    assert main(["reread", "--library", folder]) == 0
    assert "Every document was read by this version" in capsys.readouterr().out
    assert main(["reread", "--all", "--library", folder]) == 0
    assert capsys.readouterr().out.startswith(f"reread    {file}")
    assert main(["uncorrect", found["id"], *who]) == 0
    assert "taken back" in capsys.readouterr().out
    assert main(["uncorrect", found["id"], *who]) == 1
    assert main(["corrections", "--library", folder]) == 0
    assert "taken back by 审计员甲 at" in capsys.readouterr().out
    assert main(["corrections", "--document", "other", "--json", "--library", folder]) == 0
    assert json.loads(capsys.readouterr().out) == {"corrections": []}


def test_what_is_no_document_does_not_make_adding_a_folder_fail(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "documents"
    (folder / "library").mkdir(parents=True)
    (folder / "list.json").write_text("{}", encoding="utf-8")
    assert main(["--library", str(folder / "library"), "add", str(folder)]) == 1
    assert "There are no documents in what was named." in capsys.readouterr().err
    (folder / "budget.txt").write_text(BUDGET, encoding="utf-8")
    assert main(["--library", str(folder / "library"), "add", str(folder)]) == 0
    out = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in out] == ["added", "skipped"]
    assert out[1].endswith("list.json: no document: a text without any Chinese character")


def test_cite_as_text_and_as_json(library: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cite", ID, "--library", library]) == 0
    text = capsys.readouterr().out
    assert text.startswith(f"{ID}  yunxi-2031.txt · 第3行\n")
    assert "DISAGREES: 200,000.00 at yunxi-2031.txt · 第12行" in text
    assert "check fail (narrative-vs-table)" in text
    for way, typed in (("--amount", "200500"), ("--text", "示范事务 运行"), ("--code", "20508")):
        assert main(["cite", way, typed, "--json", "--library", library]) == 0
        assert json.loads(capsys.readouterr().out)["count"] >= 1
    assert main(["cite", "--amount", "1", "--json", "--library", library]) == 1
    assert json.loads(capsys.readouterr().out) == {"count": 0, "results": []}


def test_audit_in_every_format(tmp_path: Path, library: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", "--library", library]) == 0
    assert capsys.readouterr().out.startswith("# 核对报告")
    assert main(["audit", "--format", "json", "--status", "fail", "--document", "yunxi", "--library", library]) == 0
    assert [item["status"] for item in json.loads(capsys.readouterr().out)["checks"]] == ["fail", "fail"]
    for form in ("csv", "xlsx", "json", "md"):
        out = tmp_path / f"report.{form}"
        assert main(["audit", "--format", form, "--out", str(out), "--library", library]) == 0
        assert out.stat().st_size > 100
    assert main(["audit", "--format", "xlsx", "--library", library]) == 2


def test_ask_one_question(
    library: str, asked: list[tuple[str, int, Scope | None]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ask", "多少?", "--library", library]) == 0
    assert capsys.readouterr().out.startswith("re: 多少?")
    arguments = ["ask", "多少?", "--json", "--scope", '{"year": 2030, "level": "单位"}', "--year", "2031"]
    assert main([*arguments, "--library", library]) == 0
    assert json.loads(capsys.readouterr().out)["answer"] == "re: 多少?"
    assert asked == [("多少?", 0, None), ("多少?", 0, Scope(level="单位", year=2031))]


def test_ask_a_batch(tmp_path: Path, library: str, asked: list[tuple[str, int, Scope | None]]) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text(
        '{"id": "1", "question": "甲", "session": "s"}\n{"id": "2", "question": "乙", "session": "s"}\n',
        encoding="utf-8",
    )
    assert main(["ask", "--batch", str(source), "--out", str(target), "--library", library]) == 0
    found = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    assert [(item["id"], item["answer"]) for item in found] == [("1", "re: 甲"), ("2", "re: 乙")]
    assert [turns for _, turns, _ in asked] == [0, 1]


def test_a_bad_line_is_named_before_anything_is_answered(
    tmp_path: Path, library: str, asked: list[object], capsys: pytest.CaptureFixture[str]
) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text('{"id": "1", "question": "甲"}\n{"id": "2"}\n', encoding="utf-8")
    assert main(["ask", "--batch", str(source), "--out", str(target), "--library", library]) == 2
    assert 'line 2: "question" is missing' in capsys.readouterr().err
    assert asked == []
    assert not target.exists()


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["nothing"],
        ["add"],
        ["add", "no/such/file"],
        ["ask"],
        ["ask", " "],
        ["ask", "甲", "--batch", "x"],
        ["ask", "甲", "--out", "x"],
        ["ask", "甲", "--scope", "{"],
        ["ask", "甲", "--scope", "[]"],
        ["correct", ID, "--who", "甲", "--why", "乙"],
        ["correct", ID, "--text", "1", "--why", "乙"],
        ["uncorrect", ID, "--who", "甲"],
        ["reread", "x", "--all"],
        ["cite"],
        ["cite", ID, "--text", "甲"],
        ["cite", "--amount", "much"],
        ["cite", "--code", "1"],
        ["cite", ID, "--limit", "0"],
        ["audit", "--format", "pdf"],
        ["serve", "--port", "0"],
    ],
)
def test_wrong_usage_is_exit_code_2(library: str, arguments: list[str]) -> None:
    assert main([*arguments, *(["--library", library] if arguments else [])]) == 2


def test_a_setting_that_cannot_be_read_is_wrong_usage(
    library: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in {"BUDGET_TOP_K": "many", "BUDGET_READ_SECONDS": "0", "BUDGET_CHANGES": "maybe"}.items():
        with monkeypatch.context() as environment:
            environment.setenv(name, value)
            assert main(["status", "--library", library]) == 2
            assert name in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["status"], ["audit"], ["cite", ID], ["ask", "甲"], ["remove", "x"]])
def test_a_missing_library_is_said_clearly(
    tmp_path: Path, arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*arguments, "--library", str(tmp_path / "none")]) == 1
    assert "There is no library in" in capsys.readouterr().err


def test_a_line_for_the_file_of_users_is_made_from_a_password_on_standard_input(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("correct horse\n"))
    assert main(["user", "甲"]) == 0
    name, _, kept = capsys.readouterr().out.strip().partition(":")
    assert name == "甲"
    assert matches("correct horse", kept)
    for name, password in (("甲:乙", "correct horse"), ("甲", "short")):
        monkeypatch.setattr(sys, "stdin", io.StringIO(f"{password}\n"))
        assert main(["user", name]) == 2
        assert "password" in capsys.readouterr().err or ":" in name
