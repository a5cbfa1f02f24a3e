"""Scores: how well the codes of this run, of its sisters and the bare pixels tell classes apart, and what they cost."""

from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from engine.evaluation.images.code_scores import ClassScores, CodeScores
from engine.evaluation.images.pixel_scores import PixelBaseline, PixelScores
from engine.figures.score_bars import bars
from engine.projections import PROJECTIONS
from engine.projections.pca import PCA
from engine.runs import catalogue
from engine.runs.recipe import Recipe
from pages.images import accuracy_by_rank
from pages.images.sister_runs import Trained, labeled, measured, of_run
from pages.parts.explore.view import View
from pages.parts.run.obtain import obtain
from pages.parts.write.plain import plain

N_NEIGHBORS = 5
NEIGHBORS, LINEAR, OWN = f"{N_NEIGHBORS} nearest", "Logistic", "Own classifier"
MAPS = {name: f"Map, {projection.title}" for name, projection in PROJECTIONS.items()}


def show(view: View) -> None:
    """Tables of the test part, with chance and pixels as baselines."""
    images = view.images
    if not images.has_classes or not images.n_test:
        st.caption("Scores need classes and a test part; these images lack one of them.")
        return
    fit = obtain(Recipe(view.recipe.dataset, PixelScores(k=N_NEIGHBORS)), "Scores of bare pixels")
    if fit is None:
        return
    baseline, runs = PixelBaseline.from_fit(fit), labeled(view)
    place = st.container()
    fits = measured([(f"Scores: {run.title}", of_run(run.run_id, CodeScores(k=N_NEIGHBORS))) for run in runs])
    scores = [ClassScores.from_fit(fit) if fit else None for fit in fits]
    with place:
        _accuracies(view, baseline, runs, scores)
    _bounds(baseline, runs)
    accuracy_by_rank.show(view)


def _accuracies(view: View, pixels: PixelBaseline, runs: list[Trained], scores: list[ClassScores | None]) -> None:
    """One row for each run, below chance and pixels."""
    rows: list[dict[str, Any]] = [
        {"Method": "Chance: the commonest class", NEIGHBORS: pixels.chance, LINEAR: pixels.chance},
        {
            "Method": "Pixels as they are",
            "Numbers": view.images.n_pixels,
            NEIGHBORS: pixels.neighbor_accuracy,
            LINEAR: pixels.linear_accuracy,
            MAPS[PCA.name]: pixels.trustworthiness_2d,
        },
    ]
    rows += [_row(run, found) for run, found in zip(runs, scores, strict=True)]
    maps = [title for name, title in MAPS.items() if PROJECTIONS[name].opens or any(title in row for row in rows)]
    columns = ["Method", "Numbers", NEIGHBORS, LINEAR, OWN, "MSE", *maps]
    table = pd.DataFrame(rows, columns=columns)
    shares = [NEIGHBORS, LINEAR, OWN]
    table[shares] = table[shares].astype(float) * 100
    forms = dict.fromkeys(shares, st.column_config.NumberColumn(format="%.1f %%"))
    forms |= {"MSE": st.column_config.NumberColumn(format="%.5f")}
    forms |= dict.fromkeys(maps, st.column_config.NumberColumn(format="%.3f"))
    st.dataframe(table, hide_index=True, column_config=forms, placeholder="–", key=view.key("scores"))
    st.caption(
        f"All on the test part of {view.images.n_test:,} images. {N_NEIGHBORS} nearest: share of (at most 1,000) "
        f"images whose class is the commonest among the {N_NEIGHBORS} nearest training images by the code. Logistic: "
        "share told by logistic regression on the codes of (at most 20,000) training images. MSE: error of the "
        "reconstruction per pixel. Map: trustworthiness of the 2-D map of the codes, 1 if all neighbors on it are "
        "neighbors in the codes; empty until the map has been computed."
    )
    measured = np.array([row[LINEAR] for row in rows[1:]], dtype=float)
    told = [f"{share:.1%}" for share in measured]
    chance = np.full(len(measured), pixels.chance)
    names = [str(row["Method"]) for row in rows[1:]]
    chart = bars(names, measured, chance, told, "commonest class", "logistic regression")
    st.plotly_chart(chart, key=view.key("linear"))


def _row(run: Trained, scores: ClassScores | None) -> dict[str, Any]:
    summary = run.fit.summary
    return {
        "Method": run.title,
        "Numbers": run.fit.main.n_components,
        NEIGHBORS: scores.neighbor_accuracy if scores else None,
        LINEAR: scores.linear_accuracy if scores else summary.get("linear_accuracy"),
        OWN: summary.get("test_accuracy"),
        "MSE": summary.get("test_mse"),
    } | _maps(run.run_id)


def _maps(run_id: str) -> dict[str, float]:
    """Trustworthiness of the latest 2-D map of each kind that was made of a run."""
    found = {}
    for row in catalogue.dependents(run_id):
        projection = PROJECTIONS.get(row.task)
        if projection and projection.fixed(2).items() <= row.recipe["learner"].items():
            scores = projection().scores(row.summary, (0, 1))
            if scores:
                found[MAPS[row.task]] = scores.trustworthiness
    return found


def _bounds(baseline: PixelBaseline, runs: list[Trained]) -> None:
    """-ELBO and its two terms of the variational autoencoders among the runs."""
    names = ["Method", "Code size", "-ELBO", "Reconstruction", "KL"]
    blind = baseline.negative_elbo
    rows: list[tuple[Any, ...]] = [("No code: each pixel's mean", 0, blind, blind, 0.0)]
    for run in runs:
        if run.learner.samples:
            terms = [run.fit.summary.get(f"test_{name}") for name in ("negative_elbo", "reconstruction", "kl")]
            rows.append((run.title, run.learner.code_size, *terms))
    if len(rows) == 1:
        return
    st.markdown("**Evidence lower bound of the variational autoencoders**")
    forms = dict.fromkeys(names[2:], st.column_config.NumberColumn(format="%.2f nats"))
    st.dataframe(pd.DataFrame(rows, columns=names), hide_index=True, column_config=forms)
    st.caption(
        plain("-ELBO = reconstruction + KL, means per test image with one draw of the code each and beta 1: ")
        + "the cross-entropy of the pixels, and what the code costs beyond a standard normal. Less is better."
    )
