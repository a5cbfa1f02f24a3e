"""Few labels: classes told by the nearest of one, five, ten or twenty examples, by every code there is."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import streamlit as st

from engine.evaluation.images.few_shot import few_shot
from engine.learners.images.classifier import ClassNetwork
from engine.learners.images.pca import ImagePCA
from engine.runs.recipe import Recipe
from pages.images.sister_runs import described, principal_components, trained_on
from pages.parts.explore.state import PageState
from pages.parts.explore.view import View
from pages.parts.run import state

SHOTS = (1, 5, 10, 20)
N_DRAWS = 10


def show(view: View) -> None:
    """A table: a row for each representation, a column for each number of labeled examples per class."""
    images = view.images
    if not images.has_classes or not images.n_test:
        st.caption("This needs classes and a test part; these images lack one of them.")
        return
    runs = [(run.title, run.run_id, isinstance(run.learner, ClassNetwork)) for run in trained_on(view)]
    if not any(isinstance(run.learner, ImagePCA) for run in trained_on(view)):
        if principal_components(view) is None:
            return
        pca = ImagePCA()
        runs.append((described(pca), Recipe(view.recipe.dataset, pca).run_id, False))
    pixels = f"Pixels ({images.n_pixels:,} numbers)"
    dataset = view.dataset_id
    rows: list[tuple[object, ...]] = [(pixels, "none", *_cells(_of_pixels(dataset)))]
    for title, run_id, saw_labels in runs:
        rows.append((title, f"{images.n_train:,}" if saw_labels else "none", *_cells(_of_codes(run_id))))
    columns = ["Nearest neighbor by", "Labels in training", *(f"n = {n}" for n in SHOTS)]
    st.dataframe(pd.DataFrame(rows, columns=columns), hide_index=True)
    chance = 1 / len(images.class_names)
    st.caption(
        f"Accuracy in percent on (at most 1,000) test images by the one nearest of n labeled training images per "
        f"class: mean ± standard deviation over {N_DRAWS} draws, the same for every row. Guessing gives {chance:.0%}. "
        "Codes of networks that were trained on the labels of all training images know these classes already; the "
        "others have seen no label but the n."
    )


def _cells(scores: np.ndarray) -> list[str]:
    return [f"{100 * each.mean():.1f} ± {100 * each.std():.1f}" for each in scores]


@st.cache_data(show_spinner="Measuring…", max_entries=200)
def _of_codes(run_id: str) -> np.ndarray:
    view = View(PageState(""), run_id, next(iter(state.fit(run_id).embeddings)))
    images = view.images
    return _scores(view.embedding.vectors.__getitem__, images.targets, images.n_train)


@st.cache_data(show_spinner="Measuring…", max_entries=20)
def _of_pixels(dataset_id: str) -> np.ndarray:
    images = state.images(dataset_id)
    return _scores(images.pixels, images.targets, images.n_train)


def _scores(vectors: Callable[[np.ndarray], np.ndarray], targets: np.ndarray, n_train: int) -> np.ndarray:
    """Accuracies (n_shots, n_draws)."""
    return np.stack([few_shot(vectors, targets, n_train, n, N_DRAWS) for n in SHOTS])
