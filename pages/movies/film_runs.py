"""A run of one kind on the same ratings: the one that is open, a sister of it, or one that is trained at a click."""

import streamlit as st

from engine.errors import InputError
from engine.fit import Fit
from engine.learners.films.contract import Recommender
from engine.runs import store
from engine.runs.recipe import Recipe
from pages.movies.films import learner_of_run, recommender_of, siblings
from pages.parts.explore.view import View
from pages.parts.run import state
from pages.parts.run.obtain import obtain
from pages.parts.write.plain import plain


def run_of(view: View, usual: Recommender) -> tuple[str, Recommender, Fit] | None:
    """Run id, learner and fit; None, with what to do about it shown, while there is none.

    usual: what is trained if there is no run of its kind on these ratings.
    """
    learner = recommender_of(view)
    if learner.name == usual.name:
        return view.run_id, learner, view.fit
    sister = siblings(view).get(usual.name)
    run_id = sister.run_id if sister is not None else Recipe(view.recipe.dataset, usual).run_id
    if store.exists(run_id):
        try:
            found = state.fit(run_id)
        except InputError as error:
            st.error(plain(str(error)))
            return None
        title = plain(store.title(state.recipe_of(run_id)))
        st.caption(f":material/info: From another run on the same ratings: {title}.")
        return run_id, learner_of_run(run_id), found
    _obtain(state.recipe_of(run_id) if sister is not None else Recipe(view.recipe.dataset, usual), usual)
    return None


def _obtain(recipe: Recipe, usual: Recommender) -> None:
    def wanted() -> bool:
        st.caption(f"This is a question for another method, {usual.title}: it is trained on the same ratings.")
        return st.button(f"Train {usual.title}", type="primary", icon=":material/play_arrow:", key=usual.name)

    obtain(recipe, usual.title, wanted)
