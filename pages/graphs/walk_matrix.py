"""DeepWalk factorizes a matrix: trained vectors' inner products against it, also on their way, and one cell."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import streamlit as st

from engine.algorithms.adjacency import strengths
from engine.algorithms.walks.step_chain import fits
from engine.datasets.graphs.graph import Graph
from engine.figures import graphs
from engine.insight.nodes.walk_matrix import agreement
from engine.learners.nodes.netmf import netmf_matrix
from engine.learners.nodes.node2vec import DeepWalk
from engine.neighbors import nearest
from pages.graphs.graph_data import graph_of
from pages.parts.explore.state import PageState
from pages.parts.explore.view import View
from pages.parts.run import run_view
from pages.parts.write.layout import beside
from pages.parts.write.plain import plain

MOST_NODES = 600


def show(view: View) -> None:
    """The scatter for walk-based runs, and one cell of NetMF's matrix for all."""
    graph = graph_of(view)
    if graph.n_nodes > MOST_NODES:
        st.caption(f"The matrix is shown for graphs of up to {MOST_NODES} nodes; this one has {graph.n_nodes:,}.")
        return
    left, right = beside(2)
    with left:
        _scatter(view, graph)
    with right:
        _cell(view, graph.undirected())


def live(page: PageState, progress: Mapping[str, Any]) -> None:
    """The same scatter while a small graph is being trained, from what the job tells, below the loss so far."""
    run_view.loss_so_far(page, progress)
    pairs = progress.get("metrics", {}).get("pairs")
    if not pairs:
        return
    trace = [entry for entry in progress.get("trace", []) if "correlation" in entry]
    steps, values = ([entry[name] for entry in trace] for name in ("done", "correlation"))
    left, right = beside(2)
    with left:
        st.markdown(f"Inner products against the matrix they tend to: correlation **{values[-1]:.3f}**")
        chart = graphs.learned_against_predicted(np.array(pairs["predicted"]), np.array(pairs["learned"]))
        st.plotly_chart(chart, key=f"{page}.live_matrix")
    if len(trace) > 1:
        right.plotly_chart(graphs.correlation_curve(steps, values, progress["unit"]), key=f"{page}.live_correlation")


def _scatter(view: View, graph: Graph) -> None:
    learner = view.recipe.learner
    if not isinstance(learner, DeepWalk):
        st.caption("Train DeepWalk or node2vec to see its inner products beside this matrix.")
        return
    vectors = view.fit.embeddings
    found = agreement(learner.target_matrix(graph), vectors["node"].vectors, vectors["context"].vectors)
    st.markdown(f"Correlation over all pairs of nodes: **{found.correlation:.3f}**")
    if "pairs_learned" in view.fit.arrays:
        _over_training(view, graph)
    else:
        names = _names(graph, np.column_stack([found.rows, found.columns]))
        chart = graphs.learned_against_predicted(found.predicted, found.learned, names)
        st.plotly_chart(chart, key=f"{view.page}.learned")
    exact = learner.bias() == (1, 1) or fits(graph)
    st.caption(
        "Across: log of how often a walk leads from one node to the other within the window, beyond chance, less the "
        "log of the number of negatives. Up: the inner product that skip-gram has learned, without ever seeing it."
        + ("" if exact else " It is that of p = q = 1; here p or q bends it.")
    )


def _over_training(view: View, graph: Graph) -> None:
    """The scatter at any moment of the training, and the correlation over it."""
    fit = view.fit
    assert fit.snapshots is not None
    steps = [int(step) for step in fit.snapshots.steps]
    step = st.select_slider(
        "Nodes read", steps, value=steps[-1], format_func="{:,}".format, key=f"{view.page}.read.{view.run_id}"
    )
    learned = fit.arrays["pairs_learned"][steps.index(step)]
    names = _names(graph, fit.arrays["pairs"])
    chart = graphs.learned_against_predicted(fit.arrays["pairs_predicted"], learned, names)
    st.plotly_chart(chart, key=f"{view.page}.learned")
    history = fit.history
    curve = graphs.correlation_curve(history["step"], history["correlation"], "nodes read")
    st.plotly_chart(curve, key=f"{view.page}.correlation")


def _names(graph: Graph, pairs: np.ndarray) -> list[str]:
    return [f"{graph.nodes[a]}, {graph.nodes[b]}" for a, b in pairs.tolist()]


def _cell(view: View, graph: Graph) -> None:
    """NetMF's formula with the numbers of the chosen node and its nearest one."""
    window = min(int(getattr(view.recipe.learner, "window", 10)), 10)
    negative = int(getattr(view.recipe.learner, "negative", 1))
    row = view.selected or 0
    other = int(nearest(view.embedding, row, 1).rows[0])
    degree = strengths(graph)
    matrix = netmf_matrix(graph, window, negative)
    walks = matrix[row, other] * degree[other] * negative * window / degree.sum()
    first, second = plain(graph.nodes[row]), plain(graph.nodes[other])
    st.markdown(f"NetMF's cell for **{first}** (i) and **{second}** (j), window T = {window}, b = {negative} negatives")
    st.latex(r"M_{ij} = \frac{\mathrm{vol}(G)}{b\,T}\,\Big(\sum_{r=1}^{T} P^r\Big)_{ij}\frac{1}{d_j}")
    st.latex(
        rf"= \frac{{{degree.sum():,.4g}}}{{{negative}\cdot {window}}}\cdot {walks:.4g}\cdot"
        rf"\frac{{1}}{{{degree[other]:.4g}}} = {matrix[row, other]:.4g}"
    )
    value = float(np.log(max(matrix[row, other], 1)))
    st.latex(rf"\log\max(1, M_{{ij}}) = {value:.4f}")
    if view.recipe.learner is not None and view.recipe.learner.name == "netmf":
        product = float(view.embedding.vectors[row] @ view.embedding.vectors[other])
        st.caption(f"The inner product of the two vectors, of {view.embedding.n_components} components: {product:.4f}.")
