"""What the tabs of the movies page share: the data of a run, its recommender, and other runs on the same data."""

from typing import cast

import numpy as np
import streamlit as st

from engine.datasets.ratings.ratings import Ratings
from engine.errors import InputError
from engine.evaluation.map_truth import columns_of
from engine.learners import LEARNERS
from engine.learners.films.contract import Recommender
from engine.runs import catalogue
from engine.runs.catalogue import RunRow
from pages.parts.explore.view import View
from pages.parts.run import state
from pages.parts.write.plain import plain


def data_of(view: View) -> Ratings | None:
    """The ratings that the run was trained on; None if they are not here any more, which is then said."""
    try:
        return ratings_of_run(view.run_id)
    except InputError as error:
        st.warning(f"The ratings of this run cannot be read any more: {plain(str(error))}")
        return None


def ratings_of_run(run_id: str) -> Ratings:
    """The ratings that a run was trained on; raises InputError if they are not here any more."""
    return state.ratings(state.row_of(run_id).dataset_id)


def recommender_of(view: View) -> Recommender:
    """The learner of the run; the page shows runs of recommenders alone."""
    return learner_of_run(view.run_id)


def learner_of_run(run_id: str) -> Recommender:
    """The learner of a run of a recommender."""
    return cast(Recommender, state.recipe_of(run_id).learner)


def places_on_map(view: View) -> np.ndarray | None:
    """Places (n, 2) of the first n films on the map of the page, in the order of the run's films; None where it shows
    some alone, or other vectors.
    """
    run_id, axes = view.page.mapped
    if not run_id or view.page.only or view.name != next(iter(view.fit.embeddings)):
        return None
    whole = state.fit(run_id).main.vectors
    return whole[:, columns_of(axes, whole.shape[1])][:, :2]


def siblings(view: View) -> dict[str, RunRow]:
    """Learner name -> the latest run of that recommender on the same ratings, this run's own kind left out."""
    own = recommender_of(view).name
    found: dict[str, RunRow] = {}
    others = [name for name in LEARNERS if name != own]
    for row in catalogue.on_dataset(view.dataset_id, others, owner=state.owner()):
        found.setdefault(row.task, row)
    return found
