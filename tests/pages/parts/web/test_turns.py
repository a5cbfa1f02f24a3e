"""Turns: a few runs at a time in the order in which they came, none kept waiting by one that takes long."""

import threading
import time
from collections.abc import Callable, Iterator

import pytest
from streamlit.runtime.scriptrunner import script_runner

from pages.parts.web import turns


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Runs are plain calls here, and all turns are given back in the end."""
    monkeypatch.setattr(turns, "_run", lambda page: page())
    yield
    assert not turns._begun and not turns._line


def began(page: Callable[[], None]) -> threading.Thread:
    thread = threading.Thread(target=turns.in_turn, args=(page,))
    thread.start()
    return thread


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.002)


def test_a_few_at_a_time_and_who_comes_first_is_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "LONG", 60.0)
    ended, begun = threading.Event(), []
    threads = [began(lambda: ended.wait() and None) for _ in range(turns.AT_ONCE)]
    until(lambda: len(turns._begun) == turns.AT_ONCE)
    for number in range(8):
        threads.append(began(lambda number=number: begun.append(number)))
        until(lambda number=number: len(turns._line) == number + 1)
    assert begun == []
    ended.set()
    for thread in threads:
        thread.join(10)
    assert sorted(begun) == list(range(8)) and begun[0] in range(turns.AT_ONCE)
    assert all(abs(place - number) < turns.AT_ONCE for place, number in enumerate(begun))


def test_one_that_takes_long_keeps_nobody_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "LONG", 0.05)
    ended, answered = threading.Event(), threading.Event()
    threads = [began(lambda: ended.wait() and None) for _ in range(turns.AT_ONCE)]
    until(lambda: len(turns._begun) == turns.AT_ONCE)
    threads.append(began(answered.set))
    assert answered.wait(10) and not ended.is_set()
    ended.set()
    for thread in threads:
        thread.join(10)


def test_a_run_that_fails_gives_its_turn_back() -> None:
    def fails() -> None:
        raise ValueError

    for _ in range(turns.AT_ONCE + 1):
        with pytest.raises(ValueError):
            turns.in_turn(fails)


def test_sessions_take_turns_once_the_server_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(script_runner, "exec_func_with_error_handling", turns._run)
    turns.take()
    turns.take()
    assert script_runner.exec_func_with_error_handling is turns.in_turn
