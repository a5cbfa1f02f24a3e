"""The matrix of pairs that walks fill, live beside what they tend to, and how far the two are apart."""

from dataclasses import dataclass

import numpy as np
import streamlit as st

from engine.algorithms.walks.step_chain import StepChain, step_chain
from engine.algorithms.walks.transitions import cooccurrence
from engine.datasets.graphs.graph import Graph
from engine.figures import graphs
from engine.insight.nodes.walk_matrix import (
    difference,
    difference_trace,
    expected_share,
    observed_share,
    walks_by_degree,
)
from pages.parts.explore.view import View
from pages.parts.run import state
from pages.parts.write.layout import beside

STEPS = 30
"""Nodes of a walk."""
MOST_WALKS = 5_000
SEED = 0


@dataclass(frozen=True)
class Setting:
    """The walks that the player shows: the first from the chosen node, the others from nodes drawn by degree."""

    view: View
    p: float
    q: float

    def walk(self, number: int) -> list[int]:
        """The nodes of one walk."""
        found = self.walks(number + 1)[number]
        return [int(row) for row in found[found >= 0]]

    def walks(self, n_walks: int) -> np.ndarray:
        """The first walks, int64 (n_walks, STEPS); -1 after a dead end."""
        found: np.ndarray = _walks(self.dataset, self.p, self.q, self.view.selected)[:n_walks]
        return found

    @property
    def dataset(self) -> str:
        """The run of the prepared graph."""
        return self.view.dataset_id

    def expected(self, window: int) -> np.ndarray:
        """What the share of pairs tends to."""
        return _expected(self.dataset, self.p, self.q, window)


@st.cache_resource(show_spinner=False, max_entries=8)
def _chain(dataset: str, p: float, q: float) -> StepChain:
    return step_chain(state.graph(dataset).csr, p, q)


@st.cache_resource(show_spinner=False, max_entries=8)
def _walks(dataset: str, p: float, q: float, first: int | None) -> np.ndarray:
    return walks_by_degree(_chain(dataset, p, q), MOST_WALKS, STEPS, first, SEED)


@st.cache_resource(show_spinner=False, max_entries=16)
def _expected(dataset: str, p: float, q: float, window: int) -> np.ndarray:
    return expected_share(_chain(dataset, p, q), window, STEPS)


def show(view: View, graph: Graph, setting: Setting, number: int, step: int) -> None:
    """Both matrices and the difference, for all walks before this one and this one up to its step."""
    st.markdown("**The co-occurrence matrix fills up**")
    walks = setting.walks(number + 1).copy()
    walks[number, step + 1 :] = -1
    left, right = beside(3, wide=2)
    with right:
        window = st.slider("Window", 1, 10, 3, key=view.key("matrix_window"))
        expected = setting.expected(window)
        n_pairs = max(cooccurrence(walks, graph.n_nodes, window).sum(), 1)  # before the first, what is expected of one
        observed = observed_share(walks, graph.n_nodes, window)
        _distance(view, walks, window, expected, observed)
    with left:
        _matrices(view, graph, observed * n_pairs, expected * n_pairs, number + 1)
    netmf = "NetMF's matrix times the nodes' shares of all visits" if setting.p == setting.q == 1 else "exact for p, q"
    st.caption(
        "Each cell is the number of (node, context) pairs within the window. Expected: what endlessly many walks tend "
        f"to, for as many pairs, from the chances of all steps ({netmf}); nodes are sorted by label. Brighter cells, "
        "more pairs."
    )


def _distance(view: View, walks: np.ndarray, window: int, expected: np.ndarray, observed: np.ndarray) -> None:
    if not observed.any():
        st.caption("No pair yet: press Step or Play.")
        return
    st.metric(
        "Difference", f"{difference(observed, expected):.1%}",
        help="How much of the observed shares would have to move to become the expected ones (total variation).",
    )  # fmt: skip
    if len(walks) > 1:
        numbers, far = difference_trace(walks, window, expected)
        st.plotly_chart(graphs.difference_by_walks(numbers, far), key=view.key("difference"))
        st.caption("A hundred times as many walks come ten times as near.")


def _matrices(view: View, graph: Graph, observed: np.ndarray, expected: np.ndarray, n_walks: int) -> None:
    order = np.argsort(graph.attributes.get(graph.label_column, graph.nodes), kind="stable")
    labels = [graph.nodes[row] for row in order]
    highest = float(np.quantile(expected, 0.995)) / max(float(expected.sum()), 1)
    title = f"{n_walks:,} walk{'s' if n_walks > 1 else ''}"
    for block, counts, name in zip(beside(2), (observed, expected), (title, "Expected"), strict=True):
        chart = graphs.pair_matrix(counts[np.ix_(order, order)], labels, highest, name)
        block.plotly_chart(chart, key=view.key(f"matrix_{name == 'Expected'}"))
