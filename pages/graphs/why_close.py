"""Why are two nodes close? Common neighbors, walks that meet both, the shortest path, the community."""

import pandas as pd
import streamlit as st

from engine.insight.nodes.closeness import Closeness, closeness
from engine.neighbors import nearest
from pages.graphs.graph_data import graph_of
from pages.parts.explore.view import View
from pages.parts.write.layout import beside
from pages.parts.write.plain import plain

NEAREST = 10
LISTED = 30


def show(view: View) -> None:
    """Compare the chosen node with one of its neighbors in the embedding."""
    row = view.selected
    if row is None:
        st.caption("Choose a node first: click it in the drawing or on the map.")
        return
    embedding = view.embedding
    near = [int(other) for other in nearest(embedding, row, NEAREST).rows]
    other = st.selectbox(
        "Compare with",
        near,
        format_func=lambda place: embedding.labels[place],
        key=f"{view.page}.other.{row}",
        width=280,
    )
    graph, window = graph_of(view), int(getattr(view.recipe.learner, "window", 10))
    found = closeness(graph, row, int(other), window)
    first, second = plain(embedding.labels[row]), plain(embedding.labels[other])
    cosine = float(embedding.unit[row] @ embedding.unit[other])
    st.markdown(f"**{first}** and **{second}**: cosine {cosine:.3f}")
    left, right = beside(2)
    with left:
        _numbers(found, window)
        _attributes(view, row, int(other))
    with right:
        labels = [embedding.labels[place] for place in found.common[:LISTED]]
        st.caption(f"Common neighbors: {len(found.common):,}")
        table = pd.DataFrame({"Common neighbor": labels, "Neighbors": graph.degrees[found.common[:LISTED]]})
        st.dataframe(table, hide_index=True, height=220)
        path = " – ".join(plain(embedding.labels[place]) for place in found.path)
        st.caption(f"Shortest path: {path}" if path else "No path: the nodes lie in different parts of the graph.")


def _numbers(found: Closeness, window: int) -> None:
    with st.container(horizontal=True):
        st.metric(
            f"Walks that meet within {window} steps",
            f"{found.met:.1%}",
            help="Of 2,000 walks from the first node, those that visit the second.",
        )
        st.metric("From anywhere", f"{found.by_chance:.1%}", help="The same for walks that start at any node.")
        st.metric("Steps apart", len(found.path) - 1 if found.path else "–")


def _attributes(view: View, first: int, second: int) -> None:
    """What is known of both, side by side."""
    columns = view.embedding.metadata
    table = {
        "": list(columns),
        view.embedding.labels[first]: [str(values[first]) for values in columns.values()],
        f"{view.embedding.labels[second]} ": [str(values[second]) for values in columns.values()],
    }
    st.dataframe(pd.DataFrame(table), hide_index=True)
