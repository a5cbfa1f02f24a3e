"""The graph behind a run, its learner, and its drawing."""

from dataclasses import dataclass
from typing import cast

import numpy as np
import streamlit as st

from engine.datasets.graphs.graph import Graph
from engine.learners.nodes.contract import NodeLearner
from engine.learners.nodes.force_layout import DRAWN_NODES, MOST_DRAWN, ForceLayout, drawn_part
from engine.runs.recipe import Recipe
from pages.parts.explore.view import View
from pages.parts.map.projection import items_on_map
from pages.parts.run import state
from pages.parts.run.obtain import elsewhere, obtain, progress

TITLE = "Drawing"
MOST_EDGES = 100_000
"""More lines than this are thinned at random."""


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


def drawing_recipe(view: View, dims: int, n_nodes: int = DRAWN_NODES) -> Recipe:
    """The job that draws the first nodes of the graph of a run."""
    return Recipe(view.recipe.dataset, ForceLayout(n_components=dims, n_nodes=_laid_out(n_nodes)))


def _laid_out(n_nodes: int) -> int:
    """How many nodes are laid out to show n_nodes: one layout serves all that are fewer."""
    return min(max(n_nodes, DRAWN_NODES), MOST_DRAWN)


def drawing(view: View, dims: int, n_nodes: int = DRAWN_NODES) -> np.ndarray | None:
    """Places of the first n_nodes nodes, or of fewer, float32 (m, dims); None while they are computed, which
    `watch_drawing` shows.
    """
    fit = obtain(drawing_recipe(view, dims, n_nodes), TITLE, watch=elsewhere)
    return None if fit is None else fit.main.vectors[:n_nodes]


def watch_drawing(view: View) -> None:
    """The progress of the drawing, if one is being made. For the page itself: a fragment within another gets lost."""
    with st.container():
        sizes = DRAWN_NODES, items_on_map(view)
        for recipe in dict.fromkeys(drawing_recipe(view, dims, n) for dims in (2, 3) for n in sizes):
            progress(recipe, TITLE)


@dataclass(frozen=True, eq=False)
class Drawn:
    """edges: int (m, 2), at most MOST_EDGES of the n_edges among the nodes shown. n_parts: the parts beside the largest
    that have nodes among them, and n_stray: how many.
    """

    edges: np.ndarray
    n_edges: int
    n_parts: int
    n_stray: int


@st.cache_resource(show_spinner=False, max_entries=8)
def _drawn(run_id: str, n_laid_out: int, n_nodes: int) -> Drawn:
    graph = drawn_part(load_undirected(run_id), n_laid_out)
    strays = graph.parts[:n_nodes][graph.parts[:n_nodes] > 0]
    sources, targets, _ = drawn_part(graph, n_nodes).edges()
    ends = np.column_stack([sources, targets])
    shown = ends
    if len(ends) > MOST_EDGES:
        shown = ends[np.sort(np.random.default_rng(0).permutation(len(ends))[:MOST_EDGES])]
    return Drawn(shown, len(ends), len(np.unique(strays)), len(strays))


def drawn(view: View, n_nodes: int = DRAWN_NODES) -> Drawn:
    """What lies between the first nodes of the graph of a run, as `drawing` shows them."""
    return _drawn(view.dataset_id, _laid_out(n_nodes), n_nodes)
