"""Lesson 11: walks on graphs."""

import numpy as np
import pandas as pd
import streamlit as st

from engine.algorithms.walks.transitions import Transition, cooccurrence, transition
from engine.datasets.graphs.sources import UploadedGraph
from engine.figures.label_places import HALF
from engine.figures.lessons import bars, cells, plane, small_graph
from engine.figures.matrices import matrix
from engine.files import uploads
from engine.insight.lessons import graph_walks as walking
from engine.insight.lessons.graph_walks import PRINTED
from engine.insight.lessons.slips import SLIPS
from engine.insight.nodes.walk_steps import chance
from engine.insight.words.similarity_matrix import low_rank
from engine.learners.nodes.netmf import NetMF
from engine.learners.nodes.node2vec import Node2Vec
from engine.runs.recipe import Recipe
from pages.lessons import graph_given, links
from pages.lessons.graph_given import POWERS, bias, given
from pages.lessons.lesson import Lesson, Step, draw
from pages.lessons.question import Place
from pages.parts.write.layout import beside
from pages.parts.write.plain import plain

FACTORS = ("a half", "a quarter", "as large as before")
SHARES = dict(zip(FACTORS, (0.5, 0.25, 1.0), strict=True))
N_WALKS = (10, 40, 160, 640, 2_560)
ASKED_WALKS = 40


def _p_and_q(place: Place) -> None:
    _, graph, places, _, _ = given(place)
    steps = [(a, b) for a, b in (*graph.edges, *((b, a) for a, b in graph.edges)) if a != b]
    usual = next((row for row, (a, b) in enumerate(steps) if (graph.names[a], graph.names[b]) == ("3", "4")), 0)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        before, node = st.selectbox(
            "The walk went", steps, usual, key=place.key("before", *graph.names, len(steps)),
            disabled=place.locked, width=150,
            format_func=lambda step: f"{plain(graph.names[step[0]])} → {plain(graph.names[step[1]])}",
        )  # fmt: skip
        for name, label in (("p", "Return p"), ("q", "In-out q")):
            st.select_slider(
                label,
                range(-4, 5),
                POWERS[name],
                key=place.key(name),
                disabled=place.locked,
                width=190,
                format_func=lambda n: f"{2.0**n:g}",
            )
    p, q = bias(place)
    found = transition(graph.csr, before, node, p, q)
    names = [graph.names[row] for row in found.rows]
    best = found.probabilities.max()
    if not place.choose(
        "next", f"It came from {plain(graph.names[before])} and stands at {plain(graph.names[node])}; p = {p:g}, "
        f"q = {q:g}. Which node is likeliest next?",
        names, [name for name, value in zip(names, found.probabilities, strict=True) if value >= best - 1e-12],
        f"The largest factor wins, as all edges weigh the same: back has 1/p = {1 / p:g}, a neighbor of the node "
        f"before 1, and away 1/q = {1 / q:g}.",
    ):  # fmt: skip
        return
    chances = [(node, int(row), float(value)) for row, value in zip(found.rows, found.probabilities, strict=True)]
    told = bars.told(names, found.probabilities, ".3f")
    left, right = beside(2, narrowest=260)
    with left:
        draw(
            small_graph.network(places, graph.names, graph.edges, chances=chances), place.key("chances"),
            f"At {plain(graph.names[node])}, from {plain(graph.names[before])}, chances of the next node: {told}.",
        )  # fmt: skip
    with right:
        table = pd.DataFrame({
            "To": names, "Factor": [_kind(found, row, before) for row in range(len(names))], "α": found.factors,
            "Chance": found.probabilities,
        })  # fmt: skip
        form = st.column_config.NumberColumn(format="%.3f")
        st.dataframe(
            table, hide_index=True, height="content", key=place.key("factors"),
            column_config={"α": form, "Chance": form},
        )  # fmt: skip
    order = np.argsort(-found.probabilities, kind="stable")
    parts = (found.rows, found.factors, found.weights, found.probabilities)
    st.latex(chance(Transition(*(each[order] for each in parts))))


def _kind(found: Transition, row: int, before: int) -> str:
    if found.rows[row] == before:
        return "back: 1/p"
    return "near: 1" if found.factors[row] == 1 else "away: 1/q"


def _counted(place: Place) -> None:
    _, graph, _, walks, printed = given(place)
    window = st.slider("Window", 1, 8, 4, key=place.key("window"), disabled=place.locked, width=260)
    counts = cooccurrence(walks, graph.n, window)
    one, other = graph.names[0], graph.names[-1]
    if not place.number(
        "count", f"How often does node {plain(other)} stand within {window} steps of node {plain(one)} in these "
        f"{len(walks)} walks?",
        counts[0, -1], 0.5, ".0f",
        "One for each pair of places that are so near, in the same walk; a walk counts in both directions.",
    ):  # fmt: skip
        return
    draw(
        matrix(counts, graph.names, graph.names, ".0f"), place.key("counts"),
        f"Counts of {', '.join(graph.names)} within {window} steps. {cells.told(counts, graph.names, '.0f')}.",
    )  # fmt: skip
    if printed:
        by_window = walking.printed_by_window(graph, walks)
        names = [f"({a}, {b})" for a, b in PRINTED]
        table = pd.DataFrame(by_window, columns=names)
        table.insert(0, "Window", np.arange(1, len(table) + 1).astype(str))
        slide = pd.DataFrame([["printed", *PRINTED.values()]], columns=["Window", *names])
        st.dataframe(pd.concat([table, slide]), hide_index=True, height="content", key=place.key("printed"), width=360)
        st.caption(
            f":material/info: {SLIPS['walks_1_2']}; {SLIPS['walks_1_8']}: no window gives what the lecture prints for "
            "its walks."
        )


