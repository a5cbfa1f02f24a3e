"""How true? What the map on the page keeps of its data, and what it makes up."""

import streamlit as st

from engine.projections.base import Projection
from engine.runs.recipe import Recipe
from pages.parts.explore import only, truths
from pages.parts.explore.view import View
from pages.parts.run import jobs_panel, state
from pages.parts.run.obtain import obtain
from pages.parts.tabs.how_true import item, jumps, measures, others, reading, shuffled

QUICK = 5.0
"""Seconds within which a map is measured without being asked for."""
NO_MAP = "There is no map to measure yet. Choose a projection above, such as PCA or t-SNE, and let it be made."
PARTS = {
    "Measures": measures.show,
    "This item": item.show,
    "Reading aid": reading.show,
    "Shuffled data": shuffled.show,
}
ALONE = {"Other seeds": others.show, "What would jump": jumps.show}
"""What measures by itself, on a click."""


def show(view: View) -> None:
    """Measure the map if that takes moments, else on a click; then choose what to see of it."""
    view = only.restricted(view)
    recipe = truths.asked(view)
    if recipe is None:
        st.caption(NO_MAP)
        return
    fit = obtain(recipe, "How true is this map?", lambda: _wanted(view, recipe))
    if fit is None:
        return
    chosen = st.segmented_control(
        "Of the map", [*PARTS, *ALONE], default=next(iter(PARTS)), required=True, key=view.key("how_true"),
        label_visibility="collapsed",
    )  # fmt: skip
    if chosen in ALONE:
        ALONE[chosen](view)
    else:
        PARTS[chosen](view, truths.truth(recipe.run_id))
    for note in fit.notes:
        st.caption(note)


def _wanted(view: View, recipe: Recipe) -> bool:
    """Whether to measure now: at once if it is quick, else by a button that says what it takes."""
    shown = state.recipe_of(view.page.mapped[0])
    maker, n_items = shown.learner, state.fit(view.page.mapped[0]).main.n_items
    assert isinstance(maker, Projection)
    seconds = truths.seconds(recipe, maker, view.embedding.first(n_items))
    if seconds < QUICK:
        return True
    st.caption(
        f"Every one of the {n_items:,} items is compared with all others, in the data and on the map, and the same map "
        f"is made of shuffled data. That takes about {jobs_panel.seconds(seconds)}. {jobs_panel.outlook()}"
    )
    return st.button("Measure this map", type="primary", icon=":material/straighten:", key=view.key("measure"))
