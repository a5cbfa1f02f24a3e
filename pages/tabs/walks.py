"""Walks: watch one move over the drawing, read each step's probabilities, and see the pairs fill their matrix."""

import numpy as np
import pandas as pd
import streamlit as st

from engine.datasets.graph import Graph
from engine.evaluation.walk_matrix import expected_share, observed_share
from engine.figures import network
from engine.learners.transitions import pairs, single_walk, transition
from pages.shared.graphs import drawing, edges_of, graph_of
from pages.shared.layout import beside
from pages.shared.map import Highlight, embedding_map
from pages.shared.plain import plain
from pages.shared.view import View

SECONDS_PER_STEP = 0.9
STEPS = 30
MATRIX_NODES = 120


def show(view: View) -> None:
    """The player, and for small graphs the matrices."""
    graph = graph_of(view)
    playing = st.session_state.get(f"{view.page}.walk_playing", False)
    st.fragment(_player, run_every=SECONDS_PER_STEP if playing else None)(view, graph)
    if graph.n_nodes <= MATRIX_NODES and not graph.directed:
        with st.expander("The co-occurrence matrix fills up", expanded=True):
            _matrices(view, graph)


def _player(view: View, graph: Graph) -> None:
    key = f"{view.page}.walk"
    with st.container(horizontal=True, vertical_alignment="bottom"):
        learner = view.recipe.learner
        p = st.number_input("Return p", 0.01, 100.0, float(getattr(learner, "p", 1.0)), 0.25, key=f"{key}_p", width=130)
        q = st.number_input("In-out q", 0.01, 100.0, float(getattr(learner, "q", 1.0)), 0.25, key=f"{key}_q", width=130)
        _buttons(key)
    start = view.selected or 0
    nodes = single_walk(graph, start, STEPS, p, q, int(st.session_state.get(f"{key}_seed", 0)))
    step = _step(key, (start, p, q), len(nodes))
    left, right = beside(2)
    with left:
        _picture(view, nodes[: step + 1])
    with right:
        _probabilities(view, graph, nodes[: step + 1], p, q)
        _pairs(view, nodes[: step + 1])


def _buttons(key: str) -> None:
    playing = st.session_state.get(f"{key}_playing", False)
    if st.button("Pause" if playing else "Play", icon=":material/pause:" if playing else ":material/play_arrow:"):
        st.session_state[f"{key}_playing"] = not playing
        st.rerun(scope="app")
    if st.button("Step", icon=":material/skip_next:"):
        st.session_state[f"{key}_step"] = st.session_state.get(f"{key}_step", 0) + 1
    if st.button("Another walk", icon=":material/casino:"):
        st.session_state[f"{key}_seed"] = st.session_state.get(f"{key}_seed", 0) + 1
        st.session_state[f"{key}_step"] = 0


def _step(key: str, walk: tuple[int, float, float], length: int) -> int:
    """How far the walk has got; one further with every rerun while it plays, and another walk begins anew."""
    if st.session_state.get(f"{key}_of") != walk:
        st.session_state[f"{key}_of"] = walk
        st.session_state[f"{key}_step"] = 0
    elif st.session_state.get(f"{key}_playing", False):
        st.session_state[f"{key}_step"] = st.session_state.get(f"{key}_step", 0) + 1
    step = min(int(st.session_state.get(f"{key}_step", 0)), length - 1)
    if step == length - 1 and st.session_state.get(f"{key}_playing", False):
        st.session_state[f"{key}_playing"] = False
        st.rerun(scope="app")
    return step


def _picture(view: View, nodes: list[int]) -> None:
    places = drawing(view, 2)
    if places is None:
        return
    drawn = [row for row in nodes if row < len(places)]
    current = nodes[-1] if nodes[-1] < len(places) else None
    embedding_map(
        f"{view.page}_walk",
        revision=f"walk.{view.run_id}",
        coordinates=places,
        labels=view.embedding.labels[: len(places)],
        highlight=Highlight(current, []),
        landmarks=range(min(60, len(places))),
        edges=edges_of(view),
        path=drawn,
        lines=False,
        height=440,
    )


