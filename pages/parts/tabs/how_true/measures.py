"""The measures of a map beside what chance gives, distances on it beside those in the data, and what to draw on it."""

import pandas as pd
import streamlit as st

from engine.evaluation.map_truth import Truth
from engine.figures import map_quality
from pages.parts.explore import truths
from pages.parts.explore.controlled import choose
from pages.parts.explore.view import View
from pages.parts.write.layout import beside

MEASURES = {
    "trustworthiness": ("Trustworthiness", "near here, near in the data?"),
    "continuity": ("Continuity", "near in the data, near here?"),
    "kept": ("Neighbors kept", "share of true neighbors that are near here"),
    "shepard": ("Rank correlation", "far in the data, far here?"),
}
DRAWN = {
    "": "nothing",
    truths.ITEM: "true and false neighbors of the chosen item",
    truths.GRAPH: "neighbors of all items",
}


def show(view: View, found: Truth) -> None:
    """A table, the Shepard plot, and the choice of what is drawn on the map."""
    left, right = beside(2)
    with left:
        _table(view, found)
        _on_the_map(view, found)
    with right:
        st.plotly_chart(map_quality.shepard(found.distances, found.scores.shepard), key=view.key("shepard"))


def _table(view: View, found: Truth) -> None:
    columns = {"This map": found.scores, "Of shuffled data": found.null, "Chance": found.chance}
    rows = [
        {"Measure": title, "Question": question}
        | {heading: getattr(scores, name) for heading, scores in columns.items() if scores is not None}
        for name, (title, question) in MEASURES.items()
    ]
    numbers = {heading: st.column_config.NumberColumn(format="%.3f") for heading in columns}
    st.dataframe(pd.DataFrame(rows), hide_index=True, column_config=numbers)
    st.caption(
        f"Exact, over all {found.found.n:,} items on the map and the {found.found.k} nearest of each; 1 is perfect. "
        "Neighbors in the data are sought among the items on the map. Shuffled data: each column by itself, so that "
        "nothing joins the columns, laid out in the same way. Chance: to be expected of places drawn at random."
    )


def _on_the_map(view: View, found: Truth) -> None:
    choose(
        st.radio, "Draw on the map", view.page, "truth", list(DRAWN), "", format_func=DRAWN.__getitem__,
    )  # fmt: skip
    recipe = truths.asked(view)
    if view.page.truth == truths.GRAPH and recipe is not None:
        kinds = truths.graph(recipe.run_id)
        if kinds.n_edges > truths.MOST_EDGES:
            st.caption(
                f"These are {kinds.n_edges:,} lines; up to {truths.MOST_EDGES:,} are drawn. Show fewer items above."
            )
        else:
            st.caption(
                f"{len(kinds.shared):,} pairs are neighbors in the data and on the map, {len(kinds.missing):,} in the "
                f"data alone, {len(kinds.false):,} on the map alone."
            )
    st.button(
        "Color by neighbors kept", icon=":material/palette:", key=view.key("color_kept"),
        on_click=view.page.change, kwargs={"color": truths.KEPT}, disabled=view.page.color == truths.KEPT,
    )  # fmt: skip
