"""The one function that Dask is given. The scheduler reads it too: it brings nothing of the app until it is called."""

from typing import Any


def work(*given: Any) -> Any:
    """See `engine.runs.executors.machine.work`."""
    from engine.runs.executors import machine

    return machine.work(*given)
