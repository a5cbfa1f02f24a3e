"""Statistics: numbers of the graph as a whole, and of each node, as a table and on the drawing."""

import numpy as np
import pandas as pd
import streamlit as st

from engine.algorithms import node_statistics
from engine.figures.coloring import Ramp
from engine.papers import Paper
from pages.graphs.graph_data import drawing, graph_of, load_undirected
from pages.parts.explore.picking import pickable
from pages.parts.explore.view import View
from pages.parts.map.component import Highlight, embedding_map
from pages.parts.run import state
from pages.parts.write.layout import beside
from pages.parts.write.plain import plain

MOST_NODES = 5_000
"""Nodes among which all distances are measured while a visitor waits."""
MOST_PAIRS = 2e7
"""Pairs of neighbors that are asked whether they are neighbors themselves."""
HEIGHT = 420
RANK = "PageRank"
PAPER = Paper(
    "Brin and Page", 1998, "The anatomy of a large-scale hypertextual web search engine",
    "doi:10.1016/S0169-7552(98)00110-X",
)  # fmt: skip


def show(view: View) -> None:
    """Ask for the surfer's steps; the numbers, the table, the drawing colored by one of its columns."""
    graph = graph_of(view)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        follow = st.slider(
            "Follow an edge", 0.0, 1.0, 0.85, 0.05, key=view.key("follow"), width=220, persist_state="session",
            help="The chance β of PageRank's surfer to follow an edge; else the surfer goes to any node at all.",
        )  # fmt: skip
        steps = st.slider(
            "Steps of PageRank", 0, 100, 100, key=view.key("rank_steps"), width=260, persist_state="session",
            help="At 0 all nodes are alike; after some 50 nothing changes any more.",
        )  # fmt: skip
    columns = _columns(view.dataset_id) | {RANK: node_statistics.page_rank(graph.csr, follow, steps)}
    _of_all(view, columns)
    left, right = beside(2)
    with left:
        _table(view, columns)
    with right:
        _drawn(view, columns)
    row = view.selected
    if row is not None:
        name = plain(graph.nodes[row])
        told = [f"{title if title == RANK else title.lower()} {_told(of[row])}" for title, of in columns.items()]
        st.markdown(f"**{name}**: {', '.join(told)}")
    st.caption(
        "Clustering: of the pairs of a node's neighbors, the share that are neighbors themselves. Closeness: how many "
        "others there are, over the sum of the distances to them in edges. PageRank: where a surfer is after so many "
        f"steps, who follows an edge with the chance β = {follow:g}. [{PAPER.cited}]({PAPER.url})."
    )


@st.cache_resource(show_spinner="Counting", max_entries=8)
def _columns(run_id: str) -> dict[str, np.ndarray]:
    """What does not depend on a control, of a prepared graph without directions."""
    graph = load_undirected(run_id)
    degrees = graph.degrees.astype(float)
    found = {"Degree": degrees}
    if np.square(degrees).sum() <= MOST_PAIRS:
        found["Clustering"] = node_statistics.clustering(graph.csr)
    if graph.n_nodes <= MOST_NODES:
        found["Closeness"] = node_statistics.closeness(graph.csr)
    return found


def _of_all(view: View, columns: dict[str, np.ndarray]) -> None:
    graph = load_undirected(view.dataset_id)
    with st.container(horizontal=True):
        st.metric("Nodes", f"{graph.n_nodes:,}")
        st.metric("Edges", f"{graph.n_edges:,}")
        st.metric("Average degree", f"{columns['Degree'].mean():.2f}")
        if "Clustering" in columns:
            st.metric("Average clustering", f"{columns['Clustering'].mean():.3f}")
        st.metric("Parts", f"{graph.n_parts:,}")
    left_out = [name for name in ("Clustering", "Closeness") if name not in columns]
    if left_out:
        st.caption(f"{' and '.join(left_out)} would take too long on a graph of this size.")


def _table(view: View, columns: dict[str, np.ndarray]) -> None:
    nodes = state.graph(view.dataset_id).nodes
    order = np.argsort(-columns[RANK], kind="stable")
    table = pd.DataFrame({"Node": [nodes[row] for row in order]} | {name: of[order] for name, of in columns.items()})
    forms = {name: st.column_config.NumberColumn(format="%.4f") for name in columns if name != "Degree"}
    forms["Degree"] = st.column_config.NumberColumn(format="%.0f")
    known = view.rows_here(nodes[row] for row in order)
    pickable(table, known, view.select, view.key("statistics", view.dataset_id), forms, height=HEIGHT)


def _drawn(view: View, columns: dict[str, np.ndarray]) -> None:
    """The drawing, colored by a column."""
    name = st.selectbox("Color the drawing by", list(columns), len(columns) - 1, key=view.key("statistic"), width=240)
    places = drawing(view, 2)
    if places is None:
        st.caption("The drawing above is still being made.")
        return
    nodes, n = state.graph(view.dataset_id).nodes, len(places)
    embedding_map(
        f"{view.page}_statistics", revision=f"statistics.{view.dataset_id}", coordinates=places,
        labels=list(nodes[:n]), colors=Ramp(columns[name][:n], name), landmarks=range(min(40, n)),
        highlight=Highlight(view.selected if view.selected is not None and view.selected < n else None),
        group=str(view.page), choose=view.select, height=HEIGHT - 90,
    )  # fmt: skip


def _told(value: float) -> str:
    return f"{value:.0f}" if float(value).is_integer() and value >= 1 else f"{value:.4f}"
