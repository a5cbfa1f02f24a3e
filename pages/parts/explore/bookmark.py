"""The view of a page as a file to take along, and what of such a file a page takes."""

from collections.abc import Callable
from typing import TypeVar

import streamlit as st

from engine.errors import InputError
from engine.runs import bookmarks, selections
from engine.runs.bookmarks import Bookmark
from engine.runs.recipe import EmbeddingOf, Recipe
from pages.parts.explore.state import TOLD, PageState
from pages.parts.explore.view import View
from pages.parts.map.component import CAMERA
from pages.parts.run import controls, state

T = TypeVar("T")


def made(view: View) -> bytes:
    """What the page shows now, as the file of a bookmark."""
    page = view.page
    address = {told.name: value for told in TOLD if (value := getattr(page, told.name)) != told.at_first(page)}
    address["run"] = view.run_id
    mapped, clusters = _of_run(view, page.mapped[0]), _of_run(view, page.clusters.partition(".")[0])
    if mapped is not None and mapped.learner is not None:
        address["map"] = mapped.learner.name
    only = _kept(selections.labels_of, page.only if selections.is_id(page.only) else "") or ()
    groups = _kept(selections.groups_of, page.groups) or ()
    names = _kept(selections.names_of, page.cluster_names) or {}
    return bookmarks.write(Bookmark(str(page), address, view.recipe, mapped, clusters, only, groups, names))


def _kept(ask: Callable[[str], T], selection: str) -> T | None:
    """A list that the address names; None where it names none, or one of another machine."""
    try:
        return ask(selection) if selection else None
    except InputError:
        return None


def _of_run(view: View, run_id: str) -> Recipe | None:
    """The recipe of what was made from the run of a view."""
    try:
        recipe = state.recipe_of(run_id) if run_id else None
    except InputError:
        return None
    dataset = recipe and recipe.dataset
    return recipe if isinstance(dataset, EmbeddingOf) and dataset.run_id == view.run_id else None


def require_told(bookmark: Bookmark) -> None:
    """Raise InputError for what no page takes from an address."""
    known = {told.name: told for told in TOLD}
    for name, value in bookmark.address.items():
        if name not in known or not known[name].accepts(value):
            raise InputError(f"No page knows “{name}” with the value {value!r:.40}.", "E-BKM-11")


def adopt(bookmark: Bookmark, page: PageState) -> None:
    """Let the page show nothing but what the address of the bookmark will say, and the map have the same settings."""
    for told in TOLD:
        st.session_state.pop(page.key(told.name), None)
    if bookmark.map is not None and bookmark.map.learner is not None:
        controls.adopt(bookmark.map.learner, page.key(bookmark.map.learner.name))
    st.session_state[CAMERA] = bookmark.camera
