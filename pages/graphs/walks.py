"""Walks: watch one move over the drawing, read each step's probabilities, and see the pairs fill their matrix."""

import pandas as pd
import streamlit as st

from engine.algorithms.walks.step_chain import fits
from engine.algorithms.walks.transitions import pairs, single_walk
from engine.datasets.graphs.graph import Graph
from engine.insight.nodes.walk_steps import explained_step
from pages.graphs import walk_counts
from pages.graphs.graph_data import drawing, drawn, graph_of, learner_of
from pages.parts.explore.view import View
from pages.parts.map.component import Highlight, embedding_map
from pages.parts.write.layout import beside, fitting
from pages.parts.write.plain import plain

SECONDS_PER_STEP = 0.9
STEPS = walk_counts.STEPS
MATRIX_NODES = 120
PACES = {0: "Step by step", 1: "Walk by walk", 100: "100 walks a time"}
"""Walks that are added each time the player moves on; 0 for one step of a walk."""


def show(view: View) -> None:
    """The player, and for small graphs the matrix that its walks fill."""
    graph = graph_of(view)
    playing = st.session_state.get(view.key("walk_playing"), False)
    st.fragment(_player, run_every=SECONDS_PER_STEP if playing else None)(view, graph)


def _player(view: View, graph: Graph) -> None:
    key = view.key("walk")
    counted = graph.n_nodes <= MATRIX_NODES and fits(graph.csr)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        usual = learner_of(view).bias()
        p = st.number_input("Return p", 0.01, 100.0, usual[0], 0.25, key=f"{key}_p", width=130)
        q = st.number_input("In-out q", 0.01, 100.0, usual[1], 0.25, key=f"{key}_q", width=130)
        pace = _pace(key) if counted else 0
        _buttons(key)
    number, step = _place(key, (view.run_id, view.selected, p, q), pace)
    chain = walk_counts.Setting(view, p, q) if counted else None
    nodes = chain.walk(number) if chain else single_walk(graph.csr, view.selected or 0, STEPS, p, q, number)
    step = min(step, len(nodes) - 1)
    left, right = beside(2)
    with left:
        _picture(view, nodes[: step + 1])
    with right:
        _probabilities(view, graph, nodes[: step + 1], p, q)
        _pairs(view, nodes[: step + 1])
    if chain:
        walk_counts.show(view, graph, chain, number, step)
    _move_on(key, number, step, len(nodes), pace, walk_counts.MOST_WALKS if counted else 1)


def _pace(key: str) -> int:
    chosen = st.segmented_control(
        "Pace", list(PACES), format_func=PACES.__getitem__, default=0, required=True, key=f"{key}_pace",
        label_visibility="collapsed",
    )  # fmt: skip
    return int(chosen or 0)


def _buttons(key: str) -> None:
    playing = st.session_state.get(f"{key}_playing", False)
    if st.button("Pause" if playing else "Play", icon=":material/pause:" if playing else ":material/play_arrow:"):
        st.session_state[f"{key}_playing"] = not playing
        st.rerun(scope="app")
    if st.button("Step", icon=":material/skip_next:"):
        st.session_state[f"{key}_step"] = st.session_state.get(f"{key}_step", 0) + 1
    if st.button("Another walk", icon=":material/casino:"):
        st.session_state[f"{key}_number"] = st.session_state.get(f"{key}_number", 0) + 1
        st.session_state[f"{key}_step"] = 0


def _place(key: str, walks: tuple[str, int | None, float, float], pace: int) -> tuple[int, int]:
    """Number of the walk shown and how far it has got; one further with every rerun while it plays.

    Other walks, of another run, start, p or q, begin anew.
    """
    state = st.session_state
    if state.get(f"{key}_of") != walks:
        state[f"{key}_of"], state[f"{key}_number"], state[f"{key}_step"] = walks, 0, 0
    elif state.get(f"{key}_playing", False):
        state[f"{key}_step"] = state.get(f"{key}_step", 0) + 1 if pace == 0 else STEPS
    return int(state.get(f"{key}_number", 0)), int(state.get(f"{key}_step", 0))


def _move_on(key: str, number: int, step: int, length: int, pace: int, most: int) -> None:
    """At the end of a walk that plays: the next ones, or a stop after the last."""
    if not st.session_state.get(f"{key}_playing", False) or step < length - 1:
        return
    if number + 1 < most:
        st.session_state[f"{key}_number"] = min(number + max(pace, 1), most - 1)
        st.session_state[f"{key}_step"] = -1 if pace == 0 else STEPS
    else:
        st.session_state[f"{key}_playing"] = False
        st.rerun(scope="app")


def _picture(view: View, nodes: list[int]) -> None:
    places = drawing(view, 2)
    if places is None:
        return
    walked = [row for row in nodes if row < len(places)]
    current = nodes[-1] if nodes[-1] < len(places) else None
    embedding_map(
        f"{view.page}_walk",
        revision=f"walk.{view.run_id}",
        coordinates=places,
        labels=view.embedding.labels[: len(places)],
        highlight=Highlight(current, []),
        landmarks=range(min(60, len(places))),
        edges=drawn(view).edges,
        path=walked,
        lines=False,
        height=440,
    )


def _probabilities(view: View, graph: Graph, nodes: list[int], p: float, q: float) -> None:
    """Where the next step may lead, by the formula and in numbers."""
    labels = view.embedding.labels
    came = f", having come from **{plain(labels[nodes[-2]])}**" if len(nodes) > 1 else ""
    st.markdown(f"Step {len(nodes) - 1}: at **{plain(labels[nodes[-1]])}**{came}")
    told = explained_step(graph, nodes, p, q)
    if not told.table:
        st.caption("No edge leaves this node: the walk ends.")
        return
    table = pd.DataFrame(dict(told.table))
    table["Probability"] *= 100
    percent = st.column_config.NumberColumn(format="%.1f %%")
    st.dataframe(table, hide_index=True, height=fitting(len(table), 260), column_config={"Probability": percent})
    st.latex(told.formulas[0])


def _pairs(view: View, nodes: list[int]) -> None:
    window = learner_of(view).context_window()
    found = [pair for pair in pairs(nodes, window) if pair[0] == nodes[-1]]
    labels = view.embedding.labels
    told = ", ".join(f"({plain(labels[a])}, {plain(labels[b])})" for a, b in found[:8])
    st.caption(f"Pairs (node, context) of the last node within a window of {window}: {told or 'none yet'}")
    walked = " → ".join(plain(labels[row]) for row in nodes)
    st.caption(f"The walk so far, a sentence of {len(nodes)} word{'s' if len(nodes) > 1 else ''}: {walked}")
