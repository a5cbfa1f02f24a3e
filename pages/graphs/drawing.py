"""The drawing of the graph beside the map of its embedding: one selection for both."""

from collections.abc import Iterator

import streamlit as st

from engine.figures.coloring import Categories, Ramp
from engine.figures.colors import OKABE_ITO, OTHER
from engine.insight.nodes.closeness import NEAR, near_in
from engine.neighbors import Neighbors
from pages.graphs.graph_data import Drawn, drawing, drawn, undirected_of
from pages.parts.explore import painting
from pages.parts.explore.view import View
from pages.parts.map.component import BESIDE_ANOTHER, Highlight, embedding_map, map_event
from pages.parts.map.projection import items_on_map

LANDMARKS = 400
CLOSENESS = "closeness"


def follow(view: View) -> None:
    """Choose what was clicked on the drawing, before anything is drawn."""
    event = map_event(_key(view), view.embedding.n_items)
    if event.clicked is not None:
        view.select(event.clicked)
    elif event.cleared:
        view.select(None)
    if event.selection is not None:
        view.page.circled = event.selection


def draw(view: View, neighbors: Neighbors | None) -> None:
    """The drawing, colored as the map is, or by what is near in the graph and what in the embedding."""
    picture = st.container()  # above its controls, so that its frame stands beside that of the map
    with st.container(horizontal=True, vertical_alignment="center"):
        dims = st.segmented_control(
            "Drawing", [2, 3], format_func="{}-D".format, default=2, required=True, key=view.key("drawing_dims"),
            label_visibility="collapsed",
        )  # fmt: skip
        near = st.toggle(
            "Color by closeness", key=view.key("drawing_near"), disabled=neighbors is None,
            help="Which nodes are near the chosen one: in the graph, in the embedding, or in both.",
        )  # fmt: skip
    with picture:
        _draw(view, neighbors, int(dims or 2), near)


def _draw(view: View, neighbors: Neighbors | None, dims: int, near: bool) -> None:
    on_the_map = items_on_map(view)
    places = drawing(view, dims, on_the_map)
    if places is None:
        return
    n = len(places)
    lines = drawn(view, n)
    chosen = view.selected
    on_map = [int(row) for row in neighbors.rows if row < n] if neighbors is not None else []
    embedding_map(
        _key(view),
        revision=f"drawing.{view.run_id}.{dims}.{n}",
        coordinates=places,
        labels=view.embedding.labels[:n],
        colors=_colors(view, neighbors, n, near),
        highlight=Highlight(chosen if chosen is not None and chosen < n else None, on_map),
        landmarks=range(min(LANDMARKS, n)),
        edges=lines.edges,
        lines=False,
        group=str(view.page),
        height=BESIDE_ANOTHER,
    )
    st.caption(" ".join(_said(view, n, on_the_map, lines)))


def _said(view: View, n: int, on_the_map: int, lines: Drawn) -> Iterator[str]:
    """What the drawing shows, and what it does not."""
    shown = f"the {n:,} nodes of highest degree" if n < view.embedding.n_items else f"all {n:,} nodes"
    yield f"The graph itself, drawn by forces: {shown}{'' if n == on_the_map else '; the map shows more'}."
    if len(lines.edges) < lines.n_edges:
        yield f"Of the {lines.n_edges:,} edges among them {len(lines.edges):,} are drawn, chosen at random."
    if lines.n_parts:
        yield (
            f"Set aside below: {lines.n_parts:,} stray part{'s' * (lines.n_parts > 1)} of {lines.n_stray:,} nodes; "
            "where they stand means nothing."
        )
    yield "Ringed: the chosen node's neighbors in the embedding. What is circled, or a class that is chosen, on one of "
    yield "the pictures is shown on both."


def _colors(view: View, neighbors: Neighbors | None, n: int, near: bool) -> Categories | Ramp | None:
    if near and neighbors is not None and view.selected is not None:
        codes = near_in(undirected_of(view), view.selected, neighbors.rows, n)
        return Categories(codes, NEAR, CLOSENESS, (OKABE_ITO[2], OKABE_ITO[1], OKABE_ITO[0], OTHER))
    return painting.colors_of(view, view.color, view.embedding.first(n))


def _key(view: View) -> str:
    return f"{view.page}_drawing"
