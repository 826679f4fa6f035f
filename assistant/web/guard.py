"""What every request passes: sign-in, headers that keep the browser to this host, and nothing that nobody uses."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from typing import Any

import anyio

from assistant.web.access import Users

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

USER = "budget_user"
"""Where in the scope of a request the signed-in user stands."""

_UNUSED = (
    "/gradio_api/upload",
    "/gradio_api/file",
    "/gradio_api/proxy",
    "/gradio_api/stream",
    "/gradio_api/dev",
    "/gradio_api/vibe",
    "/gradio_api/process",
    "/gradio_api/component_server",
)
_SCRIPT = re.compile(rb"<script([^>]*)>(.*?)</script>", re.DOTALL)
_SHARED = (
    "default-src 'self'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "style-src 'self' 'unsafe-inline'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
)
_FIXED = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"x-frame-options", b"DENY"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
)


@dataclass(frozen=True, slots=True)
class Guard:
    """An ASGI application around another. Without ``users`` and ``proxy_user`` everybody may read.

    ``proxy_user`` names the header (lower case) in which a trusted proxy says who signed in there.
    """

    app: App
    users: Users | None = None
    proxy_user: str = ""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request or connection."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        headers = {key.decode("latin-1").lower(): value.decode("latin-1") for key, value in scope["headers"]}
        user = await self._user(headers)
        if scope["type"] != "http" or scope["path"].startswith(_UNUSED):
            await _refuse(scope, send, 404)
        elif not user and (self.users is not None or self.proxy_user):
            await _refuse(scope, send, 401)
        else:
            scope[USER] = user
            if scope["path"] == "/":  # the scripts of the page can only be named if it comes as it is
                scope["headers"] = [item for item in scope["headers"] if item[0].lower() != b"accept-encoding"]
            await self.app(scope, receive, _Secured(send))

    async def _user(self, headers: dict[str, str]) -> str:
        if self.proxy_user:
            return headers.get(self.proxy_user, "").strip()
        if self.users is None:
            return ""
        return await anyio.to_thread.run_sync(self.users.signed_in, headers.get("authorization", ""))


class _Secured:
    """Sends a response with the security headers; a page of HTML only once its scripts are known."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._held: Message | None = None
        self._body = bytearray()

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            kind = next((value for key, value in message["headers"] if key.lower() == b"content-type"), b"")
            if kind.startswith(b"text/html"):
                self._held = message
                return
            await self._send({**message, "headers": _with(message, policy(b""))})
        elif self._held is None:
            await self._send(message)
        else:
            self._body += message.get("body", b"")
            if not message.get("more_body", False):
                body = bytes(self._body)
                await self._send({**self._held, "headers": _with(self._held, policy(body))})
                await self._send({"type": "http.response.body", "body": body})


def policy(page: bytes) -> str:
    """The content security policy of a page: scripts of this host and those that stand in the page itself.

    Each of the latter is named by its hash, so that none that a text smuggles in later runs. Gradio compiles the script
    of its HTML component, hence unsafe-eval.
    """
    inside = (body for attributes, body in _SCRIPT.findall(page) if b"src=" not in attributes)
    hashes = (base64.b64encode(hashlib.sha256(body.replace(b"\r\n", b"\n")).digest()).decode() for body in inside)
    scripts = " ".join(["script-src 'self' 'unsafe-eval'", *(f"'sha256-{item}'" for item in dict.fromkeys(hashes))])
    return "; ".join((*_SHARED, scripts))


def _with(message: Message, content: str) -> list[tuple[bytes, bytes]]:
    own = {b"content-security-policy", *(name for name, _ in _FIXED)}
    kept = [(key, value) for key, value in message["headers"] if key.lower() not in own]
    return [*kept, (b"content-security-policy", content.encode()), *_FIXED]


async def _refuse(scope: Scope, send: Send, status: int) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008})
        return
    headers = [(b"content-type", b"text/plain; charset=utf-8")]
    if status == 401:
        headers.append((b"www-authenticate", b'Basic realm="Budget assistant", charset="UTF-8"'))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b"Please sign in." if status == 401 else b"Not found."})
