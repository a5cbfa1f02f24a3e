"""How it works: the formulas of the method, filled with the numbers of nodes that the user picks."""

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
        explanation.show(piece, f"{view.page}.explained.{place}")


def _chosen(view: View) -> dict[str, int]:
    """A row for each name in `explained`: the node chosen on the map, and its nearest ones."""
    row, labels = view.selected or 0, view.embedding.labels
    usual = [row, *nearest(view.embedding, row, 1).rows.tolist(), row]
    found = {}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        for place, name in enumerate(learner_of(view).explained):
            found[name] = st.selectbox(
                TITLES[name], range(len(labels)), usual[place], format_func=labels.__getitem__, width=280,
                key=f"{view.page}.explained.{view.run_id}.{row}.{name}",
            )  # fmt: skip
    return found


@st.cache_resource(show_spinner=False, max_entries=100)
def _explained(run_id: str, chosen: tuple[tuple[str, int], ...]) -> tuple[Explanation, ...]:
    view = View(PageState(""), run_id, "")
    return learner_of(view).explain(view.fit, graph_of(view), dict(chosen))
