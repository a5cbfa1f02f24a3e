"""Open a run of another page here: whatever a method of this app made vectors of."""

import streamlit as st

from pages.parts.explore.state import PageState
from pages.parts.run.listed import with_vectors


def choose(page: PageState) -> None:
    """A list of the last runs; the one that is chosen is shown."""
    rows = with_vectors()
    key = page.key("any_run")
    st.selectbox(
        "or any run of this app", list(rows), index=None, key=key, placeholder="Type to search",
        format_func=lambda run_id: rows[run_id].label if run_id in rows else run_id,
        help="Opens the vectors of a run of any page, with the tools of this one.", on_change=_open, args=(page, key),
    )  # fmt: skip


def _open(page: PageState, key: str) -> None:
    run_id = st.session_state[key]
    if run_id:
        page.opened = page.run = run_id
        st.session_state[key] = None
