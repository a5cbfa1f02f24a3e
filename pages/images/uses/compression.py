"""Compression: codes, rounded to few bits, beside JPEG at equal bytes, and what the model itself costs."""

import numpy as np
import pandas as pd
import streamlit as st

from engine.algorithms.picture_quality import psnr
from engine.datasets.images.image_set import ImageSet
from engine.figures import compression as figure
from engine.insight.images.compression import (
    Quantizer,
    Rate,
    at_equal_bytes,
    bytes_at_error,
    jpeg,
    jpeg_rates,
    pays_from,
    rate_of,
)
from engine.learners.images.contract import ImageLearner
from engine.learners.images.pca import ImagePCA, saved_axes
from engine.runs.recipe import Recipe
from pages.images.sister_runs import Trained, decoders, principal_components
from pages.parts.explore.view import View
from pages.parts.run import state
from pages.parts.write import pictures
from pages.parts.write.plain import plain

N_MEASURED = 100
N_SHOWN = 10
N_FOR_BOUNDS = 2_000
RANKS = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512)
FLOAT_BYTES = 4


def show(view: View) -> None:
    """The curve, the table, and pictures at equal bytes."""
    fit = principal_components(view)
    if fit is None:
        return
    pca_id = view.run_id if fit is view.fit else Recipe(view.recipe.dataset, ImagePCA()).run_id
    with st.container(horizontal=True, vertical_alignment="bottom"):
        bits = st.slider(
            "Bits per code number", 1, 8, 6, key=f"{view.page}.bits", width=300,
            help="Each number is rounded to one of 2^bits equal steps between its bounds on training images.",
        )  # fmt: skip
    dataset = view.dataset_id
    by_quality, headers = _jpeg_rates(dataset)
    by_rank = _pca_rates(pca_id, dataset, bits)
    networks = {run.title: _rate_of_run(run.run_id, bits) for run in decoders(view)}
    st.plotly_chart(figure.rate_curves(by_quality, by_rank, networks), key=f"{view.page}.rates")
    _table(view, by_quality, by_rank, networks)
    st.caption(
        f"Over {_n_tested(view.images)} test images. JPEG (Pillow) counts the coded picture alone: its headers and "
        f"tables, {headers:,} bytes in each file, could be shared by all pictures, as the model is. **The model is not "
        "free**: the last columns give its size as float32 and from how many pictures on model and codes together are "
        "smaller than JPEG of the same error. A model serves pictures of its own kind only; JPEG serves all."
    )
    _strips(view, pca_id, by_quality, bits)


def _table(view: View, by_quality: list[Rate], by_rank: list[Rate], networks: dict[str, Rate]) -> None:
    size = view.images.n_pixels
    sizes = {run.title: _model_bytes(run) for run in decoders(view)}
    rows = [(f"PCA, rank {rate.setting}", rate, FLOAT_BYTES * size * (rate.setting + 1)) for rate in by_rank]
    rows += [(title, rate, sizes[title]) for title, rate in networks.items()]
    table = pd.DataFrame([_row(*row, by_quality) for row in sorted(rows, key=lambda row: row[1].n_bytes)])
    formats = {
        "Bytes": "%.1f", "PSNR (dB)": "%.1f", "SSIM": "%.3f", "JPEG bytes": "%.1f", "JPEG quality": "%d",
        "JPEG PSNR": "%.1f", "JPEG SSIM": "%.3f", "Model (kB)": "localized", "Pays from": "localized",
    }  # fmt: skip
    numbers = {name: st.column_config.NumberColumn(format=how) for name, how in formats.items()}
    st.dataframe(table, hide_index=True, column_config=numbers)


def _row(title: str, rate: Rate, model_bytes: int, by_quality: list[Rate]) -> dict[str, object]:
    """JPEG's columns: the finest quality that takes no more bytes; JPEG at its coarsest where it cannot go as low."""
    rival = at_equal_bytes(by_quality, rate.n_bytes)
    pictures_needed = pays_from(model_bytes, rate.n_bytes, bytes_at_error(by_quality, rate.mse))
    return {
        "Method": title, "Bytes": rate.n_bytes, "PSNR (dB)": float(psnr(rate.mse)), "SSIM": rate.ssim,
        "JPEG bytes": rival.n_bytes, "JPEG quality": rival.setting, "JPEG PSNR": float(psnr(rival.mse)),
        "JPEG SSIM": rival.ssim, "Model (kB)": round(model_bytes / 1e3, 1),
        "Pays from": round(pictures_needed) if np.isfinite(pictures_needed) else None,
    }  # fmt: skip


