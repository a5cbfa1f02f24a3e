"""Results that stay in memory, as many as so many bytes hold: the one that was asked for longest ago goes first."""

import sys
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Any, Generic, TypeVar

import numpy as np

from engine import limits, settings
from engine.runs import store

T = TypeVar("T")
STRING_BYTES = 70
"""About what one label takes."""


class Memory:
    """What all caches that share it hold together: (cache, run) -> value, asked for longest ago first."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.lock = threading.Lock()
        self.held: OrderedDict[tuple[str, str], Any] = OrderedDict()

    def make_room(self) -> None:
        """Let go of values until what is held takes no more than the most; the one asked for last stays.

        Sizes are looked at anew: what was computed from a value may hang on it by now.
        """
        with self.lock:
            sizes = {key: size_of(value) for key, value in self.held.items()}
            total = sum(sizes.values())
            while total > self.most and len(self.held) > 1:
                key, _ = self.held.popitem(last=False)
                total -= sizes[key]

    def forget(self, run_id: str) -> None:
        """Let go of a run, whatever cache holds it."""
        with self.lock:
            for key in [key for key in self.held if key[1] == run_id]:
                del self.held[key]


MEMORY = Memory(limits.KEPT_BYTES)
"""Of the trainings and data that the pages of this server look at."""


class Kept(Generic[T]):
    """A function of a saved run whose last values are kept; the same object for every session.

    A run that is deleted is forgotten, and asking for it says so. Two sessions that ask at once wait for one reading.
    """

    def __init__(self, load: Callable[[str], T], memory: Memory = MEMORY) -> None:
        self.load = load
        self.memory = memory
        self.__doc__ = load.__doc__
        self._reading: dict[str, threading.Lock] = {}

    def __call__(self, run_id: str) -> T:
        """What the function gives for a run."""
        key = (f"{self.load.__qualname__} {settings.home()}", run_id)
        if not store.exists(run_id):
            self.memory.forget(run_id)
        with self.memory.lock:
            if key in self.memory.held:
                self.memory.held.move_to_end(key)
                return self.memory.held[key]
            reading = self._reading.setdefault(run_id, threading.Lock())
        with reading:
            with self.memory.lock:
                if key in self.memory.held:
                    return self.memory.held[key]
            value = self.load(run_id)
            with self.memory.lock:
                self.memory.held[key] = value
                self._reading.pop(run_id, None)
        self.memory.make_room()
        return value


def size_of(value: Any, seen: set[int] | None = None) -> int:
    """About how many bytes a value takes with all that hangs on it, shared arrays once."""
    seen = set() if seen is None else seen
    if id(value) in seen:
        return 0
    seen.add(id(value))
    if isinstance(value, np.ndarray):
        if value.base is not None and isinstance(value.base, np.ndarray):
            return size_of(value.base, seen)
        return value.nbytes
    if isinstance(value, Mapping):
        return sum(size_of(part, seen) for part in value.values()) + sys.getsizeof(value)
    if isinstance(value, tuple | list):
        if value and isinstance(value[0], str):
            return STRING_BYTES * len(value)
        return sum(size_of(part, seen) for part in value) if len(value) < 10_000 else STRING_BYTES * len(value)
    fields = getattr(value, "__dict__", None)
    return size_of(fields, seen) if isinstance(fields, dict) else 0
