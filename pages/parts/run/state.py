"""What every session shares, kept in memory: the supervisor of jobs and saved results; and the session's own name."""

import uuid
from collections.abc import Iterable
from typing import TypeVar

import streamlit as st

from engine.datasets.base import Dataset
from engine.datasets.graphs.graph import Graph
from engine.datasets.images.image_set import ImageSet
from engine.datasets.joint.captions.captioned_images import CaptionedImages
from engine.datasets.pairs.pair_matrix import PairMatrix
from engine.datasets.ratings.ratings import Ratings
from engine.datasets.tables.matrix import Matrix
from engine.datasets.text.corpus import Corpus
from engine.errors import InputError
from engine.fit import Fit
from engine.runs import store
from engine.runs.catalogue import RunRow
from engine.runs.recipe import Recipe
from engine.runs.supervisor import Supervisor, start
from pages.parts.run.kept import MEMORY, Kept
from pages.parts.web import visitor

Kind = TypeVar("Kind")


@st.cache_resource(show_spinner=False)
def serve_jobs() -> Supervisor:
    """Start the one supervisor of this server; later calls return the same."""
    return start()


def owner() -> str:
    """The name of whose browser this is, by its cookie; without one, a random name of this session.

    For fairness in the queue, and for what only its owner may change.
    """
    return st.session_state.setdefault("owner", visitor.name_of(st.context.cookies) or uuid.uuid4().hex)


@Kept
def fit(run_id: str) -> Fit:
    """The saved fit; the same object for every session. Raises InputError if it is missing or damaged."""
    found = store.load(run_id, mapped=True)
    if not isinstance(found, Fit):
        raise InputError("This run holds data, not a training; choose them on their page.", "E-RUN-07")
    return found


@Kept
def dataset(run_id: str) -> Dataset:
    """The prepared dataset saved under that run id. Raises InputError if it is missing or damaged."""
    found = store.load(run_id, mapped=True)
    assert not isinstance(found, Fit)
    return found


def forget(run_ids: Iterable[str]) -> None:
    """Let go of runs that were deleted, and of what was computed from any."""
    for run_id in run_ids:
        MEMORY.forget(run_id)
    st.cache_resource.clear()  # whose values may hold parts of them; the supervisor of jobs is found again
    recipe_of.clear()
    row_of.clear()


def corpus(run_id: str) -> Corpus:
    """The prepared corpus saved under that run id."""
    return _of_kind(Corpus, run_id)


def images(run_id: str) -> ImageSet:
    """The prepared images saved under that run id."""
    return _of_kind(ImageSet, run_id)


def captioned(run_id: str) -> CaptionedImages:
    """The prepared images and captions saved under that run id."""
    return _of_kind(CaptionedImages, run_id)


def graph(run_id: str) -> Graph:
    """The prepared graph saved under that run id."""
    return _of_kind(Graph, run_id)


def ratings(run_id: str) -> Ratings:
    """The prepared ratings saved under that run id."""
    return _of_kind(Ratings, run_id)


def matrix(run_id: str) -> Matrix:
    """The prepared picture or table saved under that run id."""
    return _of_kind(Matrix, run_id)


def pairs(run_id: str) -> PairMatrix:
    """The prepared table of pairs saved under that run id."""
    return _of_kind(PairMatrix, run_id)


def _of_kind(kind: type[Kind], run_id: str) -> Kind:
    found = dataset(run_id)
    assert isinstance(found, kind)
    return found


@st.cache_data(show_spinner=False, max_entries=200)
def row_of(run_id: str) -> RunRow:
    """A saved run as the catalogue had it when it was first looked at: its name and its pin may have changed."""
    return store.meta(run_id)


@st.cache_data(show_spinner=False, max_entries=200)
def recipe_of(run_id: str) -> Recipe:
    """The recipe of a saved run."""
    return store.recipe_of(run_id)