def _as_matrix(place: Place) -> None:
    text, graph, _, walks, _ = given(place)
    window = st.session_state.get(place.key("window"), 4)
    length = max(walks.shape[1], window + 1)
    factor = _fall(text, length, window)
    if not place.choose(
        "fall", "The shares of all pairs are counted in some walks, and compared with what such walks have on average. "
        "With four times as many walks, the distance between the two becomes about",
        FACTORS, [min(FACTORS, key=lambda name: abs(np.log(SHARES[name] / factor)))],
        f"Chance falls with the root of the number: √4 = 2. Here, by 20 seeds with {ASKED_WALKS} and "
        f"{4 * ASKED_WALKS} walks, it becomes {factor:.2f} times as large.",
    ):  # fmt: skip
        place.given["matrix"] = None
        return
    n_walks = st.select_slider(
        f"Walks of {length} nodes",
        N_WALKS,
        160,
        key=place.key("n"),
        disabled=place.locked,
        format_func="{:,}".format,
        width=300,
    )
    found = walking.as_matrix(graph, n_walks, length, window, 0)
    place.given["matrix"] = found
    left, right = beside(2, narrowest=280)
    for block, title, key, values in (
        (left, f"**Counted** in {n_walks:,} walks", "observed", found.counted),
        (right, "**Exact**: NetMF's matrix", "expected", found.exact),
    ):
        with block:
            st.markdown(title)
            draw(
                matrix(values, graph.names, graph.names, ".1f"), place.key(key),
                f"{title.replace('*', '')}: ln max(1, ratio to chance). {cells.told(values, graph.names, '.1f')}.",
            )  # fmt: skip
    st.markdown(
        f"Window {window}: of the counted pairs **{found.apart:.1%}** are too many in some cells and missing in "
        "others, beside what walks of this length have on average; that is chance, and more walks come nearer. From "
        f"endless walks this average itself is {found.ended:.1%} away: a walk that ends has fewer pairs at large "
        "distances."
    )


@st.cache_data(show_spinner=False, max_entries=100)
def _fall(text: str, length: int, window: int) -> float:
    return walking.fall(walking.graph_of(text), ASKED_WALKS, length, window)


def _vectors(place: Place) -> None:
    graph, found = given(place).graph, place.given["matrix"]
    if not isinstance(found, walking.AsMatrix):
        st.caption("Answer the question above first.")
        return
    left, right = beside(2, narrowest=280)
    for block, title, key, values in (
        (left, "From the walks", "by_walks", found.counted),
        (right, "From the matrix", "by_matrix", found.exact),
    ):
        made = low_rank(values, 2)
        with block:
            st.markdown(f"**{title}**, which misses {made.error:.1%} of the squares")
            draw(
                plane.named({"nodes": (made.left, graph.names)}, ("y₁", "y₂"), 340, HALF), place.key(key),
                f"{title}: {plane.told(made.left, graph.names)}.",
            )  # fmt: skip


def recipe(text: str, learner: Node2Vec | NetMF) -> Recipe:
    """A method over the graph of typed edges."""
    graph = walking.graph_of(text)
    lines = "\n".join(f"{graph.names[a]} {graph.names[b]}" for a, b in graph.edges)
    upload = uploads.keep(lines.encode(), "graph of a lesson.txt")
    return Recipe(UploadedGraph(sha256=upload.sha256), learner)


def _links(place: Place) -> None:
    text = given(place).text
    p, q = bias(place)
    window = st.session_state.get(place.key("window"), 4)
    size = 2
    node2vec = Node2Vec(n_components=size, p=p, q=q, window=window)
    links.to_run(
        f"Graphs: walks of node2vec on this graph, p = {p:g} and q = {q:g}", "graphs", lambda: recipe(text, node2vec),
        place.key("node2vec"), "Walks",
    )  # fmt: skip
    links.to_run(
        f"Graphs: the matrix of this graph, factorized by NetMF, window {window}", "graphs",
        lambda: recipe(text, NetMF(n_components=size, window=window)), place.key("netmf"), "How it works",
    )  # fmt: skip
    links.to_page("Graphs: the karate club, its walks beside the matrix that they tend to", "graphs", "Walks = matrix")
    links.to_page("Graphs: two settings of p and q side by side", "graphs", "p and q")


LESSON = Lesson(
    11,
    "Walks on graphs",
    "11_graph_walks",
    "Eight nodes: walks as sentences, p and q, counted like words, and the matrix that needs no walk.",
    ("step", "next", "count", "fall"),
    (
        Step("A graph, and walks as sentences", graph_given.show),
        Step("p and q", _p_and_q),
        Step("Counted like words", _counted),
        Step("A matrix instead of walks", _as_matrix),
        Step("Vectors of the nodes", _vectors),
        Step("At full size", _links),
    ),
)
