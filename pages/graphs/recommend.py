"""Recommendations in a graph of two kinds of nodes: what suits a node by inner product, and who is popular."""

import numpy as np
import pandas as pd
import streamlit as st

from engine.datasets.graphs.graph import Graph
from engine.evaluation.nodes.edge_recall import vectors_of
from pages.graphs.graph_data import graph_of
from pages.parts.explore.view import View
from pages.parts.write.layout import beside
from pages.parts.write.plain import plain

SHOWN = 10


def show(view: View) -> None:
    """Nodes of the other kind for the chosen node, best first."""
    graph = graph_of(view)
    if not len(graph.sides):
        st.caption("The nodes of this graph are all of one kind; upload pairs of two kinds to get recommendations.")
        return
    row = _node(view, graph)
    left, right = vectors_of(view.fit)
    others = np.flatnonzero(graph.sides != graph.sides[row])
    first, second = (left, right) if graph.sides[row] == 0 else (right, left)
    scores = second[others] @ first[row]
    joined = np.isin(others, graph.undirected().neighbors(row))
    kind, other = graph.side_names[graph.sides[row]], graph.side_names[1 - graph.sides[row]]
    st.markdown(f"For **{plain(graph.nodes[row])}** ({plain(kind)}): nodes of the kind “{plain(other)}”")
    blocks = beside(2)
    with blocks[0]:
        st.markdown("**Recommended**: not joined yet, by inner product")
        _table(view, graph, others[~joined], scores[~joined], "recommended")
    with blocks[1]:
        st.markdown("**Joined already**, by inner product")
        _table(view, graph, others[joined], scores[joined], "joined")
    above = np.mean(scores[joined][:, None] > scores[~joined][None, :]) if joined.any() and not joined.all() else None
    if above is not None:
        st.caption(
            f"Of all pairs of a joined and another node, {above:.0%} have the joined one first (by chance half of "
            "them). Whether hidden edges are found is tested under Tasks."
        )


def _node(view: View, graph: Graph) -> int:
    """The node chosen on the map, or in the list."""
    chosen = view.selected
    rows = sorted(range(graph.n_nodes), key=lambda place: (graph.sides[place], graph.nodes[place]))
    usual = chosen if chosen is not None else rows[0]
    return st.selectbox(
        "For", rows, index=rows.index(usual), format_func=lambda place: graph.nodes[place],
        key=f"{view.page}.for.{view.run_id}.{chosen}", width=320, help="A click on the map chooses, too.",
    )  # fmt: skip


def _table(view: View, graph: Graph, rows: np.ndarray, scores: np.ndarray, key: str) -> None:
    best = np.argsort(-scores, kind="stable")[:SHOWN]
    table = pd.DataFrame(
        {
            "Node": [graph.nodes[row] for row in rows[best]],
            "Inner product": scores[best],
            "Neighbors": graph.degrees[rows[best]],
        }
    )
    form = st.column_config.NumberColumn(format="%.3f")
    st.dataframe(table, hide_index=True, column_config={"Inner product": form}, key=f"{view.page}.{key}")
