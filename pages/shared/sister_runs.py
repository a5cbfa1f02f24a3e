"""Other runs on the same images: principal components to compare with, and codes of the same size."""

import streamlit as st

from engine.learners import LEARNERS
from engine.learners.base import Fit
from engine.learners.image_codes import ImageLearner
from engine.learners.image_pca import ImagePCA
from engine.runs import catalogue, jobs, store
from engine.runs.recipe import Recipe
from pages.shared import jobs_panel, state
from pages.shared.view import View

MOST_LISTED = 200


def principal_components(view: View) -> Fit | None:
    """PCA of the view's images, computed now if it never was; None while it is being computed."""
    recipe = Recipe(view.recipe.dataset, ImagePCA())
    if isinstance(view.recipe.learner, ImagePCA) and view.recipe.learner.center:
        return view.fit
    if store.exists(recipe.run_id):
        return state.fit(recipe.run_id)
    status = jobs.status(recipe.run_id)
    if status is not None and status.active:
        jobs_panel.follow(recipe.run_id, "Principal components")
    elif status is not None:
        jobs_panel.failed(status)
    elif jobs_panel.submit(recipe):
        st.rerun()
    return None


def of_equal_size(view: View) -> list[tuple[str, ImageLearner, Fit]]:
    """(title, learner, fit) of the listed runs on the same images that decode codes of as many numbers."""
    size = view.fit.main.n_components
    wanted = view.recipe.dataset.to_json()
    found = []
    for row in catalogue.runs("training", limit=MOST_LISTED):
        if row.recipe["dataset"] != wanted or row.damaged or row.run_id == view.run_id:
            continue
        learner = Recipe.from_json(row.recipe).learner
        if not isinstance(learner, ImageLearner) or not learner.decodes or row.task not in LEARNERS:
            continue
        if row.summary.get("code_size") == size and not isinstance(learner, ImagePCA):
            found.append((row.label, learner, state.fit(row.run_id)))
    return found
