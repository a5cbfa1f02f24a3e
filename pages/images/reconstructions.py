"""Reconstructions: the same images through PCA and every trained autoencoder of the same code size."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import streamlit as st

from engine.algorithms.picture_quality import psnr, ssim
from engine.learners.images.contract import ImageLearner, squared_errors
from engine.learners.images.pca import saved_axes
from pages.images.sister_runs import of_equal_size, principal_components
from pages.parts.explore.view import View
from pages.parts.write import pictures
from pages.parts.write.plain import plain

N_SHOWN = 12
WHICH = {"first": "First of the test part", "worst": "Worst", "best": "Best", "chosen": "Chosen and nearest rows"}


def show(view: View) -> None:
    """A strip for each method, with its scores; the error of each class."""
    images = view.images
    which = st.segmented_control(
        "Images", list(WHICH), format_func=WHICH.__getitem__, default="first", required=True, key=f"{view.page}.which"
    )
    rows = _rows(view, which)
    clean = images.pixels(rows)
    pictures.strip("**Original**", pictures.as_bytes(clean, images.shape))
    table = []
    for title, reconstruct in _methods(view):
        found = reconstruct(clean)
        errors = squared_errors(clean, found)
        likeness = ssim(clean.reshape(-1, *images.shape), np.clip(found, 0, 1).reshape(-1, *images.shape))
        pictures.strip(f"**{plain(title)}**", pictures.as_bytes(found, images.shape), f"MSE {errors.mean():.5f}")
        table.append((title, errors.mean(), float(psnr(errors.mean())), likeness.mean(), *_on_test(view, reconstruct)))
    columns = ["Method", "MSE", "PSNR (dB)", "SSIM", "MSE, test part", "SSIM, test part"]
    numbers = {name: st.column_config.NumberColumn(format="%.5f" if "MSE" in name else "%.3f") for name in columns[1:]}
    st.dataframe(pd.DataFrame(table, columns=columns), hide_index=True, column_config=numbers)
    st.caption(
        f"All at a code of {view.embedding.n_components} numbers. The first columns are about the {len(rows)} images "
        f"above, the last about {_n_tested(view):,} images of the {'test' if images.n_test else 'training'} part."
    )
    _by_class(view)


def _rows(view: View, which: str) -> np.ndarray:
    images = view.images
    tested = np.arange(images.n_images)[images.test_rows]
    errors = view.embedding.metadata.get("error")
    if which == "chosen" and view.selected is not None:
        return np.minimum(view.selected + np.arange(N_SHOWN), images.n_images - 1)
    if which in ("worst", "best") and errors is not None:
        order = np.argsort(errors[tested], kind="stable")
        return tested[order[::-1][:N_SHOWN] if which == "worst" else order[:N_SHOWN]]
    return tested[:N_SHOWN]


def _methods(view: View) -> list[tuple[str, Callable[[np.ndarray], np.ndarray]]]:
    """Titles, and what turns images into their reconstructions."""
    images, learner = view.images, view.recipe.learner
    assert isinstance(learner, ImageLearner)
    runs = [(f"{learner.title} (this run)", learner, view.fit), *of_equal_size(view)]
    found: list[tuple[str, Callable[[np.ndarray], np.ndarray]]] = []
    with st.container():
        axes_fit = principal_components(view)
    if axes_fit is not None and axes_fit is not view.fit:
        axes, k = saved_axes(axes_fit), view.embedding.n_components
        found.append((f"PCA, rank {k}", lambda pixels: axes.reconstruct(axes.transform(pixels, k))))
    for title, each, fit in runs:
        if each.decodes:

            def through(pixels: np.ndarray, each: ImageLearner = each, fit: object = fit) -> np.ndarray:
                return each.decode(fit, images.shape, each.encode(fit, images.shape, pixels))  # type: ignore[arg-type]

            found.append((title, through))
    return found


def _n_tested(view: View) -> int:
    return min(500, view.images.n_test or view.images.n_images)


def _on_test(view: View, reconstruct: Callable[[np.ndarray], np.ndarray]) -> tuple[float, float]:
    images = view.images
    clean = images.pixels(np.arange(images.n_images)[images.test_rows][: _n_tested(view)])
    found = reconstruct(clean)
    likeness = ssim(clean.reshape(-1, *images.shape), np.clip(found, 0, 1).reshape(-1, *images.shape))
    return float(squared_errors(clean, found).mean()), float(likeness.mean())


def _by_class(view: View) -> None:
    """Mean error of each class on the test part, from the saved errors."""
    images, errors = view.images, view.embedding.metadata.get("error")
    if not images.has_classes or errors is None:
        return
    targets, tested = images.targets[images.test_rows], errors[images.test_rows]
    counts = np.bincount(targets, minlength=len(images.class_names))
    means = np.bincount(targets, weights=tested, minlength=len(images.class_names)) / np.maximum(counts, 1)
    table = pd.DataFrame({"Class": images.class_names, "MSE": means, "Images": counts}).sort_values("MSE")
    with st.expander("Error of each class"):
        numbers = {"MSE": st.column_config.NumberColumn(format="%.5f")}
        st.dataframe(table, hide_index=True, column_config=numbers)
