"""What is kept? Each given number beside that of the vectors, and the pairs that they keep worst."""

import numpy as np
import pandas as pd
import streamlit as st

from engine.figures import pairs as figure
from engine.insight.pairs.compared import Compared, compared
from pages.pairs.pair_data import number_column, pairs_of, target_of
from pages.parts.explore.view import View
from pages.parts.run import state
from pages.parts.write.layout import beside


def show(view: View) -> None:
    """The pairs as points, how well the numbers are kept, and the worst pairs by name."""
    found, target = _compared(view.run_id, view.name), target_of(view.run_id)
    what = "distance" if target.are_distances else "inner product"
    with st.container(horizontal=True):
        st.metric(
            "Kept of the squares", f"{found.kept:.1%}",
            help="1 less the squared differences between the given numbers and those of the vectors, over the squares "
            "of the given ones; all pairs.",
        )  # fmt: skip
        st.metric(
            "Rank correlation", f"{found.correlation:.3f}",
            help="Spearman’s: 1 where the vectors put all pairs into the given order.",
        )  # fmt: skip
    left, right = beside(2)
    given, given_title = found.drawn[1], _given_title(view, target.are_distances)
    with left:
        names = _names(view, found.drawn[0])
        st.plotly_chart(
            figure.given_and_made(given, found.drawn[2], names, given_title, f"{what} of the vectors"),
            key=view.key("given_and_made", view.run_id),
        )
        n_pairs = view.fit.main.n_items * (view.fit.main.n_items - 1) // 2
        drawn = "All" if len(given) == n_pairs else f"{len(given):,} of the"
        st.caption(f"{drawn} {n_pairs:,} pairs. On the line both numbers are the same.")
    with right:
        st.markdown("**Kept worst**")
        numbers = dict.fromkeys(("Given", "Vectors"), number_column(found.worst[1]))
        st.dataframe(
            _worst(view, found), hide_index=True, height=352, column_config=numbers, key=view.key("worst", view.run_id)
        )
        st.caption(f"The pairs whose given number and {what} differ most, in the vectors, not on the map.")


def _given_title(view: View, are_distances: bool) -> str:
    pairs = pairs_of(view)
    if pairs.are_distances != are_distances:
        return "distance that belongs to the given similarity"
    unit = f", {pairs.unit}" if pairs.unit else ""
    return f"given {'distance' if are_distances else 'similarity'}{unit}"


def _worst(view: View, found: Compared) -> pd.DataFrame:
    ends, given, made = found.worst
    labels = view.fit.main.labels
    one, other = ([labels[row] for row in ends[:, side]] for side in (0, 1))
    return pd.DataFrame({"One": one, "Other": other, "Given": given, "Vectors": made})


def _names(view: View, ends: np.ndarray) -> list[str]:
    labels = view.fit.main.labels
    return [f"{labels[one]} · {labels[other]}" for one, other in ends.tolist()]


@st.cache_resource(show_spinner=False, max_entries=20)
def _compared(run_id: str, name: str) -> Compared:
    target = target_of(run_id)
    return compared(target.values, state.fit(run_id).embeddings[name].vectors, target.are_distances)
