"""Scores: how well the codes of this run, of its sisters and the bare pixels tell classes apart, and what they cost."""

from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from engine.evaluation.images.class_scores import PixelScores, neighbor_accuracy
from engine.figures.score_bars import bars
from engine.fit import Fit
from engine.learners import LEARNERS
from engine.learners.images.autoencoder import VariationalAutoencoder
from engine.learners.images.contract import ImageLearner, probed
from engine.runs import catalogue
from engine.runs.recipe import Recipe
from pages.parts.explore.state import PageState
from pages.parts.explore.view import View
from pages.parts.run import state
from pages.parts.run.obtain import obtain
from pages.parts.write.plain import plain

N_NEIGHBORS = 5
MOST_RUNS = 12
NEIGHBORS, LINEAR, OWN = f"{N_NEIGHBORS} nearest", "Logistic", "Own classifier"
MAP_PCA, MAP_TSNE = "Map, PCA", "Map, t-SNE"


def show(view: View) -> None:
    """Tables of the test part, with chance and pixels as baselines."""
    images = view.images
    if not images.has_classes or not images.n_test:
        st.caption("Scores need classes and a test part; these images lack one of them.")
        return
    baseline = _baseline(view)
    if baseline is None:
        return
    runs = _runs(view)
    _accuracies(view, baseline, runs)
    _bounds(baseline, runs)


def _baseline(view: View) -> Fit | None:
    """The scores of pixels, computed now if they never were; None while they are."""
    recipe = Recipe(view.recipe.dataset, PixelScores(k=N_NEIGHBORS))
    return obtain(recipe, "Scores of bare pixels")


def _accuracies(view: View, baseline: Fit, runs: list[tuple[str, str]]) -> None:
    """One row for each run, below chance and pixels."""
    pixels = baseline.summary
    rows: list[dict[str, Any]] = [
        {"Method": "Chance: the commonest class", NEIGHBORS: pixels["chance"], LINEAR: pixels["chance"]},
        {
            "Method": "Pixels as they are",
            "Numbers": view.images.n_pixels,
            NEIGHBORS: pixels["neighbor_accuracy"],
            LINEAR: pixels["linear_accuracy"],
            MAP_PCA: pixels.get("trustworthiness_2d"),
        },
    ]
    rows += [_row(title, run_id) for title, run_id in runs]
    columns = ["Method", "Numbers", NEIGHBORS, LINEAR, OWN, "MSE", MAP_PCA, MAP_TSNE]
    table = pd.DataFrame(rows, columns=columns)
    shares = [NEIGHBORS, LINEAR, OWN]
    table[shares] = table[shares].astype(float) * 100
    forms = dict.fromkeys(shares, st.column_config.NumberColumn(format="%.1f %%"))
    forms |= {"MSE": st.column_config.NumberColumn(format="%.5f")}
    forms |= dict.fromkeys((MAP_PCA, MAP_TSNE), st.column_config.NumberColumn(format="%.3f"))
    st.dataframe(table, hide_index=True, column_config=forms, key=f"{view.page}.scores")
    st.caption(
        f"All on the test part of {view.images.n_test:,} images. {N_NEIGHBORS} nearest: share of (at most 1,000) "
        f"images whose class is the commonest among the {N_NEIGHBORS} nearest training images by the code. Logistic: "
        "share told by logistic regression on the codes of (at most 20,000) training images. MSE: error of the "
        "reconstruction per pixel. Map: trustworthiness of the 2-D map of the codes, 1 if all neighbors on it are "
        "neighbors in the codes; empty until the map has been computed."
    )
    measured = np.array([row[LINEAR] for row in rows[1:]], dtype=float)
    told = [f"{share:.1%}" for share in measured]
    chance = np.full(len(measured), pixels["chance"])
    names = [str(row["Method"]) for row in rows[1:]]
    chart = bars(names, measured, chance, told, "commonest class", "logistic regression")
    st.plotly_chart(chart, key=f"{view.page}.linear")


def _row(title: str, run_id: str) -> dict[str, Any]:
    fit = state.fit(run_id)
    return {
        "Method": title,
        "Numbers": fit.main.n_components,
        NEIGHBORS: _of_neighbors(run_id),
        LINEAR: fit.summary.get("linear_accuracy") or _of_line(run_id),
        OWN: fit.summary.get("test_accuracy"),
        "MSE": fit.summary.get("test_mse"),
    } | _maps(run_id)


def _maps(run_id: str) -> dict[str, float]:
    """Trustworthiness of the latest 2-D maps of a run."""
    found = {}
    for row in catalogue.dependents(run_id):
        if row.task == "pca" and "trustworthiness_2d" in row.summary:
            found[MAP_PCA] = float(row.summary["trustworthiness_2d"])
        elif row.task == "tsne" and row.recipe["learner"].get("n_components") == 2:
            found[MAP_TSNE] = float(row.summary.get("trustworthiness", "nan"))
    return found


def _bounds(baseline: Fit, runs: list[tuple[str, str]]) -> None:
    """-ELBO and its two terms of the variational autoencoders among the runs."""
    names = ["Method", "Code size", "-ELBO", "Reconstruction", "KL"]
    blind = baseline.summary["negative_elbo"]
    rows: list[tuple[Any, ...]] = [("No code: each pixel's mean", 0, blind, blind, 0.0)]
    for title, run_id in runs:
        summary = state.fit(run_id).summary
        if isinstance(state.recipe_of(run_id).learner, VariationalAutoencoder):
            terms = [summary.get(f"test_{name}") for name in ("negative_elbo", "reconstruction", "kl")]
            rows.append((title, summary.get("code_size"), *terms))
    if len(rows) == 1:
        return
    st.markdown("**Evidence lower bound of the variational autoencoders**")
    forms = dict.fromkeys(names[2:], st.column_config.NumberColumn(format="%.2f nats"))
    st.dataframe(pd.DataFrame(rows, columns=names), hide_index=True, column_config=forms)
    st.caption(
        plain("-ELBO = reconstruction + KL, means per test image with one draw of the code each and beta 1: ")
        + "the cross-entropy of the pixels, and what the code costs beyond a standard normal. Less is better."
    )


def _runs(view: View) -> list[tuple[str, str]]:
    """(title, run id) of this run and of the latest listed ones on the same images."""
    found = [(f"{view.recipe.learner.title} (this run)", view.run_id)] if view.recipe.learner else []
    for row in catalogue.on_dataset(view.dataset_id, LEARNERS):
        if row.run_id != view.run_id:
            found.append((row.label, row.run_id))
    return [entry for entry in found if isinstance(state.recipe_of(entry[1]).learner, ImageLearner)][:MOST_RUNS]


def _view(run_id: str) -> View:
    return View(PageState(""), run_id, next(iter(state.fit(run_id).embeddings)))


@st.cache_data(show_spinner="Measuring…", max_entries=200)
def _of_neighbors(run_id: str) -> float:
    view = _view(run_id)
    return neighbor_accuracy(view.embedding.vectors, view.images.targets, view.images.n_train, N_NEIGHBORS)


@st.cache_data(show_spinner="Measuring…", max_entries=200)
def _of_line(run_id: str) -> float | None:
    """Of runs that were saved before their training measured it."""
    view = _view(run_id)
    return probed(view.images, view.embedding.vectors)[1].get("linear_accuracy")
