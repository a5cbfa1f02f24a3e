"""Recommendations in a graph of two kinds of nodes: what suits a node by inner product, and who is popular."""

import pandas as pd
import streamlit as st

from engine.datasets.graphs.graph import Graph
from engine.insight.nodes.recommendation import Ranked, recommended
from pages.graphs.graph_data import load_undirected, undirected_of
from pages.parts.explore.view import View
from pages.parts.write.layout import beside
from pages.parts.write.plain import plain

SHOWN = 10


def show(view: View) -> None:
    """Nodes of the other kind for the chosen node, best first."""
    graph = undirected_of(view)
    if not len(graph.sides):
        st.caption("The nodes of this graph are all of one kind; upload pairs of two kinds to get recommendations.")
        return
    row = _node(view, graph)
    found = recommended(view.fit, graph, row)
    kind, other = graph.side_names[graph.sides[row]], graph.side_names[1 - graph.sides[row]]
    st.markdown(f"For **{plain(graph.nodes[row])}** ({plain(kind)}): nodes of the kind “{plain(other)}”")
    blocks = beside(2)
    with blocks[0]:
        st.markdown("**Recommended**: not joined yet, by inner product")
        _table(view, graph, found.fresh, "recommended")
    with blocks[1]:
        st.markdown("**Joined already**, by inner product")
        _table(view, graph, found.joined, "joined")
    if found.above is not None:
        st.caption(
            f"Of all pairs of a joined and another node, {found.above:.0%} have the joined one first (by chance half "
            "of them). Whether hidden edges are found is tested under Tasks."
        )


@st.cache_resource(show_spinner=False, max_entries=4)
def _by_name(run_id: str) -> list[int]:
    """Rows of the nodes of the first kind by name, then those of the second."""
    graph = load_undirected(run_id)
    return sorted(range(graph.n_nodes), key=lambda place: (graph.sides[place], graph.nodes[place]))


def _node(view: View, graph: Graph) -> int:
    """The node chosen on the map, or in the list."""
    chosen = view.selected
    rows = _by_name(view.dataset_id)
    usual = chosen if chosen is not None else rows[0]
    return st.selectbox(
        "For", rows, index=rows.index(usual), format_func=lambda place: graph.nodes[place],
        key=view.key("for", view.run_id, chosen), width=320, help="A click on the map chooses, too.",
    )  # fmt: skip


def _table(view: View, graph: Graph, ranked: Ranked, key: str) -> None:
    rows = ranked.rows[:SHOWN]
    table = pd.DataFrame(
        {
            "Node": [graph.nodes[row] for row in rows],
            "Inner product": ranked.scores[:SHOWN],
            "Neighbors": graph.degrees[rows],
        }
    )
    form = st.column_config.NumberColumn(format="%.3f")
    st.dataframe(table, hide_index=True, column_config={"Inner product": form}, key=view.key(key))
