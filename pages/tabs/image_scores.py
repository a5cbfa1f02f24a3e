"""Scores: how well the codes of this run, of its sisters and the bare pixels tell classes apart."""

import pandas as pd
import streamlit as st

from engine.evaluation.images import chance_accuracy, neighbor_accuracy
from engine.learners.image_codes import ImageLearner
from engine.runs import catalogue
from pages.shared import state
from pages.shared.sister_runs import MOST_LISTED
from pages.shared.view import View

N_NEIGHBORS = 5
MOST_RUNS = 12


def show(view: View) -> None:
    """A table of accuracies on the test part, with chance and pixels as baselines."""
    images = view.images
    if not images.has_classes or not images.n_test:
        st.caption("Scores need classes and a test part; these images lack one of them.")
        return
    rows: list[tuple[object, ...]] = [
        ("Chance: the commonest class", None, chance_accuracy(images.targets, images.n_train), None, None)
    ]
    rows.append(("Pixels as they are", images.n_pixels, _of_pixels(view.run_id), None, None))
    for title, run_id in _runs(view):
        fit = state.fit(run_id)
        summary = fit.summary
        scores = _of_codes(run_id), summary.get("test_mse"), summary.get("test_accuracy")
        rows.append((title, fit.main.n_components, *scores))
    columns = ["Method", "Numbers", f"{N_NEIGHBORS} nearest", "MSE", "Own accuracy"]
    table = pd.DataFrame(rows, columns=columns)
    table[[columns[2], columns[4]]] = table[[columns[2], columns[4]]].astype(float) * 100
    percent = st.column_config.NumberColumn(format="%.1f %%")
    error = st.column_config.NumberColumn(format="%.5f")
    st.dataframe(table, hide_index=True, column_config={columns[2]: percent, "MSE": error, columns[4]: percent})
    st.caption(
        f"{N_NEIGHBORS} nearest: share of (at most 1,000) test images whose class is the commonest among the "
        f"{N_NEIGHBORS} nearest training images by the code. All on the test part of {images.n_test:,} images; MSE is "
        "the error of the reconstruction per pixel, own accuracy that of a network's last layer."
    )


def _runs(view: View) -> list[tuple[str, str]]:
    """(title, run id) of this run and of the latest listed ones on the same images."""
    wanted = view.recipe.dataset.to_json()
    found = [(f"{view.recipe.learner.title} (this run)", view.run_id)] if view.recipe.learner else []
    for row in catalogue.runs("training", limit=MOST_LISTED):
        learner = row.recipe["learner"]
        if row.recipe["dataset"] == wanted and row.run_id != view.run_id and learner and not row.damaged:
            found.append((row.label, row.run_id))
    return [entry for entry in found if isinstance(state.recipe_of(entry[1]).learner, ImageLearner)][:MOST_RUNS]


@st.cache_data(show_spinner="Measuring…", max_entries=200)
def _of_codes(run_id: str) -> float:
    view = View("", run_id, next(iter(state.fit(run_id).embeddings)))
    images = view.images
    return neighbor_accuracy(view.embedding.vectors, images.targets, images.n_train, N_NEIGHBORS)


@st.cache_data(show_spinner="Measuring…", max_entries=20)
def _of_pixels(run_id: str) -> float:
    images = View("", run_id, "").images
    return neighbor_accuracy(images.pixels(), images.targets, images.n_train, N_NEIGHBORS)
