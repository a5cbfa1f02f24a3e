"""A bookmark that was dropped on Home: its view is opened, or its run is offered to be computed."""

import re

import streamlit as st

from engine.errors import InputError
from engine.files import uploads
from engine.runs import bookmarks, store
from engine.runs.bookmarks import Bookmark
from engine.runs.recipe import Recipe
from pages.parts.domain import Domain
from pages.parts.domains import DOMAINS
from pages.parts.explore import bookmark as view_file
from pages.parts.explore.state import PageState
from pages.parts.navigation import page_of
from pages.parts.run.obtain import begin, submit
from pages.parts.write.plain import plain

TAKEN = "home.bookmark"
"""In the session: the bookmark whose run is not here."""
SHA256 = re.compile("[0-9a-f]{64}")


def take(data: bytes) -> None:
    """Keep the lists of a bookmark, and open its view if its run is here. Raises InputError."""
    found = bookmarks.read(data)
    view_file.require_told(found)
    _domain(found)
    found.keep_lists()
    if store.exists(found.address["run"]):
        st.session_state.pop(TAKEN, None)
        if found.clusters is not None and not found.clusters.outdated:
            begin(found.clusters)
        _open(found, found.address["run"])
    st.session_state[TAKEN] = found


def show() -> None:
    """What is missing of the bookmark that was dropped last, and the button that computes it."""
    found = st.session_state.get(TAKEN)
    if not isinstance(found, Bookmark):
        return
    title = plain(store.title(found.recipe))
    try:
        _require_data(found.recipe)
    except InputError as error:
        st.info(f"The run of this bookmark, {title}, is not here, and cannot be computed: {plain(str(error))}")
        return
    with st.container(horizontal=True, vertical_alignment="center", key="a_step.bookmark"):
        st.markdown(f"The run of this bookmark, {title}, is not here. It can be computed from its recipe.")
        if st.button("Compute it", type="primary", icon=":material/play_arrow:") and submit(found.recipe):
            del st.session_state[TAKEN]
            _open(found, found.recipe.run_id)


def _require_data(recipe: Recipe) -> None:
    """Raise InputError if it is of an older version, or made of a file that was never given to this app."""
    recipe.require_todays()
    for name, value in recipe.dataset.to_json().items():
        if name != "name" and isinstance(value, str) and SHA256.fullmatch(value):
            uploads.path(value)


def _open(found: Bookmark, run_id: str) -> None:
    domain = _domain(found)
    view_file.adopt(found, PageState(domain.name))
    st.switch_page(page_of(domain), query_params={**found.address, "run": run_id})


def _domain(found: Bookmark) -> Domain:
    domain = next((domain for domain in DOMAINS if domain.name == found.page), None)
    if domain is None:
        raise InputError(f"This app has no page “{found.page}”; the bookmark is of a newer version.", "E-BKM-12")
    return domain
