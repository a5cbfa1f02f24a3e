"""Few labels: classes told by the nearest of one, five, ten or twenty examples, by every code there is."""

import numpy as np
import pandas as pd
import streamlit as st

from engine.evaluation.images.code_scores import CodeScores
from engine.evaluation.images.few_shot import N_DRAWS, SHOTS, PixelShots, few_labels
from engine.fit import Fit
from engine.runs.recipe import Recipe
from pages.images.sister_runs import components_run, measured, of_run, trained_on
from pages.parts.explore.view import View


def show(view: View) -> None:
    """A table: a row for each representation, a column for each number of labeled examples per class."""
    images = view.images
    if not images.has_classes or not images.n_test:
        st.caption("This needs classes and a test part; these images lack one of them.")
        return
    runs = trained_on(view)
    if not any(run.learner.every_size for run in runs):
        pca = components_run(view)
        if pca is None:
            return
        runs.append(pca)
    place = st.container()
    tests = [("Few labels, by pixels", Recipe(view.recipe.dataset, PixelShots()))]
    tests += [(f"Scores: {run.title}", of_run(run.run_id, CodeScores())) for run in runs]
    pixels, *codes = measured(tests)
    rows = [(f"Pixels ({images.n_pixels:,} numbers)", "none", *_cells(pixels))]
    for run, fit in zip(runs, codes, strict=True):
        rows.append((run.title, f"{images.n_train:,}" if run.learner.from_classes else "none", *_cells(fit)))
    columns = ["Nearest neighbor by", "Labels in training", *(f"n = {n}" for n in SHOTS)]
    place.dataframe(pd.DataFrame(rows, columns=columns), hide_index=True)
    chance = 1 / len(images.class_names)
    st.caption(
        f"Accuracy in percent on (at most 1,000) test images by the one nearest of n labeled training images per "
        f"class: mean ± standard deviation over {N_DRAWS} draws, the same for every row. Guessing gives {chance:.0%}. "
        "Codes of networks that were trained on the labels of all training images know these classes already; the "
        "others have seen no label but the n."
    )


def _cells(fit: Fit | None) -> list[str]:
    """Of each number of examples; empty until they are measured."""
    scores = 100 * few_labels(fit) if fit else np.zeros((0, 1))
    return [f"{each.mean():.1f} ± {each.std():.1f}" for each in scores] or [""] * len(SHOTS)
