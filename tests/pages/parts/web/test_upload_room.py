"""Uploads are refused before their bytes are taken: by session, by all of them, by the memory that is left."""

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest
from starlette.types import Message
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFileRec

from engine import limits
from pages.parts.web import upload_room
from pages.parts.web.upload_room import UploadRoom
from tests.pages.parts.web.asking import Inner, ask

MOST = limits.UPLOAD_BYTES


@pytest.fixture
def manager(monkeypatch: pytest.MonkeyPatch) -> MemoryUploadedFileManager:
    """Streamlit's place for uploads, on a machine with plenty of memory."""
    made = MemoryUploadedFileManager("/_stcore/upload_file")
    monkeypatch.setattr(upload_room.runtime, "get_instance", lambda: SimpleNamespace(uploaded_file_mgr=made))
    memory(monkeypatch, 10 * limits.FREE_MEMORY_BYTES)
    return made


def memory(monkeypatch: pytest.MonkeyPatch, n_bytes: int) -> None:
    """Let so much be available."""
    monkeypatch.setattr(upload_room.psutil, "virtual_memory", lambda: SimpleNamespace(available=n_bytes))


class Bytes(bytes):
    """A file that claims a size, so that the test needs no memory."""

    size = 0

    def __len__(self) -> int:
        return self.size


def hold(manager: MemoryUploadedFileManager, session: str, file_id: str, size: int) -> None:
    """As if a file had come."""
    data = Bytes()
    data.size = size
    manager.add_file(session, UploadedFileRec(file_id=file_id, name="a", type="", data=data))


async def put(room: UploadRoom, session: str, size: int | None, file_id: str = "x", before: str = "") -> int:
    """The status of an upload."""
    headers = {} if size is None else {"content_length": str(size)}
    path = f"{before}/_stcore/upload_file/{session}/{file_id}"
    sent: list[Message] = await ask(room, method="PUT", path=path, **headers)
    return sent[0]["status"]


def test_a_session_cannot_fill_the_memory_whatever_ids_it_invents(manager: MemoryUploadedFileManager) -> None:
    inner = Inner()
    room = UploadRoom(inner)

    async def flood() -> list[int]:
        statuses = []
        for number in range(20):
            status = await put(room, "one", 49_000_000, f"invented-{number}")
            if status == 204:
                hold(manager, "one", f"invented-{number}", 49_000_000)
            statuses.append(status)
        return statuses

    assert asyncio.run(flood()) == [204] * 3 + [413] * 17
    assert inner.asked == 3  # the others were refused before Streamlit saw a byte


def test_files_on_their_way_count(manager: MemoryUploadedFileManager) -> None:
    async def at_once() -> tuple[list[int], int]:
        inner = Inner()
        inner.hold.clear()
        room = UploadRoom(inner)
        asked = [asyncio.create_task(put(room, "one", MOST, str(number))) for number in range(20)]
        await asyncio.sleep(0.05)
        inner.hold.set()
        found = [await each for each in asked]
        return found, await put(room, "one", MOST)

    statuses, later = asyncio.run(at_once())
    assert sorted(statuses) == [204] * 3 + [413] * 17
    assert later == 204  # what has gone through leaves its place


def test_without_a_length_the_largest_is_expected(manager: MemoryUploadedFileManager) -> None:
    hold(manager, "one", "a", limits.SESSION_UPLOADS * MOST - MOST + 1)
    assert asyncio.run(put(UploadRoom(Inner()), "one", None)) == 413
    assert asyncio.run(put(UploadRoom(Inner()), "one", 1000)) == 204


def test_all_sessions_together_have_a_limit(manager: MemoryUploadedFileManager) -> None:
    for number in range(limits.ALL_UPLOADS):
        hold(manager, f"session {number}", "a", MOST)
    assert asyncio.run(put(UploadRoom(Inner()), "another", 1)) == 503


def test_a_machine_that_is_short_of_memory_takes_nothing(
    manager: MemoryUploadedFileManager, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory(monkeypatch, limits.FREE_MEMORY_BYTES + 1000)
    assert asyncio.run(put(UploadRoom(Inner()), "one", 1001, before="/sub/path")) == 503
    assert asyncio.run(put(UploadRoom(Inner()), "one", 1000)) == 204


@pytest.mark.parametrize(("n_files", "size"), [(limits.SESSION_FILES, 1), (limits.SESSION_NAMES, 0)])
def test_many_small_files_have_a_limit(manager: MemoryUploadedFileManager, n_files: int, size: int) -> None:
    for number in range(n_files):
        hold(manager, "one", str(number), size)
    assert asyncio.run(put(UploadRoom(Inner()), "one", 0)) == 413
    assert asyncio.run(put(UploadRoom(Inner()), "two", 0)) == 204


def test_other_requests_pass(manager: MemoryUploadedFileManager, monkeypatch: pytest.MonkeyPatch) -> None:
    memory(monkeypatch, 0)
    inner = Inner()
    requests: list[dict[str, Any]] = [
        {"method": "GET", "path": "/"},
        {"method": "DELETE", "path": "/_stcore/upload_file/a/b"},
        {"kind": "websocket", "path": "/_stcore/stream"},
    ]
    for request in requests:
        asyncio.run(ask(UploadRoom(inner), **request))
    assert inner.asked == 3
