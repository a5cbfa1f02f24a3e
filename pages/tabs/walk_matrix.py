"""DeepWalk factorizes a matrix: the trained vectors' inner products against it, and one cell in numbers."""

import numpy as np
import streamlit as st

from engine.datasets.graph import Graph
from engine.evaluation.walk_matrix import agreement, shifted_pmi
from engine.figures import network
from engine.learners.adjacency import strengths
from engine.learners.netmf import netmf_matrix
from engine.learners.node2vec import DeepWalk
from engine.neighbors import nearest
from pages.shared.graphs import graph_of
from pages.shared.layout import beside
from pages.shared.plain import plain
from pages.shared.view import View

MOST_NODES = 600


def show(view: View) -> None:
    """The scatter for walk-based runs, and one cell of NetMF's matrix for all."""
    graph = graph_of(view).undirected()
    if graph.n_nodes > MOST_NODES:
        st.caption(f"The matrix is shown for graphs of up to {MOST_NODES} nodes; this one has {graph.n_nodes:,}.")
        return
    left, right = beside(2)
    with left:
        _scatter(view, graph)
    with right:
        _cell(view, graph)


def _scatter(view: View, graph: Graph) -> None:
    learner = view.recipe.learner
    if not isinstance(learner, DeepWalk):
        st.caption("Train DeepWalk or node2vec to see its inner products beside this matrix.")
        return
    predicted = shifted_pmi(graph, learner.window, learner.negative, learner.ns_exponent)
    vectors = view.fit.embeddings
    found = agreement(predicted, vectors["node"].vectors, vectors["context"].vectors)
    st.markdown(f"Correlation over all pairs of nodes: **{found.correlation:.3f}**")
    st.plotly_chart(network.learned_against_predicted(found, graph.nodes), key=f"{view.page}.learned")
    p, q = learner.bias()
    note = "" if p == q == 1 else " It is exact for p = q = 1; here p or q bends it."
    st.caption(
        "Across: log of how often a walk leads from one node to the other within the window, beyond chance, less the "
        "log of the number of negatives. Up: the inner product that skip-gram has learned, without ever seeing "
        f"it.{note}"
    )


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
