"""Films and viewers on one map: which is which, and why the two kinds may lie apart."""

import streamlit as st

from engine.errors import InputError
from engine.insight.films.two_kinds import two_kinds
from pages.movies.films import ratings_of_run
from pages.parts.explore.view import View
from pages.parts.run import state

NAME = "together"


def show(view: View) -> None:
    """A line above the map of both kinds; nothing above others."""
    if view.name != NAME:
        return
    try:
        told = _told(view.run_id)
    except InputError:
        told = ""  # the ratings are gone; each tab that needs them says so
    st.caption(f"Films are disks, viewers squares. {told}")


@st.cache_data(show_spinner=False, max_entries=50)
def _told(run_id: str) -> str:
    return two_kinds(state.fit(run_id).embeddings[NAME], ratings_of_run(run_id)).sentence
