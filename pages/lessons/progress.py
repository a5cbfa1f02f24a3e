"""Which questions were answered: kept in the home of the one user, or for the session where several share a server."""

import contextlib
import json

import streamlit as st

from engine import settings

FILE = "lessons.json"
KEY = "lessons.answered"
LONGEST = 10_000
"""Bytes of the file that are read."""


def answered() -> set[str]:
    """Names of the answered questions, "2.first"."""
    if KEY not in st.session_state:
        st.session_state[KEY] = set() if settings.shared_mode() else _kept()
    return st.session_state[KEY]


def mark(lesson: int, name: str) -> None:
    """A question was answered."""
    known = answered()
    known.add(f"{lesson}.{name}")
    if not settings.shared_mode():
        known |= _kept()  # another window may have answered others meanwhile
        path = settings.home() / FILE
        with contextlib.suppress(OSError):  # a full or read-only disk: known for this session, as before
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(sorted(known)), encoding="utf-8")


def _kept() -> set[str]:
    path = settings.home() / FILE
    try:
        found = json.loads(path.read_text(encoding="utf-8")[:LONGEST]) if path.exists() else []
    except (OSError, ValueError):
        return set()
    return {name for name in found if isinstance(name, str)} if isinstance(found, list) else set()
