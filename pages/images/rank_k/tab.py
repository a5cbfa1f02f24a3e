"""Rank k: images from few principal components, what each component adds, and what the rest would have added."""

import numpy as np
import streamlit as st

from engine.figures import image_charts as figure
from engine.figures import spectrum
from engine.fit import Fit
from engine.learners.images.pca import saved_axes
from engine.low_rank import Principal
from pages.images.rank_k import own
from pages.images.sister_runs import principal_components
from pages.parts.explore.view import View
from pages.parts.write import pictures
from pages.parts.write.layout import beside

LECTURE_RANKS = (*range(1, 10), 50)
N_COMPONENTS = 12
N_PAIRS = 600


def show(view: View) -> None:
    """The images of this run, or a picture or table of the user's own, at every rank."""
    matrices = {"Matrix of these images": _images, "Another picture or table": own.show}
    chosen = st.segmented_control(
        "Matrix", list(matrices), default=next(iter(matrices)), required=True, key=f"{view.page}.matrix",
        label_visibility="collapsed",
    )  # fmt: skip
    matrices[chosen](view)


def _images(view: View) -> None:
    """The chosen image at every rank; the spectrum; components; similarities kept; bytes kept."""
    fit = principal_components(view)
    if fit is None:
        return
    axes = saved_axes(fit)
    most = len(axes.components)
    tested = view.images.test_rows.start
    row = view.selected if view.selected is not None else tested
    pixels = view.images.pixels([row])
    _lecture_grid(view, axes, pixels)
    k = st.slider("Rank k", 1, most, min(16, most), key=f"{view.page}.rank")
    _one_rank(view, axes, pixels, k)
    left, right = beside(2)
    with left:
        st.plotly_chart(spectrum.scree(fit.arrays["explained_variance_ratio"]), key=f"{view.page}.rank_scree")
        _identity(view, fit, k)
    with right:
        if len(fit.arrays["error_by_rank"]):
            st.plotly_chart(figure.error_by_rank(fit.arrays["error_by_rank"], k), key=f"{view.page}.rank_error")
        _bytes(view, k, most)
    _components(view, axes, pixels)
    _similarities(view, axes, k)


def _lecture_grid(view: View, axes: Principal, pixels: np.ndarray) -> None:
    """The original beside rank 1 to 9 and 50."""
    ranks = [k for k in LECTURE_RANKS if k <= len(axes.components)]
    rows = [pixels, *(axes.reconstruct(axes.transform(pixels, k)) for k in ranks)]
    label = "**Original, then rank " + ", ".join(map(str, ranks)) + "**"
    pictures.strip(label, pictures.as_bytes(np.concatenate(rows), view.images.shape))


def _one_rank(view: View, axes: Principal, pixels: np.ndarray, k: int) -> None:
    approximation = axes.reconstruct(axes.transform(pixels, k))
    both = pictures.as_bytes(np.concatenate([pixels, approximation]), view.images.shape)
    off = pictures.signed(pixels - approximation, view.images.shape)
    label = f"**Original, rank {k}, what is missing**"
    pictures.strip(label, np.concatenate([both, off]), f"MSE {np.square(pixels - approximation).mean():.5f}", side=110)


def _identity(view: View, fit: Fit, k: int) -> None:
    """Eckart and Young on the screen: measured error against the sum of the squared singular values left out."""
    errors = fit.arrays["error_by_rank"]
    if not len(errors):
        return
    squares = np.square(fit.arrays["singular_values"])
    images = view.images
    measured = errors[k, 0] * images.n_train * images.n_pixels
    left_out = squares[k:].sum()
    st.latex(rf"\lVert X - X_{{{k}}} \rVert_F^2 = {measured:,.2f} \qquad \sum_{{i>{k}}} \sigma_i^2 = {left_out:,.2f}")
    st.caption(
        f"Left: the error measured on the {images.n_train:,} training images. Right: the squared singular values left "
        f"out, summed. Rank {k} keeps {squares[:k].sum() / squares.sum():.1%} of the variance."
    )


def _bytes(view: View, k: int, most: int) -> None:
    images = view.images
    kept = 4 * (k * images.n_images + (k + 1) * images.n_pixels)
    whole = images.n_images * images.n_pixels
    st.caption(
        f"Rank {k} keeps {k} numbers per image, the {k} components and the mean: {kept / 1e6:,.2f} MB as float32; the "
        f"images take {whole / 1e6:,.2f} MB as bytes. Components stored: {most:,}."
    )


def _components(view: View, axes: Principal, pixels: np.ndarray) -> None:
    """Components as pictures, and the chosen image built up term by term."""
    n = min(N_COMPONENTS, len(axes.components))
    shape = view.images.shape
    name = "Eigenfaces" if _are_faces(view) else "Components"
    mean = pictures.as_bytes(axes.mean[None], shape)
    if axes.mean.any():
        pictures.strip("**Mean face**" if _are_faces(view) else "**Mean image**", mean)
    pictures.strip(f"**{name}** v1, v2, …", pictures.signed(axes.components[:n], shape), "mid-gray is 0")
    coordinates = axes.transform(pixels, n)[0]
    built = [axes.reconstruct(coordinates[None, :k]) for k in range(n + 1)]
    sums = pictures.as_bytes(np.concatenate(built), shape)
    pictures.strip("**Built up**: mean, + z1 v1, + z2 v2, …", sums)
    terms = " ".join(f"{value:+.2f}\\,v_{{{at + 1}}}" for at, value in enumerate(coordinates[:6]))
    st.latex(rf"x \approx \bar x {terms} \; \dots")


def _are_faces(view: View) -> bool:
    return getattr(view.recipe.dataset, "entry", "") == "olivetti_faces"


def _similarities(view: View, axes: Principal, k: int) -> None:
    """Inner products and distances of random pairs, in pixels and in codes of k numbers."""
    images = view.images
    rows = np.random.default_rng(0).integers(0, images.n_images, (2, N_PAIRS))
    first, second = (images.pixels(each) - axes.mean for each in rows)
    codes = [axes.transform(images.pixels(each), k) for each in rows]
    left, right = beside(2)
    products = (first * second).sum(axis=1), (codes[0] * codes[1]).sum(axis=1)
    lengths = np.linalg.norm(first - second, axis=1), np.linalg.norm(codes[0] - codes[1], axis=1)
    left.plotly_chart(figure.before_and_after(*products, "inner product"), key=f"{view.page}.kept_products")
    right.plotly_chart(figure.before_and_after(*lengths, "distance"), key=f"{view.page}.kept_distances")
    st.caption(
        f"{N_PAIRS} random pairs, centered: with all components the points lie on the line; distances can only shrink."
    )
