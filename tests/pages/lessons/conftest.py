"""Lessons need no run: they are opened on an empty home, where no process is there to do jobs."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.opening import opened


@pytest.fixture
def lesson(fresh: None, monkeypatch: pytest.MonkeyPatch) -> Callable[[int], AppTest]:
    """Opens a lesson by its number."""
    monkeypatch.setattr("pages.parts.run.state.start", lambda: None)
    return lambda number: opened(f"lesson-{number}")
