"""Streamlit's own note of Back and Forward, which pages read: it is where they look, and has no public name yet."""

import streamlit as st
from streamlit.runtime.scriptrunner_utils.script_run_context import ScriptRunContext

from pages.parts.streamlit_fixes import returning


def test_streamlit_notes_it_where_the_pages_look() -> None:
    assert ScriptRunContext.__dataclass_fields__["is_history_navigation"].default is False
    assert not returning.returning()  # no page runs here


def test_it_has_no_public_name_yet() -> None:
    assert not hasattr(st.context, "is_history_navigation")  # when this fails, ask st.context instead
