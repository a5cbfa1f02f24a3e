"""Why are two nodes close? Common neighbors, walks that meet both, the shortest path, the community."""

import pandas as pd
import streamlit as st

from engine.algorithms.spread import share_error
from engine.insight.nodes.closeness import WALKS, Closeness, closeness
from engine.neighbors import nearest
from pages.graphs.graph_data import graph_of, learner_of, load_undirected
from pages.parts.explore.view import View
from pages.parts.run import state
from pages.parts.write.layout import beside, fitting
from pages.parts.write.plain import plain

NEAREST = 10
LISTED = 30


def show(view: View) -> None:
    """Compare the chosen node with one of its neighbors in the embedding."""
    row = view.selected
    if row is None:
        st.caption("Choose a node first: click it in the drawing or on the map.")
        return
    other = _other(view, row)
    if other is None:
        return
    embedding = view.embedding
    found = _closeness(view.dataset_id, row, other, learner_of(view).context_window())
    first, second = plain(embedding.labels[row]), plain(embedding.labels[other])
    cosine = float(embedding.unit[row] @ embedding.unit[other])
    st.markdown(f"**{first}** and **{second}** have cosine {cosine:.3f} {found.sentence}.")
    left, right = beside(2)
    with left:
        _numbers(found)
        _attributes(view, row, other)
    with right:
        _in_the_graph(view, found)


def _other(view: View, row: int) -> int | None:
    """The second node, picked from the nearest; None, with the reason shown, if the chosen one has none."""
    embedding = view.embedding
    near = [int(other) for other in nearest(embedding, row, NEAREST).rows]
    if not near:
        st.caption(f"{plain(embedding.labels[row])} has no neighbors in the embedding: its vector is 0.")
        return None
    return st.selectbox(
        "Compare with",
        near,
        format_func=lambda place: embedding.labels[place],
        key=view.key("other", row),
        width=280,
    )


@st.cache_resource(show_spinner=False, max_entries=200)
def _closeness(run_id: str, first: int, second: int, window: int) -> Closeness:
    return closeness(state.graph(run_id), load_undirected(run_id), first, second, window)


def _in_the_graph(view: View, found: Closeness) -> None:
    labels = view.embedding.labels
    rows = found.common[:LISTED]
    st.caption(f"Common neighbors: {len(found.common):,}")
    table = pd.DataFrame({"Common neighbor": [labels[row] for row in rows], "Neighbors": graph_of(view).degrees[rows]})
    st.dataframe(table, hide_index=True, height=fitting(len(table), 220))
    path = " – ".join(plain(labels[place]) for place in found.path)
    st.caption(f"Shortest path: {path}" if path else "No path: the nodes lie in different parts of the graph.")


def _numbers(found: Closeness) -> None:
    with st.container(horizontal=True):
        st.metric(
            f"Walks that meet within {found.window} steps",
            _share(found.met),
            help=f"Of {WALKS:,} walks from the first node, those that visit the second; ± one standard error.",
        )
        st.metric(
            "From anywhere",
            _share(found.by_chance),
            help="The same for walks that start at any node; ± one standard error.",
        )
        st.metric("Steps apart", len(found.path) - 1 if found.path else "–")


def _share(share: float) -> str:
    """A share of the walks with its standard error."""
    return f"{share:.1%} ± {100 * share_error(share, WALKS):.1f}"


def _attributes(view: View, first: int, second: int) -> None:
    """What is known of both, side by side."""
    columns = view.embedding.metadata
    table = {
        "": list(columns),
        view.embedding.labels[first]: [str(values[first]) for values in columns.values()],
        f"{view.embedding.labels[second]} ": [str(values[second]) for values in columns.values()],
    }
    st.dataframe(pd.DataFrame(table), hide_index=True)
