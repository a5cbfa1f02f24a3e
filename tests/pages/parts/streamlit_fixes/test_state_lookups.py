"""The correction of how controls look up their values: one value, the same as out of a copy of all."""

import pytest
from streamlit.runtime.state.safe_session_state import SafeSessionState
from streamlit.runtime.state.session_state import SessionState

from pages.parts.streamlit_fixes import state_lookups

VALUES = {"words.filter": "a", "none": None, "words.rows": [1, 2]}


@pytest.fixture
def session() -> SafeSessionState:
    state = SessionState()
    for key, value in VALUES.items():
        state[key] = value
    return SafeSessionState(state, lambda: None)


def test_a_lookup_gives_what_a_copy_holds(session: SafeSessionState) -> None:
    lookup, copy = state_lookups.Lookup(session), state_lookups._filtered_state.fget(session)
    assert copy == VALUES == dict(lookup) and len(lookup) == len(copy) and str(lookup) == str(copy)
    for key in (*VALUES, "gone"):
        assert (key in lookup) == (key in copy) and lookup.get(key) == copy.get(key)
    with pytest.raises(KeyError):
        lookup["gone"]


def test_one_value_is_read_without_a_copy(session: SafeSessionState, monkeypatch: pytest.MonkeyPatch) -> None:
    state_lookups.correct()
    state_lookups.correct()

    def gathered(_: SessionState) -> None:
        raise AssertionError("all values were gathered")

    monkeypatch.setattr(SessionState, "filtered_state", property(gathered))
    assert "none" in session.filtered_state and session.filtered_state["none"] is None


def test_streamlit_alone_still_gathers_all(session: SafeSessionState, monkeypatch: pytest.MonkeyPatch) -> None:
    # Once this fails, Streamlit has mended it: delete state_lookups.py and this file.
    asked = []
    monkeypatch.setattr(SessionState, "filtered_state", property(lambda state: asked.append(state) or {}))
    assert state_lookups._filtered_state.fget(session) == {} and asked
