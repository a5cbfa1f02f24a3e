"""Components: how the variance is spread over directions, and the items at both ends of each."""

import numpy as np
import pandas as pd
import streamlit as st

from engine.figures import spectrum
from engine.low_rank import principal
from pages.parts.explore.picking import pickable
from pages.parts.explore.view import View
from pages.parts.write.layout import beside

ENDS = 12
SHOWN = 30
PRINCIPAL, OWN = "Principal components of the vectors", "Dimensions of the vectors"


def show(view: View) -> None:
    """The spectrum; then the top and the bottom of one component."""
    kinds = [PRINCIPAL, OWN]
    own = "singular_values" in view.fit.arrays
    kind = st.segmented_control(
        "Components", kinds, default=OWN if own else PRINCIPAL, required=True,
        key=view.key("components", view.run_id), label_visibility="collapsed",
        help="The dimensions of vectors that an SVD made are its components; of other methods they mean nothing each.",
    )  # fmt: skip
    left, right = beside(2)
    with left:
        if kind == OWN:
            places = view.embedding.vectors
            if own:
                st.plotly_chart(
                    spectrum.singular_values(view.fit.arrays["singular_values"]), key=view.key("component_values")
                )
                st.caption("The singular values of the matrix that was factorized.")
        else:
            places, ratios = _principal(view.run_id, view.name, view.only, view)
            st.plotly_chart(spectrum.scree(ratios, SHOWN), key=view.key("component_scree"))
            n = spectrum.n_for_share(ratios)
            st.caption(f"{n:,} of {len(ratios):,} components hold 95 % of the variance of the vectors.")
    with right:
        n = places.shape[1]
        number = int(st.number_input("Component", 1, n, min(2, n), key=view.key("component_of", kind), width=140))
        _ends(view, places[:, number - 1], number)


@st.cache_resource(show_spinner="Taking the vectors apart", max_entries=10)
def _principal(run_id: str, name: str, only: str, _view: View) -> tuple[np.ndarray, np.ndarray]:
    """Coordinates along all principal axes, and the share of the variance along each."""
    found = principal(_view.embedding.vectors.astype(np.float64))
    return found.transform(_view.embedding.vectors, min(len(found.components), 100)), found.explained_variance_ratio


def _ends(view: View, along: np.ndarray, number: int) -> None:
    order = np.argsort(along, kind="stable")
    low, high = order[:ENDS], order[::-1][:ENDS]
    labels = view.embedding.labels
    decimals = st.column_config.NumberColumn(format="%.3f")
    for block, title, rows in zip(st.columns(2), ("Top", "Bottom"), (high, low), strict=True):
        with block:
            table = pd.DataFrame({title: [labels[row] for row in rows], "Coordinate": along[rows]})
            key = view.key("component_ends", view.run_id, number, title)
            pickable(table, rows, view.select, key, {"Coordinate": decimals}, height="content")
    st.caption(f"The {view.items} with the largest and the smallest coordinate; which end is which is a convention.")
