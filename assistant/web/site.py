"""The whole site as one ASGI application: the page, the HTTP API, MCP, downloads and uploads, behind the guard."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import gradio as gr
from fastapi import FastAPI

from assistant.service import Service
from assistant.web import api, files, mcp_tools, uploads
from assistant.web.access import Policy, Users
from assistant.web.guard import App, Guard

if TYPE_CHECKING:
    from assistant.library import Library


def site(library: Library, page: gr.Blocks, policy: Policy, look: dict[str, object]) -> App:
    """The application for a library and its page; ``look`` are the arguments with which Gradio mounts it.

    ``UserFileError`` or ``OSError`` for a user file that cannot be read.
    """
    settings = library.settings
    service, gate = Service(library), api.Gate(settings.at_once, settings.queue)
    tools = mcp_tools.server(service, gate, policy.host)
    tools_app = tools.streamable_http_app()

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with tools.session_manager.run():
            yield

    # Its own documentation pages load scripts from another host; the schema itself stays.
    made = FastAPI(
        title="Budget assistant",
        description="Cited and cross-checked figures of public budget documents (docs/api.md).",
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
    )
    made.include_router(api.router(service, gate))
    made.include_router(uploads.router(library, policy, settings.upload_mb))
    made.include_router(files.router(library, gate))
    made.mount("/mcp", tools_app)
    gr.mount_gradio_app(made, page, path="/", **look)
    users = Users.load(settings.users) if settings.users else None
    return Guard(made, users, settings.proxy_user)
