"""The graph behind a run, its learner, and its drawing."""

from typing import cast

import numpy as np
import streamlit as st

from engine.datasets.graphs.graph import Graph
from engine.learners.nodes.contract import NodeLearner
from engine.learners.nodes.force_layout import ForceLayout, drawn_part
from engine.runs.recipe import Recipe
from pages.parts.explore.view import View
from pages.parts.run import state
from pages.parts.run.obtain import elsewhere, obtain, progress

TITLE = "Drawing"


@st.cache_resource(show_spinner=False, max_entries=4)
def load_undirected(run_id: str) -> Graph:
    """A prepared graph without directions: of two million edges that takes a second."""
    return state.graph(run_id).undirected()


def graph_of(view: View) -> Graph:
    """The graph that the run was trained on."""
    return state.graph(view.dataset_id)


def undirected_of(view: View) -> Graph:
    """The same graph without the directions of its edges."""
    return load_undirected(view.dataset_id)


def learner_of(view: View) -> NodeLearner:
    """The learner of the run; the page opens runs of such learners alone."""
    return cast(NodeLearner, view.recipe.learner)


def drawing_recipe(view: View, dims: int) -> Recipe:
    """The job that draws the graph of a run."""
    return Recipe(view.recipe.dataset, ForceLayout(n_components=dims))


def drawing(view: View, dims: int) -> np.ndarray | None:
    """Places of the drawn nodes, float32 (m, dims); None while they are computed, which `watch_drawing` shows."""
    fit = obtain(drawing_recipe(view, dims), TITLE, watch=elsewhere)
    return None if fit is None else fit.main.vectors


def watch_drawing(view: View) -> None:
    """The progress of the drawing, if one is being made. For the page itself: a fragment within another gets lost."""
    with st.container():
        for dims in (2, 3):
            progress(drawing_recipe(view, dims), TITLE)


@st.cache_resource(show_spinner=False, max_entries=8)
def drawn_edges(run_id: str) -> np.ndarray:
    """The edges among the drawn nodes of a prepared graph, int (m, 2)."""
    sources, targets, _ = drawn_part(load_undirected(run_id)).edges()
    return np.column_stack([sources, targets])


def edges_of(view: View) -> np.ndarray:
    """The edges among the drawn nodes of the graph of a run."""
    return drawn_edges(view.dataset_id)