def _probabilities(view: View, graph: Graph, nodes: list[int], p: float, q: float) -> None:
    """Where the next step may lead, by the formula and in numbers."""
    labels = view.embedding.labels
    before = nodes[-2] if len(nodes) > 1 else None
    step = transition(graph, before, nodes[-1], p, q)
    came = f", having come from **{plain(labels[before])}**" if before is not None else ""
    st.markdown(f"Step {len(nodes) - 1}: at **{plain(labels[nodes[-1]])}**{came}")
    if not len(step.rows):
        st.caption("No edge leaves this node: the walk ends.")
        return
    total = float((step.factors * step.weights).sum())
    best = np.argsort(-step.probabilities, kind="stable")[:12]
    kinds = [_kind(int(row), factor, before) for row, factor in zip(step.rows[best], step.factors[best], strict=True)]
    table = pd.DataFrame(
        {
            "To": [labels[row] for row in step.rows[best]],
            "Factor": kinds,
            "α": step.factors[best],
            "Weight w": step.weights[best],
            "Probability": step.probabilities[best] * 100,
        }
    )
    percent = st.column_config.NumberColumn(format="%.1f %%")
    st.dataframe(table, hide_index=True, height=260, column_config={"Probability": percent})
    first = best[0]
    st.latex(
        rf"P = \frac{{\alpha\,w}}{{\sum \alpha\,w}} = \frac{{{step.factors[first]:.3g}\cdot "
        rf"{step.weights[first]:.3g}}}{{{total:.4g}}} = {step.probabilities[first]:.3f}"
    )


def _kind(row: int, factor: float, before: int | None) -> str:
    """Which of the three factors a neighbor has."""
    if row == before:
        return "back: 1/p"
    return "near: 1" if factor == 1 else "away: 1/q"


def _pairs(view: View, nodes: list[int]) -> None:
    window = int(getattr(view.recipe.learner, "window", 5))
    found = [pair for pair in pairs(nodes, window) if pair[0] == nodes[-1]]
    labels = view.embedding.labels
    told = ", ".join(f"({plain(labels[a])}, {plain(labels[b])})" for a, b in found[:8])
    st.caption(f"Pairs (node, context) of the last node within a window of {window}: {told or 'none yet'}")
    walked = " → ".join(plain(labels[row]) for row in nodes)
    st.caption(f"The walk so far, a sentence of {len(nodes)} words: {walked}")


def _matrices(view: View, graph: Graph) -> None:
    key = f"{view.page}.matrix"
    with st.container(horizontal=True):
        n_walks = st.select_slider("Walks", [1, 3, 10, 30, 100, 300, 1_000, 3_000], value=30, key=f"{key}_walks")
        window = st.slider("Window", 1, 10, 3, key=f"{key}_window")
    expected = expected_share(graph, window)
    observed = observed_share(graph, n_walks, 40, window)
    order = np.argsort(graph.attributes.get(graph.label_column, graph.nodes), kind="stable")
    labels = [graph.nodes[row] for row in order]
    highest = float(np.quantile(expected, 0.995))
    left, right = beside(2)
    for block, share, title in ((left, observed, f"{n_walks:,} walks of 40 nodes"), (right, expected, "Expected")):
        chart = network.pair_matrix(share[np.ix_(order, order)], labels, highest, title)
        block.plotly_chart(chart, key=f"{key}_{title == 'Expected'}")
    correlation = float(np.corrcoef(observed.ravel(), expected.ravel())[0, 1])
    st.caption(
        f"Correlation {correlation:.3f}. The right side is NetMF's matrix times the nodes' shares of all visits: what "
        "endless walks with p = q = 1 tend to."
    )
