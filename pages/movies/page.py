"""Movies: films as vectors learned from who watched what, and recommendations with their reasons."""

from functools import partial

import streamlit as st

from engine.datasets.base import Source
from engine.datasets.ratings.ratings import Ratings
from engine.learners import LEARNERS
from engine.learners.base import Advice, Learner
from pages.movies import (
    arithmetic,
    cold_start,
    encodings,
    how_it_works,
    own_axes,
    picker,
    recommend,
    scores,
    watch_chances,
    why_close,
)
from pages.parts import defaults, site
from pages.parts.explore import explorer
from pages.parts.run import jobs_panel, method, run_view, state
from pages.parts.tabs import export, training

PAGE = "movies"
MOVIE_LEARNERS = {name: cls for name, cls in LEARNERS.items() if cls.takes == Ratings.kind}
MISSING = "This run holds no vectors of films; open it under Runs."
VECTORS = (
    "item: the films. user: the viewers. together: both in one space, where a click on a viewer shows the nearest "
    "films, and the other way round. output, history: the films' second vectors, as predicted or as watched ones."
)
TABS = {
    "Recommend": recommend.show,
    "Why close?": why_close.show,
    "Will they watch?": watch_chances.show,
    "Cold start": cold_start.show,
    "Encodings": encodings.show,
    "Arithmetic": arithmetic.show,
    "Scores": scores.show,
    "How it works": how_it_works.show,
    "Training": training.show,
    "Export": export.show,
}


def main() -> None:
    site.enter()
    run_id = state.run_in_url(PAGE) or defaults.MOVIES.run_id
    recipe = method.newly_opened(PAGE, run_id, defaults.MOVIES)
    if recipe is not None and isinstance(recipe.dataset, Source) and recipe.learner is not None:
        picker.adopt(recipe.dataset, f"{PAGE}.data")
        method.adopt(recipe.learner, f"{PAGE}.method")
    with st.sidebar:
        st.subheader("Data")
        source, ratings = picker.pick(f"{PAGE}.data")
        st.subheader("Method")
        learner = method.choose(MOVIE_LEARNERS, f"{PAGE}.method")
        if source is not None and ratings is not None and learner is not None:
            method.train(PAGE, source, learner, _expectation(ratings, learner))
    method.show_run(PAGE, run_id, defaults.MOVIES, _explore, partial(run_view.loss_so_far, PAGE))


def _expectation(ratings: Ratings, learner: Learner) -> list[Advice]:
    """What the training will take, and what its `fit` would refuse."""
    if learner.name == "biased_factors" and not ratings.explicit:
        return [Advice("error", "These data hold no ratings, only who had what: choose a method for likings.")]
    estimate = learner.estimate(ratings)
    return [Advice("info", f"About {jobs_panel.seconds(estimate.seconds)} and {estimate.megabytes:,.0f} MB.")]


def _explore(run_id: str) -> None:
    view = run_view.opened(PAGE, run_id, MOVIE_LEARNERS, MISSING, VECTORS)
    if view is not None:
        explorer.show(view, run_view.questions(TABS), own_axes.maps(view))


main()
