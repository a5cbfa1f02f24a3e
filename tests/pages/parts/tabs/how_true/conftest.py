"""A session of one's own, for tests that run outside of Streamlit."""

import pytest
import streamlit as st


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """An empty session and address."""
    kept: dict[str, object] = {}
    monkeypatch.setattr(st, "session_state", kept)
    monkeypatch.setattr(st, "query_params", {})
    return kept
