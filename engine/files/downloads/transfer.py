"""One request to a server that may be slow, broken or not the one it should be."""

import contextlib
import queue
import ssl
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, OpenerDirector, Request, build_opener

from engine import VERSION
from engine.errors import Cancelled
from engine.files.downloads.entries import HOSTS
from engine.report import Report

BLOCK = 1 << 16
_POLL = 0.1
"""Seconds between two looks at whether the user has cancelled."""
_MAX_WAITING = 16
"""Blocks read ahead."""


@dataclass(frozen=True)
class Web:
    """Whom to talk to, and with how much patience, in seconds."""

    hosts: frozenset[str] = HOSTS
    scheme: str = "https"
    answer: float = 10
    """Until a server answers; a second one gets what is left of `offline`."""
    offline: float = 14
    """Until the network is taken to be down: no server has answered."""
    read: float = 30
    """Between two blocks."""
    total: float = 600
    retry_after: float = 60
    """The longest pause that a server may ask for."""

    def allows(self, url: str) -> bool:
        """True for addresses of the listed hosts, by the one scheme."""
        parts = urlsplit(url)
        return parts.scheme == self.scheme and parts.hostname in self.hosts


class TransferError(Exception):
    """A transfer failed: what happened, as a part of a sentence; `retry_after`: seconds, if the server named them."""

    def __init__(self, what: str, code: str, retry_after: float | None = None):
        super().__init__(what)
        self.code = code
        self.retry_after = retry_after


@dataclass(frozen=True)
class Answer:
    """What a server says before it sends: the offset it begins at, and whether it sends a web page."""

    offset: int
    is_page: bool


class Transfer:
    """A request in a thread of its own, so that neither a slow name server nor a stalled line holds up a cancel."""

    def __init__(self, url: str, offset: int, web: Web, report: Report):
        if not web.allows(url):
            raise TransferError("the address is not on the list of allowed servers", "E-NET-42")
        self._web, self._report = web, report
        self._received: queue.Queue[Any] = queue.Queue(_MAX_WAITING)
        self._over = threading.Event()
        threading.Thread(target=self._run, args=(url, offset), daemon=True).start()

    def answer(self, patience: float) -> Answer:
        """Wait for the server's first words. Raises TransferError, Cancelled."""
        return self._next(patience, f"no answer within {patience:.2g} s", "E-NET-26")

    def blocks(self, deadline: float) -> Iterator[bytes]:
        """The body, until `deadline` (in time.monotonic()). Raises TransferError, Cancelled."""
        while block := self._next(self._web.read, f"nothing came for {self._web.read:g} s", "E-NET-27"):
            if time.monotonic() > deadline:
                raise TransferError(f"it was not done within {self._web.total:g} s", "E-NET-39")
            yield block

    def close(self) -> None:
        """Let go of the connection; the thread ends with the block it is reading."""
        self._over.set()

    def _next(self, patience: float, what: str, code: str) -> Any:
        give_up = time.monotonic() + patience
        while True:
            if self._report.cancelled():
                raise Cancelled
            try:
                item = self._received.get(timeout=_POLL)
            except queue.Empty:
                if time.monotonic() > give_up:
                    raise TransferError(what, code) from None
                continue
            if isinstance(item, Exception):
                raise item
            return item

    def _run(self, url: str, offset: int) -> None:
        headers = {"User-Agent": f"embedding-workbench/{VERSION}", "Accept-Encoding": "identity"}
        if offset:
            headers["Range"] = f"bytes={offset}-"
        longer = self._web.read + self._web.answer  # so that it is the waiting side that gives up, and says why
        try:
            with _opener(self._web).open(Request(url, headers=headers), timeout=longer) as response:
                self._put(_understood(response.status, response.headers, offset))
                while not self._over.is_set() and (block := response.read1(BLOCK)):
                    self._put(block)
            self._put(b"")
        except (OSError, HTTPException, TransferError) as error:
            self._put(_explained(error))

    def _put(self, item: Answer | bytes | TransferError) -> None:
        while not self._over.is_set():
            with contextlib.suppress(queue.Full):
                self._received.put(item, timeout=_POLL)
                break


def _opener(web: Web) -> OpenerDirector:
    """The standard library's opener: honors proxies, verifies certificates; follows redirects only where allowed."""

    class Redirects(HTTPRedirectHandler):
        def redirect_request(self, req: Request, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Any:
            if not web.allows(newurl):
                raise TransferError(f"it sends on to {newurl:.100}, which is not allowed", "E-NET-32")
            return super().redirect_request(req, fp, code, msg, headers, newurl)

    return build_opener(Redirects)


def _understood(status: int, headers: Message, offset: int) -> Answer:
    sent = str(headers.get("Content-Range", ""))
    resumed = status == 206 and sent.startswith(f"bytes {offset}-")
    if status == 206 and not resumed:
        raise TransferError(f"it sent another part than asked for ({sent:.40})", "E-NET-41")
    return Answer(offset if resumed else 0, headers.get_content_type() == "text/html")


def _explained(error: Exception) -> TransferError:
    """What went wrong, in words for the user."""
    if isinstance(error, TransferError):
        return error
    if isinstance(error, HTTPError) and error.code < 400:  # the standard library refuses other schemes by itself
        return TransferError("it sends on to an address that is not allowed", "E-NET-43")
    if isinstance(error, HTTPError):
        return TransferError(f"the server answered {error.code}", "E-NET-33", _retry_after(error.headers))
    reason = error.reason if isinstance(error, URLError) else error
    if isinstance(reason, ssl.SSLError):
        return TransferError(f"its certificate or encryption is not valid ({reason})", "E-NET-35")
    if isinstance(error, URLError):
        return TransferError(f"it cannot be reached ({reason})", "E-NET-38")
    return TransferError(f"the connection broke ({type(error).__name__})", "E-NET-40")


def _retry_after(headers: Message) -> float | None:
    """Seconds to wait, from a number or a date."""
    value = str(headers.get("Retry-After", "")).strip()
    if value.isdecimal():
        return float(value[:9])
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
    except (ValueError, OverflowError):
        return None
