"""Movies: films as vectors learned from who watched what, and recommendations with their reasons."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from engine.datasets.base import Source
from engine.datasets.ratings import Ratings
from engine.errors import InputError
from engine.figures import training as figure
from engine.learners import LEARNERS
from engine.learners.advice import Advice
from engine.learners.base import Learner
from engine.runs import store
from pages.shared import defaults, explorer, jobs_panel, method, rating_picker, site, state
from pages.shared.plain import plain
from pages.shared.view import View
from pages.tabs import (
    co_watchers,
    encodings,
    export,
    film_arithmetic,
    film_mechanics,
    recommend,
    recommender_scores,
    training,
)

PAGE = "movies"
MOVIE_LEARNERS = {name: cls for name, cls in LEARNERS.items() if cls.takes == Ratings.kind}
TABS = {
    "Recommend": recommend.show,
    "Why close?": co_watchers.show,
    "Encodings": encodings.show,
    "Arithmetic": film_arithmetic.show,
    "Scores": recommender_scores.show,
    "How it works": film_mechanics.show,
    "Training": training.show,
    "Export": export.show,
}


def main() -> None:
    site.enter()
    run_id = state.run_in_url(PAGE) or defaults.MOVIES.run_id
    recipe = method.newly_opened(PAGE, run_id, defaults.MOVIES)
    if recipe is not None and isinstance(recipe.dataset, Source) and recipe.learner is not None:
        rating_picker.adopt(recipe.dataset, f"{PAGE}.data")
        method.adopt(recipe.learner, f"{PAGE}.method")
    with st.sidebar:
        st.subheader("Data")
        source, ratings = rating_picker.pick(f"{PAGE}.data")
        st.subheader("Method")
        learner = method.choose(MOVIE_LEARNERS, f"{PAGE}.method")
        if source is not None and ratings is not None and learner is not None:
            method.train(PAGE, source, learner, _expectation(ratings, learner))
    method.show_run(PAGE, run_id, defaults.MOVIES, _explore, _live)


def _expectation(ratings: Ratings, learner: Learner) -> list[Advice]:
    """What the training will take, and what its `fit` would refuse."""
    if learner.name == "biased_factors" and not ratings.explicit:
        return [Advice("error", "These data hold no ratings, only who had what: choose a method for likings.")]
    estimate = learner.estimate(ratings)
    return [Advice("info", f"About {jobs_panel.seconds(estimate.seconds)} and {estimate.megabytes:,.0f} MB.")]


def _live(progress: Mapping[str, Any]) -> None:
    """The loss so far."""
    trace = [entry for entry in progress.get("trace", []) if "loss" in entry]
    if len(trace) > 1:
        history = {"step": [entry["done"] for entry in trace], "loss": [entry["loss"] for entry in trace]}
        st.plotly_chart(figure.loss_curve(history, progress["unit"]), key=f"{PAGE}.live_loss")


def _explore(run_id: str) -> None:
    try:
        fit = state.fit(run_id)
        recipe = state.recipe_of(run_id)
    except InputError as error:
        st.error(plain(str(error)), icon=":material/broken_image:")
        return
    if recipe.learner is None or recipe.learner.takes != Ratings.kind:
        st.info("This run holds no vectors of films; open it under Runs.")
        return
    names = list(fit.embeddings)
    with st.container(horizontal=True, vertical_alignment="bottom", horizontal_alignment="distribute"):
        st.subheader(plain(store.title(recipe)), anchor=False)
        name = st.segmented_control(
            "Vectors",
            names,
            default=names[0],
            required=True,
            key=f"{PAGE}.vectors.{'.'.join(names)}",
            label_visibility="collapsed",
            help="The films; and the viewers in the same space, or the films' second vectors, as predicted ones.",
        )
    for note in fit.notes:
        st.caption(f":material/info: {plain(note)}")
    explorer.show(View(PAGE, run_id, name), _tabs, {})


def _tabs(view: View) -> None:
    chosen = st.segmented_control(
        "Questions",
        list(TABS),
        required=True,
        label_visibility="collapsed",
        default=next(iter(TABS)),
        key="tab",
        bind="query-params",
    )
    with st.container(border=True):
        TABS.get(chosen, recommend.show)(view)


main()
