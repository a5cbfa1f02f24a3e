"""What the pages remember and load: the session's name, the run in the URL, saved results kept in memory."""

import re
import uuid

import streamlit as st

from engine.datasets.images.image_set import ImageSet
from engine.datasets.tables.matrix import Matrix
from engine.datasets.text.corpus import Corpus
from engine.errors import InputError
from engine.fit import Fit
from engine.runs import store
from engine.runs.catalogue import RunRow
from engine.runs.recipe import Recipe
from engine.runs.supervisor import Supervisor, start


@st.cache_resource(show_spinner=False)
def serve_jobs() -> Supervisor:
    """Start the one supervisor of this server; later calls return the same."""
    return start()


def owner() -> str:
    """A random name of this browser session, for fairness in the queue."""
    return st.session_state.setdefault("owner", uuid.uuid4().hex)


@st.cache_resource(show_spinner=False, max_entries=24)
def fit(run_id: str) -> Fit:
    """The saved fit; the same object for every session. Raises InputError if it is missing or damaged."""
    found = store.load(run_id)
    if not isinstance(found, Fit):
        raise InputError("This run holds data, not a training; choose them on their page.", "E-RUN-04")
    return found


@st.cache_resource(show_spinner=False, max_entries=4)
def corpus(run_id: str) -> Corpus:
    """The prepared corpus saved under that run id."""
    found = store.load(run_id)
    assert isinstance(found, Corpus)
    return found


@st.cache_resource(show_spinner=False, max_entries=4)
def images(run_id: str) -> ImageSet:
    """The prepared images saved under that run id."""
    found = store.load(run_id)
    assert isinstance(found, ImageSet)
    return found


@st.cache_resource(show_spinner=False, max_entries=4)
def matrix(run_id: str) -> Matrix:
    """The prepared picture or table saved under that run id."""
    found = store.load(run_id)
    assert isinstance(found, Matrix)
    return found


@st.cache_data(show_spinner=False, max_entries=200)
def row_of(run_id: str) -> RunRow:
    """A saved run as the catalogue had it when it was first looked at: its name and its pin may have changed."""
    return store.meta(run_id)


@st.cache_data(show_spinner=False, max_entries=200)
def recipe_of(run_id: str) -> Recipe:
    """The recipe of a saved run."""
    return store.recipe_of(run_id)


def run_in_url(page: str) -> str | None:
    """The run that `?run=` names or that this page showed last; None if neither is a run id.

    The address is user input: anything but a run id is ignored.
    """
    wanted = st.query_params.get("run", "")
    if re.fullmatch("[0-9a-f]{32}", wanted):
        st.session_state[f"{page}.run"] = wanted
    return st.session_state.get(f"{page}.run")


def show_run(page: str, run_id: str) -> None:
    """Make `run_id` the run that the page shows, also in its address."""
    st.session_state[f"{page}.run"] = run_id
    st.query_params["run"] = run_id
