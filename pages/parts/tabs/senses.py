"""Senses: the nearest of the chosen item, grouped by how near they are to each other; or those of many, in columns."""

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
import pandas as pd
import streamlit as st

from engine.figures import matrices
from engine.insight.senses import MOST_GROUPS, Senses, senses
from engine.papers import Paper
from pages.parts.domain import Tab
from pages.parts.explore.picking import pickable
from pages.parts.explore.view import View
from pages.parts.tabs import neighbor_columns
from pages.parts.write.layout import beside
from pages.parts.write.plain import plain

PAPER = Paper(
    "Rousseeuw",
    1987,
    "Silhouettes: a graphical aid to the interpretation and validation of cluster analysis",
    "doi:10.1016/0377-0427(87)90125-7",
)
MOST = 20
ONE, MANY = "Of one, in groups", "Of many, side by side"
Evidence = Callable[[View, int, Sequence[np.ndarray]], Sequence[str]]
"""What the data say of each group of rows that are near a row, a sentence for each; none where they say nothing."""


def nothing(view: View, row: int, groups: Sequence[np.ndarray]) -> Sequence[str]:
    """Vectors alone say no more."""
    return ()


def tab(evidence: Evidence = nothing) -> Tab:
    """The tab, with what the page's data say of the groups."""
    return Tab("Senses", partial(show, evidence=evidence))


def show(view: View, evidence: Evidence = nothing) -> None:
    """Senses of the chosen item, or the nearest of many side by side."""
    asked = st.segmented_control(
        "Neighbors", [ONE, MANY], default=ONE, required=True, key=view.key("senses_of"), label_visibility="collapsed"
    )
    if asked == MANY:
        neighbor_columns.show(view)
    else:
        _grouped(view, evidence)


def _grouped(view: View, evidence: Evidence) -> None:
    """Group the neighbors of the chosen item; draw all cosines among them."""
    row = view.selected
    if row is None:
        st.caption("Choose an item first: click it on the map, or type it under “Find”.")
        return
    label = plain(view.embedding.labels[row])
    with st.container(horizontal=True, vertical_alignment="bottom"):
        k = st.number_input(
            "Nearest", 5, MOST, 10, key=view.key("senses_k"), width=110, persist_state="session",
            help="How many neighbors by cosine are grouped.",
        )  # fmt: skip
        n_groups = st.segmented_control(
            "Groups", [0, *range(1, MOST_GROUPS + 1)], format_func=lambda number: str(number) if number else "Best",
            default=0, required=True, key=view.key("senses_groups"), persist_state="session",
            help="Best is the number from 2 to 5 of the largest silhouette.",
        )  # fmt: skip
    found = senses(view.embedding, row, int(k), int(n_groups or 0)) if view.embedding.norms[row] > 0 else None
    if found is None:
        st.caption(f"{label} has too few neighbors to group.")
        return
    groups = [found.rows[found.group == group] for group in range(found.n_groups)]
    left, right = beside(2)
    with left:
        st.markdown(f"**The {len(found.rows)} nearest of {label}**, by mutual similarity in {len(groups)} groups")
        said = evidence(view, row, groups)
        for place, rows in enumerate(groups):
            names = ", ".join(plain(view.embedding.labels[one]) for one in rows)
            st.markdown(f"{place + 1}. **{names}**" + (f"  \n   {said[place]}" if said else ""))
        st.caption(_apart(found))
        table = pd.DataFrame(
            {
                "Group": found.group + 1,
                "Neighbor": [view.embedding.labels[one] for one in found.rows],
                f"Cosine with {view.embedding.labels[row]}": found.scores,
            }
        )
        formats = {table.columns[2]: st.column_config.NumberColumn(format="%.3f")}
        pickable(table, found.rows, view.select, view.key("senses", row, k, n_groups), formats, height="content")
    with right:
        labels = [view.embedding.labels[one] for one in found.rows]
        form = ".2f" if len(labels) <= 12 else ".1f"
        st.plotly_chart(matrices.matrix(found.cosines, labels, labels, form), key=view.key("senses_matrix"))
        st.caption("The cosine of each with each, group by group: two senses show as two bright squares.")


def _apart(found: Senses) -> str:
    """Whether the groups are there at all."""
    told = []
    if not np.isnan(found.within):
        told.append(f"Mean cosine within groups {found.within:.2f}")
    if not np.isnan(found.across):
        told.append(f"across groups {found.across:.2f}")
    numbers = "; ".join(f"{number} groups {value:.2f}" for number, value in found.silhouettes.items())
    sentence = ", ".join(told)
    return (
        f"{sentence[:1].upper() + sentence[1:]}. Mean silhouette ([{PAPER.cited}]({PAPER.url})): {numbers}. Near 1 the "
        "groups stand apart; below some 0.25 they are hardly there. Grouped by average linkage of 1 - cosine."
    )
