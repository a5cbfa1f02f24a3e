"""The same map of data without structure, beside the one on the page."""

import numpy as np
import streamlit as st

from engine.evaluation.map_truth import Truth, columns_of
from pages.parts.explore.view import View
from pages.parts.map.component import embedding_map
from pages.parts.run import state
from pages.parts.write.layout import beside

HEIGHT = 340


def show(view: View, found: Truth) -> None:
    """Both maps without names and colors, and what the comparison is good for."""
    if found.null is None:
        st.caption("There is no map of shuffled data.")
        return
    run_id, axes = view.page.mapped
    places = state.fit(run_id).main.vectors
    left, right = beside(2)
    with left:
        st.markdown("**This map**")
        _picture(view, "own", run_id, places[:, columns_of(axes, places.shape[1])])
    with right:
        st.markdown("**The same of shuffled data**")
        _picture(view, "null", run_id, found.null_places)
    st.caption(
        "Each column of the vectors was shuffled by itself: every number is still there, and nothing joins them. "
        "Shapes that both maps have are of the method's making; what only the left one has is in the data. "
        f"Neighbors kept: {found.scores.kept:.1%} and {found.null.kept:.1%}; trustworthiness "
        f"{found.scores.trustworthiness:.3f} and {found.null.trustworthiness:.3f}; rank correlation of distances "
        f"{found.scores.shepard:.3f} and {found.null.shepard:.3f}."
    )


def _picture(view: View, name: str, run_id: str, places: np.ndarray) -> None:
    embedding_map(
        f"{view.page}_{name}", revision=f"{name}.{run_id}.{places.shape[1]}", coordinates=places,
        labels=("",) * len(places), height=HEIGHT,
    )  # fmt: skip