def _strips(view: View, pca_id: str, by_quality: list[Rate], bits: int) -> None:
    """A few test images: as they are, from the rounded code of this run (or of PCA), and by JPEG at equal bytes."""
    images = view.images
    run = next((run for run in decoders(view) if run.run_id == view.run_id), None)
    learner = state.recipe_of(pca_id).learner
    assert isinstance(learner, ImageLearner)
    run = run or Trained("PCA", pca_id, learner, images.shape)
    clean = images.pixels(_tested(images)[:N_SHOWN])
    quantizer = _quantizer(run, images, bits)
    rival = at_equal_bytes(by_quality, quantizer.n_bytes())
    raw = pictures.as_bytes(clean, images.shape)
    pictures.strip("**Original**", raw, f"{images.n_pixels:,} bytes as pixels")
    found = run.decode(quantizer.rounded(run.learner.encode(run.fit, images.shape, clean)))
    pictures.strip(
        f"**{plain(run.title)}**", pictures.as_bytes(found, images.shape),
        f"{len(quantizer.low)} numbers of {bits} bits: {quantizer.n_bytes():.1f} bytes",
    )  # fmt: skip
    words = f"quality {rival.setting}: {rival.n_bytes:.1f} bytes"
    if rival.n_bytes > quantizer.n_bytes():
        words += ", its coarsest: JPEG cannot go as low"
    pictures.strip("**JPEG**", np.stack([jpeg(picture, rival.setting)[2] for picture in raw]), words)


def _tested(images: ImageSet) -> np.ndarray:
    return np.arange(images.n_images)[images.test_rows][: _n_tested(images)]


def _n_tested(images: ImageSet) -> int:
    return min(N_MEASURED, images.n_test or images.n_images)


def _quantizer(run: Trained, images: ImageSet, bits: int) -> Quantizer:
    return Quantizer.of(run.fit.main.vectors[: images.n_train], bits)


def _model_bytes(run: Trained) -> int:
    """Weights of encoder and decoder as float32."""
    weights = [array for name, array in run.fit.arrays.items() if name.startswith(("encoder.", "decoder."))]
    return FLOAT_BYTES * sum(array.size for array in weights)


@st.cache_data(show_spinner="Compressing…", max_entries=20)
def _jpeg_rates(dataset_id: str) -> tuple[list[Rate], int]:
    images = state.images(dataset_id)
    return jpeg_rates(pictures.as_bytes(images.pixels(_tested(images)), images.shape))


@st.cache_data(show_spinner="Compressing…", max_entries=100)
def _pca_rates(pca_id: str, dataset_id: str, bits: int) -> list[Rate]:
    images, axes = state.images(dataset_id), saved_axes(state.fit(pca_id))
    clean = images.pixels(_tested(images))
    most = min(RANKS[-1], len(axes.components))
    bounds = axes.transform(images.pixels(slice(0, min(N_FOR_BOUNDS, images.n_train))), most)
    codes = axes.transform(clean, most)
    shape = (-1, *images.shape)
    rates = []
    for k in [rank for rank in RANKS if rank <= most]:
        quantizer = Quantizer.of(bounds[:, :k], bits)
        found = axes.reconstruct(quantizer.rounded(codes[:, :k]))
        rates.append(rate_of(clean.reshape(shape), found.reshape(shape), quantizer.n_bytes(), k))
    return rates


@st.cache_data(show_spinner="Compressing…", max_entries=200)
def _rate_of_run(run_id: str, bits: int) -> Rate:
    recipe = state.recipe_of(run_id)
    images = state.images(state.row_of(run_id).dataset_id)
    assert isinstance(recipe.learner, ImageLearner)
    run = Trained("", run_id, recipe.learner, images.shape)
    clean, shape = images.pixels(_tested(images)), (-1, *images.shape)
    quantizer = _quantizer(run, images, bits)
    found = run.decode(quantizer.rounded(recipe.learner.encode(run.fit, images.shape, clean)))
    return rate_of(clean.reshape(shape), found.reshape(shape), quantizer.n_bytes())
