"""The graph of lesson 11, typed or given, and the walks that are looked at: what all of its steps share."""

from typing import NamedTuple

import numpy as np
import pandas as pd
import streamlit as st

from engine.errors import InputError
from engine.figures.lessons import small_graph
from engine.insight.lessons import graph_walks as walking
from engine.insight.lessons.graph_walks import EDGES, LECTURE, SmallGraph
from pages.lessons.lesson import draw
from pages.lessons.question import Place
from pages.parts.write.layout import beside, fitting
from pages.parts.write.plain import plain

FROM_LECTURE, BY_CHANCE = "The lecture's", "Drawn here"
POWERS = {"p": 2, "q": -1}
"""Of 2, which p and q are at first."""


class Given(NamedTuple):
    """text: the edges; places: of the nodes on paper; walks: (n, length), -1 after an end; printed: whether they are
    the lecture's.
    """

    text: str
    graph: SmallGraph
    places: np.ndarray
    walks: np.ndarray
    printed: bool


def given(place: Place) -> Given:
    found = place.given["graph"]
    assert isinstance(found, Given)
    return found


@st.cache_data(show_spinner=False, max_entries=50)
def _drawing(text: str) -> np.ndarray:
    return walking.drawing(walking.graph_of(text))


def show(place: Place) -> None:
    """The graph, its walks, and the first question."""
    left, right = beside(5, wide=3, narrowest=120)
    with right:
        text = st.text_area(
            "Edges, two names a line", EDGES, height=330, max_chars=walking.LONGEST, key=place.key("edges"),
            disabled=place.locked,
            persist_state="session",
        )  # fmt: skip
    try:
        graph = walking.graph_of(text)
    except InputError as error:
        right.warning(plain(str(error)))
        text, graph = EDGES, walking.graph_of(EDGES)
    with left:
        walks, printed = _walks(place, graph)
        lines = walking.sentences(graph, walks)
        at = (
            st.slider("Walk that is drawn", 1, len(lines), 1, key=place.key("walk", len(lines)), disabled=place.locked)
            - 1
        )
        places = _drawing(text)
        path = [node for node in walks[at].tolist() if node >= 0]
        edges = ", ".join(f"{plain(graph.names[a])}-{plain(graph.names[b])}" for a, b in graph.edges)
        draw(
            small_graph.network(places, graph.names, graph.edges, path), place.key("network"),
            f"{graph.n} nodes, {len(graph.edges)} edges: {edges}. Walk {at + 1}: {lines[at]}.",
        )  # fmt: skip
    place.given["graph"] = Given(text, graph, places, walks, printed)
    table = pd.DataFrame({"Walk": np.arange(1, len(lines) + 1), "As a sentence": lines})
    st.dataframe(
        table, hide_index=True, height=fitting(len(table), 200), key=place.key("sentences"),
        column_config={"Walk": st.column_config.NumberColumn(width=60)},
    )  # fmt: skip
    node, other = walking.loop_or_first(graph)
    degree, right_chance = int(walking.degrees(graph)[node]), walking.chance_of(graph, node, other)
    one, next_one = plain(graph.names[node]), plain(graph.names[other])
    place.number(
        "step", f"A walk has come to node {one}, and every edge is as likely. What is the chance that its next step "
        + (f"stays at {one}?" if node == other else f"leads to {next_one}?"),
        right_chance, 0.01, ".3g",
        f"{degree} edges lead on from {one}{', the loop is one of them' if node == other else ''}: 1 in {degree}.",
    )  # fmt: skip


def _walks(place: Place, graph: SmallGraph) -> tuple[np.ndarray, bool]:
    """The walks that are looked at, and whether they are the lecture's."""
    known = walking.walks_of(graph, LECTURE)
    source = FROM_LECTURE if known is not None else BY_CHANCE
    if known is not None:
        source = st.segmented_control(
            "Walks",
            [FROM_LECTURE, BY_CHANCE],
            default=FROM_LECTURE,
            required=True,
            key=place.key("source"),
            disabled=place.locked,
        )
    if known is not None and source == FROM_LECTURE:
        return known, True
    with st.container(horizontal=True):
        each = st.slider("From each node", 1, 5, 1, key=place.key("each"), disabled=place.locked, width=130)
        length = st.slider("Nodes of a walk", 2, 20, 9, key=place.key("length"), disabled=place.locked, width=130)
        seed = st.number_input("Seed", 0, 9_999, 0, key=place.key("seed"), disabled=place.locked, width=110)
    return walking.drawn(graph, each, length, *bias(place), int(seed)), False


def bias(place: Place) -> tuple[float, float]:
    """p and q as the step about them sets them."""
    p, q = (2.0 ** int(st.session_state.get(place.key(name), usual)) for name, usual in POWERS.items())
    return p, q
