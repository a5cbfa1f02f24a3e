"""What pages computed from runs is kept by Streamlit, which counts entries, not bytes: so the memory is looked at."""

import gc
import threading

import psutil
import streamlit as st

from engine import limits

_STEP = limits.SERVER_BYTES // 5
"""So much the server must grow again before it lets go again: what was freed may stay with the process."""
_lock = threading.Lock()
_allowed = limits.SERVER_BYTES


def keep_in_bounds() -> bool:
    """Let go of all that was computed, if the server takes more than it may; whether that was so.

    It is computed anew when somebody asks. Trainings and data have a bound of their own (`kept`).
    """
    global _allowed
    if _taken() <= _allowed or not _lock.acquire(blocking=False):  # else another session is at it
        return False
    try:
        st.cache_data.clear()
        st.cache_resource.clear()  # the supervisor of jobs among them is found again
        gc.collect()
        _allowed = max(limits.SERVER_BYTES, _taken() + _STEP)
    finally:
        _lock.release()
    return True


def _taken() -> int:
    """Bytes of this process."""
    return psutil.Process().memory_info().rss
