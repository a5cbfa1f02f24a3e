"""How it works: the recipe with the numbers of the first items, and the eigenvalues that say what is lost."""

import streamlit as st

from engine.errors import InputError
from engine.figures import pairs as figure
from engine.insight.explanation import Explanation
from pages.pairs.pair_data import learner_of, pairs_of
from pages.parts.explore.state import PageState
from pages.parts.explore.view import View
from pages.parts.write import explanation
from pages.parts.write.plain import plain

EUCLIDEAN = 0.001
"""Share of the negative eigenvalues below which a table counts as one of points."""


def show(view: View) -> None:
    """The method with numbers, then its eigenvalues."""
    try:
        pieces = _explained(view.run_id)
    except InputError as error:
        st.warning(plain(str(error)))
        return
    for place, piece in enumerate(pieces):
        explanation.show(piece, view.key("explained", place))
    if "eigenvalues" in view.fit.arrays:
        _eigenvalues(view)


def _eigenvalues(view: View) -> None:
    fit = view.fit
    values, places = fit.arrays["eigenvalues"], fit.arrays["places"]
    st.markdown("**Eigenvalues**: how much each dimension holds, and what no dimension can.")
    st.plotly_chart(
        figure.eigenvalues(values, places, int(fit.summary["dimensions"])), key=view.key("eigenvalues", view.run_id)
    )
    st.caption(_told(float(fit.summary["negative"]), pairs_of(view).are_distances))


def _told(negative: float, are_distances: bool) -> str:
    """What the negative eigenvalues mean, in a sentence."""
    if negative < EUCLIDEAN:
        what = "distances of points in a space" if are_distances else "inner products of vectors"
        return (
            f"Negative eigenvalues hold less than {EUCLIDEAN:.1%} of the sizes of all: these numbers are, as good as "
            f"exactly, {what}."
        )
    if are_distances:
        return (
            f"{negative:.1%} of the sizes of all eigenvalues are negative: a squared length would have to be below 0. "
            "No points in any number of dimensions have these distances, as on a sphere, where the way along the "
            "surface is longer than the straight one; and more dimensions make the far pairs too far."
        )
    return (
        f"{negative:.1%} of the sizes of all eigenvalues are negative: some items are more like others than like "
        "themselves. No vectors have these numbers as inner products; the nearest ones leave that part out."
    )


@st.cache_resource(show_spinner=False, max_entries=20)
def _explained(run_id: str) -> tuple[Explanation, ...]:
    view = View(PageState(""), run_id, "")
    return learner_of(view).explain(view.fit, pairs_of(view), {})
