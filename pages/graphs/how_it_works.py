"""How it works: the formulas of the method, filled with the numbers of nodes that the user picks."""

import numpy as np
import streamlit as st

from engine.errors import InputError
from engine.insight.explanation import Explanation
from engine.neighbors import nearest
from pages.graphs.graph_data import graph_of, learner_of
from pages.parts.explore.state import PageState
from pages.parts.explore.view import View
from pages.parts.write import explanation
from pages.parts.write.plain import plain

TITLES = {"node": "Node", "other": "Other node"}
SEARCHED = 100
"""Nearest nodes among which one of the other kind is sought first."""


def show(view: View) -> None:
    """What the method of this run says of the nodes that its explanation asks for."""
    chosen = _chosen(view)
    try:
        pieces = _explained(view.run_id, tuple(chosen.items()))
    except InputError as error:
        st.warning(plain(str(error)))
        return
    if not pieces:
        st.caption("This method says nothing of single nodes.")
    for place, piece in enumerate(pieces):
        explanation.show(piece, view.key("explained", place))


def _chosen(view: View) -> dict[str, int]:
    """A row for each name in `explained`: the node chosen on the map, and its nearest ones."""
    row, labels = view.selected or 0, view.embedding.labels
    usual = [row, *_near(view, row), row]
    found = {}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        for place, name in enumerate(learner_of(view).explained):
            found[name] = st.selectbox(
                TITLES.get(name, name.capitalize()), range(len(labels)), usual[place],
                format_func=labels.__getitem__, width=280, key=view.key("explained", view.run_id, row, name),
            )  # fmt: skip
    return found


def _near(view: View, row: int) -> list[int]:
    """The nearest node; of two kinds, the nearest of the other kind."""
    rows, sides = nearest(view.embedding, row, SEARCHED).rows.tolist(), graph_of(view).sides
    if not len(sides):
        return rows[:1]
    across = [other for other in rows if sides[other] != sides[row]]
    return (across or np.flatnonzero(sides != sides[row]).tolist())[:1]


@st.cache_resource(show_spinner=False, max_entries=100)
def _explained(run_id: str, chosen: tuple[tuple[str, int], ...]) -> tuple[Explanation, ...]:
    view = View(PageState(""), run_id, "")
    return learner_of(view).explain(view.fit, graph_of(view), dict(chosen))
