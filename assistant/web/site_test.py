"""The site without a browser: API, MCP and llama clients of docs/, downloads, uploads, sign-in, security headers."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any, cast

import httpx
import pytest
from fastapi import HTTPException
from openpyxl import load_workbook

from assistant.config import Settings
from assistant.library import Library, add_paths
from assistant.web import build
from assistant.web.access import hashed
from assistant.web.api import Gate
from assistant.web.browser_for_tests import served
from assistant.web.uploads import checked_name
from corpus.limits import MEGABYTE

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "corpus" / "documents"
FORM = CORPUS / "minhang-student-growth-space-2019-form.txt"


@pytest.fixture(scope="module")
def public(corpus_library: Library) -> Iterator[httpx.Client]:
    """A site where nobody may change anything."""
    with served(build(corpus_library)) as address, httpx.Client(base_url=address, timeout=60) as client:
        yield client


@pytest.fixture()
def own(tmp_path: Path) -> Iterator[httpx.Client]:
    """A site of this machine alone, over a library with one form, that takes files of 1 MB."""
    settings = Settings(library=tmp_path / "library", use_vectors=False, upload_mb=1)
    add_paths(settings.library, [FORM], settings)
    with Library.open(settings.library, settings) as opened:
        made = build(opened, changes="local", host="127.0.0.1")
        with served(made) as address, httpx.Client(base_url=address, timeout=60) as client:
            yield client


def last(response: httpx.Response) -> dict[str, Any]:
    assert response.status_code == 200, response.text
    return cast("dict[str, Any]", json.loads(response.text.splitlines()[-1]))


def test_the_documented_http_client_works(public: httpx.Client) -> None:
    run = [sys.executable, "docs/examples/http_client.py", str(public.base_url)]
    out = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    assert out[0] == "answered"
    assert any("9259320.00" in line for line in out)
    assert out[-1].endswith("errors in 2 documents")


def test_the_documented_mcp_client_works(public: httpx.Client) -> None:
    run = [sys.executable, "docs/examples/mcp_client.py", f"{public.base_url}mcp/"]
    out = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    assert out[0] == "ask audit cite list_documents"
    assert out[1] == "answered 9259320.00 元"
    assert out[-1].endswith("errors in 2 documents")


def test_requests_that_cannot_be_read_say_why(public: httpx.Client) -> None:
    assert public.post("/api/ask", json={"question": ""}).status_code == 422
    assert public.post("/api/ask", json={"question": "x" * 2001}).status_code == 422
    assert public.get("/api/cite").json()["detail"] == "Give exactly one of id, amount, text, code."
    assert public.get("/api/cite", params={"amount": "1", "text": "x"}).status_code == 422
    assert public.get("/api/cite", params={"id": "0" * 16}).status_code == 404
    assert public.get("/api/audit", params={"document": "no such"}).status_code == 404
    schema = public.get("/api/openapi.json").json()
    assert schema["components"]["schemas"]["FigureObject"]["properties"]["amount"]["description"]


def test_the_audit_and_the_tables_can_be_taken_away(public: httpx.Client) -> None:
    audit = public.get("/api/audit", params={"status": ["fail"], "severity": ["error"]}).json()
    book = load_workbook(BytesIO(public.get("/files/audit.xlsx?status=fail&severity=error").content))
    assert book["checks"].max_row == audit["count"] + 1 > 1
    lines = public.get("/files/audit.csv?status=fail&severity=error").text.splitlines()
    assert lines[0].lstrip("\ufeff").startswith("document,")
    assert "核对报告" in public.get("/files/audit.md").text
    document = public.get("/api/documents").json()["documents"][0]
    tables = load_workbook(BytesIO(public.get("/files/tables.xlsx", params={"document": document["id"]}).content))
    assert tables["tables"].max_row == document["tables"] + 1


def test_nothing_but_the_pages_is_served_and_every_response_keeps_to_this_host(public: httpx.Client) -> None:
    page = public.get("/")
    policy = page.headers["content-security-policy"]
    assert "default-src 'self'" in policy
    scripts = next(part for part in policy.split("; ") if part.startswith("script-src"))
    assert "'unsafe-inline'" not in scripts and "'sha256-" in scripts and "http" not in scripts
    assert public.get("/api/documents").headers["x-content-type-options"] == "nosniff"
    for path in ("/gradio_api/upload", f"/gradio_api/file={FORM}", "/files/../library.db", "/files/%2e%2e/library.db"):
        assert public.get(path).status_code in (404, 405), path
    sha = "0" * 64
    assert public.get(f"/files/picture/{sha}.png").status_code == 404


def test_where_nobody_may_change_the_library_nothing_is_added_or_removed(public: httpx.Client) -> None:
    before = public.get("/api/documents").json()
    assert public.post("/api/documents?name=a.txt", content=b"x").status_code == 403
    assert public.delete(f"/api/documents/{before['documents'][0]['id']}").status_code == 403
    assert public.get("/api/documents").json() == before


def test_a_file_is_added_replaced_and_removed(own: httpx.Client) -> None:
    text = FORM.read_bytes().replace(b"2019", b"2031")
    added = last(own.post("/api/documents", params={"name": "../../新 表.txt"}, content=text))
    assert added["status"] == "added"
    assert added["document"]["name"] == "新 表.txt"
    assert last(own.post("/api/documents", params={"name": "again.txt"}, content=text))["status"] == "unchanged"
    assert own.get("/api/documents").json()["count"] == 2
    newer = text.replace(b"2031", b"2032")
    refused = own.post("/api/documents", params={"name": "新 表.txt"}, content=newer)
    assert (refused.status_code, refused.json()["detail"]["known"]) == (409, "新 表.txt (2031 预算)")
    params = {"name": "新 表.txt", "replace": "true"}
    added = last(own.post("/api/documents", params=params, content=newer))
    assert added["status"] == "replaced"
    assert own.get("/api/documents").json()["count"] == 2
    elsewhere = {"origin": "https://elsewhere.example"}
    assert own.delete(f"/api/documents/{added['document']['id']}", headers=elsewhere).status_code == 403
    assert own.delete(f"/api/documents/{added['document']['id']}").status_code == 200
    assert own.delete(f"/api/documents/{added['document']['id']}").status_code == 404
    assert own.get("/api/documents").json()["count"] == 1


@pytest.mark.parametrize(
    ("name", "content", "status"),
    [
        ("big.txt", b"x" * (MEGABYTE + 1), 413),
        ("empty.txt", b"", 422),
        ("program.exe", b"MZ", 415),
        ("noname", b"x", 415),
        ("broken.pdf", b"%PDF-1.4 broken", 200),
    ],
)
def test_a_file_that_is_not_taken_leaves_nothing_behind(
    own: httpx.Client, tmp_path: Path, name: str, content: bytes, status: int
) -> None:
    kept = sorted((tmp_path / "library" / "files").iterdir())
    response = own.post("/api/documents", params={"name": name}, content=content)
    assert response.status_code == status
    if status == 200:
        assert last(response)["status"] == "failed"
        assert last(response)["message"]
    assert own.get("/api/documents").json()["count"] == 1
    assert sorted((tmp_path / "library" / "files").iterdir()) == kept


def test_a_file_name_leads_nowhere() -> None:
    assert checked_name("../../etc/passwd.txt") == "passwd.txt"
    assert checked_name("C:\\x\\年报.PDF") == "年报.PDF"
    assert checked_name("a\0b<img>.txt") == "a_b_img_.txt"


def test_with_a_user_file_everybody_signs_in_and_may_then_change_the_library(
    corpus_library: Library, tmp_path: Path
) -> None:
    users = tmp_path / "users"
    users.write_text(f"# people\n甲:{hashed('correct horse')}\n", encoding="utf-8")
    settings = replace(corpus_library.settings, users=users)
    with (
        Library.open(corpus_library.folder, settings) as opened,
        served(build(opened, changes="local")) as address,
        httpx.Client(base_url=address, timeout=60) as client,
    ):
        for path in ("/", "/api/documents", "/files/audit.md", "/mcp/"):
            assert client.get(path).status_code == 401, path
        assert client.get("/", auth=("甲", "wrong")).status_code == 401
        assert client.get("/", auth=("乙", "correct horse")).status_code == 401
        good = httpx.BasicAuth("甲".encode(), b"correct horse")
        assert client.get("/", auth=good).status_code == 200
        refused = client.post("/api/documents?name=a.exe", content=b"x", auth=good)
        assert refused.status_code == 415, "who is signed in may add, but not this"


def test_a_trusted_proxy_says_who_is_signed_in(corpus_library: Library) -> None:
    settings = replace(corpus_library.settings, proxy_user="x-forwarded-user")
    with Library.open(corpus_library.folder, settings) as opened, served(build(opened, changes="login")) as address:
        assert httpx.get(f"{address}api/documents").status_code == 401
        headers = {"x-forwarded-user": "someone", "x-forwarded-for": "10.0.0.9"}
        assert httpx.get(f"{address}api/documents", headers=headers).status_code == 200
        url = f"{address}api/documents?name=a.exe"
        assert httpx.post(url, content=b"x", headers=headers).status_code == 415


def test_questions_wait_for_their_turn_and_too_many_are_turned_away() -> None:
    gate = Gate(at_once=1, queue=1)
    entered, leave = threading.Event(), threading.Event()

    def work() -> None:
        with gate.entered():
            entered.set()
            leave.wait(10)

    first, second = threading.Thread(target=work), threading.Thread(target=work)
    first.start()
    assert entered.wait(10)
    second.start()
    until = time.monotonic() + 10
    while gate._places._value and time.monotonic() < until:  # until the second waits
        time.sleep(0.01)
    with pytest.raises(HTTPException), gate.entered():
        pass
    leave.set()
    first.join(10)
    second.join(10)
    with gate.entered():
        pass
