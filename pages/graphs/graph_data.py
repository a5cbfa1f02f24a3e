"""The graph behind a run, its learner, and its drawing."""

from typing import cast

import numpy as np
import streamlit as st

from engine.datasets.graphs.graph import Graph
from engine.learners.nodes.contract import NodeLearner
from engine.learners.nodes.force_layout import ForceLayout, drawn_part
from engine.runs import jobs, store
from engine.runs.recipe import Recipe
from pages.parts.explore.view import View
from pages.parts.run import jobs_panel, state


@st.cache_resource(show_spinner=False, max_entries=4)
def load_graph(run_id: str) -> Graph:
    """The prepared graph saved under that run id."""
    found = store.load(run_id)
    assert isinstance(found, Graph)
    return found


@st.cache_resource(show_spinner=False, max_entries=4)
def load_undirected(run_id: str) -> Graph:
    """The same without directions: of two million edges that takes a second."""
    return load_graph(run_id).undirected()


def dataset_id(view: View) -> str:
    """The run id of the prepared graph behind a run."""
    return Recipe(view.recipe.dataset).run_id


def graph_of(view: View) -> Graph:
    """The graph that the run was trained on."""
    return load_graph(dataset_id(view))


def undirected_of(view: View) -> Graph:
    """The same graph without the directions of its edges."""
    return load_undirected(dataset_id(view))


def learner_of(view: View) -> NodeLearner:
    """The learner of the run; the page opens runs of such learners alone."""
    return cast(NodeLearner, view.recipe.learner)


def drawing_recipe(view: View, dims: int) -> Recipe:
    """The job that draws the graph of a run."""
    return Recipe(view.recipe.dataset, ForceLayout(n_components=dims))


def drawing(view: View, dims: int) -> np.ndarray | None:
    """Places of the drawn nodes, float32 (m, dims); None while they are computed, which `follow_drawing` shows."""
    recipe = drawing_recipe(view, dims)
    if store.exists(recipe.run_id):
        return state.fit(recipe.run_id).main.vectors
    status = jobs.status(recipe.run_id)
    if status is None and jobs_panel.submit(recipe):
        st.rerun(scope="app")
    if status is not None and not status.active:
        jobs_panel.failed(status)
    return None


def follow_drawing(view: View) -> None:
    """The progress of the drawing, if one is being made. For the page itself: a fragment within another gets lost."""
    with st.container():
        for dims in (2, 3):
            run_id = drawing_recipe(view, dims).run_id
            status = None if store.exists(run_id) else jobs.status(run_id)
            if status is not None and status.active:
                jobs_panel.follow(run_id, "Drawing")


@st.cache_resource(show_spinner=False, max_entries=8)
def drawn_edges(run_id: str) -> np.ndarray:
    """The edges among the drawn nodes of a prepared graph, int (m, 2)."""
    sources, targets, _ = drawn_part(load_undirected(run_id)).edges()
    return np.column_stack([sources, targets])


def edges_of(view: View) -> np.ndarray:
    """The edges among the drawn nodes of the graph of a run."""
    return drawn_edges(dataset_id(view))
