"""What the tabs of the movies page share: the data of a run, its recommender, and other runs on the same data."""

from typing import cast

import streamlit as st

from engine.datasets.ratings.ratings import Ratings
from engine.errors import InputError
from engine.learners.films.contract import Recommender
from engine.runs import catalogue
from engine.runs.catalogue import RunRow
from engine.runs.recipe import Recipe
from pages.parts.explore.view import View
from pages.parts.run import state
from pages.parts.write.plain import plain

SEARCHED = 300
"""Runs that are looked through for others on the same data."""


def data_of(view: View) -> Ratings | None:
    """The ratings that the run was trained on; None if they are not here any more, which is then said."""
    try:
        return ratings_of_run(view.run_id)
    except InputError as error:
        st.warning(f"The ratings of this run cannot be read any more: {plain(str(error))}")
        return None


def ratings_of_run(run_id: str) -> Ratings:
    """The ratings that a run was trained on; raises InputError if they are not here any more."""
    return state.ratings(Recipe(state.recipe_of(run_id).dataset).run_id)


def recommender_of(view: View) -> Recommender:
    """The learner of the run; the page shows runs of recommenders alone."""
    return learner_of_run(view.run_id)


def learner_of_run(run_id: str) -> Recommender:
    """The learner of a run of a recommender."""
    return cast(Recommender, state.recipe_of(run_id).learner)


def siblings(view: View) -> dict[str, RunRow]:
    """Learner name -> the latest run of that recommender on the same ratings, this run's own kind left out."""
    dataset = view.recipe.dataset.to_json()
    own = recommender_of(view).name
    found: dict[str, RunRow] = {}
    for row in catalogue.runs("training", limit=SEARCHED):
        learner = row.recipe["learner"]
        if row.recipe["dataset"] == dataset and learner and learner["name"] != own and not row.damaged:
            found.setdefault(learner["name"], row)
    return found
