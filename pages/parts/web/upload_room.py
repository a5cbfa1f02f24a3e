"""Room for uploads, which Streamlit holds in memory: what has none is refused before its bytes are taken.

Streamlit knows the largest size of one file, and lets a visitor send as many as he likes, under any name of a file that
he invents. Here all files that a session holds, those of all sessions, those on their way and the memory that is left
are looked at first. The pages let go of a file as soon as it is kept on the disk, so that a session seldom holds any.
"""

import re

import psutil
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit import runtime
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager

from engine import limits, settings

UPLOAD = re.compile(r"/_stcore/upload_file/([^/]*)/[^/]*$")


class UploadRoom:
    """Refuses uploads for which there is no room; see the module."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.coming: dict[object, tuple[str, int]] = {}
        """Session and bytes of each upload that is on its way."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request; see ASGI."""
        wanted = UPLOAD.search(scope["path"]) if scope["type"] == "http" and scope["method"] == "PUT" else None
        if wanted is None:
            await self.app(scope, receive, send)
            return
        session, size = wanted[1], _announced(Headers(scope=scope))
        refusal = self._refusal(session, size)
        if refusal is not None:
            await refusal(scope, receive, send)
            return
        this = object()
        self.coming[this] = session, size
        try:
            await self.app(scope, receive, send)
        finally:
            del self.coming[this]

    def _refusal(self, session: str, size: int) -> PlainTextResponse | None:
        """Why an upload is not taken now; None if it is. What is too large alone Streamlit refuses by itself."""
        held = [*_held(), *self.coming.values()]
        own = [n_bytes for owner, n_bytes in held if owner == session]
        most = settings.upload_bytes()
        too_many = sum(map(bool, own)) >= limits.SESSION_FILES or len(own) >= limits.SESSION_NAMES
        if too_many or sum(own) + size > limits.SESSION_UPLOADS * most:
            return PlainTextResponse("You have sent too much at once; remove a file first.", 413)
        on_their_way = sum(n_bytes for _, n_bytes in self.coming.values())
        left = psutil.virtual_memory().available - on_their_way - size
        if sum(n_bytes for _, n_bytes in held) + size > limits.ALL_UPLOADS * most or left < limits.FREE_MEMORY_BYTES:
            sentence = "The server is busy and short of memory; please try again in a minute."
            return PlainTextResponse(sentence, 503, {"Retry-After": "60"})
        return None


def _announced(headers: Headers) -> int:
    """Bytes of a request; where they are not said, as many as may come."""
    told = headers.get("content-length", "")
    return int(told) if told.isdecimal() else settings.upload_bytes()


def _held() -> list[tuple[str, int]]:
    """Session and bytes of each file that Streamlit holds."""
    manager = runtime.get_instance().uploaded_file_mgr
    assert isinstance(manager, MemoryUploadedFileManager)
    return [
        (session, len(file.data))
        for session, files in list(manager.file_storage.items())
        for file in list(files.values())
    ]
