"""A web server on 127.0.0.1 that misbehaves in a chosen way at every path."""

import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Behavior = Callable[[BaseHTTPRequestHandler, bytes], None]


class BadServer:
    """`behaviors`: path -> what to do there, given the content that would be right. `requests`: (path, Range)."""

    def __init__(self, content: bytes, context: ssl.SSLContext | None = None):
        self.behaviors: dict[str, Behavior] = {}
        self.requests: list[tuple[str, str | None]] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.requests.append((self.path, self.headers["Range"]))
                with suppress(ConnectionError):  # the client has heard enough
                    outer.behaviors[self.path](self, content)

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.scheme = "https" if context else "http"
        if context:
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)

    def url(self, path: str, behavior: Behavior) -> str:
        """The address at which the server behaves like that."""
        self.behaviors[path] = behavior
        return f"{self.scheme}://127.0.0.1:{self._server.server_port}{path}"

    @contextmanager
    def running(self) -> Iterator["BadServer"]:
        """Serve for the length of a block."""
        thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._server.shutdown()
            self._server.server_close()


def head(handler: BaseHTTPRequestHandler, status: int, **headers: object) -> None:
    """Status line and headers; underscores in names stand for hyphens."""
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), str(value))
    handler.end_headers()


def good(handler: BaseHTTPRequestHandler, content: bytes) -> None:
    """The whole content, or the part asked for."""
    start = int((handler.headers["Range"] or "bytes=0-")[6:-1])
    if start:
        sent = f"bytes {start}-{len(content) - 1}/{len(content)}"
        head(handler, 206, Content_Range=sent, Content_Length=len(content) - start)
    else:
        head(handler, 200, Content_Length=len(content))
    handler.wfile.write(content[start:])


def without_resuming(handler: BaseHTTPRequestHandler, content: bytes) -> None:
    """The whole content, whatever part was asked for."""
    head(handler, 200, Content_Length=len(content))
    handler.wfile.write(content)


def truncated(handler: BaseHTTPRequestHandler, content: bytes) -> None:
    """Half of what Content-Length promises."""
    head(handler, 200, Content_Length=len(content))
    handler.wfile.write(content[: len(content) // 2])


def truncated_silently(handler: BaseHTTPRequestHandler, content: bytes) -> None:
    """Half of it, with no Content-Length."""
    head(handler, 200)
    handler.wfile.write(content[: len(content) // 2])


def tampered(handler: BaseHTTPRequestHandler, content: bytes) -> None:
    """The right length, one byte wrong; also when only the end is asked for."""
    good(handler, content[:-1] + bytes([content[-1] ^ 1]))


def login_page(handler: BaseHTTPRequestHandler, content: bytes) -> None:
    """A page where a file should be, as captive portals send."""
    head(handler, 200, Content_Type="text/html; charset=utf-8")
    handler.wfile.write(b"<!DOCTYPE html><title>Please log in</title>")


def unlabeled_page(handler: BaseHTTPRequestHandler, content: bytes) -> None:
    """A page that does not say that it is one."""
    head(handler, 200, Content_Type="application/octet-stream")
    handler.wfile.write(b"\n<HTML><title>Please log in</title>")


def endless(handler: BaseHTTPRequestHandler, content: bytes) -> None:
    """Never stops."""
    head(handler, 200)
    while True:
        handler.wfile.write(content)


def stalled(handler: BaseHTTPRequestHandler, content: bytes) -> None:
    """Sends half and then nothing, but holds the line."""
    head(handler, 200, Content_Length=len(content))
    handler.wfile.write(content[: len(content) // 2])
    time.sleep(5)


def silent(handler: BaseHTTPRequestHandler, content: bytes) -> None:
    """Takes the request and says nothing."""
    time.sleep(5)


def dribbling(handler: BaseHTTPRequestHandler, content: bytes) -> None:
    """A little at a time, for some seconds."""
    head(handler, 200, Content_Length=len(content))
    for start in range(0, len(content), len(content) // 50):
        handler.wfile.write(content[start : start + len(content) // 50])
        time.sleep(0.04)


def status(code: int, **headers: object) -> Behavior:
    """An error."""
    return lambda handler, content: head(handler, code, Content_Length=0, **headers)


def redirect(address: str) -> Behavior:
    """Elsewhere."""
    return lambda handler, content: head(handler, 302, Location=address, Content_Length=0)


def busy_at_first(handler: BaseHTTPRequestHandler, content: bytes) -> None:
    """Asks for patience once."""
    server = handler.server
    if getattr(server, "asked_before", False):
        good(handler, content)
    else:
        server.asked_before = True  # type: ignore[attr-defined]
        head(handler, 429, Retry_After=0, Content_Length=0)
