"""Requests to a piece of ASGI middleware, without a server."""

import asyncio
from collections.abc import Mapping
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send


class Inner:
    """What is behind the middleware: it takes what comes, and answers with these headers. asked: how often it was."""

    def __init__(self, headers: Mapping[str, str] | None = None) -> None:
        self.headers = headers or {}
        self.asked = 0
        self.hold = asyncio.Event()
        self.hold.set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.asked += 1
        await self.hold.wait()
        if scope["type"] == "websocket":
            await send({"type": "websocket.accept"})
            return
        await send({"type": "http.response.start", "status": 204, "headers": raw(self.headers)})
        await send({"type": "http.response.body", "body": b""})


def raw(headers: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    """Headers as ASGI has them."""
    return [(name.lower().encode(), value.encode()) for name, value in headers.items()]


async def ask(
    app: ASGIApp, kind: str = "http", method: str = "GET", path: str = "/", scheme: str = "http", **headers: str
) -> list[Message]:
    """What the app sends for one request; the _ in names of headers stand for -."""
    sent: list[Message] = []
    told = raw({name.replace("_", "-"): value for name, value in headers.items()})
    scope: dict[str, Any] = {"type": kind, "method": method, "path": path, "scheme": scheme, "headers": told}

    async def receive() -> Message:
        return {"type": "websocket.connect"} if kind == "websocket" else {"type": "http.request", "body": b""}

    async def send(message: Message) -> None:
        sent.append(message)

    await app(scope, receive, send)
    return sent


def asked(app: ASGIApp, **request: str) -> list[Message]:
    """The same, outside of a loop."""
    return asyncio.run(ask(app, **request))
