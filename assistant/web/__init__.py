"""The web site: a Gradio page over ``assistant.answer.ask``, with an API. It asks no other host, keeps no questions."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.config import Settings

if TYPE_CHECKING:
    from assistant.library import Library
    from assistant.records import Answer, Turn
    from assistant.web.conversation import Ask, FindEvidence
    from assistant.web.guard import App

__all__ = ["build", "serve"]

_STYLES = tuple(Path(__file__).with_name(name) for name in ("style.css", "pages.css"))


def build(
    library: Library,
    *,
    ask: Ask | None = None,
    evidence: FindEvidence | None = None,
    changes: str = "off",
    host: str = "",
) -> App:
    """The site for a library, as an ASGI application. ``ask`` and ``evidence`` stand in for the real ones in tests.

    ``changes`` says who may change the library (local, login, on, off), ``host`` on which address it will be served.
    ``UserFileError`` or ``OSError`` for a user file that cannot be read.
    """
    _quiet()
    from assistant.web.access import Policy
    from assistant.web.conversation import Conversation
    from assistant.web.layout import blocks
    from assistant.web.site import site

    policy = Policy(changes, host)
    beside: dict[str, Any] = {} if ask else _beside(library)
    conversation = Conversation(library, ask or _real_ask(), evidence or _real_evidence(), policy, **beside)
    return site(library, blocks(conversation), policy, _look())


def serve(library_folder: Path, settings: Settings, host: str = "127.0.0.1", port: int = 7860) -> None:
    """Serve the site for the library in ``library_folder`` until interrupted.

    Raises what ``Library.open`` raises for a folder that holds no usable library, ``UserFileError`` for a user file
    that cannot be read, and ``OSError`` for a port in use.
    """
    _quiet()
    import uvicorn

    from assistant.library import Library

    with Library.open(library_folder, settings) as library:
        application = build(library, changes=settings.changes, host=host)
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
        shown = f"[{host}]" if ":" in host else host
        print(f"http://{shown}:{port}", flush=True)
        threading.Thread(target=library.warm_up, daemon=True).start()
        # Whom a proxy speaks for is read from its headers by `access`; addresses are of no interest.
        # Open pages hold connections; they must not keep the server from ending.
        uvicorn.run(
            application,
            host=host,
            port=port,
            log_level="warning",
            proxy_headers=False,
            server_header=False,
            timeout_graceful_shutdown=2,
        )


def _look() -> dict[str, Any]:
    """How Gradio mounts the page: look, and everything off that would ask another host or keep questions.

    ``run_history`` would keep each question in the browser's storage; the footer and API pages show Gradio's own links.
    """
    from assistant.web.theme import theme

    return {
        "ssr_mode": False,
        "footer_links": [],
        "run_history": False,
        "enable_monitoring": False,
        "mcp_server": False,
        "pwa": False,
        "theme": theme(),
        "css": "".join(file.read_text(encoding="utf-8") for file in _STYLES),
        "show_error": False,
        "app_kwargs": {"docs_url": None, "redoc_url": None, "openapi_url": None},
    }


def _quiet() -> None:
    """Gradio reads this when it is imported."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"


def _real_ask() -> Ask:
    from assistant.answer import ask

    return ask


def _beside(library: Library) -> dict[str, Any]:
    """What the page shows beside the real answers: follow-ups, addends, and examples that have an answer."""
    from assistant.addends import addends_of
    from assistant.answer import tried
    from assistant.language import language_of
    from assistant.suggest import followups

    def suggest(answer: Answer, before: Sequence[Turn], library: Library) -> Sequence[str]:
        turns = (*before, answer.turn)

        def attempt(text: str) -> Turn:
            return tried(text, turns, library, answer.given)

        return followups(answer, library.documents(), attempt, language_of(answer.question))

    def answers(question: str) -> bool:
        return tried(question, (), library).result.status == "answered"

    return {"suggest": suggest, "addends": addends_of, "answers": answers}


def _real_evidence() -> Callable[..., Any]:
    from assistant.evidence import evidence

    return evidence
