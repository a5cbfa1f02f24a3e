"""Runs of pages take turns: a few at a time, and who comes first is done first.

One interpreter runs all of them. Were each begun at once, as Streamlit does, fifty would share it in slices and all be
done at the end; the loop that sends their answers, and says that the server is well, would get a fiftieth of it.
"""

import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Any

from streamlit.runtime.scriptrunner import script_runner

AT_ONCE = 3
"""One computes in Python; others may wait for a file, or compute in a library that lets Python go on meanwhile."""
LONG = 1.0
"""Seconds after which a run does not count any more: so none that takes long keeps the others from answering."""
_changed = threading.Condition()
_line: deque[object] = deque()
_begun: list[float] = []
_run: Callable[..., Any] = script_runner.exec_func_with_error_handling


def take() -> None:
    """Let all sessions of this server take turns. Doing it again changes nothing."""
    script_runner.exec_func_with_error_handling = in_turn  # type: ignore[assignment]


def in_turn(page: Callable[[], None], *more: Any) -> Any:
    """Run a page, or a part of one, when it is its turn."""
    begun = _come()
    try:
        return _run(page, *more)
    finally:
        with _changed:
            _begun.remove(begun)
            _changed.notify_all()


def _come() -> float:
    """Stand in line until it is this run's turn, and say when that was."""
    mine = object()
    with _changed:
        _line.append(mine)
        while _line[0] is not mine:
            _changed.wait()
        while (seconds := _until_free()) > 0:
            _changed.wait(seconds)
        _line.popleft()
        begun = time.monotonic()
        _begun.append(begun)
        _changed.notify_all()
    return begun


def _until_free() -> float:
    """Seconds until there is a place, if none of the runs ends before; 0 or less: there is one."""
    left = sorted((begun + LONG - time.monotonic() for begun in _begun), reverse=True)
    return left[AT_ONCE - 1] if len(left) >= AT_ONCE else 0.0
