"""Connections that fail, one after the other for as long as there is no scheduler, leave nothing behind."""

import gc
import threading
from typing import Any

import psutil
import pytest

pytest.importorskip("distributed", reason="jobs on a cluster need dask's distributed (requirements-cluster.txt)")

from distributed import Client
from distributed.utils import LoopRunner

from engine.runs.executors.cluster import Connection

NOBODY = "tcp://127.0.0.1:1"


def test_no_threads_and_no_open_files() -> None:
    held = []
    for _ in range(4):
        with pytest.raises(OSError, match="connect"):
            Connection(NOBODY)
        gc.collect()
        held.append((threading.active_count(), psutil.Process().num_fds()))
    assert held[1:] == held[:-1]


def test_collecting_one_does_not_wait_for_another_that_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    """Dask's lock is held by who begins, and the collector may run there."""

    async def refused(*_: Any, **__: Any) -> None:
        raise TypeError("no certificate")

    monkeypatch.setattr(Client, "_ensure_connected", refused)
    with pytest.raises(TypeError, match="no certificate"):
        Connection(NOBODY)
    collecting = threading.Thread(target=gc.collect, daemon=True)
    with LoopRunner._lock:
        collecting.start()
        collecting.join(5)
        assert not collecting.is_alive()
