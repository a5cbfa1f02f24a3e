"""How it works: the turn in a plane with numbers of one's own, the turn of the run, and why CSLS demotes a hub."""

from typing import cast

import numpy as np
import pandas as pd
import streamlit as st

from engine.errors import InputError
from engine.figures import shared_spaces as figure
from engine.insight.explanation import Explanation
from engine.insight.shared_spaces import plane
from engine.learners.base import Learner
from pages.parts.explore.state import PageState
from pages.parts.explore.view import View
from pages.parts.write import explanation
from pages.parts.write.layout import beside
from pages.parts.write.plain import plain
from pages.two_languages.language_data import chosen, languages_of

LARGEST = 10.0
"""Of a coordinate in the plane."""


def show(view: View) -> None:
    """The plane, then the run."""
    _in_the_plane(view)
    try:
        pieces = _explained(view.run_id, chosen(view))
    except InputError as error:
        st.warning(plain(str(error)))
        return
    for place, piece in enumerate(pieces):
        explanation.show(piece, view.key("explained", place))


@st.cache_data(show_spinner=False, max_entries=100)
def _explained(run_id: str, word: int) -> tuple[Explanation, ...]:
    view = View(PageState(""), run_id, "")
    return cast(Learner, view.recipe.learner).explain(view.fit, languages_of(view), {"word": word})


def _in_the_plane(view: View) -> None:
    st.markdown("**Procrustes in the plane**: words of one language, the same words in the other, and the turn between")
    left, right = beside(2)
    with left:
        with st.container(horizontal=True, vertical_alignment="bottom"):
            angle = st.slider("Turned by, degrees", -180, 180, 65, 5, key=view.key("angle"), width=220)
            noise = st.slider("Noise", 0.0, 1.0, 0.1, 0.05, key=view.key("noise"), width=160)
            mirrored = st.toggle("Mirrored", key=view.key("mirrored"))
        given = pd.DataFrame(plane.EXAMPLE, columns=["x", "y"])
        limits = st.column_config.NumberColumn(min_value=-LARGEST, max_value=LARGEST, format="%.2f", required=True)
        edited = st.data_editor(
            given, num_rows="dynamic", hide_index=True, key=view.key("points"), width=240,
            column_config={"x": limits, "y": limits},
        )  # fmt: skip
    points = edited.to_numpy(dtype=float)
    points = np.clip(points[np.isfinite(points).all(axis=1)], -LARGEST, LARGEST)
    if len(points) < 2 or not points.any():
        left.caption("Give two points or more; one of them away from 0.")
        return
    others = plane.turned(points, angle, mirrored, noise)
    found = plane.decomposed(points, others)
    right.plotly_chart(figure.turned(points, others, points @ found.rotation), key=view.key("plane"))
    left.caption(
        f"Found: W {found.told()}. What was put in: {angle}°{', mirrored' if mirrored else ''}. The points of the "
        "first language are X, those of the second Y, a row each; without noise both agree."
    )
    explanation.show(plane.explained(points, others), view.key("plane_explained"))
