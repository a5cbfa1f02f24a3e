"""How many threads a computation starts: as many as cores are free now, where its result does not depend on it."""

import math
import os
from collections.abc import Iterator
from contextlib import contextmanager

import psutil

LOOK_SECONDS = 0.1
"""How long the cores are watched."""


def free_cores() -> int:
    """Cores that nobody uses at the moment, at least 1. Two threads on one core would wait for each other."""
    cores = os.cpu_count() or 1
    idle = 1 - psutil.cpu_percent(interval=LOOK_SECONDS) / 100
    return min(cores, max(1, math.floor(idle * cores + 0.5)))


@contextmanager
def compiled_threads(most: int | None = None) -> Iterator[int]:
    """Let compiled loops run on the cores that are free, or on `most`; yields their number. For what any number of
    threads computes alike.
    """
    import numba

    before = numba.get_num_threads()
    threads = min(before, free_cores() if most is None else most)
    numba.set_num_threads(threads)
    try:
        yield threads
    finally:
        numba.set_num_threads(before)
