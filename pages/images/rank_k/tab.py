"""Rank k: images from few principal components, what each component adds, and what the rest would have added."""

import numpy as np
import streamlit as st

from engine.algorithms.picture_quality import squared_errors
from engine.datasets.images.sources import ImageSource
from engine.figures import image_charts as figure
from engine.figures import spectrum
from engine.insight.images import ranks
from engine.low_rank import Principal
from pages.images.rank_k import own
from pages.images.sister_runs import Trained, components_run
from pages.parts.explore.view import View
from pages.parts.write import explanation, pictures
from pages.parts.write.layout import beside

N_ON_SHEET = 100
SHEET_WIDTH = 160
"""Screen pixels of a sheet: two find room side by side on a narrow page."""
SHEET_SIDE = 32
"""Pixels of a picture on a sheet: larger ones are made smaller."""
N_COMPONENTS = 12


def show(view: View) -> None:
    """The images of this run, or a picture or table of the user's own, at every rank."""
    parts = {"One image": _one_image, "Components": _components, "A hundred images": _sheets}
    matrices = [*parts, "Another picture or table"]
    chosen = st.segmented_control(
        "Matrix", matrices, default=matrices[0], required=True, key=view.key("matrix"), label_visibility="collapsed"
    )
    if chosen not in parts:
        own.show(view)
        return
    run = components_run(view)
    axes = run.learner.axes(run.fit) if run else None
    if run is not None and axes is not None:
        parts[chosen](view, run, axes)


def _pixels(view: View) -> np.ndarray:
    """Of the chosen image, else of the first of the test part: (1, n_pixels)."""
    row = view.selected if view.selected is not None else view.images.test_rows.start
    return view.images.pixels([row])


def _one_image(view: View, run: Trained, axes: Principal) -> None:
    """The chosen image at every rank; the spectrum; similarities kept; bytes kept."""
    arrays = run.fit.arrays
    most = len(axes.components)
    pixels = _pixels(view)
    _lecture_grid(view, axes, pixels)
    k = st.select_slider("Rank k", ranks.steps(most), min(16, most), key=view.key("rank"))
    _one_rank(view, axes, pixels, k)
    left, right = beside(2)
    with left:
        st.plotly_chart(spectrum.scree(arrays["explained_variance_ratio"]), key=view.key("rank_scree"))
        if len(arrays["error_by_rank"]):
            errors = arrays["error_by_rank"][:, 0]
            explanation.show(ranks.identity(errors, arrays["singular_values"], view.images, k), view.key("identity"))
    with right:
        if len(arrays["error_by_rank"]):
            st.plotly_chart(figure.error_by_rank(arrays["error_by_rank"], k), key=view.key("rank_error"))
        _bytes(view, k, most)
    _similarities(view, axes, k)


def _lecture_grid(view: View, axes: Principal, pixels: np.ndarray) -> None:
    """The original beside rank 1 to 9 and 50."""
    shown = _lecture_ranks(axes)
    label = "**Original, then rank " + ", ".join(map(str, shown)) + "**"
    rows = np.concatenate([pixels, ranks.of_ranks(axes, pixels, shown)])
    pictures.strip(label, pictures.as_bytes(rows, view.images.shape))


def _sheets(view: View, run: Trained, axes: Principal) -> None:
    """A hundred test images as they are and at every rank of the lecture, with the error of each sheet."""
    n = len(view.images.tested(N_ON_SHEET))
    st.markdown(f"**{n} test images at every rank**")
    with st.container(horizontal=True):
        for words, sheet in _drawn_sheets(run.run_id, view, axes):
            st.image(sheet, caption=words, width=SHEET_WIDTH, alt=f"{n} test images, {words}")


@st.cache_data(show_spinner=False, max_entries=20)
def _drawn_sheets(run_id: str, _view: View, _axes: Principal) -> list[tuple[str, bytes]]:
    """What is written under each sheet, and its PNG: made once, as moving the slider draws them again."""
    images = _view.images
    pixels = images.pixels(images.tested(N_ON_SHEET))
    found = {"Original": pixels}
    for k in _lecture_ranks(_axes):
        approximation = ranks.of_rank(_axes, pixels, k)
        found[f"Rank {k}: MSE {squared_errors(pixels, approximation).mean():.4f}"] = approximation
    drawn = []
    for words, shown in found.items():
        small = pictures.smaller(pictures.as_bytes(shown, images.shape), SHEET_SIDE)
        drawn.append((words, pictures.png(pictures.grid(small, 10, side=SHEET_SIDE))))
    return drawn


def _lecture_ranks(axes: Principal) -> list[int]:
    return [k for k in ranks.LECTURE_RANKS if k <= len(axes.components)]


def _one_rank(view: View, axes: Principal, pixels: np.ndarray, k: int) -> None:
    approximation = ranks.of_ranks(axes, pixels, [k])
    both = pictures.as_bytes(np.concatenate([pixels, approximation]), view.images.shape)
    off = pictures.signed(pixels - approximation, view.images.shape)
    label = f"**Original, rank {k}, what is missing**"
    pictures.strip(label, np.concatenate([both, off]), f"MSE {squared_errors(pixels, approximation)[0]:.5f}", side=110)


def _bytes(view: View, k: int, most: int) -> None:
    kept, whole = ranks.kept_bytes(view.images, k)
    st.caption(
        f"Rank {k} keeps {k} numbers per image, the {k} components and the mean: {kept / 1e6:,.2f} MB as float32; the "
        f"images take {whole / 1e6:,.2f} MB as bytes. Components stored: {most:,}."
    )


def _components(view: View, run: Trained, axes: Principal) -> None:
    """Components as pictures, and the chosen image built up term by term."""
    pixels = _pixels(view)
    n = min(N_COMPONENTS, len(axes.components))
    shape = view.images.shape
    name = "Eigenfaces" if _are_faces(view) else "Components"
    mean = pictures.as_bytes(axes.mean[None], shape)
    if axes.mean.any():
        pictures.strip("**Mean face**" if _are_faces(view) else "**Mean image**", mean)
    pictures.strip(f"**{name}** v1, v2, …", pictures.signed(axes.components[:n], shape), "mid-gray is 0")
    built, terms = ranks.built_up(axes, pixels, n)
    pictures.strip("**Built up**: mean, + z1 v1, + z2 v2, …", pictures.as_bytes(built, shape))
    explanation.show(terms, view.key("terms"))


def _are_faces(view: View) -> bool:
    source = view.recipe.dataset
    return isinstance(source, ImageSource) and source.of_faces


def _similarities(view: View, axes: Principal, k: int) -> None:
    """Inner products and distances of random pairs, in pixels and in codes of k numbers."""
    found = ranks.similarities(view.images, axes, k)
    left, right = beside(2)
    left.plotly_chart(figure.before_and_after(*found.products, "inner product"), key=view.key("kept_products"))
    right.plotly_chart(figure.before_and_after(*found.distances, "distance"), key=view.key("kept_distances"))
    st.caption(
        f"{ranks.N_PAIRS} random pairs, centered: with all components the points lie on the line; distances can only "
        "shrink."
    )
