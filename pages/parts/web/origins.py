"""Which pages may talk to this server: its own alone.

Streamlit lets in pages of every port of this machine, and asks a service on the internet for the machine's outer
address before it refuses any other. Here a WebSocket is opened only for a page of the very address that it is opened
at, or of one that `server.corsAllowedOrigins` names, and nothing is asked.
"""

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit import config

FORBIDDEN = {"type": "websocket.close", "code": 1008, "reason": "This page belongs to another address."}
"""Sent before the connection is accepted it becomes HTTP's 403."""


class Origins:
    """Refuses a WebSocket that a page of another address asks for."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request; see ASGI."""
        if scope["type"] == "websocket" and not is_own(Headers(scope=scope)):
            await receive()
            await send(FORBIDDEN)
            return
        await self.app(scope, receive, send)


def is_own(headers: Headers) -> bool:
    """Whether the page that asks was served here; programs that are no browser name no page."""
    origin = headers.get("origin")
    if origin is None or origin in config.get_option("server.corsAllowedOrigins"):
        return True
    return urlsplit(origin).netloc == headers.get("host", "")
