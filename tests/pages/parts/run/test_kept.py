"""What stays in memory is counted in bytes; what is deleted is let go of."""

import threading
import weakref
from types import SimpleNamespace

import numpy as np
import pytest

from engine.embedding import Embedding
from engine.fit import Fit
from engine.runs import store
from engine.runs.store import MissingRun
from pages.parts.run import kept, state
from pages.parts.run.kept import Kept, Memory, size_of
from tests.saved_runs import saved


class Big:
    """A value of a hundred thousand bytes."""

    def __init__(self) -> None:
        self.array = np.zeros(100_000, np.uint8)


@pytest.fixture(autouse=True)
def there(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The runs that were deleted; all others are there."""
    gone: set[str] = set()
    monkeypatch.setattr(kept, "store", SimpleNamespace(exists=lambda run_id: run_id not in gone))
    return gone


def test_so_many_bytes_are_held_and_no_more() -> None:
    loaded: list[str] = []
    memory = Memory(350_000)
    load = Kept(lambda run_id: loaded.append(run_id) or Big(), memory)
    for run_id in "abcd":
        load(run_id)
    assert [key[1] for key in memory.held] == ["b", "c", "d"]
    load("b")  # asked for again: now c was asked for longest ago
    load("e")
    assert [key[1] for key in memory.held] == ["d", "b", "e"]
    assert loaded == ["a", "b", "c", "d", "e"]


def test_what_hangs_on_a_value_later_counts_too() -> None:
    memory = Memory(350_000)
    load = Kept(lambda run_id: Big(), memory)
    load("a").more = np.zeros(200_000, np.uint8)
    load("b")
    assert [key[1] for key in memory.held] == ["b"]


def test_one_value_may_be_larger_than_all_the_room() -> None:
    memory = Memory(10)
    load = Kept(lambda run_id: Big(), memory)
    assert load("a") is load("a")


def test_a_run_that_is_deleted_is_let_go_of(there: set[str]) -> None:
    memory = Memory(1_000_000)
    load = Kept(lambda run_id: Big(), memory)
    value = weakref.ref(load("a"))
    memory.forget("a")
    assert value() is None
    value = weakref.ref(load("a"))
    there.add("a")
    load("a")  # whoever loads says that it is gone; here it does not
    assert value() is None


def test_sessions_that_ask_at_once_wait_for_one_reading() -> None:
    begun, go, loaded = threading.Event(), threading.Event(), []

    def slowly(run_id: str) -> Big:
        loaded.append(run_id)
        begun.set()
        go.wait(10)
        return Big()

    load, found = Kept(slowly, Memory(1_000_000)), []
    threads = [threading.Thread(target=lambda: found.append(load("a"))) for _ in range(5)]
    for thread in threads:
        thread.start()
    begun.wait(10)
    go.set()
    for thread in threads:
        thread.join()
    assert loaded == ["a"] and len(found) == 5 and len(set(map(id, found))) == 1


def test_a_reading_that_fails_is_tried_again() -> None:
    tries: list[str] = []

    def load(run_id: str) -> Big:
        tries.append(run_id)
        if len(tries) == 1:
            raise ValueError
        return Big()

    function = Kept(load, Memory(1_000_000))
    with pytest.raises(ValueError):
        function("a")
    assert function("a").array.nbytes == 100_000


def test_sizes() -> None:
    array = np.zeros((100, 10), np.float32)
    embedding = Embedding(array, [str(row) for row in range(100)], {"n": np.arange(100)})
    fit = Fit({"a": embedding, "b": embedding.first(50)})
    plain = size_of(fit)
    assert 4000 + 800 + 100 * kept.STRING_BYTES <= plain <= 4000 + 800 + 400 * kept.STRING_BYTES
    assert embedding.unit.nbytes == 4000
    assert size_of(fit) >= plain + 4000


def test_a_deleted_run_is_missing_though_it_was_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "store", store)
    run_id = saved()
    assert state.fit(run_id) is state.fit(run_id)
    store.delete(run_id)
    with pytest.raises(MissingRun):
        state.fit(run_id)
    state.forget([run_id])
