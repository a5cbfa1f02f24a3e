"""Open a run of another page here: whatever a method of this app made vectors of."""

import streamlit as st

from engine.learners import LEARNERS
from engine.runs import catalogue
from engine.runs.catalogue import RunRow
from pages.parts.explore.state import PageState
from pages.parts.write.plain import plain

LISTED = 200


def choose(page: PageState) -> None:
    """A list of the last runs; the one that is chosen is shown."""
    rows = {row.run_id: row for row in catalogue.runs("training", limit=LISTED) if _has_vectors(row)}
    key = page.key("any_run")
    st.selectbox(
        "or any run of this app", list(rows), index=None, key=key, placeholder="Type to search",
        format_func=lambda run_id: plain(rows[run_id].label) if run_id in rows else run_id,
        help="Opens the vectors of a run of any page, with the tools of this one.", on_change=_open, args=(page, key),
    )  # fmt: skip


def _has_vectors(row: RunRow) -> bool:
    learner = LEARNERS.get(row.task)
    return learner is not None and bool(learner.embeds) and not row.damaged


def _open(page: PageState, key: str) -> None:
    run_id = st.session_state[key]
    if run_id:
        page.opened = page.run = run_id
        st.session_state[key] = None
