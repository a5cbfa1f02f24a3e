"""Reconstructions: the same images through PCA and every trained autoencoder of the same code size."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
import streamlit as st

from engine.evaluation.images.coding import N_TESTED, CodingScores, CodingTest
from engine.insight.images.reconstruction import best, by_class, likeness, worst
from engine.runs.recipe import Recipe
from pages.images.sister_runs import components_run, learner_of, measured, of_equal_size, of_run, this_run
from pages.parts.explore.view import View
from pages.parts.write import pictures
from pages.parts.write.plain import plain

N_SHOWN = 12
WHICH = {"first": "First of the test part", "worst": "Worst", "best": "Best", "chosen": "Chosen and nearest rows"}


@dataclass(frozen=True)
class Method:
    """What turns images into their reconstructions, and the test that measures it on the test part."""

    title: str
    reconstruct: Callable[[np.ndarray], np.ndarray]
    test: Recipe


def show(view: View) -> None:
    """A strip for each method, with its scores; the error of each class."""
    images = view.images
    which = st.segmented_control(
        "Images", list(WHICH), format_func=WHICH.__getitem__, default="first", required=True, key=view.key("which")
    )
    rows = _rows(view, which)
    clean = images.pixels(rows)
    pictures.strip("**Original**", pictures.as_bytes(clean, images.shape))
    methods = _methods(view)
    scores = []
    for method in methods:
        found = method.reconstruct(clean)
        scores.append(likeness(clean, found, images.shape))
        words = f"MSE {scores[-1].mse:.5f}"
        pictures.strip(f"**{plain(method.title)}**", pictures.as_bytes(found, images.shape), words)
    place = st.container()
    with st.container():
        fits = measured([(f"Test part: {method.title}", method.test) for method in methods])
    table = []
    for method, score, fit in zip(methods, scores, fits, strict=True):
        tested = CodingScores.from_fit(fit) if fit else None
        on_test = (tested.mse, tested.ssim) if tested else (None, None)
        table.append((method.title, score.mse, score.psnr, score.ssim, *on_test))
    columns = ["Method", "MSE", "PSNR (dB)", "SSIM", "MSE, test part", "SSIM, test part"]
    numbers = {name: st.column_config.NumberColumn(format="%.5f" if "MSE" in name else "%.3f") for name in columns[1:]}
    place.dataframe(pd.DataFrame(table, columns=columns), hide_index=True, column_config=numbers)
    n_tested = min(N_TESTED, images.n_test or images.n_images)
    st.caption(
        f"All at a code of {view.embedding.n_components} numbers. The first columns are about the {len(rows)} images "
        f"above, the last about {n_tested:,} images of the {'test' if images.n_test else 'training'} part."
    )
    _by_class(view)


def _rows(view: View, which: str) -> np.ndarray:
    images = view.images
    tested = np.arange(images.n_images)[images.test_rows]
    errors = view.embedding.metadata.get("error")
    if which == "chosen" and view.selected is not None:
        return np.minimum(view.selected + np.arange(N_SHOWN), images.n_images - 1)
    if which in ("worst", "best") and errors is not None:
        return (worst if which == "worst" else best)(errors, tested, N_SHOWN)
    return tested[:N_SHOWN]


def _methods(view: View) -> list[Method]:
    """PCA at the size of the run's codes, this run, and its sisters of equal size."""
    runs = [this_run(view, learner_of(view).title), *of_equal_size(view)]
    found = [
        Method(run.title, run.reconstruct, of_run(run.run_id, CodingTest())) for run in runs if run.learner.decodes
    ]
    with st.container():
        pca = components_run(view)
    axes = pca.learner.axes(pca.fit) if pca else None
    if pca is not None and axes is not None and pca.run_id != view.run_id:
        k = min(view.embedding.n_components, len(axes.components))
        test = of_run(pca.run_id, CodingTest(rank=k))
        found.insert(0, Method(f"PCA, rank {k}", lambda pixels: axes.reconstruct(axes.transform(pixels, k)), test))
    return found


def _by_class(view: View) -> None:
    """Mean error of each class on the test part, from the saved errors."""
    images, errors = view.images, view.embedding.metadata.get("error")
    if not images.has_classes or errors is None:
        return
    tested = images.test_rows
    means, counts = by_class(errors[tested], images.targets[tested], len(images.class_names))
    table = pd.DataFrame({"Class": images.class_names, "MSE": means, "Images": counts}).sort_values("MSE")
    with st.expander("Error of each class"):
        numbers = {"MSE": st.column_config.NumberColumn(format="%.5f")}
        st.dataframe(table, hide_index=True, column_config=numbers)
