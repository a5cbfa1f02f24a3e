"""A name for each browser, which nobody else can guess: what a visitor made stays this visitor's after a reload.

It is a random cookie that no script can read, given with the first page. What the server keeps is its hash alone, so
that nobody becomes a visitor by reading there.
"""

import hashlib
import re
import secrets
from collections.abc import Mapping

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import config

COOKIE = "embedding_visitor"
SECRET = re.compile("[0-9a-f]{64}")
DAYS = 400
"""How long browsers keep it at most."""


class Visitor:
    """Gives the cookie with every page that is asked for without one."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request; see ASGI."""
        if scope["type"] != "http" or name_of(cookie_parser(Headers(scope=scope).get("cookie", ""))):
            await self.app(scope, receive, send)
            return
        secure = "; Secure" if scope.get("scheme") == "https" else ""

        async def with_cookie(message: Message) -> None:
            if message["type"] == "http.response.start":
                told = MutableHeaders(scope=message)
                if told.get("content-type", "").startswith("text/html"):
                    lasts = f"Max-Age={DAYS * 86_400}; Path={path()}; HttpOnly; SameSite=Lax{secure}"
                    told.append("set-cookie", f"{COOKIE}={secrets.token_hex(32)}; {lasts}")
            await send(message)

        await self.app(scope, receive, with_cookie)


def path() -> str:
    """Where the app begins on its host: other programs below the same name are not shown the cookie."""
    return "/" + str(config.get_option("server.baseUrlPath") or "").strip("/")


def name_of(cookies: Mapping[str, str]) -> str:
    """The name of the visitor whose cookies these are; "" without a cookie of ours."""
    secret = str(cookies.get(COOKIE, ""))
    return hashlib.sha256(f"visitor {secret}".encode()).hexdigest()[:32] if SECRET.fullmatch(secret) else ""
