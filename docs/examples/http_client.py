"""Ask a running assistant over HTTP, with nothing but Python: python docs/examples/http_client.py http://127.0.0.1:7860"""

import json
import sys
import urllib.parse
import urllib.request

ADDRESS = (sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:7860").rstrip("/")


def get(path: str, **query: str) -> dict:
    with urllib.request.urlopen(f"{ADDRESS}{path}?{urllib.parse.urlencode(query, doseq=True)}") as response:
        return json.load(response)


def ask(question: str, **scope: object) -> dict:
    body = json.dumps({"question": question, "scope": scope or None}).encode()
    request = urllib.request.Request(f"{ADDRESS}/api/ask", body, {"content-type": "application/json"})
    with urllib.request.urlopen(request) as response:
        return json.load(response)


answer = ask("电子书包 total spend")
print(answer["status"])
for figure in answer["figures"]:
    print(figure["role"], figure["label"], figure["amount"], figure["unit"], figure["citations"])

first = answer["citations"][0]
place = get("/api/cite", id=first["id"])["results"][0]
print("[1] is", place["document_name"], "line", place["line"], "printed", place["cell_text"])

findings = get("/api/audit", severity="error")
print(findings["count"], "errors in", get("/api/documents")["count"], "documents")
