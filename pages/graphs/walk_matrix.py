"""DeepWalk factorizes a matrix: trained vectors' inner products against it, also on their way, and one cell."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import streamlit as st

from engine.algorithms.walks.shifted_pmi import is_endless
from engine.datasets.graphs.graph import Graph
from engine.figures import graphs
from engine.insight.nodes.walk_matrix import Agreement, agreement
from engine.neighbors import nearest
from pages.graphs.graph_data import graph_of, learner_of, undirected_of
from pages.parts.explore.state import PageState
from pages.parts.explore.view import View
from pages.parts.run import run_view
from pages.parts.write import explanation
from pages.parts.write.layout import beside
from pages.parts.write.plain import plain

MOST_NODES = 600
CORRELATION = "Correlation over all pairs of nodes: **{:.3f}**"


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
        _cell(view)


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
        st.plotly_chart(chart, key=page.key("live_matrix"))
    if len(trace) > 1:
        right.plotly_chart(graphs.correlation_curve(steps, values, progress["unit"]), key=page.key("live_correlation"))


def _scatter(view: View, graph: Graph) -> None:
    if "pairs_learned" in view.fit.arrays:
        _over_training(view, graph)
    else:
        found = _agreement(view.run_id)
        if found is None:
            st.caption("Train DeepWalk or node2vec to see its inner products beside this matrix.")
            return
        st.markdown(CORRELATION.format(found.correlation))
        names = _names(graph, np.column_stack([found.rows, found.columns]))
        chart = graphs.learned_against_predicted(found.predicted, found.learned, names)
        st.plotly_chart(chart, key=view.key("learned"))
    bias = learner_of(view).bias()
    bent = bias != (1, 1) and is_endless(graph.csr, *bias, graph.directed)
    st.caption(
        "Across: log of how often a walk leads from one node to the other within the window, beyond chance, less the "
        "log of the number of negatives. Up: the inner product that skip-gram has learned, without ever seeing it."
        + (" It is that of p = q = 1; here p or q bends it." if bent else "")
    )


@st.cache_resource(show_spinner=False, max_entries=16)
def _agreement(run_id: str) -> Agreement | None:
    """Of the vectors with the matrix that they tend to, for runs that were not watched; some 0.2 s for 600 nodes."""
    view = View(PageState(""), run_id, "")
    target = learner_of(view).target_matrix(graph_of(view))
    return None if target is None else agreement(target, view.fit.main.vectors, view.fit.context.vectors)


def _over_training(view: View, graph: Graph) -> None:
    """The scatter at any moment of the training, and the correlation over it."""
    fit = view.fit
    assert fit.snapshots is not None
    st.markdown(CORRELATION.format(fit.history["correlation"][-1]))
    steps = [int(step) for step in fit.snapshots.steps]
    step = st.select_slider(
        "Nodes read", steps, value=steps[-1], format_func="{:,}".format, key=view.key("read", view.run_id)
    )
    learned = fit.arrays["pairs_learned"][steps.index(step)]
    names = _names(graph, fit.arrays["pairs"])
    chart = graphs.learned_against_predicted(fit.arrays["pairs_predicted"], learned, names)
    st.plotly_chart(chart, key=view.key("learned"))
    history = fit.history
    curve = graphs.correlation_curve(history["step"], history["correlation"], "nodes read")
    st.plotly_chart(curve, key=view.key("correlation"))


def _names(graph: Graph, pairs: np.ndarray) -> list[str]:
    return [f"{graph.nodes[a]}, {graph.nodes[b]}" for a, b in pairs.tolist()]


def _cell(view: View) -> None:
    """NetMF's formula with the numbers of the chosen node and its nearest one."""
    graph, row = undirected_of(view), view.selected or 0
    near = [*nearest(view.embedding, row, 1).rows.tolist(), *graph.neighbors(row)[:1].tolist()]
    if not near:
        st.caption(
            f"{plain(graph.nodes[row])} has no neighbors, in the graph or in the embedding; choose another node."
        )
        return
    explanation.show(learner_of(view).walk_cell(view.fit, graph, row, near[0]), view.key("cell"))
