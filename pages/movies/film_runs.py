"""A run of one kind on the same ratings: the one that is open, a sister of it, or one that is trained at a click."""

from typing import TypeVar

import streamlit as st

from engine.errors import InputError
from engine.fit import Fit
from engine.learners.films.contract import Recommender
from engine.runs import store
from engine.runs.recipe import Recipe
from pages.movies.films import recommender_of, siblings
from pages.parts.explore.view import View
from pages.parts.run import jobs_panel, state
from pages.parts.write.plain import plain

Kind = TypeVar("Kind", bound=Recommender)


def run_of(view: View, usual: Kind) -> tuple[str, Kind, Fit] | None:
    """Run id, learner and fit; None, with what to do about it shown, while there is none.

    usual: what is trained if there is no run of its class on these ratings.
    """
    learner = recommender_of(view)
    if isinstance(learner, type(usual)):
        return view.run_id, learner, view.fit
    sister = siblings(view).get(usual.name)
    recipe = state.recipe_of(sister.run_id) if sister is not None else Recipe(view.recipe.dataset, usual)
    run_id = sister.run_id if sister is not None else recipe.run_id
    if store.exists(run_id) and isinstance(recipe.learner, type(usual)):
        try:
            found = state.fit(run_id)
        except InputError as error:
            st.error(plain(str(error)))
            return None
        st.caption(f":material/info: From another run on the same ratings: {plain(store.title(recipe))}.")
        return run_id, recipe.learner, found
    _obtain(recipe, usual)
    return None


def _obtain(recipe: Recipe, usual: Recommender) -> None:
    def wanted() -> bool:
        st.caption(f"This is a question for another method, {usual.title}: it is trained on the same ratings.")
        return st.button(f"Train {usual.title}", type="primary", icon=":material/play_arrow:", key=usual.name)

    jobs_panel.obtain(recipe, usual.title, wanted)
